"""The smaller outlets of the month serve what their site files expect: lists that can be read, pages with a text."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest

from crawler import discover, urls
from crawler.extract import extract
from crawler.facts import Source
from crawler.run import site_class
from newsroom.faults import NONE
from newsroom.outlets import every_outlet, outlets
from newsroom.publication import WIB
from newsroom.web import Web
from newsroom.wire import Answer
from newsroom.world import Plan, build
from tests.newsroom.test_outlets import BROWSER

SMALLER = tuple(name for name in every_outlet() if name not in outlets())
PLAN = Plan(seed=4, days=5, per_day=60, visits=12, history=3, sites=tuple(every_outlet()))
NOON = datetime.combine(PLAN.start, datetime.min.time(), WIB).replace(day=5, hour=12)


@cache
def web() -> Web:
    return Web(build(PLAN), NONE)


def get(url: str) -> Answer:
    answer = web().answer(url, BROWSER, NOON)
    while answer.header("Location"):
        answer = web().answer(answer.header("Location") or "", BROWSER, NOON)
    packed = answer.header("Content-Encoding") == "gzip"
    return replace(answer, body=gzip.decompress(answer.body)) if packed else answer


def listed(site: str, source: Source) -> set[str]:
    """The keys that a source's first pages list, as discovery reads them."""
    facts = site_class(site).facts
    keys: set[str] = set()
    for url in discover.starts(source, [NOON.date()]):
        answer = get(url)
        if answer.status == 200:
            kind = answer.header("Content-Type")
            found = discover.read_source(answer.body, url, source, facts, site=site, now=NOON, content_type=kind)
            assert found.problem is None or source.grade == "D", found.problem
            keys |= {urls.key(one.url, facts) for one in found.candidates}
    return keys


@pytest.mark.parametrize("site", SMALLER)
def test_the_sources_of_the_site_file_list_its_newest_articles(site: str) -> None:
    facts = site_class(site).facts
    keys = set().union(*(listed(site, source) for source in facts.sources))
    newest = [piece for piece in web().world.shelf(site, NOON).live() if piece.moved is None][:3]
    newest = [piece for piece in newest if piece.town == "Banyuwangi" or site not in ("surabayapagi",)]
    assert {urls.key(urls.canonical(piece.url, facts), facts) for piece in newest} <= keys


@pytest.mark.parametrize("site", SMALLER)
def test_every_page_gives_its_title_and_text(site: str) -> None:
    facts = site_class(site).facts
    for piece in web().world.shelf(site, NOON).all()[:6]:
        url = piece.address(NOON)
        assert urls.is_article(urls.canonical(url, facts), facts), url
        article = extract(get(url).body.decode(), url, site=site, facts=facts, now=NOON)
        version = piece.version(NOON)
        assert article.title == " ".join(version.title.split())
        for paragraph in version.paragraphs[1:]:
            assert " ".join(paragraph.split())[:60] in " ".join(article.body.split()), url
        assert article.published is not None
        assert abs((article.published - piece.published).total_seconds()) < 60


@pytest.mark.parametrize("site", SMALLER)
def test_what_is_not_there_is_not_found(site: str) -> None:
    assert get(f"{every_outlet()[site].home}/tidak/ada/di/sini.php").status == 404


def test_a_plan_without_sites_is_the_demos() -> None:
    assert set(build(replace(PLAN, sites=())).by_site) == set(outlets())

"""Further outlets serve what the site files made for them expect, and a copy of the program reads them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import spiders
from bench.listed import unlisted
from bench.widened import is_widened, watched, widened
from config import site_names
from crawler import urls
from crawler.extract import extract
from crawler.run import site_class
from newsroom.faults import NONE
from newsroom.outlets import every_outlet, outlet
from newsroom.outlets.further import further, site_file
from newsroom.truth import truth
from newsroom.web import Web
from newsroom.world import Plan, build

# One of each layout, and the first again.
FURTHER = further(4)


@pytest.fixture(scope="module")
def web() -> Web:
    return Web(build(Plan(seed=6, days=4, per_day=40, visits=6, sites=tuple(FURTHER), archive=False)), NONE)


@pytest.fixture(scope="module", autouse=True)
def site_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Their files in a folder of their own, which spiders/ is looked for in too."""
    folder = tmp_path_factory.mktemp("spiders")
    for name, one in FURTHER.items():
        (folder / f"{name}.py").write_text(site_file(one), encoding="utf-8")
    spiders.__path__.append(str(folder))
    yield
    spiders.__path__.remove(str(folder))
    for name in FURTHER:
        del sys.modules[f"spiders.{name}"]


def test_each_has_a_name_a_host_and_news_of_its_own(web: Web) -> None:
    assert len({one.hosts[0] for one in further(40).values()}) == 40
    assert not set(further(40)) & {*every_outlet(), *site_names()}
    assert all(len(web.world.by_site[name]) > 20 for name in FURTHER)
    titles = [piece.versions[0].title for piece in web.world.publications if piece.copy_of is None]
    assert len(set(titles)) > 0.9 * len(titles)


def test_an_outlet_is_found_by_its_name() -> None:
    assert all(outlet(name) is one for name, one in FURTHER.items())
    for name in ("koran", "koranx", "seblangx"):
        with pytest.raises(KeyError):
            outlet(name)


def test_the_lists_of_the_site_file_show_every_article(web: Web) -> None:
    assert unlisted(web, truth(web)["publications"]) == set()


@pytest.mark.parametrize("name", FURTHER)
def test_every_page_gives_its_title_and_text(web: Web, name: str) -> None:
    facts = site_class(name).facts
    for piece in web.world.by_site[name][:5]:
        now = piece.published + timedelta(minutes=1)
        url = piece.address(now)
        assert urls.is_article(urls.canonical(url, facts), facts), url
        article = extract(web.answer(url, {}, now).body.decode(), url, site=name, facts=facts, now=now)
        assert article.title == " ".join(piece.versions[0].title.split())
        assert all(" ".join(one.split())[:60] in article.body for one in piece.versions[0].paragraphs[1:])
        assert article.published is not None
        assert abs(article.published - piece.published) < timedelta(minutes=1)


def test_a_copy_of_the_program_has_the_shipped_sites_and_the_further_ones(tmp_path: Path) -> None:
    sites = watched(len(every_outlet()) + 4)
    copy = widened(tmp_path, sites)
    done = subprocess.run(
        [sys.executable, "-c", "import config; print(*config.site_names(), config.ROOT)"],
        cwd=copy,
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) == {*site_names(), *FURTHER, str(copy)}
    assert not is_widened(sites)
    assert is_widened(watched(len(every_outlet())))
    assert not (copy / "data").exists()


def test_no_fewer_sites_are_watched_than_the_newsroom_has() -> None:
    with pytest.raises(ValueError, match="outlets of its own"):
        watched(3)

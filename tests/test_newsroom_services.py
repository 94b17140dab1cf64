"""The stand-ins of the news searches and of an archive's index, and a run of `elsewhere` against them over loopback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config import Config
from crawler import queries
from crawler.answers import read_answer
from crawler.archive import Archive, read_captures
from crawler.facts import Query
from crawler.run import complete, run_site
from detect.profile import load_profile
from newsroom import services
from newsroom.faults import NONE
from newsroom.publication import WIB
from newsroom.server import Newsroom
from newsroom.shelf import Shelf
from newsroom.wire import Answer
from newsroom.world import Plan, World, build
from spiders.elsewhere import Elsewhere
from storage import candidates
from storage.database import open_database
from tests import warta

NOW = datetime(2026, 10, 7, 12, tzinfo=WIB)
WEEK = NOW - timedelta(days=7)


@cache
def world() -> World:
    return build(Plan(seed=5, days=8, per_day=12, visits=10, history=2, archive=False))


def shelves() -> list[Shelf]:
    return [world().shelf(site, NOW) for site in world().by_site]


def told(query: Query, text: str, since: datetime = WEEK) -> set[str]:
    url = queries.address(query, text, since.astimezone(UTC), NOW.astimezone(UTC))
    return {hit.url for hit in read_answer(services.answer(url, shelves()).text.encode(), url, query, NOW).hits}


@pytest.mark.parametrize("query", Elsewhere.facts.queries, ids=lambda query: query.form)
def test_each_stand_in_answers_as_the_reader_expects(query: Query) -> None:
    found = told(query, 'Banyuwangi ("studi banding" OR "studi tiru" OR belajar)')
    pieces = {piece.url: piece for shelf in shelves() for piece in shelf.all()}
    assert found and found <= pieces.keys()
    assert told(query, "Banyuwangi qzwvxkjhq") == set()


def test_google_and_gdelt_take_a_stretch_of_time() -> None:
    gdelt, _, google = Elsewhere.facts.queries
    for query in (gdelt, google):
        everything = told(query, "Banyuwangi")
        recent = told(query, "Banyuwangi", NOW - timedelta(days=1))
        assert recent < everything


def test_the_archives_index_lists_what_a_host_showed() -> None:
    archive = Archive("https://web.archive.org/web/{timestamp}id_/{url}")
    piece = shelves()[0].live()[0]
    host = urlsplit(piece.url).hostname or ""
    url = archive.index(host, date(2026, 10, 1), date(2026, 10, 8))
    found = dict(read_captures(services.answer(url, shelves()).text.encode(), url).found)
    assert piece.url in found
    assert archive.original(archive.copy(piece.url, found[piece.url])) == piece.url


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    """The newsroom's sites and the three searches beside them."""
    newsroom = Newsroom(world(), NOW, rates=NONE)
    sites = newsroom.web.answer

    def answer(url: str, headers: Mapping[str, str], now: datetime) -> Answer:
        if urlsplit(url).hostname not in services.HOSTS:
            return sites(url, headers, now)
        page = services.answer(url, shelves())
        return Answer(page.status, (("Content-Type", page.media),), page.text.encode(), kind=page.kind)

    monkeypatch.setattr(newsroom.web, "answer", answer)
    with newsroom:
        yield newsroom


def configured(room: Newsroom, folder: Path, *sites: str) -> Config:
    return warta.config(None, folder, gateway=room.gateway, sites=sites)


def test_visits_are_found_without_the_sites_own_files(room: Newsroom, tmp_path: Path) -> None:
    config = configured(room, tmp_path, "elsewhere")
    report = complete(run_site("elsewhere", config, now=NOW))
    assert report.state == "good", report.problems
    listed = set().union(*(told(query, text) for query in Elsewhere.facts.queries for text in asked(config, query)))
    visits = {piece.url for shelf in shelves() for piece in shelf.live() if piece.kind == "visit"} & listed
    with open_database(config.database) as db:
        read = {row["url"] for row in db.rows("SELECT url FROM article")}
    # Its pages are data that only its own site file can read.
    assert visits and {urlsplit(url).hostname for url in visits - read} <= {"radarbanyuwangi.jawapos.com"}
    assert report.flagged >= len(visits) / 2


def test_with_their_files_the_same_visits_are_left_to_the_sites(room: Newsroom, tmp_path: Path) -> None:
    config = configured(room, tmp_path, "elsewhere", *world().by_site)
    report = complete(run_site("elsewhere", config, now=NOW))
    assert (report.state, report.new) == ("good", 0), report.problems
    with open_database(config.database) as db:
        handed = [site for site in world().by_site if candidates.pending(db, site, 99)]
        assert handed and db.rows("SELECT * FROM article") == []


def asked(config: Config, query: Query) -> tuple[str, ...]:
    return queries.texts(load_profile(config.watch), queries.default_words().asked, query.terms)

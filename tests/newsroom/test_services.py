"""The stand-ins of the news searches and of an archive's index, and a run of `elsewhere` against them over loopback."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config import Config
from crawler.facts import Query
from crawler.past.archive import Archive, read_captures
from crawler.press import queries
from crawler.press.answers import read_answer
from crawler.run import complete, run_site
from detect.profile import load_profile
from newsroom import services
from newsroom.faults import NONE
from newsroom.outlets import outlets, press
from newsroom.publication import WIB
from newsroom.server import Newsroom
from newsroom.shelf import Shelf
from newsroom.world import Plan, World, build
from spiders.elsewhere import Elsewhere
from storage import candidates
from storage.database import open_database
from tests import warta

NOW = datetime(2026, 10, 7, 12, tzinfo=WIB)
WEEK = NOW - timedelta(days=7)
WATCHED = tuple(outlets())
PRESS = {outlet.hosts[0] for outlet in press().values()}


@cache
def world() -> World:
    return build(Plan(seed=5, days=8, per_day=12, visits=24, history=2, archive=False, press=1.0))


def shelves() -> list[Shelf]:
    return [world().shelf(site, NOW) for site in world().by_site]


def told(query: Query, text: str, since: datetime = WEEK) -> set[str]:
    """The publishers' addresses in an answer, without the links that do not say where they lead."""
    url = queries.address(query, text, since.astimezone(UTC), NOW.astimezone(UTC))
    hits = read_answer(services.answer(url, shelves()).text.encode(), url, query, NOW).hits
    return {hit.url for hit in hits if not hit.opaque}


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
def room() -> Iterator[Newsroom]:
    """The newsroom's sites and the three searches beside them."""
    with Newsroom(world(), NOW, rates=NONE) as newsroom:
        yield newsroom


def configured(room: Newsroom, folder: Path, *sites: str) -> Config:
    return warta.config(None, folder, gateway=room.gateway, sites=sites)


def test_visits_are_found_without_the_sites_own_files(room: Newsroom, tmp_path: Path) -> None:
    config = configured(room, tmp_path, "elsewhere")
    report = complete(run_site("elsewhere", config, now=NOW))
    assert report.state == "good", report.problems
    listed = set().union(*(told(query, text) for query in Elsewhere.facts.queries for text in asked(config, query)))
    recent = [piece for shelf in shelves() for piece in shelf.live() if piece.published >= WEEK]
    visits = {piece.url for piece in recent if piece.kind == "visit"} & listed
    with open_database(config.database) as db:
        read = {row["url"] for row in db.rows("SELECT url FROM article")}
        refused = {row["url"] for row in db.rows("SELECT url FROM candidate WHERE reason LIKE 'neither its title%'")}
    # Its pages are data that only its own site file can read.
    assert {urlsplit(url).hostname for url in visits - read - refused} <= {"radarbanyuwangi.jawapos.com"}
    assert report.flagged >= len(visits) / 2 and len(refused) < len(read) / 4


def test_with_their_files_the_same_visits_are_left_to_the_sites(room: Newsroom, tmp_path: Path) -> None:
    config = configured(room, tmp_path, "elsewhere", *WATCHED)
    report = complete(run_site("elsewhere", config, now=NOW))
    assert report.state == "good", report.problems
    with open_database(config.database) as db:
        assert [site for site in WATCHED if candidates.pending(db, site, 99)]
        read = {urlsplit(row["url"]).hostname for row in db.rows("SELECT url FROM article")}
    assert read and read <= PRESS


def test_links_are_resolved_to_the_visitors_own_press(room: Newsroom, tmp_path: Path) -> None:
    config = configured(room, tmp_path, "elsewhere", *WATCHED)
    report = complete(run_site("elsewhere", config, now=NOW))
    listed = set().union(*(told(query, text) for query in Elsewhere.facts.queries for text in asked(config, query)))
    with open_database(config.database) as db:
        read = {row["url"] for row in db.rows("SELECT url FROM article")}
    behind = read - listed
    assert behind, "some stories were only listed by links that do not say where they lead"
    assert read <= {piece.url for piece in world().publications}
    assert report.flagged == report.new == len(read)


def test_no_search_is_asked_more_often_than_it_allows(room: Newsroom, tmp_path: Path) -> None:
    config = configured(room, tmp_path, "elsewhere", *WATCHED)
    for minutes in range(0, 60, 10):
        complete(run_site("elsewhere", config, now=NOW + timedelta(minutes=minutes)))
    asked = Counter(one.host for one in room.log.seen() if one.path != "/robots.txt" and "/articles/" not in one.path)
    for query in Elsewhere.facts.queries:
        assert 0 < asked[urlsplit(query.url).hostname or ""] <= query.hourly


def asked(config: Config, query: Query) -> tuple[str, ...]:
    return queries.texts(load_profile(config.profiles[0]), queries.default_words().asked, query.terms)

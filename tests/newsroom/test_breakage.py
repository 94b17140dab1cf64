"""Sites that break in the newsroom: each named with its cause in the run that sees it first, and nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from article import RunReport
from config import Config
from crawler.again.reread import reread_site
from crawler.facts import SiteFacts
from crawler.run import complete, run_site, site_class
from crawler.site import NewsSite
from digest.compose import compose
from newsroom.faults import NONE
from newsroom.month import timetable
from newsroom.publication import WIB
from newsroom.server import Newsroom
from newsroom.world import Plan, build
from storage.database import Database, open_database
from storage.digest import changes, recovered
from storage.health import alarms, lifecycle
from tests.kept import kept
from wording.facts import telling

SITES = ("antara", "banyuwangikab", "detik", "kompas", "radarbanyuwangi")
PLAN = Plan(
    seed=5,
    start=date(2026, 12, 14),
    days=18,
    per_day=16,
    visits=40,
    history=3,
    edited=0.15,
    deleted=0.2,
    sites=SITES,
)
BEGIN = datetime.combine(PLAN.start, time(0), WIB)
NORMAL = 10
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Room:
    """The newsroom and a database that reads it."""

    def __init__(self, newsroom: Newsroom, path: Path) -> None:
        self.newsroom = newsroom
        self.config = Config(database=path, gateway=newsroom.gateway, contact="tests@jujugan.example", delay=0.0)

    def run(self, site: str | type[NewsSite], at: datetime) -> RunReport:
        self.newsroom.now = at
        return complete(run_site(site, self.config, now=at))

    def breaks(self, pattern: str, fault: str, since: datetime) -> None:
        self.newsroom.now = since
        self.newsroom.misbehave(pattern, fault)

    def causes(self, site: str) -> set[str]:
        with self.database() as db:
            return {one.cause for one in alarms.of_site(db, site)}

    def database(self) -> Database:
        return open_database(self.config.database)


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(build(PLAN), BEGIN, rates=NONE) as running:
        yield running


@pytest.fixture(scope="module")
def normal(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database after ten normal days, polled twice a day."""
    room = Room(newsroom, tmp_path_factory.mktemp("normal") / "j.db")
    for site, at in timetable(SITES, PLAN.start, NORMAL, 2):
        room.run(site, at)
    return room.config.database


@pytest.fixture
def room(newsroom: Newsroom, normal: Path, tmp_path: Path) -> Iterator[Room]:
    yield Room(newsroom, Path(shutil.copy(normal, tmp_path / "j.db")))
    newsroom.behave()


AFTER = BEGIN + NORMAL * DAY + HOUR


def test_ten_normal_days_raise_no_alarm(room: Room) -> None:
    with room.database() as db:
        assert [(one.site, one.words) for one in alarms.raised(db, BEGIN, AFTER + DAY)] == []


@pytest.mark.parametrize(
    ("site", "pattern", "fault", "cause"),
    [
        ("kompas", "*kompas.com*", "redesign", "redesign"),
        ("detik", "*detik.com/jatim/indeks*", "redesign", "redesign"),
        ("radarbanyuwangi", "*jawapos.com*", "redesign", "redesign"),
        ("antara", "*antaranews.com*", "redesign", "redesign"),
        ("banyuwangikab", "*banyuwangikab.go.id*", "redesign", "redesign"),
        ("antara", "*antaranews.com/rss*", "not_xml", "feed_dead"),
        ("antara", "*antaranews.com/rss*", "gone", "feed_dead"),
        ("kompas", "*kompas.com/rss*", "gone", "feed_dead"),
        ("banyuwangikab", "*banyuwangikab.go.id*", "hacked", "hacked"),
        ("kompas", "*kompas.com*", "challenge", "challenge"),
        ("kompas", "*kompas.com*", "login", "login"),
        ("kompas", "*kompas.com*", "emptied", "bodies_empty"),
        ("kompas", "*kompas.com*", "soft_404", "answers_all"),
    ],
)
def test_each_break_is_named_in_the_first_run(room: Room, site: str, pattern: str, fault: str, cause: str) -> None:
    room.breaks(pattern, fault, AFTER)
    room.run(site, AFTER + 16 * HOUR)
    assert room.causes(site) == {cause}


@pytest.mark.fault("D10")
def test_a_site_that_is_taken_over_is_in_quarantine_after_the_first_run_and_flags_nothing(room: Room) -> None:
    room.breaks("*kompas.com*", "hacked", AFTER)
    report = room.run("kompas", AFTER + 16 * HOUR)
    with room.database() as db:
        life = lifecycle.of(db, "kompas")
        assert (life.state, report.flagged, report.stored) == ("quarantined", 0, 0)
        assert "gambling" in telling("en").line(life.reason)
        assert lifecycle.of(db, "antara").state != "quarantined"


@pytest.mark.parametrize("fault", ["hacked", "emptied", "gone", "unavailable"])
def test_once_a_site_is_well_again_nothing_is_missing(room: Room, tmp_path: Path, fault: str) -> None:
    """What was refused while it was broken is read again; the alarms are over."""
    other = Room(room.newsroom, Path(shutil.copy(room.config.database, tmp_path / "never.db")))
    times = [AFTER + number * 8 * HOUR for number in range(7)]
    for at in times:
        other.run("kompas", at)
    room.breaks("*kompas.com*", fault, AFTER)
    for number, at in enumerate(times):
        if number == 4:
            room.newsroom.behave()
        room.run("kompas", at)
        if 1 < number < 4:
            assert room.causes("kompas")
        elif number > 5:
            assert not room.causes("kompas")
    room.run("kompas", times[-1] + HOUR)
    with room.database() as broke, other.database() as never:
        query = "SELECT site_id, content_hash FROM version JOIN article ON article.id = version.article ORDER BY 1"
        assert {row["site_id"] for row in never.rows(query)} <= {row["site_id"] for row in broke.rows(query)}
        assert alarms.standing(broke) == []
        assert "gacor" not in " ".join(row["body"] for row in broke.rows("SELECT body FROM version")).lower()


def test_refused_pages_are_kept_for_a_look(room: Room) -> None:
    room.breaks("*kompas.com/read*", "hacked", AFTER)
    report = room.run("kompas", AFTER + 16 * HOUR)
    assert report.new == 0 and report.rejected > 0
    with room.database() as db:
        rows = db.rows("SELECT reason, count(*) AS n FROM raw_page WHERE reason IS NOT NULL GROUP BY reason")
        assert [row["reason"] for row in rows] == ["hacked page (gambling advertisements)"]
        assert [one.subject for one in alarms.standing(db) if one.cause == "hacked"] == ["articles"]


def test_a_holiday_explains_the_silence_and_a_longer_one_is_an_alarm(room: Room) -> None:
    """24 December is a day of collective leave, the 25th a holiday."""
    room.breaks("*", "silent", BEGIN + NORMAL * DAY)
    found = []
    for half_day in range(2, 15):
        room.run("kompas", BEGIN + NORMAL * DAY + half_day * 12 * HOUR)
        found.append(room.causes("kompas"))
    assert found[0] in (set(), {"holiday"}) and {"holiday"} in found
    assert "silent" not in set().union(*found[:4]), "until Christmas is over"
    assert found[-1] == {"silent"}


def test_edits_are_found_and_taken_down_articles_marked(room: Room) -> None:
    """Flagged articles only: the others are read again where a source says that they changed."""
    end = BEGIN + (NORMAL + 3) * DAY
    for site in SITES:
        for number in range(6):
            room.run(site, BEGIN + NORMAL * DAY + (12 * number + 1) * HOUR)
    pieces = {piece.url: piece for site in SITES for piece in room.newsroom.web.world.by_site[site]}
    with room.database() as db:
        rows = db.rows(
            """SELECT article.url, article.first_seen, article.withdrawn, version.body, version.number FROM article
            JOIN verdict ON verdict.article = article.id AND verdict.is_current = 1 AND verdict.flagged = 1
            JOIN version ON version.article = article.id AND version.is_current = 1 WHERE baseline = 0"""
        )
        told = {one.url for one in changes.untold(db) if one.what == "withdrawn"}
    edited = gone = 0
    for row in rows:
        piece = pieces.get(row["url"])
        first = datetime.fromisoformat(row["first_seen"])
        if piece is None or piece.archive or first > end - 4 * DAY:
            continue
        last_look = first + (7 if first + 7 * DAY <= end - DAY else 3) * DAY
        if piece.deleted and piece.deleted < last_look - DAY:
            assert row["withdrawn"] and row["url"] in told, row["url"]
            gone += 1
        elif piece.versions[-1].at > first and piece.versions[-1].at < last_look:
            assert piece.versions[-1].paragraphs[-1] in row["body"], row["url"]
            assert row["number"] > 1
            edited += 1
        elif not piece.deleted:
            assert row["withdrawn"] is None
    assert edited > 0 and gone > 0


def broken(site: str) -> type[NewsSite]:
    """The site with a file whose layouts fit no page any more: other selectors, and other places in the data."""
    facts: SiteFacts = site_class(site).facts
    layouts = tuple(
        replace(one, body="aside", title="aside", published="aside", cut=(), data=one.data and f"{one.data}.lain")
        for one in facts.layouts
    )
    return type(site, (NewsSite,), {"name": site, "facts": replace(facts, layouts=layouts)})


@pytest.fixture(scope="module")
def steady() -> Iterator[Newsroom]:
    """A newsroom that does not edit: which edits are seen depends on when an article is read, and a broken parser,
    which flags others, reads others again."""
    plan = replace(PLAN, edited=0.0, deleted=0.0, sites=("kompas", "radarbanyuwangi"))
    with Newsroom(build(plan), BEGIN, rates=NONE) as running:
        yield running


@pytest.mark.fault("F2")
@pytest.mark.parametrize("site", [pytest.param("kompas", marks=pytest.mark.long), "radarbanyuwangi"])
def test_a_parser_broken_for_five_days_and_mended_leaves_what_one_leaves_that_never_broke(
    steady: Newsroom, tmp_path: Path, site: str
) -> None:
    never, broke = (Room(steady, tmp_path / f"{name}.db") for name in ("never", "broke"))
    times = [BEGIN + number * 12 * HOUR for number in range(1, 16)]
    for room, at in [(room, at) for at in times for room in (never, broke)]:
        is_broken = room is broke and BEGIN + DAY < at <= BEGIN + 6 * DAY
        room.run(broken(site) if is_broken else site, at)
    with never.database() as db:
        expected = kept(db)
        compose(db, never.config, times[-1])
    with broke.database() as db:
        assert {name for name, rows in kept(db).items() if rows != expected[name]} >= {"versions"}
        compose(db, broke.config, times[-1])
    counts = reread_site(site, broke.config, times[-1])
    assert counts.new + counts.corrected > 0
    with broke.database() as db:
        mended = kept(db)
        for name, rows in expected.items():
            assert mended[name] == rows, name
        hidden = [one for one in recovered.untold(db) if one.kind == "hidden"]
        assert compose(db, broke.config, times[-1] + HOUR).rendered.text.count("recovered: ") >= bool(hidden)

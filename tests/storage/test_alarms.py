"""Alarms from the run that finds them to the run that finds them mended."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from storage.database import Database
from storage.health import alarms
from storage.health.alarms import Alarm, Found
from tests.storing import DAY, HOUR, NOW, begin

DEAD = Found("feed_dead", "https://berita.example/rss", "it is a web page now", "look for the feed")
QUIET = Found("holiday", "", "quiet: Idul Fitri", "nothing")


@pytest.fixture
def db(db: Database) -> Database:
    begin(db)
    return db


def record(db: Database, *found: Found, well: Collection[tuple[str, str]] = (), hours: int = 0) -> list[Alarm]:
    with db.write():
        return alarms.record(db, "berita", found, well, NOW + hours * HOUR)


def test_an_alarm_is_new_then_continuing_then_resolved(db: Database) -> None:
    record(db, DEAD)
    [alarm] = alarms.standing(db)
    assert (alarm.state, alarm.runs, alarm.since, alarm.words) == ("new", 1, NOW, DEAD.words)
    record(db, DEAD, hours=1)
    [alarm] = alarms.of_site(db, "berita")
    assert (alarm.state, alarm.runs, alarm.since, alarm.last_seen) == ("continuing", 2, NOW, NOW + HOUR)
    [ended] = record(db, well={("feed_dead", DEAD.subject)}, hours=2)
    assert ended.subject == DEAD.subject
    assert alarms.standing(db) == []
    [alarm] = alarms.raised(db, NOW, NOW + HOUR)
    assert (alarm.state, alarm.resolved) == ("resolved", NOW + 2 * HOUR)


def test_what_a_run_says_nothing_about_stands(db: Database) -> None:
    record(db, DEAD)
    assert record(db, well={("feed_dead", "https://berita.example/other"), ("redesign", "")}, hours=1) == []
    assert [one.runs for one in alarms.standing(db)] == [1]


def test_what_a_run_finds_is_not_ended_by_the_same_run(db: Database) -> None:
    record(db, DEAD, well={("feed_dead", DEAD.subject)})
    assert len(alarms.standing(db)) == 1


def test_what_comes_back_is_a_new_alarm(db: Database) -> None:
    record(db, DEAD)
    record(db, well={("feed_dead", DEAD.subject)}, hours=1)
    record(db, DEAD, hours=2)
    [alarm] = alarms.standing(db)
    assert (alarm.state, alarm.since) == ("new", NOW + 2 * HOUR)
    assert len(alarms.raised(db, NOW, NOW + DAY)) == 2


def test_a_holiday_is_a_note(db: Database) -> None:
    record(db, DEAD, QUIET)
    assert [one.is_note for one in alarms.standing(db)] == [False, True]

"""When a digest is owed: at its times, once however many were missed, whatever the clock does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config import Config, Digest
from digest.compose import compose, compose_due, is_due
from storage.database import Database
from storage.digest import digests
from tests.storing import DAY, HOUR, NOW, begin, end
from timetable import TIMEZONE, Entry

MINUTE = timedelta(minutes=1)
SIX = Entry(at=Digest().at)
MORNING = datetime(2018, 10, 18, 6, 30, tzinfo=TIMEZONE)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(database=tmp_path / "news.db", sites=("berita",))


def first_run(db: Database) -> None:
    end(db, begin(db, now=NOW), now=NOW)


def test_the_first_digest_waits_for_the_first_run_and_the_next_time_after_it(db: Database) -> None:
    assert not is_due(db, SIX, MORNING)
    first_run(db)
    assert not is_due(db, SIX, MORNING - MINUTE)
    assert is_due(db, SIX, MORNING)
    assert not is_due(db, None, MORNING)


def test_after_days_without_power_the_overdue_digest_is_composed_once(db: Database, config: Config) -> None:
    first_run(db)
    made = [compose_due(db, config, MORNING + 4 * DAY + number * MINUTE) for number in range(5)]
    assert made == [True, False, False, False, False]
    assert compose_due(db, config, MORNING + 5 * DAY)
    assert len(digests.newest(db, 9)) == 2


def test_a_digest_on_demand_does_not_put_off_the_one_of_the_timetable(db: Database, config: Config) -> None:
    first_run(db)
    compose(db, config, MORNING - HOUR)
    assert compose_due(db, config, MORNING)
    assert not compose_due(db, config, MORNING + HOUR)


def test_on_days_of_rest_none_is_owed(db: Database) -> None:
    first_run(db)
    assert MORNING.isoweekday() == 4
    weekdays = replace(SIX, days=("mon",))
    assert not is_due(db, weekdays, MORNING + 3 * DAY)
    assert is_due(db, weekdays, MORNING + 4 * DAY)


def test_a_clock_that_was_a_year_ahead_does_not_silence_the_digests(db: Database, config: Config) -> None:
    first_run(db)
    compose(db, config, MORNING + 365 * DAY)
    made = [compose_due(db, config, MORNING + number * HOUR) for number in range(30)]
    assert [number for number, is_made in enumerate(made) if is_made] == [0, 24]


def test_a_clock_set_back_by_a_moment_makes_no_second_digest(db: Database, config: Config) -> None:
    first_run(db)
    assert compose_due(db, config, MORNING + timedelta(seconds=1))
    assert not compose_due(db, config, MORNING - timedelta(seconds=1))
    assert not compose_due(db, config, MORNING + timedelta(seconds=2))


def test_two_who_are_told_to_compose_at_once_make_one_digest(
    db: Database, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_run(db)
    real: Callable[[Database, Entry | None, datetime], bool] = is_due
    asked: list[bool] = []

    def due(some: Database, entry: Entry | None, now: datetime) -> bool:
        asked.append(real(some, entry, now))
        if len(asked) == 1:  # the other one is through before we begin to write
            compose(db, config, now)
        return asked[-1]

    monkeypatch.setattr("digest.compose.is_due", due)
    assert not compose_due(db, config, MORNING)
    assert asked == [True, False]
    assert len(digests.newest(db, 9)) == 1

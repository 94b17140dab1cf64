"""The operator's entries: what they allow."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timetable import TIMEZONE, WEEKDAYS, Entry, Timetable, entry

HALF_HOUR = timedelta(minutes=30)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TIMEZONE)


def test_an_interval_may_be_halved_or_made_four_times_as_long_unless_bounds_are_stated() -> None:
    assert entry({"every": "30m"}).bounds == (timedelta(minutes=15), timedelta(hours=2))
    stated = entry({"every": "1h", "fastest": "20m", "slowest": "3h"})
    assert stated.bounds == (timedelta(minutes=20), timedelta(hours=3))
    assert entry({"at": ["06:00"]}).bounds is None


def test_times_of_the_day_are_local_and_pass_midnight() -> None:
    twice = Entry(at=(time(14), time(6)))
    assert twice.slot(wib("2026-11-02T09:00")) == wib("2026-11-02T14:00")
    assert twice.slot(wib("2026-11-02T14:00")) == wib("2026-11-03T06:00")


def test_weekdays_hold_a_poll_back() -> None:
    assert Entry(at=(time(7, 30),), days=("wed",)).slot(wib("2026-11-02T09:00")) == wib("2026-11-04T07:30")
    fridays = Entry(every=timedelta(hours=1), days=("fri",))
    assert fridays.on_day(wib("2026-11-01T09:00")) == wib("2026-11-06T00:00")
    assert fridays.on_day(wib("2026-11-06T09:00")) == wib("2026-11-06T09:00")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-02T22:59", "2026-11-02T22:59"),
        ("2026-11-02T23:00", "2026-11-03T04:00"),
        ("2026-11-03T03:59", "2026-11-03T04:00"),
        ("2026-11-03T04:00", "2026-11-03T04:00"),
    ],
)
def test_quiet_hours_may_pass_midnight(now: str, then: str) -> None:
    assert Timetable(quiet=(time(23), time(4))).open(wib(now)) == wib(then)


def test_a_site_that_rests_at_the_weekend_is_to_be_read_again_on_monday() -> None:
    table = Timetable(sites={"bpsdm_pu": Entry(at=(time(7, 30),), days=WEEKDAYS[:5])}, quiet=(time(6), time(8)))
    assert table.again("bpsdm_pu", wib("2026-10-30T16:31")) == wib("2026-11-02T08:00")


def test_a_site_with_an_interval_is_read_again_within_the_slowest() -> None:
    assert Timetable().again("detik", wib("2026-10-30T16:00")) == wib("2026-10-30T18:00")


moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda m: m.replace(tzinfo=TIMEZONE))
some_days = st.sets(st.sampled_from(WEEKDAYS), min_size=1).map(tuple)


@given(st.sets(st.times(), min_size=1, max_size=4).map(tuple), some_days, moments)
def test_the_next_time_is_never_further_than_eight_days(
    at: tuple[time, ...], days: tuple[str, ...], last: datetime
) -> None:
    assert last < Entry(at=at, days=days).slot(last) <= last + timedelta(days=8)


@given(st.tuples(st.times(), st.times()).filter(lambda quiet: quiet[0] != quiet[1]), moments)
def test_quiet_hours_end_within_a_day(quiet: tuple[time, time], moment: datetime) -> None:
    table = Timetable(quiet=quiet)
    found = table.open(moment)
    assert moment <= found <= moment + timedelta(days=1)
    assert table.open(found) == found

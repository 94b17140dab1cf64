"""When a site is due."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timetable import TIMEZONE, WEEKDAYS, Entry, Timetable


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TIMEZONE)


NOW = wib("2026-11-02T10:00")  # a Monday
HALF_HOUR = Timetable(default=Entry(every=timedelta(minutes=30)))


def test_a_site_that_was_never_read_is_due_now() -> None:
    assert HALF_HOUR.next("detik", None, NOW) == NOW


def test_an_interval_counts_from_the_last_run() -> None:
    assert HALF_HOUR.next("detik", wib("2026-11-02T09:45"), NOW) == wib("2026-11-02T10:15")


def test_after_days_without_power_one_run_is_owed_and_it_is_owed_now() -> None:
    assert HALF_HOUR.next("detik", wib("2026-10-20T09:45"), NOW) == NOW


def test_a_clock_set_back_does_not_silence_a_site() -> None:
    assert HALF_HOUR.next("detik", wib("2027-11-02T13:00"), NOW) == NOW
    assert HALF_HOUR.next("detik", NOW, NOW) == wib("2026-11-02T10:30")


def test_a_site_that_rests_at_the_weekend_is_to_be_read_again_on_monday() -> None:
    table = Timetable(sites={"bpsdm_pu": Entry(at=(time(7, 30),), days=WEEKDAYS[:5])}, quiet=(time(6), time(8)))
    assert table.again("bpsdm_pu", wib("2026-10-30T16:31")) == wib("2026-11-02T08:00")


def test_times_of_the_day_are_local_and_pass_midnight() -> None:
    table = Timetable(default=Entry(at=(time(14), time(6))))
    assert table.next("x", wib("2026-11-02T09:00"), NOW) == wib("2026-11-02T14:00")
    assert table.next("x", wib("2026-11-02T14:00"), wib("2026-11-02T15:00")) == wib("2026-11-03T06:00")


def test_weekdays_hold_a_run_back() -> None:
    table = Timetable(default=Entry(at=(time(7, 30),), days=("wed",)))
    assert table.next("x", wib("2026-11-02T09:00"), NOW) == wib("2026-11-04T07:30")
    every = Timetable(default=Entry(every=timedelta(hours=1), days=("fri",)))
    assert every.next("x", wib("2026-11-01T09:00"), NOW) == wib("2026-11-06T00:00")


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
    table = Timetable(quiet=(time(23), time(4)))
    assert table.next("x", None, wib(now)) == wib(then)


moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda m: m.replace(tzinfo=TIMEZONE))
entries = st.one_of(
    st.builds(
        Entry,
        every=st.timedeltas(timedelta(minutes=1), timedelta(days=3)),
        days=st.sets(st.sampled_from(WEEKDAYS), min_size=1).map(tuple),
    ),
    st.builds(
        Entry,
        at=st.sets(st.times(), min_size=1, max_size=4).map(tuple),
        days=st.sets(st.sampled_from(WEEKDAYS), min_size=1).map(tuple),
    ),
)


@given(entries, moments, moments)
def test_the_next_run_is_never_in_the_past_and_never_further_than_ten_days(
    entry: Entry, last: datetime, now: datetime
) -> None:
    moment = Timetable(default=entry).next("x", last, now)
    assert now <= moment <= now + timedelta(days=11)

"""Silence told apart from breakage; all counts are made up."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta, timezone

import pytest

from crawler.causes import STEPS
from crawler.silence import Rhythm, expected, findings

WIB = timezone(timedelta(hours=7))
START = date(2026, 9, 1)


def counts(days: int, of: list[int]) -> dict[date, int]:
    return {START + timedelta(days=n): of[n % len(of)] for n in range(days)}


def said(by_day: dict[date, int], last: datetime, now: datetime, since: datetime | None = None) -> list[str]:
    known = Rhythm(by_day, last, since or datetime(2026, 9, 1, tzinfo=WIB))
    return [one.cause for one in findings(known, now, STEPS)[0]]


def at(day: int, hour: int = 12, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=WIB)


def test_a_site_that_goes_on_is_not_silent() -> None:
    assert said(counts(45, [7]), at(15, 9), at(15, 20)) == []


def test_two_silent_days_of_a_daily_site_are_told() -> None:
    assert said(counts(44, [7]), at(14, 18), at(15, 12)) == []
    found, well = findings(Rhythm(counts(44, [7]), at(14, 18), at(1, month=9)), at(16, 12), STEPS)
    assert [one.cause for one in found] == ["silent"]
    assert "14 Oct 18:00" in found[0].words and ("silent", "") not in well and ("holiday", "") in well


def test_a_press_page_without_weekends_is_silent_on_a_sunday() -> None:
    """12 and 13 September 2026 are a Saturday and a Sunday; the 1st is a Tuesday."""
    weekdays = [9, 9, 9, 9, 0, 0, 9]
    assert said(counts(39, weekdays), at(9, 16), at(11, 20)) == [], "Friday to Sunday evening"
    assert said(counts(39, weekdays), at(9, 16), at(14, 12)) == ["silent"], "the Wednesday after"


def test_a_holiday_explains_a_silence() -> None:
    by_day = {date(2025, 11, 20) + timedelta(days=n): 8 for n in range(34)}
    last, watched = datetime(2025, 12, 24, 20, tzinfo=WIB), datetime(2025, 11, 19, tzinfo=WIB)
    now = datetime(2025, 12, 26, 6, tzinfo=WIB)
    known = Rhythm(by_day, last, watched)
    [found] = findings(known, now, STEPS)[0]
    assert found.cause == "holiday" and "Hari Raya Natal" in found.words
    assert [one.cause for one in findings(known, now + timedelta(days=3), STEPS)[0]] == ["silent"]


def test_a_site_watched_for_less_than_a_week_is_not_judged() -> None:
    assert said(counts(40, [7]), at(10, 12), at(14), since=at(8)) == []


def test_a_week_far_below_the_four_before_it_is_told() -> None:
    usual = counts(39, [7])
    half = usual | {date(2026, 10, 9) + timedelta(days=n): 3 for n in range(7)}
    assert said(half, at(16, 9), at(16, 12)) == ["fewer_items"]
    less = usual | {date(2026, 10, 10) + timedelta(days=n): 6 for n in range(7)}
    assert said(less, at(16, 9), at(16, 12)) == []


def test_expectation_is_cut_to_the_hours_asked_for() -> None:
    usual = dict.fromkeys(range(7), 24.0)
    assert expected(usual, at(14, 6), at(15, 6), holidays=True) == pytest.approx(24)
    assert expected(usual, at(14, 6), at(14, 8), holidays=True) == pytest.approx(2)
    lebaran = datetime(2026, 3, 21, tzinfo=WIB)
    assert expected(usual, lebaran, lebaran + timedelta(days=1), holidays=True) == pytest.approx(24 * 0.2)


@pytest.mark.parametrize("rate", [1, 3, 7, 20])
def test_a_year_of_chance_raises_fewer_than_one_alarm_a_month(rate: int) -> None:
    """Poisson counts, looked at twice a day."""
    choose = random.Random(rate)
    first = date(2025, 1, 1)
    moments = [datetime(2025, 1, 1, tzinfo=WIB)]
    while moments[-1].year == 2025:
        moments.append(moments[-1] + timedelta(days=choose.expovariate(rate)))
    by_day: dict[date, int] = {}
    for moment in moments:
        by_day[moment.date()] = by_day.get(moment.date(), 0) + 1
    alarms = 0
    for half_day in range(2 * 40, 2 * 364):
        now = datetime(2025, 1, 1, 6, tzinfo=WIB) + timedelta(hours=12 * half_day)
        last = max(moment for moment in moments if moment <= now)
        until = {day: count for day, count in by_day.items() if day < now.date()}
        until[now.date()] = sum(m.date() == now.date() and m <= now for m in moments)
        found = findings(Rhythm(until, last, datetime.combine(first, datetime.min.time(), WIB)), now, STEPS)[0]
        alarms += any(one.cause in ("silent", "fewer_items") for one in found)
    assert alarms < 6

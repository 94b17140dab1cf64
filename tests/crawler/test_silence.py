"""Silence told apart from breakage; all times are made up."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

import pytest

from crawler.health.causes import STEPS
from crawler.health.silence import Came, findings
from polling.holidays import is_holiday
from timetable import TIMEZONE
from wording.facts import telling

START = datetime(2026, 9, 1, tzinfo=TIMEZONE)  # a Tuesday
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def daily(days: int, counts: Sequence[int], start: datetime = START) -> list[datetime]:
    """So many articles on each day in turn, from 8 to 18 hours."""
    return [
        start + day * DAY + (8 + 10 * number / counts[day % len(counts)]) * HOUR
        for day in range(days)
        for number in range(counts[day % len(counts)])
    ]


def said(times: list[datetime], now: datetime, since: datetime = START) -> list[str]:
    return [one.cause for one in findings(Came(times, since), now, STEPS)[0]]


def at(day: int, hour: float = 12, month: int = 10) -> datetime:
    return datetime(2026, month, day, tzinfo=TIMEZONE) + hour * HOUR


def test_a_site_that_goes_on_is_not_silent() -> None:
    assert said(daily(44, [7]), at(15, 9)) == []


@pytest.mark.fault("F4")
def test_two_silent_days_of_a_daily_site_are_told() -> None:
    times = daily(44, [7])  # the last on 14 October at 16:34
    assert said(times, at(15, 18)) == [], "one day"
    found, well = findings(Came(times, START), at(16), STEPS)
    assert [one.cause for one in found] == ["silent"]
    assert "14 Oct 16:34" in telling("en").line(found[0].words)
    assert ("silent", "") not in well and ("holiday", "") in well


def test_a_night_without_news_is_none() -> None:
    """The same 14 hours say little from the evening on, and much from the morning on."""
    times = [START + day * DAY + (8 + number / 3) * HOUR for day in range(44) for number in range(30)]
    assert said(times, max(times) + 14 * HOUR) == []
    assert said([one for one in times if one < at(14, 9)], at(14, 23)) == ["silent"]


def test_a_press_page_without_weekends_is_silent_on_a_sunday() -> None:
    times = daily(39, [9, 9, 9, 9, 0, 0, 9])  # the last on Friday, 9 October
    assert said(times, at(11, 20)) == [], "Friday to Sunday evening"
    assert said(times, at(14)) == ["silent"], "the Wednesday after"


@pytest.mark.fault("F4")
def test_a_holiday_explains_a_silence() -> None:
    begin = datetime(2025, 11, 19, tzinfo=TIMEZONE)
    times = daily(36, [8], begin)  # the last on 24 December
    now = datetime(2025, 12, 26, 6, tzinfo=TIMEZONE)
    [found] = findings(Came(times, begin), now, STEPS)[0]
    assert found.cause == "holiday" and "Hari Raya Natal" in found.words
    assert said(times, now + 3 * DAY, begin) == ["silent"]


def test_a_long_holiday_without_any_news_is_not_called_a_silence() -> None:
    """From 18 to 24 March 2026 every day but none is a holiday or one of leave."""
    begin = datetime(2026, 2, 11, tzinfo=TIMEZONE)
    times = daily(35, [14, 12, 16], begin)
    for hours in range(0, 7 * 24, 6):
        now = datetime(2026, 3, 18, tzinfo=TIMEZONE) + hours * HOUR
        assert said(times, now, begin) in ([], ["holiday"])
    assert said(times, datetime(2026, 3, 25, 22, tzinfo=TIMEZONE), begin) == ["silent"]


def test_a_site_watched_for_less_than_a_week_is_not_judged() -> None:
    assert said(daily(40, [7]), at(14), since=at(5)) == []


def test_a_silence_does_not_make_itself_usual() -> None:
    assert said(daily(44, [7]), at(14, 12, month=11)) == ["silent"]


def test_a_week_far_below_those_before_it_is_told() -> None:
    """Nine in a week is a third of what is usual; 42 of 49 are nothing to speak of."""
    usual = daily(38, [7])
    week = START + 38 * DAY
    assert said([*usual, *daily(7, [2, 1], week)], week + 7 * DAY) == ["fewer_items"]
    assert said([*usual, *daily(7, [6], week)], week + 7 * DAY) == []


def articles(per_day: float, scatter: float, choose: random.Random) -> Iterator[datetime]:
    """A year: most by day, fewer at weekends, hardly any on holidays, and days that scatter `scatter` times more than
    chance (1: Poisson)."""
    day = date(2025, 1, 1)
    while day.year == 2025:
        rate = per_day * (0.5 if day.weekday() > 4 else 1.2) * (0.2 if is_holiday(day) else 1.0)
        rate *= choose.gammavariate(rate / (scatter - 1), (scatter - 1) / rate) if scatter > 1 else 1.0
        hours = choose.expovariate(1.0)
        while hours < rate:
            yield datetime(day.year, day.month, day.day, 6, tzinfo=TIMEZONE) + hours / rate * 17 * HOUR
            hours += choose.expovariate(1.0)
        day += DAY


@pytest.mark.fault("F3")
@pytest.mark.parametrize("scatter", [1.0, 2.0])
@pytest.mark.parametrize("per_day", [1, 7, 20])
def test_a_year_of_chance_raises_an_alarm_in_few_months(per_day: float, scatter: float) -> None:
    """Looked at every 19 hours for eleven months: at most two of what is no trouble, under 0.2 a site and month."""
    times = sorted(articles(per_day, scatter, random.Random(f"{per_day} {scatter}")))
    alarms, standing = 0, False
    for hours in range(35 * 24, 365 * 24, 19):
        now = datetime(2025, 1, 1, tzinfo=TIMEZONE) + hours * HOUR
        found = bool({"silent", "fewer_items"} & set(said_then(times, now, datetime(2025, 1, 1, tzinfo=TIMEZONE))))
        alarms, standing = alarms + (found and not standing), found
    assert alarms <= 2


@pytest.mark.fault("F3")
def test_a_site_of_many_articles_that_keeps_half_of_them_back_is_named_within_a_week(
    measured: Callable[[str], None],
) -> None:
    """Its lists are as long as ever: only what comes in a day is less."""
    since, halved = datetime(2025, 1, 1, tzinfo=TIMEZONE), datetime(2025, 8, 4, tzinfo=TIMEZONE)
    took = []
    for seed in range(6):
        times = sorted(articles(20, 1.0, random.Random(seed)))
        times = [one for number, one in enumerate(times) if one < halved or number % 2]
        days = (day for day in range(8) if "fewer_items" in said_then(times, halved + day * DAY + 12 * HOUR, since))
        took.append(next(days))
    measured(f"every second of 20 articles a day kept back, lists as long as ever: named after {sorted(took)} days")


def said_then(times: list[datetime], now: datetime, since: datetime) -> list[str]:
    return said([one for one in times if now - 70 * DAY <= one <= now], now, since)

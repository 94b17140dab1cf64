"""What a site's rhythm is learnt to be, and how little few articles say."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polling.rhythm import LEARNT_FROM, Rhythm, learn
from timetable import TIMEZONE

NOW = datetime(2026, 11, 2, tzinfo=TIMEZONE)  # a Monday
START = NOW - LEARNT_FROM
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def working_days(per_day: int) -> list[datetime]:
    """Articles from 08:00 to 16:00 on weekdays."""
    return [
        START + day * DAY + (8 + 8 * number / per_day) * HOUR
        for day in range(35)
        for number in range(per_day)
        if (START + day * DAY).weekday() < 5
    ]


def test_busy_hours_and_days_are_learnt() -> None:
    rhythm = learn(working_days(12), START, NOW)
    assert rhythm.is_trusted
    assert rhythm.weekly == pytest.approx(60, rel=0.02)
    assert rhythm.pace(NOW + 11 * HOUR) > 3 > 0.5 > rhythm.pace(NOW + 2 * HOUR)
    saturday = NOW + 5 * DAY + 11 * HOUR
    assert rhythm.pace(saturday) < 0.2 * rhythm.pace(NOW + 11 * HOUR)


def test_what_is_expected_adds_up_to_the_week() -> None:
    rhythm = learn(working_days(12), START, NOW)
    week = rhythm.expected(NOW, NOW + 7 * DAY)
    assert week == pytest.approx(rhythm.weekly, rel=0.01)
    cut = NOW + 3.3 * DAY
    assert rhythm.expected(NOW, cut) + rhythm.expected(cut, NOW + 7 * DAY) == pytest.approx(week)
    assert rhythm.expected(NOW, NOW - DAY) == 0


def test_a_holiday_is_no_busier_than_a_sunday() -> None:
    rhythm = learn(working_days(12), START, NOW)

    def monday(day: date) -> bool:
        return day == NOW.date()

    assert rhythm.expected(NOW, NOW + DAY, monday) == pytest.approx(rhythm.expected(NOW + 6 * DAY, NOW + 7 * DAY))


def test_a_silent_week_of_holidays_does_not_count() -> None:
    lebaran = [(START + day * DAY).date() for day in range(7, 17)]
    times = [moment for moment in working_days(12) if moment.date() not in lebaran]
    assert learn(times, START, NOW, lebaran.__contains__).weekly > 55
    assert learn(times, START, NOW).weekly < 50


def test_a_holiday_owes_hardly_anything() -> None:
    rhythm = learn(working_days(12), START, NOW)

    def monday(day: date) -> bool:
        return day == NOW.date()

    assert rhythm.at_least(NOW, NOW + 2 * DAY) == pytest.approx(rhythm.expected(NOW, NOW + 2 * DAY))
    owed = rhythm.at_least(NOW, NOW + 2 * DAY, monday)
    assert owed == pytest.approx(0.05 * rhythm.expected(NOW, NOW + DAY) + rhythm.expected(NOW + DAY, NOW + 2 * DAY))


def test_a_silence_is_as_long_as_ten_articles_take_or_longer_where_days_scatter() -> None:
    even = learn(working_days(12), START, NOW)
    assert even.scatter < 1.2
    assert not even.is_silence(NOW, NOW + 14 * HOUR)
    assert even.is_silence(NOW, NOW + 16 * HOUR)
    by_turns = [moment for moment in working_days(24) if moment.toordinal() % 2]
    uneven = learn(by_turns, START, NOW)
    assert uneven.scatter > 5
    assert not uneven.is_silence(NOW, NOW + DAY)


def test_far_below_is_told_of_a_stretch_after_the_one_learnt_from() -> None:
    rhythm = learn(working_days(6), START, NOW)  # 30 a week
    week = NOW, NOW + 7 * DAY
    assert rhythm.is_far_below(10, *week)
    assert not rhythm.is_far_below(20, *week)
    assert not rhythm.is_far_below(0, NOW, NOW + 2 * DAY), "of twelve nothing is told"
    assert not learn(working_days(6), NOW - 10 * DAY, NOW).is_far_below(0, *week), "ten days are too few to learn from"


def test_few_articles_move_little_and_are_not_trusted() -> None:
    rhythm = learn([NOW - day * DAY + 10 * HOUR for day in (3, 10, 17)], START, NOW)
    assert not rhythm.is_trusted
    assert all(0.6 < factor < 1.8 for factor in (*rhythm.days, *rhythm.hours))


def test_a_site_watched_since_an_hour_or_in_the_future_has_no_rhythm_yet() -> None:
    assert learn([NOW - HOUR / 2], NOW - HOUR / 2, NOW) == Rhythm()
    assert learn([NOW], NOW + DAY, NOW) == Rhythm()


def test_articles_from_before_and_from_the_future_are_left_out() -> None:
    rhythm = learn([NOW - 2 * LEARNT_FROM, NOW + DAY, NOW - DAY], START, NOW)
    assert rhythm.learnt == 1


moments = st.integers(0, int(LEARNT_FROM.total_seconds())).map(lambda seconds: START + timedelta(seconds=seconds))


@given(st.lists(moments, max_size=60), moments)
def test_factors_average_one_and_nothing_is_ever_impossible(times: list[datetime], since: datetime) -> None:
    rhythm = learn(times, since, NOW)
    for factors in (rhythm.days, rhythm.hours):
        assert sum(factors) == pytest.approx(len(factors))
        assert min(factors) > 0
    assert rhythm.expected(NOW, NOW + 7 * DAY) == pytest.approx(rhythm.weekly)

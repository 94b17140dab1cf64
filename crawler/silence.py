"""How often a site brings something new, and whether its silence is more than a holiday's. Pure.

The expectation of a day is the mean of its weekday in the last four weeks; on a holiday, as on a Sunday, less is
expected. Counts of news scatter more than by chance alone, which the expectation of a silence allows for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from math import sqrt
from statistics import mean, pvariance
from typing import Any

from polling.holidays import holiday
from storage.alarms import Found

WEEKS = 4
# So many articles expected and none come (by chance once in 8,000 times): an alarm. A few less on a holiday: a note.
SILENCE, QUIET = 9.0, 3.0
# On a holiday a site brings this share of what is usual, before its own holidays have shown it.
HOLIDAY_SHARE = 0.2
# So far below the expectation, in standard deviations, a week of the site is no chance.
_FAR_BELOW = 3.0
_MOSTLY = 0.65
_FEWEST_A_WEEK = 14.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What came out when: by day of the site's own time (`offset` hours from UTC) in the last five weeks, and last.

    `since` is when the site was first watched: days before it count for nothing.
    """

    by_day: Mapping[date, int]
    last: datetime
    since: datetime
    offset: int = 7


def findings(known: Rhythm, now: datetime, steps: Mapping[Any, str]) -> tuple[list[Found], set[tuple[str, str]]]:
    """That the site is silent, that a holiday explains it, or that it brings far less than it did; and what is well."""
    usual = _usual(known, now)
    if usual is None:
        return [], set()
    found = [one for one in (_silence(known, usual, now), _fewer(known, now)) if one]
    said = {cause for cause, _ in found}
    well = {(cause, "") for cause in ("silent", "holiday", "fewer_items") if cause not in said}
    return [Found(cause, "", words, steps[cause]) for cause, words in found], well


def expected(usual: Mapping[int, float], start: datetime, end: datetime, *, holidays: bool) -> float:
    """How many articles are expected between two moments; `usual` is by weekday, Monday 0."""
    total = 0.0
    for day, share in _days(start, end):
        counts = usual[day.weekday()] * share
        total += counts * HOLIDAY_SHARE if holidays and holiday(day) else counts
    return total


def _days(start: datetime, end: datetime) -> Iterator[tuple[date, float]]:
    """Each day between two moments, with the share of it that lies between them."""
    day = start.date()
    while day <= end.date():
        midnight = datetime.combine(day, time(0), start.tzinfo)
        first, last = max(start, midnight), min(end, midnight + timedelta(days=1))
        yield day, max((last - first) / timedelta(days=1), 0.0)
        day += timedelta(days=1)


def _usual(known: Rhythm, now: datetime) -> dict[int, float] | None:
    """Articles by weekday in the four weeks before the last article; None before the site was watched for a week."""
    days = _whole_days(known, now)
    if len(days) < 7:
        return None
    everything = mean(known.by_day.get(day, 0) for day in days)
    usual = {}
    for weekday in range(7):
        counts = [known.by_day.get(day, 0) for day in days if day.weekday() == weekday]
        # A weekday seen once or twice is drawn towards the mean of all.
        usual[weekday] = (sum(counts) + 2 * everything) / (len(counts) + 2)
    return usual


def _whole_days(known: Rhythm, now: datetime, *, last_days: int = 0) -> list[date]:
    """The ordinary days of the last weeks that the site was watched through, before its present silence."""
    zone = timezone(timedelta(hours=known.offset))
    last = min(known.last.astimezone(zone).date(), now.astimezone(zone).date() - timedelta(days=last_days))
    first = max(known.since.astimezone(zone).date() + timedelta(days=1), last - timedelta(weeks=WEEKS))
    days = [first + timedelta(days=number) for number in range((last - first).days)]
    return [day for day in days if not holiday(day)]


def _silence(known: Rhythm, usual: Mapping[int, float], now: datetime) -> tuple[str, str] | None:
    zone = timezone(timedelta(hours=known.offset))
    last, today = known.last.astimezone(zone), now.astimezone(zone)
    scatter = _scatter(known, now)
    ordinary = expected(usual, last, today, holidays=False) / scatter
    rather = expected(usual, last, today, holidays=True) / scatter
    words = f"nothing new since {last:%d %b %H:%M}, where about {ordinary * scatter:.0f} articles are usual; it answers"
    names = sorted({name for day, _ in _days(last, today) if (name := holiday(day))})
    if rather >= SILENCE:
        return "silent", f"{words} as ever"
    if names and ordinary >= QUIET and rather < ordinary / 2:
        return "holiday", f"{words} as ever: {', '.join(names)}"
    return None


def _fewer(known: Rhythm, now: datetime) -> tuple[str, str] | None:
    """A week that stays far below the four before it."""
    zone = timezone(timedelta(hours=known.offset))
    days = _whole_days(known, now, last_days=7)
    today = now.astimezone(zone).date()
    week = [today - timedelta(days=number) for number in range(1, 8)]
    if len(days) < 14 or any(holiday(day) for day in week):
        return None
    counts = [known.by_day.get(day, 0) for day in days]
    came, share = sum(known.by_day.get(day, 0) for day in week), 7 * mean(counts)
    spread = sqrt(share * max(pvariance(counts) / (mean(counts) or 1), 1.0) * (1 + 7 / len(days)))
    if share < _FEWEST_A_WEEK or came > _MOSTLY * share or came > share - _FAR_BELOW * spread:
        return None
    return "fewer_items", f"{came} articles in seven days, where {share:.0f} are usual"


def _scatter(known: Rhythm, now: datetime) -> float:
    """How much more the counts of days scatter than by chance alone, 1 for not at all (variance by mean)."""
    counts = [known.by_day.get(day, 0) for day in _whole_days(known, now)]
    return max(pvariance(counts) / (mean(counts) or 1), 1.0) if counts else 1.0

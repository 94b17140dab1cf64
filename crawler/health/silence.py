"""What a site's rhythm says of its present: it is silent, a holiday explains it, far less comes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from polling.holidays import holiday, is_holiday
from polling.rhythm import Rhythm, learn
from storage.health.alarms import Found
from storage.told import told
from timetable import TIMEZONE

# So many articles usual and none come: on a holiday that is worth a note.
_QUIET = 3.0
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Came:
    """When each of a site's articles came out, as far back as a rhythm is learnt, and since when it is watched."""

    times: Sequence[datetime]
    since: datetime


def findings(known: Came, now: datetime, steps: Mapping[Any, str]) -> tuple[list[Found], set[tuple[str, str]]]:
    """That the site is silent, that a holiday explains it, or that it brings far less than it did; and what is well.

    Nothing is said of a site whose rhythm is not known yet.
    """
    times = [moment for moment in known.times if moment <= now]
    last = max(times, default=known.since)
    # Learnt until its last article: a silence must not make itself usual.
    rhythm = learn(times, known.since, last, is_holiday)
    if not rhythm.is_trusted:
        return [], set()
    found = [one for one in (_silence(rhythm, last, now), _fewer(times, known.since, now)) if one]
    said = {cause for cause, _ in found}
    well = {(cause, "") for cause in ("silent", "holiday", "fewer_items") if cause not in said}
    return [Found(cause, "", words, steps[cause]) for cause, words in found], well


def _silence(rhythm: Rhythm, last: datetime, now: datetime) -> tuple[str, str] | None:
    usual = rhythm.expected(last, now)
    if rhythm.is_silence(last, now, is_holiday):
        return "silent", told("quiet", since=last, usual=round(usual))
    names = sorted({name for day in _dates(last, now) if (name := holiday(day))})
    if names and usual >= _QUIET * rhythm.scatter and rhythm.at_least(last, now, is_holiday) < usual / 2:
        return "holiday", told("quiet_holiday", since=last, usual=round(usual), names=", ".join(names))
    return None


def _fewer(times: Sequence[datetime], since: datetime, now: datetime) -> tuple[str, str] | None:
    """Seven ordinary days that stay far below those before them."""
    begin = now - _WEEK
    if any(holiday(day) for day in _dates(begin, now)):
        return None
    rhythm = learn(times, since, begin, is_holiday)
    came = sum(moment > begin for moment in times)
    if not rhythm.is_far_below(came, begin, now):
        return None
    return "fewer_items", told("week_fewer", came=came, usual=round(rhythm.expected(begin, now)))


def _dates(start: datetime, end: datetime) -> list[date]:
    first, last = start.astimezone(TIMEZONE).date(), end.astimezone(TIMEZONE).date()
    return [first + number * _DAY for number in range((last - first).days + 1)]

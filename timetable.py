"""When each site is due: the operator's entries, and the arithmetic over them. Imports nothing of ours."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

TIMEZONE = ZoneInfo("Asia/Jakarta")
# Older than this program: a machine whose clock has no battery starts in 1970, and learns the date from the network.
LONG_AGO = datetime(2025, 1, 1, tzinfo=TIMEZONE)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


# How far a site's rhythm may move an interval away from the one that the operator states.
_FASTER, _SLOWER = 2, 4


_WRONG_CLOCK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """When a site is read: about every so often, or at times of the day, on some weekdays (Asia/Jakarta).

    `every` is the interval that a site's polls keep on average; its rhythm moves them between `fastest` (half of
    `every` unless stated) and `slowest` (four times).
    """

    every: timedelta | None = None
    at: tuple[time, ...] = ()
    days: tuple[str, ...] = WEEKDAYS
    fastest: timedelta | None = None
    slowest: timedelta | None = None

    @property
    def bounds(self) -> tuple[timedelta, timedelta] | None:
        """The shortest and the longest interval; None for an entry with times."""
        if self.every is None:
            return None
        return self.fastest or self.every / _FASTER, self.slowest or self.every * _SLOWER

    def slot(self, last: datetime) -> datetime:
        """The first of the entry's times after `last`. Raises ValueError for an entry without times."""
        local = last.astimezone(TIMEZONE)
        for day in range(8):
            for clock in sorted(self.at):
                moment = datetime.combine(local.date() + timedelta(days=day), clock, TIMEZONE)
                if moment > local and self.is_on_day(moment):
                    return moment
        raise ValueError("an entry without times has no slot")

    def has_passed(self, since: datetime, now: datetime) -> bool:
        """Whether one of the entry's times has passed; a `since` from a clock that was set wrong is no reason to wait
        until then. Raises ValueError for an entry without times."""
        return self.slot(now - _WRONG_CLOCK if since > now + _WRONG_CLOCK else since) <= now

    def on_day(self, moment: datetime) -> datetime:
        """This moment where it is on one of the entry's days, else the midnight with which the next one begins."""
        local = moment.astimezone(TIMEZONE)
        while not self.is_on_day(local):
            local = datetime.combine(local.date() + timedelta(days=1), time(0), TIMEZONE)
        return local

    def is_on_day(self, moment: datetime) -> bool:
        return WEEKDAYS[moment.astimezone(TIMEZONE).weekday()] in self.days


@dataclass(frozen=True, slots=True)
class Timetable:
    """The sites' entries; `quiet` is a daily stretch without runs, which may pass midnight."""

    default: Entry = Entry(every=timedelta(minutes=30))
    sites: Mapping[str, Entry] = field(default_factory=dict)
    quiet: tuple[time, time] | None = None

    def entry(self, site: str) -> Entry:
        return self.sites.get(site, self.default)

    def again(self, site: str, read: datetime) -> datetime:
        """When a site that was read at this time has been read again at the latest."""
        entry = self.entry(site)
        bounds = entry.bounds
        return self.open(entry.on_day(read + bounds[1]) if bounds else entry.slot(read))

    def open(self, moment: datetime) -> datetime:
        """The first moment from this one on that is outside the quiet hours."""
        moment = moment.astimezone(TIMEZONE)
        if self.quiet is None:
            return moment
        start, end = self.quiet
        clock = moment.time()
        inside = start <= clock < end if start <= end else clock >= start or clock < end
        if not inside:
            return moment
        day = moment.date() + timedelta(days=1 if clock >= end else 0)
        return datetime.combine(day, end, TIMEZONE)


# Readers: a raw TOML value -> a setting; each raises ValueError saying what it wants.


def names(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('wants a list of texts, such as ["detik", "kompas"]')
    return tuple(value)


def clocks(value: Any) -> tuple[time, ...]:
    texts = names(value)
    if not all(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) for text in texts):
        raise ValueError('wants times of the day, such as ["06:00", "14:30"]')
    return tuple(time.fromisoformat(text) for text in texts)


def quiet(value: Any) -> tuple[time, time]:
    given = clocks(value)
    if len(given) != 2 or given[0] == given[1]:
        raise ValueError('wants two different times, such as ["23:00", "04:00"]')
    return given[0], given[1]


_KEYS = ("every", "fastest", "slowest", "at", "days")


def entry(value: Any) -> Entry:
    if not isinstance(value, dict):
        raise ValueError('wants { every = "30m" } or { at = ["06:00"] }')
    for key in value:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, 1, 0.5)
            meant = f' (did you mean "{near[0]}"?)' if near else ""
            raise ValueError(f"knows {', '.join(_KEYS)}, not {key}{meant}")
    if ("every" in value) == ("at" in value):
        raise ValueError("wants either every or at")
    at = clocks(value["at"]) if "at" in value else ()
    if "at" in value and not at:
        raise ValueError("wants at least one time in at")
    spans = {key: _span(key, value[key]) for key in ("every", "fastest", "slowest") if key in value}
    if "at" in value and spans:
        raise ValueError(f"wants {' and '.join(spans)} only beside every: times of the day are kept as they are")
    if "every" in spans and not spans.get("fastest", _NONE) <= spans["every"] <= spans.get("slowest", _MOST):
        raise ValueError("wants fastest no longer than every, and slowest no shorter")
    return Entry(at=at, days=weekdays(value["days"]) if "days" in value else WEEKDAYS, **spans)


_NONE, _MOST = timedelta(0), timedelta.max


def _span(key: str, value: Any) -> timedelta:
    found = re.fullmatch(r"(\d{1,4})(m|h)", value) if isinstance(value, str) else None
    if not found or int(found[1]) == 0:
        raise ValueError(f'wants an interval, such as {key} = "30m" or "2h"')
    return timedelta(minutes=int(found[1]) * (60 if found[2] == "h" else 1))


def weekdays(value: Any) -> tuple[str, ...]:
    texts = isinstance(value, str) or (isinstance(value, list) and all(isinstance(day, str) for day in value))
    given = names(value) if texts else ()
    if not given or any(day not in WEEKDAYS for day in given):
        # crontab digits mean different days in different programs: only names are safe
        raise ValueError(f"wants weekday names ({', '.join(WEEKDAYS)}), never digits")
    return given

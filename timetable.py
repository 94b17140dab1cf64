"""When each site is due: the operator's entries, and the arithmetic over them. Imports nothing of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

TIMEZONE = ZoneInfo("Asia/Jakarta")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Entry:
    """When a site is read: at an interval, or at times of the day, on some weekdays (Asia/Jakarta)."""

    every: timedelta | None = None
    at: tuple[time, ...] = ()
    days: tuple[str, ...] = WEEKDAYS

    def next(self, last: datetime) -> datetime:
        """The first moment after `last` at which a run is owed."""
        local = last.astimezone(TIMEZONE)
        if self.every is not None:
            moment = local + self.every
            if self._on_day(moment):
                return moment
            return self._first_day(moment + timedelta(days=1), time(0))
        for day in range(8):
            for clock in sorted(self.at):
                moment = datetime.combine(local.date() + timedelta(days=day), clock, TIMEZONE)
                if moment > local and self._on_day(moment):
                    return moment
        raise AssertionError("an entry has at least one time and one weekday")

    def _on_day(self, moment: datetime) -> bool:
        return WEEKDAYS[moment.weekday()] in self.days

    def _first_day(self, moment: datetime, clock: time) -> datetime:
        while not self._on_day(moment):
            moment += timedelta(days=1)
        return datetime.combine(moment.date(), clock, TIMEZONE)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The sites' entries; `quiet` is a daily stretch without runs, which may pass midnight."""

    default: Entry = Entry(every=timedelta(minutes=30))
    sites: Mapping[str, Entry] = field(default_factory=dict)
    quiet: tuple[time, time] | None = None

    def entry(self, site: str) -> Entry:
        return self.sites.get(site, self.default)

    def next(self, site: str, last: datetime | None, now: datetime) -> datetime:
        """When the site's next run starts: `now` when one is owed already, later when quiet hours hold it back."""
        # a last run in the future means that the clock was set back: to wait for that time would silence the site
        owed = now if last is None or last > now else max(self.entry(site).next(last), now)
        return self._after_quiet(owed.astimezone(TIMEZONE))

    def again(self, site: str, read: datetime) -> datetime:
        """When a site that was read at this time is to be read again."""
        return self.next(site, read, read)

    def _after_quiet(self, moment: datetime) -> datetime:
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


def entry(value: Any) -> Entry:
    if not isinstance(value, dict):
        raise ValueError('wants { every = "30m" } or { at = ["06:00"] }')
    unknown = set(value) - {"every", "at", "days"}
    if unknown:
        raise ValueError(f"knows every, at and days, not {', '.join(sorted(unknown))}")
    if ("every" in value) == ("at" in value):
        raise ValueError("wants either every or at")
    at = clocks(value["at"]) if "at" in value else ()
    if "at" in value and not at:
        raise ValueError("wants at least one time in at")
    days = _days(value["days"]) if "days" in value else WEEKDAYS
    return Entry(_every(value["every"]) if "every" in value else None, at, days)


def _every(value: Any) -> timedelta:
    found = re.fullmatch(r"(\d{1,4})(m|h)", value) if isinstance(value, str) else None
    if not found or int(found[1]) == 0:
        raise ValueError('wants an interval, such as every = "30m" or "2h"')
    return timedelta(minutes=int(found[1]) * (60 if found[2] == "h" else 1))


def _days(value: Any) -> tuple[str, ...]:
    given = names(value) if isinstance(value, list) and all(isinstance(day, str) for day in value) else ()
    if not given or any(day not in WEEKDAYS for day in given):
        # crontab digits mean different days in different programs: only names are safe
        raise ValueError(f"wants weekday names ({', '.join(WEEKDAYS)}), never digits")
    return given

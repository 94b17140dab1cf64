"""The next poll of a site and its reason, from the timetable, the rhythm and how the last polls went. Pure.

Polls are spent where the articles are: their density follows the square root of the rate, which makes the mean delay
smallest for a given number of polls, and never costs more of them than an even interval would.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from polling.rhythm import IsHoliday, Rhythm, no_holiday
from storage.told import told
from timetable import TIMEZONE, Entry, Timetable

DAY = timedelta(days=1)
RETRY = timedelta(minutes=10)
# After so many polls in a row without anything new the interval grows, by a tenth a poll, to twice its length.
_PATIENT, _STRETCH, _MOST_STRETCH = 4, 0.1, 2.0
# Polls that show less than this share of known articles are about to lose some.
_LITTLE_OVERLAP = 0.5
_MANY_NEW = 3
_JITTER = 0.1
_STEPS = 12
_BUSY, _QUIET = 1.25, 0.8


@dataclass(frozen=True, slots=True)
class Past:
    """How a site's polls went.

    `last` is when the newest began; `failures` how many of the newest failed or broke off in a row; `idle` how many
    in a row brought nothing new; `new` what the newest brought, and `expected` what the rhythm expected of it.
    `overlap` is the share of what it showed that was known (of the source that knew most; None: unknown), `gap`
    whether it noticed a gap. `polls` are the starts of the polls of all sites on the host since a day before
    `last`, newest first.
    """

    last: datetime | None = None
    failures: int = 0
    idle: int = 0
    new: int = 0
    expected: float = 0.0
    overlap: float | None = None
    gap: bool = False
    polls: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A site's part in its host: intervals are `crowd` times as long, polls of all its sites a day at most `budget`."""

    crowd: float = 1.0
    budget: int = 48


@dataclass(frozen=True, slots=True)
class NextPoll:
    """When a site is polled next (`at` is None for never), and why then: lines of storage/told.py."""

    at: datetime | None
    reasons: tuple[str, ...]

    def is_due(self, now: datetime) -> bool:
        """Whether it is owed at this time."""
        return self.at is not None and self.at <= now


def share(site: str, sites: frozenset[str], table: Timetable) -> Share:
    """What a host that several sites share allows this one: together as many polls as the busiest would have alone."""
    rates = {name: DAY / every for name in {site, *sites} if (every := table.entry(name).every)}
    if site not in rates:
        return Share()
    most = max(rates.values())
    return Share(sum(rates.values()) / most, max(1, math.floor(most)))


def next_poll(
    site: str,
    table: Timetable,
    past: Past,
    rhythm: Rhythm,
    now: datetime,
    share: Share = Share(),
    is_holiday: IsHoliday = no_holiday,
) -> NextPoll:
    """The site's next poll: not before `now`, on its days, outside the quiet hours."""
    entry = table.entry(site)
    if past.last is None:
        return NextPoll(table.open(now), (told("poll_never"),))
    if past.last > now:
        return NextPoll(table.open(now), (told("poll_clock"),))
    if (bounds := entry.bounds) is None:
        at, reasons = _slot(entry, past.last, past.failures)
    else:
        span, reasons = _interval(site, entry, bounds, past, past.last, rhythm, share, is_holiday)
        at = past.last + span
        within = [poll for poll in past.polls if past.last - DAY < poll <= now]
        if len(within) >= share.budget and within[share.budget - 1] + DAY > at:
            at, reasons = within[share.budget - 1] + DAY, [told("poll_budget", n=share.budget)]
    # Days and quiet hours put a poll off; one that is owed already waits for the end of the quiet hours only.
    owed = max(entry.on_day(at), now)
    allowed = table.open(owed)
    if allowed > max(at, now):
        reasons = [*reasons, told("poll_pause")]
    return NextPoll(allowed, tuple(reasons))


def _slot(entry: Entry, last: datetime, failures: int) -> tuple[datetime, list[str]]:
    slot = entry.slot(last)
    if failures:
        again = last + _backoff(failures)
        if again < slot and entry.is_on_day(again):
            return again, [_again(failures)]
    return slot, [told("poll_slot")]


def _interval(
    site: str,
    entry: Entry,
    bounds: tuple[timedelta, timedelta],
    past: Past,
    last: datetime,
    rhythm: Rhythm,
    share: Share,
    is_holiday: IsHoliday,
) -> tuple[timedelta, list[str]]:
    fastest = bounds[0] * share.crowd
    slowest = max(bounds[1], fastest)
    if past.failures:
        return min(max(_backoff(past.failures), fastest), slowest), [_again(past.failures)]
    if past.gap:
        return fastest, [told("poll_gap")]
    assert entry.every is not None
    span, reasons = _by_rhythm(entry.every * share.crowd, slowest, rhythm, last, is_holiday)
    if past.overlap is not None and past.overlap < _LITTLE_OVERLAP:
        span, reasons = span / 2, [told("poll_overlap")]
    elif past.new >= max(_MANY_NEW, 2 * past.expected):
        span, reasons = span / 2, [told("poll_new", n=past.new)]
    elif past.idle >= _PATIENT:
        span *= min(1 + _STRETCH * (past.idle - _PATIENT + 1), _MOST_STRETCH)
        reasons.append(told("poll_idle", n=past.idle))
    if share.crowd > 1:
        reasons.append(told("poll_shares"))
    return min(max(span * _jitter(site, last), fastest), slowest), reasons


def _by_rhythm(
    even: timedelta, slowest: timedelta, rhythm: Rhythm, last: datetime, is_holiday: IsHoliday
) -> tuple[timedelta, list[str]]:
    """The time over which the square root of the pace adds up to the even interval."""
    step = even / _STEPS
    span, done = timedelta(0), timedelta(0)
    while done < even and span < slowest:
        done += step * math.sqrt(rhythm.pace(last + span, is_holiday))
        span += step
    pace = even / span
    if not rhythm.learnt:
        return even, [told("poll_interval")]
    return span, [told("poll_busy" if pace >= _BUSY else "poll_quiet" if pace <= _QUIET else "poll_usual")]


def _backoff(failures: int) -> timedelta:
    return min(RETRY * float(2 ** min(failures - 1, 10)), DAY)


def _again(failures: int) -> str:
    return told("poll_again") if failures == 1 else told("poll_again_more", n=failures)


def _jitter(site: str, last: datetime) -> float:
    """From 0.9 to 1.1, the same for a site all day: so that not all sites are polled in step."""
    day = last.astimezone(TIMEZONE).date()
    draw = int.from_bytes(blake2b(f"{site} {day}".encode(), digest_size=4).digest(), "big") / 2**32
    return 1 - _JITTER + 2 * _JITTER * draw

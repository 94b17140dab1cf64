"""A month in a few minutes: the clock moves, every site is polled, and the result is held against the truth."""

from __future__ import annotations

import asyncio
import time as stopwatch
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from article import RunReport
from newsroom.publication import WIB

RunSite = Callable[[str, datetime], Awaitable[RunReport]]


class Clock(Protocol):
    """Whatever tells the newsroom's time: `Newsroom` itself, or a `RemoteNewsroom`."""

    @property
    def now(self) -> datetime: ...

    @now.setter
    def now(self, moment: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Poll:
    """One run of one site at one simulated time."""

    site: str
    at: datetime
    report: RunReport


@dataclass(frozen=True, slots=True)
class MonthResult:
    """Every poll in order, and the real seconds that all of it took."""

    polls: tuple[Poll, ...]
    seconds: float

    def states(self) -> Mapping[str, int]:
        """How many runs ended good, partial, failed."""
        out: dict[str, int] = {}
        for poll in self.polls:
            out[poll.report.state] = out.get(poll.report.state, 0) + 1
        return out


def polled(polls: Sequence[Poll]) -> Mapping[str, list[datetime]]:
    """By site, when it was polled: which articles could have been seen."""
    out: dict[str, list[datetime]] = {}
    for poll in polls:
        out.setdefault(poll.site, []).append(poll.at)
    return out


def timetable(sites: Sequence[str], start: date, days: int, polls: int) -> Iterator[tuple[str, datetime]]:
    """`polls` rounds a day, evenly spread, in WIB; the sites of a round come a minute after each other.

    The first round is at midnight of `start`; a last one at the end of the last day sees what came in since.
    """
    midnight = datetime.combine(start, time(0), WIB)
    for number in range(days * polls + 1):
        begin = midnight + timedelta(days=1) / polls * number
        for at, site in enumerate(sites):
            yield site, begin + timedelta(minutes=at)


async def play(
    newsroom: Clock,
    run_site: RunSite,
    sites: Sequence[str],
    start: date,
    days: int,
    polls: int,
    progress: Callable[[Poll], None] = lambda _: None,
    at_once: int = 1,
) -> MonthResult:
    """Poll every site through `days` days; `run_site` gets the site's name and the simulated time.

    `at_once` sites are polled side by side, at the time of the last of them. Raises whatever `run_site` raises: an
    error inside a run belongs into its report.
    """

    async def poll(site: str, at: datetime) -> Poll:
        made = Poll(site, at, await run_site(site, at))
        progress(made)
        return made

    begin = stopwatch.monotonic()
    done: list[Poll] = []
    waiting = list(timetable(sites, start, days, polls))
    for first in range(0, len(waiting), at_once):
        batch = waiting[first : first + at_once]
        newsroom.now = at = batch[-1][1]
        done += await asyncio.gather(*(poll(site, at) for site, _ in batch))
    return MonthResult(tuple(done), stopwatch.monotonic() - begin)

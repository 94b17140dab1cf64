"""Simulated time as a daemon would spend it: each site is polled when it is due, several side by side."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsroom.month import Poll, RunSite

# When a site is due again, after a time: what the project's own planning says.
NextPoll = Callable[[str, datetime], datetime]
# The sites that share a host with one, which are not polled beside it.
Neighbours = Callable[[str], frozenset[str]]

# No poll starts so much later, in simulated time, than one that is still under way.
_AHEAD = timedelta(minutes=10)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Off:
    """A stretch in which the machine is off."""

    since: datetime
    until: datetime

    def put_off(self, moment: datetime) -> datetime:
        """This moment, or the one at which the machine is on again."""
        return self.until if self.since <= moment < self.until else moment


class Timeline:
    """Polls the sites from `start` to `end`, `at_once` side by side."""

    def __init__(
        self,
        run: RunSite,
        next_poll: NextPoll,
        neighbours: Neighbours,
        *,
        off: Sequence[Off] = (),
        at_once: int = 2,
        progress: Callable[[Poll], None] = lambda _: None,
    ) -> None:
        self._run = run
        self._next = next_poll
        self._neighbours = neighbours
        self._off = off
        self._at_once = at_once
        self._progress = progress
        self._due: list[tuple[datetime, str]] = []
        self._running: dict[asyncio.Task[Poll], tuple[str, datetime]] = {}
        self._done: list[Poll] = []

    async def play(self, sites: Sequence[str], start: datetime, end: datetime) -> list[Poll]:
        """Every poll, in the order of its time. Raises what a run raises."""
        self._due = [(start, site) for site in sites]
        heapq.heapify(self._due)
        while self._due or self._running:
            while self._due and len(self._running) < self._at_once and self._start():
                pass
            if self._running:
                await self._one_ends(end)
        return sorted(self._done, key=lambda poll: (poll.at, poll.site))

    def _start(self) -> bool:
        """Start the poll that is due first; False where something under way must end before."""
        at, site = self._due[0]
        busy = {name for name, _ in self._running.values()}
        if any(at > begun + _AHEAD for _, begun in self._running.values()) or busy & self._neighbours(site):
            return False
        heapq.heappop(self._due)
        # A poll of a site on the same host may have put this one off meanwhile.
        due = self._awake(max(at, self._next(site, at)))
        if due > at:
            heapq.heappush(self._due, (due, site))
        else:
            self._running[asyncio.ensure_future(self._poll(site, at))] = site, at
        return True

    async def _poll(self, site: str, at: datetime) -> Poll:
        return Poll(site, at, await self._run(site, at))

    async def _one_ends(self, end: datetime) -> None:
        ended, _ = await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            del self._running[task]
            poll = task.result()
            self._done.append(poll)
            self._progress(poll)
            due = self._awake(self._next(poll.site, poll.at + _SECOND))
            if due <= end:
                heapq.heappush(self._due, (due, poll.site))

    def _awake(self, moment: datetime) -> datetime:
        for one in self._off:
            moment = one.put_off(moment)
        return moment


async def repeat(run: Callable[[str, datetime], Awaitable[object]], polls: Sequence[tuple[str, datetime]]) -> None:
    """The same polls again, one after the other."""
    for site, at in polls:
        await run(site, at)

"""The timeline asks the planning when each site is due, and keeps simulated time in order."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from article import RunReport
from newsroom.publication import WIB
from newsroom.timeline import Off, Timeline

START = datetime(2026, 3, 1, tzinfo=WIB)
HOUR = timedelta(hours=1)


class Plan:
    """Every site an hour after its last poll, as a planning that looks into the run table would say."""

    def __init__(self, *together: str) -> None:
        self.last: dict[str, datetime] = {}
        self.running: set[str] = set()
        self.most = 0
        self.together = frozenset(together)

    async def run(self, site: str, at: datetime) -> RunReport:
        assert not (self.together & self.running and site in self.together)
        self.running.add(site)
        self.most = max(self.most, len(self.running))
        await asyncio.sleep(0)
        self.running.remove(site)
        self.last[site] = at
        return RunReport(site, "good")

    def next(self, site: str, now: datetime) -> datetime:
        return max(now, self.last[site] + HOUR) if site in self.last else now

    def neighbours(self, site: str) -> frozenset[str]:
        return self.together if site in self.together else frozenset({site})

    def play(self, hours: int, *off: Off, sites: tuple[str, ...] = ("a", "b", "c")) -> list[tuple[str, datetime]]:
        line = Timeline(self.run, self.next, self.neighbours, off=off)
        return [(poll.site, poll.at) for poll in asyncio.run(line.play(sites, START, START + hours * HOUR))]


def test_each_site_is_polled_when_it_is_due() -> None:
    polls = Plan().play(3)
    assert polls == [(site, START + number * HOUR) for number in range(4) for site in "abc"]


def test_two_run_side_by_side_but_never_two_of_one_host() -> None:
    free, shared = Plan(), Plan("a", "b", "c")
    free.play(5)
    shared.play(5)
    assert (free.most, shared.most) == (2, 1)


def test_nothing_runs_while_the_machine_is_off_and_everything_once_when_it_is_on() -> None:
    off = Off(START + HOUR / 2, START + 5 * HOUR)
    polls = Plan().play(6, off)
    assert [at for site, at in polls if site == "a"] == [START, START + 5 * HOUR, START + 6 * HOUR]


def test_an_error_of_a_run_is_not_swallowed() -> None:
    async def run(site: str, at: datetime) -> RunReport:
        raise OSError(f"{site} {at}")

    plan = Plan()
    with pytest.raises(OSError, match="a 2026"):
        asyncio.run(Timeline(run, plan.next, plan.neighbours).play(["a"], START, START + HOUR))

"""A day of many districts over the planner and the queue alone, with the time moved: python -m bench.cluster_day

Planner, queue and run table are the real ones, on a PostgreSQL of its own; what takes a run's place is its length.
What workers do when nothing is to be done (look for jobs, show that they live, look for workers that do not) is played
for a quarter of an hour at the end, and reckoned for all of the time. Ends with 1 where a site is late, the queue slow,
or PostgreSQL busier than one core.
"""

from __future__ import annotations

import asyncio
import heapq
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from procrastinate.jobs import Job, Status

from article import RunReport
from cluster.engine import CRAWL, PLAN, Queue
from cluster.planner import Planner
from polling.addresses import Addresses
from polling.keys import keys, mates
from polling.outlook import Outlook
from storage import runs, sites
from storage.database import Database, open_database
from tests.postgres import Server, served
from timetable import Entry, Timetable

START = datetime(2026, 10, 14, 17, tzinfo=UTC)  # midnight in Asia/Jakarta
MINUTE = timedelta(minutes=1)
HEARTBEAT = 10
# Twice a heartbeat for a quarter of an hour.
IDLE_LOOKS = 180
# A run takes 21 requests two seconds apart, some much longer.
SHORTEST, MORE = 20.0, 22.0
FAILING = 0.01
LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Country:
    """So many districts, each with so many sites; four of them are portals of the district's own domain, and of every
    tenth district ten papers are on one machine."""

    districts: int
    sites: int

    def hosts(self) -> Iterator[tuple[str, str]]:
        for district in range(self.districts):
            for number in range(self.sites):
                name = f"s{district:03}_{number:02}"
                yield name, f"p{number}.kab{district:03}.go.id" if number < 4 else f"{name.replace('_', 'x')}.id"

    @staticmethod
    def resolve(host: str) -> frozenset[str]:
        name = host.partition(".")[0]
        is_shared = name.startswith("s") and name[3] == "0" and 4 <= int(name.rpartition("x")[2]) < 14
        return frozenset({f"shared-{name[1:4]}" if is_shared else host})


class Hands(Queue):
    """The queue, and what a worker's loop does with it."""

    async def hired(self) -> list[int]:
        return [await self._jobs.register_worker() for _ in (PLAN, CRAWL)]

    async def take(self, worker: int) -> Job | None:
        return await self._jobs.fetch_job([CRAWL], worker)

    async def done(self, job: Job, is_good: bool) -> None:
        state = Status.SUCCEEDED if is_good else Status.FAILED
        await self._jobs.finish_job(job, state, delete_job=is_good)

    async def idle(self, workers: list[list[int]], is_heartbeat: bool) -> None:
        for one in (one for worker in workers for one in worker if is_heartbeat):
            await self._jobs.update_heartbeat(one)
        for planner, crawler in workers:
            await self._jobs.fetch_job([PLAN], planner)
            await self._jobs.fetch_job([CRAWL], crawler)
            await self.recover()


@dataclass
class Day:
    """The day as it is played: what runs, what was measured."""

    db: Database
    queue: Hands
    planner: Planner
    outlook: Outlook
    at_once: int
    draw: Random = field(default_factory=lambda: Random(1))
    running: list[tuple[datetime, int, Job, int]] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    lateness: list[float] = field(default_factory=list)
    planning: list[float] = field(default_factory=list)
    owed: dict[str, datetime] = field(default_factory=dict)
    most: int = 0

    async def minute(self, now: datetime, worker: int) -> None:
        """Plan at its beginning, then let runs begin and end until the next."""
        begun = time.process_time()
        orders = self.planner.due(now, await self.queue.live())
        self.planning.append(time.process_time() - begun)
        for order in orders:
            await self.queue.defer(order)
        await self.begin(now, worker)
        while self.running and self.running[0][0] < now + MINUTE:
            end, _, job, run = heapq.heappop(self.running)
            is_good = self.draw.random() >= FAILING
            site = str(job.task_kwargs["site"])
            with self.db.write():
                runs.finish(self.db, run, RunReport(site=site, state="good" if is_good else "failed", new=1), end)
            await self.queue.done(job, is_good)
            self.owe(site, end)
            await self.begin(end, worker)

    def owe(self, site: str, now: datetime) -> None:
        """When a site is owed after a run, and those beside it, whose polls of a day it shares: one that is owed still
        remains so since when it was."""
        for one in {site} | self.outlook.neighbours(site):
            at = self.outlook.next(one, now).at
            if at is not None and (at > now or one == site):
                self.owed[one] = at

    async def begin(self, now: datetime, worker: int) -> None:
        """Fill the free places with the most urgent jobs."""
        while len(self.running) < self.at_once and (job := await self.queue.take(worker)):
            given: dict[str, Any] = job.task_kwargs
            self.delays.append((now - datetime.fromisoformat(given["slot"])).total_seconds())
            if given["site"] in self.owed:
                self.lateness.append((now - self.owed[given["site"]]).total_seconds())
            with self.db.write():
                run = runs.start(self.db, given["site"], now, 1)
            self.owe(given["site"], now)
            end = now + timedelta(seconds=SHORTEST + self.draw.expovariate(1 / MORE))
            heapq.heappush(self.running, (end, run, job, run))
            self.most = max(self.most, len(self.running))


def settled(db: Database, country: Country, every: timedelta) -> None:
    """Sites that were read before, at any time within their interval."""
    draw = Random(2)
    with db.write():
        for name, host in country.hosts():
            sites.register(db, name, [host], START - timedelta(days=30))
            spread = every * (4 if host.startswith("p") else 1)
            last = START - 0.9 * spread * draw.random()  # none is owed already
            for at in (last - spread, last):
                runs.finish(db, runs.start(db, name, at, 1), RunReport(site=name, state="good", new=1), at)


async def play(
    db: Database, server: Server, country: Country, hours: float, workers: int, at_once: int
) -> tuple[Day, float]:
    """The day, and the seconds of processor that PostgreSQL used."""
    address = server.address(server.new())
    table = Timetable(default=Entry(every=timedelta(hours=6)))
    hosts = {name: [host] for name, host in country.hosts()}
    settled(db, country, timedelta(hours=6))
    sharing = mates(keys(hosts, {host: country.resolve(host) for named in hosts.values() for host in named}))
    async with Hands(address, HEARTBEAT, 600) as queue:
        before = processor_seconds(server)
        planner = Planner(db, table, list(hosts), Addresses(country.resolve))
        day = Day(db, queue, planner, Outlook(db, table, sharing=lambda _: sharing), workers * at_once)
        day.owed = {site: at for site in hosts if (at := day.outlook.next(site, START).at)}
        hired = [await queue.hired() for _ in range(workers)]
        for minute in range(round(hours * 60)):
            await day.minute(START + minute * MINUTE, hired[0][1])
            if minute % 60 == 59:
                used = processor_seconds(server) - before
                sys.stderr.write(
                    f"hour {minute // 60 + 1}: {len(day.delays)} runs, delay at most {max(day.delays):.0f} s, begun at "
                    f"most {max(day.lateness):.0f} s after owed, {used:.0f} s of PostgreSQL's processor\n"
                )
        busy = processor_seconds(server)
        for look in range(IDLE_LOOKS):
            await queue.idle(hired, is_heartbeat=look % 2 == 0)
        idle = processor_seconds(server) - busy
    return day, busy - before + idle * hours * 3600 / (IDLE_LOOKS * HEARTBEAT / 2)


def processor_seconds(server: Server) -> float:
    """What a server and its processes have used, those included that have ended."""
    assert server.process is not None
    ticks = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(status.parent.name) == server.process.pid:
            ticks += sum(map(int, fields[11:15]))
        elif int(fields[1]) == server.process.pid:
            ticks += sum(map(int, fields[11:13]))
    return ticks / 100


def told(day: Day, hours: float, server_seconds: float) -> bool:
    """Print what was measured; whether it is good."""
    delay, late = quantiles(day.delays, n=20)[18], quantiles(day.lateness, n=20)[18]
    overdue = sum(one > LATE.total_seconds() for one in day.lateness)
    share = server_seconds / (hours * 3600)
    sys.stdout.write(
        f"runs {len(day.delays)}, at most {day.most} at once\n"
        f"queue delay: median {median(day.delays):.1f} s, 95th percentile {delay:.1f} s, most {max(day.delays):.1f} s\n"
        f"begun after owed: median {median(day.lateness):.0f} s, 95th percentile {late:.0f} s, most "
        f"{max(day.lateness):.0f} s; {overdue} later than {LATE.seconds // 60} minutes\n"
        f"planning: {median(day.planning) * 1000:.0f} ms of processor a minute, the first {day.planning[0]:.1f} s\n"
        f"PostgreSQL: {server_seconds:.0f} s of processor in {hours:g} hours, {share:.4f} of a core; "
        f"{1000 * server_seconds / len(day.delays):.1f} ms a run\n"
    )
    return delay < 60 and not overdue and share < 1


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--districts", type=int, default=500)
    parser.add_argument("--sites", type=int, default=20, help="sites of a district")
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--at-once", type=int, default=12, help="runs of one worker at once")
    given = parser.parse_args()
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # the run table's disk is not what is measured
    with (
        served() as server,
        TemporaryDirectory(dir=memory) as folder,
        open_database(Path(folder) / "j.db", create=True) as db,
    ):
        server.sql("postgres", "ALTER SYSTEM SET autovacuum = on")
        server.sql("postgres", "SELECT pg_reload_conf()")
        country = Country(given.districts, given.sites)
        day, seconds = asyncio.run(play(db, server, country, given.hours, given.workers, given.at_once))
        return 0 if told(day, given.hours, seconds) else 1


if __name__ == "__main__":
    sys.exit(main())

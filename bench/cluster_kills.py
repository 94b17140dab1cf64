"""Kills of workers and of PostgreSQL at sixty sites: python -m bench.cluster_kills [--kills 12] [--server-kills 3] ...

A round is a new database of a real PostgreSQL, queue and store in one, and three workers that read every site of the
newsroom into it, while one of them, or PostgreSQL itself, is killed (kill -9) at random moments, spread over the round.
`--a-round` says how many kills a round has: with 1, as unless stated, each is a run of its own over all sites. What is
to be there at its end is what one machine stores of the same sites (`jujugan crawl`, meanwhile); and the release of a
last round, without kills, is to be that machine's. Some sites list by the day: no round goes on over midnight in
Jakarta, and the machine reads anew for the rounds of another day. Prints a line a round; code 1 where something is not
as promised.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from bench.widened import judged, watched
from config import ROOT
from newsroom.publication import WIB
from newsroom.server import Newsroom
from release.make import Asked
from storage.database import Database, open_database
from tests import releasing
from tests.postgres import Server, served
from tests.working import Workers, given_back, stored, world

# A day, so many that the sites' lists show some 3,000 articles.
STORIES = 920
AT_ONCE = 3
LOOK_SECONDS, SERVER_AWAY_SECONDS = 1.0, 2.0
# A kill comes at any time within so many seconds after the site that it waits for is done.
JITTER_SECONDS = 5.0
LONGEST_ROUND = timedelta(minutes=30)
# The round without kills: no worker is to seem lost, however busy the machine is.
CALM, CALM_HEARTBEAT = "no kill", 30
MOST_HEARTBEATS = 3.0
# Rows of each table that are told where two releases differ.
SHOWN = 10


@dataclass
class Trial:
    """The newsroom, the server, what each round has left, and the days on which one machine has read the same."""

    newsroom: Newsroom
    server: Server
    folder: Path
    sites: Sequence[str]
    heartbeat: int
    machines: ExitStack
    draw: random.Random = field(default_factory=lambda: random.Random(60))
    days: dict[str, date] = field(default_factory=dict)
    rounds: dict[str, dict[str, str]] = field(default_factory=dict)
    fates: dict[str, dict[str, str]] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)

    @contextmanager
    def round(self, name: str, heartbeat: int) -> Iterator[Workers]:
        """Three workers with a new database; what stands in it at the end is kept."""
        day = today()
        if day not in self.days.values():
            self.machines.enter_context(one_machine(self.newsroom, self.alone(day), self.sites))
        self.days[name] = day
        begun, folder = time.monotonic(), self.folder / name
        folder.mkdir()
        with self.server.database() as address:
            with Workers(
                "", self.newsroom, folder, self.sites, at_once=AT_ONCE, heartbeat=heartbeat, store_at=address
            ) as running:
                yield running
                until_good(running, len(self.sites))
            with running.store() as db:
                self.rounds[name], self.fates[name] = stored(db), fates(db)
        say(f"{name}: {len(self.rounds[name])} articles stored in {time.monotonic() - begun:.0f} s")

    def with_kills(self, name: str, kills: int, kill: Callable[[Workers], None]) -> list[float]:
        """A round with so many kills; after how many heartbeats each run of a lost worker was given to another."""
        part, times = len(self.sites) / kills, []
        with self.round(name, self.heartbeat) as running:
            for number in range(kills):
                until_good(running, int((number + self.draw.random()) * part))
                time.sleep(self.draw.random() * JITTER_SECONDS)
                times.append(datetime.now())
                kill(running)
        return [wait / timedelta(seconds=self.heartbeat) for wait in waits(given_back(running.log()), times)]

    def kill_a_worker(self, running: Workers) -> None:
        running.kill_one(self.draw)

    def kill_postgresql(self, _: Workers) -> None:
        self.server.kill()
        time.sleep(SERVER_AWAY_SECONDS)
        self.server.start()

    def alone(self, day: date) -> Path:
        """The database of the one machine that has read on a day."""
        return self.folder / f"{day}.db"

    def told(self) -> bool:
        """Print how each round differs from the one machine's of its day; whether none does."""
        is_same = True
        for name, there in self.rounds.items():
            with open_database(self.alone(self.days[name])) as db:
                alone = stored(db)
            lost, more, other = unlike(alone, there)
            say(f"{name}: {len(lost)} lost, {len(more)} too many, {len(other)} with another text")
            for url in sorted(lost | more | other)[:SHOWN]:
                say(f"  {url}: {self.fates[name].get(url, 'no candidate')}")
            is_same = is_same and not (lost or more or other)
        return is_same


def today() -> date:
    """The day in Jakarta; a day that ends before the next round may is waited out."""
    now = datetime.now(WIB)
    left = datetime.combine(now.date() + timedelta(days=1), clock_time(0), WIB) - now
    if left < LONGEST_ROUND:
        time.sleep(left.total_seconds())
    return datetime.now(WIB).date()


def until_good(running: Workers, count: int) -> None:
    """Wait until the newest run of so many sites is good, and one at least is under way or done."""

    def is_so() -> bool:
        states = [*running.states().values()]
        return bool(states) and states.count("good") >= count

    running.until(is_so, LOOK_SECONDS)


def waits(given: Sequence[datetime], kills: Sequence[datetime]) -> list[timedelta]:
    """How long after the kill before it each run was given to another worker.

    What was given away before any kill, since a busy machine left a worker no time to show itself, is left out.
    """
    return [moment - max(at for at in kills if at <= moment) for moment in given if moment >= min(kills)]


def unlike(alone: Mapping[str, str], there: Mapping[str, str]) -> tuple[set[str], set[str], set[str]]:
    """Which articles (hashes by address) are lost, too many, and there with another text."""
    other = {url for url in there.keys() & alone.keys() if there[url] != alone[url]}
    return alone.keys() - there.keys(), there.keys() - alone.keys(), other


def fates(db: Database) -> dict[str, str]:
    """What the store says of each candidate, by its address."""
    rows = db.rows("SELECT url, state, reason, attempts, first_run, last_run, found_by FROM candidate")
    return {
        row["url"]: f"{row['state']} ({row['reason']}), {row['attempts']} attempts, listed by {row['found_by']} in run "
        f"{row['first_run']}, settled by {row['last_run']}"
        for row in rows
    }


@contextmanager
def one_machine(newsroom: Newsroom, database: Path, sites: Sequence[str]) -> Iterator[None]:
    """`jujugan crawl` of all sites, under way; at the end it is waited for."""
    environ = {"JUJUGAN_CONTACT": "a@example.org", "JUJUGAN_DELAY": "0", "JUJUGAN_GATEWAY": newsroom.gateway}
    command = [sys.executable, "-m", "cli", "crawl", *sites, "--db", str(database)]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | environ, stdout=subprocess.DEVNULL) as process:
        yield
        if process.wait():
            raise RuntimeError(f"the one machine's crawl ended with code {process.returncode}: look at what it said")


def alike(folder: Path) -> bool:
    """Print how the releases of the two differ, row by row; whether they do not."""
    rows, differing = releasing.unlike(folder / "one", folder / "many")
    say(f"release: {rows} rows, unlike in {len(differing)} tables {' '.join(differing)}".strip())
    for table, found in differing.items():
        say("\n".join(f"  {table}: {row}" for row in found[:SHOWN]))
    return not differing


def judge(given: argparse.Namespace, sites: Sequence[str], folder: Path) -> bool:
    web = world(sites, per_day=given.stories)
    with Newsroom(web, datetime.now(UTC)) as newsroom, served(is_safe=True) as server:
        with ExitStack() as machines:
            trial = Trial(newsroom, server, folder, sites, given.heartbeat, machines)
            for first, kills in parts(given.kills, given.a_round):
                name = f"workers {first} to {first + kills - 1}"
                trial.waits += trial.with_kills(name, kills, trial.kill_a_worker)
            for first, kills in parts(given.server_kills, given.a_round):
                trial.with_kills(f"PostgreSQL {first} to {first + kills - 1}", kills, trial.kill_postgresql)
            with trial.round(CALM, CALM_HEARTBEAT) as running:
                until_good(running, len(sites))
                with running.store() as db:
                    releasing.export(db, folder / "many", Asked(by_content=True))
        with open_database(trial.alone(trial.days[CALM])) as db:
            releasing.export(db, folder / "one", Asked(by_content=True))
    most = max(trial.waits, default=0.0)
    say(f"{len(trial.waits)} runs of killed workers given to others after at most {most:.1f} heartbeats")
    is_same = trial.told()
    return alike(folder) and is_same and most <= MOST_HEARTBEATS


def parts(whole: int, part: int) -> list[tuple[int, int]]:
    """So many kills in rounds of `part`: (number of the first, how many) of each."""
    return [(first + 1, min(part, whole - first)) for first in range(0, whole, part)]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=60)
    parser.add_argument("--stories", type=int, default=STORIES, help="a day over all sites, for four days")
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--server-kills", type=int, default=3)
    parser.add_argument("--a-round", type=int, default=1, help="kills of a round")
    parser.add_argument("--heartbeat", type=int, default=5, help="seconds")
    given = parser.parse_args()
    sites = watched(given.sites)
    return judged(sites, "bench.cluster_kills", lambda folder: judge(given, sites, folder))


if __name__ == "__main__":
    sys.exit(main())

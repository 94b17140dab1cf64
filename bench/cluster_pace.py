"""What sites see of more workers, and what more workers bring, at sixty sites: python -m bench.cluster_pace

*Rates*: 1, 3 and 6 workers read every site of the newsroom with the same delay; each host's pauses between two requests
are the newsroom's own. They are drawn at random above the delay, so that a host with thirty of them is off by some
hundredths by chance alone: what counts is the mean over all hosts. A busy newsroom notes a request later than it was
sent, and the pause behind it as shorter: such pauses are counted and told.
*Throughput*: 1, 2 and 4 workers of one run at once read every site without any delay, the sites' own faults left out.
`--only` asks for one of them.
Each into a new database of a real PostgreSQL, queue and store in one. Code 1 where the mean rate is more than 5 % off,
or a host was asked twice at once.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median

from bench.cluster_kills import say
from bench.widened import judged, watched
from newsroom.faults import NONE
from newsroom.server import Newsroom
from tests.pacing import pauses, rates
from tests.postgres import Server, served
from tests.working import Workers, stored, world

# Calm enough that no worker seems lost, however busy the machine is.
HEARTBEAT = 30
LOOK_SECONDS = 2.0
# Hosts with fewer pauses tell nothing of a rate.
LEAST = 15
MOST_OFF, EARLIEST = 0.05, 0.98


@dataclass(frozen=True, slots=True)
class Stage:
    """Where each number of workers reads the same."""

    server: Server
    newsroom: Newsroom
    folder: Path
    sites: Sequence[str]

    def read(self, count: int, at_once: int, delay: float) -> tuple[int, float]:
        """Read all sites into a new database: the articles, and the seconds until the last site was good."""
        self.newsroom.log.clear()
        place = self.folder / f"{count} workers, delay {delay:g}"
        place.mkdir()
        begun = time.monotonic()
        with self.server.database() as address:
            with Workers("", self.newsroom, place, self.sites, count, at_once, delay, HEARTBEAT, address) as running:
                running.until(lambda: [*running.states().values()] == ["good"] * len(self.sites), LOOK_SECONDS)
                seconds = time.monotonic() - begun
            with running.store() as db:
                return len(stored(db)), seconds


def paces(stage: Stage, delay: float) -> bool:
    """Print each number of workers' rates; whether they are the same, and no host was asked twice at once."""
    single: dict[str, float] = {}
    is_good = True
    for count in (1, 3, 6):
        articles, seconds = stage.read(count, 2, delay)
        seen = rates(stage.newsroom, delay, LEAST)
        single = single or seen
        gaps = sorted(gap for found in pauses(stage.newsroom, delay).values() for gap in found)
        early = sum(gap < EARLIEST * delay for gap in gaps)
        at_once = max(one.together for one in stage.newsroom.log.seen())
        hosts = seen.keys() & single.keys()
        off = mean(seen[host] for host in hosts) / mean(single[host] for host in hosts) - 1
        each = [abs(seen[host] / single[host] - 1) for host in hosts]
        say(
            f"{count} workers: {articles} articles of {len(stage.sites)} sites in {seconds:.0f} s; {len(hosts)} hosts "
            f"asked {mean(seen.values()):.3f} times a second, {off:+.1%} from one worker's (a host's: median "
            f"{median(each):.1%}, most {max(each):.1%}); {early} of {len(gaps)} pauses shorter than {delay:g} s, the "
            f"shortest {gaps[0]:.2f}; at most {at_once} requests at once to a host"
        )
        is_good = is_good and abs(off) <= MOST_OFF and at_once == 1
    return is_good


def throughput(stage: Stage) -> None:
    """Print what 1, 2 and 4 workers store a second, and how much of so many single ones that is."""
    single = 0.0
    for count in (1, 2, 4):
        before = os.times()
        articles, seconds = stage.read(count, 1, 0.0)
        after = os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        rate = articles / seconds
        single = single or rate
        say(
            f"{count} workers without a delay: {articles} articles in {seconds:.0f} s, {rate:.1f} a second "
            f"({rate / single / count:.0%} of so many single ones on {os.cpu_count()} cores), "
            f"{1000 * used / articles:.0f} ms of processor each"
        )


def judge(given: argparse.Namespace, sites: Sequence[str], folder: Path) -> bool:
    is_good = True
    with served(is_safe=True) as server:
        if given.only != "throughput":
            with Newsroom(world(sites, per_day=given.stories // 2), datetime.now(UTC)) as newsroom:
                is_good = paces(Stage(server, newsroom, folder, sites), given.delay)
        if given.only != "rates":
            calm = world(sites, per_day=given.stories)  # a slow answer would be waited for, not worked on
            with Newsroom(calm, datetime.now(UTC), rates=NONE) as newsroom:
                throughput(Stage(server, newsroom, folder, sites))
    return is_good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=60)
    parser.add_argument("--stories", type=int, default=920, help="a day over all sites; half as many for the rates")
    parser.add_argument("--delay", type=float, default=1.5, help="seconds between two requests, for the rates")
    parser.add_argument("--only", choices=["rates", "throughput"])
    given = parser.parse_args()
    sites = watched(given.sites)
    return judged(sites, "bench.cluster_pace", lambda folder: judge(given, sites, folder))


if __name__ == "__main__":
    sys.exit(main())

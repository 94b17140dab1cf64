"""The daemon for an hour that stands for two months: fifty sites of the newsroom, with random faults and kills.

    .venv/bin/python bench/soak.py [--minutes 60] [--days 60] [--sites 50] [--folder data/soak] [--seed 1]

The daemon's own clock runs as much faster as the days are longer than the minutes. Its crawl processes are real ones;
each reads the newsroom as it stands when it begins, and one in fifty is killed at a random moment. Its memory, files,
threads and write-ahead log are looked at each second, and have to be as flat in the last third as in the one before. At
the end every article that could be seen is to be stored, or accounted for with a reason; what no list of a site's file
shows (a section that it does not name) cannot be seen, and is counted apart. Sites beyond the newsroom's own are read
by a copy of the program in the folder. Prints a table; code 1 where something is not as promised.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import time as stopwatch
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import scheduler  # noqa: E402
from bench.accounted import Line, accounted  # noqa: E402
from bench.widened import is_widened, run_widened, watched  # noqa: E402
from child import run_backup, run_child  # noqa: E402
from config import Config  # noqa: E402
from newsroom import truth as truths  # noqa: E402
from newsroom.faults import NONE, Rates  # noqa: E402
from newsroom.publication import WIB  # noqa: E402
from newsroom.server import Newsroom, gateway_at  # noqa: E402
from newsroom.web import Web  # noqa: E402
from newsroom.world import Plan, World, build  # noqa: E402
from review.server import bind  # noqa: E402
from storage.database import Database, open_database  # noqa: E402
from tests.processes import children, held  # noqa: E402
from timetable import Entry, Timetable  # noqa: E402

START = date(2026, 3, 1)
STORIES_A_DAY, VISITS_A_DAY = 60, 2
# Fifty sites read daily would be more starts of processes in an hour than two processors have time for.
READ_EVERY = timedelta(days=2)
KILLED = 0.02
LOOK_SECONDS = 1.0
AT_ONCE = 6
# What the last third may have more than the middle one: the allocator's noise, a page that is looked at.
MORE_MB, MORE_FILES, MORE_THREADS, WAL_MB = 10.0, 4, 1, 64.0
# Two pipes and the thread that waits for its end: what each crawl under way takes of the daemon, and is left out.
FILES_A_CRAWL = 2


@dataclass(frozen=True, slots=True)
class Sample:
    """The daemon at one moment, without what its crawls under way take of it, and the largest of these."""

    mb: float
    files: int
    threads: int
    wal_mb: float
    child_mb: float


@dataclass
class Soak:
    """A daemon whose clock runs `speed` times as fast, and what was seen of it."""

    config: Config
    newsroom: str
    speed: float
    chance: random.Random
    began: float = field(default_factory=stopwatch.monotonic)
    samples: list[Sample] = field(default_factory=list)
    killed: int = 0
    beside: frozenset[int] = field(default_factory=lambda: frozenset(children(os.getpid())))  # the newsroom

    def now(self) -> datetime:
        gone = timedelta(seconds=(stopwatch.monotonic() - self.began) * self.speed)
        return (datetime.combine(START, clock_time(0), WIB) + gone).replace(microsecond=0)

    async def crawl(self, site: str, config: Config) -> str:
        """A crawl process that sees the newsroom, and the clock, as they stand when it begins."""
        moment = self.now()
        before = set(children(os.getpid()))
        crawling = asyncio.create_task(run_child(site, self.behind(config, moment)))
        if self.chance.random() < KILLED:
            await asyncio.sleep(self.chance.uniform(0.5, 3))
            for pid in [pid for pid in children(os.getpid()) if pid not in before][:1]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    self.killed += 1
        return await crawling

    def behind(self, config: Config, moment: datetime) -> Config:
        return replace(config, gateway=gateway_at(self.newsroom, moment), now=moment)

    async def look(self) -> None:
        """Look at the daemon each second."""
        wal = self.config.database.with_name(f"{self.config.database.name}-wal")
        while True:
            own = held(os.getpid())
            size = wal.stat().st_size / 2**20 if wal.exists() else 0.0
            crawls = [held(pid).peak_mb for pid in children(os.getpid()) if pid not in self.beside]
            files, threads = own.files - FILES_A_CRAWL * len(crawls), own.threads - len(crawls)
            self.samples.append(Sample(own.mb, files, threads, size, max(crawls, default=0.0)))
            await asyncio.sleep(LOOK_SECONDS)

    async def work(self, db: Database, seconds: float) -> None:
        """The daemon for so many seconds."""
        stop = asyncio.Event()
        with bind(self.config) as page:
            daemon = scheduler.Daemon(self.config, db, self.now, self.crawl, self.back_up)
            working = asyncio.create_task(daemon.run(stop, page))
            looking = asyncio.create_task(self.look())
            await asyncio.wait([working], timeout=seconds)
            looking.cancel()
            stop.set()
            await working

    async def read_all(self) -> None:
        """Every site once more, so that nothing waits for a next run."""
        places = asyncio.Semaphore(self.config.parallel_runs)
        end = self.now()

        async def once_more(site: str) -> None:
            async with places:
                await run_child(site, self.behind(self.config, end))

        await asyncio.gather(*map(once_more, self.config.sites))

    async def back_up(self, config: Config) -> str | None:
        return await run_backup(replace(config, now=self.now()))


@contextlib.contextmanager
def newsroom(asked: argparse.Namespace) -> Iterator[tuple[str, Path]]:
    """The stand-in web in a process of its own: its address, and its truth file."""
    truth = asked.folder / "truth.json"
    options = [f"--{name}={getattr(asked, name)}" for name in ("days", "sites", "seed")]
    command = [sys.executable, str(Path(__file__)), "--serve", str(truth), *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), truth
        finally:
            process.terminate()


def world(asked: argparse.Namespace) -> World:
    sites = watched(asked.sites)
    return build(Plan(asked.seed, START, asked.days, STORIES_A_DAY, VISITS_A_DAY * asked.days, sites=sites))


def serve(asked: argparse.Namespace) -> int:
    """Play the web until it is terminated."""
    rates = replace(Rates(), slow=0.0, source_slow=0.0, crawl_delay=0.0, hiccup=0.02, truncated=0.02, reset=0.02)
    web = Newsroom(world(asked), datetime.combine(START, clock_time(0), WIB), rates=rates)
    truths.write(web.web, asked.serve)
    with web:
        sys.stdout.write(f"{web.base_url}\n")
        sys.stdout.flush()
        signal.pause()
    return 0


def flat(samples: Sequence[Sample]) -> Iterator[Line]:
    """(what, how it went, whether it is flat) of the daemon's own, by the medians of the last two thirds."""
    third = len(samples) // 3
    middle, last = samples[third : 2 * third], samples[2 * third :]
    values: tuple[tuple[str, Callable[[Sample], float], float], ...] = (
        ("memory, MB", lambda one: one.mb, MORE_MB),
        ("open files", lambda one: one.files, MORE_FILES),
        ("threads", lambda one: one.threads, MORE_THREADS),
    )
    for name, value, more in values:
        before, after = statistics.median(map(value, middle)), statistics.median(map(value, last))
        yield name, f"{before:.0f} then {after:.0f}, {max(map(value, samples)):.0f} at most", after - before <= more
    wal = max(one.wal_mb for one in samples)
    yield "write-ahead log, MB", f"{wal:.1f} at most, {samples[-1].wal_mb:.1f} at the end", wal <= WAL_MB
    yield "a crawl's memory, MB", f"{max(one.child_mb for one in samples):.0f} at most", True


def main() -> int:
    asked = _parser().parse_args()
    if asked.serve:
        return serve(asked)
    sites = watched(asked.sites)
    shutil.rmtree(asked.folder, ignore_errors=True)
    if not is_widened(sites):
        ours = ["--folder", str(asked.folder / "soak"), *(["--keep", str(asked.keep)] if asked.keep else [])]
        return run_widened(asked.folder, sites, "bench.soak", [*sys.argv[1:], *ours])
    asked.folder.mkdir(parents=True)
    config = Config(
        database=asked.folder / "soak.db",
        contact="soak@jujugan.example",
        delay=0.0,
        sites=sites,
        parallel_runs=AT_ONCE,
        timetable=Timetable(default=Entry(every=READ_EVERY)),
        review_port=0,
    )
    scheduler.TICK_SECONDS = scheduler.TELL_SECONDS = scheduler.BACKUP_SECONDS = 1
    with newsroom(asked) as (address, truth):
        with open_database(config.database, create=True) as db:
            soak = Soak(config, address, asked.days * 1440 / asked.minutes, random.Random(asked.seed))
            asyncio.run(soak.work(db, asked.minutes * 60))
        told = f"{asked.days} days of {len(sites)} sites in {asked.minutes:g} minutes, {soak.killed} kills"
        return say(f"{told} ({date.today()})", lines(asked, soak, truth), asked.keep)


def lines(asked: argparse.Namespace, soak: Soak, truth: Path) -> Iterator[Line]:
    """What was seen of the daemon, told before anything else can fail; then, once all is read, what was stored."""
    yield from flat(soak.samples)
    asyncio.run(soak.read_all())
    yield from accounted(soak.config, truth, Web(world(asked), NONE))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--sites", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=_absolute, default=ROOT / "data" / "soak", help="made anew")
    parser.add_argument("--keep", type=_absolute, help="a file to write the table to, too")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    return parser


def _absolute(path: str) -> Path:
    return Path(path).resolve()


def say(told: str, table_lines: Iterable[Line], keep: Path | None) -> int:
    """Print each line as it comes, and keep all; the exit code."""
    table, wrong = f"{told}\n", 0
    sys.stdout.write(table)
    for name, said, is_right in table_lines:
        line = f"{'  ' if is_right else 'X '}{name:54}{said}\n"
        sys.stdout.write(line)
        sys.stdout.flush()
        table, wrong = table + line, wrong + (not is_right)
    if keep:
        keep.write_text(table, encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

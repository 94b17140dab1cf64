"""The simulated month: every site polled when the project's own planning says, then held against the truth.

`make month` plays 30 days of 30 sites in worker processes that call the daemon's own run function with a moved clock.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import json
import logging
import multiprocessing
import os
import shutil
import subprocess
import sys
import time as stopwatch
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import month_healing
from article import RunReport
from config import ROOT, Config
from newsroom.compare import StoredArticle
from newsroom.measures import measure, short_of, table
from newsroom.month import Poll
from newsroom.observed import Asked, Line, Observed, SeenAlarm, SeenGap
from newsroom.publication import WIB
from newsroom.remote import RemoteNewsroom
from newsroom.scenario import Scenario, scenarios
from newsroom.server import gateway_at
from newsroom.timeline import Off, Timeline
from polling.outlook import Outlook
from storage import articles, verdicts
from storage.database import Database, open_store
from storage.digest import changes, recovered
from storage.health import alarms, fetches, gaps
from storage.inventory import inventory
from timetable import Entry, Timetable

# One more than cores: a run waits for the disk and the stand-in web as well.
AT_ONCE = 3
NEVER = datetime.max.replace(tzinfo=UTC)
# An operator's timetable: at the shipped half hour the month would take two cores twenty minutes.
TIMETABLE = Timetable(default=Entry(every=timedelta(minutes=40)))
# So many new objects, about those of ten runs, before a worker looks for garbage.
_GARBAGE = 100_000
_TOLD_EVERY = 500


@contextlib.contextmanager
def newsroom(folder: Path, scenario: str) -> Iterator[tuple[RemoteNewsroom, Path]]:
    """The stand-in web of a scenario in a process of its own, and its truth file."""
    truth = folder / "truth.json"
    command = [sys.executable, "-m", "newsroom", "serve", "--port", "0", "--scenario", scenario, "--truth", str(truth)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield RemoteNewsroom(process.stdout.readline().strip()), truth
        finally:
            process.terminate()


def run_in_worker(site: str, config: Config, at: datetime) -> RunReport:
    """One run, as the daemon's child process makes it."""
    from crawler.run import complete, run_site  # in the worker only: the daemon's side knows no Scrapy

    return complete(run_site(site, config, now=at))


def ready_worker() -> None:
    """What a worker loads once: a run leaves much garbage, and what it starts from is none."""
    import crawler.run  # noqa: F401

    logging.disable(logging.WARNING)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE)


def play(
    scenario: Scenario,
    config: Config,
    base_url: str,
    days: int,
    progress: Callable[[Poll], None],
    every: timedelta | None = None,
) -> list[Poll]:
    """Poll every site through the first `days` of the scenario, each when the project's planning says so.

    With `every` a fixed clock takes the planning's place, for comparison.
    """
    plan = scenario.plan
    start = datetime.combine(plan.start, time(0), WIB)
    off = [Off(one.since, one.until) for one in plan.incidents if one.kind == "power"]
    with (
        open_store(config, create=True) as db,
        ProcessPoolExecutor(AT_ONCE, multiprocessing.get_context("spawn"), ready_worker) as pool,
    ):
        outlook = Outlook(db, config.timetable)

        async def run(site: str, at: datetime) -> RunReport:
            behind = replace(config, gateway=gateway_at(base_url, at))
            return await asyncio.get_running_loop().run_in_executor(pool, run_in_worker, site, behind, at)

        def next_poll(site: str, at: datetime) -> datetime:
            if every:
                return start - (start - at) // every * every
            return outlook.next(site, at).at or NEVER

        line = Timeline(run, next_poll, outlook.neighbours, off=off, at_once=AT_ONCE, progress=progress)
        return asyncio.run(line.play(plan.sites, start, start + timedelta(days=days)))


def observe(config: Config, polls: Sequence[Poll], web: RemoteNewsroom, truth: Path) -> Observed:
    """Everything that the measures need, from the database, the newsroom's log and its truth."""
    with open_store(config) as db:
        stored = [
            StoredArticle(row.site, row.url, row.title, row.versions, row.copy_of, row.flagged, row.visits)
            for row in inventory(db)
        ]
        return Observed(
            truth=json.loads(truth.read_text(encoding="utf-8")),
            polls=polls,
            asked=[_asked(row) for row in web.requests()],
            stored=stored,
            flags=dict(_flags(db, stored)),
            gaps=[
                SeenGap(gap.site, gap.source, gap.since, gap.until, gap.noticed, gap.state)
                for site in config.sites
                for gap in gaps.of_site(db, site, "open", "closed", "declared")
            ],
            alarms=[
                SeenAlarm(one.site, one.cause, one.subject, one.since, one.resolved, one.is_note)
                for one in alarms.raised(db, polls[0].at, polls[-1].at)
            ],
            withdrawn=frozenset(one.url for one in changes.untold(db) if one.what == "withdrawn"),
            same=frozenset(fetches.said_the_same(db)),
        )


def _asked(row: dict[str, object]) -> Asked:
    at = datetime.fromisoformat(str(row["clock"]))
    return Asked(str(row["url"]), at, int(str(row["status"])), str(row["kind"]), bool(row["known"]))


def _flags(db: Database, stored: Sequence[StoredArticle]) -> Iterator[tuple[str, datetime]]:
    """When each flagged article was judged so for the first time."""
    for one in stored:
        row = articles.by_key(db, one.site, month_healing.key_of(one)) if one.flagged else None
        found = (
            [verdicts.of_version(db, text.version_id) for text in recovered.texts(db, row.article_id)] if row else []
        )
        judged = [verdict.judged for verdict in found if verdict is not None and verdict.flagged]
        if judged:
            yield one.url, min(judged)


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def simulate(name: str, folder: Path, days: int | None = None) -> list[Line]:
    """Play one of the newsroom's scenarios in `folder`, or its first `days`, and measure it."""
    return measure(played(name, folder, days))


def played(name: str, folder: Path, days: int | None = None, every: timedelta | None = None) -> Observed:
    """Play a scenario, or its first `days`, and look at what came of it."""
    scenario = scenarios()[name]
    days = min(days or scenario.plan.days, scenario.plan.days)
    config = Config(
        database=folder / "month.db",
        contact="month@jujugan.example",
        delay=0.0,
        timetable=TIMETABLE,
        sites=scenario.plan.sites,
    )
    begin, count, new = stopwatch.monotonic(), 0, 0

    def tell(poll: Poll) -> None:
        nonlocal count, new
        count, new = count + 1, new + poll.report.new
        if count % _TOLD_EVERY == 0:
            say(f"{poll.at:%d %b %H:%M}: {count} polls, {new} articles, {stopwatch.monotonic() - begin:.0f} s")

    with newsroom(folder, name) as (web, truth):
        polls = play(scenario, config, web.base_url, days, tell, every)
        seen = observe(config, polls, web, truth)
    took = stopwatch.monotonic() - begin
    size = f"{days} days of {len(config.sites)} sites, {len(seen.pieces)} articles came out"
    sys.stdout.write(f"{size}; {len(polls)} polls stored {new}, in {took:.0f} s\n")
    return seen


def main(arguments: Sequence[str]) -> int:
    """Play, print the table, say what fell short. Returns 0 when every target is met, else 1."""
    parser = argparse.ArgumentParser(prog="month.py", description=__doc__)
    parser.add_argument("scenario", nargs="?", default="month", choices=("month", "days"))
    parser.add_argument("--folder", type=Path, default=ROOT / "data" / "month", help="made anew")
    parser.add_argument("--days", type=int, help="only so many of its days, without the parser that breaks")
    options = parser.parse_args(arguments)
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    begin = stopwatch.monotonic()
    lines = simulate(options.scenario, options.folder, options.days)
    if options.days is None:
        lines.append(month_healing.compared(options.folder))
    sys.stdout.write(
        f"{table(lines)}\n{stopwatch.monotonic() - begin:.0f} seconds of real time on {os.cpu_count()} cores\n"
    )
    return 1 if short_of(lines) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

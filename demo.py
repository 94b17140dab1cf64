"""The demo: a month of the newsroom, played through the same runs that the daemon makes, then the page."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from socket import socket
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from article import RunReport
from config import ROOT, Config, ConfigError
from crawler.run import complete, run_site
from newsroom.compare import Comparison, StoredArticle, compare
from newsroom.month import MonthResult, Poll, play, polled
from newsroom.remote import RemoteNewsroom
from review.app import create_app
from review.server import PageServer, bind
from storage import visits
from storage.database import Database, open_database, open_store
from storage.inventory import inventory
from timetable import TIMEZONE
from wording.facts import telling

OWN_FOLDER = ROOT / "data" / "demo"
START = date(2026, 10, 1)
ROUNDS_A_DAY = 2
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Played:
    """A month played: its runs, its comparison with the truth, and a second reading in which nothing may change."""

    month: MonthResult
    comparison: Comparison
    again: tuple[RunReport, ...]
    unchanged: bool


@contextlib.contextmanager
def newsroom(folder: Path, days: int, seed: int = 1) -> Iterator[tuple[RemoteNewsroom, Path]]:
    """The stand-in web in a process of its own, and its truth file."""
    truth = folder / "truth.json"
    command = [sys.executable, "-m", "newsroom", "serve", "--port", "0", "--days", str(days), "--start", str(START)]
    command += ["--truth", str(truth), "--seed", str(seed)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            if not address:
                raise ConfigError("the newsroom could not start; what it said of it stands above")
            yield RemoteNewsroom(address), truth
        finally:
            process.terminate()


def play_month(config: Config, web: RemoteNewsroom, truth: Path, days: int, console: Console) -> Played:
    """Poll every site through the month, hold what is stored against the truth, then read everything once more."""
    told, sites = read(truth), config.sites

    async def run(site: str, at: datetime) -> RunReport:
        return await run_site(site, config, now=at)

    with progress(console) as bar:
        task = bar.add_task("a month of news", total=(days * ROUNDS_A_DAY + 1) * len(sites), new=0, flagged=0)
        new = flagged = 0

        def tell(poll: Poll) -> None:
            nonlocal new, flagged
            new, flagged = new + poll.report.new, flagged + poll.report.flagged
            bar.update(task, advance=1, description=f"{poll.at:%d %b %Y}", new=new, flagged=flagged)

        month = complete(play(web, run, sites, START, days, ROUNDS_A_DAY, tell, AT_ONCE))
    before = stored(config)
    end = month.polls[-1].at
    again = complete(_once_more(config, sites, end + timedelta(minutes=1)))
    after = stored(config)
    return Played(month, compare(told, after, polled(month.polls)), again, before == after)


def read(truth: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(truth.read_text(encoding="utf-8"))
    return told


async def _once_more(config: Config, sites: tuple[str, ...], now: datetime) -> tuple[RunReport, ...]:
    # the clock of the newsroom stands still, so that nothing new can be there
    return tuple([await run_site(site, config, now=now) for site in sites])


def stored(config: Config) -> list[StoredArticle]:
    with open_store(config) as db:
        return [
            StoredArticle(row.site, row.url, row.title, row.versions, row.copy_of, row.flagged, row.visits)
            for row in inventory(db)
        ]


def progress(console: Console) -> Progress:
    columns = ("{task.description}", BarColumn(), "{task.completed}/{task.total} runs")
    return Progress(
        *[TextColumn(column) if isinstance(column, str) else column for column in columns],
        TextColumn("{task.fields[new]} articles, {task.fields[flagged]} flagged"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def summary(played: Played) -> str:
    """What the demo showed, for people."""
    states = ", ".join(f"{count} {state}" for state, count in sorted(played.month.states().items()))
    requests = sum(poll.report.requests for poll in played.month.polls)
    unchanged = sum(poll.report.not_modified for poll in played.month.polls)
    again = sum(report.new + report.versions for report in played.again)
    return "\n".join(
        (
            "due: articles about the place that were up at a poll; edits: their later texts; right: flagged visits",
            played.comparison.table(),
            f"{len(played.month.polls)} runs ({states}) in {played.month.seconds:.0f} seconds; "
            f"{requests} requests, {unchanged} of them answered with 304 Not Modified",
            f"read once more: {again} new or changed, the database {'is unchanged' if played.unchanged else 'CHANGED'}",
        )
    )


def newest_visits(db: Database, count: int = 5) -> str:
    """The visits found last, a line each."""
    tell, cards = telling("en"), visits.newest(db, count)
    lines = [
        f"  {tell.when(card)}: {'; '.join(card.visitors) or 'visitors not named'} ({tell.people(card)})"
        for card in cards
    ]
    return "\n".join(["the newest visits:", *lines])


def main(config: Config, days: int, database: Path | None, keep_open: bool) -> int:
    """Play, print the summary and, on a terminal, keep the page open. Returns the exit code.

    Without a `database` the demo's own is made anew. Raises ConfigError and StorageError before anything is played.
    """
    console = Console(stderr=True, soft_wrap=True)
    config = replace(config, review_host="127.0.0.1")  # nobody logs in to what is made up
    page = bind(config) if keep_open else None
    if database is None:
        shutil.rmtree(OWN_FOLDER, ignore_errors=True)
        OWN_FOLDER.mkdir(parents=True)
    path = (database or OWN_FOLDER / "jujugan.db").absolute()
    with open_database(path, create=True) as db, newsroom(path.parent, days) as (web, truth):
        sites = tuple(sorted({piece["site"] for piece in read(truth)["publications"]}))
        config = replace(
            config, database=path, store="", gateway=web.gateway, contact="demo@example.org", delay=0.0, sites=sites
        )
        console.print(f"The newsroom, a stand-in web, answers at {web.base_url}; {days} days of it are played now.")
        played = play_month(config, web, truth, days, console)
        sys.stdout.write(f"{summary(played)}\n{newest_visits(db)}\n")
        sys.stdout.flush()
        end = played.month.polls[-1].at
        look = f"JUJUGAN_NOW={end.isoformat(timespec='minutes')} .venv/bin/jujugan digest --preview --db {path}"
        console.print(f"The database is {path}; look into it with: {look}")
        if page:
            # the newsroom still answers, and at the page's own time: pages can be added
            serve(db, replace(config, now=end), page, end, console)
    return 0 if played.unchanged else 1


def serve(db: Database, config: Config, page: socket, now: datetime, console: Console) -> None:
    """The page over the demo's database, at the demo's own time, until Ctrl-C."""
    host, port = page.getsockname()[:2]
    console.print(
        f"The page is at http://{host}:{port}/ (the clock stands at {now.astimezone(TIMEZONE):%d %b %Y}). Ctrl-C ends."
    )
    with page, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(PageServer(create_app(db, config, lambda: now)).serve([page]))

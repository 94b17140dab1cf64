"""A daemon for tests that end it, starve it or count what it holds: its crawls are processes that do nothing."""

from __future__ import annotations

import asyncio
import os
import resource
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import child as children
import scheduler
from article import RunReport
from config import Config
from review.server import bind
from storage import runs, sites
from storage.database import Database, open_database
from timetable import Entry, Timetable


@dataclass(frozen=True, slots=True)
class Life:
    """`crawl` is the command that stands in for one; with a `gateway` a real site is really crawled through it. Time
    passes `faster`; at most so many `files` are open, if any number is given."""

    crawl: tuple[str, ...] = ()
    faster: int = 1
    files: int = 0
    gateway: str = ""


def serve(told: Connection, database: Path, life: Life) -> None:
    """Run the daemon until SIGTERM. It tells first its page's port, then "crawl" as each crawl begins."""
    scheduler.TICK_SECONDS = 0.02  # type: ignore[assignment]
    config = Config(database=database, contact="a@b.example", sites=("detik",), review_port=0)
    config = replace(config, timetable=Timetable(default=Entry(every=timedelta(hours=6))))
    if life.gateway:
        config = replace(config, gateway=life.gateway, delay=0.0, sites=("mediakampung",))
    if life.files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (life.files, life.files))
    start = datetime.now(UTC)

    def now() -> datetime:
        return start + (datetime.now(UTC) - start) * life.faster

    async def no_backup(_: Config) -> str | None:
        return None

    with bind(config) as page, open_database(database) as db:
        _tell(told, str(page.getsockname()[1]))

        async def crawl(site: str, config: Config) -> str:
            if life.gateway:
                _tell(told, "crawl")
                return await children.run_child(site, config)
            return await _crawl(db, site, config, now(), life.crawl, told)

        asyncio.run(scheduler._main(scheduler.Daemon(config, db, now, crawl, no_backup), page))


async def _crawl(
    db: Database, site: str, config: Config, now: datetime, command: tuple[str, ...], told: Connection
) -> str:
    with db.write():
        sites.register(db, site, (), now)
        run = runs.start(db, site, now, os.getpid())
    _tell(told, "crawl")
    end = await children.run(command, config)
    if end.code == 0:
        with db.write():
            runs.finish(db, run, RunReport(site=site, state="good"), now)
    return end.said


def _tell(told: Connection, words: str) -> None:
    os.write(told.fileno(), f"{words}\n".encode())

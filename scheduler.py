"""The daemon: asks the run table which site is due, crawls it in a child process, serves the review page."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from apscheduler.schedulers.asyncio import AsyncIOScheduler

import config as settings
from article import RunReport
from child import run_child
from config import AlreadyRunning, Config, ConfigError
from review.app import create_app
from storage import beats, pages, runs, sites
from storage.database import Database, open_database
from timetable import TIMEZONE

log = logging.getLogger("jujugan")

TICK_SECONDS = 15
BEAT_SECONDS = 60
JUMP_SECONDS = 30


Child = Callable[[str, Config], Awaitable[str]]


@contextlib.contextmanager
def only_daemon(database: Path) -> Iterator[None]:
    """Hold the lock beside the database; the kernel frees it however the process ends. Raises AlreadyRunning."""
    path = database.with_name(database.name + ".lock")
    try:
        handle = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: the lock file cannot be made ({error.strerror})") from None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.seek(0)
            holder = handle.read(20).strip() or "unknown"
            raise AlreadyRunning(f"another daemon (process {holder}) works on {database}; stop it first") from None
        handle.seek(0)
        handle.truncate()
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def notify_systemd(state: str) -> None:
    """Tell systemd, where it started us (Type=notify), how we are."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel, contextlib.suppress(OSError):
            channel.connect("\0" + address[1:] if address.startswith("@") else address)
            channel.send(state.encode())


class Daemon:
    """One process, one event loop: due runs, heartbeat and review page.

    `now` is the clock; `child` crawls one site and says in plain words how the crawl process ended.
    """

    def __init__(self, config: Config, db: Database, now: Callable[[], datetime], child: Child | None = None) -> None:
        self.config = config
        self.child = child or run_child
        self.db = db
        self.now = now
        self.sites = config.sites or settings.site_names()
        self.running: dict[str, asyncio.Task[None]] = {}
        self.places = asyncio.Semaphore(config.parallel_runs)
        self.scheduler = AsyncIOScheduler(
            timezone=TIMEZONE,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    async def run(self, stop: asyncio.Event, page: socket.socket) -> None:
        """Work until `stop` is set; then end the children and close their runs."""
        stale = self._close_stale()
        if stale:
            log.warning("%d runs had been cut off and are closed as interrupted", stale)
        server = _PageServer(
            uvicorn.Config(create_app(self.db, self.config, self.now), log_level="warning", lifespan="off")
        )
        serving = asyncio.create_task(server.serve([page]))
        self.scheduler.start()
        self.every(self.start_due, "interval", seconds=TICK_SECONDS)
        self.every(self.beat, "interval", seconds=BEAT_SECONDS)
        self.every(self.prune, "cron", hour=3, minute=10, jitter=600)
        watchdog = asyncio.create_task(self.watch_clock())
        self.beat()
        self.start_due()
        notify_systemd("READY=1")
        try:
            await stop.wait()
        finally:
            notify_systemd("STOPPING=1")
            watchdog.cancel()
            self.scheduler.shutdown(wait=False)
            for task in self.running.values():
                task.cancel()
            await asyncio.gather(*self.running.values(), return_exceptions=True)
            self._close_stale()
            server.should_exit = True
            await serving

    def every(self, work: Callable[[], None], trigger: str, **when: float) -> None:
        async def on_the_loop() -> None:  # a plain function would run in a thread, which may not use our connection
            work()

        self.scheduler.add_job(on_the_loop, trigger, id=work.__name__, **when)

    def start_due(self) -> None:
        """Start every site whose next run, reckoned from the run table, is owed now: once, however many were missed."""
        now = self.now()
        for site in self.sites:
            if site in self.running:
                continue
            last = runs.latest(self.db, site)
            if self.config.timetable.next(site, last.started if last else None, now) <= now:
                task = asyncio.create_task(self.crawl(site), name=site)
                self.running[site] = task
                task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.running.pop(task.get_name(), None)
        if not task.cancelled() and (error := task.exception()):
            log.error("%s: the run could not be kept: %s", task.get_name(), error)

    async def crawl(self, site: str) -> None:
        """One run of one site in a child process, bounded in time and memory; its end is always in the run table."""
        async with self.places:
            before = runs.latest(self.db, site)
            ended = await self.child(site, self.config)
            row = self._settle(site, before.run_id if before else None, ended)
            log.info("%s: %s, %d new, %d flagged%s", site, row.state, row.new, row.flagged, _tail(row.problems))

    def _settle(self, site: str, before: int | None, ended: str) -> RunReport:
        """A child that died leaves no run, or one that says "running": write down how it ended."""
        row = runs.latest(self.db, site)
        if row and row.run_id != before and row.state != "running":
            return row.report
        with self.db.write():
            if row is None:
                sites.register(self.db, site, (), self.now())
            if row is None or row.run_id == before:
                run, report = runs.start(self.db, site, self.now(), os.getpid()), RunReport(site=site, state="failed")
            else:
                run, report = row.run_id, replace(row.report, state="interrupted")
            report = replace(report, problems=(*report.problems, ended))
            runs.finish(self.db, run, report, self.now())
        return report

    def _close_stale(self) -> int:
        with self.db.write():
            return runs.close_stale(self.db, self.now())

    def beat(self) -> None:
        with self.db.write():
            beats.beat(self.db, "daemon", self.now())
        notify_systemd("WATCHDOG=1")

    def prune(self) -> None:
        """Drop raw pages past their age."""
        with self.db.write():
            pages.prune(self.db, self.now() - timedelta(days=self.config.keep_raw_days))

    async def watch_clock(self) -> None:
        """APScheduler waits on the wall clock it saw; when that is set to another time, plan every job anew."""
        wall, steady = time.time(), time.monotonic()
        while True:
            await asyncio.sleep(TICK_SECONDS)
            drift = (time.time() - wall) - (time.monotonic() - steady)
            if abs(drift) > JUMP_SECONDS:
                log.warning("the clock jumped by %d seconds; the timetable is planned anew", drift)
                wall, steady = time.time(), time.monotonic()
                for job in self.scheduler.get_jobs():
                    job.reschedule(job.trigger)


class _PageServer(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # the daemon has its own handlers and stops the page last


def _tail(problems: tuple[str, ...]) -> str:
    return f" ({'; '.join(problems)})" if problems else ""


def bind_page(config: Config) -> socket.socket:
    """The review page's socket. Raises ConfigError when the address is taken or open to others."""
    if config.review_host not in ("127.0.0.1", "::1", "localhost"):
        raise ConfigError(
            f"review.host is {config.review_host}: the page has no log-in yet, so it answers on 127.0.0.1 only; "
            "reach it through ssh -L or a proxy that asks for a password"
        )
    page = socket.socket(socket.AF_INET6 if ":" in config.review_host else socket.AF_INET)
    page.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        page.bind((config.review_host, config.review_port))
    except OSError as error:
        page.close()
        why = (
            "is in use by another program" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        )
        raise ConfigError(
            f"the review page's address {config.review_host}:{config.review_port} {why}; change review.port"
        ) from None
    return page


def main(config: Config | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
    """Run the daemon until SIGTERM or SIGINT. Raises ConfigError, StorageError and AlreadyRunning before it starts."""
    config = config or settings.load()
    config.require_contact()
    with only_daemon(config.database), open_database(config.database, create=True) as db, bind_page(config) as page:
        asyncio.run(_main(Daemon(config, db, now), page))


async def _main(daemon: Daemon, page: socket.socket) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    host, port = page.getsockname()[:2]
    log.info("watching %d sites; the page is at http://%s:%s/", len(daemon.sites), host, port)
    await daemon.run(stop, page)


if __name__ == "__main__":
    from cli import main as command

    command(["run", *sys.argv[1:]])

"""The daemon: asks the run table which site is due, crawls it in a child process, serves the review page."""

from __future__ import annotations

import asyncio
import contextlib
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

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

import config as settings
from article import RunReport
from child import run_child
from config import AlreadyRunning, Config, ConfigError
from digest import compose, deliver, notice
from polling.outlook import Outlook
from review.app import create_app
from review.server import PageServer, bind
from storage import beats, pages, runs, sites
from storage.database import Database, StorageError, check_place, open_database
from timetable import TIMEZONE

log = logging.getLogger("jujugan")

TICK_SECONDS = 15
BEAT_SECONDS = 60
PRUNE_SECONDS = 3600
TELL_SECONDS = 15
JUMP_SECONDS = 30
SETTLE_AGAIN_SECONDS = 60
# A locked database is asked again later: to wait for it would stop the page.
BUSY_SECONDS = 3

Child = Callable[[str, Config], Awaitable[str]]


class Every(BaseTrigger):  # type: ignore[misc]
    """At an interval, without the times that a jump of the clock left out.

    APScheduler's own interval would list each of them first: 117 million where a machine starts in 1970 and then learns
    what year it is.
    """

    def __init__(self, seconds: float) -> None:
        self.interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        following = (previous or now) + self.interval
        return following if following > now else now + self.interval


@contextlib.contextmanager
def only_daemon(database: Path) -> Iterator[None]:
    """Hold the lock beside the database; the kernel frees it however the process ends.

    Raises AlreadyRunning, ConfigError.
    """
    real = database.resolve()  # a link to the database is no second one
    path = real.with_name(real.name + ".lock")
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
    """One process, one event loop: due runs, digests, heartbeat and review page.

    `now` is the clock; `child` crawls one site and says in plain words how the crawl process ended.
    """

    def __init__(self, config: Config, db: Database, now: Callable[[], datetime], child: Child | None = None) -> None:
        self.config = config
        self.child = child or run_child
        self.db = db
        self.now = now
        self.sites = config.sites or settings.site_names()
        self.outlook = Outlook(db, config.timetable)
        self.running: dict[str, asyncio.Task[None]] = {}
        self.sending: asyncio.Task[None] | None = None
        self.places = asyncio.Semaphore(config.parallel_runs)
        self.scheduler = AsyncIOScheduler(
            timezone=TIMEZONE,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    async def run(self, stop: asyncio.Event, page: socket.socket) -> None:
        """Work until `stop` is set; then end the children and close their runs. Raises StorageError."""
        stale = self._close_stale()
        if stale:
            log.warning("%d runs had been cut off and are closed as interrupted", stale)
        server = PageServer(create_app(self.db, self.config, self.now))
        serving = asyncio.create_task(server.serve([page]))
        serving.add_done_callback(_page_ended)
        for work in (self.beat, self.prune, self.start_due):
            work()
        self.scheduler.start()
        self.plan()
        clock = asyncio.create_task(self.watch_clock())
        notify_systemd("READY=1")
        try:
            await stop.wait()
        finally:
            log.info("stopping")
            notify_systemd("STOPPING=1")
            clock.cancel()
            self.scheduler.shutdown(wait=False)
            tasks = [*self.running.values(), *([self.sending] if self.sending else [])]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            server.should_exit = True
            await asyncio.wait([serving])
            self._close_stale()

    def plan(self) -> None:
        """Reckon the next tick of everything from the clock as it shows now."""
        self._every(TICK_SECONDS, self.start_due)
        self._every(BEAT_SECONDS, self.beat)
        self._every(PRUNE_SECONDS, self.prune)
        self._every(TELL_SECONDS, self.tell)

    def _every(self, seconds: float, work: Callable[[], None]) -> None:
        async def on_the_loop() -> None:  # a plain function would run in a thread, which may not use our connection
            try:
                work()
            except StorageError as error:
                log.error("%s", error)

        self.scheduler.add_job(on_the_loop, Every(seconds), id=work.__name__, replace_existing=True)

    def start_due(self) -> None:
        """Start every site whose next run, reckoned from the run table, is owed now: once, however many were missed."""
        now = self.now()
        for site in self.sites:
            # one connection a host, also where it has several sites
            if self.outlook.neighbours(site) & self.running.keys():
                continue
            if self.outlook.next(site, now).is_due(now):
                task = asyncio.create_task(self.crawl(site), name=site)
                self.running[site] = task
                task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.running.pop(task.get_name(), None)
        if not task.cancelled() and (error := task.exception()):
            log.error("%s: not crawled: %s", task.get_name(), error)

    async def crawl(self, site: str) -> None:
        """One run of one site in a child process, bounded in time and memory; its end is always in the run table."""
        async with self.places:
            before = runs.latest(self.db, site)
            ended = await self.child(site, self.config)
            row = await self._kept(site, before.run_id if before else None, ended)
        log.info("%s: %s, %d new, %d flagged%s", site, row.state, row.new, row.flagged, _tail(row.problems))

    async def _kept(self, site: str, before: int | None, ended: str) -> RunReport:
        """The run's end, once it is kept; until then its place stays taken, since no other run could store either."""
        while True:
            try:
                return self._settle(site, before, ended)
            except StorageError as error:
                log.error("%s: how the run ended cannot be kept yet: %s", site, error)
                await asyncio.sleep(SETTLE_AGAIN_SECONDS)

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
        notify_systemd("WATCHDOG=1")  # before the write, since to start anew does not mend a full disk
        with self.db.write():
            beats.beat(self.db, "daemon", self.now())

    def prune(self) -> None:
        """Drop raw pages past their age, and the oldest of too many."""
        with self.db.write():
            before = self.now() - timedelta(days=self.config.keep_raw_days)
            pages.prune(self.db, before, self.config.keep_raw_mb * 1_000_000)

    def tell(self) -> None:
        """Compose the digest and the report that are owed, and see to it that what waits is sent."""
        for owed in (compose, notice):
            if owed.compose_due(self.db, self.config, self.now()):
                log.info("a %s is composed", "digest" if owed is compose else "report to the administrator")
        if self.sending is None or self.sending.done():
            self.sending = asyncio.create_task(self.send())
            self.sending.add_done_callback(_sending_ended)

    async def send(self) -> None:
        """Send everything in the outbox that is due, one after the other."""
        while (parcel := deliver.claim(self.db, self.now())) is not None:
            outcome = await deliver.send_apart(self.config, parcel)
            deliver.settle(self.db, self.config, parcel, outcome, self.now())
            log.info("%s to %s: %s", parcel.subject, parcel.channel, outcome.words or "sent")

    async def watch_clock(self) -> None:
        """APScheduler waits on the wall clock it saw; when that is set to another time, plan every job anew."""
        wall, steady = time.time(), time.monotonic()
        while True:
            await asyncio.sleep(TICK_SECONDS)
            drift = (time.time() - wall) - (time.monotonic() - steady)
            if abs(drift) > JUMP_SECONDS:
                log.warning("the clock jumped by %d seconds; the timetable is planned anew", drift)
                wall, steady = time.time(), time.monotonic()
                self.plan()


def _page_ended(serving: asyncio.Task[None]) -> None:
    if not serving.cancelled() and (error := serving.exception()):
        log.error("the page has stopped (%s); the crawls go on", error)


def _sending_ended(sending: asyncio.Task[None]) -> None:
    if not sending.cancelled() and (error := sending.exception()):
        log.error("what waits in the outbox is sent later: %s", error)


def _tail(problems: tuple[str, ...]) -> str:
    return f" ({'; '.join(problems)})" if problems else ""


def main(config: Config) -> None:
    """Run the daemon until SIGTERM, SIGINT or SIGHUP. Raises ConfigError, StorageError and AlreadyRunning."""
    config.require_contact()
    config.digest.check_secrets()
    if config.now is not None:
        raise ConfigError("JUJUGAN_NOW moves the clock of single commands; the daemon lives in real time: unset it")
    check_place(config.database)
    with (
        only_daemon(config.database),
        bind(config) as page,
        open_database(config.database, create=True, busy_seconds=BUSY_SECONDS) as db,
    ):
        asyncio.run(_main(Daemon(config, db, lambda: datetime.now(UTC)), page))


async def _main(daemon: Daemon, page: socket.socket) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(sign) is not signal.SIG_IGN:  # as nohup leaves it
            loop.add_signal_handler(sign, stop.set)
    host, port = page.getsockname()[:2]
    log.info("watching %d sites; the page is at http://%s:%s/", len(daemon.sites), host, port)
    await daemon.run(stop, page)


if __name__ == "__main__":
    from cli import main as command

    command(["run", *sys.argv[1:]])

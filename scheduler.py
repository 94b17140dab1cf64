"""The daemon: asks the run table which site is due, crawls it in a child process, serves the desk."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

import child as children
import config as settings
from article import RunReport
from child import ProgramChanged, run_backup, run_child
from config import Config, ConfigError
from digest import compose, deliver, notice
from polling.addresses import Addresses, none_of, resolve
from polling.apart import Apart
from polling.outlook import Outlook
from polling.ticks import Every, jumps, notify_systemd, wait_for_the_date
from review.app import create_app
from review.server import PageServer, bind
from storage import runs
from storage.database import Database, StorageError, check_place
from storage.file import backups, room
from storage.file.lock import only_daemon
from storage.health import beats, mishaps
from storage.removal import retention
from timetable import TIMEZONE

log = logging.getLogger("jujugan")

TICK_SECONDS, TELL_SECONDS = 15, 15
BEAT_SECONDS, BACKUP_SECONDS, SETTLE_AGAIN_SECONDS = 60, 60, 60
PRUNE_SECONDS, LOOK_SECONDS = 3600, 3600
BACKUP_AGAIN = timedelta(hours=1)  # after one that failed
# A locked database is asked again later: to wait for it would stop the page.
BUSY_SECONDS = 3

Child = Callable[[str, Config], Awaitable[str]]
Backup = Callable[[Config], Awaitable[str | None]]


class Daemon:
    """One process, one event loop: due runs, digests, heartbeat and desk.

    `now` is the clock; `child` crawls one site and says in plain words how the crawl process ended; `backup` makes the
    nightly backup and says why it failed.
    """

    def __init__(
        self,
        config: Config,
        db: Database,
        now: Callable[[], datetime],
        child: Child = run_child,
        backup: Backup = run_backup,
    ) -> None:
        children.as_started()
        self.config, self.db, self.now = config, db, now
        self.child, self.backup = child, backup
        self.sites = config.sites or settings.site_names()
        self.outlook = Outlook(db, config.timetable)
        # names stand behind a gateway, or are the workers' to ask for
        self.apart = Apart(db, Addresses(none_of if config.gateway or config.queue else resolve))
        self.running: dict[str, asyncio.Task[None]] = {}
        self.sending: asyncio.Task[None] | None = None
        self.saving: asyncio.Task[None] | None = None
        self.save_tried: datetime | None = None
        self.is_outdated = False
        self.places = asyncio.Semaphore(config.parallel_runs)
        self.scheduler = AsyncIOScheduler(
            timezone=TIMEZONE,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    async def run(self, stop: asyncio.Event, page: socket.socket) -> None:
        """Work until `stop` is set; then end the children and close their runs. Raises StorageError."""
        if stale := self._close_stale():
            log.warning("%d runs had been cut off and are closed as interrupted", stale)
        self._up_to_date()
        server = PageServer(create_app(self.db, self.config, self.now))
        serving = _told(asyncio.create_task(server.serve([page])), "the page has stopped (%s); the crawls go on")
        await self.apart.first_look(self.now())
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
            self.scheduler.pause()
            await asyncio.sleep(0)  # what it has begun ends in one step; cancelled, it would be told as an error
            self.scheduler.shutdown(wait=False)
            tasks = [*self.running.values(), *filter(None, (self.sending, self.saving, self.apart.looking))]
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
        self._every(BACKUP_SECONDS, self.save)
        self._every(LOOK_SECONDS, self.look)

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
        if self.is_outdated:
            if children.is_changed():
                return
            self._up_to_date()
        if self.config.queue or room.is_short(self.db, now):
            return  # with a queue, workers read the sites
        for site in self.sites:
            # one connection a host, also where it has several sites or names
            is_busy = (self.outlook.neighbours(site) | self.apart.of(site)) & self.running.keys()
            if not is_busy and self.outlook.next(site, now).is_due(now):
                task = asyncio.create_task(self.crawl(site), name=site)
                self.running[site] = task
                task.add_done_callback(self._ended)

    def look(self) -> None:
        """Ask anew which sites answer at one address."""
        self.apart.look(self.now())

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.running.pop(task.get_name(), None)
        if not task.cancelled() and (error := task.exception()):
            log.error("%s: not crawled: %s", task.get_name(), error)

    async def crawl(self, site: str) -> None:
        """One run of one site in a child process, bounded in time and memory; its end is always in the run table."""
        async with self.places:
            before = runs.latest(self.db, site)
            try:
                ended = await self.child(site, self.config)
            except ProgramChanged as error:
                self._outdated(str(error))
                return
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
        with self.db.write():
            return runs.settle(self.db, site, before, ended, self.now())

    def _close_stale(self) -> int:
        if self.config.queue:
            return 0  # they are the workers'
        with self.db.write():
            return runs.close_stale(self.db, self.now())

    def _outdated(self, words: str) -> None:
        """Begin no other run: each would be refused."""
        if not self.is_outdated:
            log.error("no site is read any more: %s", words)
            self.is_outdated = True
            with self.db.write():
                mishaps.record(self.db, "restart", words, self.now())

    def _up_to_date(self) -> None:
        with self.db.write():
            mishaps.over(self.db, "restart", self.now())
        self.is_outdated = False

    def beat(self) -> None:
        notify_systemd("WATCHDOG=1")  # before the write, since to start anew does not mend a full disk
        with self.db.write():
            beats.beat(self.db, "daemon", self.now())

    def prune(self) -> None:
        """Drop what has been kept for its time."""
        with self.db.write():
            retention.prune(self.db, self.config, self.now())
        room.shorten_log(self.db, self.now())

    def tell(self) -> None:
        """Compose the digest and the report that are owed, and see to it that what waits is sent."""
        for owed in (compose, notice):
            if owed.compose_due(self.db, self.config, self.now()):
                log.info("a %s is composed", "digest" if owed is compose else "report to the administrator")
        if self.sending is None or self.sending.done():
            self.sending = _told(asyncio.create_task(self.send()), "what waits in the outbox is sent later: %s")

    def save(self) -> None:
        """Begin the backup that the timetable owes."""
        now = self.now()
        is_free = self.saving is None or self.saving.done()
        is_too_soon = self.save_tried is not None and timedelta(0) <= now - self.save_tried < BACKUP_AGAIN
        if is_free and not is_too_soon and backups.is_due(self.db, self.config, now):
            self.saving = _told(asyncio.create_task(self._save()), "how the backup ended cannot be kept: %s")

    async def _save(self) -> None:
        """Make a backup; that it failed is kept for the administrator, and ends nothing but itself."""
        self.save_tried = self.now()
        failed = await self.backup(self.config)
        log.log(
            logging.ERROR if failed else logging.INFO, "the backup %s", f"failed: {failed}" if failed else "is made"
        )
        with self.db.write():
            if failed:
                mishaps.record(self.db, "backup", failed, self.now())
            else:
                mishaps.over(self.db, "backup", self.now())

    async def send(self) -> None:
        """Send everything in the outbox that is due, one after the other."""
        while (parcel := deliver.claim(self.db, self.now())) is not None:
            outcome = await deliver.send_apart(self.config, parcel)
            deliver.settle(self.db, self.config, parcel, outcome, self.now())
            log.info("%s to %s: %s", parcel.subject, parcel.channel, outcome.words or "sent")

    async def watch_clock(self) -> None:
        """APScheduler waits on the wall clock it saw; when that is set to another time, plan every job anew."""
        async for drift in jumps(TICK_SECONDS):
            log.warning("the clock jumped by %d seconds; the timetable is planned anew", drift)
            self.plan()


def _told(task: asyncio.Task[None], otherwise: str) -> asyncio.Task[None]:
    """The task, which is to end without an error; one that it ends by is logged with what follows from it."""

    def tell(ended: asyncio.Task[None]) -> None:
        if not ended.cancelled() and (error := ended.exception()):
            log.error(otherwise, error)

    task.add_done_callback(tell)
    return task


def _tail(problems: tuple[str, ...]) -> str:
    return f" ({'; '.join(problems)})" if problems else ""


def main(config: Config) -> None:
    """Run the daemon until SIGTERM, SIGINT or SIGHUP. Raises ConfigError, StorageError and AlreadyRunning."""
    config.require_contact()
    config.digest.check_secrets()
    if config.now is not None:
        raise ConfigError("JUJUGAN_NOW moves the clock of single commands; the daemon lives in real time: unset it")
    check_place(config.database)
    wait_for_the_date()
    with (
        only_daemon(config.database),
        bind(config) as page,
        backups.opened(config, datetime.now(UTC), busy_seconds=BUSY_SECONDS) as db,
    ):
        asyncio.run(_main(Daemon(config, db, lambda: datetime.now(UTC)), page))


async def _main(daemon: Daemon, page: socket.socket) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(sign) is not signal.SIG_IGN:  # as nohup leaves it
            loop.add_signal_handler(sign, stop.set)
    host, port = page.getsockname()[:2]
    log.info("sites that are read: %d; the page is at http://%s:%s/", len(daemon.sites), host, port)
    await daemon.run(stop, page)


if __name__ == "__main__":
    from cli import main as command

    command(["run", *sys.argv[1:]])

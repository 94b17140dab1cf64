"""The daemon: who is due, what becomes of a run, one daemon a database, a clean stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Self

import httpx
import pytest
import time_machine

import child
import scheduler
from article import RunReport
from child import ProgramChanged
from config import ROOT, AlreadyRunning, Cluster, Config, ConfigError
from polling import apart
from polling.addresses import Addresses
from polling.apart import Apart
from polling.ticks import Every
from review.app import create_app
from review.server import PageServer, bind
from scheduler import Daemon
from storage import runs, sites
from storage.database import Database, open_database
from storage.file import holdings
from storage.file.lock import only_daemon
from storage.health import beats, mishaps
from timetable import Entry, Timetable

START = datetime(2026, 11, 2, 3, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "j.db", create=True) as opened:
        yield opened


def settings(tmp_path: Path, **given: object) -> Config:
    table = Timetable(default=Entry(every=timedelta(hours=6)))
    return Config(
        **{
            "database": tmp_path / "j.db",
            "sites": ("detik", "kompas"),
            "timetable": table,
            "contact": "a@example.org",
            "review_port": 0,
            **given,
        }
    )


class Children:
    """Stands in for crawl processes: each ends good, or as `how` says."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self.clock, self.how = db, clock, "good"
        self.calls: list[str] = []
        self.hold: asyncio.Event | None = None
        self.now_running = self.most_running = self.ended = 0

    async def __call__(self, site: str, _: Config) -> str:
        self.calls.append(site)
        self.now_running += 1
        self.most_running = max(self.most_running, self.now_running)
        await (self.hold.wait() if self.hold else asyncio.sleep(0.01))
        self.now_running -= 1
        self.ended += 1
        if self.how == "stillborn":
            return "the crawl process ended with code 1: no module"
        with self.db.write():
            sites.register(self.db, site, (), self.clock())
            run = runs.start(self.db, site, self.clock(), os.getpid())
        if self.how == "killed":
            return "the crawl process was killed by signal 9"
        with self.db.write():
            runs.finish(self.db, run, RunReport(site=site, state="good"), self.clock())
        return "ended"


async def settle(daemon: Daemon) -> None:
    daemon.start_due()
    while daemon.running:
        await asyncio.gather(*daemon.running.values())


@pytest.mark.fault("B1")
def test_power_off_for_days_gives_exactly_one_run_a_site(db: Database, tmp_path: Path) -> None:
    clock = Clock()
    children = Children(db, clock)
    daemon = Daemon(settings(tmp_path), db, clock, children)
    asyncio.run(settle(daemon))
    assert sorted(children.calls) == ["detik", "kompas"]
    clock.now += timedelta(days=4)
    asyncio.run(settle(Daemon(settings(tmp_path), db, clock, children)))
    asyncio.run(settle(Daemon(settings(tmp_path), db, clock, children)))
    assert sorted(children.calls) == ["detik", "detik", "kompas", "kompas"]


@pytest.mark.fault("B2")
def test_a_run_longer_than_its_interval_is_never_started_twice(db: Database, tmp_path: Path) -> None:
    children = Children(db, Clock())

    async def poll() -> None:
        daemon = Daemon(settings(tmp_path), db, children.clock, children)
        for _ in range(5):
            daemon.start_due()
            await asyncio.sleep(0)
        await settle(daemon)

    asyncio.run(poll())
    assert sorted(children.calls) == ["detik", "kompas"]


def test_a_failed_run_is_tried_again_before_the_next_time_of_the_timetable(db: Database, tmp_path: Path) -> None:
    clock = Clock()
    children = Children(db, clock)
    children.how = "stillborn"
    table = Timetable(default=Entry(at=(clock_time(10), clock_time(22))))
    config = settings(tmp_path, timetable=table, sites=("detik",))
    for minutes, calls in ((0, 1), (9, 1), (11, 2), (29, 2), (32, 3)):
        clock.now = START + timedelta(minutes=minutes)
        asyncio.run(settle(Daemon(config, db, clock, children)))
        assert len(children.calls) == calls, minutes
    children.how = "good"
    for hours, calls in ((2, 4), (11, 4), (12.1, 5), (23, 5), (24.1, 6)):
        clock.now = START + timedelta(hours=hours)
        asyncio.run(settle(Daemon(config, db, clock, children)))
        assert len(children.calls) == calls, hours


@pytest.mark.fault("D5")
def test_three_sites_on_one_host_are_never_crawled_at_once(db: Database, tmp_path: Path) -> None:
    hosts = {
        "banyuwangikab": "banyuwangikab.go.id",
        "banyuwangikab_offices": "ppid.banyuwangikab.go.id",
        "banyuwangikab_villages": "desa.banyuwangikab.go.id",
    }
    with db.write():
        for site, host in hosts.items():
            sites.register(db, site, [host], START)
        sites.register(db, "detik", ["detik.com"], START)
    children = Children(db, Clock())
    config = settings(tmp_path, sites=(*hosts, "detik"), parallel_runs=4)
    daemon = Daemon(config, db, children.clock, children)

    async def thrice() -> None:
        await settle(daemon)
        assert sorted(children.calls) == ["banyuwangikab", "detik"]
        for count in (2, 3):
            await settle(daemon)
            assert len(set(children.calls) & set(hosts)) == count

    asyncio.run(thrice())
    assert sorted(children.calls) == [*hosts, "detik"]


@pytest.mark.fault("D5")
def test_sites_of_several_holders_at_one_address_are_never_crawled_at_once(db: Database, tmp_path: Path) -> None:
    portals = {"banyuwangihits": "banyuwangihits.id", "kabarbanyuwangi": "kabarbanyuwangi.co.id"}
    with db.write():
        for site, host in (*portals.items(), ("detik", "detik.com")):
            sites.register(db, site, [host], START)
    children = Children(db, Clock())
    config = settings(tmp_path, sites=(*portals, "detik"), parallel_runs=3)
    daemon = Daemon(config, db, children.clock, children)
    daemon.apart = Apart(
        db, Addresses(lambda host: frozenset({"192.0.2.7" if host in portals.values() else "192.0.2.8"}))
    )

    async def twice() -> None:
        await daemon.apart.first_look(START)
        await settle(daemon)
        assert sorted(children.calls) == ["banyuwangihits", "detik"]
        await settle(daemon)

    asyncio.run(twice())
    assert sorted(children.calls) == ["banyuwangihits", "detik", "kabarbanyuwangi"]


def test_names_that_are_not_resolved_hold_up_no_daemon(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "FIRST_SECONDS", 0.05)
    known = threading.Event()
    with db.write():
        sites.register(db, "detik", ["detik.com"], START)
    children = Children(db, Clock())
    daemon = Daemon(settings(tmp_path), db, children.clock, children)
    daemon.apart = Apart(db, Addresses(lambda _: frozenset({"192.0.2.7"} if known.wait(30) else ())))

    async def begin() -> None:
        async with working(daemon):
            while not children.calls:
                await asyncio.sleep(0.01)
            assert daemon.apart.looking and not daemon.apart.looking.done()
            known.set()

    asyncio.run(begin())


def test_with_a_queue_the_daemon_reads_no_site_and_closes_no_run(db: Database, tmp_path: Path) -> None:
    children = Children(db, Clock())
    config = settings(tmp_path, cluster=Cluster(queue="postgresql://db.example/jujugan"))

    async def work() -> None:
        async with working(Daemon(config, db, children.clock, children)):
            with db.write():
                sites.register(db, "detik", (), START)
                runs.start(db, "detik", START, 1)

    asyncio.run(work())
    assert children.calls == []
    assert db.rows("SELECT state FROM run") == [{"state": "running"}]


def test_no_more_sites_are_crawled_at_once_than_configured(db: Database, tmp_path: Path) -> None:
    children = Children(db, Clock())
    asyncio.run(settle(Daemon(settings(tmp_path, parallel_runs=1), db, children.clock, children)))
    assert children.most_running == 1


@pytest.mark.fault("H3", "H1")
@pytest.mark.parametrize(("how", "state"), [("stillborn", "failed"), ("killed", "interrupted")])
def test_a_crawl_process_that_dies_leaves_a_closed_run_that_says_how(
    db: Database, tmp_path: Path, how: str, state: str
) -> None:
    children = Children(db, Clock())
    children.how = how
    asyncio.run(settle(Daemon(settings(tmp_path), db, children.clock, children)))
    row = runs.latest(db, "detik")
    assert row is not None
    assert row.state == state
    assert "the crawl process" in row.report.problems[0]


def test_crawls_of_another_program_end_all_runs_until_the_daemon_is_of_it_too(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    children = Children(db, clock)
    refused: list[str] = []

    async def refuse(site: str, _: Config) -> str:
        refused.append(site)
        raise ProgramChanged("the program was changed")

    daemon = Daemon(settings(tmp_path, parallel_runs=1), db, clock, refuse)
    monkeypatch.setattr(child, "is_changed", lambda: True)
    for _ in range(3):
        asyncio.run(settle(daemon))
    assert len(refused) == 2  # both were begun before the first was refused
    assert [(one.about, one.words) for one in mishaps.standing(db)] == [("restart", "the program was changed")]
    assert runs.latest(db, "detik") is None
    daemon.child = children
    monkeypatch.setattr(child, "is_changed", lambda: False)
    asyncio.run(settle(daemon))
    assert sorted(children.calls) == ["detik", "kompas"]
    assert mishaps.standing(db) == []


class Backups:
    """Stands in for the process that backs up: each is noted, or fails in the words given."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self.clock = db, clock
        self.fails: str | None = None
        self.calls = 0

    async def __call__(self, config: Config) -> str | None:
        self.calls += 1
        if self.fails is None:
            with self.db.write():
                holdings.record(self.db, "backup", config.backup_folder / f"{self.calls}.db", self.clock())
        return self.fails


async def save(daemon: Daemon) -> None:
    daemon.save()
    daemon.save()
    if daemon.saving:
        await daemon.saving


def test_a_backup_is_made_once_a_night_and_tried_again_where_it_fails(db: Database, tmp_path: Path) -> None:
    clock = Clock()
    backups = Backups(db, clock)
    daemon = Daemon(settings(tmp_path), db, clock, backup=backups)
    asyncio.run(save(daemon))
    with db.write():
        sites.register(db, "detik", (), START)
        runs.start(db, "detik", START, 1)
    night = START.replace(hour=19, minute=30)  # 02:30 in Jakarta
    for moment, calls in ((night - timedelta(hours=1), 0), (night, 1), (night + timedelta(hours=20), 1)):
        clock.now = moment
        asyncio.run(save(daemon))
        assert backups.calls == calls
    backups.fails = "the disk is full"
    clock.now = night + timedelta(days=1)
    for calls in (2, 2):
        asyncio.run(save(daemon))
        assert backups.calls == calls
        clock.now += timedelta(minutes=30)
    assert [(one.about, one.words) for one in mishaps.standing(db)] == [("backup", "the disk is full")]
    backups.fails = None
    asyncio.run(save(daemon))
    assert (backups.calls, mishaps.standing(db)) == (3, [])


@pytest.mark.usefixtures("quick")
def test_a_stop_ends_a_backup_that_is_under_way(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "BACKUP_SECONDS", 0.05)
    clock = Clock()
    children = Children(db, clock)
    begun, ended = asyncio.Event(), asyncio.Event()

    async def long(_: Config) -> str | None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return None

    async def work() -> None:
        async with working(Daemon(settings(tmp_path), db, clock, children, long)):
            await until(lambda: children.ended == 2)
            clock.now += timedelta(days=2)
            await begun.wait()
        assert ended.is_set()

    asyncio.run(work())


@contextlib.asynccontextmanager
async def working(daemon: Daemon) -> AsyncIterator[None]:
    """The daemon at work with its page on a free port."""
    stop = asyncio.Event()
    with bind(daemon.config) as page:
        work = asyncio.create_task(daemon.run(stop, page))
        try:
            yield
        finally:
            stop.set()
            await work


async def until(check: Callable[[], bool]) -> None:
    """Wait for it; the test's own limit of time ends a wait in vain."""
    while not check():
        await asyncio.sleep(0.02)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TICK_SECONDS", "BEAT_SECONDS", "SETTLE_AGAIN_SECONDS"):
        monkeypatch.setattr(scheduler, name, 0.05)


@pytest.mark.usefixtures("quick")
def test_the_timetable_is_followed_while_the_daemon_runs(
    db: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    children = Children(db, clock)

    async def work() -> None:
        daemon = Daemon(settings(tmp_path), db, clock, children)
        async with working(daemon):
            for round_number in (1, 2, 3):
                await until(lambda: children.ended == 2 * round_number and not daemon.running)  # noqa: B023
                clock.now += timedelta(hours=6)
            clock.now -= timedelta(hours=6)

    asyncio.run(work())
    beat = beats.last(db, "daemon")
    assert beat is not None
    assert beat > START
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.fault("B4")
@pytest.mark.usefixtures("quick")
def test_a_clock_set_back_by_a_year_stops_nothing(
    db: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def clock() -> datetime:
        return datetime.now(UTC)

    children = Children(db, clock)

    async def work() -> None:
        async with working(Daemon(settings(tmp_path), db, clock, children)):
            await until(lambda: children.ended == 2)
            with time_machine.travel(clock() - timedelta(days=365)):
                await until(lambda: children.ended == 4)
                await until(lambda: (beats.last(db, "daemon") or clock()) < clock() + timedelta(hours=1))
                await until(lambda: "the clock jumped by -3153" in caplog.text)

    asyncio.run(work())


@pytest.mark.fault("B3", "B5")
def test_a_clock_that_was_wrong_by_decades_owes_one_tick_and_no_list_of_them() -> None:
    every, then = Every(15), datetime(1970, 1, 1, tzinfo=UTC)
    now = then + timedelta(days=365 * 56)
    assert every.get_next_fire_time(None, then) == then + timedelta(seconds=15)
    assert every.get_next_fire_time(then, then + timedelta(seconds=1)) == then + timedelta(seconds=15)
    assert every.get_next_fire_time(then, now) == now + timedelta(seconds=15)


@pytest.mark.fault("A9")
@pytest.mark.usefixtures("quick")
def test_a_locked_database_holds_the_crawl_up_and_neither_the_page_nor_the_end_of_a_run_is_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        open_database(tmp_path / "j.db", create=True, busy_seconds=0) as db,
        open_database(tmp_path / "j.db") as other,
    ):
        children = Children(db, Clock())
        children.how = "stillborn"
        daemon = Daemon(settings(tmp_path), db, children.clock, children)

        async def work() -> None:
            children.hold = asyncio.Event()
            async with working(daemon):
                await until(lambda: children.now_running == 2)
                with other.write():
                    children.hold.set()
                    await until(lambda: caplog.text.count("cannot be kept yet") >= 4)
                    page = httpx.AsyncClient(
                        transport=httpx.ASGITransport(create_app(db, daemon.config, children.clock))
                    )
                    async with page:
                        assert (await page.get("http://127.0.0.1/")).status_code == 200
                await until(lambda: not daemon.running)

        asyncio.run(work())
        assert sorted(children.calls) == ["detik", "kompas"]
        for site in children.calls:
            row = runs.latest(db, site)
            assert row is not None
            assert row.state == "failed"
    assert "Traceback" not in caplog.text


def test_a_job_that_falls_due_as_the_daemon_ends_is_not_told_as_an_error(
    db: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    children = Children(db, Clock())
    daemon = Daemon(settings(tmp_path), db, children.clock, children)

    async def late() -> None:
        """A job that is cancelled before its first step, unless the timetable pauses first."""

    async def work() -> None:
        async with working(daemon):
            await until(lambda: children.ended == 2)
            asyncio.get_running_loop().call_soon(daemon.scheduler.add_job, late)  # due one turn after the end is told

    asyncio.run(work())
    assert "Error running job" not in caplog.text


def test_the_crawl_goes_on_when_the_page_fails(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise OSError("no page today")

    monkeypatch.setattr(PageServer, "serve", broken)
    children = Children(db, Clock())

    async def work() -> None:
        async with working(Daemon(settings(tmp_path), db, children.clock, children)):
            await until(lambda: children.ended == 2)

    asyncio.run(work())
    assert "the page has stopped (no page today)" in caplog.text


@pytest.mark.fault("H2")
def test_a_stop_closes_the_runs_of_crawls_that_it_breaks_off(db: Database, tmp_path: Path) -> None:
    children = Children(db, Clock())

    async def work() -> None:
        children.hold = asyncio.Event()
        async with working(Daemon(settings(tmp_path), db, children.clock, children)):
            await until(lambda: children.now_running == 2)
            with db.write():
                for site in children.calls:
                    sites.register(db, site, (), START)
                    runs.start(db, site, START, 1)

    asyncio.run(work())
    assert db.rows("SELECT DISTINCT state FROM run") == [{"state": "interrupted"}]


@pytest.mark.fault("A18")
def test_a_second_daemon_is_refused_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    linked = tmp_path / "linked.db"
    linked.symlink_to(path)
    for again in (path, linked):
        with only_daemon(path), pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"), only_daemon(again):
            pass
    with only_daemon(path):
        pass


def test_a_moved_clock_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="JUJUGAN_NOW"):
        scheduler.main(settings(tmp_path, now=START))
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ConfigError, match="in use"):
            bind(settings(tmp_path, review_port=taken.getsockname()[1]))


def test_an_address_that_is_told_takes_connections_before_the_page_is_up(tmp_path: Path) -> None:
    with bind(settings(tmp_path, review_port=0)) as page, socket.create_connection(page.getsockname(), timeout=5):
        pass


class Real:
    """A real daemon whose only site is behind a gateway, which answers nothing or, `deaf`, not even that."""

    def __init__(self, tmp_path: Path, *, deaf: bool) -> None:
        self.path = tmp_path / "j.db"
        self.gateway = socket.socket()
        self.gateway.bind(("127.0.0.1", 0))
        if deaf:
            self.gateway.listen()
        environ = os.environ | {
            "JUJUGAN_DB": str(self.path),
            "JUJUGAN_CONTACT": "a@example.org",
            "JUJUGAN_SITES": "seblang",
            "JUJUGAN_REVIEW_PORT": "0",
            "JUJUGAN_GATEWAY": f"http://127.0.0.1:{self.gateway.getsockname()[1]}/{{url}}",
            "JUJUGAN_DELAY": "0",
        }
        self.process = subprocess.Popen(
            [sys.executable, "scheduler.py"], cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        self.page = line[line.index("http://") :].strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()
        self.gateway.close()

    def state(self) -> str | None:
        with open_database(self.path) as db:
            row = runs.latest(db, "seblang")
            return row.state if row else None

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def wait_for(check: Callable[[], bool]) -> None:
    """The test's own limit of time ends a wait in vain."""
    while not check():
        time.sleep(0.1)


def test_the_daemon_goes_on_without_a_network_says_so_and_stops_cleanly(tmp_path: Path) -> None:
    with Real(tmp_path, deaf=False) as daemon:
        wait_for(lambda: daemon.state() == "failed")
        with open_database(daemon.path) as db:
            row = runs.latest(db, "seblang")
        assert row is not None
        assert "unreachable" in " ".join(row.report.problems)
        assert httpx.get(f"{daemon.page}healthz").status_code == 200
        assert "unreachable" in httpx.get(f"{daemon.page}health").text
        status = Path(f"/proc/{daemon.process.pid}/status").read_text().splitlines()
        resident = int(next(line for line in status if "VmRSS" in line).split()[1])
        assert resident < 80 * 1024, f"{resident} kB resident"
        second = subprocess.run(
            [sys.executable, "-m", "cli", "run", "--db", str(daemon.path)],
            cwd=ROOT,
            env=os.environ | {"JUJUGAN_CONTACT": "a@example.org"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (second.returncode, second.stderr.count("\n")) == (75, 1)
        assert daemon.stop() == 0


@pytest.mark.fault("H2", "B9")
def test_sigterm_while_a_crawl_hangs_ends_both_within_half_a_minute(tmp_path: Path) -> None:
    with Real(tmp_path, deaf=True) as daemon:
        wait_for(lambda: daemon.state() == "running")
        assert daemon.stop() == 0
        assert daemon.state() == "interrupted"

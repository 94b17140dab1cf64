"""The daemon: who is due, what becomes of a run, one daemon a database, a clean stop."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

import scheduler
from article import RunReport
from config import ROOT, AlreadyRunning, Config, ConfigError
from scheduler import Daemon, only_daemon
from storage import beats, runs, sites
from storage.database import Database, open_database
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
        database=tmp_path / "j.db", sites=("detik", "kompas"), timetable=table, contact="a@example.org", **given
    )


class Children:
    """Stands in for crawl processes: each ends good, or as `how` says."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db, self.clock, self.calls, self.how = db, clock, [], "good"
        self.now_running = self.most_running = 0

    async def __call__(self, site: str, _: Config) -> str:
        self.calls.append(site)
        self.now_running += 1
        self.most_running = max(self.most_running, self.now_running)
        await asyncio.sleep(0.01)
        self.now_running -= 1
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


def test_no_more_sites_are_crawled_at_once_than_configured(db: Database, tmp_path: Path) -> None:
    children = Children(db, Clock())
    asyncio.run(settle(Daemon(settings(tmp_path, parallel_runs=1), db, children.clock, children)))
    assert children.most_running == 1


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


def test_the_timetable_is_followed_while_the_daemon_runs(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(scheduler, "TICK_SECONDS", 0.1)
    monkeypatch.setattr(scheduler, "BEAT_SECONDS", 0.1)
    clock = Clock()
    children = Children(db, clock)
    config = settings(tmp_path, review_port=0)

    async def work() -> None:
        stop = asyncio.Event()
        with scheduler.bind_page(config) as page:
            daemon = asyncio.create_task(Daemon(config, db, clock, children).run(stop, page))
            for _ in range(3):
                await asyncio.sleep(0.4)
                clock.now += timedelta(hours=6)
            stop.set()
            await daemon

    asyncio.run(work())
    assert children.calls.count("detik") == 3
    beat = beats.last(db, "daemon")
    assert beat is not None
    assert beat > START
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_a_second_daemon_is_refused_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    with only_daemon(path), pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"), only_daemon(path):
        pass
    with only_daemon(path):
        pass


def test_an_open_address_and_a_taken_port_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no log-in"):
        scheduler.bind_page(settings(tmp_path, review_host="0.0.0.0"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ConfigError, match="in use"):
            scheduler.bind_page(settings(tmp_path, review_port=taken.getsockname()[1]))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def process(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A real daemon whose only site is behind a gateway that nobody listens at."""
    port = free_port()
    environ = os.environ | {
        "JUJUGAN_DB": str(tmp_path / "j.db"),
        "JUJUGAN_CONTACT": "a@example.org",
        "JUJUGAN_SITES": "seblang",
        "JUJUGAN_REVIEW_PORT": str(port),
        "JUJUGAN_GATEWAY": f"http://127.0.0.1:{free_port()}/{{url}}",
        "JUJUGAN_DELAY": "0",
    }
    with subprocess.Popen(
        [sys.executable, "scheduler.py"], cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True
    ) as daemon:
        try:
            yield daemon, port
        finally:
            if daemon.poll() is None:
                daemon.kill()


def wait_for(check: object, seconds: float = 40) -> None:
    assert callable(check)
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def test_the_daemon_goes_on_without_a_network_says_so_and_stops_cleanly(
    process: tuple[subprocess.Popen[str], int], tmp_path: Path
) -> None:
    daemon, port = process
    wait_for(lambda: answers(port))
    with open_database(tmp_path / "j.db") as db:
        wait_for(lambda: (row := runs.latest(db, "seblang")) is not None and row.state == "failed")
        row = runs.latest(db, "seblang")
        assert row is not None
        assert "unreachable" in " ".join(row.report.problems)
    assert answers(port)
    resident = int(
        next(line for line in Path(f"/proc/{daemon.pid}/status").read_text().splitlines() if "VmRSS" in line).split()[1]
    )
    assert resident < 80 * 1024, f"{resident} kB resident"
    second = subprocess.run(
        [sys.executable, "-m", "cli", "run", "--db", str(tmp_path / "j.db")],
        cwd=ROOT,
        env=os.environ | {"JUJUGAN_CONTACT": "a@example.org"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (second.returncode, second.stderr.count("\n")) == (75, 1)
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(30) == 0
    with open_database(tmp_path / "j.db") as db:
        row = runs.latest(db, "seblang")
        assert row is not None
        assert row.state != "running"

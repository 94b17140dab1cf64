"""Clocks that jump, or have lost the date, and machines in other zones."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

import httpx
import pytest
import time_machine
from click.testing import CliRunner

import scheduler
from article import RunReport
from cli import jujugan
from config import Config, ConfigError
from polling import ticks
from review.server import bind
from scheduler import Daemon
from storage import runs, sites
from storage.database import Database
from timetable import Entry, Timetable

Measured = Callable[[str], None]

HOURS_3 = timedelta(hours=3)


def real_time() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(scheduler, "TICK_SECONDS", 0.05)
    yield


class Crawled:
    """Stands in for the crawl processes: when each run of a site was, by the clock as it showed."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.at: list[datetime] = []

    async def __call__(self, site: str, _: Config) -> str:
        now = real_time()
        with self.db.write():
            sites.register(self.db, site, (), now)
            run = runs.start(self.db, site, now, os.getpid())
            runs.finish(self.db, run, RunReport(site=site, state="good"), now)
        self.at.append(now)
        return "ended"


async def until(check: Callable[[], bool]) -> float:
    """Wait for it, half a minute at most; how many real seconds it took."""
    began = time.monotonic()
    while not check():
        assert time.monotonic() - began < 30
        await asyncio.sleep(0.02)
    return time.monotonic() - began


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("jump", "row"), [(HOURS_3, "B3"), (-HOURS_3, "B4")], ids=["forward", "back"])
@pytest.mark.fault("B3", "B4")
def test_b3_b4_a_clock_that_jumps_three_hours_neither_delays_nor_silences(
    jump: timedelta, row: str, db: Database, tmp_path: Path, measured: Measured
) -> None:
    table = Timetable(default=Entry(every=timedelta(hours=2)))
    config = Config(
        database=tmp_path / "news.db", sites=("detik",), timetable=table, contact="a@b.example", review_port=0
    )
    crawled = Crawled(db)

    async def work() -> float:
        stop = asyncio.Event()
        with bind(config) as page:
            daemon = asyncio.create_task(Daemon(config, db, real_time, crawled).run(stop, page))
            await until(lambda: len(crawled.at) == 1)
            with time_machine.travel(real_time() + jump):
                took = await until(lambda: len(crawled.at) == 2)
            stop.set()
            await daemon
        return took

    took = asyncio.run(work())
    measured(f"{row}: read again {took:.1f} s after the jump, with a look at the clock every 0.05 s instead of 15 s")


@pytest.mark.usefixtures("quick")
@pytest.mark.fault("B10")
def test_b10_a_timetable_that_has_stopped_is_told_before_the_next_run_is_due(
    db: Database, tmp_path: Path, measured: Measured
) -> None:
    every, clock = timedelta(hours=2), [real_time()]
    table = Timetable(default=Entry(every=every))
    config = Config(
        database=tmp_path / "news.db", sites=("detik",), timetable=table, contact="a@b.example", review_port=0
    )
    crawled = Crawled(db)

    async def answers(path: str, host: str) -> httpx.Response:
        async with httpx.AsyncClient() as editor:
            return await editor.get(f"http://{host}{path}", timeout=30)

    async def work() -> tuple[timedelta, str]:
        stop = asyncio.Event()
        with bind(config) as page:
            host = "{}:{}".format(*page.getsockname())
            daemon = Daemon(config, db, lambda: clock[0], crawled)
            running = asyncio.create_task(daemon.run(stop, page))
            await until(lambda: len(crawled.at) == 1)
            assert (await answers("/healthz", host)).status_code == 200
            daemon.scheduler.pause()
            stopped = clock[0]
            while (await answers("/healthz", host)).status_code == 200:
                clock[0] += timedelta(minutes=1)
            told = (await answers("/health", host)).text
            stop.set()
            await running
        return clock[0] - stopped, told

    after, told = asyncio.run(work())
    assert after < every and "No site is being read: the daemon is silent." in told
    measured(f"told {after.total_seconds() / 60:.0f} minutes after the timetable stopped, with an interval of 2 hours")


@pytest.mark.fault("B5")
def test_b5_a_machine_that_has_lost_the_date_waits_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waited = 0

    def sleep(_: float) -> None:
        nonlocal waited
        waited += 1
        if waited == 3:
            traveller.move_to(datetime(2026, 11, 22, tzinfo=UTC))

    monkeypatch.setattr(time, "sleep", sleep)
    with time_machine.travel(datetime(1970, 1, 1, 0, 1, tzinfo=UTC), tick=False) as traveller:
        ticks.wait_for_the_date()
    assert waited == 3
    assert caplog.text.count("1970-01-01") == 1
    ticks.wait_for_the_date()
    assert waited == 3


@pytest.mark.fault("B5")
def test_b5_the_daemon_opens_no_database_before_it_knows_the_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Waiting(Exception):
        pass

    def wait() -> None:
        raise Waiting

    monkeypatch.setattr(scheduler, "wait_for_the_date", wait)
    config = Config(database=tmp_path / "news.db", contact="a@b.example", review_port=0)
    with pytest.raises(Waiting):
        scheduler.main(config)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.fault("B5")
def test_b5_a_single_command_is_refused_and_says_why(tmp_path: Path) -> None:
    with time_machine.travel(datetime(1970, 1, 1, 0, 1, tzinfo=UTC), tick=False):
        for command in (["crawl", "detik"], ["digest", "--preview"], ["user", "add", "rina"]):
            done = CliRunner().invoke(jujugan, [*command, "--db", str(tmp_path / "news.db")])
            assert isinstance(done.exception, ConfigError)
            assert "clock shows 1970-01-01" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def in_zone() -> Iterator[Callable[[str | None], None]]:
    before = os.environ.get("TZ")

    def put(zone: str | None) -> None:
        if zone is None:
            os.environ.pop("TZ", None)
        else:
            os.environ["TZ"] = zone
        time.tzset()

    yield put
    put(before)


@pytest.mark.fault("B8")
@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_b8_the_timetable_is_the_same_wherever_the_machine_stands(
    day: datetime, in_zone: Callable[[str | None], None], measured: Measured
) -> None:
    entry = Entry(at=(clock_time(6, 30), clock_time(13), clock_time(19, 45)))
    found = {}
    for zone in ("Asia/Jakarta", "Europe/Berlin", "America/St_Johns"):
        in_zone(zone)
        at, times = day - timedelta(hours=12), []
        for _ in range(6):
            at = entry.slot(at)
            times.append(at.astimezone(UTC))
        found[zone] = times
    assert len(set(map(tuple, found.values()))) == 1
    measured(f"{len(times)} times equal in {len(found)} zones on {day:%d %B}")


@pytest.mark.fault("B2")
def test_b2_no_run_overlaps_with_another_of_its_site(db: Database, tmp_path: Path, measured: Measured) -> None:
    slots, at_once, most = 1000, 0, 0
    clock = [datetime(2026, 11, 2, tzinfo=UTC)]
    config = Config(
        database=tmp_path / "news.db",
        sites=("detik",),
        timetable=Timetable(default=Entry(every=timedelta(minutes=30))),
        contact="a@b.example",
    )

    async def slow(site: str, _: Config) -> str:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        with db.write():
            sites.register(db, site, (), clock[0])
            run = runs.start(db, site, clock[0], os.getpid())
        for _ in range(3):  # three slots pass meanwhile
            await asyncio.sleep(0)
        with db.write():
            runs.finish(db, run, RunReport(site=site, state="good"), clock[0])
        at_once -= 1
        return "ended"

    async def work() -> None:
        daemon = Daemon(config, db, lambda: clock[0], slow)
        for _ in range(slots):
            daemon.start_due()
            await asyncio.sleep(0)
            clock[0] += timedelta(minutes=40)
        await asyncio.gather(*daemon.running.values())

    asyncio.run(work())
    ended = db.rows("SELECT count(*) AS n FROM run WHERE state = 'good'")[0]["n"]
    assert most == 1 and ended > slots / 10
    measured(f"0 overlaps in {slots} slots, {ended} runs of several slots each")

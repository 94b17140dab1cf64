"""Long: kills of workers and of PostgreSQL at random moments, and what the sites see of more workers."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from newsroom.server import Newsroom
from release.make import Asked
from storage.database import open_database
from tests.pacing import pauses, rates
from tests.postgres import Server, served
from tests.releasing import export, unlike
from tests.working import Workers, by_one_machine, given_back, stored, world

SITES = (
    "seblang", "ngopibareng", "kabarbanyuwangi", "radarbanyuwangi", "jatimnow", "beritajatim", "detik", "mediakampung",
)  # fmt: skip
KILLS, SERVER_KILLS = 12, 3
HEARTBEAT = 4
# For where nobody is killed: no worker is to seem lost, however busy the machine is.
CALM: dict[str, Any] = {"at_once": 1, "heartbeat": 10}
# Seconds between two requests, and sites with so many pages that the delay's jitter averages out.
DELAY, PACED = 1.0, ("kabarbanyuwangi", "jatimnow")

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served(is_safe=True) as running:
        yield running


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(world(SITES), datetime.now(UTC)) as running:
        yield running


@pytest.fixture(scope="module")
def busy_newsroom() -> Iterator[Newsroom]:
    with Newsroom(world(PACED, per_day=26), datetime.now(UTC)) as running:
        yield running


@contextmanager
def workers(server: Server, newsroom: Newsroom, folder: Path, **given: object) -> Iterator[Workers]:
    folder.mkdir()
    given = {"heartbeat": HEARTBEAT, **given}
    with server.database() as address, Workers(address, newsroom, folder, **given) as running:  # type: ignore[arg-type]
        yield running


@pytest.mark.fault("J1")
def test_kills_of_one_of_three_workers_lose_nothing_and_store_nothing_twice(
    server: Server, newsroom: Newsroom, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    draw, waits = random.Random(7), []
    alone = by_one_machine(newsroom, tmp_path, SITES)
    for number in range(KILLS):
        with workers(server, newsroom, tmp_path / f"kill{number}", sites=SITES) as running:
            running.until(lambda: "running" in running.states().values())
            time.sleep(draw.random() * 5)
            killed = datetime.now()
            running.kill_one(draw)
            running.until_all_good()
        with running.store() as db:
            assert stored(db) == alone
        waits += [(at - killed).total_seconds() / HEARTBEAT for at in given_back(running.log())]
    measured(
        f"{KILLS} kills of one of 3 workers, {len(alone)} articles of {len(SITES)} sites each: 0 lost, 0 twice; "
        f"{len(waits)} runs given to others after at most {max(waits):.1f} heartbeats"
    )
    assert max(waits) <= 3


@pytest.mark.fault("J2")
def test_kills_of_postgresql_lose_nothing(
    server: Server, newsroom: Newsroom, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    draw = random.Random(8)
    alone = by_one_machine(newsroom, tmp_path, SITES)
    for number in range(SERVER_KILLS):
        with workers(server, newsroom, tmp_path / f"kill{number}", sites=SITES) as running:
            running.until(lambda: "running" in running.states().values())
            time.sleep(draw.random() * 5)
            server.kill()
            time.sleep(2)
            server.start()
            running.until_all_good()
        with running.store() as db:
            assert stored(db) == alone
    measured(f"{SERVER_KILLS} kills of PostgreSQL, {len(alone)} articles each: 0 lost, 0 twice")


@pytest.mark.fault("J4")
def test_each_site_sees_the_same_rate_however_many_workers(
    server: Server, busy_newsroom: Newsroom, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    seen: dict[int, dict[str, float]] = {}
    for count in (1, 3, 6):
        busy_newsroom.log.clear()
        folder = tmp_path / f"workers{count}"
        with workers(
            server, busy_newsroom, folder, sites=PACED, count=count, at_once=1, delay=DELAY, heartbeat=10
        ) as running:
            running.until_all_good()
        seen[count] = rates(busy_newsroom, DELAY)
    off = {count: max(abs(seen[count][host] / seen[1][host] - 1) for host in seen[1]) for count in (3, 6)}
    words = "; ".join(f"{count} workers: {mean(found.values()):.3f} a second" for count, found in seen.items())
    shortest = min(gap for gaps in pauses(busy_newsroom, DELAY).values() for gap in gaps)
    measured(f"{words}; no site more than {max(off.values()):.1%} from its rate with one worker")
    assert all(one.together == 1 for one in busy_newsroom.log.seen())
    assert shortest > 0.98 * DELAY
    assert max(off.values()) <= 0.05


@pytest.mark.fault("J4")
def test_what_more_workers_bring_is_told(
    server: Server, newsroom: Newsroom, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    told = []
    for count in (1, 2, 4):
        begun, before = time.monotonic(), os.times()
        with workers(
            server, newsroom, tmp_path / f"w{count}", sites=SITES, count=count, at_once=1, heartbeat=10
        ) as running:
            running.until_all_good()
        seconds, after = time.monotonic() - begun, os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        with running.store() as db:
            pages = len(stored(db))
        told.append((count, pages / seconds, 1000 * used / pages))
    words = [
        f"{count} workers: {rate:.1f} a second ({rate / told[0][1] / count:.0%} of so many single ones), {used:.0f} ms "
        "of processor each"
        for count, rate, used in told
    ]
    measured(f"articles without a delay on {os.cpu_count()} cores that others use too: {'; '.join(words)}")


@pytest.mark.fault("J6")
def test_many_machines_give_the_release_that_one_gives(
    server: Server, newsroom: Newsroom, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    count = len(by_one_machine(newsroom, tmp_path, SITES))
    with open_database(tmp_path / "alone.db") as db:
        export(db, tmp_path / "one", Asked(by_content=True))
    (tmp_path / "workers").mkdir()
    with server.database() as address:
        with Workers("", newsroom, tmp_path / "workers", SITES, heartbeat=10, store_at=address) as running:
            running.until_all_good()
        with running.store() as db:
            export(db, tmp_path / "many", Asked(by_content=True))
    rows, differing = unlike(tmp_path / "one", tmp_path / "many")
    assert differing == {}
    measured(f"{count} articles of {len(SITES)} sites in PostgreSQL and in a file: {rows} rows of the releases alike")

"""Real workers over a newsroom: what is due is read once, by whichever; a worker that is killed loses nothing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config import ROOT
from newsroom.server import Newsroom
from storage import runs
from storage.database import open_database
from tests.postgres import Server, served
from tests.working import Workers, by_one_machine, stored, world

SITES = ("seblang", "ngopibareng", "kabarbanyuwangi")


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(world(SITES, per_day=12), datetime.now(UTC)) as running:
        yield running


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served(is_safe=True) as running:
        yield running


@pytest.fixture
def queue(server: Server) -> Iterator[str]:
    with server.database() as address:
        yield address


@pytest.fixture
def environ(tmp_path: Path, queue: str, newsroom: Newsroom) -> dict[str, str]:
    return os.environ | {
        "JUJUGAN_DB": str(tmp_path / "j.db"),
        "JUJUGAN_CONTACT": "a@example.org",
        "JUJUGAN_SITES": ",".join(SITES),
        "JUJUGAN_GATEWAY": newsroom.gateway,
        "JUJUGAN_CLUSTER_QUEUE": queue,
    }


@pytest.mark.fault("J1")
def test_a_worker_that_is_killed_loses_nothing_and_stores_nothing_twice(
    queue: str, newsroom: Newsroom, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    with Workers(queue, newsroom, tmp_path, SITES, count=2) as workers:
        workers.until(lambda: "running" in workers.states().values())
        workers.kill_one(random.Random(3))
        workers.until_all_good()
        with workers.store() as db:
            found = stored(db)
            assert all(row.pid for site in SITES if (row := runs.latest(db, site)))
    assert found == by_one_machine(newsroom, tmp_path, SITES)
    measured(f"1 of 2 workers killed: {len(found)} articles of {len(SITES)} sites, 0 lost, 0 twice")


@pytest.mark.fault("J6")
def test_one_setting_gives_what_one_machine_gives(queue: str, newsroom: Newsroom, tmp_path: Path) -> None:
    with Workers("", newsroom, tmp_path, SITES, count=2, heartbeat=10, store_at=queue) as workers:
        workers.until_all_good()
        with workers.store() as db:
            found = stored(db)
    assert found == by_one_machine(newsroom, tmp_path, SITES)


def test_planning_once_orders_each_site_once_and_registers_it(environ: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cli", "plan", "--once"]
    said = [
        subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert said == ["ordered=3\n", "ordered=0\n"]
    with open_database(tmp_path / "j.db") as db:
        (row,) = db.rows("SELECT count(*) AS sites FROM site WHERE hosts <> '[]'")
    assert row["sites"] > 30


def test_a_store_whose_address_is_none_is_told_in_plain_words(environ: dict[str, str]) -> None:
    given = {"JUJUGAN_STORE": "postgresql://x@127.0.0.1:9/%zz"}
    command = [sys.executable, "-m", "cli", "plan", "--once"]
    done = subprocess.run(command, cwd=ROOT, env=environ | given, capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (78, 1)
    assert done.stderr.startswith("jujugan: the sites cannot be registered: postgresql://x@127.0.0.1:9/%zz: ")


@pytest.mark.parametrize(("given", "code", "words"), [
    ({"JUJUGAN_CLUSTER_QUEUE": ""}, 78, "there is no queue"),
    ({"JUJUGAN_CONTACT": ""}, 78, "contact is empty"),
    ({"JUJUGAN_NOW": "2026-11-01T00:00:00Z"}, 78, "a worker lives in real time"),
    ({"JUJUGAN_CLUSTER_QUEUE": "postgresql://x@127.0.0.1:9/x"}, 1, "the queue does not answer"),
])  # fmt: skip
def test_a_refused_start_is_one_line(environ: dict[str, str], given: dict[str, str], code: int, words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cli", "worker"],
        cwd=ROOT, env=environ | given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr

"""What is given for running on many machines: read where it cannot be run, run where it can."""

from __future__ import annotations

import asyncio
import os
import shlex
import subprocess
import time
from collections.abc import Iterator
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

import config
from cli import jujugan
from cluster.engine import STALE_HEARTBEATS, Queue
from config import ROOT, Config
from tests.postgres import Server, served

DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text())
    return found


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served(is_safe=True) as running:
        yield running


def test_the_compose_file_starts_commands_that_exist_with_settings_that_exist(compose: dict[str, Any]) -> None:
    ours = {name: one for name, one in compose["services"].items() if name != "db"}
    assert {name: one["command"][1] for name, one in ours.items()} == {
        "planner": "plan",
        "worker": "worker",
        "desk": "run",
    }
    for one in ours.values():
        assert one["command"][1] in jujugan.commands
        assert {name for name in one["environment"] if name.startswith("JUJUGAN_")} <= set(config.ENVIRONMENT)
        assert one["restart"] == "always"
    assert compose["services"]["worker"]["deploy"]["replicas"] == 3


def test_a_worker_is_stopped_before_its_runs_are_another_s() -> None:
    unit = RawConfigParser(strict=False, comment_prefixes=("#",))
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "jujugan-worker@.service")
    service = unit["Service"]
    assert shlex.split(service["ExecStart"])[-1] == "worker"
    assert service["Restart"] == "always"
    assert int(service["TimeoutStopSec"]) <= STALE_HEARTBEATS * Config().cluster.heartbeat


def test_every_statement_of_the_dashboards_is_answered(server: Server) -> None:
    name = server.new()

    async def prepare() -> None:
        async with Queue(server.address(name), 10, 600):
            """The tables are there now."""

    asyncio.run(prepare())
    statements = [part for part in (DEPLOY / "queue.sql").read_text().split(";") if "SELECT" in part]
    assert len(statements) == 7
    with psycopg.connect(server.address(name)) as connection:
        for statement in statements:
            connection.execute(statement.encode()).fetchall()


def test_a_copy_of_the_server_and_its_archive_bring_back_what_was_written_after_it(server: Server) -> None:
    archive, copies = server.folder / "archive", server.folder / "copies"
    for folder in (archive, copies):
        as_server(["mkdir", str(folder)], server)
    keeping = f"test ! -f {archive}/%f && cp %p {archive}/.%f && mv {archive}/.%f {archive}/%f"
    with (server.data / "postgresql.conf").open("a") as settings:
        settings.write(f"archive_mode = on\narchive_command = '{keeping}'\n")
    server.stop()
    server.start()
    server.sql("postgres", "CREATE TABLE told (words text)")
    server.sql("postgres", "INSERT INTO told VALUES ('before')")
    script = (DEPLOY / "postgres-backup.sh").read_text()
    told = []
    for _ in range(3):
        told.append(as_server(["sh", "-c", script, "postgres-backup.sh", str(copies), str(archive), "2"], server))
        time.sleep(1)  # a copy is named after its second
    kept = sorted(path.name for path in copies.iterdir())
    assert kept == [Path(one).name for one in told[-2:]]
    server.sql("postgres", "INSERT INTO told VALUES ('after')")
    server.sql("postgres", "SELECT pg_switch_wal()")
    ((newest,),) = rows(server, "SELECT pg_walfile_name(pg_current_wal_lsn() - 1)")
    while not any(path.name >= newest for path in archive.iterdir()):
        time.sleep(0.1)
    server.stop()
    server.data = Path(told[-1])
    with (server.data / "postgresql.conf").open("a") as settings:
        settings.write(f"restore_command = 'cp {archive}/%f %p'\n")
    (server.data / "recovery.signal").touch()
    server.start()
    assert rows(server, "SELECT words FROM told ORDER BY words") == [("after",), ("before",)]


def rows(server: Server, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(server.address("postgres")) as connection:
        return connection.execute(statement.encode()).fetchall()


def as_server(command: list[str], server: Server) -> str:
    """What a program says that is run as the user that the server belongs to."""
    given = {"PGHOST": str(server.folder), "PGUSER": "tests", "PATH": f"{server.programs}:{os.environ['PATH']}"}
    user: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    done = subprocess.run(
        command, env=os.environ | given, capture_output=True, text=True, check=False, cwd=server.folder, **user
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()

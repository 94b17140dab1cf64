"""One machine needs nothing of many: with their libraries out of reach, everything goes its way."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from config import ROOT
from newsroom.server import Newsroom
from tests.working import world

OF_MANY = ("procrastinate", "psycopg", "psycopg_pool", "sqlglot")


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Runs a command where none of these libraries can be imported, in it and in what it starts."""
    for name in OF_MANY:
        (tmp_path / "blocked" / name).mkdir(parents=True)
        (tmp_path / "blocked" / name / "__init__.py").write_text(f"raise ImportError('{name} is blocked')")

    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **environ: str) -> subprocess.Popen[str]:
        given = {"JUJUGAN_DB": str(tmp_path / "j.db"), "JUJUGAN_CONTACT": "a@example.org", "JUJUGAN_REVIEW_PORT": "0"}
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | given | {"PYTHONPATH": str(tmp_path / "blocked")} | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with process:  # closes its pipes, or what goes wrong here is said of a later test
            process.kill()


def test_the_libraries_are_blocked(apart: Callable[..., subprocess.Popen[str]]) -> None:
    for name in OF_MANY:
        assert "is blocked" in apart("-c", f"import {name}").communicate()[1]


def test_a_round_and_a_digest_need_nothing_of_many(apart: Callable[..., subprocess.Popen[str]]) -> None:
    with Newsroom(world(["seblang"]), datetime.now(UTC)) as web:
        environ = {"JUJUGAN_GATEWAY": web.gateway, "JUJUGAN_DELAY": "0"}
        for command in (["crawl", "seblang"], ["digest", "--preview"]):
            process = apart("-m", "cli", *command, **environ)
            said = process.communicate()
            assert process.returncode == 0, said


def test_the_daemon_needs_nothing_of_many(apart: Callable[..., subprocess.Popen[str]]) -> None:
    daemon = apart("-m", "cli", "run", JUJUGAN_SITES="seblang", JUJUGAN_GATEWAY="http://127.0.0.1:9/{url}")
    assert daemon.stderr is not None
    page = next(line for line in daemon.stderr if "http://" in line).split()[-1]
    assert httpx.get(f"{page}healthz").status_code == 200
    daemon.terminate()
    daemon.communicate()
    assert daemon.returncode == 0


def test_nothing_of_many_is_loaded_by_the_daemon_and_the_commands() -> None:
    code = f"import cli, scheduler, sys; print(sorted({{'cluster', *{OF_MANY}}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", ["worker", "plan"])
def test_without_the_extra_the_commands_of_many_say_what_to_install(
    apart: Callable[..., subprocess.Popen[str]], command: str
) -> None:
    process = apart("-m", "cli", command)
    said = process.communicate()[1]
    assert process.returncode == 78
    assert said == "jujugan: psycopg is blocked: install requirements/cluster.txt to work on many machines\n"

"""The daemon's own process: its log, its ports, its file descriptors."""

from __future__ import annotations

import itertools
import logging
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.watching import OneLine
from config import ROOT
from storage.database import check, open_database
from tests import hostile as web
from tests import warta
from tests.kill.daemon import Life, serve
from tests.kill.nursery import killed
from tests.processes import Held, held

Often = Callable[[int, int], int]
Measured = Callable[[str], None]

_FORGED = ("\n", "\r", "\x1b[2J\x1b[31m", "\u2028", "\x85", "\x9b31m", "\u202e", "\0")


@pytest.mark.fault("H9")
@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(_FORGED), st.text(max_size=10)), max_size=8).map("".join))
def test_h9_a_message_of_the_log_is_one_line_whatever_stands_in_it(said: str) -> None:
    line = OneLine("%(levelname)s %(message)s").format(
        logging.LogRecord("jujugan", logging.ERROR, "", 0, "%s: %s", ("detik", said), None)
    )
    assert len(line.splitlines()) == 1
    assert line.startswith("ERROR detik:")
    assert not set(line) & {"\x1b", "\x9b", "\u202e", "\0"}


_FEW_FILES = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[3]), int(sys.argv[3])))
from crawler.run import complete, run_site
from tests import warta
config = warta.config(None, Path(sys.argv[1]), gateway=sys.argv[2])
report = complete(run_site(warta.Warta, config, now=warta.NOW, limits=warta.QUICK))
print(report.state)
"""


@pytest.mark.fault("H10")
def test_h10_a_crawl_short_of_files_fails_and_the_next_one_makes_it_good(
    server: web.Hostile, crawl: warta.Crawl, tmp_path: Path, measured: Measured
) -> None:
    warta.publish(server, 1, 2, 3)
    ended = {}
    for files in (8, 12, 16, 24, 64):
        command = [sys.executable, "-c", _FEW_FILES, str(tmp_path), server.gateway, str(files)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        ended[files] = done.stdout.strip() if done.returncode == 0 else f"code {done.returncode}"
    crawl()
    with open_database(tmp_path / "crawl.db") as db:
        check(db, "integrity_check")
        assert db.rows("SELECT count(*) AS n FROM article")[0]["n"] == 3
    assert ended[64] == "good"
    measured("; ".join(f"{files} files: {how}" for files, how in ended.items()))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    open_database(path, create=True).close()
    return path


def states(database: Path) -> dict[str, int]:
    with open_database(database) as db:
        return {row["state"]: int(row["n"]) for row in db.rows("SELECT state, count(*) AS n FROM run GROUP BY state")}


@pytest.mark.fault("H2")
@pytest.mark.timeout(900)
def test_h2_sigterm_at_any_moment_of_a_crawl_ends_the_daemon_with_every_run_closed(
    database: Path, often: Often, measured: Measured
) -> None:
    ends, chance, took = often(4, 50), random.Random(2), []
    for end in range(1, ends + 1):
        with killed(serve, database, Life(("sleep", "600"), faster=100_000 * end)) as (daemon, lines):
            assert next(lines).strip().isdigit()
            assert next(lines) == "crawl\n"
            time.sleep(chance.uniform(0, 0.2))
            began = time.monotonic()
            os.kill(daemon.pid or 0, signal.SIGTERM)
            daemon.join(30)
            took.append(time.monotonic() - began)
            assert daemon.exitcode == 0
        assert states(database) == {"interrupted": end}
    measured(f"{ends} of {ends} ends, 0 runs left open, after {max(took):.1f} s at most")


def over_runs(database: Path, life: Life, first: int, runs: int) -> tuple[Held, Held]:
    """What a daemon held after its first runs, and after so many more: no more than before."""
    with killed(serve, database, life) as (daemon, lines):
        assert next(lines).strip().isdigit()
        for number, line in enumerate(lines):
            assert line == "crawl\n"
            if number == first:
                before = held(daemon.pid or 0)
            if number == first + runs:
                break
        after = held(daemon.pid or 0)
        os.kill(daemon.pid or 0, signal.SIGTERM)
        for _ in lines:
            pass
        daemon.join(40)
        assert daemon.exitcode == 0
    assert (after.threads, after.files) <= (before.threads + 1, before.files + 3), "what the run under way holds"
    assert after.mb - before.mb < 10
    return before, after


@pytest.mark.fault("H1")
@pytest.mark.timeout(900)
def test_h1_the_daemon_holds_no_more_after_hundreds_of_runs(database: Path, often: Often, measured: Measured) -> None:
    runs, first = often(40, 500), 20
    before, after = over_runs(database, Life(("true",), faster=2_000_000), first, runs)
    assert states(database)["good"] >= runs
    measured(f"{runs} runs: {before.mb:.0f} MB before, {after.mb:.0f} MB after; as many threads and files")


def evil_front(server: web.Hostile) -> None:
    """A front page that lists each time an article and what is to spoil the run that reads it."""
    home, count = "https://mediakampung.com/", itertools.count(1)
    evils = itertools.cycle([web.bomb("gzip"), web.page("<p>a" * 900_000), web.page("<div>" * 200_000), web.reset])

    def answer(connection: socket.socket, request: web.Asked) -> None:
        number = next(count)
        urls = [f"{home}meka-20261014{2 * number + step:05}/kabar-{2 * number + step}" for step in (0, 1)]
        server.answers |= {urls[0]: web.page(warta.article(number)), urls[1]: next(evils)}
        links = "".join(f'<li><a href="{url}">{warta.title(n)}</a></li>' for n, url in enumerate(urls, number))
        web.page(f"<!doctype html><html><body><ul>{links}</ul></body></html>")(connection, request)

    server.answers[home] = answer


@pytest.mark.fault("H1")
@pytest.mark.timeout(3000)
def test_h1_the_daemon_holds_no_more_after_real_crawls_of_evil_pages(
    server: web.Hostile, database: Path, often: Often, measured: Measured
) -> None:
    runs, first = often(2, 60), 1
    evil_front(server)
    before, after = over_runs(database, Life(faster=500_000, gateway=server.gateway), first, runs)
    with open_database(database) as db:
        check(db)
        assert db.rows("SELECT count(*) AS n FROM article")[0]["n"] >= runs
    measured(f"{runs} real runs with evil pages: {before.mb:.0f} MB before, {after.mb:.0f} MB after")


@pytest.mark.fault("H10")
def test_h10_a_daemon_whose_files_are_used_up_says_so_and_goes_on_once_there_are_some(
    database: Path, measured: Measured
) -> None:
    files = 64
    with killed(serve, database, Life(("true",), faster=200_000, files=files)) as (daemon, lines):
        port = int(next(lines))
        assert next(lines) == "crawl\n"
        with ExitStack() as open_ones:
            for _ in range(files):
                open_ones.enter_context(socket.create_connection(("127.0.0.1", port)))
            failed = until(lambda: states(database).get("interrupted", 0))
            with open_database(database) as db:
                [told] = db.rows("SELECT problems FROM run WHERE state = 'interrupted' ORDER BY id LIMIT 1")
            assert "could not be started" in told["problems"] and "Too many open files" in told["problems"]
        good = states(database)["good"]
        until(lambda: states(database)["good"] > good)
        assert httpx.get(f"http://127.0.0.1:{port}/", timeout=30).status_code == 200
        os.kill(daemon.pid or 0, signal.SIGTERM)
        for _ in lines:
            pass
        daemon.join(30)
        assert daemon.exitcode == 0
    measured(f"a daemon of {files} files, all taken by who asks its page: {failed} runs failed, then good again")


def until(look: Callable[[], int | bool]) -> int:
    """What it sees once it sees something; the test's own limit of time ends a wait in vain."""
    while not (seen := look()):
        time.sleep(0.05)
    return int(seen)

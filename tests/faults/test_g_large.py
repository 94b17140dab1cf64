"""What takes long: a large database put back from its backup, a release beside a crawl, readers that hardly read."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from config import ROOT, Config
from storage import pages
from storage.database import check, open_database
from storage.file import backups
from storage.file.restoring import restore
from tests.serving import Serving
from tests.storage.test_writers import READS_THEN_WRITES
from tests.storing import DAY, NOW, another, begin, save

Measured = Callable[[str], None]
Often = Callable[[int, int], int]
MEGABYTE = 2**20
# A command that says at its end how many MB it held at most.
EXPORTS = """import atexit, sys
from bench.spent import most_memory
from cli import main
atexit.register(lambda: print(most_memory(), file=sys.stderr))
main(sys.argv[1:])
"""


@pytest.mark.fault("A13")
@pytest.mark.timeout(1800)
def test_a13_a_large_database_is_put_back_from_its_backup_in_minutes(
    tmp_path: Path, often: Often, measured: Measured
) -> None:
    megabytes, path = often(12, 1024), tmp_path / "j.db"
    with open_database(path, create=True) as db:
        run = begin(db, "seblang")
        for number in range(megabytes // 4):
            body = os.urandom(4 * MEGABYTE)  # what no packing makes smaller
            with db.write():
                save(db, run, another(site="seblang"))
                pages.keep_refused(db, "seblang", str(number), f"https://seblang.com/{number}", body, {}, NOW, "x")
    made = backups.make(path, tmp_path / "saved.db", NOW, lambda _: None)
    began = time.monotonic()
    restore(made.path, path, NOW + DAY)
    took = time.monotonic() - began
    with open_database(path) as db:
        check(db)
        assert db.rows("SELECT count(*) AS n FROM raw_page") == [{"n": megabytes // 4}]
    size = path.stat().st_size / MEGABYTE
    for one in tmp_path.glob("*.db"):
        one.unlink()
    measured(f"a backup of {size:.0f} MB put back, both files checked, in {took:.0f} s")
    assert size >= megabytes and took < max(5, 300 * size / 1024)


@contextmanager
def slow_readers(port: int, path: str, count: int) -> Iterator[list[socket.socket]]:
    """So many who have asked for a page and take nothing of it."""
    with ExitStack() as open_ones:
        wires = []
        for _ in range(count):
            wire = open_ones.enter_context(socket.socket())
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            wire.connect(("127.0.0.1", port))
            wire.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            wires.append(wire)
        yield wires


@pytest.mark.fault("G17")
@pytest.mark.timeout(1800)
def test_g17_readers_that_hardly_read_and_a_release_hold_up_no_crawl(
    tmp_path: Path, often: Often, measured: Measured
) -> None:
    stored, more, path = often(60, 4_000), often(40, 1_000), tmp_path / "j.db"
    with open_database(path, create=True) as db:
        run = begin(db)
        for _ in range(stored):
            with db.write():
                save(db, run, another(body="Warga membahas panen. " * 900))
    export = [sys.executable, "-c", EXPORTS, "export", str(tmp_path / "release"), "--db", str(path)]
    crawl = [sys.executable, "-c", READS_THEN_WRITES, "warta", str(path), str(more)]
    with Serving(Config(database=path)) as port, slow_readers(port, "/search?q=panen", 20) as wires:
        with (
            subprocess.Popen(export, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as made,
            subprocess.Popen(crawl, cwd=ROOT, stderr=subprocess.PIPE, text=True) as stores,
        ):
            for wire in wires:
                assert wire.recv(10)
                time.sleep(0.05)
            assert stores.communicate()[1] == ""
            _, said = made.communicate()
        assert made.returncode == 0, said
    peak = round(float(said.split()[-1]))
    with open_database(path) as db:
        assert db.rows("SELECT count(*) AS n FROM article WHERE site = 'warta'") == [{"n": more}]
    size = path.stat().st_size // MEGABYTE
    measured(
        f"a release of {size} MB beside {more} stores and 20 readers that take 10 bytes: 0 errors; it took {peak} MB"
    )

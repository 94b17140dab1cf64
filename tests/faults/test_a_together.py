"""What several processes do to one database at once: crawls, editors, and readers that never end."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from config import ROOT, Config
from storage.database import check, open_database
from storage.file import room, sqlite
from storage.file.scrub import log_of
from storage.health import mishaps
from tests.serving import Serving
from tests.storage.test_writers import READS_THEN_WRITES
from tests.storing import NOW, another, begin, save

Measured = Callable[[str], None]
Often = Callable[[int, int], int]
MEGABYTE = 2**20


@pytest.mark.fault("A9")
@pytest.mark.timeout(900)
def test_a9_an_editors_clicks_beside_a_crawl_that_stores_all_succeed(
    tmp_path: Path, often: Often, measured: Measured, judged: Callable[[float, float], str]
) -> None:
    stores, clicks, path = often(200, 10_000), often(30, 400), tmp_path / "j.db"
    with open_database(path, create=True) as db:
        run = begin(db)
        with db.write():
            visits = [save(db, run, another()).visit_ids[0] for _ in range(clicks)]
    writes = [sys.executable, "-c", READS_THEN_WRITES, "warta", str(path), str(stores)]
    took = []
    with (
        Serving(Config(database=path)) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as editor,
        subprocess.Popen(writes, cwd=ROOT, stderr=subprocess.PIPE, text=True) as crawl,
    ):
        token = re.search(r'name="token" value="([^"]+)"', editor.get("/add").text)
        assert token
        for visit in visits:
            form = {"token": token[1], "say": "confirm", "seen": "0"}
            began = time.monotonic()
            assert editor.post(f"/visit/{visit}/decide", data=form).status_code == 303
            took.append(time.monotonic() - began)
        assert crawl.communicate()[1] == ""
    with open_database(path) as db:
        check(db)
        assert db.rows("SELECT count(*) AS n FROM article WHERE site = 'warta'") == [{"n": stores}]
        assert db.rows("SELECT count(*) AS n FROM decision") == [{"n": clicks}]
    p99 = sorted(took)[len(took) * 99 // 100 - 1]
    told = f"0 errors in {stores} stores and {clicks} clicks"
    measured(f"{told}; 99 of 100 clicks within {p99 * 1000:.0f} ms{judged(p99, 0.5)}")


@pytest.mark.fault("A11")
def test_a11_a_reader_that_is_left_open_is_told_and_the_log_emptied_once_it_is_gone(
    tmp_path: Path, often: Often, measured: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = often(4, 64) * MEGABYTE
    monkeypatch.setattr(sqlite, "WAL_LIMIT", limit)
    with open_database(tmp_path / "j.db", create=True, busy_seconds=0) as db:
        log, run = log_of(db.path), begin(db)
        with open_database(db.path) as reader:
            with reader.snapshot():
                assert reader.rows("SELECT count(*) AS n FROM article") == [{"n": 0}]
                while log.stat().st_size <= limit:
                    room.shorten_log(db, NOW)
                    assert mishaps.standing(db) == []
                    with db.write():
                        save(db, run, another(body="Panjang sekali. " * 6000))
                most = log.stat().st_size
                for _ in range(3):
                    room.shorten_log(db, NOW)
                [told] = mishaps.standing(db)
                assert (told.about, told.times) == ("log", 3) and str(log) in told.words
            room.shorten_log(db, NOW)
            assert (log.stat().st_size < MEGABYTE, mishaps.standing(db)) == (True, [])
    measured(f"told at {most / MEGABYTE:.0f} MB; emptied once the reader was gone")


@pytest.mark.fault("A7")
@pytest.mark.parametrize("closed", ["file", "folder"])
def test_a7_a_database_that_may_not_be_written_ends_the_start_with_code_78(
    closed: str, tmp_path: Path, measured: Measured
) -> None:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("setpriv is not on this machine")
    folder = tmp_path / "disk"
    folder.mkdir()
    path = folder / "news.db"
    open_database(path, create=True).close()
    target = path if closed == "file" else folder
    target.chmod(0o444 if closed == "file" else 0o555)
    # Root without these rights is a user like others.
    plain = [setpriv, "--bounding-set", "-dac_override,-dac_read_search"]
    began = time.monotonic()
    done = subprocess.run(
        [*plain, sys.executable, "-m", "cli", "run", "--db", str(path)],
        cwd=ROOT,
        env={"JUJUGAN_CONTACT": "a@b.example", "PATH": "/usr/bin", "JUJUGAN_REVIEW_PORT": "0"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    took = time.monotonic() - began
    target.chmod(0o755)
    if "setpriv:" in done.stderr:
        pytest.skip(f"this machine lets no right be given up: {done.stderr.strip()}")
    assert done.returncode == 78 and done.stderr.count("\n") == 1, done.stderr
    assert str(target) in done.stderr and "it runs as " in done.stderr
    assert {one.name for one in folder.iterdir()} == {path.name}
    with open_database(path) as db:
        assert db.rows("SELECT * FROM run") == []
    measured(f"the {closed}: code 78 in {took:.1f} s, most of it Python's own start")

"""Storage that is not there: too little room, a disk of the network, a crawl that is killed."""

from __future__ import annotations

import asyncio
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from config import ROOT, Config
from scheduler import Daemon
from storage.database import Database, check, check_place, open_database
from storage.errors import OnTheNetwork
from storage.file import condition
from storage.health import mishaps
from tests import hostile as web
from tests import warta
from timetable import Entry, Timetable

Measured = Callable[[str], None]

NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)


def free(monkeypatch: pytest.MonkeyPatch, megabytes: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=megabytes * 2**20))


@pytest.mark.fault("A6", "A5")
def test_a6_no_crawl_begins_where_room_is_short_and_all_go_on_once_there_is_some(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawled: list[str] = []

    async def child(site: str, _: Config) -> str:
        crawled.append(site)
        return "ended"

    table = Timetable(default=Entry(every=timedelta(hours=6)))
    config = Config(database=tmp_path / "news.db", sites=("detik", "kompas"), timetable=table, contact="a@b.example")
    daemon = Daemon(config, db, lambda: NOW, child)

    async def tick() -> None:
        daemon.start_due()
        await asyncio.gather(*daemon.running.values())

    free(monkeypatch, 255)
    for _ in range(3):
        asyncio.run(tick())
    assert crawled == []
    [told] = mishaps.standing(db)
    assert (told.about, told.times) == ("room", 1) and "255 MB are free" in told.words
    with db.write():  # what editors decide is still kept
        mishaps.record(db, "backup", "as any other write", NOW)
    free(monkeypatch, 257)
    asyncio.run(tick())
    assert crawled == ["detik", "kompas"]
    assert [one.about for one in mishaps.standing(db)] == ["backup"]


@pytest.mark.fault("A16")
@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a16_a_disk_of_the_network_is_refused(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    far = tmp_path / "jauh sekali"
    far.mkdir()
    mounts = tmp_path / "mounts"
    place = str(far).replace(" ", "\\040")
    mounts.write_text(f"/dev/root / ext4 rw 0 0\nserver:/x {place} {kind} rw 0 0\n")
    monkeypatch.setattr(condition, "_MOUNTS", mounts)
    with pytest.raises(OnTheNetwork, match=f"disk of the network \\({kind}\\)"):
        open_database(far / "news.db", create=True)
    assert list(far.iterdir()) == []
    check_place(tmp_path / "news.db")
    monkeypatch.setattr(condition, "_MOUNTS", tmp_path / "no Linux")
    check_place(far / "news.db")


_CRAWLS = """
import sys
from pathlib import Path
from crawler.run import complete, run_site
from tests import warta
config = warta.config(None, Path(sys.argv[1]), gateway=sys.argv[2])
complete(run_site(warta.Warta, config, now=warta.NOW, limits=warta.QUICK))
"""


def killed_crawl(server: web.Hostile, folder: Path, after: int) -> None:
    """A crawl in a process of its own, killed once it has asked for so many pages more."""
    before = len(server.asked)
    command = [sys.executable, "-c", _CRAWLS, str(folder), server.gateway]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as crawl:
        until = time.monotonic() + 60
        while len(server.asked) - before < after and crawl.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        crawl.send_signal(signal.SIGKILL)


@pytest.mark.fault("A3")
@pytest.mark.timeout(900)
def test_a3_what_killed_crawls_left_is_read_by_the_next_ones_and_nothing_twice(
    server: web.Hostile, crawl: warta.Crawl, tmp_path: Path, often: Callable[[int, int], int], measured: Measured
) -> None:
    pages, kills, chance = often(40, 3000), often(4, 10), random.Random(7)
    most = pages // (2 * kills)
    warta.publish(server, *range(1, pages + 1))
    with open_database(tmp_path / "crawl.db", create=True):
        pass
    left = []
    for _ in range(kills):
        killed_crawl(server, tmp_path, chance.randint(4, 4 + most))
        with open_database(tmp_path / "crawl.db") as db:
            check(db, "integrity_check")
            left.append(_articles(db))
    assert 0 < left[-1] < pages
    asked = Counter(server.urls())
    rounds = 0
    while crawl().stored:
        rounds += 1
        asked += Counter(server.urls())
    again = sum(asked[warta.article_url(number)] - 1 for number in range(1, pages + 1))
    with open_database(tmp_path / "crawl.db") as db:
        keys = db.rows("SELECT count(DISTINCT key) AS n FROM article")[0]["n"]
        assert (_articles(db), keys) == (pages, pages)
        assert db.rows("SELECT count(*) AS n FROM version")[0]["n"] == pages
    assert again <= 3 * kills, "only what was on its way when a kill came is asked for once more"
    measured(
        f"{kills} kills, {', '.join(map(str, left))} pages stored after each; {keys} of {pages} after {rounds} runs "
        f"more, {again} asked for twice, 0 stored twice"
    )


def _articles(db: Database) -> int:
    return int(db.rows("SELECT count(*) AS n FROM article")[0]["n"])


@pytest.mark.fault("A4")
def test_a4_each_commit_is_flushed_to_the_disk(tmp_path: Path, measured: Measured) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not on this machine")
    commits, log = 30, tmp_path / "calls"
    code = (
        "import sys; from pathlib import Path; from storage.database import open_database\n"
        "from tests.storing import another, begin, save\n"
        "db = open_database(Path(sys.argv[1]), create=True); run = begin(db)\n"
        f"for _ in range({commits}):\n    with db.write():\n        save(db, run, another())\n"
    )
    command = [strace, "-f", "-e", "trace=fsync,fdatasync", "-o", str(log), sys.executable, "-c", code]
    done = subprocess.run([*command, str(tmp_path / "news.db")], cwd=ROOT, capture_output=True, text=True, check=False)
    if "Operation not permitted" in done.stderr:
        pytest.skip("this machine lets no process be traced")
    assert done.returncode == 0, done.stderr
    flushes = sum("sync(" in line for line in log.read_text().splitlines())
    assert flushes >= commits
    measured(f"{flushes} flushes of the disk for {commits} commits")

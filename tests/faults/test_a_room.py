"""A small disk that is really filled: what a crawl, the daemon and the editors see of it."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from article import RunReport
from config import Config
from crawler.run import complete, run_site
from scheduler import Daemon
from storage import runs, sites
from storage.database import Database, check, open_database
from storage.health import mishaps
from tests import hostile as web
from tests import warta
from tests.review.test_review import Client
from tests.storing import another, begin, save
from timetable import Entry, Timetable

Measured = Callable[[str], None]
Disk = Callable[[int], Path]

NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
MEGABYTE = 2**20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of so many megabytes, in memory; asked again, the same disk of another size."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mounted(megabytes: int) -> Path:
        size = f"{'remount,' if folder.is_mount() else ''}size={megabytes}m"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True, text=True
        )
        if done.returncode:
            pytest.skip(f"a small disk takes the right to mount one: {done.stderr.strip()}")
        return folder

    yield mounted
    if folder.is_mount():
        subprocess.run(["umount", str(folder)], check=True)


def fill_up(folder: Path) -> None:
    with (folder / "others").open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:  # there is no room for that much
                continue


def articles(db: Database) -> int:
    return int(db.rows("SELECT count(*) AS n FROM article")[0]["n"])


@pytest.mark.fault("A5")
def test_a5_a_disk_that_is_full_fails_the_run_and_decisions_plainly_and_all_goes_on_once_there_is_room(
    disk: Disk, server: web.Hostile, measured: Measured
) -> None:
    folder = disk(4)
    crawl = warta.Crawl(server, folder)
    listed = range(1, 61)
    warta.publish(server, *listed)
    with open_database(crawl.config.database, create=True) as db:
        run = begin(db)
        with db.write():
            visit = save(db, run, another()).visit_ids[0]
        full = complete(run_site(warta.Warta, crawl.config, now=warta.NOW, limits=warta.QUICK))
        assert full.state == "failed" and any("disk" in problem and "is full" in problem for problem in full.problems)
        before = articles(db)
        assert full.adds_up and before == full.stored + 1

        fill_up(folder)
        page = Client(db, folder)
        assert page.get("/").status_code == page.get(f"/visit/{visit}").status_code == 200
        asked = {"say": "confirm", "seen": "0"}
        plain = page.post(f"/visit/{visit}/decide", headers={"accept-language": "id"}, **asked)
        assert plain.status_code == 503 and "Tidak tersimpan: ruang penyimpanan penuh" in plain.text
        scripted = page.post(f"/visit/{visit}/decide", headers={"hx-request": "true"}, **asked)
        assert scripted.status_code == 503 and scripted.text.startswith('<div data-hx-swap-oob="innerHTML:#message">')
        assert "Nothing was kept: the disk is full" in scripted.text
        assert db.rows("SELECT * FROM decision") == []

        disk(64)
        assert page.post(f"/visit/{visit}/decide", **asked).status_code == 303
        report = crawl()
        assert (report.state, articles(db)) == ("good", len(listed) + 1)
        check(db, "integrity_check")
    measured(f"a disk of 4 MB: {before} articles, then full; 0 lost, all {len(listed)} there after the next run")


@pytest.mark.fault("A6")
def test_a6_crawls_end_while_there_is_room_for_decisions(disk: Disk, measured: Measured) -> None:
    database = disk(300) / "news.db"
    table = Timetable(default=Entry(every=timedelta(hours=6)))
    config = Config(database=database, sites=("detik",), timetable=table, contact="a@b.example")
    clock = [NOW]
    visits: list[int] = []

    with open_database(database, create=True) as db:

        async def large_run(site: str, _: Config) -> str:
            with db.write():
                for name in (site, "berita"):
                    sites.register(db, name, (), clock[0])
                run = runs.start(db, site, clock[0], os.getpid())
            for _ in range(150):
                with db.write():
                    visits.extend(save(db, run, another(body="Panjang sekali. " * 6000)).visit_ids)
            with db.write():
                runs.finish(db, run, RunReport(site=site, state="good"), clock[0])
            return "ended"

        daemon = Daemon(config, db, lambda: clock[0], large_run)

        async def tick() -> int:
            daemon.start_due()
            return len(await asyncio.gather(*daemon.running.values()))

        began = 0
        while asyncio.run(tick()):
            began += 1
            clock[0] += timedelta(hours=6)
        [told] = mishaps.standing(db)
        assert told.about == "room" and "crawls need 256" in told.words
        page = Client(db, database.parent)
        for visit in visits[:100]:
            assert page.post(f"/visit/{visit}/decide", say="confirm", seen="0").status_code == 303
        free = os.statvfs(database.parent).f_bavail * os.statvfs(database.parent).f_frsize // MEGABYTE
    assert began > 1
    measured(f"a disk of 300 MB: {began} large runs, then none with {free} MB free; 100 decisions kept")

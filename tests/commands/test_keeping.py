"""The commands that back up and restore, as people and the daemon run them."""

from __future__ import annotations

import asyncio
import os
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

import child
from config import DEFAULT_PATH, AlreadyRunning, Config
from ready import problems
from storage.database import Database, open_database
from storage.file import holdings
from storage.file.lock import holder, only_daemon
from tests.commands.test_cli import jujugan, one_line
from tests.storage.test_backups import articles, fill
from tests.storage.test_restoring import older
from tests.storing import DAY, HOUR, NOW

pytestmark = pytest.mark.sqlite_file


@pytest.fixture
def path(db: Database) -> Path:
    fill(db, 3)
    db.close()
    return db.path


def backup(path: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return jujugan("backup", *arguments, "--db", str(path), **environ)


def test_a_backup_goes_where_it_is_told_and_is_known(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "usb"
    folder.mkdir()
    for target in (folder / "mine.db", folder):
        done = backup(path, str(target))
        assert done.returncode == 0, done.stderr
        made = Path(done.stdout.strip())
        assert made.parent == folder and articles(made) == 3
    with open_database(path) as db:
        assert {held.path for held in holdings.known(db, "backup")} == set(folder.iterdir())
    assert "exists: name a new file" in one_line(backup(path, str(folder / "mine.db")), 78)


def test_the_nightly_ones_lie_beside_the_database_and_the_newest_are_kept(path: Path) -> None:
    made = []
    for night in ("20", "21", "22"):
        done = backup(path, JUJUGAN_BACKUP_KEEP="2", JUJUGAN_NOW=f"2026-11-{night}T02:30:00+07:00")
        assert done.returncode == 0, done.stderr
        made.append(Path(done.stdout.strip()))
    assert sorted((path.parent / "backups").iterdir()) == made[1:]
    assert made[2].name == "news-20261121T193000Z.db"
    assert f"{made[0]} is removed" in done.stderr


def test_the_daemons_backup_is_the_nightly_one(path: Path) -> None:
    config = Config(path=DEFAULT_PATH, database=path)
    assert asyncio.run(child.run_backup(config)) is None
    (made,) = config.backup_folder.iterdir()
    assert articles(made) == 3
    path.with_name("j.toml").write_text("[backup]\nkeep = 0")
    failed = asyncio.run(child.run_backup(replace(config, path=path.with_name("j.toml"))))
    assert failed is not None and "backup.keep wants a whole number" in failed


def test_a_database_of_an_older_version_is_not_changed_by_a_backup(tmp_path: Path) -> None:
    old = older(tmp_path / "old.db")
    before = old.read_bytes()
    assert "run `jujugan upgrade`" in one_line(backup(old), 78)
    assert old.read_bytes() == before


def test_where_there_is_nothing_to_copy_or_to_restore_it_is_said(tmp_path: Path) -> None:
    assert "there is no database at" in one_line(backup(tmp_path / "none.db"), 78)
    done = jujugan("restore", str(tmp_path / "none.db"), "--db", str(tmp_path / "j.db"))
    assert done.returncode == 2 and "there is no backup at" in done.stderr


def said_of_backups(path: Path, now: datetime) -> list[str]:
    """What `jujugan doctor` says of them."""
    config = Config(path=path.with_name("x.toml"), contact="a@example.org", database=path, now=now)
    return [one for one in problems(config) if "backup" in one]


def test_doctor_names_a_backup_that_is_overdue_or_gone(path: Path) -> None:
    assert said_of_backups(path, NOW + HOUR) == []
    late = NOW + 3 * DAY
    assert said_of_backups(path, late)[0].startswith("a backup is overdue: the newest one was never made; run")
    made = Path(backup(path, JUJUGAN_NOW=NOW.isoformat()).stdout.strip())
    assert said_of_backups(path, NOW + DAY) == []
    assert "the newest one is from 2018-10-17 10:22" in said_of_backups(path, late)[0]
    done = jujugan("doctor", "--db", str(path), JUJUGAN_NOW=(NOW + 5 * HOUR).isoformat())
    assert f"the newest backup is 5 hours old: {made}" in done.stderr
    made.unlink()
    assert said_of_backups(path, late)[0].startswith(f"the newest backup, {made}, is not there")


def test_a_restore_says_where_the_database_from_before_is(path: Path) -> None:
    made = backup(path).stdout.strip()
    with open_database(path) as db:
        fill(db, 2, first=10)
    done = jujugan("restore", made, "--db", str(path))
    assert (done.returncode, done.stdout.strip()) == (0, str(path)), done.stderr
    assert "is kept as" in done.stderr and "start the daemon again" in done.stderr
    assert articles(path) == 3


def test_what_was_taken_down_since_a_backup_is_not_brought_back(
    path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    moved = tmp_path_factory.mktemp("usb") / "moved.db"  # by hand: the installation does not know it there
    Path(backup(path).stdout.strip()).rename(moved)
    done = jujugan("takedown", "https://berita.example/2", "--reason", "the author asks for it", "--db", str(path))
    assert done.returncode == 0, done.stderr
    assert (articles(path), articles(moved)) == (2, 3)
    done = jujugan("restore", str(moved), "--db", str(path))
    assert done.returncode == 0, done.stderr
    assert articles(path) == 2
    assert b"Catatan 2." not in path.read_bytes()


def test_a_restore_beside_a_running_daemon_is_refused_with_75(path: Path) -> None:
    made = backup(path).stdout.strip()
    with only_daemon(path):
        line = one_line(jujugan("restore", made, "--db", str(path)), 75)
    assert f"another daemon (process {os.getpid()})" in line
    assert articles(path) == 3


def test_who_holds_the_lock_is_told_only_where_the_kernel_says_so_too(path: Path) -> None:
    assert holder(path) is None
    with only_daemon(path):
        assert holder(path) == os.getpid()
        lock = path.with_name(path.name + ".lock")
        lock.write_text("1")
        assert holder(path) == 0
        lock.write_text("not a number")
        assert holder(path) == 0
    assert holder(path) is None
    with only_daemon(path), pytest.raises(AlreadyRunning), only_daemon(path):
        pass

"""A backup is whole or not there: under load, killed at any point, on a full disk, of a damaged database."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from config import ROOT, Backup, Config
from storage import runs, sites
from storage.database import Database, as_it_is, check, open_database
from storage.errors import Busy, Damaged, DiskFull, FolderMissing, NewerSchema, StorageError
from storage.file import backups, holdings
from storage.file.unfinished import sweep, unfinished
from tests.kill import nursery
from tests.kill.writer import write
from tests.storing import DAY, HOUR, NOW, begin, save, synthetic_article

pytestmark = pytest.mark.sqlite_file

# How many backups are made under load, and how many are killed: BACKUPS=20 for the figures that are judged.
BACKUPS = int(os.environ.get("BACKUPS", "6"))


def fill(db: Database, articles: int, first: int = 1) -> None:
    run = begin(db)
    with db.write():
        for number in range(first, first + articles):
            save(
                db,
                run,
                synthetic_article(url=f"https://berita.example/{number}", body=f"Catatan {number}. " * 400),
                found=(),
                flagged=False,
            )


def ignore(_: backups.Backup) -> None:
    """Note nothing."""


def articles(path: Path) -> int:
    """How many articles a whole copy has; one that is not whole raises Damaged."""
    with as_it_is(path) as db:
        check(db, "integrity_check")
        return int(db.rows("SELECT count(*) AS n FROM article")[0]["n"])


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Another process stores one article after the other."""
    with nursery.killed(write, path, 100_000, "", 0) as (writer, lines):
        next(lines)
        yield
        assert writer.is_alive()


@pytest.mark.fault("A12")
def test_every_backup_made_while_others_write_is_whole(db: Database, tmp_path: Path) -> None:
    fill(db, 400)
    seen = [400]
    with writing(db.path):
        for number in range(BACKUPS):
            made = backups.make(db.path, tmp_path / f"{number}.db", NOW, ignore)
            seen.append(articles(made.path))
    assert seen == sorted(seen) and seen[-1] > 400


def killed(database: Path, target: Path, point: str = "", after: float | None = None) -> float:
    """Begin a backup and kill it after so many seconds, or let it die at a point; how long it was at work."""
    command = [sys.executable, "-m", "tests.kill.saver", str(database), str(target), *([point] if point else [])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        began = time.monotonic()
        if after is not None:
            time.sleep(after)
            child.send_signal(signal.SIGKILL)
        child.wait()
        return time.monotonic() - began


@pytest.mark.fault("A12")
def test_a_kill_at_any_point_leaves_no_half_backup_under_its_name(db: Database, tmp_path: Path) -> None:
    fill(db, 600)
    folder = tmp_path / "backups"
    folder.mkdir()
    whole = killed(db.path, folder / "whole.db")
    chance = random.Random(20261122)
    names = ["whole.db"]
    for number in range(BACKUPS):
        target = folder / f"{number}.db"
        killed(db.path, target, after=chance.uniform(0, whole))
        names += [target.name] if target.exists() else []
    for point in ("copied", "checked", "named"):
        killed(db.path, folder / f"{point}.db", point)
    names.append("named.db")
    assert sorted(path.name for path in folder.glob("[!.]*")) == sorted(names)
    assert {articles(folder / name) for name in names} == {600}
    left = [path.name for path in folder.glob(".*")]
    assert {".copied.db.unfinished", ".checked.db.unfinished"} <= set(left)
    sweep(folder)
    assert list(folder.glob(".*")) == []


def test_a_backup_that_was_cut_off_is_made_anew_under_the_same_name(db: Database, tmp_path: Path) -> None:
    fill(db, 3)
    killed(db.path, tmp_path / "b.db", "copied")
    backups.make(db.path, tmp_path / "b.db", NOW, ignore)
    assert articles(tmp_path / "b.db") == 3
    assert list(tmp_path.glob(".*")) == []


def test_what_another_process_is_writing_is_neither_swept_nor_written(db: Database, tmp_path: Path) -> None:
    with unfinished(tmp_path / "b.db") as file:
        file.write_bytes(b"begun")
        sweep(tmp_path)
        assert file.exists()
        with pytest.raises(Busy, match="another process is writing"):
            backups.make(db.path, tmp_path / "b.db", NOW, ignore)
    assert list(tmp_path.glob(".*")) == []


def test_only_its_owner_may_read_it_and_it_needs_no_files_beside_it(db: Database, tmp_path: Path) -> None:
    os.umask(umask := os.umask(0o022))
    assert umask != 0o077
    folder = tmp_path / "backups"
    folder.mkdir()
    made = backups.make(db.path, folder / "b.db", NOW, ignore)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert articles(made.path) == 0
    assert [path.name for path in folder.iterdir()] == ["b.db"]
    assert made.size == made.path.stat().st_size


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_what_root_makes_belongs_to_whom_the_database_belongs(db: Database, tmp_path: Path) -> None:
    os.chown(db.path, 4711, 4711)
    made = backups.make(db.path, tmp_path / "b.db", NOW, ignore)
    assert (made.path.stat().st_uid, made.path.stat().st_gid) == (4711, 4711)


def test_what_was_deleted_is_not_copied_along(db: Database, tmp_path: Path) -> None:
    with db.write():
        begun = db.insert("saved_search", {"name": "x" * 3000, "query": "rahasia", "who": "a", "saved": "b"})
        db.execute("DELETE FROM saved_search WHERE id = ?", [begun])
    backups.make(db.path, tmp_path / "b.db", NOW, ignore)
    assert b"x" * 100 not in (tmp_path / "b.db").read_bytes()


def test_it_is_noted_before_it_has_its_name_and_what_the_note_raises_ends_it(db: Database, tmp_path: Path) -> None:
    def refuse(made: backups.Backup) -> None:
        assert not made.path.exists() and len(made.sha256) == 64
        raise Busy("another writes")

    with pytest.raises(Busy, match="another writes"):
        backups.make(db.path, tmp_path / "b.db", NOW, refuse)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".", "b"))] == []


def test_nothing_is_overwritten_and_no_folder_is_made(db: Database, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_text("mine")
    with pytest.raises(StorageError, match=r"b\.db exists: name a new file"):
        backups.make(db.path, tmp_path / "b.db", NOW, ignore)
    with pytest.raises(StorageError, match="exists"):
        backups.make(db.path, db.path, NOW, ignore)
    with pytest.raises(FolderMissing, match="does not exist: create it"):
        backups.make(db.path, tmp_path / "none" / "b.db", NOW, ignore)
    assert (tmp_path / "b.db").read_text() == "mine"


def test_want_of_room_is_said_before_anything_is_written(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=70_000_000 - 2**22))
    with pytest.raises(DiskFull, match=r"has 66 MB free, and a copy of .* wants 68 MB: make room"):
        backups.make(db.path, tmp_path / "b.db", NOW, ignore)
    assert not (tmp_path / "b.db").exists()


@pytest.mark.fault("A5")
def test_a_disk_that_fills_up_meanwhile_leaves_nothing(db: Database, tmp_path: Path) -> None:
    fill(db, 200)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    signals = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    try:
        with pytest.raises(DiskFull, match="is full or does not write"):
            backups.make(db.path, tmp_path / "b.db", NOW, ignore)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, signals)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".", "b"))] == []


@pytest.mark.fault("A8", "A12")
def test_a_damaged_database_gives_no_backup(db: Database, tmp_path: Path) -> None:
    fill(db, 50)
    db.close()
    with db.path.open("r+b") as file:
        file.seek(8192 * 4)
        file.write(b"\xff" * 8192 * 4)
    with pytest.raises(Damaged, match="is damaged"):
        backups.make(db.path, tmp_path / "b.db", NOW, ignore)
    assert not (tmp_path / "b.db").exists()


def test_a_newer_database_and_no_database_give_no_backup(db: Database, tmp_path: Path) -> None:
    with db.write():
        db.insert("_sqlite_migrations", {"migration_set": "jujugan", "name": "later", "applied_at": "x"})
    with pytest.raises(NewerSchema, match="later"):
        backups.make(db.path, tmp_path / "b.db", NOW, ignore)
    (tmp_path / "empty.db").touch()
    with pytest.raises(Damaged, match="is empty"):
        backups.make(tmp_path / "empty.db", tmp_path / "b.db", NOW, ignore)


def nightly(db: Database, folder: Path, moment: Any) -> Path:
    """One backup as it is made each night; its path."""

    def note(made: backups.Backup) -> None:
        with db.write():
            holdings.record(db, "backup", made.path, made.made)

    return backups.make(db.path, backups.dated(folder, db.path, moment), moment, note).path


def test_the_newest_are_kept_and_other_files_stay(db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("news-before-upgrade-20181001T000000Z.db", "notes.txt", "other-20181001T000000Z.db"):
        (folder / name).write_text("mine")
    made = [nightly(db, folder, NOW + day * DAY) for day in range(4)]
    made[3].unlink()
    with db.write():
        gone = backups.thin(db, folder, 2, NOW + 4 * DAY)
    assert gone == [made[0]]
    assert len(list(folder.iterdir())) == 5
    assert [held.path for held in holdings.known(db)] == [made[2], made[1]]
    assert [row["note"] for row in db.rows("SELECT note FROM holding WHERE gone IS NOT NULL ORDER BY id")] == [
        "removed: 2 newer ones are kept",
        "found missing",
    ]


def test_a_backup_is_due_once_after_its_time_and_overdue_when_two_were_missed(db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    config = Config(database=db.path, backup=Backup(folder=folder))
    folder.mkdir()
    assert not backups.is_due(db, config, NOW)
    with db.write():
        sites.register(db, "berita", (), NOW)
        runs.start(db, "berita", NOW, 1)
    night = NOW.replace(hour=2, minute=30) + DAY
    assert not backups.is_due(db, config, night - HOUR)
    assert backups.is_due(db, config, night)
    assert not backups.is_overdue(db, config, night)
    nightly(db, folder, night)
    assert not backups.is_due(db, config, night + 23 * HOUR)
    assert backups.is_due(db, config, night + 5 * DAY)
    assert not backups.is_overdue(db, config, night + 47 * HOUR)
    assert backups.is_overdue(db, config, night + 2 * DAY)
    never = Config(database=db.path, backup=Backup(folder=folder, at=()))
    assert not backups.is_due(db, never, night + 5 * DAY) and not backups.is_overdue(db, never, night + 5 * DAY)


def test_a_backup_of_a_clock_that_was_wrong_puts_no_other_off(db: Database, tmp_path: Path) -> None:
    config = Config(database=db.path, backup=Backup(folder=tmp_path))
    nightly(db, tmp_path, NOW + 3000 * DAY)
    assert backups.is_due(db, config, NOW)
    nightly(db, tmp_path, NOW)
    assert not backups.is_due(db, config, NOW + timedelta(minutes=1))


def test_a_backup_is_restored_elsewhere_as_a_database(db: Database, tmp_path: Path) -> None:
    fill(db, 2)
    made = backups.make(db.path, tmp_path / "b.db", NOW, ignore)
    with open_database(made.path) as opened:
        check(opened)
        assert opened.rows("PRAGMA journal_mode") == [{"journal_mode": "wal"}]

"""A backup put in the place of the database: all of it or nothing, and the database from before beside it."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from storage.database import Database, as_it_is, check, open_database
from storage.desk import people
from storage.errors import Busy, Damaged, DatabaseMissing, NewerSchema, StorageError
from storage.file import backups, holdings
from storage.file.restoring import put_back, restore
from storage.migrations import migrations
from tests.storage.test_backups import articles, fill, ignore
from tests.storing import DAY, HOUR, NOW

pytestmark = pytest.mark.sqlite_file


@pytest.fixture
def saved(db: Database, tmp_path: Path) -> Path:
    """A backup of two articles; the database has five, a person who is logged in, and knows the backup."""
    fill(db, 2)
    with db.write():
        people.add(db, "rina", "editor", "hash", NOW)
        people.log_in(db, 1, "token", NOW)
    made = backups.make(db.path, tmp_path / "saved.db", NOW, ignore)
    with db.write():
        holdings.record(db, "backup", made.path, NOW, sha256=made.sha256)
        holdings.record(db, "release", tmp_path / "release", NOW + HOUR, note="for a thesis")
    fill(db, 3, first=10)
    return made.path


@pytest.mark.fault("A13")
def test_a_restored_database_is_the_backup_and_the_one_before_stays_beside_it(db: Database, saved: Path) -> None:
    path = db.path
    db.close()
    path.chmod(0o640)
    done = restore(saved, path, NOW + DAY)
    assert (done.steps, done.unread) == ((), None)
    assert done.kept == path.with_name("news-before-restore-20181018T032200Z.db")
    assert (articles(path), articles(done.kept), articles(saved)) == (2, 5, 2)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(one.name for one in path.parent.iterdir()) == sorted(["news.db", saved.name, done.kept.name])


def test_everybody_is_logged_out_and_copies_stay_known(db: Database, saved: Path) -> None:
    path = db.path
    db.close()
    done = restore(saved, path, NOW + DAY)
    with open_database(path) as restored:
        assert restored.rows("SELECT * FROM login") == []
        assert [one.name for one in people.everyone(restored)] == ["rina"]
        known = {(held.kind, held.path.name) for held in holdings.known(restored)}
    assert done.kept is not None
    assert known == {("backup", "saved.db"), ("release", "release"), ("backup", done.kept.name)}


def test_where_no_database_is_a_backup_makes_one(saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    done = restore(saved, folder / "j.db", NOW)
    assert (done.kept, articles(folder / "j.db")) == (None, 2)
    assert stat.S_IMODE((folder / "j.db").stat().st_mode) == 0o600


def test_the_log_of_a_database_that_is_gone_is_put_out_of_the_way(db: Database, saved: Path) -> None:
    path = db.path
    db.close()
    path.unlink()
    Path(f"{path}-wal").write_bytes(b"of the one that is gone")
    assert restore(saved, path, NOW).kept is None
    assert articles(path) == 2
    assert path.with_name("news-before-restore-20181017T032200Z.db-wal").read_bytes() == b"of the one that is gone"


def test_a_link_to_the_database_stays_a_link(db: Database, saved: Path, tmp_path: Path) -> None:
    path = db.path
    db.close()
    (tmp_path / "link.db").symlink_to(path)
    restore(saved, tmp_path / "link.db", NOW)
    assert (tmp_path / "link.db").is_symlink()
    assert articles(path) == 2


def older(path: Path) -> Path:
    """A database of an older version."""
    with open_database(path, create=True) as made:
        fill(made, 4)
        with made.write():
            for table in ("holding", "mishap"):
                made.execute(f"DROP TABLE {table}")
            made.execute("DELETE FROM _sqlite_migrations WHERE name = 'holdings_schema'")
    return path


def test_a_backup_of_an_older_version_is_brought_up_to_date_and_is_itself_left_alone(
    db: Database, tmp_path: Path
) -> None:
    old = older(tmp_path / "old.db")
    before = old.read_bytes()
    path = db.path
    db.close()
    done = restore(old, path, NOW)
    assert done.steps == ("holdings_schema",)
    assert articles(path) == 4
    assert old.read_bytes() == before


def test_an_undone_upgrade_leaves_the_database_as_it_was(db: Database, tmp_path: Path) -> None:
    old = older(tmp_path / "old.db")
    path = db.path
    db.close()
    done = put_back(old, path, NOW)
    assert done.steps == ()
    with as_it_is(path) as restored:
        assert [step.name for step in migrations.pending(restored.sql)] == ["holdings_schema"]


def unchanged(path: Path, count: int) -> None:
    assert articles(path) == count
    assert [one.name for one in path.parent.iterdir() if "before-restore" in one.name or one.name[0] == "."] == []


@pytest.mark.fault("A13")
def test_a_newer_backup_is_refused(db: Database, saved: Path) -> None:
    with open_database(saved) as later, later.write():
        later.insert("_sqlite_migrations", {"migration_set": "jujugan", "name": "later", "applied_at": "x"})
    with pytest.raises(NewerSchema, match="newer version of this program"):
        restore(saved, db.path, NOW)
    unchanged(db.path, 5)


def test_a_damaged_backup_is_refused(db: Database, saved: Path) -> None:
    with saved.open("r+b") as file:
        file.seek(8192 * 3)
        file.write(b"\xff" * 8192 * 3)
    with pytest.raises(Damaged, match="is damaged"):
        restore(saved, db.path, NOW)
    unchanged(db.path, 5)


def test_what_is_no_backup_is_refused(db: Database, tmp_path: Path) -> None:
    fill(db, 5)
    (tmp_path / "text.db").write_text("no database " * 1000)
    (tmp_path / "empty.db").touch()
    for name in ("text.db", "empty.db"):
        with pytest.raises(Damaged):
            restore(tmp_path / name, db.path, NOW)
    with pytest.raises(DatabaseMissing):
        restore(tmp_path / "none.db", db.path, NOW)
    with pytest.raises(StorageError, match="is the database itself"):
        restore(db.path, db.path, NOW)
    unchanged(db.path, 5)


def test_a_database_that_somebody_has_open_is_left_alone(db: Database, saved: Path) -> None:
    db.rows("SELECT count(*) FROM article")
    with pytest.raises(Busy, match=r"a process has .* open"):
        restore(saved, db.path, NOW)
    unchanged(db.path, 5)


def test_a_damaged_database_is_replaced_and_kept_with_its_log(db: Database, saved: Path) -> None:
    path = db.path
    db.close()
    with path.open("r+b") as file:
        file.write(b"\xff" * 4096)
    Path(f"{path}-wal").write_bytes(b"what was not written back")
    done = restore(saved, path, NOW)
    assert articles(path) == 2
    assert done.kept is not None and "damaged" in (done.unread or "")
    assert done.kept.read_bytes().startswith(b"\xff" * 4096)
    assert Path(f"{done.kept}-wal").exists() and not Path(f"{path}-wal").exists()


@pytest.mark.fault("A13")
@pytest.mark.parametrize("point", ["copied", "kept", "named"])
def test_a_kill_leaves_the_one_database_or_the_other(db: Database, saved: Path, point: str) -> None:
    path = db.path
    db.close()
    command = [sys.executable, "-m", "tests.kill.restorer", str(saved), str(path), point]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
    with open_database(path) as opened:
        check(opened)
    assert articles(path) == (2 if point == "named" else 5)
    done = restore(saved, path, NOW + DAY)
    assert articles(path) == 2
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".")] == []
    copies = [one for one in path.parent.iterdir() if "before-restore" in one.name]
    assert len(copies) == (2 if point == "named" else 1) and done.kept in copies

"""Opening, refusing, the one way to write."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from config import ROOT, Config
from storage import database, migrations
from storage.database import Database, check, new_file, open_database
from storage.errors import (
    Busy,
    Damaged,
    DatabaseMissing,
    DiskFull,
    FolderMissing,
    NestedWrite,
    NewerSchema,
    NotWritable,
    StorageError,
    WriteOutsideTransaction,
)
from storage.file import sqlite
from storage.health import beats
from tests.storing import NOW, another, begin, save

pytestmark = pytest.mark.sqlite_file


def test_a_fresh_database_is_made_only_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with pytest.raises(DatabaseMissing, match="there is no database at"):
        open_database(path)
    assert not path.exists()
    open_database(path, create=True).close()
    open_database(path).close()


@pytest.mark.fault("A4", "A11")
def test_every_connection_is_set_to_lose_nothing(db: Database) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 2,
        "journal_size_limit": 64 * 1024 * 1024,
        "query_only": 1,
    }
    assert {name: db.rows(f"PRAGMA {name}")[0][name] for name in wanted} == wanted
    assert db.rows("PRAGMA busy_timeout")[0]["timeout"] == 30_000


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing, match=r"nowhere of the database news.db does not exist: create it"):
        open_database(tmp_path / "nowhere" / "news.db", create=True)


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="is a folder, not a database file"):
        open_database(tmp_path)


@pytest.mark.fault("A7")
@pytest.mark.parametrize("refused", ["folder", "file"])
def test_what_cannot_be_written_is_named(
    db: Database, refused: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # os.access answers for the real rights; whoever runs the tests may be root, whom nothing is refused.
    target = tmp_path if refused == "folder" else db.path
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != target)
    with pytest.raises(NotWritable, match=f"{target.name}.*not .*writable: give this program's user the right"):
        open_database(db.path)


@pytest.mark.fault("A7")
@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(NotWritable):
        open_database(tmp_path / "news.db", create=True)


@pytest.mark.fault("A8")
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    path.write_bytes(b"tulisan biasa\n" * 1000)
    with pytest.raises(Damaged, match=r"news\.db is damaged or no SQLite database .* put the newest backup back"):
        open_database(path)
    assert path.read_bytes() == b"tulisan biasa\n" * 1000


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with new_file(path) as other:
        other.sql.table("notes").insert({"text": "catatan"})
    before = path.read_bytes()
    with pytest.raises(Damaged, match="another program's database"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_newer_schema_is_refused(db: Database) -> None:
    newer = Migrations("jujugan")
    newer(name="schema_of_tomorrow")(lambda _: None)
    with db.write():
        newer.apply(db.sql)
    with pytest.raises(NewerSchema, match=r"newer version of this program \(schema_of_tomorrow\): install"):
        open_database(db.path)


@pytest.mark.fault("A17")
def test_a_broken_step_leaves_the_old_schema(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    class StepFailedError(Exception):
        pass

    def half_a_step(sql: database.SqliteDatabase) -> None:
        sql.execute("CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT")
        raise StepFailedError

    longer = Migrations("jujugan")
    for step in (migrations.first_schema, half_a_step):
        longer()(step)
    monkeypatch.setattr(sqlite, "migrations", longer)
    monkeypatch.setattr(sqlite, "NAMES", migrations.NAMES | {half_a_step.__name__})
    with pytest.raises(StepFailedError):
        open_database(db.path)
    monkeypatch.undo()
    with open_database(db.path) as again:
        assert "half" not in again.sql.table_names()


@pytest.mark.fault("A8")
def test_damage_is_found_and_never_a_traceback(db: Database) -> None:
    run = begin(db)
    with db.write():
        for _ in range(50):
            save(db, run, another())
    db.close()
    whole = db.path.read_bytes()
    pages = len(whole) // 4096
    found = 0
    for page in range(1, pages):
        db.path.write_bytes(whole[: page * 4096] + bytes(200) + whole[page * 4096 + 200 :])
        try:
            with open_database(db.path) as damaged:
                check(damaged)
        except Damaged:
            found += 1
    assert found == pages - 1


def test_rows_that_refer_to_nothing_are_found(db: Database) -> None:
    check(db)
    with new_file(db.path) as careless, careless.write():
        careless.execute("INSERT INTO band VALUES (1, 99)")
    with pytest.raises(Damaged, match=r"1 rows that refer to nothing \(band\)"):
        check(db)


def test_a_transaction_is_whole_or_undone(db: Database) -> None:
    with pytest.raises(KeyError), db.write():
        beats.beat(db, "daemon", NOW)
        raise KeyError
    assert beats.last(db, "daemon") is None
    with db.write():
        beats.beat(db, "daemon", NOW)
    assert beats.last(db, "daemon") == NOW


@pytest.mark.fault("A10")
def test_a_write_outside_a_transaction_is_refused_however_it_comes(db: Database) -> None:
    refused = "outside a transaction: use `with db.write"
    with pytest.raises(WriteOutsideTransaction, match=refused):
        beats.beat(db, "daemon", NOW)
    with pytest.raises(WriteOutsideTransaction, match=refused):
        db.insert("beat", {"name": "daemon", "at": "x"})
    with pytest.raises(WriteOutsideTransaction, match=refused):
        db.insert_all("beat", [{"name": "daemon", "at": "x"}])
    with pytest.raises(WriteOutsideTransaction, match=refused):
        db.rows("INSERT INTO beat VALUES ('daemon', 'x') RETURNING name")
    with db.snapshot(), pytest.raises(WriteOutsideTransaction, match=refused):
        beats.beat(db, "daemon", NOW)
    assert db.rows("SELECT * FROM beat") == []


@pytest.mark.fault("A10")
def test_a_write_outside_is_refused_also_after_others_were_taken_and_however_often_it_was_read(db: Database) -> None:
    writing = "INSERT INTO beat VALUES (:name, 'x') RETURNING name"
    for name in ("first", "second", "third"):
        with db.write():
            assert db.rows(writing, {"name": name}) == [{"name": name}]
        assert len(db.rows("SELECT * FROM beat")) == db.rows("SELECT count(*) AS beats FROM beat")[0]["beats"]
        with pytest.raises(WriteOutsideTransaction):
            db.rows(writing, {"name": "outside"})
    assert [row["name"] for row in db.rows("SELECT name FROM beat ORDER BY name")] == ["first", "second", "third"]


def test_a_nested_write_is_refused_and_the_outer_one_can_go_on(db: Database) -> None:
    with db.write():
        with pytest.raises(NestedWrite), db.write():
            pass
        assert db.in_write
        beats.beat(db, "daemon", NOW)
    assert beats.last(db, "daemon") == NOW
    with db.snapshot(), pytest.raises(NestedWrite), db.write():
        pass


def test_a_snapshot_does_not_see_what_others_write_meanwhile(db: Database) -> None:
    with open_database(db.path) as other, db.snapshot():
        assert beats.last(db, "daemon") is None
        with other.write():
            beats.beat(other, "daemon", NOW)
        assert beats.last(db, "daemon") is None
    assert beats.last(db, "daemon") == NOW


@pytest.mark.fault("A5")
def test_a_full_disk_undoes_the_article_and_storing_goes_on_once_there_is_room(db: Database) -> None:
    run = begin(db)
    room = db.rows("PRAGMA page_count")[0]["page_count"]
    full = 0
    for more in range(30):
        db.rows(f"PRAGMA max_page_count={room + more}")
        stored = db.rows("SELECT count(*) AS n FROM article")[0]["n"]
        try:
            with db.write():
                save(db, run, another(body="Panjang sekali. " * 2000))
        except DiskFull as error:
            assert "make room, nothing half is stored" in str(error)
            full += 1
            assert db.rows("SELECT count(*) AS n FROM article")[0]["n"] == stored
            assert db.rows("SELECT count(*) AS n FROM candidate WHERE state <> 'stored'")[0]["n"] == 0
    assert 0 < full < 30
    db.rows("PRAGMA max_page_count=1000000")
    with db.write():
        save(db, run, another())
    check(db)


FILLS_ITS_SHARE_OF_THE_DISK = """
import resource, sys
from pathlib import Path
from storage.database import open_database
from storage.errors import DiskFull
from tests.storing import another, begin, save
resource.setrlimit(resource.RLIMIT_FSIZE, (8_000_000, 8_000_000))
db = open_database(Path(sys.argv[1]))
run = begin(db)
try:
    while True:
        with db.write():
            save(db, run, another(body="Panjang sekali. " * 2000))
except DiskFull as error:
    print(db.rows("SELECT count(*) AS n FROM article")[0]["n"] > 5, error)
"""


@pytest.mark.fault("A5")
def test_a_disk_that_refuses_to_write_is_told_like_a_full_one(db: Database) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILLS_ITS_SHARE_OF_THE_DISK, str(db.path)], capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout.startswith(f"True the disk of {db.path} is full or does not write"), done.stderr
    check(db)


@pytest.mark.fault("A9")
def test_a_lock_held_too_long_is_told(db: Database) -> None:
    with open_database(db.path) as other, other.write():
        db.rows("PRAGMA busy_timeout=1")
        with pytest.raises(Busy, match=r"another process kept .* locked"), db.write():
            pass
    with db.write():
        beats.beat(db, "daemon", NOW)


def test_a_server_without_the_extra_is_told_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "storage.postgres.open", None)
    config = Config(database=tmp_path / "none.db", store="postgresql://server/jujugan")
    with pytest.raises(StorageError, match=r"install the extra `cluster`"):
        database.open_store(config)

"""What the store does where it is PostgreSQL: opening, refusing, one writer at a time, a server that goes away."""

from __future__ import annotations

import random
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from config import ROOT, Config
from storage.database import Database, open_store
from storage.errors import (
    Busy,
    Damaged,
    DatabaseMissing,
    NestedWrite,
    NewerSchema,
    ServerMissing,
    StorageError,
    WriteOutsideTransaction,
)
from storage.health import beats
from storage.migrations import STEPS
from tests import postgres
from tests.postgres import Cluster
from tests.storing import NOW, another, begin, save


@pytest.fixture
def new(cluster: Cluster) -> Iterator[str]:
    """The address of a database with nothing in it."""
    with cluster.server.database() as address:
        yield address


def opened(address: str, **asked: Any) -> Database:
    return open_store(Config(database=Path("news.db"), store=address), **asked)


def test_a_new_database_is_made_only_when_asked_for(new: str) -> None:
    with pytest.raises(DatabaseMissing, match="there is nothing in postgresql://tests@/t"):
        opened(new)
    opened(new, create=True).close()
    opened(new).close()


@pytest.mark.parametrize("before", ["robots_and_heads", "history_schema"])
def test_later_steps_lead_to_what_a_new_database_has(cluster: Cluster, new: str, before: str) -> None:
    from storage.postgres import schema
    from storage.postgres.open import connected

    names = [step.__name__ for step in STEPS]
    with connected(new, Path("news.db")) as db, db.write():
        schema.make(db, before)
        db.insert_all("schema_step", ({"name": name} for name in names[: names.index(before)]))
    with opened(new) as older, cluster.database() as address, opened(address) as newer:
        for what, sql in _PARTS.items():
            assert older.rows(sql) == newer.rows(sql), what


_PARTS = {
    "columns": """SELECT table_name, column_name, data_type, is_nullable, column_default
        FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, column_name""",
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname",
    "constraints": """SELECT CAST(CAST(conrelid AS regclass) AS text) AS t, pg_get_constraintdef(oid) AS said
        FROM pg_constraint
        WHERE conrelid <> 0 AND contype <> 't' ORDER BY 1, 2""",
    "triggers": """SELECT tgname, pg_get_triggerdef(oid) AS said FROM pg_trigger WHERE tgname NOT LIKE 'RI%'
        ORDER BY 1""",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 2200 ORDER BY 1",
    "views": "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public' ORDER BY 1",
    "steps": "SELECT name FROM schema_step ORDER BY name",
}


def test_a_newer_versions_database_is_refused(cluster: Cluster, new: str) -> None:
    opened(new, create=True).close()
    cluster.server.sql(urlsplit(new).path[1:], "INSERT INTO schema_step VALUES ('tomorrow')")
    with pytest.raises(NewerSchema, match="newer version of this program \\(tomorrow\\)"):
        opened(new)


def test_a_database_that_orders_text_otherwise_is_refused(cluster: Cluster) -> None:
    cluster.server.sql("postgres", "CREATE DATABASE other TEMPLATE template0 LOCALE 'C.UTF-8'")
    with pytest.raises(Damaged, match=r"orders text by the locale C\.UTF-8 .*createdb --template=template0 --locale=C"):
        opened(cluster.server.address("other"), create=True)


def test_who_does_not_answer_is_named_and_no_password_is(cluster: Cluster, tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing, match="there is no database postgresql://tests@/nowhere"):
        opened(cluster.server.address("nowhere"))
    with pytest.raises(ServerMissing, match="does not answer") as said:
        opened(f"postgresql://me:geheim@/news?host={tmp_path}")
    assert "postgresql://me@/news" in str(said.value) and "geheim" not in str(said.value)


def test_writes_are_whole_or_not_there(cluster: Cluster) -> None:
    with cluster.database() as address, opened(address) as db, opened(address) as other:
        with pytest.raises(WriteOutsideTransaction, match="outside a transaction"):
            beats.beat(db, "daemon", NOW)
        with pytest.raises(KeyError), db.write():
            beats.beat(db, "daemon", NOW)
            with pytest.raises(NestedWrite):
                db.write().__enter__()
            assert other.rows("SELECT * FROM beat") == []
            raise KeyError
        assert db.rows("SELECT * FROM beat") == []


def test_nothing_writes_past_the_one_way(cluster: Cluster) -> None:
    with cluster.database() as address, opened(address) as db, pytest.raises(StorageError, match="may not be written"):
        db.rows("DELETE FROM site RETURNING name")


def test_one_writes_at_a_time_and_readers_wait_for_nobody(cluster: Cluster) -> None:
    with (
        cluster.database() as address,
        opened(address) as db,
        opened(address, busy_seconds=0.2) as other,
    ):
        with db.write():
            beats.beat(db, "daemon", NOW)
            with pytest.raises(Busy, match="locked for too long"), other.write():
                pass
            assert other.rows("SELECT * FROM beat") == []
        with other.write():
            beats.beat(other, "crawl", NOW)
        assert len(db.rows("SELECT * FROM beat")) == 2


def test_a_snapshot_shows_one_moment(cluster: Cluster) -> None:
    with cluster.database() as address, opened(address) as db, opened(address) as other:
        with db.snapshot():
            assert db.rows("SELECT * FROM beat") == []
            with other.write():
                beats.beat(other, "daemon", NOW)
            assert list(db.each("SELECT * FROM beat")) == []
        assert len(db.rows("SELECT * FROM beat")) == 1


def test_a_long_result_is_gone_through_while_others_are_asked_for(cluster: Cluster) -> None:
    with cluster.database() as address, opened(address) as db, db.write():
        db.insert_all("beat", ({"name": f"{number:04}", "at": "x"} for number in range(1200)))
        found = []
        for row in db.each("SELECT name FROM beat ORDER BY name"):
            found += db.rows("SELECT name FROM beat WHERE name = ?", [row["name"]])
        assert len(found) == 1200


def test_what_was_stored_outlasts_a_server_that_is_killed() -> None:
    with postgres.served(is_safe=True) as server:
        address = server.address(server.new())
        with opened(address, create=True) as db:
            run = begin(db)
            for round_ in range(3):
                with db.write():
                    save(db, run, another(), found=())
                with pytest.raises(ServerMissing), db.write():
                    save(db, run, another(), found=())
                    server.kill()
                    db.rows("SELECT 1 AS one")
                server.start()
                # the same connection is good again, and knows what was said to be stored and nothing else
                assert db.rows("SELECT count(*) AS n FROM article") == [{"n": round_ + 1}]


def test_the_single_machine_needs_neither_driver_nor_translator(tmp_path: Path) -> None:
    code = f"""
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("psycopg", "sqlglot", "procrastinate"):
            raise ModuleNotFoundError(f"No module named {{name}}", name=name.split(".")[0])
sys.meta_path.insert(0, Blocked())
import cli, scheduler, crawler.run
from pathlib import Path
from config import Config
from storage.database import open_store
from storage.errors import StorageError
from tests.storing import another, begin, save
with open_store(Config(database=Path({str(tmp_path / "news.db")!r})), create=True) as db:
    run = begin(db)
    with db.write():
        save(db, run, another())
    assert db.rows("SELECT count(*) AS n FROM article") == [{{"n": 1}}]
try:
    open_store(Config(store="postgresql://nowhere/news"))
except StorageError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert "psycopg is not installed: install the extra `cluster`" in done.stdout or "sqlglot is not" in done.stdout


def test_what_a_page_says_may_be_long(cluster: Cluster) -> None:
    with cluster.database() as address, opened(address) as db:
        run = begin(db)
        title = "".join(random.Random(1).choices(string.ascii_letters, k=9000))
        with db.write():
            save(db, run, another(title=title), found=())
        with pytest.raises(StorageError, match="takes no value as long as this"), db.write():
            save(db, run, another(), key=title, found=())

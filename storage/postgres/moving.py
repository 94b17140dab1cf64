"""A whole database moved from SQLite to PostgreSQL and back, and looked at on both sides.

Rows go over as they are, numbers and all: what triggers would add is among them. What is searched is made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.database import Database, SqliteStore, as_it_is, check, empty, new_file
from storage.errors import StorageError
from storage.file.unfinished import sync, unfinished
from storage.migrations import STEPS, migrations
from storage.postgres import schema
from storage.postgres.store import PostgresStore

# Their key is a name; of all others in `history` it is a number, which PostgreSQL keeps as text among them.
_NAMED = frozenset({"site"})


@dataclass(frozen=True, slots=True)
class Moved:
    """A table that is the same on both sides: how many rows, and the SHA-256 of them all in the order of their keys."""

    table: str
    rows: int
    sha256: str


def to_postgres(source: Path, db: PostgresStore) -> list[Moved]:
    """Copy the SQLite database `source` into one of a server that has nothing of ours in it; one transaction.

    Raises StorageError where there is something, where `source` is of an older version, and where a row did not come
    over as it was: nothing is left then.
    """
    if schema.applied(db):
        raise StorageError(f"{db.name} has a database of this program already: name a new one")
    with as_it_is(source) as ours, ours.snapshot(), db.write():
        if lacking := migrations.pending(ours.sql):
            raise StorageError(f"{source} lacks {', '.join(one.name for one in lacking)}: run `jujugan upgrade` first")
        for statement in schema.tables(None):
            db.run(statement)
        for table, columns in _tables(ours).items():
            db.fill(table, columns, (tuple(row.values()) for row in ours.each(_every(table, columns))))
        for statement in schema.around_tables(None):
            db.run(statement)
        db.run("INSERT INTO search (rowid, words) SELECT id, jujugan_index(title, body, tags) FROM search_text")
        db.insert_all("schema_step", ({"name": step.__name__} for step in STEPS))
        return _compared(ours, db)


def to_sqlite(db: PostgresStore, target: Path) -> list[Moved]:
    """Copy the database of a server, as it stands at one moment, into a new SQLite file at `target`.

    Raises StorageError where there is a file, and where a row did not come over as it was: nothing is left then.
    """
    if target.exists():
        raise StorageError(f"{target} exists: name a new file")
    with unfinished(target) as file:
        with new_file(file) as ours, db.snapshot():
            triggers = _make(ours)
            with ours.write():
                for table in _tables(ours):
                    _fill(ours, db, table)
                ours.execute("INSERT INTO search (search) VALUES ('rebuild')")
                for statement in triggers:
                    ours.execute(statement)
            found = _compared(db, ours)
            check(ours, "integrity_check")
        sync(file)
        file.rename(target)
        sync(target.parent)
    return found


@contextmanager
def in_a_file(db: PostgresStore, folder: Path, tables: Collection[str]) -> Iterator[Path]:
    """Some tables, as they stand at one moment, in a SQLite file that is removed afterwards."""
    file = folder / "taken.db"
    try:
        with new_file(file) as ours, db.snapshot():
            _make(ours)
            with ours.write():
                for table in tables:
                    _fill(ours, db, table)
        yield file
    finally:
        file.unlink(missing_ok=True)


def _make(ours: SqliteStore) -> list[str]:
    """Make the tables; the statements of the triggers, which would note what is only moved."""
    with ours.write():
        migrations.apply(ours.sql)
        triggers = ours.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
        for row in triggers:
            ours.execute(f"DROP TRIGGER {row['name']}")
    return [row["sql"] for row in triggers]


def _tables(ours: SqliteStore) -> dict[str, list[str]]:
    """Every table with its columns."""
    names = [one.name for one in schema.made() if one.kind == "table"]
    return {name: list(ours.sql.table(name).columns_dict) for name in names}


def _fill(ours: SqliteStore, db: PostgresStore, table: str) -> None:
    columns = list(ours.sql.table(table).columns_dict)
    ours.execute(f"DELETE FROM {table}")
    ours.insert_all(table, (_typed(table, row) for row in db.each(_every(table, columns))))


def _typed(table: str, row: dict[str, Any]) -> dict[str, Any]:
    if table == "history" and row["kind"] not in _NAMED:
        row["row"] = int(row["row"])
    return row


def _every(table: str, columns: list[str]) -> str:
    return f"SELECT {', '.join(columns)} FROM {table}"


def _compared(source: Database, target: Database) -> list[Moved]:
    """Raises StorageError."""
    with empty() as ours:
        tables = _tables(ours)
    found = []
    for table, columns in tables.items():
        was, became = (_look(db, table, columns) for db in (source, target))
        if was != became:
            raise StorageError(
                f"{table} did not come over as it was: {was.rows} rows in {source.name} and {became.rows} in "
                f"{target.name}, or other words in them; nothing is kept, please report it"
            )
        found.append(became)
    return found


def _look(db: Database, table: str, columns: list[str]) -> Moved:
    made, count = hashlib.sha256(), 0
    for row in db.each(f"{_every(table, columns)} ORDER BY {', '.join(db.keys(table))}"):
        told = [value.hex() if isinstance(value, bytes) else value for value in _typed(table, row).values()]
        made.update(json.dumps(told, ensure_ascii=False).encode())
        count += 1
    return Moved(table, count, made.hexdigest())

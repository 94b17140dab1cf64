"""One SQLite file, one SQLite library, one way to write.

The library is the one sqlite-utils chooses: pysqlite3 where it is installed, else the standard library's. Two of them
in one process break each other's file locks, so nothing but this module imports one (a test sees to it).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database as SqliteDatabase
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from storage.condition import check, check_place
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
    in_plain_words,
    is_read_only,
)
from storage.migrations import NAMES, migrations
from storage.values import storable

__all__ = [
    "Busy", "Damaged", "Database", "DatabaseMissing", "DiskFull", "FolderMissing", "NestedWrite",
    "NewerSchema", "NotWritable", "SqliteDatabase", "StorageError", "WriteOutsideTransaction", "as_it_is",
    "check", "check_place", "library_warning", "new_file", "open_database",
]  # fmt: skip

Params = Sequence[Any] | Mapping[str, Any]

BUSY_SECONDS = 30
WAL_LIMIT = 64 * 1024 * 1024

_log = logging.getLogger(__name__)


class Database:
    """An open database. It belongs to the thread that opened it."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.sql = SqliteDatabase(connection, execute_plugins=False)
        self.in_write = False
        self._connection = connection

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction (BEGIN IMMEDIATE ... COMMIT), undone by any exception; the only way to write.

        IMMEDIATE, because a deferred transaction that reads before it writes fails at once when another process
        writes meanwhile, whatever the time-out. Raises NestedWrite, Busy, DiskFull.
        """
        if self._connection.in_transaction:
            raise NestedWrite(f"a transaction on {self.path} is open already: write() cannot be nested")
        with self._plain_errors():
            self._connection.execute("PRAGMA query_only=OFF")
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                self.in_write = True
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk makes SQLite roll back by itself.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self.in_write = False
                self._connection.execute("PRAGMA query_only=ON")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several reads of one state of the database, whatever other processes write meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        with self._plain_errors():
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    @contextmanager
    def reading(self, other: Path, name: str) -> Iterator[None]:
        """Another database's tables as `name.table`, for reading only; within one `write()` they are one state."""
        with self._plain_errors():
            self._connection.execute(f"ATTACH ? AS {name}", [f"{other.absolute().as_uri()}?mode=ro"])
            try:
                yield
            finally:
                self._connection.execute(f"DETACH {name}")

    def rows(self, sql: str, params: Params = ()) -> list[dict[str, Any]]:
        return list(self.each(sql, params))

    def one(self, sql: str, params: Params = ()) -> dict[str, Any] | None:
        """The first row, or None."""
        return next(self.each(sql, params), None)

    def each(self, sql: str, params: Params = ()) -> Iterator[dict[str, Any]]:
        """The rows one by one, for results too large to hold."""
        with self._plain_errors():
            cursor = self._connection.execute(sql, _storable(params))
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    def execute(self, sql: str, params: Params = ()) -> int:
        """Run one writing statement; the number of rows changed. Raises WriteOutsideTransaction."""
        self._must_write()
        with self._plain_errors():
            return int(self._connection.execute(sql, _storable(params)).rowcount)

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Insert one row; its rowid. Raises WriteOutsideTransaction."""
        self._must_write()
        with self._plain_errors():
            inserted = self.sql.table(table).insert(dict(_storable(values)))
        return int(inserted.last_rowid or 0)

    def insert_all(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows that all have the same columns. Raises WriteOutsideTransaction."""
        self._must_write()
        with self._plain_errors():
            self.sql.table(table).insert_all(dict(_storable(row)) for row in rows)

    def compact(self, into: Path) -> None:
        """Write the file anew, each table in one piece and without free space. Raises DiskFull."""
        with _plain_errors(into):
            self._connection.execute("PRAGMA query_only=OFF")
            self._connection.execute("VACUUM INTO ?", [str(into)])

    def copy_into(self, file: Path) -> None:
        """Write one state of the whole database to an empty file, whatever other processes write meanwhile."""
        with self._plain_errors():
            self._connection.execute("VACUUM INTO ?", [str(file)])

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _must_write(self) -> None:
        if not self.in_write:
            raise WriteOutsideTransaction(f"a write to {self.path} outside a transaction: use `with db.write():`")

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        with _plain_errors(self.path):
            try:
                yield
            except sqlite3.DatabaseError as error:
                if is_read_only(error):
                    self._must_write()
                raise


def open_database(path: Path, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open the database at `path` and bring its schema up to date.

    A write waits `busy_seconds` for another process's to end. Raises DatabaseMissing, FolderMissing, NotWritable,
    Damaged, NewerSchema, Busy, DiskFull.
    """
    warning = library_warning()
    if warning:
        _log.warning(warning)
    check_place(path)
    if not path.exists() and not create:
        raise DatabaseMissing(f"there is no database at {path}: a first crawl makes one, or correct the path")
    with _plain_errors(path):
        connection = _connect(path, "rwc" if create else "rw", busy_seconds)
        try:
            db = Database(path, connection)
            applied = _checked_schema(db)
            _set_up(connection)
            if applied != NAMES:
                with db.write():
                    migrations.apply(db.sql)
        except BaseException:
            connection.close()
            raise
    return db


@contextmanager
def as_it_is(path: Path, *, untouched: bool = False) -> Iterator[Database]:
    """Open a database of ours to read it, or copy it, without bringing its schema up to date.

    SQLite may mend it by its log first, unless it is to stay `untouched`.
    Raises DatabaseMissing, NotWritable, Damaged, NewerSchema, Busy.
    """
    if not path.is_file():
        raise DatabaseMissing(f"there is no database at {path}: correct the path")
    mode = "rw" if os.access(path, os.W_OK) and not untouched else "ro"
    with _plain_errors(path), closing(_connect(path, mode)) as connection:
        db = Database(path, connection)
        if not _checked_schema(db):
            raise Damaged(f"{path} is empty: name a database of this program")
        yield db


@contextmanager
def new_file(path: Path) -> Iterator[Database]:
    """A database of another shape than ours, through the same library, without a journal while it is made: for
    exports, of which a half one is thrown away. Raises NotWritable, DiskFull."""
    is_new = not path.exists()
    with _plain_errors(path):
        connection = _connect(path, "rwc")
        try:
            for setting in ("page_size=4096", "journal_mode=OFF", "synchronous=OFF") if is_new else ():
                connection.execute(f"PRAGMA {setting}")
            yield Database(path, connection)
        finally:
            connection.close()


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        plain = in_plain_words(error, path)
        if plain is None:
            raise
        raise plain from error


def _connect(path: Path, mode: str, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=busy_seconds
    )


def _set_up(connection: sqlite3.Connection) -> None:
    for setting in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        f"journal_size_limit={WAL_LIMIT}",
        "secure_delete=FAST",
        "query_only=ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def _checked_schema(db: Database) -> frozenset[str]:
    """The names of the steps that the database has had. Raises Damaged, NewerSchema."""
    applied = frozenset(migration.name for migration in migrations.applied(db.sql))
    if not applied and db.sql.table_names():
        raise Damaged(f"{db.path} is another program's database: name another file")
    unknown = sorted(applied - NAMES)
    if unknown:
        raise NewerSchema(
            f"{db.path} was changed by a newer version of this program ({', '.join(unknown)}): "
            "install that version, or restore a backup from before"
        )
    return applied


def library_warning(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str | None:
    """What is wrong with the SQLite library in use, for the operator."""
    backported = any(version[:2] == mended[:2] and version >= mended for mended in ((3, 44, 6), (3, 50, 7)))
    if version >= (3, 51, 3) or backported:
        return None
    return (
        f"SQLite {'.'.join(map(str, version))} can, rarely, damage a database that two processes write to "
        "(the WAL-reset bug, mended in 3.51.3): install pysqlite3, which brings a newer one"
    )


def _storable(params: Params) -> Params:
    if isinstance(params, Mapping):
        return {name: storable(value) for name, value in params.items()}
    return [storable(value) for value in params]

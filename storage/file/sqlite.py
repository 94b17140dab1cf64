"""One SQLite file, one SQLite library, one way to write: what a single machine keeps everything in.

The library is the one sqlite-utils chooses: pysqlite3 where it is installed, else the standard library's. Two of them
in one process break each other's file locks, so nothing but this module imports one (a test sees to it).
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from sqlite_utils import Database as SqliteDatabase
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from storage.errors import Damaged, DatabaseMissing, NestedWrite, in_plain_words, is_busy, is_read_only
from storage.file.condition import check_place, check_steps
from storage.file.guard import Guard
from storage.file.rows import all_storable, insertion
from storage.interface import BUSY_SECONDS, Database, Params
from storage.migrations import NAMES, migrations

WAL_LIMIT = 64 * 1024 * 1024
# Seconds between two looks whether another process's write has ended. SQLite's own looks come up to 0.1 s apart: then a
# crawl has begun its next article before the editor's decision is tried again.
LOOK_AGAIN = 0.002

__all__ = ["SqliteDatabase", "SqliteStore", "as_it_is", "empty", "library_warning", "new_file", "open_database"]

_log = logging.getLogger(__name__)


class SqliteStore(Database):
    """A SQLite file."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.sql = SqliteDatabase(connection, execute_plugins=False)
        self._connection = connection
        self._guard = Guard(connection.execute)

    @property
    def name(self) -> str:
        return str(self.path)

    @contextmanager
    def write(self) -> Iterator[None]:
        # IMMEDIATE, because a deferred transaction that reads before it writes fails at once when another process
        # writes meanwhile, whatever the time-out.
        if self._connection.in_transaction:
            raise NestedWrite(f"a transaction on {self.path} is open already: write() cannot be nested")
        with self._plain_errors():
            self._guard.lift()
            try:
                self._begin()
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

    def _begin(self) -> None:
        (patience,) = self._connection.execute("PRAGMA busy_timeout").fetchone()
        until = time.monotonic() + patience / 1000
        self._connection.execute("PRAGMA busy_timeout=0")
        try:
            while not self._has_begun(is_last=time.monotonic() >= until):
                time.sleep(LOOK_AGAIN)
        finally:
            self._connection.execute(f"PRAGMA busy_timeout={patience}")

    def _has_begun(self, *, is_last: bool) -> bool:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if is_last or not is_busy(error):
                raise
            return False
        return True

    @contextmanager
    def snapshot(self) -> Iterator[None]:
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

    def each(self, sql: str, params: Params = ()) -> Iterator[dict[str, Any]]:
        with self._plain_errors():
            run = self._connection.execute if self.in_write else self._guard.read
            cursor = run(sql, all_storable(params))
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    def execute(self, sql: str, params: Params = ()) -> int:
        self.must_write()
        with self._plain_errors():
            return int(self._connection.execute(sql, all_storable(params)).rowcount)

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        self.must_write()
        with self._plain_errors():
            done = self._connection.execute(insertion(table, values), all_storable(list(values.values())))
            return int(done.lastrowid or 0)

    def insert_all(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        self.must_write()
        rows = iter(rows)
        first = next(rows, None)
        if first is not None:
            values = (all_storable([row[name] for name in first]) for row in chain([first], rows))
            with self._plain_errors():
                self._connection.executemany(insertion(table, first), values)

    @contextmanager
    def as_file(self, _folder: Path, _tables: Collection[str], /) -> Iterator[Path]:
        yield self.path

    def rewrite(self) -> None:
        with new_file(self.path) as raw:
            raw.sql.execute("VACUUM")

    def keys(self, table: str) -> list[str]:
        return list(self.sql.table(table).pks)

    def size(self) -> int:
        return self.path.stat().st_size

    def compact(self, into: Path) -> None:
        """Write the file anew, each table in one piece and without free space. Raises DiskFull."""
        with _plain_errors(into):
            self._guard.lift()
            self._connection.execute("VACUUM INTO ?", [str(into)])

    def copy_into(self, file: Path) -> None:
        """Write one state of the whole database to an empty file, whatever other processes write meanwhile."""
        with self._plain_errors():
            self._connection.execute("VACUUM INTO ?", [str(file)])

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        with _plain_errors(self.path):
            try:
                yield
            except sqlite3.DatabaseError as error:
                if is_read_only(error):
                    self.must_write()
                raise


def open_database(path: Path, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> SqliteStore:
    """Open the database at `path` and bring its schema up to date.

    A write waits `busy_seconds` for another process's to end. Raises DatabaseMissing, FolderMissing, NotWritable,
    Damaged, NewerSchema, Busy, DiskFull.
    """
    warning = library_warning()
    if warning:
        _log.warning(warning)
    check_place(path)
    if not path.exists() and not create:
        raise DatabaseMissing(
            f"there is no database at {path}: a first crawl makes one, or name another by `database` or --db"
        )
    with _plain_errors(path):
        connection = _connect(path, "rwc" if create else "rw", busy_seconds)
        try:
            db = SqliteStore(path, connection)
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
def as_it_is(path: Path, *, untouched: bool = False) -> Iterator[SqliteStore]:
    """Open a database of ours to read it, or copy it, without bringing its schema up to date.

    SQLite may mend it by its log first, unless it is to stay `untouched`.
    Raises DatabaseMissing, NotWritable, Damaged, NewerSchema, Busy.
    """
    if not path.is_file():
        raise DatabaseMissing(f"there is no database at {path}: name one that is there by `database` or --db")
    mode = "rw" if os.access(path, os.W_OK) and not untouched else "ro"
    with _plain_errors(path), closing(_connect(path, mode)) as connection:
        db = SqliteStore(path, connection)
        if not _checked_schema(db):
            raise Damaged(f"{path} is empty: name a database of this program")
        yield db


@contextmanager
def new_file(path: Path) -> Iterator[SqliteStore]:
    """A database of another shape than ours, through the same library, without a journal while it is made: for
    exports, of which a half one is thrown away. Raises NotWritable, DiskFull."""
    is_new = not path.exists()
    with _plain_errors(path):
        connection = _connect(path, "rwc")
        try:
            for setting in ("page_size=4096", "journal_mode=OFF", "synchronous=OFF") if is_new else ():
                connection.execute(f"PRAGMA {setting}")
            yield SqliteStore(path, connection)
        finally:
            connection.close()


@contextmanager
def empty(*, before: str | None = None) -> Iterator[SqliteStore]:
    """A database with our tables and nothing in them, in memory: what the tables are is read from it.

    `before` names the step that is the first to be left out.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        db = SqliteStore(Path(":memory:"), connection)
        with db.write():
            migrations.apply(db.sql, stop_before=before)
        yield db


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


def _checked_schema(db: SqliteStore) -> frozenset[str]:
    """The names of the steps that the database has had. Raises Damaged, NewerSchema."""
    applied = frozenset(migration.name for migration in migrations.applied(db.sql))
    check_steps(db.path, applied, NAMES, is_empty=not db.sql.table_names())
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

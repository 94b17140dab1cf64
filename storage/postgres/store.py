"""An open PostgreSQL database.

Isolation: READ COMMITTED, and one writer at a time by an advisory lock that a transaction takes first and the server
frees with it, however it ends. So every rule of storage/ that reads before it writes (a digest's number, which visit a
report joins, which article a text is the copy of, what a run's counts are) holds as it does in SQLite, where BEGIN
IMMEDIATE does the same. SERIALIZABLE would let writers run side by side, but each would have to be begun anew when it
fails, which `with db.write():` cannot do for its body; row locks would have to be right in each of sixty modules. What
it costs is measured in bench/postgres.py; readers, and Procrastinate's own tables, know nothing of the lock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import DictRow, dict_row
from psycopg.sql import SQL, Composed, Identifier, Placeholder

from storage.errors import NestedWrite, StorageError
from storage.file.sqlite import empty
from storage.interface import Database, Params
from storage.postgres import adapt
from storage.postgres.dialect import Statement, translate
from storage.postgres.errors import plain_errors, shown
from storage.postgres.search import to_tsquery
from storage.values import storable

# "juju" in ASCII: the lock of this program, among those that others may take in the same database.
WRITERS = 0x6A756A75
# Rows that are held at once while a result is gone through one by one.
_AT_ONCE = 500


class PostgresStore(Database):
    """A database of a PostgreSQL server. A connection that the server has ended is made anew for the next transaction.

    `path` is where the files beside it stand, as the list of what was taken down.
    """

    is_file = False

    def __init__(self, address: str, path: Path, busy_seconds: float) -> None:
        self.path = path
        self._address, self._busy_seconds = address, busy_seconds
        self._cursors = count()
        with plain_errors(self.name):
            self._connection = self._connect()

    @property
    def name(self) -> str:
        return shown(self._address)

    def _connect(self) -> psycopg.Connection[DictRow]:
        settings = {
            "default_transaction_read_only": "on", "timezone": "UTC", "jit": "off", "client_min_messages": "warning",
            "lock_timeout": f"{self._busy_seconds * 1000:.0f}", "standard_conforming_strings": "on",
            # a writer whose machine has died is noticed within a minute, one that hangs within a quarter of an hour
            "tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3,
            "idle_in_transaction_session_timeout": 900_000,
        }  # fmt: skip
        try:
            return psycopg.connect(
                self._address,
                autocommit=True,
                row_factory=dict_row,
                cursor_factory=psycopg.ClientCursor,
                options=" ".join(f"-c {name}={value}" for name, value in settings.items()),
                keepalives_idle=30,
                application_name="jujugan",
                context=adapt.as_sqlite_gives_them(),
            )
        except psycopg.ProgrammingError as error:  # of the address, before any server is asked
            raise StorageError(f"{self.name}: {str(error).strip()}: correct `store`") from error

    def _live(self) -> psycopg.Connection[DictRow]:
        if self._connection.closed and not self.in_write:
            self._connection = self._connect()
        return self._connection

    @contextmanager
    def write(self) -> Iterator[None]:
        if self._in_transaction:
            raise NestedWrite(f"a transaction on {self.name} is open already: write() cannot be nested")
        with plain_errors(self.name):
            self._begin("BEGIN READ WRITE")
            try:
                self._connection.execute(SQL("SELECT pg_advisory_xact_lock({})").format(WRITERS))
                self.in_write = True
                yield
                self._connection.execute("COMMIT")
            finally:
                self.in_write = False
                self._undo()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        if self._in_transaction:
            yield
            return
        with plain_errors(self.name):
            self._begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                yield
            finally:
                self._undo()

    @property
    def _in_transaction(self) -> bool:
        return self._connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE and (
            not self._connection.closed
        )

    def _begin(self, how: str) -> None:
        """A server that was started anew has ended the connections it had: that is noticed here, and mended once."""
        try:
            self._live().execute(how.encode())
        except psycopg.OperationalError:
            if not self._connection.closed:
                raise
            self._live().execute(how.encode())

    def _undo(self) -> None:
        if not self._connection.closed and self._in_transaction:
            self._connection.execute("ROLLBACK")

    def rows(self, sql: str, params: Params = ()) -> list[dict[str, Any]]:
        with self._asked(sql, params) as cursor:
            return cursor.fetchall()

    def one(self, sql: str, params: Params = ()) -> dict[str, Any] | None:
        with self._asked(sql, params, is_one=True) as cursor:
            return cursor.fetchone()

    def each(self, sql: str, params: Params = ()) -> Iterator[dict[str, Any]]:
        if not self._in_transaction:  # a cursor of the server's needs one
            yield from self.rows(sql, params)
            return
        name = Identifier(f"each{next(self._cursors)}")
        statement = translate(sql)
        with plain_errors(self.name):
            declare = SQL("DECLARE {} NO SCROLL CURSOR FOR ").format(name).as_string() + statement.sql
            self._connection.execute(declare.encode(), _values(statement, params))
            fetch = SQL("FETCH {} FROM {}").format(_AT_ONCE, name)
            while rows := self._connection.execute(fetch).fetchall():
                yield from rows
            self._connection.execute(SQL("CLOSE {}").format(name))

    @contextmanager
    def _asked(self, sql: str, params: Params, *, is_one: bool = False) -> Iterator[psycopg.Cursor[DictRow]]:
        statement = translate(sql, is_one=is_one)
        with plain_errors(self.name):
            yield self._live().execute(statement.sql.encode(), _values(statement, params))

    def execute(self, sql: str, params: Params = ()) -> int:
        self.must_write()
        with self._asked(sql, params) as cursor:
            return cursor.rowcount

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        self.must_write()
        key = _numbered().get(table)
        returning = SQL(" RETURNING {} AS number").format(Identifier(key)) if key else SQL("")
        with plain_errors(self.name):
            cursor = self._connection.execute(_inserting(table, values) + returning, _stored(values))
            row = cursor.fetchone() if key else None
        return int(row["number"]) if row else 0

    def insert_all(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        self.must_write()
        stored = [_stored(row) for row in rows]
        if stored:
            with plain_errors(self.name):
                self._connection.cursor().executemany(_inserting(table, stored[0]), stored)

    def run(self, sql: str) -> None:
        """Run what is written for PostgreSQL. Inside `write()`."""
        self.must_write()
        with plain_errors(self.name):
            self._connection.execute(sql.encode())

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert very many rows at once; new ones are numbered after them. Inside `write()`."""
        self.must_write()
        names = SQL(", ").join(map(Identifier, columns))
        copy = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), names)
        with plain_errors(self.name), self._connection.cursor() as cursor:
            with cursor.copy(copy) as into:
                for row in rows:
                    into.write_row(row)
            if table in _numbered():
                after = "SELECT setval(pg_get_serial_sequence({}, {}), max({})) FROM {}"
                key = _numbered()[table]
                cursor.execute(SQL(after).format(table, key, Identifier(key), Identifier(table)))

    @contextmanager
    def as_file(self, folder: Path, tables: Collection[str], /) -> Iterator[Path]:
        from storage.postgres.moving import in_a_file

        with in_a_file(self, folder, tables) as file:
            yield file

    def rewrite(self) -> None:
        with plain_errors(self.name):
            connection = self._live()
            connection.execute("SET default_transaction_read_only = off")
            try:
                connection.execute("VACUUM (FULL)")
            finally:
                connection.execute("SET default_transaction_read_only = on")

    def keys(self, table: str) -> list[str]:
        return _keys()[table]

    def size(self) -> int:
        return int(self.rows("SELECT pg_database_size(current_database()) AS size")[0]["size"])

    def close(self) -> None:
        self._connection.close()


@cache
def _keys() -> Mapping[str, list[str]]:
    with empty() as ours:
        return {name: ours.keys(name) for name in ours.sql.table_names()}


@cache
def _numbered() -> Mapping[str, str]:
    """Of each table whose rows are numbered the column of the number."""
    with empty() as ours:
        kinds = {name: ours.sql.table(name).columns_dict for name in _keys()}
    return {name: key[0] for name, key in _keys().items() if len(key) == 1 and kinds[name].get(key[0]) is int}


def _inserting(table: str, values: Mapping[str, Any]) -> Composed:
    return SQL("INSERT INTO {} ({}) VALUES ({})").format(
        Identifier(table), SQL(", ").join(map(Identifier, values)), SQL(", ").join(map(Placeholder, values))
    )


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: storable(value) for name, value in values.items()}


def _values(statement: Statement, params: Params) -> dict[str, Any]:
    """What is asked with, each under its name."""
    if isinstance(params, Mapping):
        found = _stored(params)
    else:
        left = iter(params)
        found = {}
        for name, size in statement.slots:
            found[name] = storable(next(left)) if size is None else [storable(next(left)) for _ in range(size)]
    return found | {name: to_tsquery(found[name]) for name in statement.searches}

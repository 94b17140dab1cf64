"""What the rest of the program knows of a database: rows out, rows in, and one way to write.

Two stand behind it: a SQLite file (storage.file.sqlite), which is the default, and PostgreSQL (storage.postgres).
Statements are written for SQLite; PostgreSQL is given each in its own words.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from storage.errors import WriteOutsideTransaction

Params = Sequence[Any] | Mapping[str, Any]

BUSY_SECONDS = 30


class Database(ABC):
    """An open database. It belongs to the thread that opened it.

    `path` is the file, or, where there is none (`is_file`), the place that the files beside it are named after; `name`
    tells the operator which database it is.
    """

    path: Path
    is_file = True
    in_write = False

    @property
    @abstractmethod
    def name(self) -> str: ...

    @abstractmethod
    def write(self) -> AbstractContextManager[None]:
        """One transaction, undone by any exception; the only way to write. No two run at once.

        Raises NestedWrite, Busy, DiskFull.
        """

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """Several reads of one state of the database, whatever other processes write meanwhile."""

    @abstractmethod
    def each(self, sql: str, params: Params = ()) -> Iterator[dict[str, Any]]:
        """The rows one by one, for results too large to hold."""

    @abstractmethod
    def execute(self, sql: str, params: Params = ()) -> int:
        """Run one writing statement; the number of rows changed. Raises WriteOutsideTransaction."""

    @abstractmethod
    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Insert one row; its number. Raises WriteOutsideTransaction."""

    @abstractmethod
    def insert_all(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows that all have the same columns. Raises WriteOutsideTransaction."""

    @abstractmethod
    def as_file(self, folder: Path, tables: Collection[str], /) -> AbstractContextManager[Path]:
        """A SQLite file with at least these tables, which may be made in `folder` and is gone afterwards."""

    @abstractmethod
    def rewrite(self) -> None:
        """Write anew what deleted rows took, so that nothing of them is left. Writers wait. Raises Busy, DiskFull."""

    @abstractmethod
    def keys(self, table: str) -> list[str]:
        """The columns of a table's primary key."""

    @abstractmethod
    def size(self) -> int:
        """What the database takes on its disk, in bytes."""

    @abstractmethod
    def close(self) -> None: ...

    def rows(self, sql: str, params: Params = ()) -> list[dict[str, Any]]:
        return list(self.each(sql, params))

    def one(self, sql: str, params: Params = ()) -> dict[str, Any] | None:
        """The first row, or None."""
        return next(self.each(sql, params), None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def must_write(self) -> None:
        """Raises WriteOutsideTransaction."""
        if not self.in_write:
            raise WriteOutsideTransaction(f"a write to {self.name} outside a transaction: use `with db.write():`")

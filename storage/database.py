"""The way to the database, whichever the configuration names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from config import Config
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
from storage.file.condition import check, check_place
from storage.file.sqlite import SqliteDatabase, SqliteStore, as_it_is, empty, library_warning, new_file, open_database
from storage.interface import BUSY_SECONDS, Database, Params

if TYPE_CHECKING:
    from storage.postgres.store import PostgresStore

__all__ = [
    "Busy", "Damaged", "Database", "DatabaseMissing", "DiskFull", "FolderMissing", "NestedWrite",
    "NewerSchema", "NotWritable", "Params", "SqliteDatabase", "SqliteStore", "StorageError", "WriteOutsideTransaction",
    "as_it_is", "check", "check_place", "empty", "is_there", "library_warning", "new_file", "open_database",
    "open_server", "open_store", "require_file",
]  # fmt: skip


def open_store(config: Config, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open the database that the configuration names, and bring its schema up to date.

    A write waits `busy_seconds` for another process's to end. Raises what `open_database` raises, and ServerMissing.
    """
    if config.store:
        with _cluster_extra():
            from storage.postgres.open import open_postgres
        return open_postgres(config.store, config.database, create=create, busy_seconds=busy_seconds)
    return open_database(config.database, create=create, busy_seconds=busy_seconds)


def open_server(config: Config) -> PostgresStore:
    """The PostgreSQL database as it is, be there anything of ours in it or not. Raises as `open_store` does."""
    with _cluster_extra():
        from storage.postgres.open import connected
    return connected(config.store, config.database)


def require_file(config: Config, instead: str) -> None:
    """Raises StorageError, which says what to do `instead`, where the database is no file but a server's."""
    if config.store:
        raise StorageError(f"`store` names a PostgreSQL database, which this command knows nothing of: {instead}")


@contextmanager
def _cluster_extra() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise StorageError(
            f"`store` names a PostgreSQL database, and {error.name} is not installed: install the extra `cluster` "
            "(requirements/cluster.txt)"
        ) from error


def is_there(config: Config) -> bool:
    """Whether there is a database: a server is taken to have one."""
    return bool(config.store) or config.database.exists()

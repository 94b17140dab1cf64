"""The way to the database, whichever the configuration names."""

from __future__ import annotations

from config import Config
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
)
from storage.interface import BUSY_SECONDS, Database, Params
from storage.sqlite import SqliteDatabase, SqliteStore, as_it_is, empty, library_warning, new_file, open_database

__all__ = [
    "Busy", "Damaged", "Database", "DatabaseMissing", "DiskFull", "FolderMissing", "NestedWrite",
    "NewerSchema", "NotWritable", "Params", "SqliteDatabase", "SqliteStore", "StorageError", "WriteOutsideTransaction",
    "as_it_is", "check", "check_place", "empty", "is_there", "library_warning", "new_file", "open_database",
    "open_store",
]  # fmt: skip


def open_store(config: Config, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open the database that the configuration names, and bring its schema up to date.

    A write waits `busy_seconds` for another process's to end. Raises what `open_database` raises, and ServerMissing.
    """
    if config.store:
        from storage.postgres.open import open_postgres

        return open_postgres(config.store, config.database, create=create, busy_seconds=busy_seconds)
    return open_database(config.database, create=create, busy_seconds=busy_seconds)


def is_there(config: Config) -> bool:
    """Whether there is a database: a server is taken to have one."""
    return bool(config.store) or config.database.exists()

"""Opening a PostgreSQL database: whether it is one that can be used, and its schema."""

from __future__ import annotations

from pathlib import Path

from storage.errors import Damaged, DatabaseMissing, NewerSchema
from storage.interface import BUSY_SECONDS
from storage.migrations import NAMES
from storage.postgres import schema
from storage.postgres.store import PostgresStore

# Text is ordered and capitals are told by the database's locale; SQLite does both by the bytes.
_LOCALES = ("C", "POSIX")


def open_postgres(address: str, path: Path, *, create: bool, busy_seconds: float) -> PostgresStore:
    """Open the database at an address; `path` is where the files beside it stand.

    Raises ServerMissing, DatabaseMissing, NotWritable, Damaged, NewerSchema, Busy, DiskFull.
    """
    db = connected(address, path, busy_seconds)
    try:
        _bring_up_to_date(db, create)
    except BaseException:
        db.close()
        raise
    return db


def connected(address: str, path: Path, busy_seconds: float = BUSY_SECONDS) -> PostgresStore:
    """The database as it is. Raises ServerMissing, DatabaseMissing, Damaged."""
    db = PostgresStore(address, path, busy_seconds)
    try:
        _check_kind(db)
    except BaseException:
        db.close()
        raise
    return db


def _check_kind(db: PostgresStore) -> None:
    row = db.rows(
        "SELECT datcollate AS locale, pg_encoding_to_char(encoding) AS encoding FROM pg_database "
        "WHERE datname = current_database()"
    )[0]
    if row["locale"] not in _LOCALES or row["encoding"] != "UTF8":
        raise Damaged(
            f"{db.name} orders text by the locale {row['locale']} ({row['encoding']}): make a database with "
            "createdb --template=template0 --locale=C --encoding=UTF8 and name that"
        )


def _bring_up_to_date(db: PostgresStore, create: bool) -> None:
    applied = schema.applied(db)
    if unknown := sorted(applied - NAMES):
        raise NewerSchema(
            f"{db.name} was changed by a newer version of this program ({', '.join(unknown)}): install that version"
        )
    if not applied and not create:
        raise DatabaseMissing(f"there is nothing in {db.name} yet: a first crawl makes it, or correct `store`")
    if applied != NAMES:
        with db.write():
            schema.bring_up_to_date(db)

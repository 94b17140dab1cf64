"""A digest in parts: what of it is told to those who are told of some watched places only."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_STATEMENTS = (
    "ALTER TABLE digest ADD COLUMN editions TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE outbox ADD COLUMN edition TEXT NOT NULL DEFAULT ''",
    "DROP INDEX outbox_digest",
    "CREATE UNIQUE INDEX outbox_digest ON outbox(digest, channel, edition)",
)


def editions_schema(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

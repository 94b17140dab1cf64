"""Spared lists: which source listed an article first, and which sources runs leave unread as others show the same."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_STATEMENTS = (
    "ALTER TABLE candidate ADD COLUMN listed_by TEXT",
    "ALTER TABLE coverage ADD COLUMN since TEXT",
    "UPDATE coverage SET since = at",
    "ALTER TABLE coverage ADD COLUMN spared TEXT",
)


def spared_lists(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

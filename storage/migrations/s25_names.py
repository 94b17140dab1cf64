"""Names of people that were blanked out on their wish: that it was done, and by which mark they are known again."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_STATEMENTS = (
    """CREATE TABLE blanked_name (
        id INTEGER PRIMARY KEY,
        words INTEGER NOT NULL,
        mark TEXT NOT NULL UNIQUE,
        reason TEXT NOT NULL,
        at TEXT NOT NULL,
        articles INTEGER NOT NULL
    ) STRICT""",
)


def names_schema(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

"""What each host's robots.txt said, kept for a day; and the newest articles of a list when it was last proven."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_STATEMENTS = (
    """CREATE TABLE robots (
        place TEXT PRIMARY KEY,
        host TEXT,
        at TEXT NOT NULL,
        status INTEGER,
        problem TEXT,
        etag TEXT,
        last_modified TEXT,
        body BLOB NOT NULL
    ) STRICT""",
    "ALTER TABLE coverage ADD COLUMN heads TEXT",
    "ALTER TABLE gap ADD COLUMN heads TEXT",
)


def robots_and_heads(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

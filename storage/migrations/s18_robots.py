"""What each host's robots.txt said, kept for a day with what tells whether it has changed."""

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
)


def robots_kept(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

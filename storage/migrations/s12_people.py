"""The people of the review page, and their log-ins."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_STATEMENTS = (
    """CREATE TABLE person (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        role TEXT NOT NULL CHECK (role IN ('editor', 'administrator')),
        password TEXT NOT NULL,
        added TEXT NOT NULL,
        removed TEXT
    ) STRICT""",
    """CREATE TABLE login (
        token TEXT PRIMARY KEY,
        person INTEGER NOT NULL REFERENCES person(id),
        began TEXT NOT NULL,
        used TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX login_person ON login(person)",
)


def people_schema(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

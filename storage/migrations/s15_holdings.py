"""The copies that this installation has made of its data, so that a takedown finds them."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_STATEMENTS = (
    """CREATE TABLE holding (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('backup', 'release')),
        path TEXT NOT NULL,
        made TEXT NOT NULL,
        sha256 TEXT,
        gone TEXT,
        note TEXT
    ) STRICT""",
    # One place holds one thing at a time; what it held before stays on record.
    "CREATE UNIQUE INDEX holding_path ON holding(path) WHERE gone IS NULL",
)


def holdings_schema(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

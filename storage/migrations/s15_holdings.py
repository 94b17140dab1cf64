"""The copies that this installation has made of its data, and what goes wrong with the installation itself."""

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
    # An alarm is about a site; this is about none. One mishap of each kind is open at a time.
    """CREATE TABLE mishap (
        id INTEGER PRIMARY KEY,
        about TEXT NOT NULL,
        words TEXT NOT NULL,
        since TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        times INTEGER NOT NULL,
        resolved TEXT,
        notice INTEGER REFERENCES notice(id),
        over_notice INTEGER REFERENCES notice(id)
    ) STRICT""",
    "CREATE UNIQUE INDEX mishap_open ON mishap(about) WHERE resolved IS NULL",
    "CREATE INDEX mishap_notice ON mishap(notice)",
    "CREATE INDEX mishap_over_notice ON mishap(over_notice)",
)


def holdings_schema(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

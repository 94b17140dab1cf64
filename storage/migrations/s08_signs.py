"""Signs by which a break is told: what each list's address gave, how long a source lags, the answer to nonsense."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_STATEMENTS = (
    "ALTER TABLE source_day ADD COLUMN behind INTEGER",
    """CREATE TABLE list_page (
        site TEXT NOT NULL REFERENCES site(name),
        url TEXT NOT NULL,
        articles INTEGER NOT NULL,
        most INTEGER NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (site, url)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE nowhere (
        site TEXT NOT NULL REFERENCES site(name),
        host TEXT NOT NULL,
        url TEXT NOT NULL,
        at TEXT NOT NULL,
        status INTEGER,
        title TEXT,
        content_hash TEXT,
        PRIMARY KEY (site, host)
    ) STRICT, WITHOUT ROWID""",
)


def signs(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

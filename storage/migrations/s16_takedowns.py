"""What was taken down, and by which marks it is known again, none of them a word of the text; which texts are kept."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_STATEMENTS = (
    # No reference to the site or the article: it outlives both, and stands in databases that never had them.
    """CREATE TABLE tombstone (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL,
        key TEXT NOT NULL,
        url TEXT NOT NULL,
        reason TEXT NOT NULL,
        at TEXT NOT NULL,
        finished TEXT,
        UNIQUE (site, key)
    ) STRICT""",
    """CREATE TABLE tombstone_mark (
        kind TEXT NOT NULL CHECK (kind IN ('address', 'text', 'title', 'band')),
        value TEXT NOT NULL,
        tombstone INTEGER NOT NULL REFERENCES tombstone(id) ON DELETE CASCADE,
        PRIMARY KEY (kind, value, tombstone)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX tombstone_mark_tombstone ON tombstone_mark(tombstone)",
    # Texts may be dropped past an age: the oldest of those that are there is found without a walk.
    "CREATE INDEX version_text ON version(read) WHERE body <> ''",
)


def takedowns_schema(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

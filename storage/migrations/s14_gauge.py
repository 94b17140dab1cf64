"""The recall gauge: what was not flagged, drawn by digest and stratum, and what editors say of it."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

# A digest draws before it is stored, since it shows what was drawn: its number is there when the transaction ends.
_DIGEST = "INTEGER NOT NULL REFERENCES digest(number) DEFERRABLE INITIALLY DEFERRED"

_STATEMENTS = (
    f"""CREATE TABLE gauge_round (
        digest {_DIGEST.replace("NOT NULL", "PRIMARY KEY")},
        reached INTEGER NOT NULL,
        at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE gauge_stratum (
        digest INTEGER NOT NULL REFERENCES gauge_round(digest),
        stratum TEXT NOT NULL,
        size INTEGER NOT NULL,
        scores REAL NOT NULL,
        drawn INTEGER NOT NULL,
        PRIMARY KEY (digest, stratum)
    ) STRICT, WITHOUT ROWID""",
    # A takedown may remove an article; that it was drawn, and the answer, stay.
    """CREATE TABLE gauge_draw (
        id INTEGER PRIMARY KEY,
        digest INTEGER NOT NULL REFERENCES gauge_round(digest),
        stratum TEXT NOT NULL,
        article INTEGER REFERENCES article(id) ON DELETE SET NULL,
        answer TEXT CHECK (answer IN ('visit', 'no visit', 'cannot tell')),
        decision INTEGER REFERENCES decision(id),
        who TEXT,
        at TEXT,
        CHECK ((answer IS NULL) = (who IS NULL)),
        CHECK ((answer IS NULL) = (at IS NULL))
    ) STRICT""",
    "CREATE INDEX gauge_draw_digest ON gauge_draw(digest)",
    "CREATE INDEX gauge_draw_decision ON gauge_draw(decision)",
    "CREATE UNIQUE INDEX gauge_draw_article ON gauge_draw(article)",
    """CREATE TABLE gauge_flagged (
        article INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
        digest INTEGER NOT NULL REFERENCES gauge_round(digest)
    ) STRICT""",
    "CREATE INDEX gauge_flagged_digest ON gauge_flagged(digest)",
)


def gauge_schema(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

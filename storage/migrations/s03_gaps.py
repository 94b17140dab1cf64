"""Proof of coverage: how far each source is known, the gaps, and what unchanged documents lead to."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_STATEMENTS = (
    """CREATE TABLE coverage (
        site TEXT NOT NULL REFERENCES site(name),
        source TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES run(id),
        at TEXT NOT NULL,
        newest TEXT,
        reach TEXT,
        overlap REAL NOT NULL,
        PRIMARY KEY (site, source)
    ) STRICT""",
    "CREATE INDEX coverage_run ON coverage(run)",
    """CREATE TABLE gap (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL REFERENCES site(name),
        source TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES run(id),
        known_run INTEGER NOT NULL REFERENCES run(id),
        reach TEXT,
        since TEXT NOT NULL,
        until TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'declared')),
        reason TEXT NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        tried TEXT,
        noticed TEXT NOT NULL,
        ended TEXT,
        how TEXT
    ) STRICT""",
    "CREATE INDEX gap_site ON gap(site, state)",
    "CREATE INDEX gap_run ON gap(run)",
    "CREATE INDEX gap_known_run ON gap(known_run)",
    """CREATE TABLE lead (
        url TEXT NOT NULL,
        position INTEGER NOT NULL,
        leads_to TEXT NOT NULL,
        PRIMARY KEY (url, position)
    ) STRICT""",
    # The rhythm of a site is learnt from what was first seen lately.
    "CREATE INDEX article_first_seen ON article(site, first_seen)",
)


def gaps_schema(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

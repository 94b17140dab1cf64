"""Back-fill: runs that read the past, the windows they finished; and when a source of the site itself listed a page."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_STATEMENTS = (
    "ALTER TABLE run ADD COLUMN past INTEGER NOT NULL DEFAULT 0 CHECK (past IN (0, 1))",
    "CREATE INDEX run_past ON run(id) WHERE past = 1",
    "ALTER TABLE candidate ADD COLUMN listed_run INTEGER REFERENCES run(id)",
    """UPDATE candidate SET listed_run = CASE
        WHEN first_run IN (SELECT id FROM run WHERE by_hand = 0) THEN first_run
        WHEN last_run <> first_run THEN last_run END""",
    "CREATE INDEX candidate_listed_run ON candidate(listed_run)",
    "CREATE INDEX candidate_title ON candidate(title, last_seen)",
    """CREATE TABLE backfill (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL REFERENCES site(name),
        source TEXT NOT NULL,
        since TEXT NOT NULL,
        until TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES run(id),
        finished TEXT NOT NULL,
        seen INTEGER NOT NULL,
        UNIQUE (site, source, since, until)
    ) STRICT""",
    "CREATE INDEX backfill_run ON backfill(run)",
)


def backfill_schema(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

"""A site's life: candidate, stable, investigating, quarantined, retired; and the proofs that it rests on."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_LIFECYCLE = (
    """CREATE TABLE site_state (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL REFERENCES site(name),
        state TEXT NOT NULL CHECK (state IN ('candidate', 'stable', 'investigating', 'quarantined', 'retired')),
        since TEXT NOT NULL,
        reason TEXT NOT NULL,
        proof INTEGER REFERENCES site_proof(id)
    ) STRICT""",
    "CREATE INDEX site_state_site ON site_state(site, id)",
    "CREATE INDEX site_state_proof ON site_state(proof)",
    """CREATE TABLE site_proof (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL REFERENCES site(name),
        kind TEXT NOT NULL CHECK (kind IN ('check', 'run')),
        at TEXT NOT NULL,
        passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
        figures TEXT NOT NULL,
        wrong TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX site_proof_site ON site_proof(site, id)",
)


def lifecycle(db: SqliteDatabase) -> None:
    for statement in _LIFECYCLE:
        db.execute(statement)

"""What goes out: a digest in each of its forms, reports to the administrator, and the outbox that sends both."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_OUTBOX = (
    "ALTER TABLE digest ADD COLUMN subject TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE digest ADD COLUMN summary TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE digest ADD COLUMN json TEXT NOT NULL DEFAULT '{}'",
    """CREATE TABLE notice (
        id INTEGER PRIMARY KEY,
        composed TEXT NOT NULL,
        subject TEXT NOT NULL,
        text TEXT NOT NULL,
        html TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE outbox (
        id INTEGER PRIMARY KEY,
        digest INTEGER REFERENCES digest(number),
        notice INTEGER REFERENCES notice(id),
        channel TEXT NOT NULL CHECK (channel IN ('mail', 'administrator', 'feed', 'webhook', 'chat')),
        message_id TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given_up')),
        queued TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_try TEXT,
        reached TEXT NOT NULL DEFAULT '[]',
        fault TEXT CHECK (fault IN ('refused', 'temporary', 'hung', 'unclear', 'unknown')),
        error TEXT,
        sent TEXT,
        CHECK ((digest IS NULL) <> (notice IS NULL)),
        CHECK ((state = 'waiting') = (next_try IS NOT NULL)),
        CHECK ((state = 'sent') = (sent IS NOT NULL))
    ) STRICT""",
    "CREATE UNIQUE INDEX outbox_digest ON outbox(digest, channel)",
    "CREATE UNIQUE INDEX outbox_notice ON outbox(notice, channel)",
    "CREATE INDEX outbox_waiting ON outbox(next_try) WHERE state = 'waiting'",
    """CREATE TABLE notice_item (
        id INTEGER PRIMARY KEY,
        notice INTEGER NOT NULL REFERENCES notice(id),
        kind TEXT NOT NULL CHECK (kind IN ('new', 'over', 'refused', 'given_up')),
        alarm INTEGER REFERENCES alarm(id),
        delivery INTEGER REFERENCES outbox(id),
        CHECK ((alarm IS NULL) <> (delivery IS NULL))
    ) STRICT""",
    "CREATE INDEX notice_item_notice ON notice_item(notice)",
    "CREATE UNIQUE INDEX notice_item_alarm ON notice_item(alarm, kind)",
    "CREATE UNIQUE INDEX notice_item_delivery ON notice_item(delivery, kind)",
)


def outbox_schema(db: SqliteDatabase) -> None:
    for statement in _OUTBOX:
        db.execute(statement)

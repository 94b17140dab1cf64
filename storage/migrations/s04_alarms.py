"""Alarms, what each source gave by day, manners by host and day, raw pages of what was refused, changes of articles."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_HEALTH = (
    # What stood before is found by its site and what it is about; one alarm of each is open at a time.
    """CREATE TABLE alarm (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL REFERENCES site(name),
        cause TEXT NOT NULL,
        subject TEXT NOT NULL,
        words TEXT NOT NULL,
        step TEXT NOT NULL,
        since TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        runs INTEGER NOT NULL,
        resolved TEXT
    ) STRICT""",
    "CREATE UNIQUE INDEX alarm_open ON alarm(site, cause, subject) WHERE resolved IS NULL",
    "CREATE INDEX alarm_site ON alarm(site, resolved)",
    "CREATE INDEX alarm_resolved ON alarm(resolved)",
    """CREATE TABLE source_day (
        site TEXT NOT NULL REFERENCES site(name),
        source TEXT NOT NULL,
        day TEXT NOT NULL,
        answers INTEGER NOT NULL,
        failing INTEGER NOT NULL,
        failing_since TEXT,
        least INTEGER,
        look TEXT,
        PRIMARY KEY (site, source, day)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX version_run ON version(run)",
)

_MANNERS = (
    "ALTER TABLE fetch ADD COLUMN host TEXT",
    "UPDATE fetch SET host = substr(url, instr(url, '://') + 3) WHERE instr(url, '://') > 0",
    "UPDATE fetch SET host = substr(host, 1, instr(host || '/', '/') - 1)",
    "UPDATE fetch SET host = lower(substr(host, 1, instr(host || ':', ':') - 1))",
    "CREATE INDEX fetch_host_at ON fetch(host, at)",
    """CREATE TABLE host_day (
        host TEXT NOT NULL,
        day TEXT NOT NULL,
        robots TEXT,
        crawl_delay REAL,
        allowed INTEGER NOT NULL DEFAULT 0,
        refused INTEGER NOT NULL DEFAULT 0,
        waits INTEGER NOT NULL DEFAULT 0,
        waited REAL NOT NULL DEFAULT 0,
        PRIMARY KEY (host, day)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE pause (
        host TEXT PRIMARY KEY,
        until TEXT NOT NULL,
        said TEXT NOT NULL,
        status INTEGER NOT NULL
    ) STRICT""",
)

_PAGES = (
    "ALTER TABLE raw_page RENAME TO raw_page_before",
    # The body stands last: SQLite would have to read through it to reach whatever came after.
    """CREATE TABLE raw_page (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL REFERENCES site(name),
        key TEXT NOT NULL,
        version INTEGER REFERENCES version(id) ON DELETE SET NULL,
        reason TEXT,
        url TEXT NOT NULL,
        headers TEXT NOT NULL,
        at TEXT NOT NULL,
        size INTEGER NOT NULL,
        body BLOB NOT NULL,
        UNIQUE (site, key, at, url)
    ) STRICT""",
    """INSERT INTO raw_page (id, site, key, version, url, headers, at, size, body)
       SELECT before.id, article.site, article.key, before.version, before.url, before.headers, before.at,
              length(before.body), before.body
       FROM raw_page_before AS before JOIN version ON version.id = before.version
       JOIN article ON article.id = version.article""",
    "DROP TABLE raw_page_before",
    "CREATE INDEX raw_page_at ON raw_page(at, size)",
    "CREATE INDEX raw_page_version ON raw_page(version)",
    "CREATE INDEX raw_page_site_at ON raw_page(site, at)",
)

_CHANGES = (
    "ALTER TABLE article ADD COLUMN withdrawn TEXT",
    """CREATE TABLE recovered (
        article INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('hidden', 'corrected')),
        hidden_since TEXT NOT NULL,
        at TEXT NOT NULL,
        digest INTEGER REFERENCES digest(number)
    ) STRICT""",
    "CREATE INDEX recovered_digest ON recovered(digest)",
    """CREATE TABLE revisit (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
        day INTEGER NOT NULL,
        at TEXT NOT NULL,
        result TEXT NOT NULL CHECK (result IN ('same', 'changed', 'gone', 'unreadable'))
    ) STRICT""",
    "CREATE INDEX revisit_article ON revisit(article)",
    """CREATE TABLE change (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
        what TEXT NOT NULL,
        was TEXT,
        became TEXT,
        at TEXT NOT NULL,
        digest INTEGER REFERENCES digest(number)
    ) STRICT""",
    "CREATE INDEX change_article ON change(article)",
    "CREATE INDEX change_digest ON change(digest)",
)


def alarms(db: SqliteDatabase) -> None:
    for statement in (*_HEALTH, *_MANNERS, *_PAGES, *_CHANGES):
        db.execute(statement)

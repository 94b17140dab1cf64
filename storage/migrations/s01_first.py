"""The tables of the first release. This step has been run on people's databases: it may not change any more."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_WHERE_FROM = (
    """CREATE TABLE site (
        name TEXT PRIMARY KEY,
        hosts TEXT NOT NULL,
        registered TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE run (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL REFERENCES site(name),
        state TEXT NOT NULL CHECK (state IN ('running', 'good', 'partial', 'failed', 'interrupted')),
        baseline INTEGER NOT NULL CHECK (baseline IN (0, 1)),
        by_hand INTEGER NOT NULL CHECK (by_hand IN (0, 1)),
        started TEXT NOT NULL,
        finished TEXT,
        pid INTEGER NOT NULL,
        seen INTEGER NOT NULL DEFAULT 0,
        stored INTEGER NOT NULL DEFAULT 0,
        known INTEGER NOT NULL DEFAULT 0,
        rejected INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        new INTEGER NOT NULL DEFAULT 0,
        versions INTEGER NOT NULL DEFAULT 0,
        copies INTEGER NOT NULL DEFAULT 0,
        flagged INTEGER NOT NULL DEFAULT 0,
        requests INTEGER NOT NULL DEFAULT 0,
        bytes INTEGER NOT NULL DEFAULT 0,
        not_modified INTEGER NOT NULL DEFAULT 0,
        problems TEXT NOT NULL DEFAULT '[]'
    ) STRICT""",
    "CREATE INDEX run_site_state ON run(site, state)",
    "CREATE INDEX run_site ON run(site, by_hand)",
    """CREATE TABLE candidate (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL REFERENCES site(name),
        key TEXT NOT NULL,
        url TEXT NOT NULL,
        found_by TEXT NOT NULL,
        found_in TEXT NOT NULL,
        title TEXT,
        published TEXT,
        published_offset INTEGER,
        modified TEXT,
        state TEXT NOT NULL CHECK (state IN ('new', 'stored', 'rejected', 'failed')),
        reason TEXT,
        attempts INTEGER NOT NULL DEFAULT 0,
        settled TEXT,
        settled_title TEXT,
        settled_modified TEXT,
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        first_run INTEGER NOT NULL REFERENCES run(id),
        last_run INTEGER NOT NULL REFERENCES run(id),
        UNIQUE (site, key)
    ) STRICT""",
    "CREATE INDEX candidate_pending ON candidate(site, state, attempts)",
    """CREATE TABLE fetch (
        id INTEGER PRIMARY KEY,
        run INTEGER REFERENCES run(id),
        site TEXT NOT NULL REFERENCES site(name),
        kind TEXT NOT NULL CHECK (kind IN ('source', 'article', 'robots')),
        url TEXT NOT NULL,
        at TEXT NOT NULL,
        status INTEGER,
        bytes INTEGER NOT NULL,
        seconds REAL NOT NULL,
        not_modified INTEGER NOT NULL CHECK (not_modified IN (0, 1)),
        error TEXT
    ) STRICT""",
    "CREATE INDEX fetch_run ON fetch(run)",
    "CREATE INDEX fetch_site_at ON fetch(site, at)",
    """CREATE TABLE validator (
        url TEXT PRIMARY KEY,
        etag TEXT,
        last_modified TEXT,
        body_hash TEXT,
        at TEXT NOT NULL
    ) STRICT""",
)

_TEXTS = (
    """CREATE TABLE article (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL REFERENCES site(name),
        key TEXT NOT NULL,
        site_id TEXT,
        url TEXT NOT NULL,
        first_seen TEXT NOT NULL,
        last_read TEXT NOT NULL,
        first_run INTEGER NOT NULL REFERENCES run(id),
        baseline INTEGER NOT NULL CHECK (baseline IN (0, 1)),
        UNIQUE (site, key)
    ) STRICT""",
    "CREATE INDEX article_url ON article(url)",
    # The body stands last: SQLite would have to read through it to reach whatever came after.
    """CREATE TABLE version (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        author TEXT,
        published TEXT,
        published_offset INTEGER,
        language TEXT NOT NULL,
        method TEXT NOT NULL,
        marks TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        read TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES run(id),
        fetch INTEGER REFERENCES fetch(id) ON DELETE SET NULL,
        body TEXT NOT NULL,
        UNIQUE (article, number)
    ) STRICT""",
    "CREATE UNIQUE INDEX version_current ON version(article) WHERE is_current = 1",
    "CREATE INDEX version_content_hash ON version(content_hash)",
    "CREATE INDEX version_dates ON version(article, published) WHERE is_current = 1",
    """CREATE TABLE signature (
        version INTEGER PRIMARY KEY REFERENCES version(id) ON DELETE CASCADE,
        signature BLOB NOT NULL
    ) STRICT""",
    # No index the other way: bands are the largest table, and are looked up by version only when one is taken down.
    """CREATE TABLE band (
        band INTEGER NOT NULL,
        version INTEGER NOT NULL REFERENCES version(id) ON DELETE CASCADE,
        PRIMARY KEY (band, version)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE copy (
        article INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
        first INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('exact', 'near')),
        similarity REAL NOT NULL,
        linked TEXT NOT NULL,
        CHECK (article <> first)
    ) STRICT""",
    "CREATE INDEX copy_first ON copy(first)",
    """CREATE TABLE raw_page (
        id INTEGER PRIMARY KEY,
        version INTEGER NOT NULL REFERENCES version(id) ON DELETE CASCADE,
        url TEXT NOT NULL,
        body BLOB NOT NULL,
        headers TEXT NOT NULL,
        at TEXT NOT NULL,
        UNIQUE (version, url)
    ) STRICT""",
    "CREATE INDEX raw_page_at ON raw_page(at)",
)

_JUDGEMENTS = (
    """CREATE TABLE verdict (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
        version INTEGER NOT NULL REFERENCES version(id) ON DELETE CASCADE,
        is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
        flagged INTEGER NOT NULL CHECK (flagged IN (0, 1)),
        score REAL NOT NULL,
        direction TEXT CHECK (direction IN ('inbound', 'outgoing', 'elsewhere', 'none')),
        status TEXT CHECK (status IN ('announced', 'happened', 'cancelled', 'recap')),
        undecided TEXT,
        lexicon TEXT NOT NULL,
        watch TEXT NOT NULL,
        judged TEXT NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX verdict_current ON verdict(article) WHERE is_current = 1",
    "CREATE INDEX verdict_flagged ON verdict(article) WHERE is_current = 1 AND (flagged = 1 OR undecided IS NOT NULL)",
    "CREATE INDEX verdict_article ON verdict(article)",
    "CREATE INDEX verdict_version ON verdict(version)",
    """CREATE TABLE evidence (
        id INTEGER PRIMARY KEY,
        verdict INTEGER NOT NULL REFERENCES verdict(id) ON DELETE CASCADE,
        rule TEXT NOT NULL,
        weight REAL NOT NULL,
        sentence TEXT NOT NULL,
        words TEXT NOT NULL,
        sentence_start INTEGER NOT NULL,
        sentence_end INTEGER NOT NULL,
        words_start INTEGER NOT NULL,
        words_end INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX evidence_verdict ON evidence(verdict)",
    """CREATE TABLE visit (
        id INTEGER PRIMARY KEY,
        found TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE report (
        id INTEGER PRIMARY KEY,
        visit INTEGER NOT NULL REFERENCES visit(id) ON DELETE CASCADE,
        article INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
        verdict INTEGER NOT NULL REFERENCES verdict(id) ON DELETE CASCADE,
        day TEXT,
        reported TEXT NOT NULL,
        UNIQUE (visit, article)
    ) STRICT""",
    "CREATE INDEX report_day ON report(day)",
    "CREATE INDEX report_article ON report(article)",
    "CREATE INDEX report_verdict ON report(verdict)",
    """CREATE TABLE fact (
        id INTEGER PRIMARY KEY,
        report INTEGER NOT NULL REFERENCES report(id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('visitors', 'origin', 'headcount', 'programme', 'date_start', 'date_end',
            'loci', 'hosts', 'leader')),
        position INTEGER NOT NULL,
        value TEXT NOT NULL,
        code TEXT,
        quote TEXT,
        span_start INTEGER,
        span_end INTEGER,
        mark TEXT,
        UNIQUE (report, kind, position)
    ) STRICT""",
    "CREATE INDEX fact_value ON fact(kind, value)",
)

_TOLD = (
    """CREATE TABLE digest (
        number INTEGER PRIMARY KEY,
        composed TEXT NOT NULL,
        text TEXT NOT NULL,
        html TEXT NOT NULL
    ) STRICT""",
    # A takedown may remove what was told; that it was told stays.
    """CREATE TABLE digest_item (
        id INTEGER PRIMARY KEY,
        digest INTEGER NOT NULL REFERENCES digest(number),
        kind TEXT NOT NULL CHECK (kind IN ('visit', 'report', 'article')),
        visit INTEGER REFERENCES visit(id) ON DELETE SET NULL,
        report INTEGER REFERENCES report(id) ON DELETE SET NULL,
        article INTEGER REFERENCES article(id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX digest_item_digest ON digest_item(digest)",
    "CREATE UNIQUE INDEX digest_item_visit ON digest_item(visit) WHERE kind = 'visit'",
    "CREATE UNIQUE INDEX digest_item_report ON digest_item(report) WHERE kind = 'report'",
    "CREATE UNIQUE INDEX digest_item_article ON digest_item(article) WHERE kind = 'article'",
    """CREATE TABLE beat (
        name TEXT PRIMARY KEY,
        at TEXT NOT NULL
    ) STRICT""",
)


def first_schema(db: SqliteDatabase) -> None:
    for statement in (*_WHERE_FROM, *_TEXTS, *_JUDGEMENTS, *_TOLD):
        db.execute(statement)

"""What editors decide, and how reports stand after it; what a rescore has done so far; the re-ranker."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_DECIDED = "TEXT CHECK (decided IN ('confirmed', 'dismissed', 'unsure'))"

_STANDING = (
    "ALTER TABLE visit ADD COLUMN shown INTEGER REFERENCES visit(id) ON DELETE SET NULL",
    f"ALTER TABLE visit ADD COLUMN decided {_DECIDED}",
    f"ALTER TABLE article ADD COLUMN decided {_DECIDED}",
    "ALTER TABLE report ADD COLUMN placed INTEGER REFERENCES visit(id) ON DELETE SET NULL",
    "ALTER TABLE report ADD COLUMN entry INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE report ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1))",
    "UPDATE visit SET shown = id",
    "UPDATE report SET placed = visit",
    "CREATE INDEX visit_shown ON visit(shown)",
    "CREATE INDEX report_placed ON report(placed)",
    "CREATE INDEX report_kept ON report(article) WHERE kept = 1",
    """CREATE VIEW standing AS
        SELECT report.id, root.id AS visit, report.article, report.verdict, report.day, report.reported, report.entry,
               root.decided,
               article.decided IS NOT 'dismissed'
                 AND (report.kept = 1 OR verdict.is_current = 1 AND verdict.flagged = 1) AS holds
        FROM report
        JOIN visit AS place ON place.id = report.placed
        JOIN visit AS root ON root.id = place.shown
        JOIN article ON article.id = report.article
        JOIN verdict ON verdict.id = report.verdict""",
)

_LOG = (
    """CREATE TABLE decision (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL
            CHECK (kind IN ('confirm', 'dismiss', 'unsure', 'merge', 'split', 'edit', 'flag', 'undo')),
        visit INTEGER REFERENCES visit(id) ON DELETE SET NULL,
        article INTEGER REFERENCES article(id) ON DELETE SET NULL,
        reason TEXT CHECK (reason IN ('not a visit', 'wrong direction', 'old', 'copy')),
        other INTEGER REFERENCES visit(id) ON DELETE SET NULL,
        made INTEGER NOT NULL CHECK (made IN (0, 1)),
        fact TEXT,
        stated TEXT,
        undoes INTEGER UNIQUE REFERENCES decision(id),
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        CHECK ((kind = 'dismiss') = (reason IS NOT NULL)),
        CHECK ((kind = 'undo') = (undoes IS NOT NULL))
    ) STRICT""",
    "CREATE INDEX decision_visit ON decision(visit)",
    "CREATE INDEX decision_article ON decision(article)",
    "CREATE INDEX decision_other ON decision(other)",
    # A takedown may empty what a decision was about; that it was made, by whom and when, stays.
    """CREATE TRIGGER decision_stays BEFORE DELETE ON decision
        BEGIN SELECT RAISE(ABORT, 'decisions are never deleted: record an undo'); END""",
    """CREATE TRIGGER decision_as_made BEFORE UPDATE OF id, kind, reason, made, fact, undoes, who, at ON decision
        BEGIN SELECT RAISE(ABORT, 'decisions are never changed: record an undo'); END""",
    """CREATE TABLE decision_report (
        decision INTEGER NOT NULL REFERENCES decision(id),
        report INTEGER NOT NULL REFERENCES report(id) ON DELETE CASCADE,
        PRIMARY KEY (decision, report)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX decision_report_report ON decision_report(report)",
)

_RULES = (
    """CREATE TABLE rescore (
        id INTEGER PRIMARY KEY,
        rules TEXT NOT NULL,
        started TEXT NOT NULL,
        finished TEXT,
        reached INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE rescore_left (
        version INTEGER PRIMARY KEY REFERENCES version(id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE reranker (
        id INTEGER PRIMARY KEY,
        made TEXT NOT NULL,
        model TEXT NOT NULL,
        decisions INTEGER NOT NULL,
        bias REAL NOT NULL,
        weights TEXT NOT NULL,
        figures TEXT NOT NULL,
        in_use INTEGER NOT NULL CHECK (in_use IN (0, 1))
    ) STRICT""",
    "CREATE UNIQUE INDEX reranker_in_use ON reranker(in_use) WHERE in_use = 1",
)


def decisions(db: SqliteDatabase) -> None:
    for statement in (*_STANDING, *_LOG, *_RULES):
        db.execute(statement)

"""Which watched place a verdict is about and a visit was made to, since one installation may watch several.

What was judged before has none until a run is begun that watches the place: only then is it known which that was.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database as SqliteDatabase

_TABLES = (
    """CREATE TABLE watched_place (
        code TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        since TEXT NOT NULL
    ) STRICT""",
    "ALTER TABLE verdict ADD COLUMN place TEXT",
    "ALTER TABLE report ADD COLUMN place TEXT",
    "CREATE INDEX report_place ON report(place, day)",
    "DROP VIEW standing",
    """CREATE VIEW standing AS
        SELECT report.id, root.id AS visit, report.article, report.verdict, report.day, report.reported, report.entry,
               report.place, root.decided,
               article.decided IS NOT 'dismissed'
                 AND (report.kept = 1 OR verdict.is_current = 1 AND verdict.flagged = 1) AS holds
        FROM report
        JOIN visit AS place ON place.id = report.placed
        JOIN visit AS root ON root.id = place.shown
        JOIN article ON article.id = report.article
        JOIN verdict ON verdict.id = report.verdict""",
)

# As step s17 keeps them, with the place.
_KEPT = {
    "verdict": "article version is_current flagged score direction status undecided lexicon watch judged place",
    "report": "visit article verdict day reported placed entry kept place",
}
_FACT = "report kind position value code quote span_start span_end sentence sentence_start sentence_end mark"


def _triggers() -> Iterator[str]:
    for table, kept in _KEPT.items():
        columns = kept.split()
        keep = f"""INSERT INTO history (kind, row, article, until, was)
            SELECT '{table}', old.id, old.article, moment.at, json_object({_columns("old", columns)}) FROM moment;"""
        raised = "UPDATE moment SET at = new.judged WHERE at < new.judged;" if table == "verdict" else ""
        changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
        yield f"DROP TRIGGER {table}_changed"
        yield f"""CREATE TRIGGER {table}_changed AFTER UPDATE OF {", ".join(columns)} ON {table}
            WHEN {changed} BEGIN {raised} {keep} END"""
        if table == "report":
            yield "DROP TRIGGER report_ended"
            yield f"""CREATE TRIGGER report_ended BEFORE DELETE ON report
                WHEN EXISTS (SELECT 1 FROM article WHERE id = old.article) BEGIN {keep} {_FACTS} END"""


def _columns(row: str, columns: list[str]) -> str:
    return ", ".join(f"'{column}', {row}.{column}" for column in columns)


# They go with their report, and then no longer know it.
_FACTS = f"""INSERT INTO history (kind, row, article, until, was)
    SELECT 'fact', fact.id, old.article, moment.at,
           json_object({_columns("fact", _FACT.split())}, 'began', old.reported)
    FROM moment, fact WHERE fact.report = old.id;"""


def places_schema(db: SqliteDatabase) -> None:
    for statement in (*_TABLES, *_triggers()):
        db.execute(statement)

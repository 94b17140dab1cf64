"""What is to be decided, told from indexes alone: of very many articles few wait, and their rows lie far apart."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_STATEMENTS = (
    "DROP INDEX visit_decided",
    "CREATE INDEX visit_decided ON visit(decided, id, found)",
    "DROP INDEX report_placed",
    "CREATE INDEX report_placed ON report(placed, article, verdict, kept, place)",
    "DROP INDEX verdict_flagged",
    """CREATE INDEX verdict_flagged ON verdict(article, flagged, score, undecided, place)
        WHERE is_current = 1 AND (flagged = 1 OR undecided IS NOT NULL)""",
)


def waiting_schema(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

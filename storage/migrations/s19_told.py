"""What the pictures count facts by: a visit's month, its visitors' province, and names whatever their capitals."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_STATEMENTS = (
    # In this order the reports of each name stand side by side: they are counted without being sorted. The condition
    # keeps SQLite from taking it for queries that look up a report's facts.
    """CREATE INDEX fact_told ON fact(kind, CASE kind WHEN 'date_start' THEN substr(value, 1, 7)
        WHEN 'origin' THEN coalesce(substr(code, 1, 2), '') ELSE lower(value) END, report)
        WHERE kind IN ('date_start', 'origin', 'programme', 'loci')""",
)


def told_schema(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

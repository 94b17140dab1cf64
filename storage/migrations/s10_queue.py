"""What the queue of the review page looks things up by."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

_STATEMENTS = (
    "CREATE INDEX visit_decided ON visit(decided, id)",
    "CREATE INDEX article_decided ON article(decided) WHERE decided IS NOT NULL",
    # A decision settles what was moved by others before it: few of very many.
    "CREATE INDEX visit_merged ON visit(id) WHERE shown IS NOT id",
    "CREATE INDEX report_moved ON report(id) WHERE placed IS NOT visit",
    "CREATE INDEX decision_kind ON decision(kind, id)",
    "CREATE INDEX decision_who ON decision(who, id)",
)


def queue_schema(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)

"""The rows of a release numbered by what they say: two installations that read the same then give the same release.

In an installation numbers count what came when. Where several machines read at once that is chance; here it is the
site, the article's key and the place in what was read that count, which are the same wherever it was read.
"""

from __future__ import annotations

from collections.abc import Mapping

from storage.database import SqliteStore

# By table, each after those it refers to: SQL to order by. Parts are stored in the order of their whole.
_ORDER: Mapping[str, str] = {
    "run": "site, started, id",
    "gap": "site, source, noticed, since, id",
    "alarm": "site, cause, subject, since, id",
    "article": "site, key",
    "version": "article, number",
    "verdict": "article, version, judged, id",
    "evidence": "verdict, id",
    "report": "article, entry, verdict, id",
    "visit": "(SELECT min(report.id) FROM report WHERE report.visit = visit.id) IS NULL, "
    "(SELECT min(report.id) FROM report WHERE report.visit = visit.id), found, id",
    "fact": "report, id",
    "decision": "at, kind, article, id",
}
# What each is called where it is referred to.
_REFERRED: Mapping[str, str] = {
    "run": "gap.run gap.known_run article.first_run version.run",
    "article": "version.article copy.article copy.first verdict.article report.article decision.article",
    "version": "verdict.version",
    "verdict": "evidence.verdict report.verdict",
    "report": "fact.report",
    "visit": "visit.shown report.visit report.placed decision.visit decision.other",
    "decision": "decision.undoes",
}


def number_by_content(copy: SqliteStore) -> None:
    """Number the rows of a working copy anew. Inside `write()`."""
    for name, order in _ORDER.items():
        numbers = f"SELECT id AS was, row_number() OVER (ORDER BY {order}) AS became FROM {name}"
        copy.execute(f"CREATE TABLE main.numbered AS {numbers}")
        copy.execute("CREATE UNIQUE INDEX main.numbered_was ON numbered(was)")
        for place in (f"{name}.id", *_REFERRED.get(name, "").split()):
            _renumber(copy, *place.split("."))
        copy.execute("DROP TABLE main.numbered")


def _renumber(copy: SqliteStore, table: str, column: str) -> None:
    """By way of negative numbers, since two rows of a key may not have the same one even in between."""
    copy.execute(f"UPDATE {table} SET {column} = (SELECT -became FROM numbered WHERE was = {table}.{column})")
    copy.execute(f"UPDATE {table} SET {column} = -{column}")

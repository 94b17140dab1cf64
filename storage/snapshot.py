"""The working copy of a release: what a release may know of, taken from the live file in one read transaction.

It is made by SQLite itself from one file into another, so that the transaction is short: a long one would keep the
live file's write-ahead log from being emptied while a crawl writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.database import Database, new_file

# The same names as in the live file, so that what reads visits there reads them here. Bodies come when asked for.
_TAKEN = {
    "site": "name hosts registered",
    "run": "id site state baseline by_hand past started finished seen stored known rejected failed new versions copies "
    "flagged requests bytes not_modified",
    "gap": "id site source run known_run since until state reason noticed ended how",
    "alarm": "id site cause subject since resolved",
    "article": "id site key site_id url first_seen first_run baseline withdrawn decided",
    "version": "id article number is_current url title published published_offset language method marks content_hash "
    "read run fetch",
    "copy": "article first kind similarity linked",
    "verdict": "id article version is_current flagged score direction status undecided lexicon watch judged",
    "evidence": "id verdict rule weight sentence words sentence_start sentence_end words_start words_end",
    "visit": "id found shown decided",
    "report": "id visit article verdict day reported placed entry kept",
    "fact": "id report kind position value code quote span_start span_end mark",
    "decision": "id kind visit article reason other made fact stated undoes at",
}
_INDEXES = (
    "CREATE UNIQUE INDEX version_current ON version(article) WHERE is_current = 1",
    "CREATE INDEX verdict_version ON verdict(version)",
    "CREATE INDEX evidence_verdict ON evidence(verdict)",
    "CREATE INDEX visit_shown ON visit(shown)",
    "CREATE INDEX report_placed ON report(placed)",
    "CREATE INDEX fact_report ON fact(report)",
    "CREATE INDEX decision_visit ON decision(visit)",
    "CREATE INDEX fetch_id ON fetch(id)",
)


@contextmanager
def working_copy(db: Database, path: Path, *, with_text: bool) -> Iterator[Database]:
    """A new file at `path` with what a release may know of; whoever asks for it removes it.

    Raises NotWritable, DiskFull.
    """
    view = db.rows("SELECT sql FROM sqlite_master WHERE name = 'standing'")[0]["sql"]
    with new_file(path) as copy:
        for name, listed in _TAKEN.items():
            columns = listed.split() + (["body"] if with_text and name == "version" else [])
            kinds = {column: db.sql.table(name).columns_dict[column] for column in columns}
            copy.sql.table(name).create(kinds, pk=columns[0], strict=True)
        with copy.reading(db.path, "live"), copy.write():
            for name in _TAKEN:
                names = ", ".join(copy.sql.table(name).columns_dict)
                copy.execute(f"INSERT INTO main.{name} ({names}) SELECT {names} FROM live.{name}")
            copy.execute(_FETCHES)
        with copy.write():
            for statement in (*_INDEXES, view):
                copy.execute(statement)
        yield copy


# Of the ledger of requests only when an article's page was asked for, and what the answer was.
_FETCHES = """
CREATE TABLE main.fetch AS SELECT fetch.id, fetch.at, fetch.status FROM live.fetch
WHERE fetch.id IN (SELECT fetch FROM main.version)
"""

"""The working copy of a release: what a release may know of, taken from the live file in one read transaction.

It is made by SQLite itself from one file into another, so that the transaction is short: a long one would keep the
live file's write-ahead log from being emptied while a crawl writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from storage.database import Database, SqliteStore, empty, new_file
from storage.release.allowed import LISTED
from storage.release.numbering import number_by_content
from storage.values import to_time

# What is made for the release alone: tables, and columns of others; and what those are made from.
_MADE = ("visit_region", "site_month")
_MADE_OF = {
    "version": ({"fetched", "http_status"}, "fetch"),
    "visit": (set(LISTED["visit"].split()) - {"id", "decided"}, "found shown"),
    "report": (set(), "placed"),
    "decision": ({"shown"}, ""),
}


def _taken(name: str) -> list[str]:
    made, of = _MADE_OF.get(name, (set(), ""))
    return [*(column for column in LISTED[name].split() if column not in made), *of.split()]


# The same names as in the live file, so that what reads visits there reads them here. Bodies come when asked for.
TAKEN = {name: _taken(name) for name in LISTED if name not in _MADE}
_READ = (*TAKEN, "moment", "history", "fetch")
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


# Since when a row is there. A number that was given up may be given again: then a fact's report says since when.
_BEGAN = {
    "watched_place": "since",
    "site": "registered",
    "run": "started",
    "gap": "noticed",
    "alarm": "since",
    "article": "first_seen",
    "version": "read",
    "copy": "linked",
    "verdict": "judged",
    "evidence": "''",
    "visit": "found",
    "report": "reported",
    "fact": "(SELECT reported FROM live.report WHERE report.id = fact.report)",
    "decision": "at",
}
# How these stood is in `history`. Of the others nothing but what stands below ever changes.
_CHANGING = ("site", "run", "article", "version", "copy", "verdict", "visit", "report", "fact")
# What had not come about yet.
_NOT_YET = (
    """UPDATE run SET state = 'running', finished = NULL, seen = 0, stored = 0, known = 0, rejected = 0, failed = 0,
        new = 0, versions = 0, copies = 0, flagged = 0, requests = 0, bytes = 0, not_modified = 0
        WHERE finished > :as_of""",
    "UPDATE gap SET state = 'open', ended = NULL, how = NULL WHERE ended > :as_of",
    "UPDATE alarm SET resolved = NULL WHERE resolved > :as_of",
)


@contextmanager
def working_copy(
    db: Database, path: Path, *, as_of: datetime | None, with_text: bool, by_content: bool = False
) -> Iterator[SqliteStore]:
    """A new file at `path` with what a release may know of, as it stood at a moment (None: as it stands).

    Rows keep their numbers unless they are to be numbered `by_content`. Whoever asks for it removes it. Of texts that
    have been corrected since then it has no bodies.
    Raises NotWritable, DiskFull.
    """
    with new_file(path) as copy:
        with empty() as ours:
            view = ours.rows("SELECT sql FROM sqlite_master WHERE name = 'standing'")[0]["sql"]
            known = {name: ours.sql.table(name).columns_dict for name in TAKEN}
        for name, listed in TAKEN.items():
            columns = listed + (["body"] if with_text and name == "version" else [])
            kinds = {column: known[name][column] for column in columns}
            copy.sql.table(name).create(kinds, pk=columns[0], strict=True)
        with db.as_file(path.parent, _READ) as live, copy.reading(live, "live"), copy.write():
            _take(copy, as_of)
            copy.execute(_FETCHES)
        with copy.write():
            for statement in (*_INDEXES, view):
                copy.execute(statement)
            if by_content:
                number_by_content(copy)
        yield copy


def _take(copy: SqliteStore, as_of: datetime | None) -> None:
    copy.execute("CREATE TABLE main.moment AS SELECT at, since FROM live.moment")
    if as_of is None:
        for name, columns in _columns(copy):
            copy.execute(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM live.{name}")
        return
    moment = {"as_of": to_time(as_of)}
    copy.execute(_LATER, moment)
    for name, columns in _columns(copy):
        began = f"{_BEGAN[name]} <= :as_of"
        into = f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM"
        if name not in _CHANGING:
            copy.execute(f"{into} live.{name} WHERE {began}", moment)
            continue
        key, *others = columns.split(", ")
        later = f"later WHERE kind = '{name}'"
        copy.execute(f"{into} live.{name} WHERE {key} NOT IN (SELECT row FROM {later}) AND {began}", moment)
        was = ", ".join(f"json_extract(was, '$.{column}') AS {column}" for column in others)
        if name == "fact":
            was, began = f"{was}, json_extract(was, '$.began') AS began", "began <= :as_of"
        there = f"SELECT row AS {key}, {was} FROM {later} AND was IS NOT NULL"
        copy.execute(f"{into} ({there}) WHERE {began}", moment)
    for statement in _NOT_YET:
        copy.execute(statement, moment)
    if "body" in copy.sql.table("version").columns_dict:
        copy.execute(_BODIES)


def _columns(copy: SqliteStore) -> Iterator[tuple[str, str]]:
    return ((name, ", ".join(copy.sql.table(name).columns_dict)) for name in TAKEN)


# Of several entries for one row the first after the moment says how it stood then.
_LATER = """
CREATE TABLE main.later AS SELECT kind, row, was FROM (
    SELECT kind, row, was, min(id) FROM live.history WHERE until > :as_of GROUP BY kind, row)
"""

# `history` has no bodies: that of the very text which a version had then is still there, of another one it is not.
_BODIES = """
UPDATE main.version SET body = (
    SELECT body FROM live.version AS now WHERE now.id = version.id AND now.content_hash = version.content_hash)
WHERE body IS NULL
"""

# Of the ledger of requests only when an article's page was asked for, and what the answer was.
_FETCHES = """
CREATE TABLE main.fetch AS SELECT fetch.id, fetch.at, fetch.status FROM live.fetch
WHERE fetch.id IN (SELECT fetch FROM main.version)
"""

"""A release's SQLite file: filled from a working copy, with full-text search and views of plain names.

The same working copy gives the same bytes: rows come in the order of their keys, and the file is written anew at the
end, without a journal or anything that the clock or the process had a part in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.cards import VisitCard
from storage.database import Database, SqliteStore, new_file
from storage.release.allowed import MERGED, Table, tables
from storage.release.merge import Release, merged_copy
from storage.release.snapshot import working_copy
from storage.release.views import FULL_TEXT, VIEWS
from storage.values import from_time, to_time
from storage.visits import cards

DATABASE = "jujugan.db"
# "JUJU" in ASCII: tells the file apart from any other SQLite file (https://www.sqlite.org/fileformat.html#application_id).
APPLICATION_ID = 0x4A554A55
FORMAT = 3
_KINDS = {"integer": int, "number": float}


@dataclass(frozen=True, slots=True)
class Built:
    """What was written: `newest` is when the last thing in the live file happened, `kept_since` since when it keeps
    what changes."""

    tables: tuple[Table, ...]
    newest: datetime
    kept_since: datetime


def build(
    db: Database,
    folder: Path,
    *,
    as_of: datetime | None,
    since: datetime | None,
    with_text: bool,
    by_content: bool = False,
) -> Built:
    """Write the release's database into `folder`. Raises NotWritable, DiskFull."""
    working = folder / "working.db"
    release = tuple(tables(with_text=with_text))
    with working_copy(db, working, as_of=as_of, with_text=with_text, by_content=by_content) as copy:
        with copy.write():
            _choose(copy, _CHOSEN, since)
        moment = copy.rows("SELECT at, since FROM moment")[0]
        _write(copy, folder, release, since)
    working.unlink()
    return Built(release, from_time(moment["at"]), from_time(moment["since"]))


def build_merged(
    found: Sequence[tuple[Path, Release | None]], folder: Path, *, with_text: bool, since: datetime | None
) -> Built:
    """Write the database of a release that holds everything in these (see `merged_copy`) into `folder`.

    `since` bounds the months that it tells of. Raises NotWritable, DiskFull.
    """
    working = folder / "working.db"
    release = tuple(tables(with_text=with_text, merged=True))
    with merged_copy(found, working, with_text=with_text) as copy:
        with copy.write():
            _choose(copy, _ALL, None)
        moment = from_time(copy.rows("SELECT max(as_of) AS at FROM release")[0]["at"])
        _write(copy, folder, release, since)
    working.unlink()
    return Built(release, moment, moment)


def _write(copy: Database, folder: Path, release: Sequence[Table], since: datetime | None) -> None:
    filled = folder / "filled.db"
    with new_file(filled) as target:
        with target.reading(copy.path, "work"), target.write():
            for table in release:
                _create(target, table)
                _fill(target, copy, table, since)
        with target.write():
            for statement in (*_indexes(release), *FULL_TEXT, *VIEWS):
                target.execute(statement)
            for pragma in (f"application_id={APPLICATION_ID}", f"user_version={FORMAT}"):
                target.execute(f"PRAGMA {pragma}")
        target.compact(folder / DATABASE)
    filled.unlink()


def rows(db: Database, table: str, columns: Sequence[str], order: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of a table or view of a release, in a fixed order."""
    sql = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(order)}"
    return (tuple(row.values()) for row in db.each(sql))


def _choose(copy: Database, statements: Iterable[str], since: datetime | None) -> None:
    """Name in the working copy what the release is to hold: visits, articles and verdicts that stand."""
    for statement in statements:
        copy.execute(statement, {"since": since and to_time(since)})


_STANDS = "standing.holds AND standing.decided IS NOT 'dismissed'"

# `since` bounds articles by their publication, or first reading where the page shows no date, and visits by the first
# publication of any report of theirs. Firsts of copies stay, since a copy without them would pass for an original.
_CHOSEN = (
    f"""CREATE TABLE out_visit AS
        SELECT standing.visit AS id, min(coalesce(version.published, article.first_seen)) AS came
        FROM standing JOIN article ON article.id = standing.article
        JOIN version ON version.article = article.id AND version.is_current = 1
        WHERE {_STANDS} GROUP BY standing.visit
        HAVING :since IS NULL OR came >= :since""",
    """CREATE TABLE out_report (id INTEGER PRIMARY KEY, visit INTEGER, verdict INTEGER) STRICT""",
    f"""INSERT INTO out_report SELECT standing.id, standing.visit, standing.verdict FROM standing
        WHERE {_STANDS} AND standing.visit IN (SELECT id FROM out_visit)""",
    "CREATE TABLE out_article (id INTEGER PRIMARY KEY) STRICT",
    """INSERT INTO out_article SELECT article.id FROM article
        JOIN version ON version.article = article.id AND version.is_current = 1
        WHERE :since IS NULL OR coalesce(version.published, article.first_seen) >= :since""",
    """INSERT OR IGNORE INTO out_article
        SELECT copy.first FROM copy WHERE copy.article IN (SELECT id FROM out_article)""",
    "CREATE TABLE out_verdict (id INTEGER PRIMARY KEY, is_current INTEGER) STRICT",
    """INSERT INTO out_verdict SELECT verdict.id, 1 FROM verdict
        WHERE verdict.is_current = 1 AND verdict.article IN (SELECT id FROM out_article)""",
    "INSERT OR IGNORE INTO out_verdict SELECT verdict, 0 FROM out_report",
    "CREATE TABLE out_run (id INTEGER PRIMARY KEY) STRICT",
    "INSERT INTO out_run SELECT id FROM run WHERE :since IS NULL OR started >= :since",
    "INSERT OR IGNORE INTO out_run SELECT first_run FROM article WHERE id IN (SELECT id FROM out_article)",
    "INSERT OR IGNORE INTO out_run SELECT run FROM version WHERE article IN (SELECT id FROM out_article)",
    "CREATE TABLE out_gap (id INTEGER PRIMARY KEY) STRICT",
    "INSERT INTO out_gap SELECT id FROM gap WHERE :since IS NULL OR until >= :since",
    "INSERT OR IGNORE INTO out_run SELECT run FROM gap WHERE id IN (SELECT id FROM out_gap)",
    "INSERT OR IGNORE INTO out_run SELECT known_run FROM gap WHERE id IN (SELECT id FROM out_gap)",
    "CREATE TABLE out_alarm (id INTEGER PRIMARY KEY) STRICT",
    """INSERT INTO out_alarm SELECT id FROM alarm
        WHERE :since IS NULL OR resolved IS NULL OR resolved >= :since""",
)

# What releases hold stood in each of them, and stands in what they are merged into.
_ALL = (
    *(f"CREATE TABLE out_{name} AS SELECT id FROM {name}" for name in ("visit", "article", "run", "gap", "alarm")),
    """CREATE TABLE out_verdict AS SELECT id, id IN (SELECT verdict FROM standing_verdict) AS is_current
        FROM verdict""",
    "CREATE TABLE out_report (id INTEGER PRIMARY KEY, visit INTEGER, verdict INTEGER) STRICT",
    "INSERT INTO out_report SELECT id, placed, verdict FROM report",
)

# What each table is filled from, where that is not the rows chosen under its own name.
_FROM = {
    "site": "work.site",
    "watched_place": "work.watched_place",
    "version": "work.version LEFT JOIN work.fetch ON fetch.id = version.fetch "
    "WHERE version.article IN (SELECT id FROM work.out_article)",
    "copy": "work.copy WHERE article IN (SELECT id FROM work.out_article)",
    "evidence": "work.evidence WHERE verdict IN (SELECT id FROM work.out_verdict)",
    "report": "work.report JOIN work.out_report USING (id)",
    "fact": "work.fact WHERE report IN (SELECT id FROM work.out_report)",
    "verdict": "work.verdict JOIN work.out_verdict USING (id)",
    **{name: f"work.{name}" for name in MERGED},
    "decision": "work.decision LEFT JOIN work.visit ON visit.id = decision.visit "
    "LEFT JOIN work.out_visit ON out_visit.id = visit.shown",
}
# Columns that are not what the working copy calls so.
_AS = {
    "version": {"id": "version.id", "fetched": "fetch.at", "http_status": "fetch.status"},
    "verdict": {"is_current": "out_verdict.is_current"},
    "report": {"visit": "out_report.visit", "verdict": "report.verdict"},
    "decision": {
        "id": "decision.id",
        "shown": "out_visit.id",
        "stated": "CASE WHEN out_visit.id IS NOT NULL THEN decision.stated END",
    },
}


def _create(target: SqliteStore, table: Table) -> None:
    target.sql.table(table.name).create(
        {column.name: _KINDS.get(column.kind, str) for column in table.columns},
        pk=table.key if len(table.key) > 1 else table.key[0],
        foreign_keys=[(one.column, one.table, one.key) for one in table.refers],
        strict=True,
    )


def _fill(target: Database, copy: Database, table: Table, since: datetime | None) -> None:
    if table.name in ("visit", "visit_region"):
        target.insert_all(table.name, _visits(copy, _visit_row if table.name == "visit" else _regions))
    elif table.name == "site_month":
        target.execute(_SITE_MONTHS, {"since": since and to_time(since)})
    else:
        written = _AS.get(table.name, {})
        listed = ", ".join(written.get(name, f"{table.name}.{name}") for name in table.names)
        source = _FROM.get(table.name, f"work.{table.name} WHERE id IN (SELECT id FROM work.out_{table.name})")
        key = f"{table.name}.{table.key[0]}"
        target.execute(
            f"INSERT INTO main.{table.name} ({', '.join(table.names)}) SELECT {listed} FROM {source} ORDER BY {key}"
        )


def _indexes(release: Iterable[Table]) -> Iterator[str]:
    """What tables are joined by."""
    for table in release:
        for one in table.refers:
            if one.column not in table.key[:1]:
                yield f"CREATE INDEX {table.name}_{one.column} ON {table.name}({one.column})"


def _visits(copy: Database, rows: Callable[[VisitCard], list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    ids = [row["id"] for row in copy.rows("SELECT id FROM out_visit ORDER BY id")]
    return (row for card in cards(copy, ids) for row in rows(card))


def _visit_row(card: VisitCard) -> list[dict[str, Any]]:
    return [
        {
            "id": card.visit_id,
            "visitors": _joined(card.visitors),
            "origin": _joined(card.origin),
            "headcount": card.headcount,
            "programme": card.programme,
            "date_start": card.date_start and card.date_start.isoformat(),
            "date_end": card.date_end and card.date_end.isoformat(),
            "loci": _joined(card.loci),
            "hosts": _joined(card.hosts),
            "leader": card.leader,
            "status": card.status,
            "score": card.score,
            "reports": card.reports,
            "copies": card.copies,
            "title": card.title,
            "sentence": card.sentence,
            "published": card.published and to_time(card.published),
            "first_seen": to_time(card.first_seen),
            "first_site": card.first_site,
            "urls": _joined(card.urls),
            "decided": card.decided,
            "edited": _joined(card.edited),
            "place": card.place,
        }
    ]


def _regions(card: VisitCard) -> list[dict[str, Any]]:
    return [
        {"visit": card.visit_id, "position": position, "region": region, "code": code}
        for position, (region, code) in enumerate(zip(card.origin, card.origin_codes, strict=True))
    ]


def _joined(values: Iterable[str]) -> str | None:
    return "; ".join(values) or None


# Days and months are those of the timetable's zone (Asia/Jakarta, UTC+7 all year).
_SITE_MONTHS = """
WITH RECURSIVE
held AS (
    SELECT article.id, article.site, article.baseline,
           strftime('%Y-%m', coalesce(version.published, article.first_seen), '+7 hours') AS month,
           coalesce(verdict.flagged, 0) AS flagged
    FROM article JOIN version ON version.article = article.id AND version.is_current = 1
    LEFT JOIN verdict ON verdict.article = article.id AND verdict.is_current = 1),
ran AS (
    SELECT site, strftime('%Y-%m', finished, '+7 hours') AS month, date(finished, '+7 hours') AS day, state
    FROM run WHERE by_hand = 0 AND finished IS NOT NULL),
missed (site, id, month, last) AS (
    SELECT site, id, strftime('%Y-%m', since, '+7 hours'), strftime('%Y-%m', until, '+7 hours')
    FROM gap WHERE state <> 'closed'
    UNION ALL
    SELECT site, id, strftime('%Y-%m', month || '-01', '+1 month'), last FROM missed WHERE month < last),
counted AS (
    SELECT site, month, count(*) AS articles, sum(baseline) AS late, sum(flagged) AS flagged,
           sum(id IN (SELECT article FROM report)) AS reports, 0 AS runs, 0 AS good_runs, 0 AS days_read, 0 AS gaps
    FROM held GROUP BY site, month
    UNION ALL
    SELECT site, month, 0, 0, 0, 0, count(*), sum(state = 'good'),
           count(DISTINCT CASE WHEN state IN ('good', 'partial') THEN day END), 0 FROM ran GROUP BY site, month
    UNION ALL
    SELECT site, month, 0, 0, 0, 0, 0, 0, 0, count(*) FROM missed GROUP BY site, month)
INSERT INTO site_month (site, month, articles, late, flagged, reports, runs, good_runs, days_read, gaps)
SELECT site, month, sum(articles), sum(late), sum(flagged), sum(reports), sum(runs), sum(good_runs), sum(days_read),
       sum(gaps)
FROM counted
WHERE month IS NOT NULL AND (:since IS NULL OR month >= strftime('%Y-%m', :since, '+7 hours'))
GROUP BY site, month ORDER BY site, month
"""


def rules(made: Database) -> dict[tuple[str, str], int]:
    """How many verdicts of a release each (lexicon, profile) gave."""
    told = made.rows(
        "SELECT lexicon, watch, count(*) AS n FROM verdict GROUP BY lexicon, watch ORDER BY lexicon, watch"
    )
    return {(row["lexicon"], row["watch"]): row["n"] for row in told}

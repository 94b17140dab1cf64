"""Releases of several installations become the working copy of one release, from which it is built as any other.

What any of them tells is kept; what several tell is told once, and `release_row` says for each row where it stood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from storage.database import Database, SqliteStore, open_database
from storage.release.allowed import tables
from storage.release.merge_groups import join_copies, join_visits
from storage.release.merge_plans import PLANS, columns, to_sql
from storage.release.snapshot import working_copy
from storage.values import from_time, from_time_or_none, to_time


@dataclass(frozen=True, slots=True)
class Release:
    """One installation's release: `manifest` is the SHA-256 of its manifest, the others are as the manifest tells."""

    manifest: str
    as_of: datetime
    since: datetime | None
    with_text: bool
    program: str
    gazetteer: str


@contextmanager
def merged_copy(found: Sequence[tuple[Path, Release | None]], path: Path, *, with_text: bool) -> Iterator[SqliteStore]:
    """A new file at `path` with what these releases tell, in the form of a working copy.

    `found` are their databases; one without a Release was merged itself and says in its own tables of which. Whoever
    asks for the file removes it. Raises NotWritable, DiskFull.
    """
    with (
        TemporaryDirectory(dir=path.parent) as place,
        open_database(Path(place) / "empty.db", create=True) as empty,
        working_copy(empty, path, as_of=None, with_text=with_text) as copy,
    ):
        _stage(copy, found, with_text)
        with copy.write():
            _number(copy, with_text)
            _fill(copy, with_text)
            _trace(copy)
        yield copy


def of_merged(db: Database) -> list[Release]:
    """The releases of single installations that a merged release was made of."""
    return [_release(row) for row in db.rows("SELECT * FROM release ORDER BY manifest")]


def _stage(copy: SqliteStore, found: Sequence[tuple[Path, Release | None]], with_text: bool) -> None:
    """Take every release's rows as they are into `in_NAME`, with the number of the release (`src`) and the row."""
    with copy.write():
        for statement in _OWN:
            copy.execute(statement)
    for src, (path, release) in enumerate(found):
        with copy.reading(path, "live"), copy.write():
            for table in tables(with_text=with_text):
                if table.name not in _DERIVED:
                    _take(copy, table.name, table.names, src)
            if release is None:
                for name, listed in _LISTED.items():
                    source = f"SELECT {'' if name == 'release' else f'{src}, '}{listed} FROM live.{name}"
                    copy.execute(f"INSERT OR IGNORE INTO main.{_INTO[name]} {source}")
            else:
                _note(copy, release, src)
    with copy.write():
        for statement in _INDEXES:
            copy.execute(statement)


def _take(copy: Database, name: str, names: Sequence[str], src: int) -> None:
    listed = ", ".join("id AS old" if column == "id" else column for column in names)
    if src == 0:
        # A column without a type is never found by an index that is asked for a number.
        copy.execute(f"CREATE TABLE main.in_{name} AS SELECT CAST(0 AS INTEGER) AS src, {listed} FROM live.{name}")
    else:
        copy.execute(f"INSERT INTO main.in_{name} SELECT {src}, {listed} FROM live.{name}")


def _note(copy: Database, release: Release, src: int) -> None:
    copy.execute(
        f"INSERT OR IGNORE INTO main.release ({_LISTED['release']}) VALUES (?, ?, ?, ?, ?, ?)",
        [
            release.manifest,
            to_time(release.as_of),
            release.since and to_time(release.since),
            int(release.with_text),
            release.program,
            release.gazetteer,
        ],
    )
    for name in (*PLANS, "visit"):
        copy.execute(
            f"INSERT INTO in_release_row SELECT {src}, ?, ?, old, old FROM in_{name} WHERE src = {src}",
            [release.manifest, name],
        )
    copy.execute(
        f"INSERT INTO in_release_site SELECT {src}, ?, name FROM in_site WHERE src = {src}", [release.manifest]
    )
    copy.execute(_HOLDS.format(src=src), [release.manifest])


def _number(copy: Database, with_text: bool) -> None:
    for name in PLANS:
        if name == "decision":
            join_visits(copy)
        for statement in (*to_sql(name, with_text), *_THEN.get(name, ())):
            copy.execute(statement)


def _fill(copy: Database, with_text: bool) -> None:
    copy.execute(_SITES)
    copy.execute(_PLACES)
    for name in PLANS:
        own = _AS.get(name, {})
        kept = [column for column in columns(name, with_text) if column not in _APART]
        into = ", ".join(["id", *kept, *own])
        shown = ", ".join(["id", *kept, *own.values()])
        copy.execute(
            f"INSERT INTO main.{name} ({into}) SELECT {shown} FROM merged_{name} AS t WHERE choice = 1 ORDER BY id"
        )
    for statement in _AFTER:
        copy.execute(statement)
    join_copies(copy)


def _trace(copy: Database) -> None:
    # CROSS JOIN keeps SQLite to this order of the tables: the other one has no index.
    for name in (*PLANS, "visit"):
        copy.execute(
            f"""INSERT OR IGNORE INTO release_row (release, name, was, row)
            SELECT told.release, told.name, told.was, new.id FROM in_release_row AS told
            CROSS JOIN merged_{name} AS new ON new.src = told.src AND new.old = told.row WHERE told.name = ?""",
            [name],
        )
    copy.execute("INSERT OR IGNORE INTO release_site (release, site) SELECT release, site FROM in_release_site")


def _release(row: dict[str, Any]) -> Release:
    return Release(
        manifest=row["manifest"],
        as_of=from_time(row["as_of"]),
        since=from_time_or_none(row["since"]),
        with_text=bool(row["with_text"]),
        program=row["program"],
        gazetteer=row["gazetteer"],
    )


_DERIVED = frozenset({"visit_region", "site_month"})
_LISTED = {
    "release": "manifest, as_of, since, with_text, program, gazetteer",
    "release_row": "release, name, was, row",
    "release_site": "release, site",
    "release_article": "release, article, version, read, verdict, judged, decided",
}
_INTO = {name: name if name == "release" else f"in_{name}" for name in _LISTED}
_OWN = (
    "CREATE TABLE release (manifest TEXT PRIMARY KEY, as_of TEXT, since TEXT, with_text INTEGER, program TEXT, "
    "gazetteer TEXT) STRICT",
    "CREATE TABLE release_row (release TEXT, name TEXT, was INTEGER, row INTEGER, PRIMARY KEY (release, name, was)) "
    "STRICT, WITHOUT ROWID",
    "CREATE TABLE release_site (release TEXT, site TEXT, PRIMARY KEY (release, site)) STRICT, WITHOUT ROWID",
    "CREATE TABLE release_article (release TEXT, article INTEGER, version INTEGER, read TEXT, verdict INTEGER, "
    "judged TEXT, decided TEXT, PRIMARY KEY (release, article)) STRICT, WITHOUT ROWID",
    "CREATE TABLE in_release_article (src INTEGER, release TEXT, article INTEGER, version INTEGER, read TEXT, "
    "verdict INTEGER, judged TEXT, decided TEXT) STRICT",
    "CREATE TABLE in_release_row (src INTEGER, release TEXT, name TEXT, was INTEGER, row INTEGER) STRICT",
    "CREATE TABLE in_release_site (src INTEGER, release TEXT, site TEXT) STRICT",
)
_INDEXES = (
    "CREATE INDEX in_evidence_verdict ON in_evidence(src, verdict)",
    "CREATE INDEX in_fact_report ON in_fact(src, report)",
    "CREATE INDEX in_report_article ON in_report(src, article)",
    "CREATE INDEX in_verdict_old ON in_verdict(src, old)",
    "CREATE INDEX in_release_article_old ON in_release_article(src, article)",
    "CREATE INDEX in_visit_old ON in_visit(src, old)",
    "CREATE INDEX in_release_row_name ON in_release_row(name)",
)

# The site as whoever registered it first has it.
_SITES = """
INSERT INTO main.site (name, hosts, registered)
SELECT name, hosts, registered FROM (
    SELECT *, row_number() OVER (PARTITION BY name ORDER BY registered, hosts) AS choice FROM in_site)
WHERE choice = 1 ORDER BY name
"""

_PLACES = """
INSERT INTO main.watched_place (code, name, since)
SELECT code, name, since FROM (
    SELECT *, row_number() OVER (PARTITION BY code ORDER BY since, name) AS choice FROM in_watched_place)
WHERE choice = 1 ORDER BY code
"""

# What one release holds of each article.
_HOLDS = """
INSERT INTO in_release_article
SELECT article.src, ?, article.old, version.old, version.read, verdict.old, verdict.judged, article.decided
FROM in_article AS article
LEFT JOIN in_version AS version ON version.src = article.src AND version.article = article.old AND version.is_current
LEFT JOIN in_verdict AS verdict ON verdict.src = article.src AND verdict.article = article.old AND verdict.is_current
WHERE article.src = {src}
"""

# Of the texts that releases hold of an article the one read last stands. Of their verdicts one that flags it does,
# since nothing is lost that any of them tells; then one on that text; then the one judged last. All of it is decided
# from what single releases hold, never from what an earlier merging came to: its steps make no difference.
_THEN = {
    "verdict": (
        """INSERT OR IGNORE INTO release_article
        SELECT told.release, article.id, version.id, told.read, verdict.id, told.judged, told.decided
        FROM in_release_article AS told
        JOIN merged_article AS article ON article.src = told.src AND article.old = told.article
        LEFT JOIN merged_version AS version ON version.src = told.src AND version.old = told.version
        LEFT JOIN merged_verdict AS verdict ON verdict.src = told.src AND verdict.old = told.verdict""",
        "CREATE INDEX release_article_article ON release_article(article)",
        "CREATE INDEX release_article_verdict ON release_article(verdict)",
        """CREATE TABLE standing_text AS SELECT article, version FROM (
            SELECT article, version, row_number() OVER (PARTITION BY article ORDER BY read DESC, version) AS choice
            FROM release_article WHERE version IS NOT NULL) WHERE choice = 1""",
        "CREATE UNIQUE INDEX standing_text_version ON standing_text(version)",
        """CREATE TABLE standing_verdict AS SELECT verdict FROM (
            SELECT told.verdict, row_number() OVER (PARTITION BY told.article ORDER BY verdict.flagged DESC,
                verdict.version IN (SELECT version FROM standing_text) DESC, told.judged DESC, told.verdict) AS choice
            FROM release_article AS told JOIN merged_verdict AS verdict ON verdict.id = told.verdict
                AND verdict.choice = 1) WHERE choice = 1""",
        "CREATE UNIQUE INDEX standing_verdict_id ON standing_verdict(verdict)",
    ),
}

# Columns that mean something only within one release, or are called otherwise in the working copy.
_APART = frozenset({"number", "is_current", "fetched", "http_status", "visit", "shown", "undoes", "decided"})
_VISIT = "(SELECT new.id FROM merged_visit AS new WHERE new.src = t.src AND new.old = t.visit)"
# A person's yes counts before doubt. A no counts where no installation tells of a visit in it.
_DECIDED = """(SELECT CASE WHEN max(decided = 'confirmed') THEN 'confirmed'
    WHEN max(decided = 'dismissed') AND NOT EXISTS (SELECT 1 FROM merged_report WHERE merged_report.article = t.id)
    THEN 'dismissed' WHEN max(decided = 'unsure') THEN 'unsure' END
    FROM release_article WHERE release_article.article = t.id)"""
_AS = {
    "article": {"decided": _DECIDED},
    "version": {
        "number": "row_number() OVER (PARTITION BY article ORDER BY id)",
        "is_current": "id IN (SELECT version FROM standing_text)",
        "fetch": "id",
    },
    # What any release holds keeps its reports; which one stands outwards is in `standing_verdict`.
    "verdict": {"is_current": "id IN (SELECT verdict FROM release_article)"},
    "report": {"visit": _VISIT, "placed": _VISIT},
    "decision": {
        "visit": "shown",
        "undoes": "(SELECT new.id FROM merged_decision AS new WHERE new.src = t.src AND new.old = t.undoes)",
    },
}
_AFTER = (
    "INSERT INTO main.fetch SELECT id, fetched, http_status FROM merged_version WHERE choice = 1 ORDER BY id",
    """INSERT INTO main.visit (id, found, shown, decided)
    SELECT new.id, (SELECT min(reported) FROM report WHERE report.placed = new.id), new.id,
        CASE WHEN max(visit.decided = 'confirmed') THEN 'confirmed' WHEN max(visit.decided = 'unsure') THEN 'unsure' END
    FROM merged_visit AS new JOIN in_visit AS visit ON visit.src = new.src AND visit.old = new.old
    GROUP BY new.id""",
)

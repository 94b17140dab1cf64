"""Judging everything again: how far it has come, and putting its result in place.

Verdicts that touch no visit are replaced as they come, in transactions as large as the caller makes them. What touches
visits waits, and is put in place at once: nobody ever sees half of the old visits and half of the new ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from article import Article, Verdict, Visit
from storage import facts, verdicts, visits
from storage.articles import article_of
from storage.database import Database
from storage.standing import HOLDS
from storage.values import from_stated_time, to_time


@dataclass(frozen=True, slots=True)
class Text:
    """One stored version, ready to be judged."""

    article_id: int
    version_id: int
    article: Article


@dataclass(frozen=True, slots=True)
class Job:
    """A rescore that is not finished; versions up to `reached`, `judged` in number, are judged."""

    job_id: int
    reached: int
    judged: int


class Told(NamedTuple):
    """A report as a rescore wants it; `visit_id` None: of the new visit `group`. `visit` None: as it stands."""

    visit_id: int | None
    group: int
    article_id: int
    version_id: int
    entry: int
    visit: Visit | None


class Report(NamedTuple):
    """A stored report of a text; `told` by a digest, or `decided` on by an editor. Its visit is shown as `shown`."""

    report_id: int
    visit_id: int
    shown: int
    article_id: int
    version_id: int
    told: bool
    decided: bool


def begin(db: Database, rules: str, now: datetime) -> Job:
    """The unfinished rescore by these rules, else a new one; one by other rules is given up."""
    row = db.one("SELECT id, reached FROM rescore WHERE finished IS NULL AND rules = ?", [rules])
    if row is not None:
        done = db.rows("SELECT count(*) AS n FROM version WHERE id <= ?", [row["reached"]])[0]["n"]
        return Job(row["id"], row["reached"], done)
    db.execute("DELETE FROM rescore WHERE finished IS NULL")
    db.execute("DELETE FROM rescore_left")
    return Job(db.insert("rescore", {"rules": rules, "started": to_time(now)}), 0, 0)


def reach(db: Database, job: Job, version_id: int) -> Job:
    """Remember that all up to this version is judged."""
    row = db.rows("SELECT count(*) AS n FROM version WHERE id > ? AND id <= ?", [job.reached, version_id])[0]
    db.execute("UPDATE rescore SET reached = ? WHERE id = ?", [version_id, job.job_id])
    return Job(job.job_id, version_id, job.judged + int(row["n"]))


def finish(db: Database, job: Job, now: datetime) -> None:
    db.execute("DELETE FROM rescore_left")
    db.execute("UPDATE rescore SET finished = ? WHERE id = ?", [to_time(now), job.job_id])


def texts(db: Database, after: int, limit: int) -> list[Text]:
    """The next versions whose text is kept, in the order they came."""
    sql = f"{_TEXT} WHERE version.id > ? AND version.body <> '' ORDER BY version.id LIMIT ?"
    return [_text(row) for row in db.each(sql, [after, limit])]


def current_texts(db: Database) -> Iterator[Text]:
    """The current text of every article, in the order they came."""
    return map(_text, db.each(f"{_TEXT} WHERE version.is_current = 1 AND version.body <> '' ORDER BY version.id"))


def waiting(db: Database) -> list[Text]:
    """The versions that wait, in the order they came."""
    return [
        _text(row)
        for row in db.each(f"{_TEXT} WHERE version.id IN (SELECT version FROM rescore_left) ORDER BY version.id")
    ]


def other_texts(db: Database) -> list[tuple[int, int, datetime | None]]:
    """(article, version, published) of the other versions of the articles of which one waits."""
    rows = db.rows(
        """SELECT article, id, published, published_offset FROM version WHERE article IN (
            SELECT version.article FROM rescore_left JOIN version ON version.id = rescore_left.version)
        AND id NOT IN (SELECT version FROM rescore_left) ORDER BY id"""
    )
    return [(r["article"], r["id"], from_stated_time(r["published"], r["published_offset"])) for r in rows]


def count(db: Database) -> int:
    return int(db.rows("SELECT count(*) AS n FROM version")[0]["n"])


def mark(db: Database) -> tuple[int | None, ...]:
    """Changes whenever something came in that a rescore has to reckon with."""
    tables = ("version", "verdict", "report", "decision", "digest_item", "tombstone")
    return tuple(db.rows(f"SELECT max(id) AS n FROM {table}")[0]["n"] for table in tables)


def keep(db: Database, text: Text, verdict: Verdict, now: datetime) -> None:
    """Put a verdict in place where it touches no visit, else let its version wait; not of a text taken down since."""
    if db.one("SELECT 1 FROM version WHERE id = ?", [text.version_id]) is None:
        return
    before = verdicts.of_version(db, text.version_id)
    asks = verdict.flagged or verdict.undecided is not None
    if asks or (before is not None and (before.flagged or before.undecided is not None)):
        db.execute("INSERT OR IGNORE INTO rescore_left (version) VALUES (?)", [text.version_id])
    else:
        verdicts.replace(db, text.article_id, text.version_id, verdict, text.article.text, now)


def reports(db: Database) -> list[Report]:
    """The reports of the articles of which a version waits, whether they hold or not."""
    rows = db.rows(
        f"""SELECT report.id, report.visit, visit.shown, report.article, verdict.version,
             EXISTS (SELECT 1 FROM digest_item WHERE kind = 'report' AND digest_item.report = report.id)
               OR EXISTS (SELECT 1 FROM digest_item WHERE kind = 'visit' AND digest_item.visit = report.visit) AS told,
             EXISTS (SELECT 1 FROM decision_report JOIN decision ON decision.id = decision_report.decision
                     WHERE decision_report.report = report.id AND {HOLDS}) AS decided
           FROM report JOIN visit ON visit.id = report.visit JOIN verdict ON verdict.id = report.verdict
           WHERE report.article IN (
             SELECT version.article FROM rescore_left JOIN version ON version.id = rescore_left.version)
           ORDER BY report.id"""
    )
    return [
        Report(r["id"], r["visit"], r["shown"], r["article"], r["version"], bool(r["told"]), bool(r["decided"]))
        for r in rows
    ]


def put(
    db: Database,
    wanted: Sequence[tuple[int | None, Told]],
    verdict_ids: Mapping[int, int],
    texts: Mapping[int, str],
    now: datetime,
) -> None:
    """Store the reports, each in place of the one with that id (None: a new one).

    `verdict_ids` and `texts` are by version.
    """
    made: dict[int, int] = {}
    for report_id, told in wanted:
        visit_id = told.visit_id
        if visit_id is None:
            visit_id = made[told.group] = made.get(told.group) or visits.add(db, now)
        if told.visit is not None:
            verdict_id, text = verdict_ids[told.version_id], texts[told.version_id]
            _put(db, report_id, visit_id, told.article_id, verdict_id, told.entry, told.visit, text, now)


def clear(db: Database, report_ids: Collection[int]) -> None:
    """Remove reports that no longer are; and visits of which nothing is left and nothing was told or decided."""
    for report_id in report_ids:
        db.execute("DELETE FROM report WHERE id = ?", [report_id])
    db.execute(
        """DELETE FROM visit WHERE shown = id
        AND NOT EXISTS (SELECT 1 FROM report WHERE report.visit = visit.id OR report.placed = visit.id)
        AND NOT EXISTS (SELECT 1 FROM digest_item WHERE digest_item.kind = 'visit' AND digest_item.visit = visit.id)
        AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.visit = visit.id OR decision.other = visit.id)"""
    )


def _put(
    db: Database,
    report_id: int | None,
    visit_id: int,
    article_id: int,
    verdict_id: int,
    entry: int,
    visit: Visit,
    text: str,
    now: datetime,
) -> None:
    if report_id is None:
        visits.report(db, visit_id, article_id, verdict_id, visit, text, now, entry)
        return
    day = visits.day_of(visit, verdicts.published(db, verdict_id))
    db.execute(
        """UPDATE report SET placed = CASE WHEN visit = :visit THEN placed ELSE :visit END, visit = :visit,
             verdict = :verdict, entry = :entry, day = :day, place = :place WHERE id = :report""",
        {
            "report": report_id,
            "visit": visit_id,
            "verdict": verdict_id,
            "entry": entry,
            "day": day and day.isoformat(),
            "place": visit.place,
        },
    )
    stated = db.rows("SELECT * FROM fact WHERE report = ? ORDER BY kind, position", [report_id])
    if facts.from_rows(stated) != visit:
        visits.restate(db, report_id, visit, text)


_TEXT = """
SELECT version.id, version.article, version.url, version.title, version.body, version.author, version.published,
       version.published_offset, version.language, version.method, version.marks, article.site,
       article.site_id
FROM version JOIN article ON article.id = version.article
"""


def _text(row: Mapping[str, Any]) -> Text:
    return Text(
        article_id=row["article"],
        version_id=row["id"],
        article=article_of(row, row["url"]),
    )

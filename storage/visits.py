"""Visits, and the articles that report them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from article import Visit
from storage import facts
from storage.cards import StoredReport, StoredVisit, VisitCard, best_first, card
from storage.database import Database
from storage.values import from_stated_time, from_time, to_stated_time, to_time
from storage.verdicts import deciding_sentence

__all__ = ["StoredReport", "StoredVisit", "VisitCard", "card", "cards", "get", "near", "newest", "of_article", "report"]

_VISITS_AT_ONCE = 500


def near(db: Database, visit: Visit, published: datetime | None, days: int = 30) -> list[StoredVisit]:
    """Visits reported to have happened at most `days` from this one, oldest in the database first.

    A visit's day is the one its article states, else the one its article was published on; where neither is known:
    the visits of which neither is known.
    """
    day = _day(visit, published)
    if day is None:
        rows = db.rows("SELECT DISTINCT visit FROM report WHERE day IS NULL ORDER BY visit")
    else:
        window = [_moved(day, -days).isoformat(), _moved(day, days).isoformat()]
        rows = db.rows("SELECT DISTINCT visit FROM report WHERE day BETWEEN ? AND ? ORDER BY visit", window)
    return list(_stored(db, [row["visit"] for row in rows]))


def of_article(db: Database, article_id: int) -> list[int]:
    """The visits that the article's current verdict reports."""
    rows = db.rows(
        """SELECT report.visit FROM report JOIN verdict ON verdict.id = report.verdict
        WHERE report.article = ? AND verdict.is_current = 1 ORDER BY report.id""",
        [article_id],
    )
    return [row["visit"] for row in rows]


def report(
    db: Database, visit_id: int | None, article_id: int, verdict_id: int, visit: Visit, text: str, now: datetime
) -> int:
    """Store that an article reports a visit (None: a new one), in place of what it reported of it before.

    Returns the visit's id, which is another than asked for when this verdict has already reported that one: two
    entries of one verdict are two delegations. A text that is judged again keeps its visits, so that none is told
    twice. `text` is the judged version's Article.text, which the spans count in.
    """
    if visit_id is None or _is_reported(db, visit_id, verdict_id):
        visit_id = _judged_before(db, article_id, verdict_id) or db.insert("visit", {"found": to_time(now)})
    row = db.one(
        "SELECT published, published_offset FROM version WHERE article = ? AND is_current = 1", [article_id]
    ) or {"published": None, "published_offset": None}
    day = _day(visit, from_stated_time(row["published"], row["published_offset"]))
    db.execute(
        """INSERT INTO report (visit, article, verdict, day, reported) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (visit, article) DO UPDATE SET verdict = excluded.verdict, day = excluded.day""",
        [visit_id, article_id, verdict_id, day and day.isoformat(), to_time(now)],
    )
    stored = db.rows("SELECT id FROM report WHERE visit = ? AND article = ?", [visit_id, article_id])[0]
    db.execute("DELETE FROM fact WHERE report = ?", [stored["id"]])
    db.insert_all("fact", ({"report": stored["id"]} | row for row in facts.to_rows(visit, text)))
    return visit_id


def get(db: Database, visit_id: int) -> StoredVisit | None:
    """A visit with all its reports, those that no longer hold included."""
    return next(_stored(db, [visit_id]), None)


def newest(db: Database, limit: int) -> list[VisitCard]:
    """The visits found last, newest first."""
    rows = db.rows(
        """SELECT DISTINCT report.visit FROM report JOIN verdict ON verdict.id = report.verdict
        WHERE verdict.is_current = 1 AND verdict.flagged = 1 ORDER BY report.visit DESC LIMIT ?""",
        [limit],
    )
    return list(cards(db, [row["visit"] for row in rows]))


def cards(db: Database, visit_ids: Sequence[int]) -> Iterator[VisitCard]:
    """The cards of these visits, in this order; a visit without a current report has none."""
    for stored in _stored(db, visit_ids):
        short = card(stored)
        if short is not None:
            yield short


def _is_reported(db: Database, visit_id: int, verdict_id: int) -> bool:
    return db.one("SELECT 1 FROM report WHERE visit = ? AND verdict = ?", [visit_id, verdict_id]) is not None


def _judged_before(db: Database, article_id: int, verdict_id: int) -> int | None:
    """A visit that an earlier verdict on the same text reported and that no other article reports."""
    row = db.one(
        """SELECT report.visit FROM report
        JOIN verdict AS before ON before.id = report.verdict
        JOIN verdict AS this ON this.id = :verdict AND this.version = before.version
        WHERE report.article = :article AND before.id <> this.id AND NOT EXISTS (
            SELECT 1 FROM report AS other WHERE other.visit = report.visit AND other.article <> report.article)
        ORDER BY report.id""",
        {"article": article_id, "verdict": verdict_id},
    )
    return None if row is None else int(row["visit"])


def _day(visit: Visit, published: datetime | None) -> date | None:
    if visit.date_start is not None:
        return visit.date_start.value
    if published is None or to_stated_time(published)[0] is None:
        return None
    return published.date()


def _moved(day: date, days: int) -> date:
    """The day so many days later, kept within what a date can be."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _stored(db: Database, visit_ids: Sequence[int]) -> Iterator[StoredVisit]:
    for start in range(0, len(visit_ids), _VISITS_AT_ONCE):
        some = visit_ids[start : start + _VISITS_AT_ONCE]
        marks = ",".join("?" * len(some))
        stated: dict[int, list[dict[str, Any]]] = {}
        for row in db.each(_FACTS.format(marks=marks), some):
            stated.setdefault(row["report"], []).append(row)
        reports: dict[int, list[StoredReport]] = {}
        found: dict[int, datetime] = {}
        for row in db.each(_REPORTS.format(marks=marks), some):
            found[row["visit"]] = from_time(row["found"])
            reports.setdefault(row["visit"], []).append(_report(row, stated.get(row["id"], [])))
        for visit_id in some:
            if visit_id in reports:
                yield StoredVisit(visit_id, found[visit_id], best_first(reports[visit_id]))


_FACTS = """
SELECT fact.* FROM report JOIN fact ON fact.report = report.id
WHERE report.visit IN ({marks}) ORDER BY fact.report, fact.kind, fact.position
"""

_REPORTS = f"""
SELECT report.id, report.visit, report.article, visit.found, article.site, article.first_seen, version.url,
       version.title, version.published, version.published_offset, verdict.score, verdict.status,
       copy.first AS copy_of, verdict.is_current = 1 AND verdict.flagged = 1 AS current,
       {deciding_sentence("verdict.id")} AS sentence
FROM report
JOIN visit ON visit.id = report.visit
JOIN article ON article.id = report.article
JOIN version ON version.article = article.id AND version.is_current = 1
JOIN verdict ON verdict.id = report.verdict
LEFT JOIN copy ON copy.article = article.id
WHERE report.visit IN ({{marks}})
"""


def _report(row: dict[str, Any], stated: list[dict[str, Any]]) -> StoredReport:
    return StoredReport(
        report_id=row["id"],
        article_id=row["article"],
        visit=facts.from_rows(stated),
        site=row["site"],
        url=row["url"],
        title=row["title"],
        published=from_stated_time(row["published"], row["published_offset"]),
        first_seen=from_time(row["first_seen"]),
        score=row["score"],
        status=row["status"],
        copy_of=row["copy_of"],
        current=bool(row["current"]),
        sentence=row["sentence"] or "",
    )

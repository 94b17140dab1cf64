"""Visits, and the articles that report them.

`report.visit` is where the rules put a report and never moves with a decision; `placed` and `shown` say where editors
want it, so that taking a decision back brings everything back as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Literal

from article import Visit
from storage import facts, sentence, verdicts
from storage.cards import Decided, StoredReport, StoredVisit, VisitCard, best_first, card
from storage.database import Database
from storage.outlets import outlet
from storage.values import from_stated_time, from_time, to_stated_time, to_time

__all__ = [
    "Decided", "StoredReport", "StoredVisit", "VisitCard", "add", "beside", "card", "cards", "day_of", "get", "near",
    "newest", "of_article", "report",
]  # fmt: skip

_VISITS_AT_ONCE = 500
NEAR_DAYS = 30


def near(db: Database, visit: Visit, published: datetime | None, days: int = NEAR_DAYS) -> list[StoredVisit]:
    """Visits to the same place reported to have happened at most `days` from this one, the first article's first.

    A visit's day is the one its article states, else the one its article was published on; where neither is known:
    the visits of which neither is known. Visits that an editor merged count one by one: a report that joins one of
    them is where it belongs, should the merge be taken back. Reports that their own text, judged again, no longer
    states are left out.
    """
    day = day_of(visit, published)
    if day is None:
        rows = db.rows(
            f"SELECT DISTINCT placed FROM report WHERE place IS ? AND day IS NULL AND {_SAID}", [visit.place]
        )
    else:
        window = [visit.place, _moved(day, -days).isoformat(), _moved(day, days).isoformat()]
        rows = db.rows(
            f"SELECT DISTINCT placed FROM report WHERE place IS ? AND day BETWEEN ? AND ? AND {_SAID}", window
        )
    found = _stored(db, [row["placed"] for row in rows], "report.placed")
    return sorted(found, key=lambda one: min((r.article_id, r.entry) for r in one.reports if r.said or r.kept))


def of_article(db: Database, article_id: int) -> list[int]:
    """The visits, as shown, that the article reports."""
    rows = db.rows(
        "SELECT visit FROM standing WHERE article = ? AND holds GROUP BY visit ORDER BY min(entry), min(id)",
        [article_id],
    )
    return [row["visit"] for row in rows]


def add(db: Database, now: datetime) -> int:
    """A new visit without reports; its id."""
    visit_id = db.insert("visit", {"found": to_time(now)})
    db.execute("UPDATE visit SET shown = id WHERE id = ?", [visit_id])
    return visit_id


def report(
    db: Database,
    visit_id: int | None,
    article_id: int,
    verdict_id: int,
    visit: Visit,
    text: str,
    now: datetime,
    entry: int = 0,
) -> int:
    """Store that an article reports a visit (None: a new one), in place of what it reported of it before.

    Returns the visit's id, which is another than asked for when this verdict has already reported that one: two
    entries of one verdict are two delegations. A text that is judged again keeps its visits, so that none is told
    twice. `text` is the judged version's Article.text, which the spans count in; `entry` counts the verdict's
    delegations from 0.
    """
    if visit_id is None or _is_reported(db, visit_id, verdict_id):
        visit_id = _judged_before(db, article_id, verdict_id, visit.place) or add(db, now)
    day = day_of(visit, verdicts.published(db, verdict_id))
    db.execute(
        """INSERT INTO report (visit, placed, article, verdict, entry, day, reported, place)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (visit, article) DO UPDATE SET verdict = excluded.verdict, entry = excluded.entry,
            day = excluded.day, place = excluded.place""",
        [visit_id, visit_id, article_id, verdict_id, entry, day and day.isoformat(), to_time(now), visit.place],
    )
    stored = db.rows("SELECT id FROM report WHERE visit = ? AND article = ?", [visit_id, article_id])[0]
    restate(db, stored["id"], visit, text)
    return visit_id


def restate(db: Database, report_id: int, visit: Visit, text: str) -> None:
    """Store the facts of a report in place of those it stated before."""
    db.execute("DELETE FROM fact WHERE report = ?", [report_id])
    db.insert_all("fact", ({"report": report_id} | row for row in facts.to_rows(visit, text)))


def get(db: Database, visit_id: int) -> StoredVisit | None:
    """A visit with all its reports, those that no longer hold included; of a merged one, the visit it is shown as."""
    row = db.one("SELECT shown FROM visit WHERE id = ?", [visit_id])
    return None if row is None else next(_stored(db, [row["shown"]]), None)


def newest(db: Database, limit: int) -> list[VisitCard]:
    """The visits found last, newest first, without those that an editor dismissed."""
    rows = db.rows(
        """SELECT DISTINCT visit FROM standing WHERE holds AND decided IS NOT 'dismissed'
        ORDER BY visit DESC LIMIT ?""",
        [limit],
    )
    return list(cards(db, [row["visit"] for row in rows]))


def cards(db: Database, visit_ids: Sequence[int]) -> Iterator[VisitCard]:
    """The cards of these visits, in this order; a visit without a current report has none, nor has a merged one."""
    for stored in _stored(db, visit_ids):
        short = card(stored)
        if short is not None:
            yield short


def beside(db: Database, visit_ids: Sequence[int]) -> dict[int, int]:
    """By visit, as shown: how many others its reports tell of; those without any are left out."""
    marks = ",".join("?" * len(visit_ids))
    rows = db.rows(
        f"""SELECT own.visit, count(DISTINCT other.visit) AS others FROM standing AS own
        JOIN standing AS other ON other.article = own.article AND other.visit <> own.visit AND other.holds
        WHERE own.visit IN ({marks}) AND own.holds GROUP BY own.visit""",
        list(visit_ids),
    )
    return {row["visit"]: row["others"] for row in rows}


def day_of(visit: Visit, published: datetime | None) -> date | None:
    """The first day of a visit as its article states it, else the day the article was published on."""
    if visit.date_start is not None:
        return visit.date_start.value
    if published is None or to_stated_time(published)[0] is None:
        return None
    return published.date()


def _is_reported(db: Database, visit_id: int, verdict_id: int) -> bool:
    return db.one("SELECT 1 FROM report WHERE visit = ? AND verdict = ?", [visit_id, verdict_id]) is not None


def _judged_before(db: Database, article_id: int, verdict_id: int, place: str | None) -> int | None:
    """A visit to this place that an earlier verdict on the same text reported and that no other article reports."""
    row = db.one(
        """SELECT report.visit FROM report
        JOIN verdict AS before ON before.id = report.verdict
        JOIN verdict AS this ON this.id = :verdict AND this.version = before.version
        WHERE report.article = :article AND report.place IS :place AND before.id <> this.id AND NOT EXISTS (
            SELECT 1 FROM report AS other WHERE other.visit = report.visit AND other.article <> report.article)
        ORDER BY report.id""",
        {"article": article_id, "verdict": verdict_id, "place": place},
    )
    return None if row is None else int(row["visit"])


def _moved(day: date, days: int) -> date:
    """The day so many days later, kept within what a date can be."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _stored(
    db: Database, visit_ids: Sequence[int], key: Literal["visit.shown", "report.placed"] = "visit.shown"
) -> Iterator[StoredVisit]:
    """Visits as they are shown, or each by itself."""
    for start in range(0, len(visit_ids), _VISITS_AT_ONCE):
        some = visit_ids[start : start + _VISITS_AT_ONCE]
        asked = {"key": key, "marks": ",".join("?" * len(some))}
        stated: dict[int, list[dict[str, Any]]] = {}
        for row in db.each(_FACTS.format(**asked), some):
            stated.setdefault(row["report"], []).append(row)
        reports: dict[int, list[StoredReport]] = {}
        visits: dict[int, dict[str, Any]] = {}
        rows = db.rows(_REPORTS.format(**asked), some)
        evidence = sentence.of(db, [row["verdict"] for row in rows])
        for row in rows:
            visits[row["visit"]] = row
            said = evidence.get(row["verdict"], ()), stated.get(row["id"], ())
            quoted = sentence.choose(*said, is_one_of_several=bool(row["is_one_of_several"]))
            reports.setdefault(row["visit"], []).append(_report(row, stated.get(row["id"], []), *quoted))
        edits = _edits(db, some, asked["marks"])
        for visit_id in some:
            if visit_id in reports:
                edited, values = edits.get(visit_id, (frozenset(), Visit()))
                head, told = visits[visit_id], best_first(reports[visit_id])
                yield StoredVisit(visit_id, from_time(head["found"]), told, head["decided"], edited, values)


# Its own text, judged again, still says so, or an editor's word keeps it.
_SAID = """(report.kept = 1 OR NOT EXISTS (
    SELECT 1 FROM verdict AS this JOIN verdict AS later ON later.version = this.version AND later.id > this.id
    WHERE this.id = report.verdict))"""

_FACTS = """
SELECT fact.* FROM visit JOIN report ON report.placed = visit.id JOIN fact ON fact.report = report.id
WHERE {key} IN ({marks}) ORDER BY fact.report, fact.kind, fact.position
"""

_REPORTS = f"""
SELECT report.id, {{key}} AS visit, report.article, root.found, root.decided, article.site, site.hosts,
       article.first_seen, version.url, version.title, version.published, version.published_offset, verdict.score,
       verdict.status, verdict.flagged, copy.first AS copy_of, report.verdict, verdict.version, report.entry,
       report.place, report.kept, {_SAID} AS said,
       EXISTS (SELECT 1 FROM report AS other WHERE other.verdict = report.verdict AND other.id <> report.id)
           AS is_one_of_several,
       article.decided IS NOT 'dismissed' AND (report.kept = 1 OR verdict.is_current = 1 AND verdict.flagged = 1)
           AS current
FROM visit
JOIN report ON report.placed = visit.id
JOIN visit AS root ON root.id = {{key}}
JOIN article ON article.id = report.article
JOIN site ON site.name = article.site
JOIN version ON version.article = article.id AND version.is_current = 1
JOIN verdict ON verdict.id = report.verdict
LEFT JOIN copy ON copy.article = article.id
WHERE {{key}} IN ({{marks}})
"""

# The newest word on a fact counts, one on the visit itself before one on a visit merged into it.
_EDITS = """
SELECT visit.shown AS visit, decision.fact, decision.stated FROM decision
JOIN visit ON visit.id = decision.visit
WHERE decision.kind = 'edit' AND visit.shown IN ({marks})
  AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes = decision.id)
ORDER BY decision.visit = visit.shown, decision.id
"""


def _edits(db: Database, visit_ids: Sequence[int], marks: str) -> dict[int, tuple[frozenset[str], Visit]]:
    """By visit: the kinds of fact that an editor mended, and what they are now."""
    mended: dict[int, dict[str, list[dict[str, Any]]]] = {}
    for row in db.each(_EDITS.format(marks=marks), visit_ids):
        told = [
            {"kind": row["fact"], "value": value, "code": code, "span_start": None, "mark": None}
            for value, code in json.loads(row["stated"])
        ]
        mended.setdefault(row["visit"], {})[row["fact"]] = told
    return {
        visit: (frozenset(kinds), facts.from_rows(row for rows in kinds.values() for row in rows))
        for visit, kinds in mended.items()
    }


def _report(row: dict[str, Any], stated: list[dict[str, Any]], quoted: str, words: str) -> StoredReport:
    return StoredReport(
        report_id=row["id"],
        article_id=row["article"],
        visit=facts.from_rows(stated, row["place"]),
        site=row["site"],
        url=row["url"],
        title=row["title"],
        published=from_stated_time(row["published"], row["published_offset"]),
        first_seen=from_time(row["first_seen"]),
        score=row["score"],
        status=row["status"],
        copy_of=row["copy_of"],
        current=bool(row["current"]),
        sentence=quoted,
        outlet=outlet(row["site"], row["hosts"], row["url"]),
        said=bool(row["said"]),
        kept=bool(row["kept"]),
        version=row["version"],
        entry=row["entry"],
        words=words,
        flagged=bool(row["flagged"]),
    )

"""Visits that an editor made of an article in which the rules saw none: which of them state no fact yet, and what
their text states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from article import Article, Visit
from storage import history, standing, verdicts, visits
from storage.articles import article_of
from storage.database import Database
from storage.standing import HOLDS


@dataclass(frozen=True, slots=True)
class Unread:
    """A report made by hand, by a decision, that states nothing; `verdict_id` is the verdict on its text, `place` the
    place that was visited, where the verdict knew one."""

    report_id: int
    decision_id: int
    verdict_id: int
    place: str | None
    article: Article = field(repr=False)


def unread(db: Database) -> list[Unread]:
    """The reports whose text is kept and still to be read, or states nothing; in the order they were made."""
    rows = db.rows(
        f"""SELECT report.id AS report, max(decision.id) AS decision, report.verdict, report.place, version.url,
          version.title, version.body, version.author, version.published, version.published_offset, version.language,
          version.method, version.marks, article.site, article.site_id
        FROM decision JOIN decision_report ON decision_report.decision = decision.id
        JOIN report ON report.id = decision_report.report AND report.article = decision.article
        JOIN verdict ON verdict.id = report.verdict JOIN version ON version.id = verdict.version
        JOIN article ON article.id = report.article
        WHERE decision.kind IN ('flag', 'confirm') AND decision.made = 1 AND {HOLDS} AND version.body <> ''
          AND NOT EXISTS (SELECT 1 FROM fact WHERE fact.report = report.id)
        GROUP BY report.id, version.id, article.id ORDER BY report.id"""
    )
    return [
        Unread(row["report"], row["decision"], row["verdict"], row["place"], article_of(row, row["url"]))
        for row in rows
    ]


def state(db: Database, one: Unread, found: Sequence[Visit], now: datetime) -> None:
    """Store what the text of such a report states: of the first delegation there, of each further one in a visit of
    its own that stands by the same decision. Nothing of a report that was removed since. Inside `write()`."""
    row = db.one(
        "SELECT visit, article, kept FROM report WHERE id = ? AND verdict = ?", [one.report_id, one.verdict_id]
    )
    if row is None:
        return
    history.at(db, now)
    day = visits.day_of(found[0], verdicts.published(db, one.verdict_id))
    db.execute(
        "UPDATE report SET day = ?, place = ? WHERE id = ?",
        [day and day.isoformat(), found[0].place, one.report_id],
    )
    visits.restate(db, one.report_id, found[0], one.article.text)
    if not row["kept"]:  # dismissed meanwhile
        return
    for entry, visit in enumerate(found[1:], start=1):
        made = visits.report(
            db, visits.add(db, now), row["article"], one.verdict_id, visit, one.article.text, now, entry
        )
        report = db.rows("SELECT id FROM report WHERE visit = ? AND article = ?", [made, row["article"]])[0]["id"]
        db.insert("decision_report", {"decision": one.decision_id, "report": report})
    standing.settle(db, [row["visit"]])

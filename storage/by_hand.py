"""Visits that an editor made of an article in which the rules saw none: which of them state no fact yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from article import Article, Visit
from storage import history, verdicts, visits
from storage.articles import article_of
from storage.database import Database
from storage.standing import HOLDS


@dataclass(frozen=True, slots=True)
class Unread:
    """A report made by hand that states nothing; `verdict_id` is the verdict on the text it was made of."""

    report_id: int
    verdict_id: int
    article: Article = field(repr=False)


def unread(db: Database) -> list[Unread]:
    """The reports whose text is kept and still to be read, or states nothing; in the order they were made."""
    rows = db.rows(
        f"""SELECT DISTINCT report.id AS report, report.verdict, version.url, version.title, version.body,
          version.author, version.published, version.published_offset, version.language, version.method, version.marks,
          article.site, article.site_id
        FROM decision JOIN decision_report ON decision_report.decision = decision.id
        JOIN report ON report.id = decision_report.report AND report.article = decision.article
        JOIN verdict ON verdict.id = report.verdict JOIN version ON version.id = verdict.version
        JOIN article ON article.id = report.article
        WHERE decision.kind IN ('flag', 'confirm') AND decision.made = 1 AND {HOLDS} AND version.body <> ''
          AND NOT EXISTS (SELECT 1 FROM fact WHERE fact.report = report.id)
        ORDER BY report.id"""
    )
    return [Unread(row["report"], row["verdict"], article_of(row, row["url"])) for row in rows]


def state(db: Database, one: Unread, visit: Visit, now: datetime) -> None:
    """Store what the text of such a report states; not of one that was removed since. Inside `write()`."""
    if db.one("SELECT 1 FROM report WHERE id = ? AND verdict = ?", [one.report_id, one.verdict_id]) is None:
        return
    history.at(db, now)
    day = visits.day_of(visit, verdicts.published(db, one.verdict_id))
    db.execute("UPDATE report SET day = ? WHERE id = ?", [day and day.isoformat(), one.report_id])
    visits.restate(db, one.report_id, visit, one.article.text)

"""What no digest has told yet.

What a site's baseline run found is news only where it was published at most seven days before that run; the page's
own date counts, else the listing's, else the visit's; where none is known it is not news.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from storage.database import Database
from storage.values import from_stated_time
from storage.verdicts import deciding_sentence


@dataclass(frozen=True, slots=True)
class FlagCard:
    """An article for the editor that reports no visit of its own: flagged without one, or `undecided` with a reason.

    `copies` are the URLs of its copies, `copy_ids` those articles' ids.
    """

    article_id: int
    site: str
    url: str
    title: str
    published: datetime | None
    score: float
    undecided: str | None
    sentence: str
    copies: tuple[str, ...] = ()
    copy_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MoreReport:
    """Another article on what an earlier digest told: a visit, or (`visit_id` None) an article whose copy this is."""

    visit_id: int | None
    report_id: int | None
    article_id: int
    site: str
    url: str
    title: str
    published: datetime | None
    is_copy: bool
    first_digest: int


def visits(db: Database) -> list[int]:
    """Visits that at least one article reports as news and that no digest has told."""
    rows = db.rows(
        f"""{_NEWS} SELECT DISTINCT report.visit FROM news JOIN report ON report.verdict = news.verdict
        WHERE news.flagged = 1
          AND NOT EXISTS (SELECT 1 FROM digest_item WHERE kind = 'visit' AND digest_item.visit = report.visit)
        ORDER BY report.visit"""
    )
    return [row["visit"] for row in rows]


def more_reports(db: Database) -> list[MoreReport]:
    """Reports, not told yet, of visits that a digest has told."""
    rows = db.rows(
        f"""{_NEWS} SELECT news.*, report.id AS report, report.visit, told.digest
        FROM news
        JOIN report ON report.verdict = news.verdict
        JOIN digest_item AS told ON told.kind = 'visit' AND told.visit = report.visit
        WHERE news.flagged = 1
          AND NOT EXISTS (SELECT 1 FROM digest_item WHERE kind = 'report' AND digest_item.report = report.id)
        ORDER BY report.visit, report.id"""
    )
    return [_more(row) for row in rows]


def flags(db: Database) -> tuple[list[FlagCard], list[MoreReport]]:
    """Articles without a visit that no digest has told: those to show, and copies of those told before."""
    rows = {row["article"]: row for row in db.rows(_FLAGS)}
    cards: dict[int, FlagCard] = {}
    more: list[MoreReport] = []
    for article, row in rows.items():
        if row["copy_of"] in rows:
            continue
        if row["digest"] is not None:
            more.append(_more(row))
        else:
            cards[article] = _flag(row)
    for article, row in rows.items():
        first = cards.get(row["copy_of"])
        if first is not None:
            cards[first.article_id] = replace(
                first, copies=(*first.copies, row["url"]), copy_ids=(*first.copy_ids, article)
            )
    return list(cards.values()), more


_NEWS = """
WITH news AS (
    SELECT verdict.id AS verdict, verdict.article, verdict.flagged, verdict.undecided, verdict.score, article.site,
           version.url, version.title, version.published, version.published_offset, copy.first AS copy_of
    FROM verdict
    JOIN article ON article.id = verdict.article
    JOIN version ON version.article = article.id AND version.is_current = 1
    JOIN run ON run.id = article.first_run
    LEFT JOIN copy ON copy.article = article.id
    LEFT JOIN candidate ON candidate.site = article.site AND candidate.key = article.key
    WHERE verdict.is_current = 1 AND (verdict.flagged = 1 OR verdict.undecided IS NOT NULL)
      AND NOT (article.baseline = 1
        AND coalesce(version.published, candidate.published,
                     (SELECT max(day) FROM report WHERE report.article = article.id), '')
            < strftime('%Y-%m-%dT%H:%M:%SZ', run.started, '-7 days')))
"""

_FLAGS = f"""{_NEWS}
SELECT news.*, told.digest, NULL AS report, NULL AS visit,
       {deciding_sentence("news.verdict")} AS sentence
FROM news
LEFT JOIN digest_item AS told ON told.kind = 'article' AND told.article = news.copy_of
WHERE NOT (news.flagged = 1 AND EXISTS (SELECT 1 FROM report WHERE report.verdict = news.verdict))
  AND NOT EXISTS (SELECT 1 FROM digest_item WHERE kind = 'article' AND digest_item.article = news.article)
  AND NOT EXISTS (
    SELECT 1 FROM report JOIN digest_item AS told ON told.kind = 'report' AND told.report = report.id
    WHERE report.article = news.article)
ORDER BY news.article
"""


def _flag(row: dict[str, Any]) -> FlagCard:
    return FlagCard(
        article_id=row["article"],
        site=row["site"],
        url=row["url"],
        title=row["title"],
        published=from_stated_time(row["published"], row["published_offset"]),
        score=row["score"],
        undecided=row["undecided"],
        sentence=row["sentence"] or "",
    )


def _more(row: dict[str, Any]) -> MoreReport:
    return MoreReport(
        visit_id=row["visit"],
        report_id=row["report"],
        article_id=row["article"],
        site=row["site"],
        url=row["url"],
        title=row["title"],
        published=from_stated_time(row["published"], row["published_offset"]),
        is_copy=row["copy_of"] is not None,
        first_digest=row["digest"],
    )

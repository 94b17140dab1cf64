"""What no digest has told yet.

What a site's baseline run found is news only where it was published at most seven days before that run; the page's
own date counts, else the listing's, else the visit's; where none is known it is not news.

A visit counts as told once a digest told it, a visit merged into it, or one of its reports: neither an editor's merge
or split nor new rules make it news again. What an editor dismissed is no news.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from article import Status
from storage import sentence
from storage.database import Database
from storage.outlets import outlet
from storage.sentence import Reason
from storage.values import from_stated_time


@dataclass(frozen=True, slots=True)
class FlagCard:
    """An article for the editor that reports no visit of its own: flagged without one, or `undecided` with a reason.

    `site` is its outlet, `copies` are the URLs of its copies, `copy_ids` those articles' ids. `words` are those that
    decided in `sentence`. `place` is the watched place (region code) that it may be about.
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
    words: str = ""
    place: str | None = None


@dataclass(frozen=True, slots=True)
class MoreReport:
    """Another article on what an earlier digest told: a visit, or (`visit_id` None) an article whose copy this is.
    `site` is its outlet, `place` the region code of the watched place that it is about."""

    visit_id: int | None
    report_id: int | None
    article_id: int
    site: str
    url: str
    title: str
    published: datetime | None
    is_copy: bool
    first_digest: int
    status: Status | None = None
    place: str | None = None


def visits(db: Database) -> list[int]:
    """Visits, as shown, that at least one article reports as news and that no digest has told."""
    rows = db.rows(
        f"""{_NEWS} SELECT DISTINCT standing.visit FROM news JOIN standing ON standing.article = news.article
        WHERE {_STANDS} AND {_TOLD} IS NULL ORDER BY standing.visit"""
    )
    return [row["visit"] for row in rows]


def more_reports(db: Database) -> list[MoreReport]:
    """Reports, not told yet, of visits that a digest has told."""
    rows = db.rows(
        f"""{_NEWS} SELECT * FROM (
            SELECT news.*, standing.id AS report, standing.visit, standing.place AS host, {_TOLD} AS digest
            FROM news JOIN standing ON standing.article = news.article
            WHERE {_STANDS}
              AND NOT EXISTS (SELECT 1 FROM digest_item WHERE kind = 'report' AND digest_item.report = standing.id))
        WHERE digest IS NOT NULL ORDER BY visit, report"""
    )
    return [_more(row) for row in rows]


def flags(db: Database) -> tuple[list[FlagCard], list[MoreReport]]:
    """Articles without a visit that no digest has told: those to show, and copies of those told before."""
    rows = {row["article"]: row for row in db.rows(_FLAGS)}
    evidence = sentence.of(db, [row["verdict"] for row in rows.values()])
    cards: dict[int, FlagCard] = {}
    more: list[MoreReport] = []
    for article, row in rows.items():
        if row["copy_of"] in rows:
            continue
        if row["digest"] is not None:
            more.append(_more(row))
        else:
            cards[article] = _flag(row, evidence.get(row["verdict"], ()))
    for article, row in rows.items():
        first = cards.get(row["copy_of"])
        if first is not None:
            cards[first.article_id] = replace(
                first, copies=(*first.copies, row["url"]), copy_ids=(*first.copy_ids, article)
            )
    return list(cards.values()), more


# Nearly all that was ever flagged has been told, with every report of it: that is seen first, in two indexes.
_IS_UNTOLD = """(
    EXISTS (SELECT 1 FROM report WHERE report.article = verdict.article AND NOT EXISTS (
        SELECT 1 FROM digest_item WHERE digest_item.kind = 'report' AND digest_item.report = report.id))
    OR NOT EXISTS (SELECT 1 FROM report WHERE report.article = verdict.article)
       AND NOT EXISTS (SELECT 1 FROM digest_item WHERE kind = 'article' AND digest_item.article = verdict.article))"""

_NEWS = f"""
WITH news AS (
    SELECT verdict.id AS verdict, verdict.article, verdict.flagged, verdict.undecided, verdict.score, verdict.status,
           verdict.place, article.site, version.url, version.title, version.published, version.published_offset,
           copy.first AS copy_of, article.decided, site.hosts
    FROM (SELECT id FROM verdict INDEXED BY verdict_flagged
          WHERE is_current = 1 AND (flagged = 1 OR undecided IS NOT NULL) AND {_IS_UNTOLD}
          UNION ALL
          SELECT DISTINCT verdict.id
          FROM report AS by_hand CROSS JOIN verdict ON verdict.article = by_hand.article AND verdict.is_current = 1
          WHERE by_hand.kept = 1 AND verdict.flagged = 0 AND verdict.undecided IS NULL AND {_IS_UNTOLD}) AS news
    CROSS JOIN verdict ON verdict.id = news.id
    JOIN article ON article.id = verdict.article
    JOIN site ON site.name = article.site
    JOIN version ON version.article = article.id AND version.is_current = 1
    JOIN run ON run.id = article.first_run
    LEFT JOIN copy ON copy.article = article.id
    LEFT JOIN candidate ON candidate.site = article.site AND candidate.key = article.key
    WHERE NOT (article.baseline = 1
        AND coalesce(version.published, candidate.published,
                     (SELECT max(day) FROM report WHERE report.article = article.id), '')
            < strftime('%Y-%m-%dT%H:%M:%SZ', run.started, '-7 days')))
"""

_STANDS = "standing.holds AND standing.decided IS NOT 'dismissed'"

# The first digest that told the visit, one merged into it or one of its reports. In this order, or SQLite goes through
# all that was ever told.
_TOLD = """(SELECT min(digest) FROM (
    SELECT item.digest FROM visit AS place
    CROSS JOIN digest_item AS item ON item.kind = 'visit' AND item.visit = place.id WHERE place.shown = standing.visit
    UNION ALL
    SELECT item.digest FROM visit AS place CROSS JOIN report ON report.placed = place.id
    CROSS JOIN digest_item AS item ON item.kind = 'report' AND item.report = report.id
    WHERE place.shown = standing.visit))"""

_FLAGS = f"""{_NEWS}
SELECT news.*, told.digest, NULL AS report, NULL AS visit, news.place AS host
FROM news
LEFT JOIN digest_item AS told ON told.kind = 'article' AND told.article = news.copy_of
WHERE news.decided IS NOT 'dismissed'
  AND NOT (news.flagged = 1 AND EXISTS (SELECT 1 FROM report WHERE report.verdict = news.verdict))
  AND NOT EXISTS (
    SELECT 1 FROM report
    JOIN visit AS place ON place.id = report.placed
    JOIN visit AS root ON root.id = place.shown
    WHERE report.article = news.article AND (report.kept = 1 OR root.decided IS NOT NULL))
  AND NOT EXISTS (SELECT 1 FROM digest_item WHERE kind = 'article' AND digest_item.article = news.article)
  AND NOT EXISTS (
    SELECT 1 FROM report CROSS JOIN digest_item AS told ON told.kind = 'report' AND told.report = report.id
    WHERE report.article = news.article)
ORDER BY news.article
"""


def _flag(row: dict[str, Any], evidence: Sequence[Reason]) -> FlagCard:
    return FlagCard(
        article_id=row["article"],
        site=outlet(row["site"], row["hosts"], row["url"]),
        url=row["url"],
        title=row["title"],
        published=from_stated_time(row["published"], row["published_offset"]),
        score=row["score"],
        undecided=row["undecided"],
        sentence=sentence.choose(evidence)[0],
        place=row["place"],
    )


def _more(row: dict[str, Any]) -> MoreReport:
    return MoreReport(
        visit_id=row["visit"],
        report_id=row["report"],
        article_id=row["article"],
        site=outlet(row["site"], row["hosts"], row["url"]),
        url=row["url"],
        title=row["title"],
        published=from_stated_time(row["published"], row["published_offset"]),
        is_copy=row["copy_of"] is not None,
        first_digest=row["digest"],
        status=row["status"],
        place=row["host"],
    )

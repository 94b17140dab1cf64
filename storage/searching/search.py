"""Full-text search over everything stored, newest first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Database
from storage.outlets import outlet
from storage.searching import query
from storage.searching.marking import marked
from storage.searching.matches import marks, matches
from storage.searching.walks import Walk, newest, walks
from storage.values import from_stated_time, from_time

COUNTED = 10_000
_TOP = 2**62


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, with the visits that it reports; in `title` and `passage` what matched stands between
    marking's OPEN and CLOSE; `outlet` is who published it."""

    article_id: int
    version_id: int
    outlet: str
    url: str
    title: str
    passage: str
    published: datetime | None
    first_seen: datetime
    is_flagged: bool
    visit_ids: tuple[int, ...]
    decided: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `count` is exact up to COUNTED, and `is_more` says that there are more than that.

    `further` is what `before` is for the next page, None on the last one.
    """

    hits: tuple[Hit, ...]
    count: int
    is_more: bool
    further: int | None


def search(db: Database, text: str, *, limit: int = 20, before: int | None = None) -> Found:
    """The newest hits read before version `before`. Raises QueryError."""
    clauses = query.parse(text)
    if not clauses:
        return Found((), 0, False, None)
    with db.snapshot():
        matched = matches(db, clauses)
        walked = walks(db, clauses, matched)
        counted, versions = _page(db, walked, before or _TOP, limit + 1)
        rows = db.rows(_SHOWN, [json.dumps(versions[:limit])])
        texts = marked(rows, marks(clauses, matched))
    hits = tuple(_hit(row, *texts[row["version"]]) for row in rows)
    further = hits[-1].version_id if len(versions) > limit else None
    return Found(hits, min(counted, COUNTED), counted > COUNTED, further)


def _page(db: Database, walked: Sequence[Walk], before: int, many: int) -> tuple[int, list[int]]:
    """How many there are in all, COUNTED + 1 for more, and the versions of the page: both from one walk where it goes
    as far as the page."""
    found, params = newest(walked, _TOP, COUNTED + 1)
    row = db.rows(
        f"""WITH hit (version) AS MATERIALIZED ({found})
        SELECT count(*) AS counted, (SELECT json_group_array(version) FROM (
            SELECT version FROM hit WHERE version < ? ORDER BY version DESC LIMIT ?)) AS versions FROM hit""",
        [*params, before, many],
    )[0]
    versions: list[int] = json.loads(row["versions"])
    if row["counted"] > COUNTED and len(versions) < many:
        versions = [one["version"] for one in db.rows(*newest(walked, before, many))]
    return row["counted"], versions


_SHOWN = """
SELECT article.id AS article, version.id AS version, article.site, site.hosts, version.url, version.title,
  version.body, version.published, version.published_offset, article.first_seen, article.decided AS of_article,
  (SELECT flagged FROM verdict WHERE verdict.article = article.id AND verdict.is_current = 1) AS flagged,
  (SELECT json_group_array(visit) FROM (SELECT DISTINCT visit FROM standing
    WHERE standing.article = article.id AND standing.holds ORDER BY visit)) AS visits,
  (SELECT decided FROM standing WHERE standing.article = article.id ORDER BY holds DESC, visit LIMIT 1) AS of_visit
FROM version JOIN article ON article.id = version.article JOIN site ON site.name = article.site
WHERE version.id IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) ORDER BY version.id DESC
"""


def _hit(row: Mapping[str, Any], title: str, passage: str) -> Hit:
    return Hit(
        article_id=row["article"],
        version_id=row["version"],
        outlet=outlet(row["site"], row["hosts"], row["url"]),
        url=row["url"],
        title=title,
        passage=passage,
        published=from_stated_time(row["published"], row["published_offset"]),
        first_seen=from_time(row["first_seen"]),
        is_flagged=bool(row["flagged"]),
        visit_ids=tuple(json.loads(row["visits"])),
        decided=row["of_article"] or row["of_visit"],
    )

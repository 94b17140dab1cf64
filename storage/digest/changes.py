"""What a later text of a flagged article states differently, and articles that their sites took down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from article import Candidate
from storage.database import Database
from storage.health.backfill import PRESENT
from storage.outlets import outlet
from storage.values import from_time, to_time

FLAGGED = "flagged"

Result = Literal["same", "changed", "gone", "unreadable"]

# Flagged articles are read again so many days after they were read first.
DAYS = (1, 3, 7)
# A page that is gone is asked for once more, one that could not be read until it can be, not sooner than this.
ASK_AGAIN = {"gone": timedelta(hours=1), "unreadable": timedelta(hours=6)}
# Of an article that was old when it was found first, no more changes are awaited.
_OLD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """A flagged article to read again: the `day` it was due, 1, 3 or 7 after its first reading."""

    article_id: int
    key: str
    day: int
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: `what` is a kind of fact, status, title, flag or withdrawn. `site` is the article's
    outlet; `told` whether a digest has told of the article before."""

    change_id: int
    article_id: int
    site: str
    url: str
    title: str
    visits: tuple[int, ...]
    what: str
    was: str | None
    became: str | None
    at: datetime
    told: bool


def due(db: Database, site: str, now: datetime, limit: int) -> list[Due]:
    """The site's flagged articles that are to be read again now, the oldest first."""
    rows = db.rows(_FLAGGED, {"site": site, "since": to_time(now - timedelta(days=DAYS[-1] + 7)), "now": to_time(now)})
    found = [(row, day) for row in rows if (day := _due_day(row, now)) is not None]
    return [
        Due(row["id"], row["key"], day, Candidate(site, row["url"], "hand", row["url"])) for row, day in found[:limit]
    ]


_FLAGGED = f"""
SELECT article.id, article.key, version.url, article.first_seen, version.published, last.day, last.at, last.result
FROM article
JOIN verdict ON verdict.article = article.id AND verdict.is_current = 1 AND verdict.flagged = 1
JOIN version ON version.article = article.id AND version.is_current = 1
LEFT JOIN revisit AS last ON last.id = (SELECT max(id) FROM revisit WHERE revisit.article = article.id)
WHERE article.site = :site AND article.first_seen >= :since AND article.first_seen < :now
  AND article.withdrawn IS NULL AND {PRESENT}
ORDER BY article.first_seen, article.id
"""


def flagged(db: Database, site: str, keys: Sequence[str]) -> dict[str, int]:
    """Those of `keys` whose articles are flagged, with the articles' ids."""
    found: dict[str, int] = {}
    for key in keys:
        row = db.one(
            """SELECT article.id FROM article JOIN verdict ON verdict.article = article.id AND verdict.is_current = 1
            WHERE article.site = ? AND article.key = ? AND verdict.flagged = 1""",
            [site, key],
        )
        if row is not None:
            found[key] = row["id"]
    return found


def stated(db: Database, article_id: int) -> dict[str, str]:
    """What an article states now, by kind of fact, its title, its visit's status and whether it is flagged."""
    rows = db.rows(
        """SELECT fact.kind, fact.value FROM fact JOIN report ON report.id = fact.report
        JOIN verdict ON verdict.id = report.verdict AND verdict.is_current = 1
        WHERE report.article = ? ORDER BY report.id, fact.kind, fact.position""",
        [article_id],
    )
    found: dict[str, str] = {}
    for row in rows:
        found[row["kind"]] = f"{found[row['kind']]}; {row['value']}" if row["kind"] in found else row["value"]
    text = db.one(
        """SELECT version.title, verdict.flagged, verdict.status FROM version
        LEFT JOIN verdict ON verdict.article = version.article AND verdict.is_current = 1
        WHERE version.article = ? AND version.is_current = 1""",
        [article_id],
    )
    if text is not None:
        found |= {"title": text["title"], "flag": FLAGGED if text["flagged"] else "not flagged"}
        if text["status"]:
            found["status"] = text["status"]
    return found


def record(db: Database, article_id: int, was: Mapping[str, str], now: datetime) -> int:
    """Keep what an article states differently from what it `was`; how many things."""
    became = stated(db, article_id)
    changed = [what for what in sorted(was.keys() | became.keys()) if was.get(what) != became.get(what)]
    for what in changed:
        _insert(db, article_id, what, was.get(what), became.get(what), now)
    return len(changed)


def revisited(db: Database, article_id: int, day: int, result: Result, now: datetime) -> None:
    """Keep what came of a revisit. A page that is gone for the second time in a row is withdrawn: its article stays."""
    last = db.one("SELECT result FROM revisit WHERE article = ? ORDER BY id DESC LIMIT 1", [article_id])
    db.insert("revisit", {"article": article_id, "day": day, "at": to_time(now), "result": result})
    if result == "gone" and last is not None and last["result"] == "gone":
        db.execute("UPDATE article SET withdrawn = ? WHERE id = ?", [to_time(now), article_id])
        _insert(db, article_id, "withdrawn", None, to_time(now), now)


def read_again(db: Database, article_id: int) -> None:
    """An article that was withdrawn is there again."""
    db.execute("UPDATE article SET withdrawn = NULL WHERE id = ? AND withdrawn IS NOT NULL", [article_id])


def untold(db: Database) -> list[Change]:
    """Changes that no digest has told yet, the oldest first."""
    return [_change(row) for row in db.rows(f"{_CHANGES} WHERE change.digest IS NULL ORDER BY change.id")]


def of_article(db: Database, article_id: int) -> list[Change]:
    """Everything that an article has come to state differently, the oldest first."""
    return [_change(row) for row in db.rows(f"{_CHANGES} WHERE change.article = ? ORDER BY change.id", [article_id])]


_CHANGES = """
SELECT change.*, article.site, site.hosts, version.url, version.title,
       (SELECT group_concat(DISTINCT report.visit) FROM report WHERE report.article = article.id) AS visits,
       EXISTS (SELECT 1 FROM digest_item WHERE kind = 'article' AND digest_item.article = article.id)
       OR EXISTS (SELECT 1 FROM report JOIN digest_item ON kind = 'report' AND digest_item.report = report.id
                  WHERE report.article = article.id) AS told
FROM change JOIN article ON article.id = change.article
JOIN site ON site.name = article.site
JOIN version ON version.article = article.id AND version.is_current = 1
"""


def tell(db: Database, told: Sequence[Change], digest: int) -> None:
    """Say that a digest told these."""
    for change in told:
        db.execute("UPDATE change SET digest = ? WHERE id = ?", [digest, change.change_id])


def _insert(db: Database, article_id: int, what: str, was: str | None, became: str | None, now: datetime) -> None:
    db.insert("change", {"article": article_id, "what": what, "was": was, "became": became, "at": to_time(now)})


def _due_day(row: Mapping[str, Any], now: datetime) -> int | None:
    first = from_time(row["first_seen"])
    if row["published"] and from_time(row["published"]) < first - _OLD:
        return None
    passed = [day for day in DAYS if first + timedelta(days=day) <= now and day > (row["day"] or 0)]
    if passed:
        return passed[-1]
    pause = ASK_AGAIN.get(row["result"])
    return row["day"] if pause is not None and now - from_time(row["at"]) >= pause else None


def _change(row: Mapping[str, Any]) -> Change:
    return Change(
        change_id=row["id"],
        article_id=row["article"],
        site=outlet(row["site"], row["hosts"], row["url"]),
        url=row["url"],
        title=row["title"],
        visits=tuple(sorted(int(number) for number in (row["visits"] or "").split(",") if number)),
        what=row["what"],
        was=row["was"],
        became=row["became"],
        at=from_time(row["at"]),
        told=bool(row["told"]),
    )

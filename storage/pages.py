"""Raw pages, kept for a while so that a mended parser can read them again: those of articles and those refused."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.database import Database
from storage.values import from_time, from_time_or_none, to_time

# A quarter quicker than the default of 6, for 1 to 2 % more bytes.
_LEVEL = 5
# The pages of one reading come within one run, which is shorter than this.
ONE_READING = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as it came; `version_id` is None for a page that was taken for no article, and `reason` says why."""

    version_id: int | None
    url: str
    body: bytes
    headers: Mapping[str, str]
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of an article's pages; `ids` are their numbers."""

    ids: tuple[int, ...]
    key: str
    pages: tuple[RawPage, ...]

    @property
    def at(self) -> datetime:
        return self.pages[0].at

    @property
    def version_id(self) -> int | None:
        return self.pages[0].version_id


def keep(db: Database, version_id: int, url: str, body: bytes, headers: Mapping[str, str], at: datetime) -> None:
    """Keep a page that a version was read from, compressed. Each reading of an article keeps its own."""
    article = db.one(
        "SELECT site, key FROM version JOIN article ON article.id = version.article WHERE version.id = ?", [version_id]
    )
    if article is not None:
        _insert(db, article["site"], article["key"], RawPage(version_id, url, body, headers, at))


def keep_refused(
    db: Database, site: str, key: str, url: str, body: bytes, headers: Mapping[str, str], at: datetime, reason: str
) -> None:
    """Keep a page that was taken for no article: what a mended parser needs, and a look at it shows what it was."""
    _insert(db, site, key, RawPage(None, url, body, headers, at, reason))


def attach(db: Database, reading: Reading, version_id: int) -> None:
    """Say which version a reading's pages show."""
    marks = ",".join("?" * len(reading.ids))
    db.execute(f"UPDATE raw_page SET version = ?, reason = NULL WHERE id IN ({marks})", [version_id, *reading.ids])


def of_version(db: Database, version_id: int) -> list[RawPage]:
    """The pages of a version's newest reading, in the order in which they were read."""
    rows = db.rows("SELECT * FROM raw_page WHERE version = ? ORDER BY id", [version_id])
    readings = list(_readings(rows))
    return list(readings[-1].pages) if readings else []


def of_article(db: Database, site: str, key: str) -> list[RawPage]:
    """The same of the text that an article has now."""
    row = db.one(
        """SELECT version.id FROM version JOIN article ON article.id = version.article
        WHERE article.site = ? AND article.key = ? AND version.is_current = 1""",
        [site, key],
    )
    return [] if row is None else of_version(db, row["id"])


def keys(db: Database, site: str, since: datetime | None = None) -> list[str]:
    """The keys of which pages are kept that were read at or after a moment, in the order of being read first."""
    rows = db.rows(
        "SELECT key, min(id) AS first FROM raw_page WHERE site = ? AND at >= ? GROUP BY key ORDER BY first",
        [site, to_time(since) if since else ""],
    )
    return [row["key"] for row in rows]


def readings(db: Database, site: str, key: str) -> list[Reading]:
    """Every kept reading of an article or candidate, the oldest first."""
    return list(_readings(db.rows("SELECT * FROM raw_page WHERE site = ? AND key = ? ORDER BY at, id", [site, key])))


def before(db: Database, site: str, moment: datetime, skip: int = 0) -> RawPage | None:
    """The newest page of a site's articles that was read before a moment, but for so many newer ones."""
    row = db.one(
        """SELECT * FROM raw_page WHERE site = ? AND at < ? AND version IS NOT NULL
        ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?""",
        [site, to_time(moment), skip],
    )
    return None if row is None else _page(row)


def every(db: Database, until: datetime | None = None) -> Iterator[RawPage]:
    """Every kept page, by the time at which it came and by its address; `until` a moment, those that came by then."""
    rows = db.each("SELECT * FROM raw_page WHERE at <= ? ORDER BY at, url, site, key", [_bound(until)])
    return map(_page, rows)


def newest(db: Database, until: datetime | None = None) -> datetime | None:
    """When the newest of these came; None where there is none."""
    row = db.rows("SELECT max(at) AS at FROM raw_page WHERE at <= ?", [_bound(until)])[0]
    return from_time_or_none(row["at"])


def _bound(until: datetime | None) -> str:
    return to_time(until) if until else "9999"


def prune(db: Database, before: datetime, keep_bytes: int | None = None) -> int:
    """Drop the pages read before a time, then the oldest beyond so many bytes in all; how many."""
    dropped = db.execute("DELETE FROM raw_page WHERE at < ?", [to_time(before)])
    if keep_bytes is None:
        return dropped
    row = db.one(
        """SELECT max(at) AS at FROM (SELECT at, sum(size) OVER (ORDER BY at DESC) AS total FROM raw_page)
        WHERE total > ?""",
        [keep_bytes],
    )
    if row is None or row["at"] is None:
        return dropped
    return dropped + db.execute("DELETE FROM raw_page WHERE at <= ?", [row["at"]])


def _insert(db: Database, site: str, key: str, page: RawPage) -> None:
    body = zlib.compress(page.body, _LEVEL)
    place = {"site": site, "key": key, "at": to_time(page.at), "url": page.url}
    # the one before goes, since a reading's pages stand in the order of their numbers
    db.execute("DELETE FROM raw_page WHERE site = :site AND key = :key AND at = :at AND url = :url", place)
    db.insert(
        "raw_page",
        place
        | {
            "version": page.version_id,
            "reason": page.reason,
            "headers": json.dumps(dict(page.headers), ensure_ascii=False),
            "size": len(body),
            "body": body,
        },
    )


def _readings(rows: list[dict[str, Any]]) -> Iterator[Reading]:
    """The rows cut into readings: a new one begins where an address comes again, or much later."""
    part: list[dict[str, Any]] = []
    for row in rows:
        if part and (row["url"] in {one["url"] for one in part} or _is_later(part[0], row)):
            yield _reading(part)
            part = []
        part.append(row)
    if part:
        yield _reading(part)


def _is_later(first: dict[str, Any], row: dict[str, Any]) -> bool:
    return from_time(row["at"]) - from_time(first["at"]) > ONE_READING


def _reading(rows: list[dict[str, Any]]) -> Reading:
    return Reading(tuple(row["id"] for row in rows), rows[0]["key"], tuple(_page(row) for row in rows))


def _page(row: dict[str, Any]) -> RawPage:
    return RawPage(
        version_id=row["version"],
        url=row["url"],
        body=zlib.decompress(row["body"]),
        headers=json.loads(row["headers"]),
        at=from_time(row["at"]),
        reason=row["reason"],
    )

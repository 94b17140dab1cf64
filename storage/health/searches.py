"""What a search is held against before it costs a request: how often its host was asked, and what is known by title."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.database import Database
from storage.values import to_time


def asked_since(db: Database, host: str, since: datetime) -> int:
    """How many sources of a host were asked for since then, by any run."""
    row = db.one(
        "SELECT count(*) AS n FROM fetch WHERE host = ? AND at >= ? AND kind = 'source'", [host, to_time(since)]
    )
    return int(row["n"]) if row else 0


def titled(db: Database, titles: Sequence[str], since: datetime) -> dict[str, tuple[str, ...]]:
    """The addresses of the candidates that a source has listed under these very titles since then, by title."""
    found: dict[str, tuple[str, ...]] = {}
    for title in dict.fromkeys(titles):
        rows = db.rows(
            "SELECT url FROM candidate WHERE title = ? AND last_seen >= ? GROUP BY url ORDER BY min(id)",
            [title, to_time(since)],
        )
        if rows:
            found[title] = tuple(row["url"] for row in rows)
    return found

"""What each host says of an address that cannot exist: asked once a day, and what a soft 404 is known by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Database
from storage.values import from_time, to_time


@dataclass(frozen=True, slots=True)
class Nowhere:
    """The last answer of a host; `status` is None where none came.

    `title` and `content_hash` are those of the page where it would pass for an article, else None.
    """

    host: str
    url: str
    at: datetime
    status: int | None
    title: str | None = None
    content_hash: str | None = None


def of(db: Database, site: str) -> dict[str, Nowhere]:
    """The last answer of each of a site's hosts, by host."""
    return {row["host"]: _nowhere(row) for row in db.rows("SELECT * FROM nowhere WHERE site = ?", [site])}


def keep(db: Database, site: str, one: Nowhere) -> None:
    """Keep a host's answer in place of the one before. Inside `write()`."""
    db.execute(
        """INSERT INTO nowhere (site, host, url, at, status, title, content_hash) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (site, host) DO UPDATE SET url = excluded.url, at = excluded.at, status = excluded.status,
            title = excluded.title, content_hash = excluded.content_hash""",
        [site, one.host, one.url, to_time(one.at), one.status, one.title, one.content_hash],
    )


def _nowhere(row: dict[str, Any]) -> Nowhere:
    return Nowhere(row["host"], row["url"], from_time(row["at"]), row["status"], row["title"], row["content_hash"])

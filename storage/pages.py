"""Raw pages, kept for a while so that a mended parser can read them again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.database import Database
from storage.values import from_time, to_time


@dataclass(frozen=True, slots=True)
class RawPage:
    version_id: int
    url: str
    body: bytes
    headers: Mapping[str, str]
    at: datetime


def keep(db: Database, version_id: int, url: str, body: bytes, headers: Mapping[str, str], at: datetime) -> None:
    """Keep the page that a version was read from, compressed; the newest of the same URL wins."""
    db.execute(
        "REPLACE INTO raw_page (version, url, body, headers, at) VALUES (?, ?, ?, ?, ?)",
        [version_id, url, zlib.compress(body), json.dumps(dict(headers), ensure_ascii=False), to_time(at)],
    )


def of_version(db: Database, version_id: int) -> list[RawPage]:
    """The pages of a version, in the order in which they were read."""
    return [
        RawPage(
            version_id=row["version"],
            url=row["url"],
            body=zlib.decompress(row["body"]),
            headers=json.loads(row["headers"]),
            at=from_time(row["at"]),
        )
        for row in db.rows("SELECT * FROM raw_page WHERE version = ? ORDER BY id", [version_id])
    ]


def prune(db: Database, before: datetime) -> int:
    """Drop the pages read before a time; how many."""
    return db.execute("DELETE FROM raw_page WHERE at < ?", [to_time(before)])

"""Fetches: the ledger of every request made, and the validators that make the next one conditional."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from storage.database import Database
from storage.values import from_time, to_time

FetchKind = Literal["source", "article", "robots"]


@dataclass(frozen=True, slots=True)
class Validators:
    """Of a URL's last good answer."""

    etag: str | None
    last_modified: str | None
    body_hash: str | None


def note(
    db: Database,
    run_id: int | None,
    site: str,
    url: str,
    at: datetime,
    status: int | None,
    bytes: int,
    kind: FetchKind,
    not_modified: bool,
    seconds: float,
    etag: str | None = None,
    last_modified: str | None = None,
    body_hash: str | None = None,
    error: str | None = None,
) -> int:
    """Write one request into the ledger (its id) and, after a good answer, renew the URL's validators.

    `status` is None when no answer came, `bytes` are those of the body as it came over the wire.
    """
    fetch_id = db.insert(
        "fetch",
        {
            "run": run_id,
            "site": site,
            "kind": kind,
            "url": url,
            "host": host_of(url),
            "at": to_time(at),
            "status": status,
            "bytes": bytes,
            "seconds": seconds,
            "not_modified": int(not_modified),
            "error": error,
        },
    )
    if error is None and (not_modified or status == 200):
        _renew(db, url, at, not_modified, Validators(etag, last_modified, body_hash))
    return fetch_id


def host_of(url: str) -> str | None:
    """The host in an address, in lower case; None where there is none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def validators(db: Database, url: str) -> Validators | None:
    """Those of the last good answer to this URL."""
    row = db.one("SELECT etag, last_modified, body_hash FROM validator WHERE url = ?", [url])
    return None if row is None else Validators(**row)


def answered_at(db: Database, url: str) -> datetime | None:
    """When this URL gave its last good answer."""
    row = db.one("SELECT at FROM validator WHERE url = ?", [url])
    return None if row is None else from_time(row["at"])


def said_the_same(db: Database) -> list[tuple[str, datetime]]:
    """The addresses and times of all whole answers (200) of sources that were taken for unchanged by what they say."""
    rows = db.rows("SELECT url, at FROM fetch WHERE kind = 'source' AND status = 200 AND not_modified = 1")
    return [(row["url"], from_time(row["at"])) for row in rows]


def was_absent(db: Database, site: str, url: str, since: datetime) -> bool:
    """Whether the URL was asked for since then and the site said that there is nothing."""
    row = db.one(
        "SELECT 1 FROM fetch WHERE site = ? AND at >= ? AND url = ? AND status IN (404, 410)",
        [site, to_time(since), url],
    )
    return row is not None


def answered_elsewhere(db: Database, site: str, count: int) -> list[str]:
    """Hosts that answered the last runs of other sites in which something was read, at most so many."""
    rows = db.rows(
        """SELECT DISTINCT host FROM fetch WHERE host IS NOT NULL AND status IS NOT NULL AND run IN (
            SELECT id FROM run WHERE site <> ? AND state IN ('good', 'partial') ORDER BY id DESC LIMIT ?)
        ORDER BY host LIMIT ?""",
        [site, count, count],
    )
    return [row["host"] for row in rows]


def was_answered(db: Database) -> bool:
    """Whether any host has ever answered."""
    return db.one("SELECT 1 FROM fetch WHERE status IS NOT NULL LIMIT 1") is not None


def remember(db: Database, url: str, at: datetime, fresh: Validators) -> None:
    """Keep the validators of an address whose answer came from elsewhere: a redirected one's own row tells nothing."""
    _renew(db, url, at, False, fresh)


def _renew(db: Database, url: str, at: datetime, not_modified: bool, fresh: Validators) -> None:
    before = validators(db, url) if not_modified else None
    # An answer without a body may leave out what has not changed (RFC 9110, 15.4.5).
    db.execute(
        """INSERT INTO validator (url, etag, last_modified, body_hash, at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
            body_hash = excluded.body_hash, at = excluded.at""",
        [
            url,
            fresh.etag or (before.etag if before else None),
            fresh.last_modified or (before.last_modified if before else None),
            fresh.body_hash or (before.body_hash if before else None),
            to_time(at),
        ],
    )

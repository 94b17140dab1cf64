"""The ledger of manners: what we asked of a host by day, what its robots.txt said, and its wish to be left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storage.database import Database
from storage.values import from_time, to_time


@dataclass(frozen=True, slots=True)
class Pause:
    """A host's wish (Retry-After) to be left alone until a moment, and the HTTP status that said so."""

    host: str
    until: datetime
    said: datetime
    status: int


@dataclass(frozen=True, slots=True)
class Manners:
    """What else than requests passed between us and a host: its robots.txt, its decisions, its waits in seconds."""

    robots: str | None = None
    crawl_delay: float | None = None
    allowed: int = 0
    refused: int = 0
    waits: int = 0
    waited: float = 0.0


@dataclass(frozen=True, slots=True)
class HostDay:
    """One day (UTC) of one host.

    `not_modified` counts answers of 304, `known` those with a body that was known already, `busy` those of 429 and 503,
    `errors` requests without a whole answer. `bytes` are those on the wire.
    """

    day: date
    requests: int
    bytes: int
    not_modified: int
    known: int
    busy: int
    errors: int
    manners: Manners


def note(db: Database, host: str, manners: Manners, now: datetime) -> None:
    """Add what a run learnt of a host to the day's row."""
    db.execute(
        _NOTE,
        {
            "host": host,
            "day": to_time(now)[:10],
            "robots": manners.robots,
            "delay": manners.crawl_delay,
            "allowed": manners.allowed,
            "refused": manners.refused,
            "waits": manners.waits,
            "waited": manners.waited,
        },
    )


_NOTE = """
INSERT INTO host_day (host, day, robots, crawl_delay, allowed, refused, waits, waited)
VALUES (:host, :day, :robots, :delay, :allowed, :refused, :waits, :waited)
ON CONFLICT (host, day) DO UPDATE SET
    robots = coalesce(excluded.robots, robots), crawl_delay = coalesce(excluded.crawl_delay, crawl_delay),
    allowed = allowed + excluded.allowed, refused = refused + excluded.refused,
    waits = waits + excluded.waits, waited = waited + excluded.waited
"""


def pause(db: Database, wish: Pause) -> None:
    """Remember a host's wish, so that no later run asks it before; the longer of two wishes counts."""
    db.execute(
        """INSERT INTO pause (host, until, said, status) VALUES (?, ?, ?, ?)
        ON CONFLICT (host) DO UPDATE SET until = max(until, excluded.until), said = excluded.said,
            status = excluded.status""",
        [wish.host, to_time(wish.until), to_time(wish.said), wish.status],
    )


def paused(db: Database, host: str, now: datetime) -> Pause | None:
    """The host's wish to be left alone, where it is not over."""
    row = db.one("SELECT * FROM pause WHERE host = ? AND until > ?", [host, to_time(now)])
    if row is None:
        return None
    return Pause(row["host"], from_time(row["until"]), from_time(row["said"]), row["status"])


def hosts(db: Database) -> list[str]:
    """Every host that was ever asked anything, by name."""
    # One step through the index a host: it has a row for every request.
    rows = db.rows(
        """WITH RECURSIVE one(host) AS (
            SELECT min(host) FROM fetch WHERE host IS NOT NULL
            UNION ALL SELECT (SELECT min(host) FROM fetch WHERE host > one.host) FROM one WHERE one.host IS NOT NULL
        ) SELECT host FROM one WHERE host IS NOT NULL ORDER BY host"""
    )
    return [row["host"] for row in rows]


def days(db: Database, host: str, since: date) -> list[HostDay]:
    """What was asked of a host from a day (UTC) on, the newest day first."""
    requests = {row["day"]: row for row in db.rows(_REQUESTS, [host, since.isoformat()])}
    manners = {
        row["day"]: row
        for row in db.rows("SELECT * FROM host_day WHERE host = ? AND day >= ?", [host, since.isoformat()])
    }
    return [
        _day(day, requests.get(day), manners.get(day)) for day in sorted(requests.keys() | manners.keys(), reverse=True)
    ]


_REQUESTS = """
SELECT substr(at, 1, 10) AS day, count(*) AS requests, sum(bytes) AS bytes, sum(status = 304) AS not_modified,
       sum(not_modified = 1 AND status = 200) AS known, sum(status IN (429, 503)) AS busy,
       sum(status IS NULL OR error IS NOT NULL) AS errors
FROM fetch WHERE host = ? AND at >= ? GROUP BY day
"""


def _day(day: str, requests: dict[str, Any] | None, manners: dict[str, Any] | None) -> HostDay:
    names = ("requests", "bytes", "not_modified", "known", "busy", "errors")
    counts = {name: int((requests or {}).get(name) or 0) for name in names}
    learnt = Manners(**{name: manners[name] for name in Manners.__dataclass_fields__}) if manners else Manners()
    return HostDay(date.fromisoformat(day), **counts, manners=learnt)

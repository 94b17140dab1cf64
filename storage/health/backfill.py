"""Backfill: which windows of a site's past have been read to their end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from article import Candidate
from storage.candidates import MAX_ATTEMPTS, from_row
from storage.database import Database
from storage.values import to_time

# Of an article: no search of the past brought it. What one brought says nothing of how the site is doing now.
PRESENT = "article.first_run NOT IN (SELECT id FROM run WHERE past = 1)"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a site's past, first and last day included, as one source of it can be asked for it."""

    source: str
    since: date
    until: date


def finished(db: Database, site: str) -> frozenset[Window]:
    """The windows of the site that need not be read again."""
    rows = db.rows("SELECT source, since, until FROM backfill WHERE site = ?", [site])
    return frozenset(
        Window(row["source"], date.fromisoformat(row["since"]), date.fromisoformat(row["until"])) for row in rows
    )


def finish(db: Database, site: str, window: Window, run_id: int, seen: int, now: datetime) -> None:
    """Say that a run has read all of a window, in which `seen` pages were listed. Inside `write()`."""
    db.execute(
        """INSERT INTO backfill (site, source, since, until, run, finished, seen)
        VALUES (:site, :source, :since, :until, :run, :now, :seen)
        ON CONFLICT (site, source, since, until) DO UPDATE SET run = excluded.run, finished = excluded.finished,
            seen = excluded.seen""",
        {
            "site": site,
            "source": window.source,
            "since": window.since.isoformat(),
            "until": window.until.isoformat(),
            "run": run_id,
            "now": to_time(now),
            "seen": seen,
        },
    )


def left_over(db: Database, site: str, limit: int) -> list[tuple[str, Candidate]]:
    """What only searches of the past have found on the site, and what is still to be read of it; newest first."""
    rows = db.rows(
        """SELECT * FROM candidate
        WHERE site = ? AND state IN ('new', 'failed') AND attempts < ? AND listed_run IS NULL
          AND first_run IN (SELECT id FROM run WHERE past = 1)
        ORDER BY attempts, coalesce(published, first_seen) DESC, id LIMIT ?""",
        [site, MAX_ATTEMPTS, limit],
    )
    return [(row["key"], from_row(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A run that has not ended, as far as the database knows, and the process that does it."""

    site: str
    pid: int


def under_way(db: Database, sites: frozenset[str], since: datetime) -> list[UnderWay]:
    """The runs of these sites that have begun since then and have not ended, newest first."""
    marks = ",".join("?" * len(sites))
    rows = db.rows(
        f"SELECT site, pid FROM run WHERE site IN ({marks}) AND state = 'running' AND started >= ? ORDER BY id DESC",
        [*sorted(sites), to_time(since)],
    )
    return [UnderWay(row["site"], row["pid"]) for row in rows]

"""Candidates: every URL a source has listed, and what became of it.

The key is the site's own id where its URL pattern gives one, else the canonical URL.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from article import Candidate
from storage.database import Database
from storage.errors import UnknownCandidate
from storage.values import from_stated_time, from_time_or_none, to_stated_time, to_time

CandidateState = Literal["new", "stored", "rejected", "failed"]
MAX_ATTEMPTS = 5

# SQLite binds at most 999 values in one statement where it was built with the old default.
_KEYS_AT_ONCE = 900


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a candidate.

    `title` and `modified` are those listed when it was last settled (or, never settled, first seen), so a change
    that was listed but not yet read still shows as one. `attempts` counts failures since the last success;
    `fetched_at` is when it was last settled, `reason` why it was rejected or failed.
    """

    state: CandidateState
    url: str
    title: str | None
    modified: datetime | None
    attempts: int
    fetched_at: datetime | None
    reason: str | None = None


def record(
    db: Database, run_id: int, found: Sequence[tuple[str, Candidate]], now: datetime, source: str | None = None
) -> None:
    """Keep what a source listed, as (key, candidate) each; a later listing that tells less does not erase.

    `source` is the source as the site file has it, None for what no source of the site has listed.
    """
    for key, candidate in found:
        published, offset = to_stated_time(candidate.published)
        db.execute(
            _RECORD,
            {
                "site": candidate.site,
                "key": key,
                "url": candidate.url,
                "found_by": candidate.found_by,
                "found_in": candidate.found_in,
                "title": candidate.title,
                "published": published,
                "offset": offset,
                "modified": to_stated_time(candidate.modified)[0],
                "now": to_time(now),
                "run": run_id,
                "source": source,
            },
        )


_RECORD = """
INSERT INTO candidate (site, key, url, found_by, found_in, title, published, published_offset, modified, state,
                       settled_title, settled_modified, first_seen, last_seen, first_run, last_run, listed_run,
                       listed_by)
VALUES (:site, :key, :url, :found_by, :found_in, :title, :published, :offset, :modified, 'new',
        :title, :modified, :now, :now, :run, :run,
        (SELECT id FROM run WHERE id = :run AND site = :site AND by_hand = 0), :source)
ON CONFLICT (site, key) DO UPDATE SET
    url = excluded.url,
    title = coalesce(excluded.title, title),
    published = coalesce(excluded.published, published),
    published_offset = CASE WHEN excluded.published IS NULL THEN published_offset ELSE excluded.published_offset END,
    modified = coalesce(excluded.modified, modified),
    last_seen = excluded.last_seen,
    last_run = excluded.last_run,
    listed_run = coalesce(listed_run, excluded.listed_run),
    listed_by = coalesce(listed_by, excluded.listed_by)
"""


def known(db: Database, site: str, keys: Sequence[str]) -> dict[str, Known]:
    """Those of `keys` that are known, by key."""
    found: dict[str, Known] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = keys[start : start + _KEYS_AT_ONCE]
        marks = ",".join("?" * len(some))
        rows = db.rows(f"SELECT * FROM candidate WHERE site = ? AND key IN ({marks})", [site, *some])
        found.update((row["key"], _known(row)) for row in rows)
    return found


def pending(db: Database, site: str, limit: int) -> list[tuple[str, Candidate]]:
    """What is still to be read: new, or failed fewer than MAX_ATTEMPTS times; least tried and newest first.

    What only a search of the past has found waits for the next one: it is no work of the daily runs.
    """
    rows = db.rows(
        """SELECT * FROM candidate
        WHERE site = ? AND state IN ('new', 'failed') AND attempts < ?
          AND (listed_run IS NOT NULL OR first_run NOT IN (SELECT id FROM run WHERE past = 1))
        ORDER BY attempts, coalesce(published, first_seen) DESC, id LIMIT ?""",
        [site, MAX_ATTEMPTS, limit],
    )
    return [(row["key"], from_row(row)) for row in rows]


def settle(
    db: Database, run_id: int, site: str, key: str, state: CandidateState, reason: str | None, now: datetime
) -> None:
    """Say what became of a candidate. Raises UnknownCandidate."""
    changed = db.execute(
        """UPDATE candidate SET state = :state, reason = :reason, settled = :now, last_run = :run,
            attempts = CASE :state WHEN 'failed' THEN attempts + 1 ELSE 0 END,
            settled_title = title, settled_modified = modified
        WHERE site = :site AND key = :key""",
        {"state": state, "reason": reason, "now": to_time(now), "run": run_id, "site": site, "key": key},
    )
    if not changed:
        raise UnknownCandidate(f"no candidate of {site} has the key {key}: record() it before it is settled")


def reopen(db: Database, site: str, since: datetime, reasons: Sequence[str]) -> int:
    """Let be read again what was given up, or refused for a reason that begins like one of these, from `since` on; how
    many. What is stored already stays as it is."""
    refused = " OR ".join(["reason LIKE ?"] * len(reasons))
    return db.execute(
        f"""UPDATE candidate SET state = 'new', reason = NULL, attempts = 0
        WHERE site = ? AND settled >= ? AND (state = 'failed' AND attempts >= ? OR state = 'rejected' AND ({refused}))
          AND NOT EXISTS (SELECT 1 FROM article WHERE article.site = candidate.site AND article.key = candidate.key)""",
        [site, to_time(since), MAX_ATTEMPTS, *(f"{reason}%" for reason in reasons)],
    )


def _known(row: dict[str, Any]) -> Known:
    return Known(
        state=row["state"],
        url=row["url"],
        title=row["settled_title"],
        modified=from_time_or_none(row["settled_modified"]),
        attempts=row["attempts"],
        fetched_at=from_time_or_none(row["settled"]),
        reason=row["reason"],
    )


def from_row(row: dict[str, Any]) -> Candidate:
    """The candidate in a row of the table."""
    return Candidate(
        site=row["site"],
        url=row["url"],
        found_by=row["found_by"],
        found_in=row["found_in"],
        title=row["title"],
        published=from_stated_time(row["published"], row["published_offset"]),
        modified=from_time_or_none(row["modified"]),
    )

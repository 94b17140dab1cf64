"""Pages that an editor added by their addresses, and what they and the flags by hand tell of what was missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.candidates import CandidateState
from storage.database import Database
from storage.standing import HOLDS
from storage.values import to_time


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a page: `reason` says why it was not stored; `is_new` where the crawl had missed it."""

    state: CandidateState
    reason: str
    article_id: int | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Misses:
    """Articles that the crawl did not find, and those that it found and the rules did not flag."""

    crawl: int
    rules: int


def by_process(db: Database, pid: int, since: datetime) -> Added | None:
    """What became of the one page that a process read by hand; None where it came to no run, or to no page."""
    run = db.one(
        """SELECT id, site, new FROM run WHERE pid = ? AND by_hand = 1 AND past = 0 AND started >= ?
        ORDER BY id DESC LIMIT 1""",
        [pid, to_time(since)],
    )
    if run is None:
        return None
    page = db.one(
        """SELECT candidate.state, candidate.reason, article.id AS article FROM candidate
        LEFT JOIN article ON article.site = candidate.site AND article.key = candidate.key
        WHERE candidate.site = ? AND candidate.last_run = ? ORDER BY article.id IS NULL LIMIT 1""",
        [run["site"], run["id"]],
    )
    if page is None:
        return None
    moved = db.one("SELECT article FROM version WHERE run = ? LIMIT 1", [run["id"]])
    article = page["article"] or (moved["article"] if moved else None)
    return Added(page["state"], page["reason"] or "", article, bool(run["new"]))


def misses(db: Database) -> Misses:
    crawl = db.rows("SELECT coalesce(sum(new), 0) AS n FROM run WHERE by_hand = 1 AND past = 0")[0]["n"]
    rules = db.rows(f"SELECT count(*) AS n FROM decision WHERE kind = 'flag' AND {HOLDS}")[0]["n"]
    return Misses(crawl, rules)

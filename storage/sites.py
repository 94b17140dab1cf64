"""The sites watched and how each of them is doing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from article import RunState
from storage import history
from storage.database import Database
from storage.health.backfill import PRESENT
from storage.told import told
from storage.values import from_list, from_stated_time, from_time, from_time_or_none, to_list, to_time


@dataclass(frozen=True, slots=True)
class SiteState:
    """How a site's runs went.

    `last_run` is when its newest run started; `last_state` and `problems` are those of the newest that has ended
    ("running" when none has). `last_read` is the end of its last good or partial run and `unread_for` the time since.
    """

    name: str
    hosts: tuple[str, ...]
    runs: int
    last_run: datetime | None
    last_state: RunState | None
    last_good_run: datetime | None
    last_read: datetime | None
    unread_for: timedelta | None
    problems: tuple[str, ...]

    def trouble(self, *, is_behind: bool) -> tuple[str, ...]:
        """What is not good, as lines of storage/told.py: not read for too long, a run that was not good; and what the
        run said of itself."""
        lines = []
        if self.unread_for is None:
            lines.append(told("site_never"))
        elif is_behind:
            lines.append(_unread(self.unread_for))
        if self.last_state in ("partial", "failed", "interrupted"):
            lines.append(told(f"site_{self.last_state}"))
        return (*lines, *self.problems)


@dataclass(frozen=True, slots=True)
class SiteHealth(SiteState):
    """The same with what came of them: `articles` and `flagged` count all that is stored."""

    newest_article: datetime | None
    articles: int
    flagged: int


def register(db: Database, name: str, hosts: Sequence[str], now: datetime) -> None:
    """Make a site known, or renew its hosts."""
    history.at(db, now)
    db.execute(
        """INSERT INTO site (name, hosts, registered) VALUES (:name, :hosts, :now)
        ON CONFLICT (name) DO UPDATE SET hosts = excluded.hosts""",
        {"name": name, "hosts": to_list(hosts), "now": to_time(now)},
    )


def baseline_done(db: Database, site: str) -> bool:
    """Whether the site has ever been read: a run of it, not by hand, ended good or partial."""
    read = db.one("SELECT 1 FROM run WHERE site = ? AND by_hand = 0 AND state IN ('good', 'partial')", [site])
    return read is not None


@dataclass(frozen=True, slots=True)
class Watched:
    """A registered site: its host names, and since when it is watched."""

    hosts: tuple[str, ...]
    since: datetime


def watched(db: Database) -> dict[str, Watched]:
    """Every registered site, by name."""
    rows = db.rows("SELECT name, hosts, registered FROM site")
    return {row["name"]: Watched(from_list(row["hosts"]), from_time(row["registered"])) for row in rows}


def hosts(db: Database) -> dict[str, tuple[str, ...]]:
    """The hosts of every registered site, by its name."""
    return {name: one.hosts for name, one in watched(db).items()}


def watched_since(db: Database, site: str) -> datetime | None:
    """Since when a site is watched; None for one that is not registered."""
    row = db.one("SELECT registered FROM site WHERE name = ?", [site])
    return None if row is None else from_time(row["registered"])


def came(db: Database, site: str, since: datetime) -> list[datetime]:
    """When each article first seen since then came out: as its page says, else when it was first seen.

    A page that states a day only gives that day's first moment (in the sites' own time), which says nothing of the
    hour; and none can come out after it was seen.
    """
    rows = db.rows(
        f"""SELECT version.published, version.published_offset AS offset, article.first_seen AS seen
        FROM article JOIN version ON version.article = article.id AND version.is_current = 1
        WHERE article.site = ? AND article.first_seen >= ? AND {PRESENT}""",
        [site, to_time(since)],
    )
    return [_came(from_stated_time(row["published"], row["offset"]), from_time(row["seen"])) for row in rows]


def a_day(db: Database, since: datetime) -> dict[str, dict[str, int]]:
    """By site: how many articles were first seen on each day (YYYY-MM-DD in the sites' own time) since then, those of
    its first run left out."""
    rows = db.rows(
        """SELECT article.site, date(article.first_seen, '+7 hours') AS day, count(*) AS articles
        FROM site CROSS JOIN article ON article.site = site.name AND article.first_seen >= ?
        WHERE article.baseline = 0 GROUP BY article.site, day""",
        [to_time(since)],
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["site"], {})[row["day"]] = row["articles"]
    return found


def flagged_since(db: Database, since: datetime) -> dict[str, int]:
    """By site: how many of the articles first seen since then are flagged; those without any are left out."""
    rows = db.rows(
        """SELECT article.site, count(*) AS flagged FROM verdict JOIN article ON article.id = verdict.article
        WHERE verdict.is_current = 1 AND verdict.flagged = 1 AND article.first_seen >= ? GROUP BY article.site""",
        [to_time(since)],
    )
    return {row["site"]: row["flagged"] for row in rows}


def _came(published: datetime | None, seen: datetime) -> datetime:
    if published is None or published > seen:
        return seen
    is_day_only = (published.hour, published.minute, published.second) == (0, 0, 0)
    return seen if is_day_only and seen - published < timedelta(days=1) else published


def states(db: Database, now: datetime) -> list[SiteState]:
    """Every registered site, by name; no article is counted for it."""
    return [SiteState(**_state(row, now)) for row in db.rows(_STATES)]


def health(db: Database, now: datetime) -> list[SiteHealth]:
    """Every registered site, by name."""
    return [_health(row, now) for row in db.rows(_HEALTH)]


_RUNS = "FROM run WHERE run.site = site.name AND run.by_hand = 0"
_NEWEST = "ORDER BY run.id DESC LIMIT 1"

# The newest runs are looked up one by one, since a year has a quarter of a million of them.
_RAN = f"""WITH ran AS (
    SELECT name AS site,
           (SELECT count(*) {_RUNS}) AS runs,
           (SELECT id {_RUNS} {_NEWEST}) AS last,
           (SELECT id {_RUNS} AND finished IS NOT NULL {_NEWEST}) AS last_finished,
           (SELECT finished {_RUNS} AND state = 'good' {_NEWEST}) AS last_good_run,
           (SELECT finished {_RUNS} AND state IN ('good', 'partial') {_NEWEST}) AS last_read
    FROM site
)"""
_STATE = """site.name, site.hosts, ran.runs, last.started AS last_run,
       coalesce(finished.state, last.state) AS last_state, ran.last_good_run, ran.last_read, finished.problems"""
_OF_SITES = """FROM site
JOIN ran ON ran.site = site.name
LEFT JOIN run AS last ON last.id = ran.last
LEFT JOIN run AS finished ON finished.id = ran.last_finished"""

_STATES = f"{_RAN} SELECT {_STATE} {_OF_SITES} ORDER BY site.name"

# Each count walks one index: joined in one go, ten times the pages would be read.
_HEALTH = f"""
{_RAN}, written AS (
    SELECT site, count(*) AS articles FROM article GROUP BY site
), dated AS (
    SELECT article.site, max(version.published) AS newest_article
    FROM version JOIN article ON article.id = version.article WHERE version.is_current = 1 GROUP BY article.site
), judged AS (
    SELECT article.site, count(*) AS flagged
    FROM verdict JOIN article ON article.id = verdict.article
    WHERE verdict.is_current = 1 AND verdict.flagged = 1 GROUP BY article.site
)
SELECT {_STATE},
       dated.newest_article, coalesce(written.articles, 0) AS articles, coalesce(judged.flagged, 0) AS flagged
{_OF_SITES}
LEFT JOIN written ON written.site = site.name
LEFT JOIN dated ON dated.site = site.name
LEFT JOIN judged ON judged.site = site.name
ORDER BY site.name
"""


def _health(row: dict[str, Any], now: datetime) -> SiteHealth:
    return SiteHealth(
        **_state(row, now),
        newest_article=from_time_or_none(row["newest_article"]),
        articles=row["articles"],
        flagged=row["flagged"],
    )


def _state(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    last_read = from_time_or_none(row["last_read"])
    return {
        "name": row["name"],
        "hosts": from_list(row["hosts"]),
        "runs": row["runs"],
        "last_run": from_time_or_none(row["last_run"]),
        "last_state": row["last_state"],
        "last_good_run": from_time_or_none(row["last_good_run"]),
        "last_read": last_read,
        "unread_for": None if last_read is None else now - last_read,
        "problems": from_list(row["problems"] or "[]"),
    }


def _unread(time: timedelta) -> str:
    hours = int(time.total_seconds() // 3600)
    return told("site_unread_hours", n=hours) if hours < 48 else told("site_unread_days", n=hours // 24)

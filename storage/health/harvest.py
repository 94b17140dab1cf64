"""What a site usually gives: its sources by day, the fields of its articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database
from storage.health.backfill import PRESENT
from storage.values import from_time, from_time_or_none, to_time

DAYS = 30
# The fields of this many articles, the newest, tell what is usual.
_ARTICLES = 200
# The mark that crawler/pipelines.py gives an article whose own page has no title.
BORROWED_TITLE = "title as a source lists it"


@dataclass(frozen=True, slots=True)
class Usual:
    """What one source gave in the last 30 days.

    `answers` counts whole answers on so many `days`, `least` is the fewest articles that one listed, `look` what the
    last looked like. `failing` answers in a row, from `failing_since` on, were none. `behind` is the most articles that
    the site's other sources had brought before it showed something newer, but for one day's accident, and `moved` on
    how many days it did.
    """

    answers: int = 0
    least: int | None = None
    look: str | None = None
    failing: int = 0
    failing_since: datetime | None = None
    days: int = 0
    behind: int = 0
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Gave:
    """What one source gave in a run: `look` and `listed` are None where the answer had not changed."""

    source: str
    is_good: bool
    look: str | None = None
    listed: int | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """An article read at `at` that `source` (as in the site file), in its `document`, was the first to list."""

    source: str
    document: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Fields:
    """What an article that was read has of its own; `length` counts characters of the body."""

    title: bool
    published: bool
    author: bool
    layout: bool
    length: int


def usual(db: Database, site: str, now: datetime) -> dict[str, Usual]:
    """By source (numbers in its address written as 0) what it gave in the last 30 days."""
    first = (now - timedelta(days=DAYS)).date().isoformat()
    found: dict[str, Usual] = {}
    behind: defaultdict[str, list[int]] = defaultdict(list)
    for row in db.rows("SELECT * FROM source_day WHERE site = ? AND day >= ? ORDER BY day", [site, first]):
        before = found.get(row["source"], Usual())
        if row["behind"] is not None:
            behind[row["source"]] = sorted((*behind[row["source"]], row["behind"]), reverse=True)
        counts = [count for count in (before.least, row["least"]) if count is not None]
        found[row["source"]] = Usual(
            answers=before.answers + row["answers"],
            least=min(counts, default=None),
            look=row["look"] or before.look,
            failing=row["failing"],
            failing_since=from_time_or_none(row["failing_since"]),
            days=before.days + (row["answers"] > 0),
            behind=next(iter(behind[row["source"]][1:]), 0),
            moved=len(behind[row["source"]]),
        )
    return found


def note(db: Database, site: str, gave: Sequence[Gave], before: Mapping[str, Usual], now: datetime) -> None:
    """Keep what a run's sources gave; `before` is what `usual` said. Inside `write()`."""
    for one in gave:
        was = before.get(one.source, Usual())
        since = None if one.is_good else was.failing_since or now
        db.execute(
            _NOTE,
            {
                "site": site,
                "source": one.source,
                "day": to_time(now)[:10],
                "good": int(one.is_good),
                "failing": 0 if one.is_good else was.failing + 1,
                "since": since and to_time(since),
                "least": one.listed if one.is_good else None,
                "look": one.look if one.is_good else None,
            },
        )


_NOTE = """
INSERT INTO source_day (site, source, day, answers, failing, failing_since, least, look)
VALUES (:site, :source, :day, :good, :failing, :since, :least, :look)
ON CONFLICT (site, source, day) DO UPDATE SET
    answers = answers + excluded.answers, failing = excluded.failing, failing_since = excluded.failing_since,
    least = min(coalesce(least, excluded.least), coalesce(excluded.least, least)), look = coalesce(excluded.look, look)
"""


def note_moved(db: Database, site: str, behind: Mapping[str, int], now: datetime) -> None:
    """Keep for sources that have shown something newer how many articles others had brought first. Inside `write()`."""
    for source, count in behind.items():
        db.execute(_MOVED, {"site": site, "source": source, "day": to_time(now)[:10], "behind": count})


_MOVED = """
INSERT INTO source_day (site, source, day, answers, failing, behind) VALUES (:site, :source, :day, 0, 0, :behind)
ON CONFLICT (site, source, day) DO UPDATE SET behind = max(coalesce(behind, 0), excluded.behind)
"""


def listed(db: Database, site: str, since: datetime) -> list[tuple[datetime, int]]:
    """The articles that the site's own sources have listed in runs since then: when each came out, as it was listed,
    else as its page says, else when it was first seen; and the run in which it was listed first."""
    rows = db.rows(_LISTED_SINCE, [site, site, to_time(since)])
    return [(from_time(row["at"]), row["run"]) for row in rows]


_LISTED_SINCE = """
SELECT coalesce(candidate.published, version.published, candidate.first_seen) AS at, candidate.listed_run AS run
FROM candidate
LEFT JOIN article ON article.site = candidate.site AND article.key = candidate.key
LEFT JOIN version ON version.article = article.id AND version.is_current = 1
WHERE candidate.site = ? AND candidate.state = 'stored'
  AND candidate.listed_run >= (SELECT min(id) FROM run WHERE site = ? AND started >= ?)
"""


@dataclass(frozen=True, slots=True)
class ListPage:
    """What one address of a list gave: at its last whole answer, and at most."""

    articles: int
    most: int


def list_pages(db: Database, site: str) -> dict[str, ListPage]:
    """What the addresses of a site's lists gave, by address."""
    rows = db.rows("SELECT url, articles, most FROM list_page WHERE site = ?", [site])
    return {row["url"]: ListPage(row["articles"], row["most"]) for row in rows}


def note_lists(db: Database, site: str, articles: Mapping[str, int], now: datetime) -> None:
    """Keep what addresses of lists gave when read whole, and forget those not read for 30 days. Inside `write()`."""
    for url, count in articles.items():
        db.execute(_LISTED, {"site": site, "url": url, "articles": count, "at": to_time(now)})
    db.execute("DELETE FROM list_page WHERE site = ? AND at < ?", [site, to_time(now - timedelta(days=DAYS))])


_LISTED = """
INSERT INTO list_page (site, url, articles, most, at) VALUES (:site, :url, :articles, :articles, :at)
ON CONFLICT (site, url) DO UPDATE SET
    articles = excluded.articles, most = max(most, excluded.articles), at = excluded.at
"""


def read_in(db: Database, run_id: int) -> list[Fields]:
    """The fields of the texts that a run stored, in the order of being read."""
    return _fields(db, "version.run = ? ORDER BY version.id", [run_id])


def read_before(db: Database, site: str, run_id: int, now: datetime) -> list[Fields]:
    """The fields of a site's articles of the last 30 days up to a run, the newest first."""
    since = to_time(now - timedelta(days=DAYS))
    condition = (
        f"article.site = ? AND article.first_seen >= ? AND version.run <> ? AND version.is_current = 1 AND {PRESENT} "
        "ORDER BY article.first_seen DESC, article.id DESC LIMIT ?"
    )
    return _fields(db, condition, [site, since, run_id, _ARTICLES])


def emptied(db: Database, site: str, now: datetime, reason: str) -> int:
    """How many candidates were refused in the last 30 days for a reason that begins so, today's last run included."""
    row = db.one(
        "SELECT count(*) AS n FROM candidate WHERE site = ? AND state = 'rejected' AND settled >= ? AND reason LIKE ?",
        [site, to_time(now - timedelta(days=DAYS)), f"{reason}%"],
    )
    return int(row["n"]) if row else 0


def newest(db: Database, site: str) -> datetime | None:
    """When an article of the site was last read for the first time."""
    row = db.one(f"SELECT max(first_seen) AS at FROM article WHERE site = ? AND {PRESENT}", [site])
    return None if row is None else from_time_or_none(row["at"])


def brought(db: Database, site: str, since: datetime, late: timedelta) -> list[Brought]:
    """What listed first each of the articles read since then.

    Those that came out longer than `late` before they were listed are left out: they were a look back at something
    old. So are the site's first articles, and those of which it is not known what listed them first.
    """
    rows = db.rows(
        """SELECT candidate.listed_by AS source, candidate.found_in AS document, article.first_seen AS at
        FROM article
        JOIN candidate ON candidate.site = article.site AND candidate.key = article.key
        JOIN version ON version.article = article.id AND version.is_current = 1
        WHERE article.site = :site AND article.first_seen >= :since AND article.baseline = 0
          AND candidate.listed_by IS NOT NULL
          AND (version.published IS NULL
               OR julianday(candidate.first_seen) - julianday(version.published) <= :late
               OR julianday(candidate.first_seen) - julianday(candidate.published) <= :late)""",
        {"site": site, "since": to_time(since), "late": late / timedelta(days=1)},
    )
    return [Brought(row["source"], row["document"], from_time(row["at"])) for row in rows]


def _fields(db: Database, condition: str, params: Sequence[object]) -> list[Fields]:
    rows = db.rows(
        f"""SELECT version.published IS NOT NULL AS published, version.author IS NOT NULL AS author,
               version.method LIKE 'layout%' OR version.method LIKE 'data%' AS layout,
               version.marks NOT LIKE ? AS title, length(version.body) AS length
        FROM version JOIN article ON article.id = version.article WHERE {condition}""",
        [f"%{BORROWED_TITLE}%", *params],
    )
    return [
        Fields(bool(row["title"]), bool(row["published"]), bool(row["author"]), bool(row["layout"]), row["length"])
        for row in rows
    ]

"""Gaps: how far each source is proven to be known, and the stretches in which something may have been missed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Database
from storage.values import from_time, from_time_or_none, to_time

GapState = Literal["open", "closed", "declared"]
# A list's newest articles: the key of each and when it came out, None where its page tells that, read after the list.
Heads = tuple[tuple[str, datetime | None], ...]

# SQLite binds at most 999 values in one statement where it was built with the old default.
_KEYS_AT_ONCE = 900


@dataclass(frozen=True, slots=True)
class Covered:
    """How far one source is proven: the last run in which it overlapped with what was known, and when that was.

    `newest` is the newest time of what it listed then. What it lists next overlaps only if something in it is known
    and not older than `reach`: an old article that a site has pinned proves nothing. `overlap` is the share, 0 to 1,
    of its first page that was known. `since` is when it was read whole for the first time. `heads` are the newest
    articles that it listed, of which a list that shows older ones lacks none but what was taken down.
    """

    source: str
    run: int
    at: datetime
    newest: datetime | None
    reach: datetime | None
    overlap: float
    since: datetime | None = None
    heads: Heads = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch, `since` to `until`, in which `source` of a site may have shown something that no run saw.

    `run` noticed it; `known_run` is the last one before in which the source was proven. `how` says how it ended.
    """

    gap_id: int
    site: str
    source: str
    run: int
    known_run: int
    reach: datetime | None
    since: datetime
    until: datetime
    state: GapState
    reason: str
    tries: int
    tried: datetime | None
    noticed: datetime
    ended: datetime | None
    how: str | None
    heads: Heads = ()

    @property
    def last_try(self) -> datetime:
        return self.tried or self.noticed


@dataclass(frozen=True, slots=True)
class Seen:
    """When a source of the site listed an article for the first time, and when it came out as far as that is known: the
    later of what its page and a list say, since some pages state one old date for all. `is_article`: its page was
    read as one. `baseline`: the site's first run read it."""

    first: datetime
    published: datetime | None
    is_article: bool
    baseline: bool = False


def coverage(db: Database, site: str) -> dict[str, Covered]:
    """The sources of the site that were read whole at least once, by source."""
    return {row["source"]: _covered(row) for row in db.rows("SELECT * FROM coverage WHERE site = ?", [site])}


def cover(db: Database, site: str, covered: Covered) -> None:
    """Say how far a source is proven now; since when it is read stays as it was."""
    db.execute(
        """INSERT INTO coverage (site, source, run, at, newest, reach, overlap, since, heads)
        VALUES (:site, :source, :run, :at, :newest, :reach, :overlap, :at, :heads)
        ON CONFLICT (site, source) DO UPDATE SET run = excluded.run, at = excluded.at, newest = excluded.newest,
            reach = excluded.reach, overlap = excluded.overlap, heads = excluded.heads, spared = NULL""",
        {
            "site": site,
            "source": covered.source,
            "run": covered.run,
            "at": to_time(covered.at),
            "newest": _text(covered.newest),
            "reach": _text(covered.reach),
            "overlap": covered.overlap,
            "heads": _to_heads(covered.heads),
        },
    )


def spare(db: Database, site: str, source: str, now: datetime) -> None:
    """Say that a run left a source unread, since others show what it shows; `cover` ends it."""
    db.execute(
        "UPDATE coverage SET spared = coalesce(spared, ?) WHERE site = ? AND source = ?", [to_time(now), site, source]
    )


def spared(db: Database) -> dict[tuple[str, str], datetime]:
    """The sources that the last runs of their sites left unread, by site and source: when each was read last."""
    rows = db.rows("SELECT site, source, at FROM coverage WHERE spared IS NOT NULL ORDER BY site, source")
    return {(row["site"], row["source"]): from_time(row["at"]) for row in rows}


def seen_until(db: Database, site: str, keys: Sequence[str], run_id: int) -> dict[str, Seen]:
    """Those of `keys` that a source of the site listed in a run up to `run_id`.

    What was added by hand, found by a search or in the past counts only from where a source has listed it.
    """
    found: dict[str, Seen] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = keys[start : start + _KEYS_AT_ONCE]
        marks = ",".join("?" * len(some))
        rows = db.rows(
            f"""SELECT candidate.key, candidate.first_seen, article.id IS NOT NULL AS is_article,
                coalesce(article.baseline, 0) AS baseline,
                max(coalesce(version.published, candidate.published), coalesce(candidate.published, version.published))
                    AS published
            FROM candidate
            LEFT JOIN article ON article.site = candidate.site AND article.key = candidate.key
            LEFT JOIN version ON version.article = article.id AND version.is_current = 1
            WHERE candidate.site = ? AND candidate.key IN ({marks}) AND candidate.listed_run <= ?""",
            [site, *some, run_id],
        )
        for row in rows:
            published = from_time_or_none(row["published"])
            found[row["key"]] = Seen(
                from_time(row["first_seen"]), published, bool(row["is_article"]), bool(row["baseline"])
            )
    return found


def note(
    db: Database,
    site: str,
    known: Covered,
    run_id: int,
    since: datetime,
    until: datetime,
    reason: str,
    now: datetime,
) -> int:
    """Record a gap after what is `known` of a source; its id."""
    return db.insert(
        "gap",
        {
            "site": site,
            "source": known.source,
            "run": run_id,
            "known_run": known.run,
            "reach": _text(known.reach),
            "heads": _to_heads(known.heads),
            "since": to_time(since),
            "until": to_time(until),
            "state": "open",
            "reason": reason,
            "noticed": to_time(now),
        },
    )


def tried(db: Database, gap_id: int, now: datetime) -> None:
    """Say that a run has looked for what the gap hides, in vain."""
    db.execute("UPDATE gap SET tries = tries + 1, tried = ? WHERE id = ?", [to_time(now), gap_id])


def end(db: Database, gap_id: int, state: Literal["closed", "declared"], how: str, now: datetime) -> None:
    """Close a gap, or declare that it stays open."""
    db.execute("UPDATE gap SET state = ?, how = ?, ended = ? WHERE id = ?", [state, how, to_time(now), gap_id])


def of_site(db: Database, site: str, *states: GapState) -> list[Gap]:
    """The site's gaps in these states, oldest first."""
    marks = ",".join("?" * len(states))
    rows = db.rows(f"SELECT * FROM gap WHERE site = ? AND state IN ({marks}) ORDER BY since, id", [site, *states])
    return [_gap(row) for row in rows]


def standing(db: Database) -> list[Gap]:
    """Every gap that is not closed, by site and time."""
    return [_gap(row) for row in db.rows("SELECT * FROM gap WHERE state <> 'closed' ORDER BY site, since, id")]


def closed_since(db: Database, moment: datetime) -> list[Gap]:
    """Gaps that were known before `moment` and have been closed since."""
    rows = db.rows(
        "SELECT * FROM gap WHERE state = 'closed' AND noticed < :moment AND ended >= :moment ORDER BY site, since, id",
        {"moment": to_time(moment)},
    )
    return [_gap(row) for row in rows]


def noticed_in(db: Database, run_id: int) -> bool:
    """Whether this run has noticed a gap."""
    return db.one("SELECT 1 FROM gap WHERE run = ?", [run_id]) is not None


def _to_heads(heads: Heads) -> str:
    return json.dumps([[key, _text(moment)] for key, moment in heads], ensure_ascii=False)


def _from_heads(text: str | None) -> Heads:
    return tuple((key, from_time_or_none(moment)) for key, moment in json.loads(text or "[]"))


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else to_time(moment)


def _covered(row: dict[str, Any]) -> Covered:
    return Covered(
        source=row["source"],
        run=row["run"],
        at=from_time(row["at"]),
        newest=from_time_or_none(row["newest"]),
        reach=from_time_or_none(row["reach"]),
        overlap=row["overlap"],
        since=from_time_or_none(row["since"]),
        heads=_from_heads(row["heads"]),
    )


def _gap(row: dict[str, Any]) -> Gap:
    return Gap(
        gap_id=row["id"],
        site=row["site"],
        source=row["source"],
        run=row["run"],
        known_run=row["known_run"],
        reach=from_time_or_none(row["reach"]),
        since=from_time(row["since"]),
        until=from_time(row["until"]),
        state=row["state"],
        reason=row["reason"],
        tries=row["tries"],
        tried=from_time_or_none(row["tried"]),
        noticed=from_time(row["noticed"]),
        ended=from_time_or_none(row["ended"]),
        how=row["how"],
        heads=_from_heads(row["heads"]),
    )

"""Digests: the numbered ledger of what editors were told, each thing exactly once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from storage import sites as sites_watched
from storage import watched_places
from storage.database import Database
from storage.digest import gauge, untold
from storage.digest.gauge import Offered
from storage.digest.untold import FlagCard, MoreReport
from storage.health import lifecycle
from storage.health.lifecycle import Life
from storage.sites import SiteState
from storage.told import told
from storage.values import from_time, to_time
from storage.visits import VisitCard, cards

__all__ = [
    "DigestData",
    "FlagCard",
    "MoreReport",
    "Rendered",
    "SiteTrouble",
    "StoredDigest",
    "compose",
    "get",
    "latest",
    "newest",
    "preview",
]

# However short the time since the last digest: a site may be due only once a day.
_READ_WITHIN = timedelta(hours=24)

# When a site (its name) that was read at a time is to be read again.
Due = Callable[[str, datetime], datetime]


def _at_once(_: str, read: datetime) -> datetime:
    return read


@dataclass(frozen=True, slots=True)
class SiteTrouble:
    """A site that is not good, and how: lines of storage/told.py, and what the run said of itself; no `state` where
    the site was never registered."""

    name: str
    lines: tuple[str, ...]
    state: SiteState | None


@dataclass(frozen=True, slots=True)
class DigestData:
    """All that the digest `number` tells. `since` is when the one before it was composed.

    `visits` and `flags` stand newest first, by the day of the visit and by that of the article. `unread` are the sites
    that were not read as they should; `oldest_read` is the oldest of the last readings of the others. `to_check` are a
    few articles that no rule flagged, for measuring what is missed: they are no news, belong to no digest, and are
    drawn when it is composed. `places` has the names of the watched places by region code where there are several;
    `only` are the region codes that a part of the digest is restricted to.
    """

    number: int
    now: datetime
    since: datetime | None
    visits: tuple[VisitCard, ...]
    flags: tuple[FlagCard, ...]
    more: tuple[MoreReport, ...]
    sites_read: int
    sites_total: int
    troubles: tuple[SiteTrouble, ...]
    unread: tuple[str, ...] = ()
    oldest_read: datetime | None = None
    to_check: tuple[Offered, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A digest in each of its forms; `summary` is a short text for chats, `json` an object for programs. `editions` are
    its parts (a JSON object) by what `storage.digest.outbox.edition` calls the places that each is restricted to."""

    text: str
    html: str
    subject: str = ""
    summary: str = ""
    json: str = "{}"
    editions: str = "{}"


@dataclass(frozen=True, slots=True)
class StoredDigest:
    number: int
    composed: datetime
    rendered: Rendered


def preview(
    db: Database,
    now: datetime,
    *,
    sites: Sequence[str] | None = None,
    due: Due = _at_once,
) -> DigestData:
    """What the next digest would tell.

    `sites` are those that its line on sites counts (default: all registered). A site counts as read where it was `due`
    again since the last digest or within a day: one that rests at weekends is not behind on a Sunday.
    """
    with db.snapshot():
        before = latest(db)
        since = before.composed if before else None
        flags, more_copies = untold.flags(db)
        read_after = min(since or now, now - _READ_WITHIN)
        states = {site.name: site for site in sites_watched.states(db, now)}
        watched = sorted(states) if sites is None else sites
        read = {name for name in watched if _was_read(states.get(name), read_after, due)}
        return DigestData(
            number=before.number + 1 if before else 1,
            now=now,
            since=since,
            visits=tuple(sorted(cards(db, untold.visits(db)), key=_day, reverse=True)),
            flags=tuple(sorted(flags, key=lambda flag: flag.published or _LONG_AGO, reverse=True)),
            more=(*untold.more_reports(db), *more_copies),
            sites_read=len(read),
            sites_total=len(watched),
            troubles=tuple(_troubles(watched, states, lifecycle.every(db), read)),
            unread=tuple(name for name in watched if name not in read),
            oldest_read=min((at for name in read if (at := states[name].last_read)), default=None),
            places=places if len(places := watched_places.names(db)) > 1 else {},
        )


def compose(
    db: Database,
    now: datetime,
    render: Callable[[DigestData], Rendered],
    *,
    sites: Sequence[str] | None = None,
    due: Due = _at_once,
) -> StoredDigest:
    """Number the next digest, draw what it offers to check, keep its text, its HTML and what it told.

    Inside `write()`, like all that writes.
    """
    data = preview(db, now, sites=sites, due=due)
    data = replace(data, to_check=tuple(gauge.draw(db, now, data.number)))
    rendered = render(data)
    db.insert(
        "digest",
        {
            "number": data.number,
            "composed": to_time(now),
        }
        | asdict(rendered),
    )
    for card in data.visits:
        db.insert("digest_item", {"digest": data.number, "kind": "visit", "visit": card.visit_id})
        db.execute(_TELL_REPORTS, [data.number, card.visit_id])
    for more in data.more:
        if more.report_id is not None:
            db.insert("digest_item", {"digest": data.number, "kind": "report", "report": more.report_id})
        else:
            db.insert("digest_item", {"digest": data.number, "kind": "article", "article": more.article_id})
    for flag in data.flags:
        for article in (flag.article_id, *flag.copy_ids):
            db.insert("digest_item", {"digest": data.number, "kind": "article", "article": article})
    return StoredDigest(data.number, now, rendered)


_TELL_REPORTS = """
INSERT INTO digest_item (digest, kind, report)
SELECT ?, 'report', id FROM standing WHERE visit = ? AND holds
"""


def get(db: Database, number: int) -> StoredDigest | None:
    row = db.one("SELECT * FROM digest WHERE number = ?", [number])
    return None if row is None else _digest(row)


def latest(db: Database) -> StoredDigest | None:
    row = db.one("SELECT * FROM digest ORDER BY number DESC LIMIT 1")
    return None if row is None else _digest(row)


def newest(db: Database, limit: int, before: int | None = None) -> list[StoredDigest]:
    """The digests composed last, the newest first; `before` a number, those before it."""
    rows = db.rows("SELECT * FROM digest WHERE number < ? ORDER BY number DESC LIMIT ?", [before or _NO_NUMBER, limit])
    return [_digest(row) for row in rows]


_NO_NUMBER = 2**62
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _day(card: VisitCard) -> date:
    """When a visit was or will be, as far as it is known: what comes next stands first, recaps of old ones last."""
    return card.date_start or (card.published or card.first_seen).date()


def _was_read(site: SiteState | None, read_after: datetime, due: Due) -> bool:
    return site is not None and site.last_read is not None and due(site.name, site.last_read) >= read_after


def _troubles(
    watched: Sequence[str], states: dict[str, SiteState], lives: dict[str, Life], read: Collection[str]
) -> list[SiteTrouble]:
    found = []
    for name in watched:
        site = states.get(name)
        lines = site.trouble(is_behind=name not in read) if site else (told("site_never"),)
        if name in lives and (trouble := lives[name].trouble):
            lines += (trouble,)
        if lines:
            found.append(SiteTrouble(name, lines, site))
    return found


def _digest(row: dict[str, Any]) -> StoredDigest:
    rendered = Rendered(row["text"], row["html"], row["subject"], row["summary"], row["json"], row["editions"])
    return StoredDigest(row["number"], from_time(row["composed"]), rendered)

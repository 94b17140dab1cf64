"""What is done to the sites of a simulated month on purpose, each with its times: data/incidents.toml.

The world is built with what an incident publishes (`extras`, `holidays`); the wire shows the rest while it lasts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal

from newsroom.publication import WIB
from newsroom.shelf import Shelf

Kind = Literal[
    "holiday", "power", "burst", "short_list", "restart", "redesign_articles", "redesign_lists", "feed_404",
    "feed_html", "feed_frozen", "hacked", "challenge", "consent",
]  # fmt: skip

GAPS: frozenset[str] = frozenset({"burst", "short_list", "restart"})
EVERYWHERE = "*"
# The extra pieces of a burst come this long after each other.
PACE = timedelta(seconds=5)
# What came out so long before a site was back is in its lists again.
_REMEMBERED = timedelta(minutes=20)
_LISTS = frozenset({"listing", "feed", "sitemap"})
_PAGES = frozenset({"listing", "article"})

# The fault of faults.py or hostile.py that an incident shows, and on which kinds of pages (the site's own 404 is none).
_FAULTS: dict[str, tuple[str, frozenset[str]]] = {
    "redesign_articles": ("redesign", frozenset({"article"})),
    "redesign_lists": ("redesign", frozenset({"listing"})),
    "feed_404": ("missing", frozenset({"feed"})),
    "feed_html": ("not_xml", frozenset({"feed"})),
    "hacked": ("hacked", _LISTS | _PAGES),
    "challenge": ("challenge", _LISTS | _PAGES),
    "consent": ("consent", _PAGES),
}


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happens to a site from `since` until `until`.

    `count` pieces come out at once: of a burst and a short list at its begin, of a restart before and after the site
    is `back`. `shown` is how many the lists of a short list hold. `share` is what comes out on a holiday, 0 to 1.
    """

    kind: Kind
    site: str
    since: datetime
    until: datetime
    count: int = 0
    shown: int = 0
    back: datetime | None = None
    share: float = 0.0

    def lasts(self, site: str, now: datetime) -> bool:
        return self.site in (site, EVERYWHERE) and self.since <= now < self.until


def incidents(start: date, days: int, sites: Iterable[str]) -> tuple[Incident, ...]:
    """Those of the file at these sites that begin within `days` days from `start`, in the order of their times."""
    text = (Path(__file__).parent / "data" / "incidents.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["incident"]
    watched = {EVERYWHERE, *sites}
    found = [_incident(row, start) for row in rows if row["day"] <= days and row["site"] in watched]
    return tuple(sorted(found, key=lambda one: (one.since, one.site)))


def _incident(row: dict[str, object], start: date) -> Incident:
    day, hours = int(str(row["day"])), float(str(row.get("hours", 0)))
    since = datetime.combine(start + timedelta(days=day - 1), time.fromisoformat(str(row["at"])), WIB)
    down = float(str(row.get("down", 0)))
    return Incident(
        kind=row["kind"],  # type: ignore[arg-type]
        site=str(row["site"]),
        since=since,
        until=since + timedelta(hours=hours) if hours else since + timedelta(hours=1),
        count=int(str(row.get("count", 0))),
        shown=int(str(row.get("shown", 0))),
        back=since + timedelta(hours=down) if down else None,
        share=float(str(row.get("share", 0))),
    )


def extras(happening: Iterable[Incident]) -> list[tuple[str, datetime]]:
    """(site, time) of every piece that comes out because of an incident."""
    out = []
    for one in happening:
        begin = one.since + timedelta(minutes=2)
        times = [begin + PACE * number for number in range(one.count)]
        if one.back is not None:  # some while it is down, some just before it is back
            lost, gap = one.count // 2, (one.back - one.since) / (one.count + 1)
            times = [one.since + gap * (number + 1) for number in range(lost)]
            times += [one.back - timedelta(minutes=number + 1) for number in range(one.count - lost)]
        out += [(one.site, moment) for moment in times]
    return out


def faults_of(happening: Sequence[Incident], site: str, kind: str, now: datetime) -> list[str]:
    """The faults that a page of this kind shows now because of incidents."""
    found = []
    for one in happening:
        if not one.lasts(site, now):
            continue
        if one.back is not None and now < one.back:
            found.append("down")
        fault, kinds = _FAULTS.get(one.kind, ("", frozenset[str]()))
        if kind in kinds:
            found.append(fault)
    return found


def shelf_of(happening: Sequence[Incident], shelf: Shelf, site: str) -> Shelf:
    """What the site's lists show now because of incidents; its article pages answer as ever."""
    for one in happening:
        if one.lasts(site, shelf.now):
            shelf = _changed(one, shelf)
    return shelf


def frozen_at(happening: Sequence[Incident], site: str, now: datetime) -> datetime | None:
    """Since when the site's feeds have not changed, None where they do."""
    return next((one.since for one in happening if one.kind == "feed_frozen" and one.lasts(site, now)), None)


def _changed(one: Incident, shelf: Shelf) -> Shelf:
    if one.kind == "short_list":
        live = [piece.url for piece in shelf.live()[: one.shown]]
        return replace(shelf, everything=[piece for piece in shelf.everything if piece.url in live])
    if one.back is not None and shelf.now >= one.back:
        first = one.back - _REMEMBERED
        return replace(shelf, everything=[piece for piece in shelf.everything if piece.published >= first])
    return shelf

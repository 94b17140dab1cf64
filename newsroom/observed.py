"""What a simulated month left behind, as plain values: what the measures are taken from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from newsroom.compare import StoredArticle, bare, matched
from newsroom.month import Poll, polled


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that reached the newsroom; `known`: the address answered with the same text as the last time."""

    url: str
    at: datetime
    status: int
    kind: str
    known: bool


@dataclass(frozen=True, slots=True)
class SeenGap:
    """A gap as the database has it."""

    site: str
    source: str
    since: datetime
    until: datetime
    noticed: datetime
    state: str


@dataclass(frozen=True, slots=True)
class SeenAlarm:
    """An alarm, or a note that only explains a silence, as the database has it."""

    site: str
    cause: str
    subject: str
    since: datetime
    resolved: datetime | None
    is_note: bool


@dataclass(frozen=True)
class Observed:
    """`polls` in the order of their times; `stored` every article; `flags` when each flagged article (by URL) was
    first flagged; `withdrawn` the URLs of articles found to be taken down. `same` are the addresses and times of bodies
    that were taken for unchanged, though they may differ in the ages of articles or in scripts. Times are aware."""

    truth: Mapping[str, Any]
    polls: Sequence[Poll]
    asked: Sequence[Asked]
    stored: Sequence[StoredArticle]
    flags: Mapping[str, datetime]
    gaps: Sequence[SeenGap]
    alarms: Sequence[SeenAlarm]
    withdrawn: frozenset[str]
    same: frozenset[tuple[str, datetime]] = frozenset()

    @property
    def end(self) -> datetime:
        return self.polls[-1].at

    @cached_property
    def times(self) -> Mapping[str, list[datetime]]:
        """By site, when it was polled."""
        return polled(self.polls)

    @cached_property
    def found(self) -> Mapping[str, list[StoredArticle]]:
        """The stored articles by the URL of the publication that they are."""
        return matched(self.truth["publications"], self.stored)[0]

    @cached_property
    def pieces(self) -> list[dict[str, Any]]:
        """What came out in the simulated time, with its times as datetimes."""
        start = self.polls[0].at
        timed = [
            dict(piece) | {"at": datetime.fromisoformat(piece["published"])}
            for piece in self.truth["publications"]
            if not piece["archive"]
        ]
        return [piece for piece in timed if start <= piece["at"] <= self.end]

    @cached_property
    def incidents(self) -> list[dict[str, Any]]:
        """The truth's incidents with `since`, `until` and `back` as datetimes."""
        out = []
        for one in self.truth["incidents"]:
            times = {name: datetime.fromisoformat(one[name]) for name in ("since", "until", "back") if one[name]}
            out.append(dict(one) | times)
        return out

    @cached_property
    def read(self) -> Mapping[str, datetime]:
        """By bare URL, when an article's page was first had."""
        out: dict[str, datetime] = {}
        for one in self.asked:
            if one.kind == "article" and one.status == 200:
                out.setdefault(bare(one.url), one.at)
        return out

    def runs_after(self, site: str, moment: datetime) -> list[datetime]:
        return [at for at in self.times.get(site, ()) if at >= moment]


@dataclass(frozen=True, slots=True)
class Line:
    """One measure: what it is, the target in words, what was measured, and whether that meets it (None: no target)."""

    what: str
    target: str
    value: str
    met: bool | None = None
    details: tuple[str, ...] = ()

"""The noun of this package: one newspaper piece and what is true about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

WIB = timezone(timedelta(hours=7), "WIB")

KINDS = ("visit", "outgoing", "elsewhere", "roundup", "other_sense", "official_visit", "local_news")


@dataclass(frozen=True, slots=True)
class Story:
    """One piece as an outlet would print it, without dateline, byline or "baca juga" (the outlet adds them).

    event: id of the happening; every outlet's story of the same happening has the same.
    kind: one of `KINDS`.
    happened: day of the happening (of an announced or cancelled visit: its planned first day).
    published: aware, in WIB.
    truth: for kind "visit" what THIS piece states (a fact that it leaves out is None or empty):
      visitors, origin, loci, hosts: tuple[str, ...] as written in the text; headcount: int | None (parts summed);
      programme, leader: str | None; date_start, date_end: date | None (date_end None for one day);
      direction: "inbound"; status: "announced" | "happened" | "cancelled" | "recap". None for every other kind.
    """

    event: str
    kind: str
    title: str
    paragraphs: tuple[str, ...]
    reporter: str
    town: str
    happened: date
    published: datetime
    truth: Mapping[str, Any] | None
    tags: tuple[str, ...]

    @property
    def text(self) -> str:
        """Title and paragraphs as one text."""
        return "\n".join((self.title, *self.paragraphs))

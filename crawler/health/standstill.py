"""How far each source of a site has come beside the others: one that stands still is told by what they bring."""

from __future__ import annotations

from datetime import datetime, timedelta

from crawler.health.signs import Stand
from storage.database import Database
from storage.health import gaps, harvest
from storage.health.gaps import Covered

# What came out earlier says nothing any more.
_LOOKED_BACK = timedelta(days=7)


class Standing:
    """The sources as the run found them, and as it leaves them."""

    def __init__(self, db: Database, site: str) -> None:
        self._db = db
        self._site = site
        self._before = gaps.coverage(db, site)
        self._known: list[tuple[datetime, int]] | None = None

    def stands(self, run_id: int, now: datetime) -> list[Stand]:
        """Each source that this run has read whole, with how far it is behind the others."""
        return [
            Stand(shape(one.source), one.source, one.newest, sum(one.newest < at <= now for at, _ in self._listed(now)))
            for one in self._read(run_id)
            if one.newest is not None
        ]

    def keep(self, run_id: int, now: datetime) -> None:
        """Write down of each source that shows something newer how far it was behind before. Inside `write()`."""
        moved = {}
        for one in self._read(run_id):
            before = self._before.get(one.source)
            if before and before.newest and one.newest and one.newest > before.newest:
                newest = before.newest
                moved[shape(one.source)] = sum(newest < at <= now and run < run_id for at, run in self._listed(now))
        harvest.note_moved(self._db, self._site, moved, now)

    def _read(self, run_id: int) -> list[Covered]:
        covered = gaps.coverage(self._db, self._site)
        return [one for one in covered.values() if one.run == run_id] if len(covered) > 1 else []

    def _listed(self, now: datetime) -> list[tuple[datetime, int]]:
        if self._known is None:
            known = [one.newest for one in self._before.values() if one.newest]
            since = max(min(known), now - _LOOKED_BACK) if known else None
            self._known = harvest.listed(self._db, self._site, since) if since else []
        return self._known


def shape(url: str) -> str:
    """An address with every number in it written as 0: one name for the listing of each day and each page."""
    out: list[str] = []
    for one in url:
        if not one.isdecimal():
            out.append(one)
        elif not out or out[-1] != "0":
            out.append("0")
    return "".join(out)

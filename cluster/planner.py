"""Which sites are to be ordered now: those that the same decisions make due by which the daemon reads them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from cluster.engine import Order
from polling.addresses import Addresses
from polling.keys import mates
from polling.outlook import Outlook
from storage import runs, sites
from storage.database import Database
from timetable import Timetable

# What an operator changes, such as a site restored, and what sites were added, is seen after this time.
LOOK_AGAIN = timedelta(minutes=30)
# Sites that gave flagged articles within this time go first.
RICH_WITHIN = timedelta(days=90)
_NEVER = datetime.min.replace(tzinfo=UTC)


class Planner:
    """The sites of one database. It remembers when each is due, so that a look costs what is due, not what there is."""

    def __init__(self, db: Database, timetable: Timetable, watched: Sequence[str], addresses: Addresses) -> None:
        self._db = db
        self._timetable = timetable
        self._watched = watched
        self._addresses = addresses
        self._looked: datetime | None = None
        self._keys: Mapping[str, str] = {}
        self._urgency: Mapping[str, int] = {}
        self._outlook = Outlook(db, timetable)
        self._sleeps: dict[str, datetime] = {}

    def due(self, now: datetime, live: Iterable[Order]) -> list[Order]:
        """The orders to give, the most urgent first: at most one a key, none of a key that has a live one; of several
        sites of a key that which waits longest."""
        if self._looked is None or not timedelta(0) <= now - self._looked < LOOK_AGAIN:
            self._look(now)
        busy = {self._key(one.site) for one in live}
        due = [(self._last(site), site) for site in self._awake(now, busy) if self._is_due(site, now)]
        first: dict[str, Order] = {}
        for _, site in sorted(due):
            key = self._key(site)
            first.setdefault(key, Order(site, key, self._urgency.get(site, 0), now))
        return sorted(first.values(), key=lambda order: -order.priority)

    def _awake(self, now: datetime, busy: Collection[str]) -> list[str]:
        return [site for site in self._watched if self._sleeps.get(site, _NEVER) <= now and self._key(site) not in busy]

    def _is_due(self, site: str, now: datetime) -> bool:
        poll = self._outlook.next(site, now)
        if not poll.is_due(now):
            again = now + LOOK_AGAIN
            self._sleeps[site] = min(poll.at or again, again)
        return poll.is_due(now)

    def _last(self, site: str) -> datetime:
        last = runs.latest(self._db, site)
        return last.started if last else _NEVER

    def _key(self, site: str) -> str:
        return self._keys.get(site, f"site:{site}")

    def _look(self, now: datetime) -> None:
        """Learn anew who shares a host, and who is rich in flags."""
        self._looked = now
        found = self._addresses.keys(sites.hosts(self._db), now)
        if found != self._keys:
            self._keys, sharing = found, mates(found)
            self._outlook = Outlook(self._db, self._timetable, sharing=lambda _: sharing)
            self._sleeps.clear()
        flags = sites.flagged_since(self._db, now - RICH_WITHIN)
        self._urgency = {site: count.bit_length() for site, count in flags.items()}

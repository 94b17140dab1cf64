"""What one run learns of the hosts that it asks: for the ledger, and for the runs after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from storage.database import Database
from storage.health import ledger, robots
from storage.health.ledger import Manners, Pause
from storage.health.robots import Said

# A wish for longer than this is taken for a mistake, and asked about again the next day.
LONGEST = timedelta(days=1)


class Hosts:
    """One run's manners by host. A wish to be left alone is kept at once, all else with the run's end."""

    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now
        self._known: dict[str, Manners] = {}
        self._paused: dict[str, Pause | None] = {}
        self._said: dict[str, Said] = {}

    def robots_said(self, place: str) -> Said | None:
        """What the robots.txt of a place (scheme and host) said last, in whichever run."""
        return self._said.get(place) or robots.of(self._db, place)

    def robots_asked(self, said: Said) -> None:
        """A place was asked for its robots.txt."""
        self._said[said.place] = said

    def robots(self, host: str, words: str, crawl_delay: float) -> None:
        """What a host's robots.txt says, asked for now or kept."""
        self._change(host, robots=words, crawl_delay=crawl_delay or None)

    def decided(self, host: str, *, allowed: bool) -> None:
        """Whether robots.txt lets us ask for an address."""
        before = self._of(host)
        if allowed:
            self._change(host, allowed=before.allowed + 1)
        else:
            self._change(host, refused=before.refused + 1)

    def asked_to_wait(self, host: str, seconds: float) -> None:
        """A host is busy, and said for how long to leave it alone (0: it did not)."""
        before = self._of(host)
        self._change(host, waits=before.waits + 1, waited=before.waited + seconds)

    def pause(self, host: str, seconds: float, status: int) -> None:
        """A host asks to be left alone for longer than a run waits. Raises StorageError."""
        now = self._now()
        wish = Pause(host, now + min(timedelta(seconds=seconds), LONGEST), now, status)
        with self._db.write():
            ledger.pause(self._db, wish)
        self._paused[host] = wish

    def paused(self, host: str) -> Pause | None:
        """A host's wish, said in this run or in one before, that is not over."""
        if host not in self._paused:
            self._paused[host] = ledger.paused(self._db, host, self._now())
        wish = self._paused[host]
        return wish if wish is not None and wish.until > self._now() else None

    def close(self) -> None:
        """Keep it. Inside `write()`."""
        for host, manners in self._known.items():
            ledger.note(self._db, host, manners, self._now())
        for said in self._said.values():
            robots.keep(self._db, said)
        self._known.clear()
        self._said.clear()

    def _of(self, host: str) -> Manners:
        return self._known.get(host, Manners())

    def _change(self, host: str, **changes: str | float | None) -> None:
        self._known[host] = replace(self._of(host), **changes)  # type: ignore[arg-type]

"""Which sites a daemon never reads at once: those of one holder, and those that answer at one address."""

from __future__ import annotations

import asyncio
from datetime import datetime

from polling.addresses import Addresses
from polling.hosts import Mates
from polling.keys import mates
from storage import sites
from storage.database import Database

# So long the daemon's first runs wait for names to be resolved: where there is no network its page is to say so.
FIRST_SECONDS = 5.0


class Apart:
    """Who hangs together, as last looked at; nobody before the first look. `looking` is the look under way."""

    def __init__(self, db: Database, addresses: Addresses) -> None:
        self._db, self._addresses = db, addresses
        self._mates: Mates = {}
        self.looking: asyncio.Task[None] | None = None

    def of(self, site: str) -> frozenset[str]:
        """The sites, itself included, that are read one after the other with this one."""
        return self._mates.get(site, frozenset({site}))

    def look(self, now: datetime) -> asyncio.Task[None]:
        """Begin to look anew, unless a look is under way. Raises StorageError."""
        if self.looking is None or self.looking.done():
            self.looking = asyncio.create_task(self._look(now))
        return self.looking

    async def first_look(self, now: datetime) -> None:
        """Look, and wait for it as long as is reasonable. Raises StorageError."""
        await asyncio.wait([self.look(now)], timeout=FIRST_SECONDS)

    async def _look(self, now: datetime) -> None:
        # names that nobody knows take their time
        self._mates = mates(await asyncio.to_thread(self._addresses.keys, sites.hosts(self._db), now))

"""The minute's planning: what is due is ordered, by one worker at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from cluster.engine import Order, Queue
from cluster.planner import Planner
from config import Config, site_names
from polling.addresses import Addresses, none_of, resolve
from storage.database import Database, open_store
from storage.file import room

log = logging.getLogger("jujugan")

Clock = Callable[[], datetime]


class Planning:
    """Plans in a thread of its own, since a look at ten thousand sites takes seconds: the only user of its database."""

    def __init__(self, config: Config, queue: Queue, now: Clock) -> None:
        self._config, self._queue, self._now = config, queue, now
        self._thread = ThreadPoolExecutor(1, "planner")
        self._known: tuple[Database, Planner] | None = None

    async def plan(self) -> int:
        """Order every site that is due; how many. Nothing while another plans. Raises QueueLost and StorageError."""
        async with self._queue.alone("plan") as is_alone:
            if not is_alone:
                return 0
            live = await self._queue.live()
            loop = asyncio.get_running_loop()
            orders = await loop.run_in_executor(self._thread, self._due, live)
            ordered = sum([await self._queue.defer(order) for order in orders])
        if ordered:
            log.info("%d sites ordered, %d were waiting or being read", ordered, len(live))
        if self._now().minute == 0:
            await self._queue.forget()
        return ordered

    def close(self) -> None:
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _due(self, live: list[Order]) -> list[Order]:
        if self._known is None:
            db = open_store(self._config)
            asking = Addresses(none_of if self._config.gateway else resolve)
            watched = self._config.sites or site_names()
            self._known = db, Planner(db, self._config.timetable, watched, asking)
        db, planner = self._known
        now = self._now()
        return [] if room.is_short(db, now) else planner.due(now, live)

    def _close(self) -> None:
        if self._known:
            self._known[0].close()

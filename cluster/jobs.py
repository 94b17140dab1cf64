"""One job: one run of one site in a child process, as the daemon makes it; done only when the run is good."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from article import RunReport
from child import ProgramChanged, run_child
from cluster import retries
from cluster.engine import Order, Over
from config import Config
from storage import runs
from storage.database import Database, StorageError

log = logging.getLogger("jujugan")

SETTLE_AGAIN_SECONDS = 5
# How long a run's end may wait to be kept before the job is given back.
SETTLE_TIMES = 60

Child = Callable[[str, Config], Awaitable[str]]


class NotGood(Exception):
    """A run that is not good by its own account: not everything that it saw is stored, known, or rejected."""


class Jobs:
    """The jobs of one worker. `now` is the clock, `child` crawls one site and tells how the crawl process ended."""

    def __init__(self, config: Config, db: Database, now: Callable[[], datetime], child: Child = run_child) -> None:
        self._config, self._db, self._now, self._child = config, db, now, child

    async def crawl(self, order: Order, attempt: int) -> None:
        """Read a site that nobody else may read meanwhile. Raises NotGood, Over and StorageError."""
        with self._db.write():
            runs.close_stale(self._db, self._now(), site=order.site)
        before = runs.latest(self._db, order.site)
        if before and before.state == "good" and before.started >= order.slot:
            return  # by an attempt whose worker was lost before it could say so
        try:
            ended = await self._child(order.site, self._config)
        except ProgramChanged as error:
            raise Over(str(error)) from error
        report = await self._kept(order.site, before.run_id if before else None, ended)
        log.info("%s: %s, %d new, %d flagged", order.site, report.state, report.new, report.flagged)
        if report.state != "good":
            if retries.is_last(attempt):
                self.failed(order)
            raise NotGood(f"{order.site}: {report.state}: {'; '.join(report.problems) or 'no reason given'}")

    def failed(self, order: Order) -> None:
        """Say in the site's health that its job was tried in vain. Raises StorageError."""
        words = f"tried {retries.ATTEMPTS} times in a row without a good run; asked again at its next poll"
        log.error("%s: %s", order.site, words)
        with self._db.write():
            runs.close_stale(self._db, self._now(), site=order.site)
            row = runs.latest(self._db, order.site)
            if row is None or row.started < order.slot:  # its workers were lost before a run began
                runs.settle(self._db, order.site, row.run_id if row else None, words, self._now())
            else:
                runs.add_problem(self._db, row.run_id, row.report, words, self._now())

    async def _kept(self, site: str, before: int | None, ended: str) -> RunReport:
        """How the run ended, once it is kept. Raises StorageError where that stays impossible."""
        for _ in range(SETTLE_TIMES):
            try:
                return self._settle(site, before, ended)
            except StorageError as error:
                log.error("%s: how the run ended cannot be kept yet: %s", site, error)
                await asyncio.sleep(SETTLE_AGAIN_SECONDS)
        return self._settle(site, before, ended)

    def _settle(self, site: str, before: int | None, ended: str) -> RunReport:
        with self._db.write():
            return runs.settle(self._db, site, before, ended, self._now())

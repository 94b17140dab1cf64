"""Backfill: a site's past, window after window, each in runs of its own that give way to the daily ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from article import RunReport
from config import Config
from crawler.manners import Limits
from crawler.manners import clock as clock_of
from crawler.past import backward, reach
from crawler.past.archive import Archive
from crawler.politeness import BACK_OFF
from crawler.report import GAVE_WAY
from crawler.run import complete, run_site
from crawler.site import NewsSite
from storage import sites
from storage.database import Database, open_store
from storage.health import backfill, searches
from storage.health.backfill import Window

# A window whose pages cannot all be read is tried so often in one go.
MAX_TRIES = 3
# How often it is looked whether the site is free again, in seconds.
LOOK_SECONDS = 15.0

Hold = Callable[[], str | None]


class NothingToAsk(ValueError):
    """A site none of whose sources can be asked for the past."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of a backfill: windows in all, finished before and now; and what its runs found."""

    windows: int = 0
    known: int = 0
    finished: int = 0
    seen: int = 0
    new: int = 0
    versions: int = 0
    copies: int = 0
    flagged: int = 0
    failed: int = 0

    @property
    def is_whole(self) -> bool:
        return self.known + self.finished == self.windows

    def plus(self, report: RunReport) -> Counts:
        """With what one more run of a window did; what it failed to read is the next one's business."""
        return replace(
            self,
            seen=self.seen + report.seen,
            new=self.new + report.new,
            versions=self.versions + report.versions,
            copies=self.copies + report.copies,
            flagged=self.flagged + report.flagged,
        )


@dataclass(frozen=True, slots=True)
class Teller:
    """How a backfill speaks: of each run of a window, with how many of how many are done, and of each wait."""

    window: Callable[[Window, RunReport, int, int], None]
    wait: Callable[[str], None]


def backfill_site(
    site: type[NewsSite],
    config: Config,
    since: date,
    until: date,
    *,
    hold: Callable[[Database], Hold],
    sleep: Callable[[float], None],
    tell: Teller,
    limits: Limits | None = None,
) -> Counts:
    """Read what `site` published from `since` to `until`, both included, as far as its sources can be asked for it.

    `hold` makes, for a database, what says why the site must be left alone now (None: it need not): it is asked before
    each window and after each request. Windows that were finished once are left out. Where the configuration names a
    web archive, that is asked and not the site. Raises NothingToAsk, StorageError, ProfileError and ConfigError.
    """
    archive = Archive(config.archive) if config.archive else None
    today = clock_of(config)().date()
    wanted = reach.windows(site.facts, since, until, today=today, archive=archive is not None)
    with open_store(config, create=True) as db:
        with db.write():
            sites.register(db, site.name, site.facts.hosts, clock_of(config)())
        if archive is None and backfill.left_over(db, site.name, 1):
            wanted.append(Window(reach.FINDS, since, until))
        if not wanted:
            raise NothingToAsk(
                f"none of the sources of {site.name} can be asked for the past: it has no index by day, no sitemap, no "
                "WordPress listing and no paged list; `backfill elsewhere` asks the news searches, whose finds can be "
                "read after that, and `archive` under [crawl] names a web archive to ask"
            )
        work = _Work(site, config, db, hold(db), sleep, tell, archive, limits)
        return work.through(wanted)


class _Work:
    """One backfill under way."""

    def __init__(
        self,
        site: type[NewsSite],
        config: Config,
        db: Database,
        hold: Hold,
        sleep: Callable[[float], None],
        tell: Teller,
        archive: Archive | None,
        limits: Limits | None,
    ) -> None:
        self._site = site
        self._config = config
        self._db = db
        self._hold = hold
        self._sleep = sleep
        self._tell = tell
        self._archive = archive
        self._limits = limits

    def through(self, wanted: list[Window]) -> Counts:
        done = backfill.finished(self._db, self._site.name)
        left = [window for window in wanted if window not in done]
        counts = Counts(windows=len(wanted), known=len(wanted) - len(left))
        for window in left:
            counts = self._read(window, counts)
        return counts

    def _read(self, window: Window, counts: Counts) -> Counts:
        tries = 0
        while tries < MAX_TRIES:
            self._wait(window)
            kind = backward.of(self._site, window, self._hold, self._archive)
            report = complete(run_site(kind, self._config, limits=self._limits))
            counts = counts.plus(report)
            # What did not get as far as the end for want of time has got further, and goes on.
            is_whole = kind.whole and report.state == "good"
            if is_whole:
                counts = replace(counts, finished=counts.finished + 1)
                self._finish(window, report)
            self._tell.window(window, report, counts.known + counts.finished, counts.windows)
            if is_whole:
                return counts
            if not (report.stored or self._gave_way(report)):
                tries += 1
                self._sleep(BACK_OFF)
        return replace(counts, failed=counts.failed + report.failed)

    def _gave_way(self, report: RunReport) -> bool:
        return any(problem.startswith(GAVE_WAY) for problem in report.problems)

    def _finish(self, window: Window, report: RunReport) -> None:
        if window.source == reach.FINDS or not report.seen:
            return  # the next search may find more; and a list that shows nothing may only have been broken
        now = clock_of(self._config)()
        run = self._db.one("SELECT max(id) AS id FROM run WHERE site = ? AND past = 1", [self._site.name])
        with self._db.write():
            backfill.finish(self._db, self._site.name, window, run["id"] if run else 0, report.seen, now)

    def _wait(self, window: Window) -> None:
        """Until the site is free, and the search that is to be asked may be."""
        told = None
        while reason := self._hold() or self._asked_enough(window):
            if reason != told:
                self._tell.wait(reason)
                told = reason
            self._sleep(LOOK_SECONDS)

    def _asked_enough(self, window: Window) -> str | None:
        """A search is asked for the past in half of what it allows, so that the daily runs have the other."""
        query = next((one for one in self._site.facts.queries if one.url == window.source), None)
        if query is None or self._config.now is not None:
            return None
        host = urlsplit(query.url).hostname or ""
        asked = searches.asked_since(self._db, host, datetime.now(UTC) - timedelta(hours=1))
        return f"{host} has been asked {asked} times in this hour" if asked > query.hourly // 2 else None

"""The account of a run: what it saw, and where each candidate went, in the database and in the run's report."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Literal

from article import Candidate, RunReport
from config import Config
from crawler import choosing
from crawler.fetch import Fetch
from crawler.health.condition import Condition
from crawler.lists.revisits import Revisits
from crawler.manners import clock
from crawler.storing.barring import TAKEN_DOWN, barred, keepable
from crawler.storing.tally import Reading, Tally
from crawler.web.hosts import Hosts
from crawler.web.outcomes import Outcome
from storage import articles, candidates, runs, sites
from storage.candidates import Known
from storage.database import Database, open_store
from storage.errors import StorageError
from storage.health import fetches, lifecycle
from storage.health.fetches import Validators
from storage.runs import Kind

Key = str

PENDING_AT_ONCE = 200
LOST = Outcome("failed", "lost: no outcome was recorded", ours=True)
BARRED = Outcome("rejected", TAKEN_DOWN)
NOT_STARTED = "not_started"
# Failures are counted this far apart, so that a page is given up (storage's MAX_ATTEMPTS) after a day at the earliest.
COUNTED_APART = timedelta(hours=6)

GAVE_WAY = "gave way to the site's own run"

_CUT_SHORT = {
    "closespider_timeout": "the run's time was up",
    "memusage_exceeded": "the run needed more memory than it may have",
    "shutdown": "the run was told to stop",
    "paused": GAVE_WAY,
    "start_error": "the sources were not read to their end",
    "storage": "nothing could be stored",
    NOT_STARTED: "the run could not start",
}


class Account:
    """One run of one site, from its first row to its report.

    What a source lists counts as seen, and so do the candidates that earlier runs left unread. A source that has not
    changed is not taken apart again: it adds to `not_modified` only, and nothing to seen or known.
    """

    def __init__(
        self,
        db: Database,
        site: str,
        hosts: Sequence[str],
        now: Callable[[], datetime],
        kind: Kind = "poll",
    ) -> None:
        self.db = db
        self.site = site
        self.now = now
        self.tally = Tally(site)
        self._listed: dict[Key, list[Candidate]] = {}
        self._known: dict[Key, Known] = {}
        self._fetches: list[Fetch] = []
        self._asked: list[Fetch] = []  # sources, of which it is not told yet what they list
        self._heard: list[tuple[Fetch, Validators | None, bool]] = []
        self._ledger: dict[Fetch, int] = {}
        with db.write():
            sites.register(db, site, hosts, now())
            before = runs.latest(db, site)
            self.run_id = runs.start(db, site, now(), os.getpid(), kind)
            # A first run that missed something is gone on with by the second one.
            goes_on = before is not None and before.baseline and before.state != "good"
            self.baseline = kind == "past" or (kind == "poll" and (goes_on or not sites.baseline_done(db, site)))
            last_good = runs.latest_good(db, site)
            self.last_good = last_good.started if last_good else None
        self.condition = Condition(db, site, now())
        self.hosts = Hosts(db, now)
        self.revisits = Revisits(db, site)
        self._by_hand = kind != "poll"
        # Once a day every source is asked for whole: a server that answers 304 for ever is found out.
        self.is_first_of_day = before is None or before.started.date() != now().astimezone(UTC).date()

    @classmethod
    def open(cls, config: Config, site: str, hosts: Sequence[str], kind: Kind = "poll") -> Account:
        """Start a run. Raises StorageError."""
        db = open_store(config, create=True)
        try:
            return cls(db, site, hosts, clock(config), kind)
        except StorageError:
            db.close()
            raise

    def fetched(self, fetch: Fetch) -> None:
        """Count a request; the next transaction writes it into the ledger."""
        self.tally.requests += 1
        self.tally.bytes += fetch.bytes
        self.condition.fetched(fetch)
        (self._asked if fetch.kind == "source" else self._fetches).append(fetch)

    @contextmanager
    def writing(self) -> Iterator[Mapping[Fetch, int]]:
        """One transaction, with the ledger's rows of the requests so far (those to sources wait for `listed`).

        Raises StorageError.
        """
        with self.db.write():
            for fetch, validators, unchanged in self._heard:
                self._note(fetch, validators, unchanged)
            written = {fetch: self._note(fetch, unchanged=fetch.status == 304) for fetch in self._fetches}
            yield self._ledger | written
        self._ledger |= written
        self._fetches.clear()
        self._heard.clear()

    def known_before(self, keyed: Sequence[tuple[Key, Candidate]]) -> bool:
        """Whether any of these was known before this run."""
        fresh = [key for key, _ in keyed if key not in self._listed]
        self._known |= candidates.known(self.db, self.site, fresh)
        return any(key in self._known for key, _ in keyed)

    def listed(
        self,
        keyed: Sequence[tuple[Key, Candidate]],
        whole: Mapping[str, Validators] | None = None,
        unchanged: Collection[str] = (),
        source: str | None = None,
    ) -> None:
        """Record what a source lists, after `known_before` of it. Raises StorageError.

        `whole` has the validators by which its addresses can be asked again for changes only: none when a part of
        the source could not be read, so that the next run reads all of it. `unchanged` are those that had not changed.
        A source that lists nothing waits for the next transaction: most polls find nothing, and each costs a sync.
        """
        self._heard += ((one, (whole or {}).get(one.url), one.url in unchanged) for one in self._asked)
        self._asked.clear()
        if keyed:
            with self.writing():
                keyed = keepable(self.db, self.site, keyed)
                candidates.record(self.db, self.run_id, keyed, self.now(), source)
        self.condition.listed(keyed, unchanged)
        self.tally.not_modified += len(unchanged)
        for key, candidate in keyed:
            self.tally.see(key)
            self._listed.setdefault(key, []).append(candidate)

    def source(self, name: str, reading: Reading, problems: Sequence[str] = (), excused: Sequence[str] = ()) -> None:
        """Say how the reading of a source went; what is `excused` is told only where no source could be read."""
        self.tally.readings[name] = reading
        self.condition.source_read(name, reading, (*problems, *excused))
        self.tally.excused += excused
        for problem in problems:
            self.tally.problem(problem)

    def to_read(self) -> list[tuple[Key, Candidate]]:
        """What to ask for now, earlier runs' unread candidates included; the others end as known.

        What was taken down is rejected each time it is listed, so that the account says why it is not read.
        """
        chosen = choosing.to_read(self._listed, self._known, self._own_title)
        again = self.revisits.due(self.now())
        self.known_before(again)
        for key, candidate in again:
            self.tally.see(key)
            self._listed.setdefault(key, [candidate])
        chosen = list(dict.fromkeys((*chosen, *(key for key, _ in again))))
        for key in self._listed.keys() - set(chosen):
            self.tally.end(key, "known")
        for key, candidate in self._left_unread():
            self.tally.see(key)
            self._listed[key] = [candidate]
            chosen.append(key)
        self.revisits.remember(chosen)
        return [(key, self._listed[key][0]) for key in self.unbarred(chosen)]

    def _left_unread(self) -> list[tuple[Key, Candidate]]:
        """What earlier runs left unread and this one has not listed: so many at once, and the run is not good while
        more are left."""
        most = PENDING_AT_ONCE + len(self._listed) + 1
        left = [one for one in candidates.pending(self.db, self.site, most) if one[0] not in self._listed]
        if len(left) > PENDING_AT_ONCE:
            self.tally.is_behind = True
            self.tally.problem(f"earlier runs left more than {PENDING_AT_ONCE} candidates unread: the next run goes on")
        left = left[:PENDING_AT_ONCE]
        self.known_before(left)
        return left

    def unbarred(self, keys: Sequence[Key]) -> list[Key]:
        """Those of the keys that may be asked for; of all that is listed, what was taken down is rejected."""
        away = barred(self.db, self.site, [(key, found[0]) for key, found in self._listed.items()])
        for key in away:
            self.settle(key, BARRED)
        return [key for key in keys if key not in away]

    def listed_title(self, key: Key) -> str | None:
        """The first title under which a source listed the candidate."""
        return next((one.title for one in self._listed.get(key, ()) if one.title), None)

    def settle(self, key: Key, outcome: Outcome) -> None:
        """A candidate is rejected or has failed."""
        self.tally.end(key, outcome.state, outcome.reason)
        if self.revisits.refused(key, outcome) or not self._counts(key, outcome):
            return
        try:
            with self.writing():
                candidates.settle(self.db, self.run_id, self.site, key, outcome.state, outcome.reason, self.now())
                self.condition.refused(key, outcome.reason)
        except StorageError as error:
            self.broken(error)

    def stored(self, key: Key, kind: Literal["new", "version", "same"], *, copied: bool, flagged: bool) -> None:
        """An article's transaction is through; one that had not changed counts as known."""
        self.tally.end(key, "known" if kind == "same" else "stored")
        self.tally.new += kind == "new"
        self.tally.versions += kind == "version"
        self.tally.copies += copied
        self.tally.flagged += flagged and kind != "same"
        self.condition.stored(key)
        self.revisits.read(key, changed=kind == "version")

    def broken(self, error: StorageError) -> None:
        """Nothing can be stored any more: the run has failed."""
        self.tally.broken = str(error)
        self.tally.problem(str(error))

    def close(self, reason: str) -> RunReport:
        """End the run. `reason` is Scrapy's, which says "finished" whatever was lost; this looks for itself."""
        if reason == NOT_STARTED:
            self.tally.broken = _CUT_SHORT[reason]
        elif self.tally.broken:
            reason = "storage"
        try:
            self._sweep(_CUT_SHORT.get(reason), interrupted=reason == "shutdown")
            with self.writing():
                for fetch in self._asked:
                    self._note(fetch)
                report = self.tally.report()
                runs.finish(self.db, self.run_id, report, self.now())
                self.hosts.close()
                self.revisits.close(self.now())
                if not self._by_hand:
                    self.condition.close(self.run_id, self.now(), is_first_of_day=self.is_first_of_day)
                    if not self.condition.is_cut_off:
                        lifecycle.after_run(self.db, self.site, report, self.now(), self.condition.taken_over)
        except StorageError as error:
            self.broken(error)
            report = self.tally.report()
        finally:
            self.db.close()
        return report

    def _sweep(self, cut_short: str | None, interrupted: bool) -> None:
        """Find what never got an outcome, and what was called stored but is not in the database."""
        left = self.tally.open_keys()
        if cut_short:
            self.tally.cut_short = interrupted
            rest = f": {len(left)} candidates are left for the next run" if left else ""
            self.tally.problem(f"{cut_short}{rest}")
        for key in left:
            if cut_short:
                self.tally.end(key, "failed")
            else:
                self.settle(key, LOST)
        stored = self.tally.ended("stored")
        present = candidates.known(self.db, self.site, stored)
        for key in stored:
            if key not in present or present[key].state != "stored":
                self.settle(key, LOST)

    def _counts(self, key: Key, outcome: Outcome) -> bool:
        """Whether an outcome is news for the database: not every failure brings a page nearer to being given up."""
        before = self._known.get(key)
        if outcome.state != "failed" or before is None or before.state != "failed":
            return True
        settled, ours = before.fetched_at, outcome.ours or self.condition.is_cut_off
        return not ours and (settled is None or self.now() - settled >= COUNTED_APART)

    def _own_title(self, key: Key) -> str | None:
        row = articles.by_key(self.db, self.site, key)
        return row.article.title if row else None

    def _note(self, fetch: Fetch, known: Validators | None = None, unchanged: bool = False) -> int:
        known = known or Validators(None, None, None)
        return fetches.note(
            self.db, self.run_id, self.site, fetch.url, fetch.at, fetch.status, fetch.bytes, fetch.kind, unchanged,
            fetch.seconds, etag=known.etag, last_modified=known.last_modified, body_hash=known.body_hash,
            error=fetch.error,
        )  # fmt: skip

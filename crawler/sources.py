"""Reading a site's sources: each page of each once, deeper only while nothing known is met."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta, timezone
from functools import partial
from time import monotonic

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from article import Candidate
from crawler import discover, urls
from crawler.coverage import Coverage, ListRead, Proof
from crawler.errors import OfTheHost, Unreachable
from crawler.facts import Front, Listing, SiteFacts, Sitemap, Source, WordPress
from crawler.fetch import header
from crawler.lists.sparing import has_rested, sparing
from crawler.report import Account
from crawler.storing.tally import Reading
from crawler.web.outcomes import answered, plain
from crawler.web.validators import conditional, unchanged, validators
from storage.health import fetches, leads
from storage.health.fetches import Validators

MAX_DOCUMENTS = 60
# How far back a sitemap is read, which may list a site's whole past, and how many pages a listing where a date says it.
SITEMAP_DAYS = 30
SINCE_PAGES = 50
SINCE_DAYS = 60
# How many pages deeper a list is read that shows nothing known; later looks into a gap go further each time.
DEEPER_PAGES = 20
# What sites answer for the page after a list's last.
_NO_SUCH_PAGE = (400, 404, 410)
# How many days after an outage a listing by date is asked for, today not counted.
MAX_DAYS = 7


@dataclass(slots=True)
class _Progress:
    """What the reading of one source has given so far. `ahead` has each address with the list that it belongs to."""

    ahead: deque[tuple[str, str]]
    proof: Proof
    asked: int = 0
    keyed: list[tuple[str, Candidate]] = field(default_factory=list)
    whole: dict[str, Validators] = field(default_factory=dict)
    moved: dict[str, Validators] = field(default_factory=dict)
    leads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    absent: bool = False
    no_host: list[str] = field(default_factory=list)

    @property
    def reading(self) -> Reading:
        if (self.absent or self.no_host) and not self.keyed and not self.problems:
            return "absent"
        if not self.problems:
            return "answered"
        return "troubled" if self.keyed or self.whole or self.unchanged else "failed"

    def says(self, url: str, response: Response, same: Validators) -> None:
        """Keep by what an address can be asked again for changes only: the ledger has a redirected one elsewhere."""
        (self.moved if "redirect_urls" in response.meta else self.whole)[url] = same


class Reader:
    """Reads sources one after another into the account; `ask` is the engine's download.

    `since` says how far back to read, else a listing is read as far as its site file states (when it is read for the
    first time) or until it shows what is known. `until` is the monotonic time to stop at.
    """

    def __init__(
        self,
        ask: Callable[[Request], Awaitable[Response]],
        account: Account,
        facts: SiteFacts,
        since: date | None,
        until: float,
    ) -> None:
        self._ask = ask
        self._account = account
        self._facts = facts
        self._since = since
        self._until = until
        self._zone = timezone(timedelta(hours=facts.utc_offset))
        self._coverage = Coverage(account, self._zone)
        may = since is None and not self._coverage.is_sought
        self._sparing = sparing(account, [source.url for source in facts.sources] if may else [])

    async def read_all(self) -> None:
        """Read the sources of the site, then settle what they prove. Raises StorageError.

        Those that have long shown nothing first come last, and are left unread while the others prove themselves.
        """
        rests = {source: self._sparing.rest(self._coverage.known(source.url)) for source in self._facts.sources}
        well = [await self._read(source) for source, rest in rests.items() if not rest]
        for source, rest in rests.items():
            if not rest:
                continue
            known = self._coverage.known(source.url)
            if known and all(well) and self._sparing.may_wait(known.at, rest):
                self._coverage.spare(source.url)
                self._account.source(source.url, "spared")
            else:
                await self._read(source)
        self._coverage.settle()

    async def _read(self, source: Source) -> bool:
        """Read one source; whether it proves that nothing was missed."""
        days = self._days(source)
        starts = discover.starts(source, days)
        if source.grade == "D" and self._found_absent_today(source, starts):
            self._account.source(source.url, "absent")
            return False
        by_day = {discover.starts(source, [day])[0]: day for day in days} if discover.is_by_day(source) else {}
        reaches_back = not by_day or self._days_unread(source, self._today()) < len(days)
        proof = self._coverage.begin(source.url, starts, by_day, reaches_back=reaches_back)
        progress = _Progress(deque((start, start) for start in starts), proof)
        while progress.ahead:
            if monotonic() > self._until:
                progress.problems.append(f"{source.url}: not read to its end in this run")
                break
            if progress.asked >= MAX_DOCUMENTS:
                if progress.proof.known is None:
                    progress.problems.append(f"{source.url}: not read to its end in this run")
                break
            progress.asked += 1
            await self._read_one(source, *progress.ahead.popleft(), progress)
        return self._record(source, progress)

    def _record(self, source: Source, progress: _Progress) -> bool:
        proof, reading = progress.proof, progress.reading
        proof.whole = reading == "answered"
        # Without validators the next run reads all of it again: also after a kill before this run has settled.
        proves = proof.known is None or all(self._coverage.meets(one, proof.known) for one in proof.lists.values())
        is_proven = proof.whole and proves
        self._keep_leads(progress)
        self._account.listed(progress.keyed, progress.whole if is_proven else None, progress.unchanged, source.url)
        if progress.moved and is_proven:
            with self._account.db.write():
                for url, same in progress.moved.items():
                    fetches.remember(self._account.db, url, self._account.now(), same)
        self._account.source(source.url, reading, progress.problems, progress.no_host)
        return is_proven

    def _keep_leads(self, progress: _Progress) -> None:
        """Before the validators: an unchanged document without its leads would hide what they list."""
        db = self._account.db
        changed = {url: further for url, further in progress.leads.items() if further != leads.of(db, url)}
        if changed:
            with db.write():
                for url, further in changed.items():
                    leads.keep(db, url, further)

    async def _read_one(self, source: Source, url: str, start: str, progress: _Progress) -> None:
        looks_back = self._since or progress.proof.gaps
        known = None if looks_back else fetches.validators(self._account.db, url)
        is_whole = self._account.is_first_of_day or has_rested(progress.proof.known, self._account.now())
        headers = {} if is_whole else conditional(known)
        request = Request(url, callback=NO_CALLBACK, headers=headers, meta={"kind": "source"})
        try:
            response = await self._ask(request)
        except Exception as error:  # noqa: BLE001  # whatever kept a source from being read is told in the report
            if source.grade == "D" and isinstance(error, Unreachable):
                progress.no_host.append(plain(error))  # a guessed host may not be; without a network none is
                return
            about = plain(error) if isinstance(error, OfTheHost) else f"{url}: {plain(error)}"
            self._not_read(source, url, start, about, progress)
            return
        if same := unchanged(response, known, with_scripts=_with_scripts(source)):
            self._go_on(source, url, start, response, same, progress)
        elif response.status == 200:
            self._take(source, url, start, response, progress)
        elif response.status in _NO_SUCH_PAGE and discover.is_beyond(source, url):
            progress.proof.lists[start].complete = discover.is_by_day(source)
        elif source.grade == "D" and response.status in (404, 410) and not discover.fallback(source, url):
            progress.absent = True
        else:
            self._not_read(source, url, start, f"{url}: {answered(response.status).reason}", progress)

    def _go_on(
        self, source: Source, url: str, start: str, response: Response, same: Validators, progress: _Progress
    ) -> None:
        """Past a document that has not changed, to what it leads to."""
        progress.unchanged.append(response.url if "redirect_urls" in response.meta else url)
        progress.says(url, response, same)
        further = leads.of(self._account.db, url)
        one = progress.proof.lists[start]
        if url != start and (isinstance(source, Listing) or discover.is_beyond(source, url)):
            one.complete = discover.is_by_day(source)  # of the further pages only the empty one after the last is kept
        elif not (further and isinstance(source, Sitemap)):  # an index shows no articles
            one.unchanged = True
        progress.ahead.extend((address, start) for address in self._needed(source, further, one, progress.proof))

    def _found_absent_today(self, source: Source, starts: Sequence[str]) -> bool:
        """Whether a source that the site file guesses was asked for today and is not there: once a day is enough."""
        account = self._account
        today = account.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        last_resorts = [url for start in starts for url in discover.fallback(source, start) or (start,)]
        return any(fetches.was_absent(account.db, account.site, url, today) for url in last_resorts)

    def _not_read(self, source: Source, url: str, start: str, problem: str, progress: _Progress) -> None:
        instead = discover.fallback(source, url)
        progress.ahead.extend((address, start) for address in instead)
        if not instead:
            progress.problems.append(problem)

    def _take(self, source: Source, url: str, start: str, response: Response, progress: _Progress) -> None:
        proof, known = progress.proof, progress.proof.known
        found = discover.read_source(
            response.body,
            url,
            source,
            self._facts,
            site=self._account.site,
            now=self._account.now(),
            content_type=header(response, "Content-Type"),
            pages=self._pages(proof),
        )
        if found.problem:
            progress.problems.append(found.problem)
        shown = [(urls.key(one.url, self._facts), one) for one in found.candidates]
        keyed = [(key, one) for key, one in shown if not self._too_old(one, source)]
        self._account.known_before(keyed)
        if proof.overlap is None and shown:
            proof.overlap = self._coverage.overlap(shown, known)
        one = proof.lists[start]
        says_more = one.take(shown)
        one.complete = not found.problem and discover.is_by_day(source) and not (says_more and "{page" in source.url)
        progress.keyed += keyed
        pages_on = isinstance(source, Listing | WordPress) and bool(found.candidates)
        if not pages_on or (says_more and self._goes_deeper(one, [candidate for _, candidate in keyed], proof)):
            progress.ahead.extend((address, start) for address in self._needed(source, found.more, one, proof))
        if not found.problem and (not pages_on or url == start):  # the further pages of a list begin at its first one
            progress.leads[url] = () if pages_on else found.more
            progress.says(url, response, validators(response, with_scripts=_with_scripts(source)))

    def _needed(self, source: Source, further: Sequence[str], one: ListRead, proof: Proof) -> Sequence[str]:
        """The documents to go on with: not the feeds beside a front page that proves itself and shows all of theirs."""
        if isinstance(source, Front) and proof.known and self._coverage.meets(one, proof.known):
            return self._sparing.needed(proof.known, further, partial(fetches.answered_at, self._account.db))
        return further

    def _pages(self, proof: Proof) -> int | None:
        """How many pages of a list to go through at most; None for as many as the site file states."""
        if self._since:
            return SINCE_PAGES
        if proof.known is None:
            return None
        return DEEPER_PAGES * (1 + max((gap.tries + 1 for gap in proof.gaps), default=0))

    def _goes_deeper(self, one: ListRead, recent: Sequence[Candidate], proof: Proof) -> bool:
        """Whether to turn to a list's next page."""
        if self._since:
            return bool(recent)
        return proof.goal is None or not self._coverage.meets(one, proof.goal)

    def _too_old(self, candidate: Candidate, source: Source) -> bool:
        first = self._since
        if first is None and isinstance(source, Sitemap):
            first = (self._account.now() - timedelta(days=SITEMAP_DAYS)).astimezone(self._zone).date()
        listed = self._day(candidate)
        return first is not None and listed is not None and listed < first

    def _day(self, candidate: Candidate) -> date | None:
        moment = candidate.published or candidate.modified
        return moment.astimezone(self._zone).date() if moment else urls.date_from_url(candidate.url, self._facts)

    def _days(self, source: Source) -> list[date]:
        """The days that a listing by date is asked for, newest first."""
        today = self._today()
        if self._since:
            back = (today - self._since).days
        elif gaps := self._coverage.due(source.url):
            back = (today - min(gap.since for gap in gaps).astimezone(self._zone).date()).days
        else:
            unread = self._days_unread(source, today)
            back = min(unread + 1, MAX_DAYS) if unread else 1  # one day more, which shows something known
        return [today - timedelta(days=days) for days in range(min(max(back, 1), SINCE_DAYS) + 1)]

    def _days_unread(self, source: Source, today: date) -> int:
        known = self._coverage.known(source.url)
        read = known.at if known else self._account.last_good
        return (today - read.astimezone(self._zone).date()).days if read else 0

    def _today(self) -> date:
        return self._account.now().astimezone(self._zone).date()


def _with_scripts(source: Source) -> bool:
    return isinstance(source, Listing) and bool(source.data)

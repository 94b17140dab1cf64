"""Reading a site's sources: each page of each once, deeper only while nothing known is met."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta, timezone
from time import monotonic

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from article import Candidate
from crawler import discover, urls
from crawler.errors import OfTheHost, Unreachable
from crawler.facts import Listing, SiteFacts, Sitemap, Source, WordPress
from crawler.fetch import conditional, header, unchanged, validators
from crawler.outcomes import answered, plain
from crawler.report import Account
from crawler.tally import Reading
from storage import fetches
from storage.fetches import Validators

MAX_DOCUMENTS = 60
# How far back a sitemap is read, which may list a site's whole past, and how many pages a listing where a date says it.
SITEMAP_DAYS = 30
SINCE_PAGES = 50
SINCE_DAYS = 60
# How many days after an outage a listing by date is asked for, today not counted.
MAX_DAYS = 7


@dataclass(slots=True)
class _Progress:
    """What the reading of one source has given so far."""

    ahead: deque[str]
    starts: Sequence[str]
    asked: int = 0
    keyed: list[tuple[str, Candidate]] = field(default_factory=list)
    whole: dict[str, Validators] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    met_known: bool = False
    absent: bool = False
    no_host: list[str] = field(default_factory=list)

    @property
    def reading(self) -> Reading:
        if (self.absent or self.no_host) and not self.keyed and not self.problems:
            return "absent"
        if not self.problems:
            return "answered"
        return "troubled" if self.keyed or self.whole or self.unchanged else "failed"


class Reader:
    """Reads sources one after another into the account; `ask` is the engine's download.

    `since` says how far back to read, else a listing is read as far as its site file states (a first run, or one
    after a run that missed something) or until it shows what is known. `until` is the monotonic time to stop at.
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

    async def read(self, source: Source) -> None:
        """Read one source; whatever goes wrong with it is said in the account. Raises StorageError."""
        starts = discover.starts(source, self._days())
        if source.grade == "D" and self._found_absent_today(source, starts):
            self._account.source(source.url, "absent")
            return
        read_before = any(fetches.validators(self._account.db, start) for start in starts)
        progress = _Progress(deque(starts), starts)
        while progress.ahead:
            url = progress.ahead.popleft()
            progress.asked += 1
            if monotonic() > self._until or progress.asked > MAX_DOCUMENTS:
                progress.problems.append(f"{source.url}: not read to its end in this run")
                break
            await self._read_one(source, url, progress)
        # A list by day is asked for every day since the last good run, and so needs no overlap.
        if read_before and progress.keyed and not progress.met_known and len(starts) == 1:
            self._account.tally.problem(f"possible gap: nothing that {source.url} shows was known before")
        whole = not progress.problems
        self._account.listed(progress.keyed, progress.whole if whole else None, progress.unchanged)
        self._account.source(source.url, progress.reading, progress.problems, progress.no_host)

    async def _read_one(self, source: Source, url: str, progress: _Progress) -> None:
        known = None if self._since else fetches.validators(self._account.db, url)
        headers = {} if self._account.is_first_of_day else conditional(known)
        request = Request(url, callback=NO_CALLBACK, headers=headers, meta={"kind": "source"})
        try:
            response = await self._ask(request)
        except Exception as error:  # noqa: BLE001  # whatever kept a source from being read is told in the report
            if source.grade == "D" and isinstance(error, Unreachable):
                progress.no_host.append(plain(error))  # a guessed host may not be; without a network none is
                return
            about = plain(error) if isinstance(error, OfTheHost) else f"{url}: {plain(error)}"
            self._not_read(source, url, about, progress)
            return
        if known and unchanged(response, known):
            progress.unchanged.append(url)
            progress.whole[url] = known if response.status == 304 else validators(response)
            progress.met_known = True
        elif response.status == 200:
            self._take(source, url, response, progress)
        elif source.grade == "D" and response.status in (404, 410) and not discover.fallback(source, url):
            progress.absent = True
        else:
            self._not_read(source, url, f"{url}: {answered(response.status).reason}", progress)

    def _found_absent_today(self, source: Source, starts: Sequence[str]) -> bool:
        """Whether a source that the site file guesses was asked for today and is not there: once a day is enough."""
        account = self._account
        today = account.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        last_resorts = [url for start in starts for url in discover.fallback(source, start) or (start,)]
        return any(fetches.was_absent(account.db, account.site, url, today) for url in last_resorts)

    def _not_read(self, source: Source, url: str, problem: str, progress: _Progress) -> None:
        instead = discover.fallback(source, url)
        progress.ahead.extend(instead)
        if not instead:
            progress.problems.append(problem)

    def _take(self, source: Source, url: str, response: Response, progress: _Progress) -> None:
        content_type = header(response, "Content-Type")
        found = discover.read_source(
            response.body,
            url,
            source,
            self._facts,
            site=self._account.site,
            now=self._account.now(),
            content_type=content_type,
            pages=SINCE_PAGES if self._since else None,
        )
        if found.problem:
            progress.problems.append(found.problem)
        recent = [one for one in found.candidates if not self._too_old(one, source)]
        keyed = [(urls.key(one.url, self._facts), one) for one in recent]
        meets_known = self._account.known_before(keyed)
        progress.met_known |= meets_known
        progress.keyed += keyed
        pages_on = isinstance(source, Listing | WordPress) and bool(found.candidates)
        if not pages_on or self._goes_deeper(recent, meets_known):
            progress.ahead.extend(found.more)
        # What leads to other documents says nothing of their changes by having none itself: it is always asked for
        # whole. The further pages of a list are reached through its first one only.
        is_first = not pages_on or url in progress.starts
        if is_first and (pages_on or not found.more) and not found.problem:
            progress.whole[url] = validators(response)

    def _goes_deeper(self, recent: Sequence[Candidate], meets_known: bool) -> bool:
        """Whether to turn to a list's next page."""
        if self._since:
            return bool(recent)
        return self._account.reads_deep or not meets_known

    def _too_old(self, candidate: Candidate, source: Source) -> bool:
        first = self._since
        if first is None and isinstance(source, Sitemap):
            first = (self._account.now() - timedelta(days=SITEMAP_DAYS)).astimezone(self._zone).date()
        listed = self._day(candidate)
        return first is not None and listed is not None and listed < first

    def _day(self, candidate: Candidate) -> date | None:
        moment = candidate.published or candidate.modified
        return moment.astimezone(self._zone).date() if moment else urls.date_from_url(candidate.url, self._facts)

    def _days(self) -> list[date]:
        """The days that a listing by date is asked for, newest first."""
        today = self._account.now().astimezone(self._zone).date()
        back = (today - self._since).days if self._since else min(self._days_since_good(today), MAX_DAYS)
        return [today - timedelta(days=days) for days in range(min(max(back, 1), SINCE_DAYS) + 1)]

    def _days_since_good(self, today: date) -> int:
        good = self._account.last_good
        return (today - good.astimezone(self._zone).date()).days if good else 1

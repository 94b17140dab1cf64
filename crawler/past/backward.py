"""A run that reads one window of a site's past, and stops as soon as the site's own run is due."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from time import monotonic
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from article import Article, Candidate
from crawler import discover, urls
from crawler.facts import Listing, Sitemap, Source, WordPress
from crawler.fetch import Fetch, header
from crawler.lists.found import Found
from crawler.lists.wordpress import feed_url
from crawler.manners import CONFIG
from crawler.past import reach
from crawler.past.archive import Archive, read_captures
from crawler.press.elsewhere import SearchSite
from crawler.press.searching import Search
from crawler.report import PENDING_AT_ONCE, Account, Key
from crawler.site import NewsSite
from crawler.sources import SINCE_PAGES
from crawler.storing.stages import Raw
from crawler.web.outcomes import answered, plain
from detect.profile import load_profiles
from storage import candidates
from storage.candidates import MAX_ATTEMPTS
from storage.health import backfill, fetches
from storage.health.backfill import Window
from storage.health.fetches import Validators

Hold = Callable[[], str | None]
Keyed = Sequence[tuple[Key, Candidate]]
# More answers than this are no window's: the rest waits for the next run of it.
_MOST_ANSWERS = 400


class PastAccount(Account):
    """The account of a run by hand whose articles are no news: of what is known it says nothing anew."""

    def listed(self, keyed: Keyed, *rest: Any, **named: Any) -> None:
        """See Account; what is known already is only counted."""
        known = candidates.known(self.db, self.site, [key for key, _ in keyed])
        settled = {
            key
            for key, one in known.items()
            if one.state in ("stored", "rejected") or (one.state == "failed" and one.attempts >= MAX_ATTEMPTS)
        }
        for key in settled:
            self.tally.end(key, "known")
        super().listed([(key, one) for key, one in keyed if key not in settled], *rest, **named)

    def to_read(self) -> list[tuple[Key, Candidate]]:
        """What this run has listed and nobody has read; nothing that waits for the daily runs."""
        return [(key, self._listed[key][0]) for key in self.unbarred(list(self._listed))]

    def left_over(self) -> int:
        """List what searches of the past have found on the site and nobody has read; how many pages these are."""
        left = backfill.left_over(self.db, self.site, PENDING_AT_ONCE)
        for key, candidate in left:
            self.tally.see(key)
            self._listed.setdefault(key, [candidate])
        return len(left)

    def _note(self, fetch: Fetch, known: Validators | None = None, unchanged: bool = False) -> int:
        # The daily runs go on asking for changes since their own last reading.
        return super()._note(fetch, known or fetches.validators(self.db, fetch.url), unchanged)


class PastSite(NewsSite):
    """One window of a site's past; made by `of`."""

    accounts = PastAccount
    kind = "past"
    account: PastAccount
    window: Window
    hold: Hold
    # Whether the window was read to its end; the pages are the report's business.
    whole: bool = False

    def asked_for(self) -> list[str]:
        """The window's source."""
        return [self.window.source]

    def on_fetched(self, fetch: Fetch) -> None:
        """See NewsSite; stops where the site's own run is due."""
        super().on_fetched(fetch)
        if self._closing is None and self.hold() is not None:
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="paused"))

    async def _discovered(self) -> list[tuple[str, Candidate]]:
        source = reach.source_of(self.facts, self.window)
        assert source is not None and not hasattr(source, "form")
        problems: list[str] = []
        ahead = deque((start, start) for start in reach.starts(source, self.window))
        for _ in range(_MOST_ANSWERS):
            if not ahead or monotonic() > self.until or self._closing is not None:
                break
            url, start = ahead.popleft()
            ahead.extend((further, start) for further in await self._read_one(source, url, start, problems))
        type(self).whole = not ahead and not problems
        self.account.source(source.url, "answered" if type(self).whole else "troubled", problems)
        return self.account.to_read()

    async def _read_one(self, source: Source, url: str, start: str, problems: list[str]) -> Sequence[str]:
        """List what one answer shows of the window; where to go on."""
        response = await self._ask(url, problems)
        if response is None:
            return ()
        if response.status != 200:
            if url == start or response.status not in (400, 404, 410):  # what sites answer after a list's last page
                problems.append(f"{url}: {answered(response.status).reason}")
            return ()
        found = self._found(source, response, url)
        if found.problem:
            problems.append(found.problem)
        inside = [one for one in found.candidates if self._is_inside(one)]
        keyed = [(urls.key(one.url, self.facts), one) for one in inside]
        is_new = any(key not in self.account.tally.endings for key, _ in keyed)
        self.account.listed(keyed)
        if isinstance(source, WordPress):
            if feed_url(source) in found.more:
                problems.append(f"{url} is no listing of posts: the past of this site cannot be asked for by date")
                return ()
            return (reach.next_posts(start, url),) if found.more and found.candidates else ()
        if isinstance(source, Listing) and not (is_new or self._is_ahead(found.candidates)):
            return ()
        return found.more

    def _found(self, source: Source, response: Response, url: str) -> Found:
        if isinstance(source, Sitemap):
            since = datetime.combine(self.window.since, time(0), self._zone)
            return discover.read_past(response.body, url, source, self.facts, since, site=self.name, now=self._now)
        return discover.read_source(
            response.body,
            url,
            source,
            self.facts,
            site=self.name,
            now=self._now,
            content_type=header(response, "Content-Type"),
            pages=SINCE_PAGES,
        )

    async def _ask(self, url: str, problems: list[str]) -> Response | None:
        request = Request(url, callback=NO_CALLBACK, meta={"kind": "source"}, dont_filter=True)
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001  # whatever kept a source from being read is told in the report
            problems.append(f"{url}: {plain(error)}")
            return None
        return response

    @property
    def _zone(self) -> timezone:
        return timezone(timedelta(hours=self.facts.utc_offset))

    @property
    def _now(self) -> datetime:
        return self.account.now()

    def _day(self, candidate: Candidate) -> date | None:
        moment = candidate.published or candidate.modified
        return urls.date_from_url(candidate.url, self.facts) or (
            moment.astimezone(self._zone).date() if moment else None
        )

    def _is_inside(self, candidate: Candidate) -> bool:
        """What does not state its day is read: its page will."""
        day = self._day(candidate)
        return day is None or self.window.since <= day <= self.window.until

    def _is_ahead(self, shown: Sequence[Candidate]) -> bool:
        """Whether a page of a list, newest first, is still newer than the window."""
        days = [day for one in shown if (day := self._day(one))]
        return bool(days) and min(days) > self.window.until


class PastArchive(PastSite):
    """The past of a site that has died, from a web archive; made by `of`."""

    archive: Archive
    stamps: Mapping[Key, str]

    async def _discovered(self) -> list[tuple[str, Candidate]]:
        problems: list[str] = []
        stamps: dict[Key, str] = {}
        today = self._now.date()  # an article may have been captured long after it came out
        ahead = deque(self.archive.index(host, self.window.since, today) for host in self.facts.hosts)
        while ahead and monotonic() < self.until and self._closing is None:
            url = ahead.popleft()
            response = await self._ask(url, problems)
            if response is None or response.status != 200:
                problems += [f"{url}: {answered(response.status).reason}"] if response is not None else []
                continue
            captures = read_captures(response.body, url)
            problems += [captures.problem] if captures.problem else []
            keyed = []
            for original, timestamp in captures.found:
                address = urls.canonical(original, self.facts)
                one = Candidate(self.name, address, "listing", url)
                if urls.is_article(address, self.facts) and self._is_inside(one):
                    key = urls.key(address, self.facts)
                    stamps.setdefault(key, timestamp)
                    keyed.append((key, one))
            self.account.listed(keyed)
            ahead.extend([captures.more] if captures.more else [])
        self.stamps = stamps
        type(self).whole = not ahead and not problems
        self.account.source(self.window.source, "answered" if type(self).whole else "troubled", problems)
        return self.account.to_read()

    def request_for(self, key: str, candidate: Candidate) -> Request:
        """The request for the archive's copy."""
        request = super().request_for(key, candidate)
        return request.replace(url=self.archive.copy(candidate.url, self.stamps[key]))

    async def _article(self, response: Response) -> tuple[Article, list[Raw]]:
        """The copy as if it stood at its original address."""
        self._stamp = self._stamp_of(response.url)
        return await super()._article(response.replace(url=self.archive.original(response.url)))

    async def _part(self, url: str) -> Response:
        response = await super()._part(self.archive.copy(url, self._stamp))
        return response.replace(url=self.archive.original(response.url))

    def _stamp_of(self, address: str) -> str:
        lead = self.archive.template.partition("{timestamp}")[0]
        return address.removeprefix(lead)[:14] if address.startswith(lead) else ""


class PastFinds(PastSite):
    """What searches of the past have found on a site, whatever its own sources can be asked for; made by `of`."""

    def asked_for(self) -> list[str]:
        """None."""
        return []

    async def _discovered(self) -> list[tuple[str, Candidate]]:
        type(self).whole = self.account.left_over() < PENDING_AT_ONCE
        return self.account.to_read()


class PastSearch(PastSite, SearchSite):
    """One window of the news searches; made by `of`."""

    async def _discovered(self) -> list[tuple[str, Candidate]]:
        config = self.crawler.settings[CONFIG]
        facts = replace(self.facts, queries=tuple(q for q in self.facts.queries if q.url == self.window.source))
        ask = self.crawler.engine.download_async
        search = Search(ask, self.account, facts, load_profiles(config.profiles), self.owners, self.until)
        since = datetime.combine(self.window.since, time(0), UTC)
        until = datetime.combine(self.window.until + timedelta(days=1), time(0), UTC)
        await search.ask_all(since, min(until, self._now.astimezone(UTC)))
        type(self).whole = search.whole
        return await search.addressed(search.choose(self.account.to_read()))


def of(site: type[NewsSite], window: Window, hold: Hold, archive: Archive | None) -> type[PastSite]:
    """The class of the run that reads one window of a site; `hold` says why it must stop now, None while it need not.

    `archive` is asked instead of the site where the window is the archive's.
    """
    given: dict[str, Any] = {"name": site.name, "facts": site.facts, "window": window, "hold": staticmethod(hold)}
    if archive is not None and window.source == reach.ARCHIVE:
        bounds = replace(site.facts, hosts=(*site.facts.hosts, archive.host))
        return type(f"Past{site.__name__}", (PastArchive,), given | {"archive": archive, "bounds": bounds})
    if window.source == reach.FINDS:
        return type(f"Past{site.__name__}", (PastFinds,), given)
    base = PastSearch if issubclass(site, SearchSite) else PastSite
    return type(f"Past{site.__name__}", (base,), given)

"""A site's crawl: read its sources, ask for what is new or changed, hand each page on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

import scrapy
from scrapy import Request, signals
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from article import Article, Candidate, RunReport
from config import Config
from crawler import urls
from crawler.extract import NotAnArticle, extract
from crawler.facts import SiteFacts
from crawler.fetch import Fetch, fetched, header, headers_of
from crawler.health.network import look_for_names
from crawler.health.nowhere import ask_for_nothing
from crawler.manners import CONFIG
from crawler.page.pages import join, next_pages, whole
from crawler.report import Account
from crawler.sources import Reader
from crawler.storing.stages import Raw, Read
from crawler.web.charset import decode
from crawler.web.outcomes import LED_AWAY, Outcome, answered, fault, outcome, plain
from storage.errors import StorageError
from storage.runs import Kind

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

PAGE_TYPES = ("", "text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain")


class PartMissing(Exception):
    """A further page of an article could not be read."""


class NewsSite(scrapy.Spider):
    """What every site file's class inherits; a site file states `name` and `facts`.

    `since` (a date, or its ISO form) says how far back to read; `only` are addresses to read instead of the sources.
    """

    facts: SiteFacts
    accounts: type[Account] = Account
    kind: Kind = "poll"
    account: Account
    until: float
    report: RunReport | None = None

    def __init__(self, since: date | str | None = None, only: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.since = date.fromisoformat(since) if isinstance(since, str) else since
        self.only = tuple(only)
        if only:
            self.kind = "by_hand"
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Start the run's account, before any component is made. Raises StorageError, and ConfigError for want of a
        contact where the live site would be asked."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        config: Config = crawler.settings[CONFIG]
        if config.gateway is None:
            config.require_contact()
        spider.until = monotonic() + config.run_seconds
        spider.account = cls.accounts.open(config, cls.name, cls.facts.hosts, spider.kind)
        for url in () if spider.only else spider.asked_for():
            spider.account.source(url, "waiting")
        for receiver, signal in (
            (spider.on_fetched, fetched),
            (spider.on_dropped, signals.item_dropped),
            (spider.on_item_error, signals.item_error),
            (spider.on_error, signals.spider_error),
        ):
            crawler.signals.connect(receiver, signal=signal)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Read the sources, then ask for each page that is new, changed or left over."""
        try:
            chosen = self._named() if self.only else await self._discovered()
        except StorageError as error:
            self._stop(error)
            return
        for key, candidate in chosen:
            yield self.request_for(key, candidate)

    def asked_for(self) -> list[str]:
        """The sources that a run is to read."""
        return [source.url for source in self.facts.sources]

    def request_for(self, key: str, candidate: Candidate) -> Request:
        """The request for a candidate's page."""
        known = self.account.revisits.conditional(key)
        return Request(
            whole(candidate.url, self.facts),
            callback=self.parse,
            errback=self.failed,
            headers=known,
            cb_kwargs={"key": key},
            meta={"kind": "article"} | ({"handle_httpstatus_list": [304]} if known else {}),
            dont_filter=True,
        )

    def _named(self) -> list[tuple[str, Candidate]]:
        addresses = [urls.canonical(url, self.facts) for url in self.only]
        keyed = [(urls.key(url, self.facts), Candidate(self.name, url, "hand", "")) for url in addresses]
        self.account.listed(keyed)
        may = set(self.account.unbarred([key for key, _ in keyed]))
        return [(key, candidate) for key, candidate in keyed if key in may]

    async def _discovered(self) -> list[tuple[str, Candidate]]:
        reader = Reader(self.crawler.engine.download_async, self.account, self.facts, self.since, self.until)
        await reader.read_all()
        await look_for_names(self.account)
        chosen = self.account.to_read()
        addresses = [candidate.url for _, candidate in chosen]
        await ask_for_nothing(self.crawler.engine.download_async, self.account, self.facts, addresses)
        return chosen

    async def parse(self, response: Response, key: str) -> AsyncIterator[Read]:
        """A page that was asked for: an article, or the reason why it is none."""
        if response.status == 304:
            self.account.stored(key, "same", copied=False, flagged=False)
            return
        try:
            article, raw = await self._article(response)
        except (NotAnArticle, PartMissing) as error:
            self.account.settle(key, outcome(error))
            return
        yield Read(
            key=urls.key(article.url, self.facts),
            asked=key,
            article=article,
            fetch=response.meta["fetch"],
            raw=raw,
        )

    async def _article(self, response: Response) -> tuple[Article, list[Raw]]:
        """Raises NotAnArticle, PartMissing."""
        if "redirect_urls" in response.meta and not urls.is_article(response.url, self.facts):
            raise NotAnArticle(f"{LED_AWAY}{response.url}, which is no article")
        html, article = self._extracted(response)
        raw, further = [self._raw(response)], []
        for url in next_pages(html, response.url, self.facts):
            page = await self._part(url)
            further.append(self._extracted(page, part=True)[1])
            raw.append(self._raw(page))
        return (join(article, further) if further else article), raw

    def _extracted(self, response: Response, *, part: bool = False) -> tuple[str, Article]:
        content_type = header(response, "Content-Type")
        kind = (content_type or "").partition(";")[0].strip().lower()
        if kind not in PAGE_TYPES:
            raise NotAnArticle(f"is {kind}, no web page")
        html, mark = decode(response.body, content_type)
        article = extract(html, response.url, site=self.name, facts=self.facts, now=self.account.now(), part=part)
        return html, replace(article, marks=(*article.marks, mark)) if mark else article

    async def _part(self, url: str) -> Response:
        request = Request(url, callback=NO_CALLBACK, meta={"kind": "article"})
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # whatever it was, the article is not whole, and the report says so
            raise PartMissing(f"its further page {url}: {plain(error)}") from error
        if response.status != 200:
            raise PartMissing(f"its further page {url} {answered(response.status).reason}")
        return response

    def _raw(self, response: Response) -> Raw:
        fetch: Fetch = response.meta["fetch"]
        return Raw(response.url, response.body, headers_of(response), fetch.at)

    def failed(self, failure: Failure) -> None:
        """A page that could not be had."""
        self._settle(failure.request.cb_kwargs["key"], outcome(failure.value))  # type: ignore[attr-defined]

    def on_fetched(self, fetch: Fetch) -> None:
        self.account.fetched(fetch)

    def on_dropped(self, item: Read, exception: Exception) -> None:
        self._settle(item.asked, Outcome("rejected", str(exception)))

    def on_item_error(self, item: Read, failure: Failure) -> None:
        if isinstance(failure.value, StorageError):
            self._stop(failure.value)
        self._settle(item.asked, fault(failure.value))

    def on_error(self, failure: Failure, response: Response | None) -> None:
        """An error in this program: the page it was about has failed, or the reading of the sources."""
        key = response.request.cb_kwargs.get("key") if response is not None and response.request else None
        if key:
            self._settle(key, fault(failure.value))
        else:
            self.account.tally.problem(f"reading the sources broke off: {plain(failure.value)}")

    def _settle(self, key: str, ending: Outcome) -> None:
        self.account.settle(key, ending)
        if self.account.tally.broken:
            self._close()

    def _stop(self, error: StorageError) -> None:
        self.account.broken(error)
        self._close()

    def _close(self) -> None:
        if self._closing is None:
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="storage"))

    def closed(self, reason: str) -> None:
        """Scrapy's last word to a spider: the run's report is made."""
        self.report = self.account.close(reason)

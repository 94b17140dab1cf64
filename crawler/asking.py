"""Asking a site for a few pages by hand, outside a run: through the same guard, robots.txt and pace as any run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import scrapy
from scrapy import Request, signals
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from config import Config
from crawler.facts import SiteFacts
from crawler.fetch import Fetch, fetched, headers_of
from crawler.manners import Limits, clock, scrapy_settings
from crawler.web.hosts import Hosts
from crawler.web.outcomes import plain
from storage.database import Database
from storage.health import fetches
from storage.health.fetches import FetchKind

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Got:
    """What came of one question. `url` is where the answer stands in the end, `problem` says why none came."""

    asked: str
    url: str
    status: int | None = None
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    problem: str | None = None

    @property
    def is_there(self) -> bool:
        """Whether a body came, as asked for."""
        return self.problem is None and self.status == 200

    @property
    def words(self) -> str:
        """What is wrong with it."""
        return self.problem or f"answers {self.status}"

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Robots:
    """What came of a host's robots.txt: rules, none, or why it could not be read; Crawl-delay in seconds."""

    host: str
    words: str
    delay: float = 0.0


class _Noting(Hosts):
    """Keeps what a run keeps of hosts, and what their robots.txt says for whoever asks."""

    def __init__(self, db: Database, config: Config) -> None:
        super().__init__(db, clock(config))
        self.said: dict[str, Robots] = {}

    def robots_said(self, place: str) -> None:
        """Nothing: who asks by hand wants to know what robots.txt says now."""

    def robots(self, host: str, words: str, crawl_delay: float) -> None:
        super().robots(host, words, crawl_delay)
        self.said[host] = Robots(host, words, crawl_delay)


class Ask:
    """Asks for one address after another; at the end `robots` has each host's word."""

    def __init__(self, download: Callable[[Request], Awaitable[Response]], noting: _Noting) -> None:
        self._download = download
        self._noting = noting
        self.robots_text: dict[str, bytes] = {}

    @property
    def robots(self) -> tuple[Robots, ...]:
        return tuple(self._noting.said.values())

    async def get(self, url: str, kind: FetchKind = "source", headers: Mapping[str, str] | None = None) -> Got:
        """The answer to one address; what went wrong is in `problem`, nothing is raised."""
        try:
            request = Request(url, callback=NO_CALLBACK, headers=dict(headers or {}), meta={"kind": kind})
            response = await self._download(request)
        except Exception as error:  # noqa: BLE001  # whatever kept the page from being read, it is told
            return Got(url, url, problem=plain(error))
        return Got(url, response.url, response.status, response.body, headers_of(response))


class _Asker(scrapy.Spider, Generic[T]):
    """A spider without pages of its own: it does one piece of work with the engine's download."""

    name = "asking"
    facts: SiteFacts | None = None

    def __init__(self, work: Callable[[Ask], Awaitable[T]], noting: _Noting, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._work = work
        self.noting = noting
        # Where the middlewares find what a run keeps of hosts.
        self.account = SimpleNamespace(hosts=noting)
        self.fetches: list[Fetch] = []
        self.answer: T | None = None
        self.error: BaseException | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_fetched, signal=fetched)
        crawler.signals.connect(spider.on_response, signal=signals.response_received)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        self.ask = Ask(self.crawler.engine.download_async, self.noting)
        try:
            self.answer = await self._work(self.ask)
        except Exception as error:  # noqa: BLE001  # raised again outside of Scrapy, which would swallow it
            self.error = error
        return
        yield  # what makes this a generator, as Scrapy wants it

    def on_fetched(self, fetch: Fetch) -> None:
        self.fetches.append(fetch)

    def on_response(self, response: Response, request: Request) -> None:
        if request.meta.get("kind") == "robots" and response.status == 200:
            self.ask.robots_text[request.url] = response.body


async def asking(
    work: Callable[[Ask], Awaitable[T]],
    config: Config,
    db: Database,
    *,
    facts: SiteFacts,
    site: str | None = None,
    limits: Limits | None = None,
) -> T:
    """Do `work` with pages of one site, on the loop of `crawler.run.complete`.

    `facts` say which hosts may be asked. The requests go into the ledger where `site` names a registered site; what
    hosts wish is kept and obeyed in any case. Raises ConfigError for want of a contact where the live site would be
    asked, StorageError, and whatever `work` raises.
    """
    if config.gateway is None:
        config.require_contact()
    settings = scrapy_settings(config, limits) | {
        "MEMUSAGE_ENABLED": False,
        "SPIDER_MODULES": [],
        "ITEM_PIPELINES": {},
        # Only 200 is a page here, and every other answer is to be seen.
        "HTTPERROR_ALLOW_ALL": True,
    }
    settings["DOWNLOADER_MIDDLEWARES"] = settings["DOWNLOADER_MIDDLEWARES"] | {"crawler.health.looking.Looking": None}
    kind = type("Asker", (_Asker,), {"facts": facts})
    crawler = AsyncCrawlerRunner(settings).create_crawler(kind)
    noting = _Noting(db, config)
    await crawler.crawl_async(work=work, noting=noting)
    spider: Any = crawler.spider
    with db.write():
        noting.close()
        for fetch in spider.fetches if site else ():
            _note(db, site or "", fetch)
    if spider.error is not None:
        raise spider.error
    answer: T = spider.answer
    return answer


def _note(db: Database, site: str, fetch: Fetch) -> None:
    # Without validators: what a check reads must not let the next run take it for unchanged.
    fetches.note(
        db, None, site, fetch.url, fetch.at, fetch.status, fetch.bytes, fetch.kind, False, fetch.seconds,
        error=fetch.error,
    )  # fmt: skip

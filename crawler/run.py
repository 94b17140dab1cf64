"""Runs in this process: one site, several, or one page; `scrapy crawl SITE` is the same in a process of its own."""

from __future__ import annotations

import asyncio
import importlib
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial
from typing import Any, Self, TypeVar

from scrapy.crawler import Crawler
from scrapy.settings import Settings

from article import Article, RunReport
from config import Config, site_names
from crawler import urls
from crawler.extract import extract
from crawler.manners import Limits, scrapy_settings
from crawler.report import NOT_STARTED
from crawler.site import NewsSite
from crawler.web.charset import decode

T = TypeVar("T")


class UnknownSite(ValueError):
    """An address that belongs to no site."""


class _OwnSettings(Settings):
    """The settings of one run: nobody else has them, so that Scrapy's copy would cost time for nothing."""

    def copy(self) -> Self:
        return self


def site_class(name: str) -> type[NewsSite]:
    """The class in spiders/<name>.py. Raises ImportError."""
    module = importlib.import_module(f"spiders.{name}")
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, NewsSite) and value.__module__ == module.__name__:
            return value
    raise ImportError(f"spiders/{name}.py has no class that inherits NewsSite: write one as docs/add-a-site.md says")


def site_of(url: str) -> type[NewsSite] | None:
    """The site that an address belongs to, None for none. Raises ImportError."""
    return most_specific(url, [site_class(name) for name in site_names()])


def most_specific(url: str, sites: Sequence[type[NewsSite]]) -> type[NewsSite] | None:
    """Of the sites that an address is on, the one whose host says most: a subdomain's before the whole domain's."""
    hosts = {site: urls.own_host(url, site.facts) for site in sites}
    return max((site for site in sites if hosts[site]), key=lambda site: len(hosts[site] or ""), default=None)


def complete(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end on the event loop that Scrapy's reactor works on: any number of times a process.

    Raises KeyboardInterrupt where SIGINT or SIGTERM breaks it off.
    """
    loop = _loop()
    with _broken_off(loop) as signs:
        try:
            return loop.run_until_complete(work)
        except RuntimeError:
            if signs:
                raise KeyboardInterrupt from None
            raise


@contextmanager
def _broken_off(loop: asyncio.AbstractEventLoop) -> Iterator[list[signal.Signals]]:
    """Let these signals stop the loop: an exception raised wherever one strikes may be caught by a callback there."""
    signs: list[signal.Signals] = []
    if threading.current_thread() is not threading.main_thread():
        yield signs
        return

    def stop(sign: signal.Signals) -> None:
        signs.append(sign)
        loop.stop()

    before = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)}
    heeded = [sign for sign, handler in before.items() if handler is not signal.SIG_IGN]
    for sign in heeded:
        loop.add_signal_handler(sign, stop, sign)
    try:
        yield signs
    finally:
        for sign in heeded:
            loop.remove_signal_handler(sign)
            signal.signal(sign, before[sign])


@cache
def _loop() -> asyncio.AbstractEventLoop:
    from twisted.internet import asyncioreactor

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    asyncioreactor.install(loop)  # type: ignore[no-untyped-call]
    from twisted.internet import reactor

    running: Any = reactor
    # The reactor is started but never run to its end, since it could not be started again; so that its threads, which
    # look up names, do not keep the process from ending, they are daemons.
    running.getThreadPool().threadFactory = partial(threading.Thread, daemon=True)
    running.startRunning(installSignalHandlers=False)
    return loop


async def run_site(
    site: str | type[NewsSite],
    config: Config,
    *,
    now: datetime | None = None,
    since: date | None = None,
    only: Sequence[str] = (),
    limits: Limits | None = None,
) -> RunReport:
    """One run of one site on the loop of `complete`.

    `now` moves the clock, and then no time is lost with delays. `since` says how far back to read, `only` are
    addresses to read instead of the site's sources. Raises StorageError, ProfileError and ImportError.
    """
    config = replace(config, now=now) if now else config
    # Memory is measured for the whole process, of which this run is but a part; and the site's class is at hand.
    settings = scrapy_settings(config, limits) | {"MEMUSAGE_ENABLED": False, "SPIDER_MODULES": []}
    # Without Scrapy's runner, which makes a loader of spiders that is not needed.
    crawler = Crawler(site_class(site) if isinstance(site, str) else site, _OwnSettings(settings))
    try:
        # A task of its own, whose end leaves the loop a turn in which connections are closed.
        await asyncio.ensure_future(crawler.crawl_async(since=since, only=only))
    finally:
        spider = crawler.spider
        if isinstance(spider, NewsSite) and spider.report is None:
            spider.closed(NOT_STARTED)
    assert isinstance(spider, NewsSite) and spider.report is not None
    return spider.report


def run_sites(
    names: Sequence[str],
    config: Config,
    *,
    now: datetime | None = None,
    since: date | None = None,
    progress: Callable[[RunReport], None] | None = None,
) -> list[RunReport]:
    """A round over several sites, `config.parallel_runs` at a time; the reports in the order of `names`.

    `progress` is told each report as it comes. Raises what `run_site` raises.
    """
    return complete(_round(names, config, partial(run_site, now=now, since=since), progress or (lambda _: None)))


async def _round(
    names: Sequence[str],
    config: Config,
    run: Callable[[str, Config], Coroutine[Any, Any, RunReport]],
    progress: Callable[[RunReport], None],
) -> list[RunReport]:
    places = asyncio.Semaphore(config.parallel_runs)

    async def one(name: str) -> RunReport:
        async with places:
            report = await run(name, config)
        progress(report)
        return report

    return await asyncio.gather(*map(one, names))


def add_page(url: str, config: Config) -> RunReport:
    """Fetch, judge and store one page that the crawl missed. Raises UnknownSite and what `run_site` raises."""
    site = site_of(url)
    if site is None:
        raise UnknownSite(f"{url} belongs to none of the sites: {', '.join(site_names())}")
    return complete(run_site(site, config, only=[url]))


def extract_page(body: bytes, url: str, site: str | None, *, now: datetime) -> Article:
    """The article of a saved page; without `site` the address tells whose it is. Raises NotAnArticle."""
    found = site_class(site) if site else site_of(url)
    html, _ = decode(body, None)
    return extract(html, url, site=found.name if found else "", facts=found.facts if found else None, now=now)

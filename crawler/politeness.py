"""Manners towards a host: its pace, and its wish to be left alone for a while.

Crawl-delay and Retry-After are obeyed, which Scrapy does not do by itself; crawler/web/robots.py reads robots.txt.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.errors import HostPaused
from crawler.fetch import header
from crawler.manners import CONFIG, JITTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.core.downloader import Downloader
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from crawler.web.hosts import Hosts

MAX_DELAY = 60.0
BACK_OFF = 30.0
BUSY = (429, 503)


def slow_down(downloader: Downloader, host: str, seconds: float) -> None:
    """Let at least `seconds` pass between two requests to a host for the rest of the run."""
    delay = seconds / (1 - JITTER)
    settings = downloader.per_slot_settings.setdefault(host, {})
    settings["delay"] = max(delay, settings.get("delay", 0.0), downloader.settings.getfloat("DOWNLOAD_DELAY"))
    # Scrapy drops a slot that idles for a minute and makes it anew from the settings, so both are set.
    if host in downloader.slots:
        downloader.slots[host].delay = settings["delay"]


class Pace:
    """Extension: a host that answers slowly is asked more slowly, twice its latency apart, never sooner than agreed."""

    def __init__(self, downloader: Callable[[], Downloader]) -> None:
        self._downloader = downloader

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getfloat("DOWNLOAD_DELAY"):
            raise NotConfigured
        self = cls(lambda: crawler.engine.downloader)
        crawler.signals.connect(self.adapt, signal=signals.response_downloaded)
        return self

    def adapt(self, request: Request) -> None:
        downloader = self._downloader()
        host, latency = request.meta.get(downloader.DOWNLOAD_SLOT), request.meta.get("download_latency")
        if host not in downloader.slots or latency is None:
            return
        agreed = downloader.per_slot_settings.get(host, {}).get("delay", downloader.settings.getfloat("DOWNLOAD_DELAY"))
        downloader.slots[host].delay = max(agreed, min(2 * latency, MAX_DELAY))


def retry_after(header: str | None, answered: datetime) -> float | None:
    """Seconds that a Retry-After header asks for: a number, or a date after `answered`; None when it says neither."""
    text = (header or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - answered).total_seconds(), 0.0)


class Retries(RetryMiddleware):
    """Scrapy's retries, which keep a whole host waiting for as long as it asked, or for the rest of the run."""

    def __init__(self, settings: BaseSettings, hosts: Hosts | None = None) -> None:
        super().__init__(settings)
        self._hosts = hosts
        self._longest = settings.getfloat("RETRY_AFTER_WAIT")
        self._waits = settings[CONFIG].now is None
        self._until: dict[str, float] = {}
        self._paused: dict[str, str] = {}
        self._in_a_row: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        self = cls(crawler.settings, hosts_of(crawler))
        self.crawler = crawler
        return self

    async def process_request(self, request: Request) -> None:
        """Wait while the host wants to be left alone, as it said in this run or in one before. Raises HostPaused."""
        host = urlparse_cached(request).hostname or ""
        wish = self._hosts.paused(host) if self._hosts and host not in self._paused else None
        if wish:
            raise HostPaused(f"{host} asks to be left alone until {wish.until:%d %b %H:%M} UTC: not asked before")
        while (left := self._until.get(host, 0.0) - monotonic()) > 0:
            await asyncio.sleep(left)
        if host in self._paused:
            raise HostPaused(self._paused[host])

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Raises HostPaused."""
        host = urlparse_cached(request).hostname or ""
        if response.status not in BUSY:
            self._in_a_row[host] = 0
            return super().process_response(request, response)
        self._in_a_row[host] += 1
        asked = retry_after(header(response, "Retry-After"), _answered(response))
        seconds = BACK_OFF if asked is None else asked
        if self._hosts:
            self._hosts.asked_to_wait(host, asked or 0.0)
        again = super().process_response(request, response)
        if self._in_a_row[host] > self.max_retry_times or (asked or 0) > self._longest:
            wish = f" and asks to be left alone for {seconds:.0f} seconds" if asked else ""
            self._paused[host] = f"{host} answers {response.status}{wish}: not asked again in this run"
            if self._hosts and (asked or 0) > self._longest:
                self._hosts.pause(host, seconds, response.status)
            raise HostPaused(self._paused[host])
        self._until[host] = monotonic() + min(seconds, self._longest) * self._waits
        return again


def hosts_of(crawler: Crawler) -> Hosts | None:
    """Where the crawl's run keeps what it learns of hosts; None where there is no run, as in `scrapy shell`."""
    return getattr(getattr(crawler.spider, "account", None), "hosts", None)


def _answered(response: Response) -> datetime:
    """When the server answered, by its own clock where it states it."""
    try:
        moment = parsedate_to_datetime(header(response, "Date") or "")
    except ValueError:
        return datetime.now(UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

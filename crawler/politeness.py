"""Manners towards a host: its robots.txt, its pace, and its wish to be left alone for a while.

robots.txt is read as RFC 9309 says, anew in every run: an error of the server or of the network means "do not
crawl". Crawl-delay and Retry-After are obeyed, which Scrapy does not do by itself.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Self

from protego import Protego
from scrapy import Request, signals
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.errors import Forbidden, HostPaused, OfTheHost, RobotsUnreadable
from crawler.fetch import header
from crawler.manners import AGENT, CONFIG, JITTER
from crawler.outcomes import plain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy.core.downloader import Downloader
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from crawler.hosts import Hosts

MAX_DELAY = 60.0
BACK_OFF = 30.0
_ROBOTS_BYTES = 512 * 1024
_BUSY = (429, 503)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host's robots.txt says to us; `unreadable` says why it says nothing."""

    robots: Protego | None = None
    unreadable: str | None = None

    @property
    def delay(self) -> float:
        """The Crawl-delay in seconds, at most MAX_DELAY; 0 without one."""
        stated = self.robots.crawl_delay(AGENT) if self.robots else None
        return min(max(float(stated or 0), 0.0), MAX_DELAY)

    @property
    def words(self) -> str:
        """What it is, for the ledger: rules, none, or why it could not be read."""
        return self.unreadable or ("rules" if self.robots else "none")

    def check(self, url: str) -> None:
        """Raises Forbidden and RobotsUnreadable."""
        if self.unreadable:
            raise RobotsUnreadable(self.unreadable)
        if self.robots and not self.robots.can_fetch(url, AGENT):
            raise Forbidden("robots.txt forbids it")


def rules(status: int, body: bytes, host: str) -> Rules:
    """The rules in one answer to a request for robots.txt (RFC 9309, 2.3.1; 429 counts as a server's error)."""
    if status >= 500 or status in _BUSY:
        return Rules(unreadable=f"robots.txt of {host} answers {status}")
    if not 200 <= status < 300:
        return Rules()
    return Rules(Protego.parse(body[:_ROBOTS_BYTES].decode("utf-8-sig", "replace")))


class Robots:
    """Downloader middleware: asks each host's robots.txt once a run, before anything else of that host."""

    def __init__(
        self,
        fetch: Callable[[Request], Awaitable[Response]],
        slow_down: Callable[[str, float], None],
        hosts: Hosts | None = None,
    ) -> None:
        self._fetch = fetch
        self._slow_down = slow_down
        self._hosts = hosts
        self._rules: dict[tuple[str, str], asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        # The engine is made after its middlewares, hence the late looks at it.
        def slower(host: str, seconds: float) -> None:
            if crawler.settings[CONFIG].now is None:
                slow_down(crawler.engine.downloader, host, seconds)

        return cls(lambda request: crawler.engine.download_async(request), slower, hosts_of(crawler))

    async def process_request(self, request: Request) -> None:
        """Raises Forbidden and RobotsUnreadable, which the request's errback gets."""
        if request.meta.get("kind") == "robots":
            return
        parts = urlparse_cached(request)
        place = parts.scheme, parts.netloc
        if place not in self._rules:
            self._rules[place] = asyncio.ensure_future(self._read(*place))
        # Shielded: others may wait for the same answer when the one that asked first is given up.
        found = await asyncio.shield(self._rules[place])
        try:
            found.check(request.url)
        except Forbidden:
            self._decided(parts.hostname, allowed=False)
            raise
        self._decided(parts.hostname, allowed=True)

    def _decided(self, host: str | None, *, allowed: bool) -> None:
        if self._hosts and host:
            self._hosts.decided(host, allowed=allowed)

    async def _read(self, scheme: str, host: str) -> Rules:
        found = await self._rules_of(scheme, host)
        name = urlparse_cached(Request(f"{scheme}://{host}/")).hostname or host
        if self._hosts:
            self._hosts.robots(name, found.words, found.delay)
        if found.delay:
            self._slow_down(name, found.delay)
        return found

    async def _rules_of(self, scheme: str, host: str) -> Rules:
        request = Request(f"{scheme}://{host}/robots.txt", callback=NO_CALLBACK, priority=1000, meta={"kind": "robots"})
        try:
            response = await self._fetch(request)
        except Exception as error:  # noqa: BLE001  # whatever kept us from its rules, the host is not crawled
            why = plain(error)
            return Rules(unreadable=why if isinstance(error, OfTheHost) else f"robots.txt of {host}: {why}")
        return rules(response.status, response.body, host)


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
    except ValueError:
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
        if response.status not in _BUSY:
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

"""Each host's robots.txt, read as RFC 9309 says: an error of the server or of the network means "do not crawl".

It is asked for once a day, conditionally, and before long again where it was not to be had.
"""

from __future__ import annotations

import asyncio
import codecs
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from protego import Protego
from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.errors import FORBIDS, Forbidden, OfTheHost, RobotsUnreadable
from crawler.fetch import header
from crawler.manners import AGENT, CONFIG, clock
from crawler.politeness import BUSY, MAX_DELAY, hosts_of, slow_down
from crawler.web.outcomes import plain
from crawler.web.validators import conditional
from storage.health.fetches import Validators
from storage.health.robots import Said

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy.crawler import Crawler

    from crawler.web.hosts import Hosts

# So long a robots.txt holds (RFC 9309, 2.4: not more than 24 hours), and so long an error that came instead of one.
HOLDS = timedelta(days=1)
ERROR_HOLDS = timedelta(minutes=15)
_MOST_BYTES = 512 * 1024


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
            raise Forbidden(FORBIDS)


def rules(status: int, body: bytes, host: str) -> Rules:
    """The rules in one answer to a request for robots.txt (RFC 9309, 2.3.1; 429 counts as a server's error)."""
    if _is_error(status):
        return Rules(unreadable=f"robots.txt of {host} answers {status}")
    if not 200 <= status < 300:
        return Rules()
    # RFC 9309 wants UTF-8, but a wish that some editor has saved as UTF-16 is a wish too.
    letters = "utf-16" if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return Rules(Protego.parse(body[:_MOST_BYTES].decode(letters, "replace")))


def rules_of(said: Said, host: str) -> Rules:
    """The rules in what a host's robots.txt said last."""
    return Rules(unreadable=said.problem) if said.status is None else rules(said.status, said.body, host)


def holds(said: Said, now: datetime) -> bool:
    """Whether a robots.txt need not be asked for again yet."""
    return timedelta(0) <= now - said.at < (ERROR_HOLDS if _is_error(said.status) else HOLDS)


def _is_error(status: int | None) -> bool:
    return status is None or status >= 500 or status in BUSY


class Robots:
    """Downloader middleware: each host's robots.txt comes before anything else of that host, asked for once a day."""

    def __init__(
        self,
        fetch: Callable[[Request], Awaitable[Response]],
        slow_down: Callable[[str, float], None],
        now: Callable[[], datetime],
        hosts: Hosts | None = None,
    ) -> None:
        self._fetch = fetch
        self._now = now
        self._slow_down = slow_down
        self._hosts = hosts
        self._rules: dict[tuple[str, str], asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        # The engine is made after its middlewares, hence the late looks at it.
        def slower(host: str, seconds: float) -> None:
            if crawler.settings[CONFIG].now is None:
                slow_down(crawler.engine.downloader, host, seconds)

        now = clock(crawler.settings[CONFIG])
        return cls(lambda request: crawler.engine.download_async(request), slower, now, hosts_of(crawler))

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
        place = f"{scheme}://{host}"
        said = self._hosts.robots_said(place) if self._hosts else None
        if said is None or not holds(said, self._now()):
            said = await self._ask(place, host, said)
        return rules_of(said, host)

    async def _ask(self, place: str, host: str, before: Said | None) -> Said:
        known = Validators(before.etag, before.last_modified, None) if before else None
        request = Request(
            f"{place}/robots.txt",
            callback=NO_CALLBACK,
            headers=conditional(known),
            priority=1000,
            meta={"kind": "robots"},
        )
        try:
            said = _said(await self._fetch(request), place, self._now(), before)
        except Exception as error:  # noqa: BLE001  # whatever kept us from its rules, the host is not crawled
            why = plain(error)
            problem = why if isinstance(error, OfTheHost) else f"robots.txt of {host}: {why}"
            said = Said(place, self._now(), None, problem)
        # Where the host's wish to be left alone kept us from asking, nothing was said.
        if self._hosts and "fetch" in request.meta:
            self._hosts.robots_asked(said)
        return said


def _said(response: Response, place: str, now: datetime, before: Said | None) -> Said:
    if response.status == 304 and before is not None:
        return replace(before, at=now)
    is_good = 200 <= response.status < 300
    return Said(
        place=place,
        at=now,
        status=response.status,
        etag=header(response, "ETag") if is_good else None,
        last_modified=header(response, "Last-Modified") if is_good else None,
        body=response.body[:_MOST_BYTES] if is_good else b"",
    )

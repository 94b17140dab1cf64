"""One request: the one way out to the network, what came of it, and what made it too much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Self

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    IgnoreRequest,
)
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.errors import NO_ADDRESS, RedirectLoop, Refused, TooBig, Unreachable
from crawler.manners import CONFIG, clock
from crawler.web import guard
from crawler.web.certificates import certificates
from crawler.web.gateway import Gateway
from crawler.web.heads import BoundedFactory, head_too_long
from crawler.web.outcomes import plain
from storage.health.fetches import FetchKind

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# Sent with a Fetch and its request each time the network was asked.
fetched = object()

_GATEWAY_HOPS = 5


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request to the network; `status` is None when no answer came, `bytes` are those on the wire."""

    url: str
    kind: FetchKind
    at: datetime
    seconds: float = 0.0
    status: int | None = None
    bytes: int = 0
    error: str | None = None


def header(response: Response, name: str) -> str | None:
    """A header's first value as text."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def headers_of(response: Response) -> Mapping[str, str]:
    """The answer's headers as text, for keeping with the page."""
    return {name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in response.headers.items()}


class Handler(HTTP11DownloadHandler):
    """Scrapy's download handler behind the guard and through the gateway; every request through it is told of."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = BoundedFactory
        # What a kept connection left unanswered it would send again by itself: at once, and told to nobody.
        self._pool.retryAutomatically = False
        config = crawler.settings[CONFIG]
        self._contextFactory = certificates(self._contextFactory, config.unverified)
        self._clock = clock(config)
        self._guard = guard.install()
        self._gateway = Gateway(config.gateway) if config.gateway else None
        if self._gateway:
            self._guard.exempt(self._gateway.host, self._gateway.port)

    async def close(self) -> None:
        if self._gateway:
            self._guard.revoke(self._gateway.host, self._gateway.port)
        await super().close()

    async def download_request(self, request: Request) -> Response:
        """Raises TooBig, Unreachable and Scrapy's own download errors."""
        with self._told(request) as answers:
            response = await self._through_gateway(request) if self._gateway else await self._ask(request)
            answers.append(response)
        return response

    async def _through_gateway(self, request: Request) -> Response:
        assert self._gateway
        address = self._gateway.through(request.url)
        for _ in range(_GATEWAY_HOPS):
            asked = request.replace(url=address)
            response = await self._ask(asked)
            request.meta["download_latency"] = asked.meta.get("download_latency")
            location = header(response, "Location") or ""
            meant = self._gateway.original(location)
            if not location or meant != request.url:
                break
            address = self._gateway.inside(location) or address
        if location:
            response.headers["Location"] = meant
        return response.replace(url=request.url)

    async def _ask(self, request: Request) -> Response:
        host = urlparse_cached(request).hostname or ""
        try:
            return await super().download_request(request)
        except DownloadCancelledError as error:
            raise TooBig(f"larger than {self._default_maxsize} bytes") from error
        except DownloadFailedError as error:
            if too_long := head_too_long(error.__cause__):
                raise TooBig(too_long) from error
            raise
        except DownloadConnectionRefusedError as error:
            raise Unreachable(f"unreachable: {self._named(host)} refuses the connection") from error
        except CannotResolveHostError as error:
            private = self._guard.refused.get(host)
            if private:
                raise Refused(f"{host} leads to {private}, which is no public address") from error
            raise Unreachable(f"{NO_ADDRESS} {self._named(host)}") from error

    def _named(self, host: str) -> str:
        return f"the gateway {host}:{self._gateway.port}" if self._gateway else host

    @contextmanager
    def _told(self, request: Request) -> Iterator[list[Response]]:
        start = monotonic()
        fetch = Fetch(request.url, request.meta.get("kind", "article"), self._clock())
        answers: list[Response] = []
        try:
            yield answers
            fetch = replace(fetch, status=answers[0].status, bytes=len(answers[0].body))
        except Exception as error:
            fetch = replace(fetch, error=plain(error))
            raise
        finally:
            fetch = replace(fetch, seconds=monotonic() - start)
            request.meta["fetch"] = fetch
            self._crawler.signals.send_catch_log(signal=fetched, fetch=fetch, request=request)


class Unpacking(HttpCompressionMiddleware):
    """Scrapy's unpacking, whose limit has a name."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Raises TooBig."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            raise TooBig(f"larger than {self._max_size} bytes once unpacked") from error


class Redirects(RedirectMiddleware):
    """Scrapy's redirects, whose end has a name. The guard looks at each hop, as at any request."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        self = cls(crawler.settings)
        self.crawler = crawler  # Scrapy's own would also look for the middleware that sends the referrer, and miss it
        return self

    def handle_referer(self, request: Request, response: Response) -> None:  # noqa: ARG002
        """Send none."""
        request.headers.pop("Referer", None)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Raises RedirectLoop."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            raise RedirectLoop(f"redirects more than {self.max_redirect_times} times") from error

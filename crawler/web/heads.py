"""Answers whose headers have no end: Twisted keeps each of them, and a server needs a minute for a gigabyte."""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)

# Browsers take a quarter of a megabyte at most; a news site sends two or three kilobytes.
MOST_BYTES = 256 * 1024


class HeadTooLong(Exception):
    """More header lines than any site sends."""


class _Parser(_LenientHTTPClientParser):
    """Counts what comes before a body, further answers (100 Continue) included."""

    received = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        """Raises HeadTooLong, by which the connection is closed."""
        self.received += len(line) + 2
        if self.received > MOST_BYTES:
            raise HeadTooLong(f"headers larger than {MOST_BYTES} bytes")
        super().lineReceived(line)


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answer = super().request(request)
        self._parser.__class__ = _Parser  # as Scrapy does it, since Twisted names the class itself
        return answer


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Scrapy's connections with an end to the headers; what Scrapy's own handler gives its pool is replaced by it."""

    def buildProtocol(self, _: Any) -> _Protocol:  # noqa: N802
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


def head_too_long(error: BaseException | None) -> str | None:
    """Whether a request failed by it, in words."""
    reasons = getattr(error, "reasons", ())
    return next((str(one.value) for one in reasons if one.check(HeadTooLong)), None)

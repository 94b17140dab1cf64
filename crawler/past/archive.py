"""A web archive as a way to a site that has died: its index of captures (CDX), and the addresses of its copies.

The archive is asked as a host of its own: its robots.txt, our delay towards it, the guard. What is stored keeps the
original address.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

from crawler.web.sniff import kind

_CAPTURES_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Captures:
    """One answer of the index: original address and time of capture (14 digits) each; `more` asks for the rest."""

    found: tuple[tuple[str, str], ...] = ()
    more: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """`template` is an address with {timestamp} and {url}: "https://web.archive.org/web/{timestamp}id_/{url}"."""

    template: str

    @property
    def host(self) -> str:
        return urlsplit(self.template).hostname or ""

    def copy(self, url: str, timestamp: str) -> str:
        """Where the copy of an address stands that was taken at that time."""
        return self.template.replace("{timestamp}", timestamp).replace("{url}", url)

    def original(self, address: str) -> str:
        """The address that a copy is of."""
        marks = ("/http://", "/https://")
        start = min((at for mark in marks if (at := address.find(mark, len("https://"))) >= 0), default=-1)
        return address[start + 1 :] if start >= 0 else address

    def index(self, host: str, since: date, until: date) -> str:
        """Where the captures of a host and all below it are listed: web pages that answered 200, each once.

        See the Wayback CDX server's documentation of its parameters.
        """
        parts = urlsplit(self.template)
        asked = (
            f"url={quote_plus(host)}&matchType=domain&from={since:%Y%m%d}&to={until:%Y%m%d}&output=json"
            "&fl=timestamp,original&filter=statuscode:200&filter=mimetype:text/html&collapse=urlkey"
            f"&limit={_CAPTURES_AT_ONCE}&showResumeKey=true"
        )
        return f"{parts.scheme}://{parts.netloc}/cdx/search/cdx?{asked}"


def read_captures(body: bytes, url: str) -> Captures:
    """The captures in one answer of the index; no body makes it raise."""
    if not body.strip():
        return Captures()  # a host that was never captured
    if kind(body) != "json":
        return Captures(problem=f"{url} answered with no JSON: is it the index of a web archive?")
    try:
        rows = json.loads(body)
    except (ValueError, RecursionError):
        return Captures(problem=f"{url} answered with JSON that cannot be read")
    if not isinstance(rows, list):
        return Captures(problem=f"{url} answered with JSON that is no list of captures")
    found = tuple(dict.fromkeys(capture for row in rows[1:] if (capture := _capture(row))))
    key = rows[-1][0] if len(rows) > 1 and rows[-2] == [] and _is_key(rows[-1]) else None
    first = url.partition("&resumeKey=")[0]
    return Captures(found, f"{first}&resumeKey={quote(key, safe='')}" if key else None)


def _capture(row: Any) -> tuple[str, str] | None:
    if not isinstance(row, list) or len(row) != 2 or not all(isinstance(value, str) for value in row):
        return None
    timestamp, original = row
    is_time = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) == 14
    return (original, timestamp) if is_time and original.startswith(("http://", "https://")) else None


def _is_key(row: Any) -> bool:
    return isinstance(row, list) and len(row) == 1 and isinstance(row[0], str)

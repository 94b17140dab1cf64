"""What a request looks like to an outlet and what it answers, before faults and transport."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from newsroom.shelf import Shelf

PageKind = Literal["article", "listing", "feed", "sitemap", "robots", "other"]
HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request as an outlet sees it: the original URL taken apart, and the site's shelf at that time."""

    url: str
    scheme: str
    host: str
    path: str
    query: Mapping[str, str]
    shelf: Shelf

    @classmethod
    def of(cls, url: str, shelf: Shelf) -> Ask:
        """Raises ValueError for an address that cannot be taken apart."""
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        return cls(url, parts.scheme, parts.hostname or "", parts.path or "/", query, shelf)

    @property
    def now(self) -> datetime:
        return self.shelf.now

    def page(self, default: int = 1) -> int:
        """The page number asked for; `default` for anything that is not a number."""
        digits = self.query.get("page", "")
        return int(digits) if digits.isdecimal() and len(digits) < 6 else default


@dataclass(frozen=True, slots=True)
class Page:
    """One answer before faults and transport: `modified` and `etag` say which validators the site sends."""

    text: str = ""
    kind: PageKind = "other"
    media: str = HTML
    status: int = 200
    location: str | None = None
    modified: datetime | None = None
    etag: bool = False
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Era:
    """The markup and URL form of one time. `pieces` is how many archive articles of it the site still shows."""

    name: str
    first: date
    last: date | None = None
    pieces: int = 3


@dataclass(frozen=True, slots=True)
class Card:
    """One line of a listing: a piece of our own, or a stray link among them (no piece)."""

    url: str
    title: str
    published: datetime
    number: int = 0
    teaser: str = ""

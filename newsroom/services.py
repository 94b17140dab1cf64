"""Stand-ins for the news searches and a web archive's index: what they would list of the outlets' shelves.

Made after the services' documented formats; no answer of theirs was at hand.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from html import escape
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlsplit

from newsroom.outlets.dates import http_date
from newsroom.outlets.pages import JSON, XML, Page
from newsroom.publication import WIB, Publication
from newsroom.shelf import Shelf

GOOGLE, BING, GDELT, ARCHIVE = "news.google.com", "www.bing.com", "api.gdeltproject.org", "web.archive.org"
HOSTS = (GOOGLE, BING, GDELT, ARCHIVE)

_MOST: Mapping[str, int] = {GOOGLE: 100, BING: 50, GDELT: 250}
_REACH = timedelta(days=90)
# Of every ten stories GDELT and Bing have taken up so many; Google has all.
_KNOWN: Mapping[str, int] = {GOOGLE: 10, BING: 6, GDELT: 6}
# Every other link of Google's is of the new kind, whose token means something to Google only.
_OPAQUE = 2
_COPY = re.compile(rf"https?://{re.escape(ARCHIVE)}/web/(\d{{14}})id_/(https?://.{{1,2000}})")
_PART = re.compile(r'\(([^()]{0,500})\)|"([^"]{0,100})"|(\S{1,100})')


class Captured(NamedTuple):
    """An archive's copy: of which address, and when it was taken."""

    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A publication as a service knows it: its address, its outlet's host, its title and its time."""

    url: str
    host: str
    title: str
    published: datetime


def answer(url: str, shelves: Sequence[Shelf]) -> Page:
    """What a service answers to `url` (an address on one of HOSTS) while the outlets show `shelves`."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    host = parts.hostname or ""
    if parts.path == "/robots.txt":
        return Page("User-agent: *\nAllow: /\n", "robots", "text/plain; charset=utf-8")
    if host == ARCHIVE and parts.path == "/cdx/search/cdx":
        return Page(_captures(asked, shelves), "listing", JSON)
    if host == GOOGLE and "/articles/" in parts.path:
        return Page("<title>Google News</title><c-wiz></c-wiz>")
    text = asked.get("query" if host == GDELT else "q")
    if text is None or host not in _MOST:
        return Page("<h1>404</h1>", status=404)
    known = [one for one in _found(text, shelves) if _number(f"{host} {one.url}") % 10 < _KNOWN[host]]
    found = sorted(known, key=lambda one: one.published, reverse=True)
    inside = [one for one in found if _is_inside(one, asked, text, shelves[0].now)]
    return _FORMS[host](inside[: _MOST[host]])


def captured(url: str) -> Captured | None:
    """What an archive's address is a copy of; None for any other address."""
    found = _COPY.fullmatch(url)
    if found is None:
        return None
    try:
        return Captured(found[2], datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC).astimezone(WIB))
    except ValueError:
        return None


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest())


def _found(text: str, shelves: Sequence[Shelf]) -> list[Listed]:
    groups = [[word.strip(' "').lower() for word in group.split(" OR ")] for group in _groups(text)]
    return [
        Listed(piece.url, urlsplit(piece.url).hostname or "", piece.version(shelf.now).title, piece.published)
        for shelf in shelves
        for piece in shelf.all()
        if all(any(word in _told(piece, shelf.now) for word in group) for group in groups)
    ]


def _groups(text: str) -> list[str]:
    """The parts that a text must all hold; operators such as after:2026-10-01 are none."""
    parts = ("".join(found) for found in _PART.findall(text))
    return [part for part in parts if not re.fullmatch(r"[a-z]+:\S+", part)]


def _told(piece: Publication, now: datetime) -> str:
    version = piece.version(now)
    return f"{piece.town} {version.title} {' '.join(version.paragraphs)}".lower()


def _is_inside(one: Listed, asked: Mapping[str, str], text: str, now: datetime) -> bool:
    """GDELT takes times to the second and reaches back three months, Google takes days, Bing nothing."""
    first = asked.get("startdatetime") or "".join(re.findall(r"after:([\d-]{10})", text)).replace("-", "") or "0"
    last = asked.get("enddatetime") or "".join(re.findall(r"before:([\d-]{10})", text)).replace("-", "") or "9"
    moment = f"{one.published.astimezone(UTC):%Y%m%d%H%M%S}"
    return first <= moment < last and ("startdatetime" not in asked or now - one.published <= _REACH)


def _google(found: Sequence[Listed]) -> Page:
    return _rss(
        f"<item><title>{escape(one.title)} - {one.host}</title><link>{_token(one.url)}</link>"
        f'<pubDate>{http_date(one.published)}</pubDate><source url="https://{one.host}">{one.host}</source></item>'
        for one in found
    )


def _token(url: str) -> str:
    """A link as Google wrote them until 2024, with the publisher's address in it, or as it writes them since."""
    told = url if _number(url) % _OPAQUE else f"AU_yqL{blake2b(url.encode(), digest_size=24).hexdigest()}"
    size = len(told)
    length = bytes([size]) if size < 0x80 else bytes([size & 0x7F | 0x80, size >> 7])
    token = urlsafe_b64encode(b'\x08\x13"' + length + told.encode() + b"\xd2\x01\x00").decode().rstrip("=")
    return f"https://{GOOGLE}/rss/articles/{token}?oc=5"


def _bing(found: Sequence[Listed]) -> Page:
    return _rss(
        f"<item><title>{escape(one.title)}</title>"
        f"<link>http://{BING}/news/apiclick.aspx?ref=FexRss&amp;url={quote(one.url, safe='')}&amp;c=1</link>"
        f"<description>{escape(one.title)}</description><pubDate>{http_date(one.published)}</pubDate></item>"
        for one in found
    )


def _rss(items: Iterable[str]) -> Page:
    head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>hasil</title>'
    return Page(f"{head}{''.join(items)}</channel></rss>", "feed", XML)


def _gdelt(found: Sequence[Listed]) -> Page:
    listed = [
        {
            "url": one.url,
            "title": one.title,
            "seendate": f"{one.published.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            "domain": one.host,
            "language": "Indonesian",
            "sourcecountry": "Indonesia",
        }
        for one in found
    ]
    return Page(json.dumps({"articles": listed} if listed else {}), "listing", JSON)


_FORMS = {GOOGLE: _google, BING: _bing, GDELT: _gdelt}


def _captures(asked: Mapping[str, str], shelves: Sequence[Shelf]) -> str:
    """The index of an archive that captured every page an hour after it came out."""
    host, first, last = asked.get("url", ""), asked.get("from", "0"), asked.get("to", "9")
    rows = [["timestamp", "original"]]
    for shelf in shelves:
        for piece in shelf.all():
            own = urlsplit(piece.url).hostname or ""
            stamp = f"{piece.published.astimezone(UTC) + timedelta(hours=1):%Y%m%d%H%M%S}"
            if (own == host or own.endswith(f".{host}")) and first <= stamp[:8] <= last[:8]:
                rows.append([stamp, piece.url])
    return json.dumps(rows)

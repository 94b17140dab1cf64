"""RSS and Atom feeds, and how a front page names them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import unescape
from io import BytesIO
from typing import Any

import feedparser
import re2
from feedparser.encodings import convert_to_utf8
from lxml import etree
from parsel import Selector

from crawler.lists.found import Link, Listed
from crawler.text import clean
from crawler.urls import absolute
from crawler.web.sniff import declares_entities, kind
from crawler.web.weight import too_heavy

_TAG = re2.compile(r"<[a-zA-Z/!][^>]*>")
_TITLE_LIMIT = 1000
# feedparser's time grows with the square of the nesting: 200,000 open tags take it seven seconds.
_TAGS_LIMIT = 100_000
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")


def read_feed(
    body: bytes, url: str, read_date: Callable[[str], datetime | None], is_article: Callable[[str], bool]
) -> Listed:
    """The entries of a feed.

    An entry whose link is no article's is taken by its guid where that is one: Tribun's feeds once gave the bare
    homepage as each link, detik's those of a counting service.
    """
    found, problem = entries(body, url)
    links = tuple(link for entry in found if (link := _link(entry, url, read_date, is_article)))
    empty = None if links else f"{url} is a feed without entries: is it still kept?"
    return Listed(links=links, problem=problem or empty)


def entries(body: bytes, url: str) -> tuple[list[dict[str, Any]], str | None]:
    """The entries of a feed as feedparser gives them, and what is wrong with it; one without any is a feed as well."""
    if kind(body) == "html":
        return [], f"{url} is a web page now, no feed: look for the feed's new address on the front page"
    if declares_entities(body) or declares_entities(_in_utf8(body)) or body.count(b"<") > _TAGS_LIMIT:
        return [], f"{url} declares XML entities or is all tags, as no feed is: it was not read"
    found = _parse(body, url)
    if found is None or not (found or b"<channel" in body or b"<feed" in body):
        return [], f"{url} is no feed: open it in a browser, and correct the site file"
    return found, None


def advertised(body: bytes, url: str) -> tuple[str, ...]:
    """The feeds that a page's head names (`link rel=alternate`), without those of comments."""
    text = body.decode("utf-8", "replace")
    if too_heavy(text):
        return ()
    page = Selector(text=text, type="html")
    feeds: dict[str, None] = {}
    for tag in page.css("link[rel~=alternate][href]"):
        # Not by parsel's `attrib`, which raises on a control character in any attribute's name.
        href = absolute(tag.xpath("@href").get(""), url)
        if tag.xpath("@type").get("").strip().lower() in _FEED_TYPES and href and "/comments/" not in href:
            feeds[href] = None
    return tuple(feeds)


def plain_title(markup: str | None) -> str | None:
    """A title without tags, character references and runs of blanks; None for an empty one."""
    # Cleaned before and after: RE2 takes no half surrogate, which JSON may hold, and references may name controls.
    text = unescape(_TAG.sub(" ", clean((markup or "")[:_TITLE_LIMIT])))
    return " ".join(clean(text).split()) or None


def _parse(body: bytes, url: str) -> list[dict[str, Any]] | None:
    """The entries; None for what is no feed, or one that defeats feedparser even when lxml has mended its markup."""
    attempts: tuple[Callable[[bytes], bytes], ...] = (bytes, _mended)
    for prepare in attempts:
        try:
            # A stream, never the bytes themselves: feedparser opens a file or an address whose name it is given.
            # The markup within an entry is read as text only: it is neither cleaned, nor are its links made whole.
            parsed = feedparser.parse(
                BytesIO(prepare(body)),
                response_headers={"content-location": url},
                sanitize_html=False,
                resolve_relative_uris=False,
            )
            return list(parsed.entries)
        except (ValueError, ArithmeticError, LookupError, etree.LxmlError):
            # A reference to a character that there is not, such as &#x110000;, is enough.
            continue
    return None


def _in_utf8(body: bytes) -> bytes:
    """The letters that feedparser will read: UTF-7, EBCDIC and other disguises that it takes off hide entities from who
    looks at the bytes."""
    try:
        return bytes(convert_to_utf8({}, body, {}))
    except (ValueError, ArithmeticError, LookupError):
        return b""


def _mended(body: bytes) -> bytes:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(body, parser)
    return b"" if root is None else etree.tostring(root)


def _link(
    entry: dict[str, Any], base: str, read_date: Callable[[str], datetime | None], is_article: Callable[[str], bool]
) -> Link | None:
    stated = [address for name in ("link", "id") if (address := absolute(str(entry.get(name, "")), base))]
    page = next(filter(is_article, stated), stated[0] if stated else None)
    if page is None:
        return None
    return Link(
        url=page,
        title=plain_title(entry.get("title")),
        published=_moment(entry, "published", read_date),
        modified=_moment(entry, "updated", read_date),
    )


def _moment(entry: dict[str, Any], name: str, read_date: Callable[[str], datetime | None]) -> datetime | None:
    # `in` first: feedparser answers a missing `updated` with `published`, and warns of it.
    return read_date(str(entry[name])) if name in entry else None

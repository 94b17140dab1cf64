"""Sitemaps, with the titles and times of news sitemaps, and indexes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice

import re2
from lxml import etree

from crawler.lists.feeds import plain_title
from crawler.lists.found import Link, Listed
from crawler.urls import absolute
from crawler.web.sniff import declares_entities, kind, unpack

MAX_LINKS = 5_000
MAX_CHILDREN = 20
# A sitemap has at most 50,000 entries (sitemaps.org). 20 KB of packed bytes can hold a hundred times as many tags,
# which take half a minute and 900 MB.
MOST_ENTRIES = 50_000
MOST_TAGS = 1_000_000

_LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


def read_sitemap(
    body: bytes, url: str, follow: str, read_date: Callable[[str], datetime | None], since: datetime | None = None
) -> Listed:
    """The pages of a sitemap, or the children of an index whose address matches the RE2 pattern `follow`.

    Both come newest first where they are dated, at most MAX_LINKS and MAX_CHILDREN of them; all of them with `since`,
    but for the children that have not changed since then.
    """
    text = unpack(body) if kind(body) == "gzip" else body
    if kind(text) == "html":
        return Listed(problem=f"{url} is a web page now, no sitemap: robots.txt may name the new one")
    if declares_entities(text):
        return Listed(problem=f"{url} declares XML entities, which no sitemap needs: it was not read")
    if text.count(b"<") > MOST_TAGS:
        return Listed(problem=f"{url} is all tags, as no sitemap is: it was not read")
    pages: list[Link] = []
    children: list[Link] = []
    for tag, link in islice(_entries(text, url, read_date), MOST_ENTRIES):
        (children if tag == "sitemap" else pages).append(link)
    wanted = [child for child in children if re2.search(follow, child.url)] if follow else children
    if wanted and since is not None:
        wanted = [child for child in wanted if child.modified is None or child.modified >= since]
        return Listed(tuple(_newest_first(pages)), tuple(child.url for child in _newest_first(wanted)))
    if not pages and not wanted:
        return Listed(problem=_nothing(url, follow, len(children)))
    return Listed(
        links=tuple(_newest_first(pages)[: None if since else MAX_LINKS]),
        more=tuple(child.url for child in _newest_first(wanted)[:MAX_CHILDREN]),
    )


def _nothing(url: str, follow: str, children: int) -> str:
    if children:
        return f"{url} names {children} sitemaps, none of which matches {follow!r}: correct `follow` in the site file"
    return f"{url} is a sitemap without entries: open it in a browser, and correct the site file"


def _newest_first(links: list[Link]) -> list[Link]:
    return sorted(links, key=lambda link: link.published or link.modified or _LONG_AGO, reverse=True)


def _entries(text: bytes, base: str, read_date: Callable[[str], datetime | None]) -> Iterator[tuple[str, Link]]:
    # An incremental read: a sitemap may hold 50,000 entries, of which a tree would take 100 times the bytes.
    parser = etree.iterparse(
        BytesIO(text),
        tag=("{*}url", "{*}sitemap"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for _, element in parser:
            link = _link(element, base, read_date)
            tag = str(element.tag).rpartition("}")[2]  # a namespace may hold any sign, a brace too
            element.clear()
            if link:
                yield tag, link
    except etree.LxmlError:
        return


def _link(element: etree._Element, base: str, read_date: Callable[[str], datetime | None]) -> Link | None:
    address = absolute(_said(element, "{*}loc"), base)
    if address is None:
        return None

    def moment(path: str) -> datetime | None:
        return read_date(_said(element, path))

    return Link(
        url=address,
        title=plain_title(_said(element, "{*}news/{*}title")),
        published=moment("{*}news/{*}publication_date"),
        modified=moment("{*}lastmod"),
    )


def _said(element: etree._Element, path: str) -> str:
    """The text of a child; nothing where it holds half a surrogate (&#xd800;), which libxml2 mends to."""
    try:
        return element.findtext(path) or ""
    except UnicodeDecodeError:
        return ""

"""Articles that a site spreads over several pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement

from article import Article
from crawler import urls
from crawler.facts import SiteFacts
from crawler.page.tree import parse
from crawler.text import normalise
from crawler.urls import absolute

# No article of the sites has more; a longer row of numbers is a listing's.
MOST_PAGES = 20
# Plain strings: those that know their element cost most of the search.
_hrefs = etree.XPath("//a/@href", smart_strings=False)
GOES_ON = "text goes on on further pages"


def next_pages(html: str, url: str, facts: SiteFacts) -> list[str]:
    """The addresses of the article's further pages, in order; empty for an article on one page.

    Only what the page itself links to, by the way that a layout's `pages` states: one address where the site shows
    the whole article on one page. Read each with extract(..., part=True), then `join`. Raises NotAnArticle as
    tree.parse does.
    """
    if not any(layout.pages for layout in facts.layouts):
        return []
    return further(parse(html), url, facts)


def whole(url: str, facts: SiteFacts) -> str:
    """The address to ask for an article by: of all its pages on one, where today's layout has such an address.

    A day in the address tells an article that an older layout shows.
    """
    day = urls.date_from_url(url, facts)
    if day is not None and any(layout.until is not None and day <= layout.until for layout in facts.layouts):
        return url
    way = next((one.pages for one in facts.layouts if one.until is None and one.pages.startswith("?")), "")
    return f"{url}{way}" if way and "{page}" not in way and "?" not in url else url


def further(tree: HtmlElement, url: str, facts: SiteFacts) -> list[str]:
    """`next_pages` of a page that is already a tree."""
    own = urls.canonical(url, facts).rstrip("/")
    ways = dict.fromkeys(layout.pages for layout in facts.layouts if layout.pages)
    if not ways or any(_numbers(way, {_suffix(url, own)}) for way in ways):
        return []
    suffixes = _linked(tree, url, own, facts)
    for way in ways:
        numbers = _numbers(way, suffixes)
        if numbers and "{page}" in way:
            return [own + way.replace("{page}", str(page)) for page in range(2, min(max(numbers), MOST_PAGES) + 1)]
        if "{page}" not in way and any(map(_is_page, suffixes)):
            return [own + way]
    return []


def go_on(tree: HtmlElement, url: str, facts: SiteFacts | None) -> bool:
    """Whether the page links to further pages of its article, in whatever way."""
    own = urls.canonical(url, facts).rstrip("/")
    return not _is_page(_suffix(url, own)) and any(map(_is_page, _linked(tree, url, own, facts)))


def _linked(tree: HtmlElement, url: str, own: str, facts: SiteFacts | None) -> set[str]:
    """What the page's links to its own article have more than its address."""
    slug = own.rpartition("/")[2]
    bare = {href.partition("#")[0] for href in _hrefs(tree)}
    paged = (href for href in bare if "?page=" in href or href.rstrip("/")[-1:].isdigit())
    linked = {absolute(href, url) for href in paged if slug in href or href.startswith("?")}
    return {
        _suffix(address, own) for address in linked if address and urls.canonical(address, facts).rstrip("/") == own
    }


def _suffix(address: str, own: str) -> str:
    """What an address has more than the article's own: "?page=2", "/2"; empty for none."""
    bare, article = (url.partition("://")[2] for url in (address, own))
    return bare[len(article) :].rstrip("/") if bare.startswith(article) else ""


def _numbers(way: str, suffixes: set[str]) -> list[int]:
    """The numbers of the pages that the suffixes lead to, as `way` writes them; 0 for the one that shows all."""
    if "{page}" not in way:
        return [0] if way in suffixes else []
    before, _, after = way.partition("{page}")
    found = (suffix.removeprefix(before).removesuffix(after) for suffix in suffixes if suffix.startswith(before))
    return [int(number) for number in found if number.isascii() and number.isdigit() and len(number) <= 2]


def _is_page(suffix: str) -> bool:
    """Whether a suffix leads to a further page, or to all pages on one."""
    page = suffix.removeprefix("?page=").removeprefix("/")
    return page != suffix and (page == "all" or (page.isascii() and page.isdigit() and 2 <= int(page) <= MOST_PAGES))


def join(first: Article, further: Sequence[Article]) -> Article:
    """One article of its pages: the first page's, with the paragraphs of the others that it has not got.

    A page that shows the whole article again, or begins with the lead, adds only what is new.
    """
    paragraphs = first.body.split("\n")
    for page in further:
        new = page.body.split("\n")
        seen = {normalise(paragraph) for paragraph in paragraphs}
        if seen <= {normalise(paragraph) for paragraph in new}:
            paragraphs = new
        else:
            paragraphs += [paragraph for paragraph in new if normalise(paragraph) not in seen]
    marks = dict.fromkeys((*first.marks, *(mark for page in further for mark in page.marks)))
    return replace(first, body="\n".join(paragraphs), marks=tuple(mark for mark in marks if mark != GOES_ON))

"""Listing, tag and search pages: cards picked by CSS, or the data that a page carries for its own script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from parsel import Selector

from crawler.facts import Listing
from crawler.lists.feeds import plain_title
from crawler.lists.found import Link, Listed
from crawler.page.data import at
from crawler.urls import absolute
from crawler.web.charset import decode
from crawler.web.weight import too_heavy

ReadDate = Callable[[str], datetime | None]

_SLOT = re.compile(r"\{(page|date)[^}]*\}")


def first_pages(source: Listing, days: Sequence[date]) -> tuple[str, ...]:
    """The first page's address; one for each of the `days` where the site lists by day."""
    dated = (source.url.format(page=source.first, date=day) for day in days)
    return tuple(dict.fromkeys(dated)) if "{date" in source.url else (source.url.format(page=source.first),)


def next_page(source: Listing, url: str, pages: int) -> str | None:
    """The address of the page after `url`, None after the last of `pages` and for a listing of one page."""
    start, end = _number_span(source, url)
    if start == end or page_number(source, url) >= pages:
        return None
    return url[:start] + str(int(url[start:end]) + source.step) + url[end:]


def page_number(source: Listing, url: str) -> int:
    """Which page of the listing an address is, from 1."""
    start, end = _number_span(source, url)
    return (int(url[start:end]) - source.first) // source.step + 1 if start < end else 1


def _number_span(source: Listing, url: str) -> tuple[int, int]:
    """Where the page's number stands in an address of the listing; an empty span where it has none."""
    pattern, end = "", 0
    for slot in _SLOT.finditer(source.url):
        pattern += re.escape(source.url[end : slot.start()]) + ("([0-9]{1,6})" if slot[1] == "page" else "[^&?]+")
        end = slot.end()
    here = re.fullmatch(pattern + re.escape(source.url[end:]), url)
    return here.span(1) if here and here.groups() else (0, 0)


# How the problem is put of a listing whose cards are no longer found.
NO_CARDS = "finds no links, so every link of the page was taken"


def read_listing(
    body: bytes, url: str, source: Listing, pages: int, read_date: ReadDate, content_type: str | None = None
) -> Listed:
    """The cards of a listing page and the page after it.

    Where the cards' selector finds nothing, every link of the page is taken instead, and that is said.
    """
    text, _ = decode(body, content_type)
    if reason := too_heavy(text):
        return Listed(problem=f"{url} is a {reason}, as no list is: it was not read")
    links, problem = (
        _from_data(text, url, source, read_date) if source.data else _from_cards(text, url, source, read_date)
    )
    further = next_page(source, url, pages) if links and not problem else None
    return Listed(tuple(links), (further,) if further else (), problem)


def _from_cards(text: str, url: str, source: Listing, read_date: ReadDate) -> tuple[list[Link], str | None]:
    page = Selector(text=text, type="html")
    base = absolute(_first(page, "base::attr(href)"), url) or url
    cards = page.css(source.item) if source.item else page.css("a[href]")
    links = [link for card in cards if (link := _card(card, base, source, read_date))]
    if links or not source.item:
        return links, None if links else f"{url} holds no links: is it drawn by a script now?"
    anchors = [_card(anchor, base, Listing(url, source.grade), read_date) for anchor in page.css("a[href]")]
    return [link for link in anchors if link], (
        f"{url}: the listing's selector {source.item!r} {NO_CARDS}: look at the page, and correct the site file"
    )


def _card(card: Selector, base: str, source: Listing, read_date: ReadDate) -> Link | None:
    address = absolute(_first(card, source.link), base)
    if address is None:
        return None
    return Link(
        url=address,
        title=plain_title(_first(card, source.title)),
        published=read_date(_first(card, source.published)),
    )


def _first(card: Selector, css: str) -> str:
    """The first text that the selector finds and that is not blank."""
    return next((text.strip() for text in card.css(css).getall() if text.strip()), "") if css else ""


def _from_data(text: str, url: str, source: Listing, read_date: ReadDate) -> tuple[list[Link], str | None]:
    where, _, path = (part.strip() for part in source.data.partition("|"))
    holder = _first(Selector(text=text, type="html"), where) if where else text
    if not holder:
        return [], f"{url}: {where!r} finds no data: the site may have changed its software"
    try:
        entries = at(json.loads(holder), path)
    except (ValueError, RecursionError):
        found = f"what {where!r} finds" if where else "the answer"
        return [], f"{url}: {found} is not JSON: the site may have changed its software"
    if not isinstance(entries, list):
        return [], f"{url}: the page's data has no list at {path!r}: look at it, and correct the site file"
    links = [link for entry in entries if (link := _entry(entry, url, source, read_date))]
    return links, None if links else f"{url}: the list at {path!r} in the page's data gives no addresses"


def _entry(entry: Any, base: str, source: Listing, read_date: ReadDate) -> Link | None:
    address = absolute(_fill(source.link, entry), base)
    if address is None:
        return None
    return Link(
        url=address,
        title=plain_title(_text(at(entry, source.title))),
        published=read_date(_text(at(entry, source.published))),
    )


def _fill(template: str, entry: Any) -> str:
    """The link template with each {dotted.path} filled in; empty where a value is missing."""
    filled = template
    for path in re.findall(r"\{([^}]+)\}", template):
        value = _text(at(entry, path))
        if not value:
            return ""
        filled = filled.replace(f"{{{path}}}", value)
    return filled


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int) else ""

"""A site's layouts read on a page: the right era's first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape, unescape
from typing import Any

from lxml.html import HtmlElement

from crawler.facts import Layout
from crawler.page import body
from crawler.page.data import at
from crawler.page.refusals import NotAnArticle
from crawler.page.tree import parse, select, texts
from crawler.text import tidy

# So many texts of a listing, each this share of the first one's length, are no pages of one article.
_LISTED = 3
_COMPARABLE = 0.4
_DEEPEST = 12
_BLOCK_KEYS = ("content", "text", "html", "value", "name")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one layout shows: the article's text, and the texts beside it that it selects."""

    body: str
    titles: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


def in_order(layouts: Sequence[Layout], day: date | None) -> list[Layout]:
    """The layouts in the order of trial: the era that holds the day first, then the newest before the older."""

    def place(layout: Layout) -> tuple[int, int]:
        until = layout.until or date.max
        is_of_era = day is not None and day <= until
        return (0, until.toordinal()) if is_of_era else (1, -until.toordinal())

    return sorted(layouts, key=place)


def read(tree: HtmlElement, layout: Layout, title: str) -> Reading | None:
    """What the layout shows on the page, None where it does not fit. Raises NotAnArticle for a list of articles."""
    if layout.data:
        return _from_data(tree, layout, title)
    holders = _outermost([found for found in select(tree, layout.body) if not isinstance(found, str)])
    if not holders:
        return None
    shown = tuple(texts(tree, layout.title))
    return Reading(
        body=body.read(_of_one_article(holders), layout.cut, shown[0] if shown else title),
        titles=shown,
        published=tuple(texts(tree, layout.published)),
        authors=tuple(texts(tree, layout.author)),
    )


def _outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    """The elements that lie in none of the others."""
    found = set(elements)
    return [element for element in elements if found.isdisjoint(element.iterancestors())]


def _of_one_article(holders: list[HtmlElement]) -> list[HtmlElement]:
    """The elements that belong to the same article as the first: its pages, each once, not the texts of others.

    Raises NotAnArticle where a page holds the texts of several articles alike, as a blog's front page does.
    """
    owners = [next(holder.iterancestors("article"), None) for holder in holders]
    shown = [(owner, holder.text_content(), holder) for owner, holder in zip(owners, holders, strict=True)]
    first, length = owners[0], len(shown[0][1])
    alike = sum(owner is not first and len(text) >= _COMPARABLE * length for owner, text, _ in shown)
    if alike >= _LISTED:
        raise NotAnArticle(f"list of articles ({alike + 1} texts alike)")
    own: dict[str, HtmlElement] = {}
    for owner, text, holder in shown:
        if owner is first:
            own.setdefault(text, holder)
    return list(own.values())


def _from_data(tree: HtmlElement, layout: Layout, title: str) -> Reading | None:
    """The article in a page's JSON: `data` is "SELECTOR | dotted.path" of the object whose keys the layout names."""
    selector, _, path = (part.strip() for part in layout.data.partition("|"))
    for found in select(tree, selector):
        text = found if isinstance(found, str) else found.text or ""
        article = at(_parsed(text), path)
        markup = "".join(map(_markup, _texts(at(article, layout.body))))
        if markup:
            titles = _values(article, layout.title)
            holder = parse(markup)
            return Reading(
                body=body.read([holder], layout.cut, titles[0] if titles else title),
                titles=titles,
                published=_values(article, layout.published),
                authors=_values(article, layout.author),
            )
    return None


def _markup(piece: str) -> str:
    """A stored text as a block of HTML; one without any markup has its lines for paragraphs."""
    return f"<div>{piece}</div>" if "<" in piece else "".join(f"<p>{escape(line)}</p>" for line in piece.splitlines())


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _values(article: Any, path: str) -> tuple[str, ...]:
    """The texts at a path of the article's object; a number (unix time) as its digits."""
    value = at(article, path) if path else None
    found = [str(value)] if isinstance(value, int) else _texts(value)
    return tuple(text for text in (tidy(unescape(piece)) for piece in found) if text)


def _texts(value: Any, depth: int = 0) -> Iterator[str]:
    """The texts in a value: itself, or those of the blocks in which an editor stored them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < _DEEPEST:
        for item in value:
            yield from _texts(item, depth + 1)
    elif isinstance(value, dict) and depth < _DEEPEST:
        for key in _BLOCK_KEYS:
            yield from _texts(value.get(key), depth + 1)

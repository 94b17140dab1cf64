"""Pages that carry their article as data for a script: where in it the article stands, guessed. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import re2
from lxml.html import HtmlElement

from crawler.facts import Grade, Layout
from crawler.text import normalise

_MOST_OBJECTS = 20_000
_SHORTEST = 200
_TAG = re2.compile(r"<[^>]*>")
_TITLES = ("title", "news_title", "headline", "judul", "name")
_DATES = ("published_at", "publishedAt", "date_published", "datePublished", "published", "date", "created_at")
_AUTHORS = ("author", "authors", "writer", "reporter", "penulis")

Found = tuple[str, Mapping[str, Any], str]


def guess(tree: HtmlElement, name: str, grade: Grade) -> Layout | None:
    """The layout of an article that stands in the page's data under the page's own title; None where none does."""
    titles = [normalise(str(one)) for one in tree.xpath("//title//text() | //h1//text() | //meta/@content")[:60]]
    for selector, text in _holders(tree):
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for path, article, body in _articles(data):
            # Its title is the page's own, so that none need be stated.
            if any(_is_title(article.get(key), titles) for key in _TITLES):
                published, author = _first(article, _DATES), _author(article)
                return Layout(name, grade, body, published=published, author=author, data=f"{selector} | {path}")
    return None


def _holders(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Each element that holds data, as its selector and its text."""
    for element in tree.xpath("//script[@id][not(@src)]")[:20]:
        text = str(element.text or "").strip()
        if text.startswith(("{", "[")):
            yield f"#{element.get('id')}::text", text
    for element in tree.xpath("//*[@id][@data-page]")[:5]:
        yield f"#{element.get('id')}::attr(data-page)", str(element.get("data-page"))


def _articles(data: Any) -> Iterator[Found]:
    """The objects with a long text among their values: path, object, and the key of the text; the outer ones first."""
    waiting: list[tuple[str, Any]] = [("", data)]
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        path, item = waiting.pop(0)
        if isinstance(item, dict):
            texts = {key: _letters(value) for key, value in item.items() if isinstance(value, str)}
            longest = max(texts, key=lambda key: texts[key], default="")
            if longest and texts[longest] >= _SHORTEST and "." not in longest:
                yield path, item, longest
            waiting += [(f"{path}.{key}".lstrip("."), value) for key, value in item.items() if "." not in key]


def _letters(value: str) -> int:
    return len(" ".join(_TAG.sub(" ", value).split()))


def _is_title(value: Any, titles: list[str]) -> bool:
    plain = normalise(value) if isinstance(value, str) else ""
    return len(plain.split()) >= 3 and any(plain in title for title in titles)


def _first(article: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((key for key in keys if article.get(key)), "")


def _author(article: Mapping[str, Any]) -> str:
    key = _first(article, _AUTHORS)
    value = article.get(key)
    place = ".0" if isinstance(value, list) and value else ""
    value = value[0] if place and isinstance(value, list) else value
    return f"{key}{place}.name" if isinstance(value, dict) and value.get("name") else f"{key}{place}"

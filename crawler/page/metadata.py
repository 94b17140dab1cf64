"""What a page says of itself to machines: JSON-LD and metas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from crawler.text import normalise, tidy, words

# JSON deeper than any page's is hostile; so is a block longer than a page may be.
_MOST_OBJECTS = 2_000
_ARTICLE_TYPES = words("Article NewsArticle BlogPosting ReportageNewsArticle LiveBlogPosting OpinionNewsArticle")
# In the order of how often they are right; the first ones state their offset from UTC.
_PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "publishdate",
    "dtk:publishdate",
    "content_publisheddate",
    "pubdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "dc.date.issued",
    "date",
)
# The same in the page's own markup: microdata, and the time element that WordPress writes.
_MARKED_UP = (
    "//*[@itemprop='datePublished']/@datetime",
    "//*[@itemprop='datePublished'][not(self::meta)]/@content",
    "//time[contains(@class, 'entry-date') or contains(@class, 'published')]/@datetime",
)
_AUTHOR_METAS = ("content_author", "dtk:author", "author", "article:author", "dc.creator")


@dataclass(frozen=True, slots=True)
class Metadata:
    """`titles` and `published` hold every claim, the most trusted first; `published` are the texts as they stand.

    Of JSON-LD's articleBody only the length counts: sites put other articles' headlines into it.
    """

    titles: tuple[str, ...]
    published: tuple[str, ...]
    authors: tuple[str, ...]
    site_name: str
    canonical: str
    body_length: int


def read(tree: HtmlElement) -> Metadata:
    """The page's own statements. Reads only; nothing is decided here."""
    metas = _metas(tree)
    titles = [metas.get("og:title", ""), metas.get("twitter:title", ""), tidy(tree.findtext(".//title") or "")]
    article = _described_page(list(_articles(tree)), titles)
    titles.insert(0, _text(article.get("headline")))
    published = [_text(article.get("datePublished")), *(metas.get(name, "") for name in _PUBLISHED_METAS)]
    if not any(published):
        published = [tidy(moment) for path in _MARKED_UP for moment in tree.xpath(path)[:1]]
    authors = [*_names(article.get("author")), *(metas.get(name, "") for name in _AUTHOR_METAS)]
    named = (link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical")
    canonical = next((address for address in named if address is not None), None)
    return Metadata(
        titles=tuple(title for title in titles if title),
        published=tuple(moment for moment in published if moment),
        authors=tuple(name for name in authors if name),
        site_name=metas.get("og:site_name", ""),
        canonical=metas.get("og:url", "") if canonical is None else tidy(canonical),
        body_length=len(_text(article.get("articleBody"))),
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The first content of each meta by its name, property or itemprop, all in lower case."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = tidy(meta.get("content") or "")
        for attribute in ("name", "property", "itemprop"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article, those inside others too."""
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        for described in _objects(_parsed(script.text or "")):
            kind = described.get("@type")
            kinds = kind if isinstance(kind, list) else [kind]
            if any(isinstance(name, str) and name in _ARTICLE_TYPES for name in kinds):
                yield described


def _described_page(articles: list[dict[str, Any]], titles: list[str]) -> dict[str, Any]:
    """The article that the page is about, among those that it recommends; empty where that stays open."""
    own = " ".join(map(normalise, titles))
    for article in articles:
        if normalise(_text(article.get("headline"))) in own:
            return article
    return articles[0] if len(articles) == 1 else {}


def _parsed(text: str) -> Any:
    try:
        return json.loads(text.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Every object in JSON data, the outer before the inner, without recursion."""
    waiting, seen = [data], 0
    while waiting and seen < _MOST_OBJECTS:
        item = waiting.pop(0)
        seen += 1
        if isinstance(item, dict):
            yield item
            waiting.extend(value for value in item.values() if isinstance(value, dict | list))
        elif isinstance(item, list):
            waiting.extend(item[:_MOST_OBJECTS])


def _text(value: Any) -> str:
    return tidy(value) if isinstance(value, str) else ""


def _names(value: Any) -> list[str]:
    """The names in JSON-LD's author: a text, an object or a list of either."""
    people = value if isinstance(value, list) else [value]
    return [_text(person.get("name") if isinstance(person, dict) else person) for person in people[:5]]

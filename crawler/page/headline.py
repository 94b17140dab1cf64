"""The title of an article as its page shows it."""

from __future__ import annotations

from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.page.metadata import Metadata
from crawler.page.tree import seen_text
from crawler.text import normalise

_HEADINGS = "//h1 | //h2 | //h3 | //*[@itemprop='headline'][not(self::meta)]"
_LONGEST = 400
_MOST = 200
# What stands between a headline and the name of the site.
_SEPARATORS = (" | ", " :: ", " - ", " – ", " — ", " » ", " • ", ": ")


def choose(tree: HtmlElement, metadata: Metadata, url: str) -> str:
    """The title on one line, empty where the page has none.

    The visible heading that the metadata confirm comes first, since metadata carry the site's name and may be cut
    short; then the metadata without the site's name.
    """
    claims = [normalise(title) for title in metadata.titles]
    headings = [(text, normalise(text)) for text in _headings(tree)]
    confirmed = [(plain, text) for text, plain in headings if plain and any(_holds(claim, plain) for claim in claims)]
    if confirmed:
        return max(confirmed, key=lambda pair: len(pair[0]))[1]
    if metadata.titles:
        return min((_without_site(title, metadata.site_name, url) for title in metadata.titles), key=len)
    return next((text for text, plain in headings if plain), "")


def anchor(tree: HtmlElement, title: str) -> HtmlElement | None:
    """The element in which the page shows the title over its article.

    An <h1> before other headings and these before other text: lists of what is new or popular show it too.
    """
    wanted = normalise(title)
    if not wanted:
        return None
    headings: list[HtmlElement] = [
        heading for heading in tree.xpath(_HEADINGS)[:_MOST] if normalise(seen_text(heading)) == wanted
    ]
    if headings:
        return min(headings, key=lambda heading: (heading.tag != "h1", _is_linked(heading)))
    shown: HtmlElement | None = None
    for piece in tree.xpath("//body//text()[not(ancestor::a or ancestor::script or ancestor::option)]"):
        if len(piece) < _LONGEST * 2 and normalise(piece) == wanted:
            shown = piece.getparent()
    return shown


def _is_linked(heading: HtmlElement) -> bool:
    return bool(heading.xpath("ancestor::a[@href] or .//a[@href]"))


def _headings(tree: HtmlElement) -> list[str]:
    texts = map(seen_text, tree.xpath(_HEADINGS)[:_MOST])
    return [text for text in texts if 0 < len(text) <= _LONGEST]


def _holds(claim: str, heading: str) -> bool:
    """Whether a title of the metadata is the heading, alone or among the names of site and section."""
    return f" {heading} " in f" {claim} "


def _without_site(title: str, site_name: str, url: str) -> str:
    """The title without the parts at its ends that are the site's name."""
    host = normalise(urlsplit(url).hostname or "")
    names = {normalise(site_name), *host.split()} - {"", "www", "com", "co", "id", "go", "net", "org", "news", "info"}
    for separator in _SEPARATORS:
        parts = title.split(separator)
        while len(parts) > 1 and _is_name(parts[-1], names):
            parts.pop()
        while len(parts) > 1 and _is_name(parts[0], names):
            parts.pop(0)
        title = separator.join(parts)
    return title.strip()


def _is_name(part: str, names: set[str]) -> bool:
    """Whether a part of a title names the site: short, and holding its name or an address."""
    plain = normalise(part)
    is_address = any("." in word.strip(".") and len(word) > 4 for word in part.split())
    return len(plain.split()) <= 6 and (is_address or any(name in plain.split() or name == plain for name in names))

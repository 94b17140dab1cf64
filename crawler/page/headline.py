"""The title of an article as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
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


class Heading(NamedTuple):
    """A heading with its text on one line, as it stands there and as texts are compared."""

    element: HtmlElement
    text: str
    plain: str


def headings(tree: HtmlElement) -> list[Heading]:
    """The page's headings in their order, of very many the first."""
    shown = [(element, seen_text(element)) for element in tree.xpath(_HEADINGS)[:_MOST]]
    return [Heading(element, text, normalise(text)) for element, text in shown]


def choose(shown: Sequence[Heading], metadata: Metadata, url: str) -> str:
    """The title on one line, empty where the page has none.

    The heading that is shown and that the metadata confirm comes first, since metadata carry the site's name and may be
    cut short; then the metadata without the site's name.
    """
    claims = [normalise(title) for title in metadata.titles]
    fitting = [one for one in shown if one.plain and len(one.text) <= _LONGEST]
    confirmed = [one for one in fitting if any(_holds(claim, one.plain) for claim in claims)]
    if confirmed:
        return max(confirmed, key=lambda one: len(one.plain)).text
    if metadata.titles:
        return min((_without_site(title, metadata.site_name, url) for title in metadata.titles), key=len)
    return next((one.text for one in fitting), "")


def anchor(shown: Sequence[Heading], tree: HtmlElement, title: str) -> HtmlElement | None:
    """The element in which the page shows the title over its article.

    An <h1> before other headings and these before other text: lists of what is new or popular show it too.
    """
    wanted = normalise(title)
    if not wanted:
        return None
    fitting = [one.element for one in shown if one.plain == wanted]
    if fitting:
        return min(fitting, key=lambda element: (element.tag != "h1", _is_linked(element)))
    last: HtmlElement | None = None
    for piece in tree.xpath("//body//text()[not(ancestor::a or ancestor::script or ancestor::option)]"):
        if len(piece) < _LONGEST * 2 and normalise(piece) == wanted:
            last = piece.getparent()
    return last


def _is_linked(heading: HtmlElement) -> bool:
    return bool(heading.xpath("ancestor::a[@href] or .//a[@href]"))


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

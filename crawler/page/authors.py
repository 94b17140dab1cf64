"""Who wrote an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.page.metadata import Metadata
from crawler.page.tree import seen_text
from crawler.text import normalise, words

_BYLINES = "//*[@itemprop='author'][not(self::meta)] | //*[@rel='author'] | //*[contains(@class, 'author-name')]"
_ROLES = ("oleh", "penulis", "reporter", "pewarta", "by", "editor", "jurnalis", "kontributor", "rep", "laporan")
# Words of a site's name and address that a person's name may hold too.
_COMMON = words("www com co id go net news berita info the of di dan")
_LONGEST = 80
_MOST_WORDS = 6


def choose(shown: Sequence[str], metadata: Metadata, tree: HtmlElement, url: str) -> str | None:
    """The author's name as the layout shows it, else as JSON-LD, metas or a byline tell it.

    None where no more is told than a name of the site's own ("Kompas Cyber Media") or an address.
    """
    site = set(normalise(f"{metadata.site_name} {urlsplit(url).hostname}").split()) - _COMMON
    for told in _told(shown, metadata, tree):
        name = _name(told)
        if name and _is_name(name) and site.isdisjoint(normalise(name).split()):
            return name
    return None


def _told(shown: Sequence[str], metadata: Metadata, tree: HtmlElement) -> Iterator[str]:
    yield from shown
    yield from metadata.authors
    yield from map(seen_text, tree.xpath(_BYLINES)[:3])


def _name(told: str) -> str:
    """The name without the role before it and the site behind it: "Oleh: Nama - namasitus"."""
    name = told.split("|")[0].split(" - ")[0].strip(" :,-/")
    first, _, rest = name.partition(" ")
    if first.strip(":").lower() in _ROLES and rest:
        name = rest.strip(" :")
    return name


def _is_name(name: str) -> bool:
    is_short = len(name) <= _LONGEST and len(name.split()) <= _MOST_WORDS
    return is_short and "." not in name.rstrip(".").replace(". ", " ") and "/" not in name and not name.isdigit()

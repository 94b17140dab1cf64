"""Search pages among a site's sources, and the same searches for a word that nobody ever wrote."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.facts import Listing, Source, WordPress
from crawler.text import words

NONSENSE = "qzwvxkjhq"

_PARAMETERS = words("q s query search keyword keywords kata cari searchword")
_FOLDERS = words("search cari pencarian")


def nonsense(source: Source) -> Source | None:
    """The search that a source is, for a word that does not exist; None where the source is no search."""
    if isinstance(source, WordPress):
        return replace(source, query=NONSENSE) if source.query else None
    if not isinstance(source, Listing):
        return None
    url = _replaced(source.url)
    return replace(source, url=url) if url != source.url else None


def _replaced(url: str) -> str:
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    asked = [name for name, _ in pairs if name.lower() in _PARAMETERS]
    if asked:
        query = urlencode([(name, NONSENSE if name in asked else value) for name, value in pairs], safe="{}:/%")
        return urlunsplit(parts._replace(query=query))
    segments = parts.path.split("/")
    for place, segment in enumerate(segments[:-1]):
        if segment.lower() in _FOLDERS and segments[place + 1]:
            segments[place + 1] = NONSENSE
            return urlunsplit(parts._replace(path="/".join(segments)))
    return url

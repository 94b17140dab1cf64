"""What was taken down stays away: neither its page, its text nor its title, nor a name that was blanked out."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import re2

from article import Article, Candidate
from crawler import copies, urls
from crawler.page.redaction import redact
from crawler.storing.linking import Text
from storage import articles
from storage.database import Database
from storage.removal import names, tombstones
from storage.removal.names import Blanks
from storage.removal.tombstones import MarkKind

TAKEN_DOWN = "taken down"

# Shorter titles are of more than one article.
_TITLE = 4
_SHOWN = re2.compile(rb">([^<>]{10,400})<")
_NAMES_OUTLET = (" - ", " | ", " – ")

Keyed = Sequence[tuple[str, Candidate]]


def address(url: str) -> str:
    """What an address is known again by: neither scheme nor www., nor what only says how the page is read."""
    return urls.key(url, None)


def marks(
    addresses: Iterable[str], titles: Iterable[str], texts: Iterable[tuple[str, bytes | None]]
) -> frozenset[tuple[MarkKind, str]]:
    """The marks of an article; `texts` are (content hash, signature) each. No word of it can be read from them."""
    found: set[tuple[MarkKind, str]] = {("address", address(url)) for url in addresses}
    found |= {("title", copies.content_hash(title)) for title in titles if len(title.split()) >= _TITLE}
    for content_hash, signature in texts:
        found.add(("text", content_hash))
        found |= {("band", str(band)) for band in copies.bands(signature or b"")}
    return frozenset(found - {("text", copies.content_hash(""))})


def barred(db: Database, site: str, keyed: Keyed) -> Collection[str]:
    """The keys of those of a site's pages that were taken down."""
    if tombstones.is_empty(db):
        return ()
    return tombstones.of_pages(db, site, {key: address(candidate.url) for key, candidate in keyed}).keys()


def without_names(db: Database, article: Article) -> Article:
    """An article as it may be stored: with no name that was blanked out here."""
    blanks = Blanks.known(db)
    author = article.author and blanks.blank(article.author)
    return replace(article, title=blanks.blank(article.title), body=blanks.blank(article.body), author=author)


def keepable(db: Database, site: str, keyed: Keyed) -> list[tuple[str, Candidate]]:
    """Candidates as they may be kept: personal numbers and names blanked out, and no title of what was taken down."""
    blanks = Blanks.known(db)
    redacted = [(key, replace(one, title=one.title and blanks.blank(redact(one.title)))) for key, one in keyed]
    if tombstones.is_empty(db):
        return redacted
    away = barred(db, site, keyed)
    return [
        (key, replace(one, title=None) if key in away or _has_title(db, one.title) else one) for key, one in redacted
    ]


def is_barred(db: Database, keys: Collection[str], article: Article, text: Text | None = None) -> bool:
    """Whether an article was taken down: under one of its keys or its address, or with its `text` elsewhere.

    A copy that was left where it stands may be read again.
    """
    if tombstones.is_empty(db):
        return False
    text = text or Text.of(article)
    where = address(article.url)
    if tombstones.of_pages(db, article.site, dict.fromkeys(keys, where)):
        return True
    if not tombstones.has_text(db, text.content_hash, text.bands):
        return False
    return all(articles.by_key(db, article.site, key) is None for key in keys)


def is_kept(db: Database, page: bytes) -> bool:
    """Whether a page may be kept: it shows no name that was blanked out, and no title that was taken down, as in a
    box beside its own text."""
    return not (names.shows(Blanks.known(db), page) or _shows_title(db, page))


def _shows_title(db: Database, page: bytes) -> bool:
    if tombstones.is_empty(db):
        return False
    shown = {html.unescape(one.decode("utf-8", "replace")) for one in _SHOWN.findall(page)}
    hashes = {copies.content_hash(one) for one in shown if len(one.split()) >= _TITLE}
    return not hashes.isdisjoint(tombstones.titles(db))


def _has_title(db: Database, title: str | None) -> bool:
    """Whether a title was taken down, with or without an outlet's name behind it, as searches show it."""
    if not title:
        return False
    spellings = {title, *(title.rpartition(sign)[0] for sign in _NAMES_OUTLET if sign in title)}
    return tombstones.has_title(db, sorted(map(copies.content_hash, spellings)))

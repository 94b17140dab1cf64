"""Taking a text down: what is to go, the tombstones that keep it away, and the removal in any database of ours.

The same removal runs on the database and on its backups, and as often as wanted: one that was killed, or a backup that
takes the database's place, is brought to the same end by running it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler import urls
from crawler.run import site_of
from crawler.storing.barring import address, marks
from crawler.storing.linking import link_again
from storage.database import Database
from storage.removal import takedown, tombstones
from storage.removal.takedown import Page, Removed
from storage.removal.tombstones import Tombstone


@dataclass(frozen=True, slots=True)
class Found:
    """What an address leads to: `pages` that are stored, articles elsewhere with the same text, and takedowns."""

    pages: tuple[Page, ...]
    copies: tuple[Page, ...]
    taken: tuple[Tombstone, ...]


class _Trial(Exception):
    """Undoes a removal that was only to be shown."""


def find(db: Database, url: str) -> Found:
    """What an address leads to, however it is written. Raises Damaged."""
    site = site_of(url)
    own = urls.canonical(url, site.facts if site else None)
    where = {address(own), address(url)}
    name, key = (site.name, urls.key(own, site.facts)) if site else (None, None)
    taken = [one for one in known(db) if (one.site, one.key) == (name, key) or not where.isdisjoint(one.of("address"))]
    before = {(one.site, one.key) for one in taken}
    pages = [
        page
        for page in takedown.pages_at(db, [url, own, *spellings(where)], name, key)
        if (page.site, page.key) not in before
    ]
    copies = dict.fromkeys(copy for page in pages for copy in takedown.copies_of(db, page) if copy not in pages)
    return Found(tuple(pages), tuple(copies), tuple(taken))


def tombstone(db: Database, page: Page, reason: str, now: datetime) -> Tombstone:
    """What keeps a page away once it is gone."""
    held = takedown.held(db, [page])
    return Tombstone(page.site, page.key, page.url, reason, now, marks(held.urls, held.titles, held.versions))


def known(db: Database) -> list[Tombstone]:
    """Every takedown that the file beside the database, or the database itself, knows of. Raises Damaged."""
    found = {(one.site, one.key): one for one in (*tombstones.kept_beside(db.path), *tombstones.every(db))}
    return list(found.values())


def pages(db: Database, wanted: Iterable[Tombstone]) -> list[Page]:
    """What a database still holds of what was taken down."""
    found = [page for one in wanted for page in takedown.pages_at(db, spellings(one.of("address")), one.site, one.key)]
    return list(dict.fromkeys(found))


def enforce(db: Database, wanted: Sequence[Tombstone], now: datetime, *, is_trial: bool = False) -> Removed:
    """Take down all that these tombstones stand for, in one transaction; as a trial, undo it and say what it was.

    Raises StorageError.
    """
    removed = Removed(Counter(), (), (), ())
    try:
        with db.write():
            for one in wanted:
                tombstones.put(db, one)
            if found := pages(db, wanted):
                removed = takedown.remove(db, found, now)
            for copy in removed.copies:
                link_again(db, copy, now)
            if is_trial:
                raise _Trial
    except _Trial:
        pass
    return removed


def spellings(addresses: Iterable[str]) -> list[str]:
    """The ways in which addresses without scheme and www. may have been written."""
    return [
        f"{scheme}://{www}{one}{end}"
        for one in dict.fromkeys(addresses)
        for scheme in ("https", "http")
        for www in ("", "www.")
        for end in ("", "/")
    ]

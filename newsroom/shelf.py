"""What one site has to show at one time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from newsroom.publication import Publication


@dataclass(frozen=True, slots=True)
class Stray:
    """A link in a site's listings, for a time, that is none of its articles: off the site, or to nothing."""

    url: str
    title: str
    since: datetime
    until: datetime


# What a search box looks through, kept, since it is looked through at every poll.
_texts: dict[tuple[str, datetime], str] = {}


@dataclass(frozen=True)
class Shelf:
    """A site's publications (newest first) seen at `now`; nothing from the future comes out of it.

    `by_key` finds a publication by the site's own key; `linked` says how the site's listings link to one
    (tracking parameters, AMP and plain http in place of the clean address).
    """

    everything: Sequence[Publication]
    by_key: Mapping[str, Publication]
    linked: Mapping[str, str]
    strays: Sequence[Stray]
    now: datetime

    @cached_property
    def _live(self) -> list[Publication]:
        return [piece for piece in self.everything if not piece.archive and piece.live(self.now)]

    def live(self) -> list[Publication]:
        """This period's publications that are up, newest first."""
        return self._live

    def archive(self) -> list[Publication]:
        """The pieces of earlier eras, newest first."""
        return [piece for piece in self.everything if piece.archive and piece.live(self.now)]

    def all(self) -> list[Publication]:
        return self.live() + self.archive()

    def tagged(self, slug: str) -> list[Publication]:
        wanted = slug.replace("+", "-")
        return [piece for piece in self.all() if wanted in {tag.lower().replace(" ", "-") for tag in piece.tags}]

    def matching(self, words: str) -> list[Publication]:
        """A search box: titles and texts that hold every word."""
        wanted = words.lower().split()[:8]
        if not wanted:
            return []
        return [piece for piece in self.all() if all(word in self._text(piece) for word in wanted)]

    def find(self, key: str) -> Publication | None:
        """The publication with this key, if it has come out by now (it may be gone since)."""
        piece = self.by_key.get(key)
        return piece if piece is not None and piece.published <= self.now else None

    def before(self, moment: datetime) -> list[Publication]:
        """What an article of that moment could point to: the newest pieces before it, and the newest visits."""
        older = [piece for piece in self.everything if piece.published < moment]
        visits = [piece for piece in older if piece.kind == "visit"]
        return visits[:8] + [piece for piece in older if piece.kind != "visit"][:16]

    def link(self, piece: Publication) -> str:
        """The address that the site's own listings give for a piece now."""
        return self.linked.get(piece.url) or piece.address(self.now)

    def _text(self, piece: Publication) -> str:
        version = piece.version(self.now)
        key = piece.url, version.at
        if key not in _texts:
            _texts[key] = f"{piece.town} {version.title} {' '.join(version.paragraphs)}".lower()
        return _texts[key]

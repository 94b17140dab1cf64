"""The nouns of the stand-in web: a publication, its versions and the place in a site that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from newsroom.texts import WIB

__all__ = ["WIB", "Moved", "Publication", "Slot", "Version"]

CopyKind = Literal["verbatim", "edited"]


@dataclass(frozen=True, slots=True)
class Slot:
    """All that a site makes an article's URL from. `era` names the markup and URL form of its time."""

    era: str
    number: int
    slug: str
    section: str
    published: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """The title and text of a publication from `at` on."""

    at: datetime
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Until `at` the publication stood at `url`; since then that address redirects."""

    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Publication:
    """One article of one site, over its whole life.

    `copy_of` is the URL of the first publication of the same text. `deleted` is when the site took it down.
    `archive` marks a piece of an earlier era, there before the simulated time begins. `facts` is what a visit's
    piece states (`newsroom.texts.Story.truth`), None for every other kind.
    """

    site: str
    slot: Slot
    url: str
    versions: tuple[Version, ...]
    reporter: str
    editor: str
    town: str
    tags: tuple[str, ...]
    kind: str
    event: str
    facts: Mapping[str, Any] | None = None
    copy_of: str | None = None
    copy: CopyKind | None = None
    deleted: datetime | None = None
    moved: Moved | None = None
    pages: int = 1
    archive: bool = False

    @property
    def published(self) -> datetime:
        return self.slot.published

    def version(self, now: datetime) -> Version:
        """The version shown at `now`; the first one before it was published."""
        shown = [version for version in self.versions if version.at <= now]
        return shown[-1] if shown else self.versions[0]

    def modified(self, now: datetime) -> datetime:
        return self.version(now).at

    def live(self, now: datetime) -> bool:
        return self.published <= now and not self.gone(now)

    def gone(self, now: datetime) -> bool:
        return self.deleted is not None and self.deleted <= now

    def address(self, now: datetime) -> str:
        """The URL that the site's own pages link to at `now`."""
        return self.moved.url if self.moved is not None and now < self.moved.at else self.url

"""What the reading of a source yields: the links as it lists them, then the candidates among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from article import Candidate


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a source: an absolute URL with the title and the times that the source gives it."""

    url: str
    title: str | None = None
    published: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """All that one answer of a source lists, articles or not."""

    links: tuple[Link, ...] = ()
    more: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The articles' addresses in one answer of a source.

    `more` are the addresses to read next, in this order, with the same source: the next page of a listing, the
    children of a sitemap index, the feed of a site whose REST listing is shut. `problem` says in plain words
    why the source is not what its site file says, for the run's report; candidates may come with it.
    """

    candidates: tuple[Candidate, ...] = ()
    more: tuple[str, ...] = ()
    problem: str | None = None

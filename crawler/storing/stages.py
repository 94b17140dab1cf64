"""A page on its way through the pipelines, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from article import Article, Verdict
from crawler.fetch import Fetch
from crawler.storing.linking import Text


@dataclass(frozen=True, slots=True)
class Raw:
    """A page as it came, for keeping."""

    url: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Read:
    """An article as it was read: `key` is the article's, `asked` the candidate's that led to it."""

    key: str
    asked: str
    article: Article = field(repr=False)
    fetch: Fetch = field(repr=False)
    raw: Sequence[Raw] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recognised:
    """An article with what tells its copies."""

    read: Read
    text: Text

    @property
    def asked(self) -> str:
        return self.read.asked


@dataclass(frozen=True, slots=True)
class Judged:
    """A recognised article with its verdict."""

    recognised: Recognised
    verdict: Verdict = field(repr=False)

    @property
    def asked(self) -> str:
        return self.recognised.asked

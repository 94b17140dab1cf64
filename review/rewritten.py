"""Articles whose text changed after it was read first, with what changed as sentences that went and came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from digest.differences import difference
from storage import articles
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Step:
    """From one text to the next: `read` is when the later one was read first; (went or came, sentence) each."""

    number: int
    read: datetime
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rewritten:
    article_id: int
    site: str
    steps: tuple[Step, ...]


def rewritten(db: Database, article_ids: Iterable[int]) -> list[Rewritten]:
    """Those of the articles that have more than one text."""
    found = []
    for article_id in dict.fromkeys(article_ids):
        texts = articles.versions(db, article_id)
        if len(texts) > 1:
            steps = [Step(b.number, b.read, _changes(a.article.text, b.article.text)) for a, b in pairwise(texts)]
            found.append(Rewritten(article_id, texts[0].article.site, tuple(steps)))
    return found


def _changes(before: str, after: str) -> tuple[tuple[str, str], ...]:
    return tuple((line[0], line[2:]) for line in difference(before, after).splitlines())

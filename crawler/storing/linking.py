"""Where an article's text was before: under another address, or in another article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from article import Article
from crawler import copies as texts
from storage import articles, copies
from storage.articles import ArticleRow
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Text:
    """What tells an article's copies."""

    body: str = field(repr=False)
    content_hash: str
    signature: bytes = field(repr=False)
    bands: Sequence[int] = field(repr=False)

    @classmethod
    def of(cls, article: Article) -> Text:
        signature = texts.signature(article.body)
        return cls(article.body, texts.content_hash(article.body), signature, texts.bands(signature))

    @classmethod
    def stored(cls, db: Database, row: ArticleRow) -> Text:
        """The same of a stored article, whose text need not be kept any longer."""
        signature = copies.signature(db, row.version_id)
        return cls(row.article.body, row.content_hash, signature, texts.bands(signature))


def key_of(db: Database, article: Article, content_hash: str, key: str) -> str:
    """The article's key, which for an address that has changed is the one it had before."""
    return (not article.site_id and articles.moved_from(db, article.site, content_hash)) or key


def link(db: Database, article_id: int, text: Text, now: datetime) -> bool:
    """Link an article to the one whose text it repeats; whether there is one. Inside `write()`."""
    first = copies.exact(db, text.content_hash, article_id)
    if first is not None:
        copies.link(db, article_id, first, "exact", 1.0, now)
        return True
    near = copies.near(db, text.bands, article_id)
    ranked = sorted((-texts.similarity(text.signature, signature), other) for other, signature in near)
    for likeness, other in ranked:
        if -likeness < texts.NEAR:
            return False
        if -likeness >= texts.CERTAIN or _same_particulars(db, text, other):
            copies.link(db, article_id, other, "near", -likeness, now)
            return True
    return False


def link_again(db: Database, article_id: int, now: datetime) -> None:
    """Find anew whose copy an article with a mended text is, and which articles are its copies. Inside `write()`."""
    for one in (*copies.unlink(db, article_id), article_id):
        row = articles.by_id(db, one)
        if row is not None:
            link(db, one, Text.stored(db, row), now)


def _same_particulars(db: Database, text: Text, other: int) -> bool:
    row = articles.by_id(db, other)
    if row is None or not (text.body and row.article.body):
        return False  # of a text that is no longer kept none can be told
    return texts.keeps_particulars(text.body, row.article.body)

"""Copies: articles whose text another article had first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from storage import history
from storage.database import Database
from storage.values import to_time

CopyKind = Literal["exact", "near"]


def exact(db: Database, content_hash: str, exclude_article_id: int | None = None) -> int | None:
    """The first seen article that has, or in an earlier version had, this text."""
    row = db.one(
        """SELECT article.id FROM version JOIN article ON article.id = version.article
        WHERE version.content_hash = ? AND article.id IS NOT ?
        ORDER BY article.first_seen, article.id LIMIT 1""",
        [content_hash, exclude_article_id],
    )
    return None if row is None else int(row["id"])


def near(db: Database, bands: Sequence[int], exclude_article_id: int | None = None) -> list[tuple[int, bytes]]:
    """(article id, signature) of every version that shares a band, first seen article first."""
    if not bands:
        return []
    rows = db.rows(
        f"""SELECT DISTINCT article.id, article.first_seen, version.id AS version, signature.signature
        FROM band
        JOIN version ON version.id = band.version
        JOIN article ON article.id = version.article
        JOIN signature ON signature.version = version.id
        WHERE band.band IN ({",".join("?" * len(bands))}) AND article.id IS NOT ?
        ORDER BY article.first_seen, article.id, version.id""",
        [*map(as_stored, bands), exclude_article_id],
    )
    return [(row["id"], row["signature"]) for row in rows]


def signature(db: Database, version_id: int) -> bytes:
    """The stored signature of a version; empty where it has none."""
    row = db.one("SELECT signature FROM signature WHERE version = ?", [version_id])
    return row["signature"] if row else b""


def link(
    db: Database, article_id: int, first_article_id: int, kind: CopyKind, similarity: float, now: datetime
) -> None:
    """Call one article a copy of the other.

    Their groups of copies become one, whose first is the first seen article of all, so that every copy points
    straight at an article that is no copy. `kind` and `similarity` (0 to 1) are those of the two articles that
    joined the groups.
    """
    first, copied = first_of(db, first_article_id), first_of(db, article_id)
    if first == copied:
        return
    seen_first = db.one("SELECT id FROM article WHERE id IN (?, ?) ORDER BY first_seen, id", [first, copied])
    if seen_first is not None and seen_first["id"] == copied:
        first, copied = copied, first
    history.at(db, now)
    db.execute("UPDATE copy SET first = ? WHERE first = ?", [first, copied])
    db.execute(
        "INSERT INTO copy (article, first, kind, similarity, linked) VALUES (?, ?, ?, ?, ?)",
        [copied, first, kind, similarity, to_time(now)],
    )


def unlink(db: Database, article_id: int) -> list[int]:
    """Take an article out of its group of copies; the articles that were called its copies, first seen first."""
    rows = db.rows(
        """SELECT copy.article FROM copy JOIN article ON article.id = copy.article
        WHERE copy.first = ? ORDER BY article.first_seen, article.id""",
        [article_id],
    )
    db.execute("DELETE FROM copy WHERE article = :article OR first = :article", {"article": article_id})
    return [row["article"] for row in rows]


def first_of(db: Database, article_id: int) -> int:
    """The article that this one is a copy of, or itself."""
    row = db.one("SELECT first FROM copy WHERE article = ?", [article_id])
    return article_id if row is None else int(row["first"])


def as_stored(band: int) -> int:
    """A 64-bit band as the signed number that SQLite keeps."""
    return band - (1 << 64) if band >= 1 << 63 else band

"""Articles and their versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from article import Article
from storage.copies import as_stored
from storage.database import Database
from storage.values import from_list, from_stated_time, from_time, storable, to_list, to_stated_time, to_time


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article with its current version; `first_url` is the address it was first read at."""

    article_id: int
    version_id: int
    key: str
    article: Article
    content_hash: str
    first_url: str
    first_seen: datetime
    last_read: datetime
    versions: int
    baseline: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing did: "same" when text and title are unchanged and only the time of reading moved."""

    article_id: int
    version_id: int
    kind: Literal["new", "version", "same"]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One text of an article, and when it was read first; `number` counts from 1."""

    version_id: int
    number: int
    article: Article
    read: datetime


def by_key(db: Database, site: str, key: str) -> ArticleRow | None:
    row = db.one(f"{_ARTICLE} WHERE article.site = ? AND article.key = ?", [site, key])
    return None if row is None else _article(row)


def by_id(db: Database, article_id: int) -> ArticleRow | None:
    row = db.one(f"{_ARTICLE} WHERE article.id = ?", [article_id])
    return None if row is None else _article(row)


def is_dismissed(db: Database, article_id: int) -> bool:
    """Whether an editor dismissed the article itself."""
    return db.one("SELECT 1 FROM article WHERE id = ? AND decided = 'dismissed'", [article_id]) is not None


def versions(db: Database, article_id: int) -> list[VersionRow]:
    """Every text that an article had, oldest first."""
    return [_version(row) for row in db.rows(f"{_VERSION} WHERE version.article = ? ORDER BY number", [article_id])]


def version(db: Database, version_id: int) -> VersionRow | None:
    row = db.one(f"{_VERSION} WHERE version.id = ?", [version_id])
    return None if row is None else _version(row)


def at(db: Database, url: str) -> int | None:
    """The article that was last read at an address."""
    row = db.one("SELECT article FROM version WHERE url = ? ORDER BY id DESC LIMIT 1", [url])
    return None if row is None else int(row["article"])


def moved_from(db: Database, site: str, content_hash: str) -> str | None:
    """The key of the first article with this text on a site that gives its articles no ids: where such a site lists
    the same text under another address, the address has changed, not the article."""
    row = db.one(
        """SELECT article.key FROM version JOIN article ON article.id = version.article
        WHERE version.content_hash = ? AND article.site = ? AND article.site_id IS NULL ORDER BY article.id LIMIT 1""",
        [content_hash, site],
    )
    return None if row is None else str(row["key"])


def store(
    db: Database,
    run_id: int,
    key: str,
    article: Article,
    *,
    content_hash: str,
    signature: bytes,
    bands: Sequence[int],
    fetch_id: int | None,
    baseline: bool,
    now: datetime,
) -> Stored:
    """Store an article as it was read just now: a new one, a new version of a known key, or nothing new.

    Of a "same" article nothing moves but the time of reading, and what its version did not know (date, author) is
    filled in. `baseline` counts for a new article only.
    """
    before = by_key(db, article.site, key)
    if before is None:
        article_id = _add(db, run_id, key, article, baseline, now)
        number = 1
    else:
        article_id = before.article_id
        db.execute(
            "UPDATE article SET last_read = ?, site_id = coalesce(site_id, ?) WHERE id = ?",
            [to_time(now), article.site_id, article_id],
        )
        if before.content_hash != content_hash and _is_hashed_otherwise(before, article, content_hash):
            db.execute("UPDATE version SET content_hash = ? WHERE id = ?", [content_hash, before.version_id])
            sign_again(db, before.version_id, signature, bands)
            before = replace(before, content_hash=content_hash)
        if before.content_hash == content_hash and before.article.title == storable(article.title):
            _fill_in(db, before.version_id, article)
            return Stored(article_id, before.version_id, "same")
        db.execute("UPDATE version SET is_current = 0 WHERE id = ?", [before.version_id])
        number = before.versions + 1
    version_id = add_version(db, run_id, article_id, number, article, content_hash, fetch_id, now)
    sign(db, version_id, signature, bands)
    return Stored(article_id, version_id, "new" if before is None else "version")


def _is_hashed_otherwise(before: ArticleRow, article: Article, content_hash: str) -> bool:
    """Whether only the way to hash, which stands in front of a hash, has changed, and the text has not."""
    ways = {one.partition(":")[0] for one in (before.content_hash, content_hash)}
    return len(ways) > 1 and before.article.body == storable(article.body)


def sign(db: Database, version_id: int, signature: bytes, bands: Sequence[int]) -> None:
    """Keep what tells the copies of a version."""
    db.insert("signature", {"version": version_id, "signature": signature})
    db.insert_all("band", ({"band": as_stored(band), "version": version_id} for band in dict.fromkeys(bands)))


def sign_again(db: Database, version_id: int, signature: bytes, bands: Sequence[int]) -> None:
    """The same of a version whose text was changed where it stands."""
    for table in ("signature", "band"):
        db.execute(f"DELETE FROM {table} WHERE version = ?", [version_id])
    sign(db, version_id, signature, bands)


def _add(db: Database, run_id: int, key: str, article: Article, baseline: bool, now: datetime) -> int:
    return db.insert(
        "article",
        {
            "site": article.site,
            "key": key,
            "site_id": article.site_id,
            "url": article.url,
            "first_seen": to_time(now),
            "last_read": to_time(now),
            "first_run": run_id,
            "baseline": int(baseline),
        },
    )


def add_version(
    db: Database,
    run_id: int,
    article_id: int,
    number: int,
    article: Article,
    content_hash: str,
    fetch_id: int | None,
    now: datetime,
) -> int:
    """Add a text to an article as its current one; the version's id."""
    published, offset = to_stated_time(article.published)
    return db.insert(
        "version",
        {
            "article": article_id,
            "number": number,
            "is_current": 1,
            "url": article.url,
            "title": article.title,
            "body": article.body,
            "author": article.author,
            "published": published,
            "published_offset": offset,
            "language": article.language,
            "method": article.method,
            "parser": article.parser or None,
            "marks": to_list(article.marks),
            "content_hash": content_hash,
            "read": to_time(now),
            "run": run_id,
            "fetch": fetch_id,
        },
    )


def _fill_in(db: Database, version_id: int, article: Article) -> None:
    published, offset = to_stated_time(article.published)
    db.execute("UPDATE version SET author = coalesce(author, ?) WHERE id = ?", [article.author, version_id])
    db.execute(
        "UPDATE version SET published = ?, published_offset = ? WHERE id = ? AND published IS NULL",
        [published, offset, version_id],
    )


_ARTICLE = """
SELECT article.*, version.id AS version, version.number, version.url AS read_at, version.title, version.body,
       version.author, version.published, version.published_offset, version.language, version.method, version.marks,
       version.content_hash
FROM article JOIN version ON version.article = article.id AND version.is_current = 1
"""


_VERSION = """
SELECT version.*, article.site, article.site_id FROM version JOIN article ON article.id = version.article
"""


def _version(row: Mapping[str, Any]) -> VersionRow:
    return VersionRow(row["id"], row["number"], article_of(row, row["url"]), from_time(row["read"]))


def article_of(row: Mapping[str, Any], url: str) -> Article:
    """The text of a version, from a row with its columns and the article's `site` and `site_id`."""
    return Article(
        url=url,
        site=row["site"],
        title=row["title"],
        body=row["body"],
        published=from_stated_time(row["published"], row["published_offset"]),
        author=row["author"],
        language=row["language"],
        site_id=row["site_id"],
        method=row["method"],
        marks=from_list(row["marks"]),
    )


def _article(row: dict[str, Any]) -> ArticleRow:
    return ArticleRow(
        article_id=row["id"],
        version_id=row["version"],
        key=row["key"],
        article=article_of(row, row["read_at"]),
        content_hash=row["content_hash"],
        first_url=row["url"],
        first_seen=from_time(row["first_seen"]),
        last_read=from_time(row["last_read"]),
        versions=row["number"],
        baseline=bool(row["baseline"]),
    )

"""What a mended parser recovered from kept pages: articles that a break had hidden, and texts that it had spoilt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from article import Article
from storage import articles
from storage.database import Database
from storage.values import from_stated_time, from_time, storable, to_list, to_stated_time, to_time

Kind = Literal["hidden", "corrected"]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One stored text of an article; `read` is when it was read first."""

    version_id: int
    article: Article
    content_hash: str
    read: datetime


@dataclass(frozen=True, slots=True)
class Text:
    """One text that an article should have had. `version_id` is the row that stands for it, None for a new one;
    `is_mended` whether that row says something else now."""

    version_id: int | None
    article: Article
    content_hash: str
    signature: bytes
    bands: Sequence[int]
    read: datetime
    is_mended: bool


@dataclass(frozen=True, slots=True)
class RunAt:
    run_id: int
    baseline: bool


@dataclass(frozen=True, slots=True)
class Recovered:
    """A flagged article that a break had hidden or spoilt since `hidden_since`, for the next digest."""

    article_id: int
    kind: Kind
    hidden_since: datetime
    site: str
    url: str
    title: str
    visits: tuple[int, ...]


def run_at(db: Database, site: str, moment: datetime) -> RunAt | None:
    """The site's run that was reading at a moment."""
    row = db.one(
        "SELECT id, baseline OR past AS baseline FROM run WHERE site = ? AND started <= ? ORDER BY id DESC LIMIT 1",
        [site, to_time(moment)],
    )
    return None if row is None else RunAt(row["id"], bool(row["baseline"]))


def fetch_at(db: Database, site: str, url: str, moment: datetime) -> int | None:
    """The request that brought a page."""
    row = db.one(
        "SELECT id FROM fetch WHERE site = ? AND at = ? AND url = ? ORDER BY id DESC LIMIT 1",
        [site, to_time(moment), url],
    )
    return None if row is None else int(row["id"])


def listed_title(db: Database, site: str, key: str) -> str | None:
    """The title under which a source listed the candidate last."""
    row = db.one("SELECT title FROM candidate WHERE site = ? AND key = ?", [site, key])
    return None if row is None else row["title"]


def texts(db: Database, article_id: int) -> list[VersionRow]:
    """Every stored text of an article, in order."""
    rows = db.rows(
        """SELECT version.*, article.site, article.site_id FROM version JOIN article ON article.id = version.article
        WHERE version.article = ? ORDER BY version.number""",
        [article_id],
    )
    return [_version(row) for row in rows]


def rewrite(db: Database, article_id: int, wanted: Sequence[Text], run_id: int) -> list[int]:
    """Make these the texts of an article, in this order, the last its current one; the versions' ids.

    The rows that stand for a text are corrected in place, rows that stand for none are dropped once no verdict needs
    them (`drop`). Inside `write()`.
    """
    # Out of the way of the new numbers; what stays negative stands for no text.
    db.execute("UPDATE version SET number = -number, is_current = 0 WHERE article = ?", [article_id])
    ids = []
    for number, text in enumerate(wanted, start=1):
        if text.version_id is None:
            new = articles.add_version(db, run_id, article_id, number, text.article, text.content_hash, None, text.read)
            db.execute("UPDATE version SET is_current = 0 WHERE id = ?", [new])
            articles.sign(db, new, text.signature, text.bands)
        else:
            new = text.version_id
            _correct(db, new, number, text)
        ids.append(new)
    db.execute("UPDATE version SET is_current = 1 WHERE id = ?", [ids[-1]])
    return ids


def drop(db: Database, article_id: int) -> int:
    """Drop the rows that `rewrite` left over; how many. Only after the current text has a verdict of its own.

    What was judged of them, and what editors decided on that, stays as the article's history.
    """
    db.execute(
        """UPDATE verdict SET version = (SELECT id FROM version WHERE article = :article AND is_current = 1)
        WHERE version IN (SELECT id FROM version WHERE article = :article AND number < 0)""",
        {"article": article_id},
    )
    return db.execute("DELETE FROM version WHERE article = ? AND number < 0", [article_id])


def mark(db: Database, article_id: int, kind: Kind, hidden_since: datetime, now: datetime) -> None:
    """Mark an article as recovered; one that was hidden stays so, and what a digest has told is told anew."""
    db.execute(
        """INSERT INTO recovered (article, kind, hidden_since, at) VALUES (?, ?, ?, ?)
        ON CONFLICT (article) DO UPDATE SET at = excluded.at, digest = NULL""",
        [article_id, kind, to_time(hidden_since), to_time(now)],
    )


def untold(db: Database) -> list[Recovered]:
    """What was recovered, is flagged and has been told as recovered by no digest, by time of being hidden."""
    rows = db.rows(
        """SELECT recovered.*, article.site, version.url, version.title,
             (SELECT group_concat(DISTINCT report.visit) FROM report WHERE report.verdict = verdict.id) AS visits
        FROM recovered JOIN article ON article.id = recovered.article
        JOIN version ON version.article = article.id AND version.is_current = 1
        JOIN verdict ON verdict.article = article.id AND verdict.is_current = 1
        WHERE recovered.digest IS NULL AND verdict.flagged = 1 ORDER BY recovered.hidden_since, recovered.article"""
    )
    return [
        Recovered(
            article_id=row["article"],
            kind=row["kind"],
            hidden_since=from_time(row["hidden_since"]),
            site=row["site"],
            url=row["url"],
            title=row["title"],
            visits=tuple(sorted(int(number) for number in (row["visits"] or "").split(",") if number)),
        )
        for row in rows
    ]


def tell(db: Database, told: Sequence[Recovered], digest: int) -> None:
    """Say that a digest told these as recovered."""
    for one in told:
        db.execute("UPDATE recovered SET digest = ? WHERE article = ?", [digest, one.article_id])


def _correct(db: Database, version_id: int, number: int, text: Text) -> None:
    db.execute("UPDATE version SET number = ? WHERE id = ?", [number, version_id])
    if not text.is_mended:
        return
    article = text.article
    published, offset = to_stated_time(article.published)
    db.execute(
        """UPDATE version SET url = ?, title = ?, author = ?, published = ?, published_offset = ?, language = ?,
           method = ?, parser = coalesce(?, parser), marks = ?, content_hash = ?, body = ? WHERE id = ?""",
        [
            article.url,
            article.title,
            article.author,
            published,
            offset,
            article.language,
            article.method,
            article.parser or None,
            to_list(article.marks),
            text.content_hash,
            article.body,
            version_id,
        ],
    )
    articles.sign_again(db, version_id, text.signature, text.bands)


def _version(row: dict[str, Any]) -> VersionRow:
    return VersionRow(row["id"], articles.article_of(row, row["url"]), row["content_hash"], from_time(row["read"]))


def as_stored(article: Article) -> Article:
    """The article as it comes back from the database, to compare with one that did."""
    published = from_stated_time(*to_stated_time(article.published))
    return Article(
        url=article.url,
        site=article.site,
        title=storable(article.title),
        body=storable(article.body),
        published=published,
        author=storable(article.author),
        language=article.language,
        site_id=article.site_id,
        method=article.method,
        marks=tuple(storable(mark) for mark in article.marks),
    )

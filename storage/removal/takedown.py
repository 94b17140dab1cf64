"""Taking texts down: every row that holds a part of them, in whichever table. Inside `write()`, like all that writes.

The marks of what is taken down (storage/removal/tombstones.py) are made by the caller, who can read a text's features.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storage import copies, decisions, standing
from storage.database import Database
from storage.removal import quoted

WHO = "takedown"


@dataclass(frozen=True, slots=True)
class Page:
    """Something known under one key of one site: an article, or a candidate that never was one (None)."""

    site: str
    key: str
    url: str
    article_id: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """What a database holds of some pages. `versions` are (content hash, signature or None) of their texts."""

    titles: tuple[str, ...] = field(repr=False)
    bodies: tuple[str, ...] = field(repr=False)
    facts: tuple[str, ...] = field(repr=False)
    urls: tuple[str, ...]
    versions: tuple[tuple[str, bytes | None], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed: rows by table, visits of which nothing is left, digests that were rewritten, and the articles
    that were copies of what is gone."""

    rows: Counter[str]
    visits: tuple[int, ...]
    digests: tuple[int, ...]
    copies: tuple[int, ...]


def pages_at(db: Database, spellings: Sequence[str], site: str | None = None, key: str | None = None) -> list[Page]:
    """What is known under one of these addresses, or under a site's key."""
    marks = ",".join("?" * len(spellings))
    rows = db.rows(
        f"""SELECT site, key, url, id FROM article
        WHERE url IN ({marks}) OR (site = ? AND key = ?) OR id IN (SELECT article FROM version WHERE url IN ({marks}))
        UNION SELECT candidate.site, candidate.key, candidate.url, article.id FROM candidate
        LEFT JOIN article ON article.site = candidate.site AND article.key = candidate.key
        WHERE candidate.url IN ({marks}) OR (candidate.site = ? AND candidate.key = ?)""",
        [*spellings, site, key, *spellings, *spellings, site, key],
    )
    found = {(row["site"], row["key"]): Page(row["site"], row["key"], row["url"], row["id"]) for row in rows}
    return list(found.values())


def copies_of(db: Database, page: Page) -> list[Page]:
    """The articles with the same text, exact or nearly, wherever they are."""
    if page.article_id is None:
        return []
    first = copies.first_of(db, page.article_id)
    rows = db.rows(
        """SELECT site, key, url, id FROM article WHERE id <> :own AND (
            id = :first OR id IN (SELECT article FROM copy WHERE first = :first)
            OR id IN (SELECT article FROM version WHERE content_hash IN (
                SELECT content_hash FROM version WHERE article = :own)))
        ORDER BY first_seen, id""",
        {"own": page.article_id, "first": first},
    )
    return [Page(row["site"], row["key"], row["url"], row["id"]) for row in rows]


def held(db: Database, pages: Sequence[Page]) -> Held:
    """Everything that the pages' own rows say."""
    versions = [
        row
        for page in pages
        for row in db.each(
            """SELECT version.*, signature.signature FROM version
            LEFT JOIN signature ON signature.version = version.id WHERE article = ?""",
            [page.article_id],
        )
    ]
    listed = [
        row
        for page in pages
        for row in db.each("SELECT * FROM candidate WHERE site = ? AND key = ?", [page.site, page.key])
    ]
    stated = [
        row
        for page in pages
        for row in db.each(
            "SELECT fact.* FROM fact JOIN report ON report.id = fact.report WHERE report.article = ?", [page.article_id]
        )
    ]
    titles = [row["title"] for row in versions]
    titles += [row[name] for row in listed for name in ("title", "settled_title") if row[name]]
    return Held(
        titles=tuple(dict.fromkeys(titles)),
        bodies=tuple(dict.fromkeys(row["body"] for row in versions)),
        facts=tuple(
            dict.fromkeys(said for row in stated for said in (row["value"], row["quote"]) if _tells(row, said))
        ),
        urls=tuple(dict.fromkeys([*(page.url for page in pages), *(row["url"] for row in versions + listed)])),
        versions=tuple((row["content_hash"], row["signature"]) for row in versions),
    )


def _tells(row: dict[str, object], said: str | None) -> bool:
    """Whether a fact's words say something by themselves, as a number, a day or a word like "Dinas" does not."""
    return bool(said) and (len(str(said).split()) > 1 or row["kind"] == "leader")


def remove(db: Database, pages: Sequence[Page], now: datetime) -> Removed:
    """Remove the pages' texts, and whatever quotes them in other rows. What was decided and told of them stays said,
    without their words; a visit that nothing else reports is gone."""
    what, rows = held(db, pages), Counter[str]()
    articles = [page.article_id for page in pages if page.article_id is not None]
    told = _digests_of(db, articles)
    left = [copy for article in articles for copy in copies.unlink(db, article)]
    visits = _visits_of(db, articles)
    _take_back_edits(db, articles, now)
    for page in pages:
        rows += _drop_page(db, page)
    gone = _drop_empty_visits(db, visits)
    standing.settle(db, visits - set(gone))
    rows["raw_page"] += quoted.drop_pages(db, [*what.titles, *what.bodies])
    rows["candidate"] += quoted.untitle(db, what.titles)
    rows += quoted.sweep(db, [*what.titles, *what.bodies], what.titles, what.facts, told)
    return Removed(rows, tuple(gone), tuple(sorted(told)), tuple(copy for copy in left if copy not in articles))


def _drop_page(db: Database, page: Page) -> Counter[str]:
    """The page's own rows; those that hang on them go by themselves."""
    rows = Counter[str]()
    article = page.article_id
    hanging = {
        "verdict": "article = ?",
        "evidence": "verdict IN (SELECT id FROM verdict WHERE article = ?)",
        "report": "article = ?",
        "fact": "report IN (SELECT id FROM report WHERE article = ?)",
    }
    for table, where in hanging.items():
        rows[table] = db.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}", [article])[0]["n"]
    rows["raw_page"] = db.execute(
        """DELETE FROM raw_page WHERE (site = ? AND key = ?) OR url = ?
        OR version IN (SELECT id FROM version WHERE article = ?)""",
        [page.site, page.key, page.url, article],
    )
    # Before the article: the search index is told by a trigger that still asks for the article's site and day.
    rows["version"] = db.execute("DELETE FROM version WHERE article = ?", [article])
    rows["article"] = db.execute("DELETE FROM article WHERE id = ?", [article])
    rows["candidate"] = db.execute(
        """UPDATE candidate SET title = NULL, settled_title = NULL, state = 'rejected', reason = 'taken down'
        WHERE site = ? AND key = ?
        AND (reason IS NOT 'taken down' OR title IS NOT NULL OR settled_title IS NOT NULL)""",
        [page.site, page.key],
    )
    return rows


def _digests_of(db: Database, articles: Sequence[int]) -> set[int]:
    """The digests that told of these articles, or of visits that they report."""
    found = set()
    for article in articles:
        rows = db.rows(
            """SELECT DISTINCT digest FROM digest_item WHERE article = :article
            OR report IN (SELECT id FROM report WHERE article = :article)
            OR (kind = 'visit' AND visit IN (SELECT visit FROM report WHERE article = :article UNION
                SELECT visit FROM standing WHERE article = :article))""",
            {"article": article},
        )
        found |= {row["digest"] for row in rows}
    return found


def _visits_of(db: Database, articles: Sequence[int]) -> set[int]:
    found = set()
    for article in articles:
        rows = db.rows(
            """SELECT visit FROM report WHERE article = :article UNION SELECT placed FROM report
            WHERE article = :article UNION SELECT visit FROM standing WHERE article = :article""",
            {"article": article},
        )
        found |= {row["visit"] for row in rows if row["visit"] is not None}
    return found


def _take_back_edits(db: Database, articles: Sequence[int], now: datetime) -> None:
    """Facts that an editor stated with nothing but these articles before the eyes are theirs, in other words."""
    marks = ",".join("?" * len(articles))
    rows = db.rows(
        f"""SELECT id FROM decision WHERE stated IS NOT NULL AND kind = 'edit'
        AND id IN (SELECT decision FROM decision_report JOIN report ON report.id = report WHERE article IN ({marks}))
        AND id NOT IN (
            SELECT decision FROM decision_report JOIN report ON report.id = report WHERE article NOT IN ({marks}))""",
        [*articles, *articles],
    )
    for row in rows:
        if db.one("SELECT 1 FROM decision WHERE undoes = ?", [row["id"]]) is None:
            decisions.undo(db, row["id"], who=WHO, now=now)
        db.execute("UPDATE decision SET stated = '[]' WHERE id = ?", [row["id"]])


def _drop_empty_visits(db: Database, visits: Iterable[int]) -> list[int]:
    """Remove those of the visits that no report is left of, and that no other visit is shown as; these."""
    gone: list[int] = []
    left = set(visits)
    while True:
        empty = [
            visit
            for visit in sorted(left)
            if db.one("SELECT 1 FROM report WHERE visit = :id OR placed = :id", {"id": visit}) is None
            and db.one("SELECT 1 FROM visit WHERE shown = :id AND id <> :id", {"id": visit}) is None
        ]
        if not empty:
            return gone
        for visit in empty:
            db.execute("UPDATE decision SET stated = '[]' WHERE visit = ? AND stated IS NOT NULL", [visit])
            db.execute("DELETE FROM visit WHERE id = ?", [visit])
        gone += empty
        left -= set(empty)


def sent(db: Database, digests: Iterable[int]) -> Iterator[tuple[int, str, str]]:
    """(digest, channel, when) of those that have left this machine already."""
    for number in digests:
        rows = db.rows("SELECT channel, sent FROM outbox WHERE digest = ? AND sent IS NOT NULL ORDER BY id", [number])
        yield from ((number, row["channel"], row["sent"]) for row in rows)

"""Full-text search over everything stored, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage import forms, query
from storage.database import Database
from storage.query import Clause, Term
from storage.standing import EDITED_FACTS, EDITS
from storage.values import from_stated_time, from_time

COUNTED = 10_000
OPEN, CLOSE = "\x02", "\x03"
_EVERYTHING = "tags : zzall"


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found; in `title` and `passage` what matched stands between OPEN and CLOSE."""

    article_id: int
    version_id: int
    site: str
    url: str
    title: str
    passage: str
    published: datetime | None
    first_seen: datetime
    is_flagged: bool
    visit_id: int | None
    decided: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `count` is exact up to COUNTED, and `is_more` says that there are more than that.

    `older` is what `before` is for the next page, None on the last one.
    """

    hits: tuple[Hit, ...]
    count: int
    is_more: bool
    older: int | None


def search(db: Database, text: str, *, limit: int = 20, before: int | None = None) -> Found:
    """The newest hits read before version `before`. Raises QueryError."""
    clauses = query.parse(text)
    if not clauses:
        return Found((), 0, False, None)
    way, where, params = _where(db, clauses)
    rows = db.rows(way.page(where), [*params, before or 2**62, limit + 1])
    counted = db.rows(
        f"SELECT count(*) AS n FROM (SELECT 1 {way.source} WHERE {where} LIMIT ?)",
        [*params, COUNTED + 1],
    )[0]["n"]
    hits = tuple(map(_hit, rows[:limit]))
    older = hits[-1].version_id if len(rows) > limit else None
    return Found(hits, min(counted, COUNTED), counted > COUNTED, older)


@dataclass(frozen=True, slots=True)
class _Way:
    """How to go through the articles: what of, by which key, and where title and passage come from.

    `is_sorted`: they come in the order of the key, so that the first are told without going through all.
    """

    source: str
    key: str
    title: str
    passage: str
    is_sorted: bool

    def page(self, where: str) -> str:
        """The hits below a key, the highest first; takes what `where` takes, the key and how many."""
        first = f"WHERE {where} AND {self.key} < ? ORDER BY {self.key} DESC LIMIT ?"
        if not self.is_sorted:  # what is shown of a hit costs more than to find it
            first = f"WHERE {self.key} IN (SELECT {self.key} {self.source} {first}) ORDER BY {self.key} DESC"
        return f"""SELECT article.id AS article, version.id AS version, article.site, version.url,
          {self.title} AS title, {self.passage} AS passage,
          version.published, version.published_offset, article.first_seen, article.decided AS of_article,
          (SELECT flagged FROM verdict WHERE verdict.article = article.id AND verdict.is_current = 1) AS flagged,
          (SELECT min(visit) FROM standing WHERE standing.article = article.id AND standing.holds) AS visit,
          (SELECT decided FROM standing WHERE standing.article = article.id ORDER BY holds DESC, visit LIMIT 1)
            AS of_visit
        {self.source} {first}"""


_BY_WORDS = _Way(
    "FROM search CROSS JOIN version ON version.id = search.rowid JOIN article ON article.id = version.article",
    "search.rowid",
    "highlight(search, 0, char(2), char(3))",
    "snippet(search, 1, char(2), char(3), '…', 40)",
    is_sorted=True,
)
# Without a word to look for, the index would go through all there is.
_BY_ARTICLES = _Way(
    "FROM article JOIN version ON version.article = article.id AND version.is_current = 1",
    "version.id",
    "version.title",
    "substr(version.body, 1, 240)",
    is_sorted=False,
)


def _where(db: Database, clauses: Sequence[Clause]) -> tuple[_Way, str, list[Any]]:
    """The clauses as SQL: one match of the index for what it knows, the rest beside it."""
    wanted: list[str] = []
    forbidden: list[str] = []
    beside: list[str] = []
    params: list[Any] = []
    for clause in clauses:
        matches = {term: _match(db, term) for term in clause.terms}
        indexed = " OR ".join(match for match in matches.values() if match)
        others = [_beside(term) for term, match in matches.items() if not match]
        if not others:
            (forbidden if clause.is_forbidden else wanted).append(f"({indexed})")
            continue
        if indexed:
            others.append(("version.id IN (SELECT rowid FROM search WHERE search MATCH ?)", [indexed]))
        beside.append(f"{'NOT ' if clause.is_forbidden else ''}({' OR '.join(sql for sql, _ in others)})")
        params += [value for _, values in others for value in values]
    if not wanted and not forbidden:
        return _BY_ARTICLES, " AND ".join(beside), params
    match = " AND ".join(wanted) or f"({_EVERYTHING})"
    for one in forbidden:
        match = f"({match}) NOT {one}"
    return _BY_WORDS, " AND ".join(["search MATCH ?", *beside]), [match, *params]


def _match(db: Database, term: Term) -> str | None:
    """A term in the index's own language, None where the index does not know such a thing."""
    if term.field == "site":
        return f'(tags : "zzs{"".join(query.words(term)).lower()}")'
    if term.field == "date":
        return _days(term.value)
    if term.field is not None:
        return None
    if term.is_exact:
        return f'({{title body}} : "{" ".join(query.words(term))}")'
    return "(" + " AND ".join(f"({{title body}} : ({_any_form(db, word)}))" for word in query.words(term)) + ")"


def _any_form(db: Database, word: str) -> str:
    """Every form of a word that some text has, and its short or long form."""
    its_forms = forms.forms(word)
    known = [one for one in its_forms[1:] if db.one("SELECT 1 FROM search_words WHERE term = ?", [one])]
    phrases = [its_forms[0], *known, *forms.shorts(word, its_forms)]
    return " OR ".join(f'"{phrase}"' for phrase in dict.fromkeys(phrases))


def _days(value: str) -> str:
    """A year, a month and a day have a word in the index, which a stretch of time is put together of."""
    return f"(tags : ({' OR '.join(f'zz{one}' for one in query.cover(*query.span(value)))}))"


def _beside(term: Term) -> tuple[str, list[Any]]:
    if term.field == "visited":
        return _fact("kind = 'date_start' AND value BETWEEN ? AND ?", list(query.span(term.value)))
    if term.field == "flagged":
        return f"{'' if term.value == 'yes' else 'NOT '}{_FLAGGED}", []
    if term.field == "decided":
        return _decided(term.value)
    if term.field == "province":
        return _fact("kind = 'origin' AND substr(code, 1, 2) = ?", [term.value])
    kind = {"from": "origin", "programme": "programme", "to": "loci"}[term.field or ""]
    kinds = "kind IN ('origin', 'visitors')" if kind == "origin" else f"kind = '{kind}'"
    return _fact(f"{kinds} AND value LIKE '%' || ? || '%' ESCAPE '\\'", [_like(term.value)])


_FLAGGED = """article.id IN (SELECT article FROM verdict INDEXED BY verdict_flagged
    WHERE is_current = 1 AND (flagged = 1 OR undecided IS NOT NULL) AND flagged = 1)"""


def _decided(how: str) -> tuple[str, list[Any]]:
    if how == "open":
        spoken = "SELECT article FROM standing WHERE holds AND decided IS NULL"
        return f"(article.decided IS NULL AND article.id IN ({spoken}))", []
    spoken = "SELECT article FROM standing WHERE decided = ?"
    return f"(article.decided IS ? OR article.id IN ({spoken}))", [how, how]


def _fact(condition: str, params: list[Any]) -> tuple[str, list[Any]]:
    """Articles of visits of which a fact is so: as a report states it, or as an editor does in its place."""
    return (
        f"""(article.id IN (SELECT standing.article FROM fact CROSS JOIN standing ON standing.id = fact.report
            WHERE {condition} AND standing.holds
              AND (standing.visit, fact.kind) NOT IN (SELECT visit, kind FROM {EDITS}))
        OR article.id IN (SELECT standing.article FROM {EDITED_FACTS} AS fact
            CROSS JOIN standing ON standing.visit = fact.visit WHERE {condition} AND standing.holds))""",
        params * 2,
    )


def _like(value: str) -> str:
    for sign in ("\\", "%", "_"):
        value = value.replace(sign, f"\\{sign}")
    return value


def _hit(row: dict[str, Any]) -> Hit:
    return Hit(
        article_id=row["article"],
        version_id=row["version"],
        site=row["site"],
        url=row["url"],
        title=row["title"],
        passage=row["passage"],
        published=from_stated_time(row["published"], row["published_offset"]),
        first_seen=from_time(row["first_seen"]),
        is_flagged=bool(row["flagged"]),
        visit_id=row["visit"],
        decided=row["of_article"] or row["of_visit"],
    )

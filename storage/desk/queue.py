"""What editors have to decide, in an order of their choice: visits, and articles that report none and need a look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from storage import sentence
from storage.cards import Decided
from storage.database import Database
from storage.digest.untold import FlagCard
from storage.values import from_stated_time

Order = Literal["newest", "certain", "doubtful"]
Kind = Literal["visit", "article"]

SHOWN = 20


class Item(NamedTuple):
    """A visit or an article in the queue: when it was found (UTC text), the highest score of what reports it."""

    kind: Kind
    number: int
    found: str
    score: float

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.number}"


@dataclass(frozen=True, slots=True)
class Page:
    """Part of the queue; `left` counts all that is in it, `older` is the last item where more follow."""

    items: tuple[Item, ...]
    left: int
    older: Item | None


def page(
    db: Database,
    order: Order = "newest",
    decided: Decided | None = None,
    after: Item | None = None,
    shown: int = SHOWN,
    place: str | None = None,
) -> Page:
    """What follows `after` (None: the beginning) of what is still to be decided, or was `decided` so; of visits to, and
    articles about, one `place` by its region code (None: any).

    An item that left the queue keeps its place, as a mark to go on from.
    """
    ranks = _PLACES[order]
    asked: dict[str, Any] = {"decided": decided, "many": shown + 1, "place": place}
    past = ""
    if after is not None:
        marks = (f"-:{name[1:]}" if name[0] == "-" else f":{name}" for name in ranks)
        past = f"WHERE ({', '.join(ranks)}) < ({', '.join(marks)})"
        asked |= after._asdict()
    order_by = ", ".join(f"{name} DESC" for name in ranks)
    asking = f"SELECT *, {_COUNT} FROM item {past} ORDER BY {order_by} LIMIT :many"
    found = db.rows(f"{_items(decided, place)} {asking}", asked)
    items = tuple(Item(row["kind"], row["number"], row["found"], row["score"]) for row in found[:shown])
    return Page(
        items,
        left=found[0]["left"] if found else left(db, decided, place),
        older=items[-1] if len(found) > shown else None,
    )


def left(db: Database, decided: Decided | None = None, place: str | None = None) -> int:
    """How many items the queue has."""
    asked = {"decided": decided, "place": place}
    return int(db.rows(f"{_items(decided, place)} SELECT {_COUNT}", asked)[0]["left"])


def item(db: Database, kind: Kind, number: int) -> Item | None:
    """The item, in the queue or not; of a merged visit itself. None where there is no such thing."""
    row = db.one(_ONE_VISIT if kind == "visit" else _ONE_ARTICLE, [number])
    return None if row is None else Item(kind, number, row["found"], row["score"] or 0.0)


def waits(db: Database, kind: Kind, number: int, decided: Decided | None = None) -> bool:
    """Whether the queue has this, of what was `decided` so."""
    about = "root.id" if kind == "visit" else "verdict.article"
    return db.one(_sql(kind, decided, f"AND {about} = :number"), {"decided": decided, "number": number}) is not None


def loose(db: Database, articles: Iterable[int]) -> dict[int, FlagCard]:
    """What a card of each of these articles shows, by article."""
    asked = list(articles)
    rows = db.rows(_CARDS.format(marks=",".join("?" * len(asked))), asked)
    copies: dict[int, list[dict[str, Any]]] = {}
    for row in db.rows(_COPIES.format(marks=",".join("?" * len(asked))), asked):
        copies.setdefault(row["first"], []).append(row)
    evidence = sentence.of(db, [row["verdict"] for row in rows])
    return {
        row["article"]: _card(row, copies.get(row["article"], []), *sentence.choose(evidence.get(row["verdict"], ())))
        for row in rows
    }


def last_decisions(db: Database, kind: Kind, numbers: Iterable[int]) -> dict[int, int]:
    """By visit (as shown) or article: the newest decision on it, undone or not; 0 for none.

    Who decides says with it what was known: a newer one means that somebody decided meanwhile.
    """
    asked = list(numbers)
    sql = _LAST_ON_VISITS if kind == "visit" else _LAST_ON_ARTICLES
    found = {row["number"]: row["last"] for row in db.rows(sql.format(marks=",".join("?" * len(asked))), asked)}
    return {number: found.get(number, 0) for number in asked}


def _sql(kind: Kind, decided: Decided | None, only: str = "") -> str:
    if kind == "visit":
        return _VISITS.format(only=only)
    if decided is None:
        return _ARTICLES.format(source=_UNDECIDED, only=only)
    return _ARTICLES.format(source=_DECIDED, only=f"{only} AND article.decided IS NOT NULL")


def _items(decided: Decided | None, place: str | None) -> str:
    """SQL that makes a table `item` of the queue."""
    about: Mapping[Kind, str] = {"visit": "report.place", "article": "verdict.place"}
    visits, articles = (_sql(kind, decided, f"AND {own} = :place" if place else "") for kind, own in about.items())
    return f"WITH item AS MATERIALIZED ({visits} UNION ALL {articles})"


_COUNT = "(SELECT count(*) FROM item) AS left"

# The highest first.
_PLACES: Mapping[Order, tuple[str, ...]] = {
    "newest": ("found", "kind", "number"),
    "certain": ("score", "found", "kind", "number"),
    "doubtful": ("-score", "found", "kind", "number"),
}

# Indexes alone are read here: the rows of what waits lie far apart among all that is stored.
_VISITS = """
SELECT 'visit' AS kind, root.id AS number, root.found, max(coalesce(flagged.score, kept.score)) AS score
FROM visit AS root INDEXED BY visit_decided
CROSS JOIN visit AS place ON place.shown = root.id
CROSS JOIN report INDEXED BY report_placed ON report.placed = place.id
LEFT JOIN verdict AS flagged INDEXED BY verdict_flagged ON flagged.article = report.article
  AND flagged.is_current = 1 AND (flagged.flagged = 1 OR flagged.undecided IS NOT NULL) AND flagged.flagged = 1
  AND flagged.id = report.verdict
LEFT JOIN verdict AS kept ON report.kept = 1 AND kept.id = report.verdict
WHERE root.decided IS :decided {only}
  AND (flagged.id IS NOT NULL OR kept.id IS NOT NULL)
  AND NOT EXISTS (
    SELECT 1 FROM article INDEXED BY article_decided
    WHERE article.decided = 'dismissed' AND article.id = report.article)
GROUP BY root.id
"""

# Few articles are decided by themselves, and few of all are flagged.
_DECIDED = "article INDEXED BY article_decided CROSS JOIN verdict ON verdict.article = article.id"
_UNDECIDED = "verdict INDEXED BY verdict_flagged CROSS JOIN article ON article.id = verdict.article"

# Flagged without a visit, or undecided; but no copy of one that is, and none that an editor's word put in a visit.
_ARTICLES = """
SELECT 'article' AS kind, article.id AS number, article.first_seen AS found, verdict.score
FROM {source}
WHERE verdict.is_current = 1 AND (verdict.flagged = 1 OR verdict.undecided IS NOT NULL) {only}
  AND (verdict.flagged = 0 OR verdict.id NOT IN (SELECT verdict FROM report))
  AND article.decided IS :decided
  AND NOT EXISTS (
    SELECT 1 FROM report
    JOIN visit AS place ON place.id = report.placed
    JOIN visit AS root ON root.id = place.shown
    WHERE report.article = article.id AND (report.kept = 1 OR root.decided IS NOT NULL))
  AND NOT EXISTS (
    SELECT 1 FROM copy JOIN verdict AS first ON first.article = copy.first AND first.is_current = 1
    WHERE copy.article = article.id AND (first.flagged = 1 OR first.undecided IS NOT NULL))
"""

_ONE_VISIT = """
SELECT visit.found, (SELECT max(verdict.score) FROM report JOIN verdict ON verdict.id = report.verdict
                     JOIN visit AS place ON place.id = report.placed WHERE place.shown = visit.id) AS score
FROM visit WHERE visit.id = ?
"""

_ONE_ARTICLE = """
SELECT article.first_seen AS found, verdict.score FROM article
LEFT JOIN verdict ON verdict.article = article.id AND verdict.is_current = 1 WHERE article.id = ?
"""

_CARDS = """
SELECT verdict.article, verdict.id AS verdict, article.site, version.url, version.title, version.published,
       version.published_offset, verdict.score, verdict.undecided, verdict.place
FROM article
JOIN verdict ON verdict.article = article.id AND verdict.is_current = 1
JOIN version ON version.article = article.id AND version.is_current = 1
WHERE article.id IN ({marks})
"""

_COPIES = """
SELECT copy.first, copy.article, version.url
FROM copy JOIN version ON version.article = copy.article AND version.is_current = 1
WHERE copy.first IN ({marks}) ORDER BY copy.article
"""

_LAST_ON_VISITS = """
SELECT visit.shown AS number, max(decision.id) AS last
FROM visit JOIN decision ON decision.visit = visit.id OR decision.other = visit.id
WHERE visit.shown IN ({marks}) GROUP BY visit.shown
"""

_LAST_ON_ARTICLES = """
SELECT article AS number, max(id) AS last FROM decision WHERE article IN ({marks}) GROUP BY article
"""


def _card(row: dict[str, Any], copies: list[dict[str, Any]], quoted: str, words: str) -> FlagCard:
    return FlagCard(
        article_id=row["article"],
        site=row["site"],
        url=row["url"],
        title=row["title"],
        published=from_stated_time(row["published"], row["published_offset"]),
        score=row["score"],
        undecided=row["undecided"],
        sentence=quoted,
        words=words,
        copies=tuple(copy["url"] for copy in copies),
        copy_ids=tuple(copy["article"] for copy in copies),
        place=row["place"],
    )

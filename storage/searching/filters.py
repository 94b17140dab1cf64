"""What a search asks that the index does not know: how articles were judged and decided on, and what their visits say.

A filter is SQL that selects articles, few of very many; or visits, where visits are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from storage.facts import COUNTED, COUNTED_AS, RANK
from storage.searching import places, query
from storage.searching.query import Term
from storage.standing import EDITED_FACTS, EDITS, REPORT_HOLDS


@dataclass(frozen=True, slots=True)
class Filter:
    """Articles that must be among those that `sql` selects, or, `is_barred`, must not."""

    sql: str
    params: tuple[Any, ...] = ()
    is_barred: bool = False

    def turned(self) -> Filter:
        return replace(self, is_barred=not self.is_barred)


# What visits say, and what was decided on them: of an article with two visits each is told by itself.
VISIT_FIELDS = frozenset({"from", "programme", "to", "visited", "province", "decided", "place"})
Subject = Literal["article", "visit"]


def filter_of(term: Term, subject: Subject = "article") -> Filter:
    """The filter that a field's value means; of visits (as shown) only for VISIT_FIELDS."""
    value = term.value
    if term.field == "flagged":
        return Filter(_FLAGGED, is_barred=value == "no")
    if term.field == "decided":
        return _decided(value, subject)
    if term == query.VISITS:
        return Filter(_REPORTING)
    if term.field == "visited":
        return _stated(subject, "kind = 'date_start' AND value BETWEEN ? AND ?", query.span(value))
    if term.field == "province":
        return _stated(subject, _PROVINCE, [value], "fact_told")
    if term.field == "from":
        return _from(value, term.is_exact, subject)
    if term.field == "place":
        return _visited(value, subject)
    return _stated(subject, f"kind = '{_KINDS[term.field or '']}' AND {_LIKE}", [_like(value, term.is_exact)])


def either(filters: Sequence[Filter]) -> Filter:
    """Articles that any of these selects."""
    sql = " UNION ALL ".join(one.sql for one in filters)
    return Filter(sql, tuple(value for one in filters for value in one.params))


_KINDS = {"programme": "programme", "to": "loci"}
_LIKE = "value LIKE ? ESCAPE '\\'"
_PROVINCE = f"{COUNTED} AND kind = 'origin' AND {COUNTED_AS} = ?"

_FLAGGED = """SELECT article FROM verdict INDEXED BY verdict_flagged
    WHERE is_current = 1 AND (flagged = 1 OR undecided IS NOT NULL) AND flagged = 1"""

_REPORTING = "SELECT article FROM standing WHERE holds"

_OPEN = """SELECT standing.article FROM standing JOIN article ON article.id = standing.article
    WHERE standing.holds AND standing.decided IS NULL AND article.decided IS NULL"""

_DECIDED = """SELECT id FROM article WHERE decided = ?
    UNION ALL SELECT report.article FROM visit AS root CROSS JOIN visit AS place ON place.shown = root.id
    CROSS JOIN report ON report.placed = place.id WHERE root.decided = ?"""


def _decided(value: str, subject: Subject) -> Filter:
    if subject == "article":
        return Filter(_OPEN) if value == "open" else Filter(_DECIDED, (value, value))
    if value == "open":
        return Filter("SELECT id AS visit FROM visit WHERE decided IS NULL")
    return Filter("SELECT id AS visit FROM visit WHERE decided = ?", (value,))


def _from(value: str, is_whole: bool, subject: Subject) -> Filter:
    """Visitors or an origin of this name; of a province's name, origins anywhere in it, and the name as a word."""
    place = places.place(value)
    if place.province is None or is_whole:
        alike = " OR ".join([_LIKE] * len(place.spellings))
        return _stated(
            subject,
            f"kind IN ('origin', 'visitors') AND ({alike})",
            [_like(one, is_whole) for one in place.spellings],
        )
    word = " OR ".join(["' ' || value || ' ' LIKE ?"] * len(place.spellings))
    inside = _stated(subject, _PROVINCE, [place.province], "fact_told")
    named = _stated(
        subject,
        f"kind IN ('origin', 'visitors') AND ({word}) AND code IS NULL",
        [f"% {one} %" for one in place.spellings],
    )
    return either([inside, named])


def _visited(value: str, subject: Subject) -> Filter:
    """Visits to a watched place of this name or region code, or in this province; or articles that may be about it."""
    place = places.place(value)
    alike = " OR ".join(["name LIKE ? ESCAPE '\\'"] * len(place.spellings))
    codes = f"SELECT code FROM watched_place WHERE {alike} OR code = ? OR substr(code, 1, 2) = ?"
    params = (*(_like(one, False) for one in place.spellings), value, place.province or "")
    visits = Filter(f"SELECT {subject} FROM standing WHERE holds AND place IN ({codes})", params)
    if subject == "visit":
        return visits
    asking = "is_current = 1 AND (flagged = 1 OR undecided IS NOT NULL)"
    articles = f"SELECT article FROM verdict INDEXED BY verdict_flagged WHERE {asking} AND place IN ({codes})"
    return either([visits, Filter(articles, params)])


def _stated(subject: Subject, condition: str, params: Sequence[Any], index: str = "fact_value") -> Filter:
    """Articles of which a fact is so, or visits whose cards say so; or an editor does in their place."""
    told, on_card = ("place.shown", f"AND {_ON_CARD}") if subject == "visit" else ("report.article", "")
    return Filter(
        f"""SELECT {told} AS {subject} FROM fact INDEXED BY {index} CROSS JOIN report ON report.id = fact.report
            CROSS JOIN visit AS place ON place.id = report.placed
            WHERE {condition} AND {REPORT_HOLDS} {on_card}
              AND (place.shown, fact.kind) NOT IN (SELECT visit, kind FROM {EDITS})
        UNION ALL SELECT standing.{subject} FROM {EDITED_FACTS} AS fact
            CROSS JOIN standing ON standing.visit = fact.visit WHERE {condition} AND standing.holds""",
        (*params, *params),
    )


# A visit's card has each fact from the best report that states it, as the pictures count it; most often only one does.
_ON_CARD = f"""(NOT EXISTS (
    SELECT 1 FROM visit AS beside CROSS JOIN report AS other ON other.placed = beside.id
    CROSS JOIN fact AS stated ON stated.report = other.id AND stated.kind = fact.kind
    WHERE beside.shown = place.shown AND other.id <> report.id)
  OR report.id = (
    SELECT one.id FROM standing AS one CROSS JOIN fact AS stated ON stated.report = one.id AND stated.kind = fact.kind
    JOIN verdict ON verdict.id = one.verdict JOIN article ON article.id = one.article
    LEFT JOIN copy ON copy.article = one.article
    WHERE one.visit = place.shown AND one.holds ORDER BY {RANK} LIMIT 1))"""


def _like(value: str, is_whole: bool) -> str:
    for sign in ("\\", "%", "_"):
        value = value.replace(sign, f"\\{sign}")
    return value if is_whole else f"%{value}%"

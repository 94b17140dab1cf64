"""The visits that the articles of a search report, those first that an article was found of last."""

from __future__ import annotations

import json
from dataclasses import dataclass

from storage import query
from storage.database import Database
from storage.filters import VISIT_FIELDS, Filter, either, filter_of
from storage.matches import matches
from storage.query import VISITS, Clause
from storage.search import COUNTED
from storage.visits import VisitCard, cards
from storage.walks import newest, walks

_TOP = 2**62


@dataclass(frozen=True, slots=True)
class FoundVisits:
    """A page of visits. `count` is exact where the search finds at most COUNTED articles that report any; `is_more`
    says that it finds more. `further` is what `after` is for the next page, None on the last one."""

    cards: tuple[VisitCard, ...]
    count: int
    is_more: bool
    further: int | None


def search_visits(db: Database, text: str, *, limit: int = 20, after: int = 0) -> FoundVisits:
    """The visits of what a search finds, past the first `after`. Raises QueryError.

    What the search asks of visits (from:, decided: and the like) each visit has to meet by itself: of an article on two
    delegations only the one that was asked for is shown.
    """
    clauses = query.parse(text)
    if not clauses:
        return FoundVisits((), 0, False, None)
    own = [_filter(clause) for clause in clauses if _is_of_visits(clause)]
    # An article may report a visit that is barred and one that is not.
    asked = tuple(clause for clause in clauses if not (clause.is_forbidden and _is_of_visits(clause)))
    # What asks of visits finds none but articles that report one.
    if not query.asks_for_visits(asked) and not any(map(_is_of_visits, asked)):
        asked = (*asked, Clause((VISITS,)))
    with db.snapshot():
        found, params = newest(walks(db, asked, matches(db, asked)), _TOP, COUNTED + 1)
        conditions = "".join(f" AND visit {'NOT ' if one.is_barred else ''}IN ({one.sql})" for one in own)
        params += [value for one in own for value in one.params]
        row = db.rows(_GROUPED.format(found=found, conditions=conditions), [*params, limit + 1, after])[0]
        numbers: list[int] = json.loads(row["visits"])
        shown = tuple(cards(db, numbers[:limit]))
    further = after + limit if len(numbers) > limit else None
    return FoundVisits(shown, min(row["counted"], COUNTED), row["articles"] > COUNTED, further)


_GROUPED = """
WITH hit (version) AS MATERIALIZED ({found}), reported (visit, newest) AS MATERIALIZED (
  SELECT standing.visit, max(hit.version) FROM hit JOIN version ON version.id = hit.version
  JOIN standing ON standing.article = version.article WHERE standing.holds{conditions} GROUP BY standing.visit)
SELECT (SELECT count(*) FROM hit) AS articles, (SELECT count(*) FROM reported) AS counted,
  (SELECT json_group_array(visit) FROM (
    SELECT visit FROM reported ORDER BY newest DESC, visit DESC LIMIT ? OFFSET ?)) AS visits
"""


def _is_of_visits(clause: Clause) -> bool:
    """Whether each visit has to meet it by itself: words are an article's, and what is joined to them by OR."""
    return all(term.field in VISIT_FIELDS for term in clause.terms)


def _filter(clause: Clause) -> Filter:
    one = either([filter_of(term, "visit") for term in clause.terms])
    return one.turned() if clause.is_forbidden else one

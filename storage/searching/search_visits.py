"""The visits of a search: what it asks of visits, their cards have to say; of words, the articles that report them.

Those stand first that an article was found of last. Where a search has no words, no text is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storage.database import Database
from storage.searching import query
from storage.searching.filters import VISIT_FIELDS, Filter, either, filter_of
from storage.searching.matches import matches
from storage.searching.query import VISITS, Clause
from storage.searching.walks import newest, walks
from storage.standing import REPORT_HOLDS
from storage.visits import VisitCard, cards

# So many reports are counted, the newest, or of so many articles that words are found in those of visits.
COUNTED = 10_000
COUNTED_BY_WORDS = 2_000
_TOP = 2**62


@dataclass(frozen=True, slots=True)
class FoundVisits:
    """A page of visits. `count` is exact, unless `is_more` says that further reports were not counted. `further` is
    what `after` is for the next page, None on the last one."""

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
    own = [clause for clause in clauses if _is_of_visits(clause)]
    words = [clause for clause in clauses if not _is_of_visits(clause) and clause != Clause((VISITS,))]
    with db.snapshot():
        chosen = _chosen(db, [_filter(clause) for clause in own if _is_rare(clause)])
        passed = [_filter(clause) for clause in own if not _is_rare(clause)]
        if words:
            sql, params, most = *_by_words(db, words, chosen, passed), COUNTED_BY_WORDS
        else:
            sql, params, most = *_newest(chosen, passed), COUNTED
        row = db.rows(f"WITH {sql} {_PAGE}", [*params, limit + 1, after])[0]
        numbers: list[int] = json.loads(row["visits"])
        shown = tuple(cards(db, numbers[:limit]))
    further = after + limit if len(numbers) > limit else None
    return FoundVisits(shown, min(row["counted"], most), row["looked"] > most, further)


_PAGE = """, reported (visit, newest) AS MATERIALIZED (SELECT visit, max(article) FROM seen GROUP BY visit)
SELECT (SELECT n FROM looked) AS looked, (SELECT count(*) FROM reported) AS counted,
  (SELECT json_group_array(visit) FROM (
    SELECT visit FROM reported ORDER BY newest DESC, visit DESC LIMIT ? OFFSET ?)) AS visits
"""


def _is_of_visits(clause: Clause) -> bool:
    """Whether each visit has to meet it by itself: words are an article's, and what is joined to them by OR."""
    return all(term.field in VISIT_FIELDS for term in clause.terms)


def _is_rare(clause: Clause) -> bool:
    """Whether few visits meet it, so that they are looked up first: those that state a fact, not those decided so."""
    return not clause.is_forbidden and any(term.field != "decided" for term in clause.terms)


def _filter(clause: Clause) -> Filter:
    one = either([filter_of(term, "visit") for term in clause.terms])
    return one.turned() if clause.is_forbidden else one


def _chosen(db: Database, filters: Sequence[Filter]) -> str | None:
    """The visits that pass all of these, as a list in JSON; None for any visit."""
    if not filters:
        return None
    sql = " INTERSECT ".join(f"SELECT visit FROM ({one.sql})" for one in filters)
    params = [value for one in filters for value in one.params]
    return str(db.rows(f"SELECT json_group_array(visit) AS visits FROM ({sql})", params)[0]["visits"])


def _newest(chosen: str | None, passed: Sequence[Filter]) -> tuple[str, list[Any]]:
    """SQL for what `_PAGE` goes on from, the newest reports, and its parameters."""
    source = (
        "report INDEXED BY report_article CROSS JOIN visit AS place ON place.id = report.placed"
        if chosen is None
        else f"json_each(?) AS told {_THEIR_REPORTS}"
    )
    conditions, params = _conditions(passed)
    return (
        f"""seen (visit, article) AS MATERIALIZED (
            SELECT place.shown, report.article FROM {source} WHERE {REPORT_HOLDS}{conditions}
            ORDER BY report.article DESC LIMIT ?),
        looked (n) AS (SELECT count(*) FROM seen)""",
        [*([] if chosen is None else [chosen]), *params, COUNTED + 1],
    )


def _by_words(
    db: Database, clauses: Sequence[Clause], chosen: str | None, passed: Sequence[Filter]
) -> tuple[str, list[Any]]:
    """The same for the reports of the newest articles that words, or what else is asked of articles, find."""
    rare: tuple[Filter, ...] = ()
    if chosen is not None:
        rare = (Filter(_REPORTING_THESE, (chosen,)),)
        passed = [*passed, Filter("SELECT CAST(value AS INTEGER) FROM json_each(?)", (chosen,))]
    walked = walks(db, clauses, matches(db, clauses), rare, [_REPORTING])
    found, params = newest(walked, _TOP, COUNTED_BY_WORDS + 1)
    conditions, more = _conditions(passed)
    return (
        f"""hit (version) AS MATERIALIZED ({found}),
        seen (visit, article) AS MATERIALIZED (
            SELECT place.shown, report.article FROM hit CROSS JOIN version ON version.id = hit.version
            CROSS JOIN report ON report.article = version.article CROSS JOIN visit AS place ON place.id = report.placed
            WHERE {REPORT_HOLDS}{conditions}),
        looked (n) AS (SELECT count(*) FROM hit)""",
        [*params, *more],
    )


_REPORTING = Filter("SELECT article FROM report")
_THEIR_REPORTS = """CROSS JOIN visit AS place ON place.shown = CAST(told.value AS INTEGER)
    CROSS JOIN report ON report.placed = place.id"""
_REPORTING_THESE = f"SELECT report.article FROM json_each(?) AS told {_THEIR_REPORTS}"


def _conditions(passed: Sequence[Filter]) -> tuple[str, list[Any]]:
    # With the "+" SQLite does not begin with these visits: they are many, or have been looked up already.
    sql = "".join(f" AND +place.shown {'NOT ' if one.is_barred else ''}IN ({one.sql})" for one in passed)
    return sql, [value for one in passed for value in one.params]

"""How a search goes through the articles: one walk of the index, newest first, past the few that filters leave.

The index goes from one common article of two words to the next without looking at what lies between, and nothing else
is read of an article that is not shown: a walk costs some 50 ns a word and article, so that one for words that stand in
all of a million articles takes 0.1 s. Where filters leave few articles, the words are looked for in their texts alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from storage.database import Database
from storage.searching import marking
from storage.searching.filters import Filter, either, filter_of
from storage.searching.query import Clause, Term

# So many texts of 1,400 characters are looked through in 75 ms, as long as a walk for a common word takes.
FEW = 2500
_EVERYTHING = "tags : zzall"


@dataclass(frozen=True, slots=True)
class Walk:
    """The current versions that match, in the index's own language, and are among `chosen` (None: any); `passed` are
    the filters that are asked of each on the way."""

    match: str | None
    chosen: tuple[int, ...] | None = None
    passed: tuple[Filter, ...] = ()

    def sql(self, before: int) -> tuple[str, list[Any]]:
        """Their numbers below `before`, and the parameters."""
        chosen = json.dumps(self.chosen)
        if self.chosen is not None and self.match is None:
            return "SELECT CAST(value AS INTEGER) AS version FROM json_each(?) WHERE CAST(value AS INTEGER) < ?", [
                chosen,
                before,
            ]
        sql, params = (
            "SELECT rowid AS version FROM search WHERE search MATCH ? AND rowid < ?",
            [self.match or _EVERYTHING, before],
        )
        # With the "+" SQLite does not look each of them up in the index, which takes far longer than to walk it.
        if self.chosen is not None:
            sql += " AND +rowid IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) AND rowid BETWEEN ? AND ?"
            params += [chosen, min(self.chosen, default=0), max(self.chosen, default=0)]
        for one in self.passed:
            word, found = ("NOT IN", one.turned()) if one.is_barred else ("IN", one)
            sql += f" AND +rowid {word} ({_versions([found])})"
            params += one.params
        return sql, params


def walks(
    db: Database,
    clauses: Sequence[Clause],
    matches: Mapping[Term, str | None],
    rare: Sequence[Filter] = (),
    common: Sequence[Filter] = (),
) -> list[Walk]:
    """Walks that together find what all the clauses ask for; `matches` are their terms'.

    A clause that asks for words or a filter is walked for both: each walk then stays as quick as its rarest part.
    Further filters are `rare`, of which the articles are looked up first, or `common`: those shorten a long walk, and
    where few articles are left to go through they are not asked.
    """
    wanted = [list(_ways(clause, matches)) for clause in clauses if not clause.is_forbidden]
    barred = [way for clause in clauses if clause.is_forbidden for way in _ways(clause, matches)]
    return [_walk(db, [*chosen, *rare], barred, common) for chosen in product(*wanted)]


def newest(walked: Sequence[Walk], before: int, many: int) -> tuple[str, list[Any]]:
    """SQL for the newest versions that these walks find, numbered below `before`, and its parameters."""
    parts = [walk.sql(before) for walk in walked]
    sql = " UNION ".join(sql for sql, _ in parts)
    return f"SELECT * FROM ({sql} ORDER BY 1 DESC LIMIT ?)", [value for _, params in parts for value in params] + [many]


def _ways(clause: Clause, matches: Mapping[Term, str | None]) -> Iterator[str | Filter]:
    """What the index can answer as one, what filters can, and what only one that bars articles can."""
    indexed = [one for term in clause.terms if (one := matches[term]) is not None]
    filters = [filter_of(term) for term in clause.terms if matches[term] is None]
    if indexed:
        yield f"({' OR '.join(indexed)})"
    if chosen := [one for one in filters if not one.is_barred]:
        yield either(chosen)
    yield from (one for one in filters if one.is_barred)


def _walk(
    db: Database,
    wanted: Sequence[str | Filter],
    forbidden: Sequence[str | Filter],
    common: Sequence[Filter],
) -> Walk:
    words = [one for one in wanted if isinstance(one, str)]
    without = [one for one in forbidden if isinstance(one, str)]
    match = " AND ".join(words) if words else f"({_EVERYTHING})" if without else None
    for one in without:
        match = f"({match}) NOT {one}"
    filters = [one for one in wanted if isinstance(one, Filter)]
    filters += [one.turned() for one in forbidden if isinstance(one, Filter)]
    if all(one.is_barred for one in filters):
        return Walk(match, None, (*filters, *common))
    params = [value for one in filters for value in one.params]
    row = db.rows(f"SELECT json_group_array(id) AS chosen FROM ({_versions(filters)})", params)[0]
    chosen = tuple(json.loads(row["chosen"]))
    if match is None or len(chosen) > FEW:
        return Walk(match, chosen)
    texts = db.rows(
        "SELECT * FROM search_text WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))", [json.dumps(chosen)]
    )
    return Walk(None, tuple(marking.matching(texts, match)))


def _versions(filters: Sequence[Filter]) -> str:
    """SQL for the numbers of the current versions that pass every filter."""
    conditions = (f"article {'NOT ' if one.is_barred else ''}IN ({one.sql})" for one in filters)
    return f"SELECT id FROM version WHERE is_current = 1 AND {' AND '.join(conditions)}"

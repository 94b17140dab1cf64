"""What people type into the search field, taken apart. Pure.

Words and "quoted phrases" must all be there; OR between two of them asks for either; a minus before one forbids it.
A field narrows: site:detik, from:"Kabupaten Sleman" (also from:Kab. Sleman, and from:Jatim for all of a province),
date:2024-03, date:2024-03..2024-06, flagged:yes, decided:open, visited:2024-03 (the visit's first day), programme:PKA,
to:pertanian (what was studied), province:35 (the first two digits of a region's code), place:Kediri (of several
watched places the one visited, by its name, its region code, or its province). Of from:, programme: and to: a part is
enough; to:=pertanian asks for all of it. is:visit shows the visits that the articles report. Each field and value has
an Indonesian name too (query.toml).
"""

from __future__ import annotations

import difflib
import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import prod

from storage.searching import places, query_words

LONGEST = 300
MOST_TERMS = 24
# A search is made as often as there are ways to choose between words and fields that are joined by OR.
MOST_WALKS = 12
_IN_INDEX = (None, "site", "date")
_IN_PART = ("from", "programme", "to")
_WORD = re.compile(r"""-?(?:[a-z]+:=?)?"[^"]*"?|\S+""", re.IGNORECASE)
_SPAN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class QueryError(ValueError):
    """A search that cannot be made; the words for `search.wrong_KEY` say what to type instead, with these slots."""

    def __init__(self, key: str, **slots: object) -> None:
        super().__init__(f"no search can be made of this: {key} {slots or ''}".rstrip())
        self.key = key
        self.slots = slots

    def told(self, language: str) -> dict[str, object]:
        """The slots, with the names of fields and values as they are written in a language ("en" or "id")."""
        match self.key:
            case "field":
                return self.slots | {"known": query_words.written_fields(language)}
            case "value":
                return self.slots | query_words.written_choice(str(self.slots["name"]), language)
        return self.slots


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase, or the value of a `field`; `is_exact` where it was quoted, of a field where it is all of it."""

    value: str
    field: str | None = None
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the `terms` must be there, or, `is_forbidden`, none of them may."""

    terms: tuple[Term, ...]
    is_forbidden: bool = False


VISITS = Term("visit", "is")


def parse(text: str) -> tuple[Clause, ...]:
    """The clauses of a query, all of which must hold; none for an empty one. Raises QueryError."""
    if len(text) > LONGEST:
        raise QueryError("long", most=LONGEST)
    clauses: list[Clause] = []
    either = False
    for found in _WORD.findall(text):
        if query_words.is_or(found):
            either = bool(clauses)
            continue
        is_forbidden = found.startswith("-") and len(found) > 1
        term = _term(found.removeprefix("-") if is_forbidden else found)
        if term is None:
            continue
        if either and not is_forbidden and not clauses[-1].is_forbidden:
            clauses[-1] = Clause((*clauses[-1].terms, term))
        elif clauses and not either and not is_forbidden and _is_name(clauses[-1].terms[-1], term):
            *others, kind = clauses[-1].terms
            clauses[-1] = replace(
                clauses[-1], terms=(*others, replace(kind, value=_unquoted(f"{kind.value} {term.value}")))
            )
        else:
            clauses.append(Clause((term,), is_forbidden))
        either = False
    if sum(len(clause.terms) for clause in clauses) > MOST_TERMS:
        raise QueryError("words", most=MOST_TERMS)
    if prod(map(_ways, clauses)) > MOST_WALKS:
        raise QueryError("mixed")
    return tuple(clauses)


def spelt(clauses: tuple[Clause, ...], language: str = "en") -> str:
    """The query as text again, in one form for the same search; in Indonesian ("id") with the names of fields in it."""
    return " ".join(
        " OR ".join(_spelt(term, clause.is_forbidden, language) for term in clause.terms) for clause in clauses
    )


def asks_for_visits(clauses: tuple[Clause, ...]) -> bool:
    """Whether visits are to be shown instead of articles: is:visit."""
    return Clause((VISITS,)) in clauses


def span(value: str) -> tuple[str, str]:
    """The first and the last day (YYYY-MM-DD) of a year, a month, a day, or of FIRST..LAST. Raises QueryError."""
    first, dots, last = value.partition("..")
    if not dots:
        last = first
    elif not first and not last:
        raise QueryError("stretch")
    begin = "0000-01-01" if dots and not first else _edge(first, "01-01", "01")
    end = "9999-12-31" if dots and not last else _edge(last, "12-31", "31")
    return begin, end


def cover(first: str, last: str) -> list[str]:
    """The years, months and days ("y2024", "m202403", "d20240317") that make up a stretch of time, both days included.

    Nothing was published on the web before 1990.
    """
    day, end = max(_real(first), date(1990, 1, 1)), min(_real(last), date(2099, 12, 31))
    found = []
    while day <= end:
        year, month = date(day.year, 12, 31), day.replace(day=monthrange(day.year, day.month)[1])
        if (day.month, day.day) == (1, 1) and year <= end:
            found.append(f"y{day:%Y}")
            day = year
        elif day.day == 1 and month <= end:
            found.append(f"m{day:%Y%m}")
            day = month
        else:
            found.append(f"d{day:%Y%m%d}")
        day += timedelta(days=1)
    return found or ["none"]


def _real(day: str) -> date:
    """The day itself, or the last one of a month that has no such day."""
    year, month, number = (int(part) for part in day.split("-"))
    year, month = min(max(year, 1), 9998), min(max(month, 1), 12)
    return date(year, month, min(max(number, 1), monthrange(year, month)[1]))


def _edge(value: str, of_year: str, of_month: str) -> str:
    found = _SPAN.fullmatch(value)
    if not found:
        raise QueryError("date", value=value[:40])
    year, month, day = found.groups()
    if month is None:
        return f"{year}-{of_year}"
    return f"{year}-{month}-{day or of_month}"


def _term(text: str) -> Term | None:
    name, colon, value = text.partition(":")
    if colon and name.isalpha() and value and not value.startswith("//"):
        return _field(name.lower(), _unquoted(value))
    bare = _unquoted(text)
    # what would mean something else without quotes is taken as quoted
    is_exact = '"' in text or query_words.is_or(bare) or bare.startswith("-")
    return Term(bare, is_exact=is_exact) if any(map(str.isalnum, bare)) else None


def _unquoted(value: str) -> str:
    return " ".join(value.replace('"', " ").split())


def _ways(clause: Clause) -> int:
    """The index is asked, articles are chosen that pass, articles are left out that do not: each for itself."""
    return len({"index" if one.field in _IN_INDEX else one == Term("no", "flagged") for one in clause.terms})


def _is_name(before: Term, term: Term) -> bool:
    """Whether this is the name that was left out of from:Kab. Sleman."""
    is_begun = before.field in ("from", "place") and places.is_kind(before.value)
    return is_begun and term.field is None and not term.is_exact


def _field(typed: str, value: str) -> Term | None:
    name = query_words.field(typed)
    if name is None:
        near = difflib.get_close_matches(typed, query_words.fields(), 1, 0.5)
        if near:
            raise QueryError("near", name=typed[:40], near=near[0])
        raise QueryError("field", name=typed[:40])
    is_whole = name in _IN_PART and value.startswith("=")
    value = value.removeprefix("=").strip() if is_whole else value
    if not value:
        return None
    check = _CHECKS.get(name)
    return Term(check(value) if check else value, name, is_whole)


def _one_of(name: str) -> Callable[[str], str]:
    def read(typed: str) -> str:
        value = query_words.value(name, typed)
        if value is None:
            raise QueryError("value", name=name)
        return value

    return read


def _dated(value: str) -> str:
    span(value)
    return value


def _province(value: str) -> str:
    if len(value) != 2 or not value.isdecimal() or not value.isascii():
        raise QueryError("province")
    return value


_CHECKS: Mapping[str, Callable[[str], str]] = {
    "date": _dated,
    "visited": _dated,
    **{name: _one_of(name) for name in query_words.VALUES},
    "province": _province,
}


def _spelt(term: Term, is_forbidden: bool, language: str) -> str:
    quoted = term.is_exact or " " in term.value or query_words.is_or(term.value) or term.value.startswith("-")
    quoted = quoted or (term.field is not None and term.value.startswith("//"))  # from://x would be an address
    value = f'"{term.value}"' if quoted else term.value
    if term.field is not None:
        sign = "=" if term.is_exact else ""
        value = query_words.written_value(term.field, value, language)
        value = f"{query_words.written(term.field, language)}:{sign}{value}"
    return f"{'-' if is_forbidden else ''}{value}"


def words(text: str) -> list[str]:
    """The words of a text as the index cuts them: letters and digits."""
    return re.findall(r"[^\W_]+", text)

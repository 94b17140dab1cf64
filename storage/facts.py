"""The facts of a visit as rows of the table `fact`, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from article import Fact, Span, Visit

T = TypeVar("T")

# SQL: facts that are counted, and the name that each is counted under, as the index fact_told has them.
COUNTED = "kind IN ('date_start', 'origin', 'programme', 'loci')"
COUNTED_AS = """CASE kind WHEN 'date_start' THEN substr(value, 1, 7)
    WHEN 'origin' THEN coalesce(substr(code, 1, 2), '') ELSE lower(value) END"""

# SQL: where a report stands among those of its visit that hold, the best first (`cards.best_first`).
RANK = "-verdict.score, copy.first IS NOT NULL, article.first_seen, article.id"


def to_rows(visit: Visit, text: str) -> list[dict[str, Any]]:
    """One row a fact, without its report; `text` is what the spans count in."""
    stated: list[tuple[str, int, Fact[Any] | None, str]] = []
    for kind, facts in (
        ("visitors", visit.visitors),
        ("origin", visit.origin),
        ("loci", visit.loci),
        ("hosts", visit.hosts),
    ):
        stated += [(kind, position, fact, fact.value) for position, fact in enumerate(facts)]
    for kind, words in (("programme", visit.programme), ("leader", visit.leader)):
        stated.append((kind, 0, words, words.value if words else ""))
    for kind, day in (("date_start", visit.date_start), ("date_end", visit.date_end)):
        stated.append((kind, 0, day, day.value.isoformat() if day else ""))
    stated.append(("headcount", 0, visit.headcount, str(visit.headcount.value) if visit.headcount else ""))
    return [_row(kind, position, fact, value, text) for kind, position, fact, value in stated if fact is not None]


def from_rows(rows: Iterable[Mapping[str, Any]], place: str | None = None) -> Visit:
    """The visit, to this place, that the rows of one report state; they come in the order of their positions."""
    kinds: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(row["kind"], []).append(row)
    return Visit(
        visitors=_many(kinds, "visitors"),
        origin=_many(kinds, "origin"),
        headcount=_one(kinds, "headcount", int),
        programme=_one(kinds, "programme", str),
        date_start=_one(kinds, "date_start", date.fromisoformat),
        date_end=_one(kinds, "date_end", date.fromisoformat),
        loci=_many(kinds, "loci"),
        hosts=_many(kinds, "hosts"),
        leader=_one(kinds, "leader", str),
        place=place,
    )


def _row(kind: str, position: int, fact: Fact[Any], value: str, text: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "position": position,
        "value": value,
        "code": fact.code,
        "quote": text[fact.span.start : fact.span.end] if fact.span else None,
        "span_start": fact.span.start if fact.span else None,
        "span_end": fact.span.end if fact.span else None,
        "sentence": text[fact.sentence.start : fact.sentence.end] if fact.sentence else None,
        "sentence_start": fact.sentence.start if fact.sentence else None,
        "sentence_end": fact.sentence.end if fact.sentence else None,
        "mark": fact.mark,
    }


def _many(kinds: Mapping[str, list[Mapping[str, Any]]], kind: str) -> tuple[Fact[str], ...]:
    return tuple(_fact(row, str) for row in kinds.get(kind, ()))


def _one(kinds: Mapping[str, list[Mapping[str, Any]]], kind: str, value: Callable[[str], T]) -> Fact[T] | None:
    rows = kinds.get(kind)
    return _fact(rows[0], value) if rows else None


def _fact(row: Mapping[str, Any], value: Callable[[str], T]) -> Fact[T]:
    span = None if row["span_start"] is None else Span(row["span_start"], row["span_end"])
    return Fact(value(row["value"]), span, row["mark"], row["code"])

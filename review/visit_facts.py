"""The facts of a visit as its page shows them: what holds, which words state it, who changed it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from article import Fact, Visit
from review.marks import Mark, sentence
from storage.cards import StoredReport, StoredVisit, VisitCard, card
from storage.decisions import LISTS
from storage.desk.reviews import Decision

# In the order in which they are read.
KINDS = ("visitors", "origin", "headcount", "date_start", "date_end", "programme", "loci", "hosts", "leader")
_SOURCES = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A report that states a fact: its words in their sentence, empty where they are not known, and what looks odd."""

    report: StoredReport
    values: tuple[str, ...]
    before: str
    words: str
    after: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a fact: what it was and became. `decision` made it, or took it back."""

    decision: Decision
    was: tuple[str, ...]
    became: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactLine:
    kind: str
    values: tuple[str, ...]
    is_list: bool
    is_mended: bool
    sources: tuple[Source, ...]
    edits: tuple[Edit, ...]


def in_short(stored: StoredVisit) -> VisitCard | None:
    """The visit in short, also where none of its reports holds any more; None where it has none."""
    held = card(stored)
    return held or card(replace(stored, reports=tuple(replace(one, current=True) for one in stored.reports)))


def fact_lines(stored: StoredVisit, log: Sequence[Decision], text_of: Callable[[int], str]) -> list[FactLine]:
    """A line for each kind of fact; `text_of` gives the text of a version."""
    told, plain = in_short(stored), in_short(replace(stored, edited=frozenset()))
    return [
        FactLine(
            kind=kind,
            values=_values(told, kind),
            is_list=kind in LISTS,
            is_mended=kind in stored.edited,
            sources=tuple(_sources(stored.reports, kind, text_of)),
            edits=tuple(_edits(kind, log, _values(plain, kind))),
        )
        for kind in KINDS
    ]


def marks(report: StoredReport) -> list[Mark]:
    """The words of one report's text that state facts."""
    return [
        Mark(fact.span, kind, f"{kind}-{number}")
        for kind in KINDS
        for number, fact in enumerate(_facts(report.visit, kind))
        if fact.span is not None
    ]


def _facts(visit: Visit, kind: str) -> tuple[Fact[Any], ...]:
    stated = getattr(visit, kind)
    if stated is None:
        return ()
    return stated if isinstance(stated, tuple) else (stated,)


def _values(visit: VisitCard | None, kind: str) -> tuple[str, ...]:
    value = getattr(visit, kind, None)
    if value is None:
        return ()
    return tuple(value) if isinstance(value, tuple) else (_written(value),)


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _sources(reports: Iterable[StoredReport], kind: str, text_of: Callable[[int], str]) -> list[Source]:
    """The first reports that state a fact of this kind, one for each different statement."""
    found: dict[tuple[str, ...], Source] = {}
    for report in reports:
        facts = _facts(report.visit, kind)
        values = tuple(_written(fact.value) for fact in facts)
        if not values or values in found:
            continue
        spans = [fact.span for fact in facts if fact.span is not None]
        around = sentence(text_of(report.version), spans[0]) if spans else ("", "", "")
        note = next((fact.mark for fact in facts if fact.mark), None)
        found[values] = Source(report, values, *around, note)
        if len(found) == _SOURCES:
            break
    return list(found.values())


def _edits(kind: str, log: Sequence[Decision], stated: tuple[str, ...]) -> list[Edit]:
    """The log of this fact, oldest first, from what the reports state now."""
    standing: dict[int, tuple[str, ...]] = {}
    found: list[Edit] = []
    for decision in log:
        before = list(standing.values())[-1] if standing else stated
        if decision.kind == "edit" and decision.fact == kind:
            standing[decision.decision_id] = tuple(value for value, _ in decision.stated)
        elif decision.undoes is None or standing.pop(decision.undoes, None) is None:
            continue
        after = list(standing.values())[-1] if standing else stated
        found.append(Edit(decision, before, after))
    return found

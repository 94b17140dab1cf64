"""Which other visits may be the same as one, and what speaks for it: for an editor who merges, not for the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from storage.cards import VisitCard
from storage.database import Database
from storage.visits import cards

DAYS = 5
_ENOUGH = 6


@dataclass(frozen=True, slots=True)
class Likely:
    """Another visit with what both say: of guests, origin and subject the values they share, else the words (empty:
    nothing); `days` between their first days (None: one states none); `headcount` where it is the same."""

    card: VisitCard
    visitors: str
    origin: str
    loci: str
    days: int | None
    headcount: int | None


def likely(db: Database, visit: VisitCard, limit: int = 5) -> list[Likely]:
    """Visits of at most DAYS days before or after whose guests or origin share words with this one's, best first: those
    from the same place before those whose names are alike.

    A visit of unknown day is taken for one of the day on which it was first seen. Words that most of the visits of
    these days have in common, such as what a district is called, speak for nothing.
    """
    day = visit.date_start or visit.first_seen.date()
    asked = {"since": f"{day - timedelta(DAYS)}", "until": f"{day + timedelta(DAYS)}", "visit": visit.visit_id}
    told, origins, apart = dict[int, set[str]](), dict[int, set[str]](), dict[int, int]()
    for row in db.each(_NEAR, asked):
        told.setdefault(row["visit"], set()).update(_words([row["value"]]))
        if row["kind"] == "origin":
            origins.setdefault(row["visit"], set()).add(row["value"].casefold())
        days = abs((date.fromisoformat(row["day"]) - day).days)
        apart[row["visit"]] = min(days, apart.get(row["visit"], days))
    common = _common(list(told.values()))
    own, whence = _words([*visit.visitors, *visit.origin]) - common, {value.casefold() for value in visit.origin}
    alike = [number for number in told if told[number] & own]

    def place(number: int) -> tuple[bool, float, int, int]:
        is_elsewhere = not whence & origins.get(number, set())
        words = told[number] - common
        return is_elsewhere, -len(words & own) / len(words | own), apart[number], number

    return [_compared(visit, other, common) for other in cards(db, sorted(alike, key=place)[:limit])]


def _common(told: Sequence[set[str]]) -> set[str]:
    """The words of more than half of these visits, where they are enough to tell."""
    counts = Counter(word for words in told for word in words)
    return {word for word, count in counts.items() if 2 * count > len(told) >= _ENOUGH}


def _compared(one: VisitCard, other: VisitCard, common: set[str]) -> Likely:
    return Likely(
        card=other,
        visitors=_shared(one.visitors, other.visitors, common),
        origin=_shared(one.origin, other.origin, common),
        loci=_shared(one.loci, other.loci, common),
        days=abs((other.date_start - one.date_start).days) if one.date_start and other.date_start else None,
        headcount=one.headcount if one.headcount == other.headcount else None,
    )


def _shared(own: Sequence[str], others: Sequence[str], common: set[str]) -> str:
    told, words = {value.casefold() for value in others}, _words(others) - common
    whole = [value for value in own if value.casefold() in told]
    if whole:
        return "; ".join(whole)
    return " ".join(dict.fromkeys(word for value in own for word in value.split() if word.casefold() in words))


def _words(values: Iterable[str]) -> set[str]:
    return {word for value in values for word in value.casefold().split()}


_NEAR = """
SELECT DISTINCT standing.visit, standing.day, fact.kind, fact.value
FROM report INDEXED BY report_day
JOIN standing ON standing.id = report.id
JOIN fact ON fact.report = report.id AND fact.kind IN ('visitors', 'origin')
WHERE report.day BETWEEN :since AND :until AND standing.holds AND standing.visit <> :visit
"""

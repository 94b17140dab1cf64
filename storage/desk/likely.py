"""Which other visits may be the same as one, and what speaks for it: for an editor who merges, not for the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class _Near:
    """What the reports of one visit state, for comparing: `words` of guests and origin, `places` by name and by code,
    `days` from the day asked for."""

    words: set[str] = field(default_factory=set)
    places: set[tuple[str, str]] = field(default_factory=set)
    headcounts: set[str] = field(default_factory=set)
    days: set[int] = field(default_factory=set)


def likely(db: Database, visit: VisitCard, limit: int = 5) -> list[Likely]:
    """Visits of at most DAYS days before or after whose guests or origin share words with this one's, best first: those
    from the same place before those whose names are alike.

    A visit of unknown day is taken for one of the day on which it was first seen. Words that most of the visits of
    these days have in common, such as what a district is called, speak for nothing; and for guests from two different
    places, whose offices bear the same names, words speak only where as many people came.
    """
    day = visit.date_start or visit.first_seen.date()
    told = _near(db, visit.visit_id, day)
    common = _common([near.words for near in told.values()])
    own = _words([*visit.visitors, *visit.origin]) - common
    whence = {(value.casefold(), code or "") for value, code in zip(visit.origin, visit.origin_codes, strict=True)}
    alike = [
        number
        for number, near in told.items()
        if near.words & own and (str(visit.headcount) in near.headcounts or not _differ(whence, near.places))
    ]

    def place(number: int) -> tuple[bool, float, int, int]:
        near = told[number]
        is_elsewhere = not {name for name, _ in whence} & {name for name, _ in near.places}
        words = near.words - common
        return is_elsewhere, -len(words & own) / len(words | own), min(near.days), number

    return [_compared(visit, other, common) for other in cards(db, sorted(alike, key=place)[:limit])]


def _near(db: Database, visit: int, day: date) -> dict[int, _Near]:
    """What other visits of these days state, by visit."""
    asked = {"since": f"{day - timedelta(DAYS)}", "until": f"{day + timedelta(DAYS)}", "visit": visit}
    told: dict[int, _Near] = {}
    for row in db.each(_NEAR, asked):
        near = told.setdefault(row["visit"], _Near())
        near.days.add(abs((date.fromisoformat(row["day"]) - day).days))
        if row["kind"] == "headcount":
            near.headcounts.add(row["value"])
            continue
        near.words.update(_words([row["value"]]))
        if row["kind"] == "origin":
            near.places.add((row["value"].casefold(), row["code"] or ""))
    return told


def _differ(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> bool:
    """Whether both state places, and no two of them are the same or lie within each other."""

    def meet(a: tuple[str, str], b: tuple[str, str]) -> bool:
        short, long = sorted((a[1], b[1]), key=len)
        return a[0] == b[0] or (bool(short) and f"{long}.".startswith(f"{short}."))

    return bool(one and other) and not any(meet(a, b) for a in one for b in other)


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
SELECT DISTINCT standing.visit, standing.day, fact.kind, fact.value, fact.code
FROM report INDEXED BY report_day
JOIN standing ON standing.id = report.id
JOIN fact ON fact.report = report.id AND fact.kind IN ('visitors', 'origin', 'headcount')
WHERE report.day BETWEEN :since AND :until AND standing.holds AND standing.visit <> :visit
"""

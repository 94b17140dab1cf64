"""Which other visits may be the same as one: for an editor who merges, not for the rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from storage.cards import VisitCard
from storage.database import Database
from storage.visits import cards

DAYS = 5


def likely(db: Database, visit: VisitCard, limit: int = 5) -> list[VisitCard]:
    """Visits of at most DAYS days before or after whose guests or origin share words with this one's, best first.

    A visit of unknown day is taken for one of the day on which it was first seen.
    """
    day = visit.date_start or visit.first_seen.date()
    asked = {"since": f"{day - timedelta(DAYS)}", "until": f"{day + timedelta(DAYS)}", "visit": visit.visit_id}
    own, found, apart = _words([*visit.visitors, *visit.origin]), dict[int, set[str]](), dict[int, int]()
    for row in db.each(_NEAR, asked):
        found.setdefault(row["visit"], set()).update(_words([row["value"]]))
        days = abs((date.fromisoformat(row["day"]) - day).days)
        apart[row["visit"]] = min(days, apart.get(row["visit"], days))
    alike = [number for number in found if found[number] & own]
    alike.sort(key=lambda number: (-len(found[number] & own) / len(found[number] | own), apart[number], number))
    return list(cards(db, alike[:limit]))


def _words(values: Iterable[str]) -> set[str]:
    return {word for value in values for word in value.casefold().split()}


_NEAR = """
SELECT DISTINCT standing.visit, standing.day, fact.value
FROM report INDEXED BY report_day
JOIN standing ON standing.id = report.id
JOIN fact ON fact.report = report.id AND fact.kind IN ('visitors', 'origin')
WHERE report.day BETWEEN :since AND :until AND standing.holds AND standing.visit <> :visit
"""

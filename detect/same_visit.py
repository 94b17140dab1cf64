"""Do two reports tell of the same visit? By who came, when, and in what training; never by how alike the texts are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

from article import Visit
from detect.likeness import REACH, Report, Told, are_apart, compare, likeness, told
from detect.sentences import tokenise

__all__ = ["Report", "choose", "group", "likeness", "months"]

Id = TypeVar("Id")

_MONTH = 30  # days


def choose(
    visit: Visit, published: date | datetime | None, stored: Sequence[tuple[Id, Sequence[Visit | Report]]]
) -> Id | None:
    """The stored visit that a report tells of, None for a new one. `stored` are visits near in time, each with what
    its reports say and, where it is known, when they were published; the first of equals is taken."""
    report = told(Report(visit, _day(published), None))
    scored = [
        (_closeness(report, [told(_report(said)) for said in reports]), -order, key)
        for order, (key, reports) in enumerate(stored)
    ]
    best = max(scored, key=lambda entry: entry[:2], default=None)
    return best[2] if best is not None and best[0] > 0 else None


def _report(said: Visit | Report) -> Report:
    return said if isinstance(said, Report) else Report(said, None, None)


def group(reports: Sequence[Report]) -> list[str]:
    """An id for each report, the same wherever the same visit is told. The order of the input does not matter.

    Single-link clustering, the closest pairs first (Kruskal 1956), of reports that nothing keeps apart.
    """
    order = sorted(range(len(reports)), key=lambda i: _order(reports[i]))
    prepared = [told(reports[place]) for place in order]
    homes = [[n] for n in range(len(prepared))]
    for _, one, other in sorted(_alike(prepared)):
        mine, theirs = homes[one], homes[other]
        if mine is theirs or not _may_be_one([prepared[n] for n in mine], [prepared[n] for n in theirs]):
            continue
        mine += theirs
        for n in theirs:
            homes[n] = mine
    names = _names(prepared, homes)
    out = [""] * len(reports)
    for n, place in enumerate(order):
        out[place] = names[n]
    return out


def _alike(reports: Sequence[Told]) -> Iterator[tuple[float, int, int]]:
    """Every two reports that can be of one visit, with how close they are, below zero. Those years apart, the most by
    far, are not compared."""
    undated = {n for n, report in enumerate(reports) if not months(report)}
    by_month: dict[int, list[int]] = {}
    for n, report in enumerate(reports):
        others = {other for month in months(report) for other in by_month.get(month, ())}
        for month in months(report):
            by_month.setdefault(month, []).append(n)
        # The dated come first.
        for other in others if n not in undated else range(n):
            if (points := compare(reports[other], report)) > 0:
                yield -points, other, n


def months(report: Told) -> range:
    """Stretches of thirty days, counted from the year 1, that a visit of this report can lie in; none without a day."""
    first, last = report.days or (report.report.published, report.report.published)
    if first is None or last is None:
        return range(0)
    return range((first.toordinal() - REACH) // _MONTH, (last.toordinal() + REACH) // _MONTH + 1)


def _may_be_one(visit: Sequence[Told], other: Sequence[Told]) -> bool:
    """Two delegations of one article are two visits; and a report that names nobody in particular does not bring two
    together that are known to be apart."""
    articles = {report.report.article for report in visit}
    if any(report.report.article in articles for report in other):
        return False
    return not any(are_apart(one, two) for one in visit for two in other)


def _closeness(report: Told, visit: Sequence[Told]) -> float:
    """How near a report is to what others tell of a visit."""
    best = max((compare(report, other) for other in visit), default=0.0)
    return 0.0 if best <= 0 or any(are_apart(report, other) for other in visit) else best


def _day(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _order(report: Report) -> tuple[bool, str, str, str]:
    """Dated reports first, by day; the rest by who came, so that the input's order does not matter."""
    visit = report.visit
    day = visit.date_start.value.isoformat() if visit.date_start else ""
    who = " ".join(fact.value for fact in visit.visitors)
    return not day, day or str(report.published or ""), who, str(report.article)


def _names(reports: Sequence[Told], homes: Sequence[list[int]]) -> list[str]:
    """ "2018-10-17-kemenkeu": the first day told and the first visitor, numbered where two would be the same."""
    names: dict[int, str] = {}
    seen: dict[str, int] = {}
    for home in homes:
        if home[0] in names:
            continue
        visit = [reports[n].report for n in sorted(home)]
        days = sorted(r.visit.date_start.value for r in visit if r.visit.date_start)
        published = sorted(r.published for r in visit if r.published)
        day = next(iter(days or published), None)
        who = next((fact.value for r in visit for fact in r.visit.visitors), "unknown")
        slug = "-".join(token.word for token in tokenise(who, 0)[0] if token.word.isalnum())
        name = f"{day or 'undated'}-{slug}"
        seen[name] = seen.get(name, 0) + 1
        names |= dict.fromkeys(home, name if seen[name] == 1 else f"{name}-{seen[name]}")
    return [names[n] for n in range(len(reports))]

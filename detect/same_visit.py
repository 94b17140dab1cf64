"""Do two reports tell of the same visit? By who came, when, and in what training; never by how alike the texts are."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeVar

from article import Fact, Visit
from detect import gazetteer
from detect.facts.bodies import Kind, bodies
from detect.facts.identity import are_one
from detect.facts.lexicon import institutions
from detect.sentences import tokenise

Id = TypeVar("Id")

# Papers differ by a day about when guests came; a report without the day tells of the days before it was published.
_SLACK = timedelta(days=1)
_BEFORE, _AHEAD = timedelta(days=10), timedelta(days=3)
_APART = timedelta(days=7)
# How like two delegations must be: with the same day, with days that only may be the same, and with no day at all.
_NOBODY = 0.2
_SAME_DAY, _NEAR, _UNDATED = 0.5, 0.8, 1.0


class Report(NamedTuple):
    """One delegation in one article. `article` is anything that tells articles apart."""

    visit: Visit
    published: date | None
    article: Hashable


class _Party(NamedTuple):
    """A visitor's name taken apart: the region's code, and the institution where it names one, with the spelt-out form
    of an abbreviation in brackets."""

    code: str | None
    kind: Kind | None
    key: str
    other: str

    def is_institution(self, party: _Party) -> bool:
        mine, theirs = (self.key, self.other), (party.key, party.other)
        return any(a and b and are_one(a, b) for a in mine for b in theirs)


def choose(visit: Visit, published: date | datetime | None, stored: Sequence[tuple[Id, Sequence[Visit]]]) -> Id | None:
    """The stored visit that a report tells of, None for a new one. `stored` are visits near in time, each with what
    its reports say; the first of equals is taken."""
    report = Report(visit, _day(published), None)
    scored = [
        (max((likeness(report, Report(told, None, None)) for told in reports), default=0.0), -order, key)
        for order, (key, reports) in enumerate(stored)
    ]
    best = max(scored, key=lambda entry: entry[:2], default=None)
    return best[2] if best is not None and best[0] > 0 else None


@dataclass(slots=True)
class _Cluster:
    reports: list[Report] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


def group(reports: Sequence[Report]) -> list[str]:
    """An id for each report, the same wherever the same visit is told. The order of the input does not matter."""
    clusters: list[_Cluster] = []
    for place in sorted(range(len(reports)), key=lambda i: _order(reports[i])):
        report = reports[place]
        scored = [(_closeness(report, cluster), -n, cluster) for n, cluster in enumerate(clusters)]
        best = max(scored, key=lambda entry: entry[:2], default=None)
        if best is None or best[0] <= 0:
            cluster = _Cluster()
            clusters.append(cluster)
        else:
            cluster = best[2]
        cluster.reports.append(report)
        cluster.places.append(place)
    out = [""] * len(reports)
    for name, cluster in zip(_names(clusters), clusters, strict=True):
        for place in cluster.places:
            out[place] = name
    return out


def _closeness(report: Report, cluster: _Cluster) -> float:
    """How near a report is to what a cluster tells; two delegations of one article are two visits."""
    if any(report.article == other.article for other in cluster.reports):
        return 0.0
    return max(likeness(report, other) for other in cluster.reports)


def likeness(one: Report, other: Report) -> float:
    """0 when two reports cannot be of one visit, else how surely they are (up to about 2)."""
    who = _who(one.visit, other.visit)
    least = _least(one, other)
    if least is None or who <= 0 or _contradict(one.visit, other.visit):
        return 0.0
    agree = _agreement(one.visit, other.visit)
    return who + agree / 2 if who + agree >= least else 0.0


def _least(one: Report, other: Report) -> float | None:
    """How like the delegations must be, given how well their days agree; None when the days rule it out."""
    first, second = _span(one.visit), _span(other.visit)
    if first and second:
        overlap = first[0] - _SLACK <= second[1] and second[0] - _SLACK <= first[1]
        return _SAME_DAY if overlap else None
    if first:
        return _within(first, other.published)
    if second:
        return _within(second, one.published)
    if one.published and other.published:
        return _NEAR if abs(one.published - other.published) <= _APART else None
    return _UNDATED


def _within(told: tuple[date, date], published: date | None) -> float | None:
    """One report tells the days; of the other we have at most the day it was published."""
    if published is None or told[0] - _AHEAD <= published <= told[1] + _BEFORE:
        return _NEAR
    return None


def _span(visit: Visit) -> tuple[date, date] | None:
    if visit.date_start is None:
        return None
    start = visit.date_start.value
    return start, visit.date_end.value if visit.date_end else start


def _who(one: Visit, other: Visit) -> float:
    """How like the visitors are: 1 for the same institution, less where one paper names an office and one its region.
    Where a report names nobody, what else it says has to do."""
    if not one.visitors or not other.visitors:
        return _NOBODY
    return max((_alike(a, b) for a in _parties(one) for b in _parties(other)), default=0.0)


def _parties(visit: Visit) -> list[_Party]:
    return [_party(fact.value, fact.code) for fact in visit.visitors]


@lru_cache(maxsize=4096)
def _party(name: str, code: str | None) -> _Party:
    tokens, _ = tokenise(name, 0)
    regions = gazetteer.load().mentions(tokens)
    named = bodies(tokens, regions)
    if code is None and regions and len(regions[-1].codes) == 1:
        code = regions[-1].codes[0]
    if named:
        body = max(named, key=lambda b: b.last - b.first)
        short = institutions().canonical.get(body.short or "", body.short or "")
        return _Party(code, body.kind, body.key, short)
    rest = " ".join(t.word for t in tokens) if code is None else ""
    return _Party(code, None, rest, "")


def _alike(a: _Party, b: _Party) -> float:
    if "campus" in (a.kind, b.kind) or (a.code is None and b.code is None):
        return 1.0 if a.is_institution(b) else 0.0
    if a.code is None or b.code is None:
        return 0.8 if a.is_institution(b) else 0.0
    if a.code[:5] != b.code[:5]:
        return 0.0
    if a.kind == b.kind and (a.key == b.key or a.is_institution(b)):
        return 1.0
    # A council travels with its government; an office of it may well come by itself.
    return 0.4 if "office" in (a.kind, b.kind) else 0.8


def _agreement(one: Visit, other: Visit) -> float:
    """What else both say alike: the training, how many, who leads."""
    same = 0.0
    for a, b, weight in (
        (_value(one.programme), _value(other.programme), 0.3),
        (one.headcount and one.headcount.value, other.headcount and other.headcount.value, 0.4),
        (_value(one.leader), _value(other.leader), 0.4),
    ):
        same += weight if a is not None and a == b else 0.0
    return same


def _contradict(one: Visit, other: Visit) -> bool:
    """Different trainings, or different levels of one, are different groups."""
    a, b = _value(one.programme), _value(other.programme)
    if a is None or b is None:
        return False
    first, second = set(a.split()), set(b.split())
    levels = {"i", "ii", "iii", "iv"}
    return bool(first & levels and second & levels and first & levels != second & levels)


def _value(fact: Fact[str] | None) -> str | None:
    return fact.value.lower() if fact is not None else None


def _day(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _order(report: Report) -> tuple[bool, str, str, str]:
    """Dated reports first, by day; the rest by who came, so that the input's order does not matter."""
    visit = report.visit
    told = visit.date_start.value.isoformat() if visit.date_start else ""
    who = " ".join(fact.value for fact in visit.visitors)
    return not told, told or str(report.published or ""), who, str(report.article)


def _names(clusters: Sequence[_Cluster]) -> list[str]:
    """ "2018-10-17-kemenkeu": the first day told and the first visitor, numbered where two would be the same."""
    names: list[str] = []
    seen: dict[str, int] = {}
    for cluster in clusters:
        days = sorted(r.visit.date_start.value for r in cluster.reports if r.visit.date_start)
        published = sorted(r.published for r in cluster.reports if r.published)
        day = next(iter(days or published), None)
        who = next((fact.value for r in cluster.reports for fact in r.visit.visitors), "unknown")
        slug = "-".join(token.word for token in tokenise(who, 0)[0] if token.word.isalnum())
        name = f"{day or 'undated'}-{slug}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return names

"""A visit in short: of each fact, what the best report says that states it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from article import Fact, Status, Visit

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoredReport:
    """One article's report of a visit.

    `current` is False once a newer verdict no longer says so, `copy_of` the first seen article with the same text,
    `sentence` the one that decided (the heaviest evidence's).
    """

    report_id: int
    article_id: int
    visit: Visit
    site: str
    url: str
    title: str
    published: datetime | None
    first_seen: datetime
    score: float
    status: Status | None
    copy_of: int | None
    current: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class StoredVisit:
    """A visit with every report of it, best first: current ones, then by score, originals, first seen."""

    visit_id: int
    found: datetime
    reports: tuple[StoredReport, ...]


@dataclass(frozen=True, slots=True)
class VisitCard:
    """A visit in short: each fact is the best current report's that states it.

    `origin_codes` run parallel to `origin`. `reports` counts independent reports, `copies` those that repeat the
    text of another. `status`, `score`, `title` and `sentence` are the best report's; `urls` and `sites` are every
    report's, best first. `published` is the earliest stated, `first_site` where it was first seen: the two need not
    be the same article's.
    """

    visit_id: int
    visitors: tuple[str, ...]
    origin: tuple[str, ...]
    origin_codes: tuple[str | None, ...]
    headcount: int | None
    programme: str | None
    date_start: date | None
    date_end: date | None
    loci: tuple[str, ...]
    hosts: tuple[str, ...]
    leader: str | None
    status: Status | None
    score: float
    reports: int
    copies: int
    title: str
    sentence: str
    urls: tuple[str, ...]
    sites: tuple[str, ...]
    first_seen: datetime
    first_site: str
    published: datetime | None


def best_first(reports: Sequence[StoredReport]) -> tuple[StoredReport, ...]:
    return tuple(
        sorted(
            reports,
            key=lambda report: (
                not report.current,
                -report.score,
                report.copy_of is not None,
                report.first_seen,
                report.article_id,
            ),
        )
    )


def card(stored: StoredVisit) -> VisitCard | None:
    """The visit in short; None when no current report is left."""
    reports = [report for report in stored.reports if report.current]
    if not reports:
        return None
    visits = [report.visit for report in reports]
    first = min(reports, key=lambda report: (report.first_seen, report.article_id))
    texts = {report.copy_of or report.article_id for report in reports}
    origin = _many(visit.origin for visit in visits)
    date_start = _one(visit.date_start for visit in visits)
    return VisitCard(
        visit_id=stored.visit_id,
        visitors=_values(_many(visit.visitors for visit in visits)),
        origin=_values(origin),
        origin_codes=tuple(fact.code for fact in origin),
        headcount=_one(visit.headcount for visit in visits),
        programme=_one(visit.programme for visit in visits),
        date_start=date_start,
        date_end=_last_day(visits, date_start),
        loci=_values(_many(visit.loci for visit in visits)),
        hosts=_values(_many(visit.hosts for visit in visits)),
        leader=_one(visit.leader for visit in visits),
        status=reports[0].status,
        score=reports[0].score,
        reports=len(texts),
        copies=len(reports) - len(texts),
        title=reports[0].title,
        sentence=reports[0].sentence,
        urls=tuple(report.url for report in reports),
        sites=tuple(dict.fromkeys(report.site for report in reports)),
        first_seen=first.first_seen,
        first_site=first.site,
        published=min((report.published for report in reports if report.published), default=None),
    )


def _last_day(visits: Sequence[Visit], date_start: date | None) -> date | None:
    """An end from a report that begins the visit on another day would make a range that no report states."""
    agreeing = (visit.date_end for visit in visits if visit.date_start is None or visit.date_start.value == date_start)
    return _one(end for end in agreeing if end is None or date_start is None or end.value >= date_start)


def _many(stated: Iterator[tuple[Fact[str], ...]]) -> tuple[Fact[str], ...]:
    return next((facts for facts in stated if facts), ())


def _one(stated: Iterator[Fact[T] | None]) -> T | None:
    return next((fact.value for fact in stated if fact is not None), None)


def _values(facts: tuple[Fact[str], ...]) -> tuple[str, ...]:
    return tuple(fact.value for fact in facts)

"""A visit in short: of each fact, what the best report says that states it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Literal, TypeVar

from article import Fact, Status, Visit

Decided = Literal["confirmed", "dismissed", "unsure"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoredReport:
    """One article's report of a visit.

    `current` is False once a newer verdict no longer says so, unless an editor's word keeps it (`kept`). `said` is
    False once its very text was judged otherwise. `version` is the text's, `entry` counts the delegations of its
    verdict from 0; `flagged` is whether that verdict took the text for a visit. `copy_of` is the first seen article
    with the same text, `sentence` the one to quote (`storage.sentence`), `words` what decided in it. `outlet` is who
    published it: the site, or a host that a search of the site's found.
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
    outlet: str = ""
    said: bool = True
    kept: bool = False
    version: int = 0
    entry: int = 0
    words: str = ""
    flagged: bool = True


@dataclass(frozen=True, slots=True)
class StoredVisit:
    """A visit with every report of it, best first: current ones, then by score, then as they were published.

    `edited` are the kinds of fact that an editor mended; `edits` states them.
    """

    visit_id: int
    found: datetime
    reports: tuple[StoredReport, ...]
    decided: Decided | None = None
    edited: frozenset[str] = frozenset()
    edits: Visit = field(default_factory=Visit)


@dataclass(frozen=True, slots=True)
class VisitCard:
    """A visit in short: each fact is the best current report's that states it, unless an editor mended it.

    `origin_codes` run parallel to `origin`. `reports` counts independent reports, `copies` those that repeat the
    text of another. `status`, `score`, `title`, `sentence` and `words` are the best report's; `urls` and `sites` are
    every report's, best first. `published` is the earliest stated, `first_site` where it was first seen, `first_outlet`
    who published that: the dates need not be the same article's. `is_by_hand`: no rule took it for a visit, an editor
    did. `place` is the region code of the watched place that was visited, as the best report has it.
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
    first_outlet: str
    published: datetime | None
    decided: Decided | None = None
    edited: tuple[str, ...] = ()
    words: str = ""
    is_by_hand: bool = False
    place: str | None = None

    @property
    def is_unread(self) -> bool:
        """Whether no fact was read from its reports, as of a visit just made by hand: all it states is a person's."""
        stated = (fact.name for fact in fields(Visit) if fact.name != "place")
        return not any(getattr(self, name) for name in stated if name not in self.edited)


def best_first(reports: Sequence[StoredReport]) -> tuple[StoredReport, ...]:
    """Of those that tell as much, which copies do, the one published first: in whatever order they were read, and by
    however many machines, the order is the same."""
    return tuple(
        sorted(
            reports,
            key=lambda report: (
                not report.current,
                -report.score,
                report.published or report.first_seen,
                report.url,
            ),
        )
    )


def card(stored: StoredVisit) -> VisitCard | None:
    """The visit in short; None when no current report is left."""
    reports = [report for report in stored.reports if report.current]
    if not reports:
        return None
    first = min(reports, key=lambda report: (report.first_seen, report.article_id))
    texts = {report.copy_of or report.article_id for report in reports}
    told = _best(stored, [report.visit for report in reports])
    return VisitCard(
        visit_id=stored.visit_id,
        visitors=_values(told.visitors),
        origin=_values(told.origin),
        origin_codes=tuple(fact.code for fact in told.origin),
        headcount=_value(told.headcount),
        programme=_value(told.programme),
        date_start=_value(told.date_start),
        date_end=_value(told.date_end),
        loci=_values(told.loci),
        hosts=_values(told.hosts),
        leader=_value(told.leader),
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
        first_outlet=first.outlet,
        published=min((report.published for report in reports if report.published), default=None),
        decided=stored.decided,
        edited=tuple(sorted(stored.edited)),
        words=reports[0].words,
        is_by_hand=not any(report.flagged for report in reports),
        place=next((report.visit.place for report in reports if report.visit.place), None),
    )


def _best(stored: StoredVisit, visits: Sequence[Visit]) -> Visit:
    """Of each fact what the editor says, else the best report that states it."""
    mended = {kind: getattr(stored.edits, kind) for kind in stored.edited}
    date_start = mended.get("date_start", _one(visit.date_start for visit in visits))
    told = Visit(
        visitors=_many(visit.visitors for visit in visits),
        origin=_many(visit.origin for visit in visits),
        headcount=_one(visit.headcount for visit in visits),
        programme=_one(visit.programme for visit in visits),
        date_start=date_start,
        date_end=_last_day(visits, _value(date_start)),
        loci=_many(visit.loci for visit in visits),
        hosts=_many(visit.hosts for visit in visits),
        leader=_one(visit.leader for visit in visits),
    )
    return replace(told, **mended)


def _last_day(visits: Sequence[Visit], date_start: date | None) -> Fact[date] | None:
    """An end from a report that begins the visit on another day would make a range that no report states."""
    agreeing = (visit.date_end for visit in visits if visit.date_start is None or visit.date_start.value == date_start)
    return _one(end for end in agreeing if end is None or date_start is None or end.value >= date_start)


def _many(stated: Iterator[tuple[Fact[str], ...]]) -> tuple[Fact[str], ...]:
    return next((facts for facts in stated if facts), ())


def _one(stated: Iterator[Fact[T] | None]) -> Fact[T] | None:
    return next((fact for fact in stated if fact is not None), None)


def _value(fact: Fact[T] | None) -> T | None:
    return None if fact is None else fact.value


def _values(facts: tuple[Fact[str], ...]) -> tuple[str, ...]:
    return tuple(fact.value for fact in facts)

"""The card that tells a visit in short."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from article import Fact, Visit
from storage.cards import StoredReport, StoredVisit, VisitCard, card
from tests.storing import HOUR, NOW


def a_report(number: int, visit: Visit, **changes: object) -> StoredReport:
    report = StoredReport(
        report_id=number,
        article_id=number,
        visit=visit,
        site=f"site{number}",
        url=f"https://berita.example/{number}",
        title=f"Judul {number}",
        published=NOW,
        first_seen=NOW + number * HOUR,
        score=0.9,
        status="happened",
        copy_of=None,
        current=True,
        sentence=f"Kalimat {number}.",
    )
    return replace(report, **changes)  # type: ignore[arg-type]


def a_card(*reports: StoredReport) -> VisitCard:
    made = card(StoredVisit(1, NOW, reports))
    assert made is not None
    return made


def test_each_fact_is_the_best_reports_that_states_it() -> None:
    best = Visit(visitors=(Fact("DPRD Contoh"),), date_start=Fact(date(2018, 10, 17)))
    second = Visit(visitors=(Fact("Dewan Contoh"),), headcount=Fact(30), loci=(Fact("mal pelayanan"),))
    third = Visit(headcount=Fact(40), leader=Fact("Ketua Misal"), programme=Fact("Diklat"))
    short = a_card(a_report(1, best), a_report(2, second), a_report(3, third))
    assert (short.visitors, short.headcount, short.loci) == (("DPRD Contoh",), 30, ("mal pelayanan",))
    assert (short.leader, short.programme, short.date_start) == ("Ketua Misal", "Diklat", date(2018, 10, 17))
    assert (short.hosts, short.date_end) == ((), None)
    assert (short.title, short.sentence, short.sites) == ("Judul 1", "Kalimat 1.", ("site1", "site2", "site3"))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2018, 10, 17), date(2018, 10, 19), date(2018, 10, 19)),
        (None, date(2018, 10, 19), date(2018, 10, 19)),
        (None, date(2018, 10, 16), None),
        (date(2018, 10, 17), date(2018, 10, 17), date(2018, 10, 17)),
        (date(2018, 10, 18), date(2018, 10, 19), None),
    ],
)
def test_the_last_day_never_makes_a_range_that_no_report_states(
    start: date | None, end: date, expected: date | None
) -> None:
    best = Visit(date_start=Fact(date(2018, 10, 17)))
    other = Visit(date_start=Fact(start) if start else None, date_end=Fact(end))
    assert a_card(a_report(1, best), a_report(2, other)).date_end == expected


def test_copies_of_an_article_outside_the_visit_still_count_as_one_report() -> None:
    short = a_card(a_report(1, Visit(), copy_of=9), a_report(2, Visit(), copy_of=9), a_report(3, Visit()))
    assert (short.reports, short.copies) == (2, 1)


def test_reports_that_no_longer_hold_are_left_out() -> None:
    assert a_card(a_report(1, Visit()), a_report(2, Visit(), current=False)).sites == ("site1",)
    assert card(StoredVisit(1, NOW, (a_report(1, Visit(), current=False),))) is None

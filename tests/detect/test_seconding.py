"""What other reports say for an article that is nearly flagged by itself."""

from __future__ import annotations

from datetime import date

import pytest

from article import Evidence, Fact, Span, Verdict, Visit
from detect.same_visit import Report
from detect.seconding import RULE, Known, seconded

DAY = date(2019, 3, 12)
WORDS, SENTENCE = Span(10, 23), Span(0, 40)
SAMPANG = Visit(visitors=(Fact("Pemkab Sampang", WORDS, sentence=SENTENCE),), date_start=Fact(DAY))
NEARLY = Verdict(False, 0.2, "none", None, (Evidence("lead.learns", 0.5, SENTENCE, WORDS),), (), "1", "x")


def stated(name: str, day: date | None) -> Visit:
    return Visit(visitors=(Fact(name),), date_start=Fact(day) if day else None)


@pytest.mark.parametrize(
    ("report", "tells"),
    [
        (Report(stated("Kabupaten Sampang", DAY), None, "b"), True),
        (Report(stated("Kabupaten Sampang", None), DAY, "b"), True),
        (Report(stated("Kabupaten Tuban", DAY), DAY, "b"), False),
        (Report(stated("Kabupaten Sampang", date(2019, 5, 14)), None, "b"), False),
        (Report(stated("Kabupaten Sampang", None), None, "b"), False),
        (Report(stated("Kabupaten Sampang", DAY), DAY, "a"), False),
    ],
    ids=["same guests and day", "printed then", "others", "another day", "nobody knows when", "the article itself"],
)
def test_only_another_article_of_the_same_guests_at_that_time_tells(report: Report, tells: bool) -> None:
    assert Known([report]).tell(Report(SAMPANG, None, "a")) is tells


def test_what_others_tell_of_is_flagged_with_its_reason() -> None:
    verdict = seconded(NEARLY, [SAMPANG])
    assert verdict.flagged
    assert verdict.direction == "inbound"
    assert verdict.visits == (SAMPANG,)
    assert verdict.score == pytest.approx(0.932, abs=0.001)
    assert [(reason.rule, reason.words) for reason in verdict.evidence] == [(RULE, WORDS), ("lead.learns", WORDS)]


def test_what_nobody_tells_of_stays_as_it_is() -> None:
    assert seconded(NEARLY, []) is NEARLY


def test_a_verdict_that_was_withheld_is_given() -> None:
    withheld = Verdict(False, 1.0, None, None, (), (), "1", "x", "elsewhere")
    verdict = seconded(withheld, [SAMPANG])
    assert (verdict.flagged, verdict.undecided, verdict.score) == (True, None, 1.0)

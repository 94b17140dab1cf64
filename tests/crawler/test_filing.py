"""Where a verdict's delegations go, and that nothing an editor decided is moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from article import Fact, Visit
from crawler.again.replay import replay
from crawler.storing.filing import NOWHERE, Reading, homes, match
from detect.same_visit import Report
from storage import decisions, verdicts, visits
from storage.database import Database
from storage.standing import Pin
from tests.deciding import WHO, shown
from tests.rescoring import arrive, scripted
from tests.storing import DAY, NOW, begin, synthetic_article

SLEMAN = Visit(visitors=(Fact("Pemkab Sleman"),), date_start=Fact(date(2018, 10, 17)))
BANTUL = Visit(visitors=(Fact("Pemkab Bantul"),), date_start=Fact(date(2018, 10, 17)))
UNDATED = Visit(visitors=(Fact("Pemkab Sleman"),))


def a_pin(visit_id: int, stated: Visit, *, version: int = 1, dismissed: bool = False, place: int | None = None) -> Pin:
    return Pin(visit_id, visit_id, place or visit_id, stated, version, 0, False, dismissed)


def a_reading(*found: Visit, version: int = 1) -> Reading:
    return Reading(1, version, NOW, found)


def nothing_near(_: Visit) -> list[tuple[int, list[Report]]]:
    return []


def told(number: int, days: int = 0) -> dict[str, object]:
    return {"url": f"https://berita.example/{number}", "body": f"Teks {number}.", "published": NOW + days * DAY}


def test_a_report_without_a_day_joins_only_what_was_published_about_then(db: Database) -> None:
    run = begin(db)
    rules = scripted({f"Teks {number}.": (UNDATED,) for number in (1, 2, 3)})
    for number, days in ((1, 0), (2, 20), (3, 21)):
        arrive(db, run, synthetic_article(**told(number, days)), rules)  # type: ignore[arg-type]
    assert sorted(map(sorted, shown(db).values())) == [[1], [2, 3]]


def test_two_delegations_of_one_text_are_two_visits_also_where_both_fit_one(db: Database) -> None:
    run = begin(db)
    rules = scripted({"Teks 1.": (SLEMAN,), "Teks 2.": (SLEMAN, SLEMAN)})
    for number in (1, 2):
        arrive(db, run, synthetic_article(**told(number)), rules)  # type: ignore[arg-type]
    assert sorted(map(sorted, shown(db).values())) == [[1, 2], [2]]
    assert [one.visit_id for one in visits.near(db, SLEMAN, NOW)] == [1, 2]


def test_an_edited_text_goes_on_telling_of_its_visit(db: Database) -> None:
    run = begin(db)
    rules = scripted({"Teks 1.": (SLEMAN,), "Teks 2.": (SLEMAN,)})
    first = synthetic_article(**told(1))  # type: ignore[arg-type]
    arrive(db, run, first, rules)
    arrive(db, run, synthetic_article(**told(2) | {"url": first.url}), rules)  # type: ignore[arg-type]
    assert shown(db) == {1: {1}}


def test_a_new_text_of_a_decided_visit_stays_with_it(db: Database) -> None:
    run = begin(db)
    rules = scripted({"Teks 1.": (SLEMAN,), "Teks 2.": (SLEMAN,), "Teks 3.": (SLEMAN,)})
    for number in (1, 2):
        arrive(db, run, synthetic_article(**told(number)), rules)  # type: ignore[arg-type]
    with db.write():
        decisions.split(db, 1, 2, **WHO)
    arrive(db, run, synthetic_article(**told(3) | {"url": told(2)["url"]}), rules)  # type: ignore[arg-type]
    assert sorted(map(sorted, shown(db).values())) == [[1], [2]]


def test_the_likest_delegations_are_the_ones_decided_on() -> None:
    pins = [a_pin(5, BANTUL), a_pin(6, SLEMAN)]
    assert {entry: pin.visit_id for entry, pin in match(a_reading(SLEMAN, BANTUL), pins).items()} == {0: 6, 1: 5}


def test_in_the_text_decided_on_facts_read_otherwise_make_no_other_visit() -> None:
    assert [pin.visit_id for pin in match(a_reading(BANTUL), [a_pin(5, SLEMAN)]).values()] == [5]
    assert match(a_reading(BANTUL, version=2), [a_pin(5, SLEMAN)]) == {}


def test_a_delegation_more_in_a_dismissed_text_goes_nowhere() -> None:
    dismissed, doubted = a_pin(5, SLEMAN, dismissed=True), a_pin(5, SLEMAN)
    assert homes(a_reading(SLEMAN, BANTUL), [dismissed], nothing_near) == [5, NOWHERE]
    assert homes(a_reading(SLEMAN, BANTUL), [doubted], nothing_near) == [5, None]
    assert homes(a_reading(SLEMAN, BANTUL, version=2), [dismissed], nothing_near) == [5, None]


def test_what_a_decided_delegation_holds_is_taken_for_the_others_of_its_text() -> None:
    there = [(7, [Report(BANTUL, None, 9)])]
    assert homes(a_reading(SLEMAN, BANTUL), [a_pin(5, SLEMAN, place=7)], lambda _: there) == [5, None]


def test_a_replay_of_nothing_makes_nothing() -> None:
    assert replay([], {}, ()) == []
    assert replay([a_reading()], {}, ()) == []


def test_a_verdict_that_says_the_same_is_kept_with_what_it_was_judged_by(db: Database) -> None:
    run = begin(db)
    article = synthetic_article(**told(1))  # type: ignore[arg-type]
    rules = scripted({"Teks 1.": (SLEMAN,)})
    arrive(db, run, article, rules)
    verdict = rules.judge(article)
    with db.write():
        kept = verdicts.replace(db, 1, 1, replace(verdict, lexicon="2"), article.text, NOW + DAY)
        changed = verdicts.replace(db, 1, 1, replace(verdict, score=0.8), article.text, NOW + DAY)
        anew = verdicts.replace(db, 1, 1, replace(verdict, score=0.8), article.text, NOW + DAY, anew=True)
    assert (kept, changed, anew) == (1, 2, 3)
    assert db.rows("SELECT id, lexicon, is_current FROM verdict ORDER BY id") == [
        {"id": 1, "lexicon": "2", "is_current": 0},
        {"id": 2, "lexicon": "1", "is_current": 0},
        {"id": 3, "lexicon": "1", "is_current": 1},
    ]

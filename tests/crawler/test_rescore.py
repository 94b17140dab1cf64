"""A rescore comes to what a fresh start under the new rules comes to, tells nothing twice, and leaves decisions be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.again.rescore import Rescored, rescore
from crawler.rules import Rules
from storage import decisions, visits
from storage.database import Database, check
from storage.desk import reviews
from storage.digest import untold
from tests.deciding import WHO, flag_stating, shown
from tests.rescoring import (
    BANTUL,
    LATER,
    SLEMAN,
    TUBAN,
    arrive,
    compose,
    fresh,
    grouping,
    script,
    scripted,
    text,
    who,
)  # fmt: skip
from tests.storing import HOUR, NOW


@pytest.fixture
def news(tmp_path: Path) -> tuple[Database, int]:
    return fresh(tmp_path / "news.db")


def arrived(db: Database, run: int, count: int, rules: Rules) -> list[int]:
    return [arrive(db, run, text(n), rules, NOW + n * HOUR) for n in range(1, count + 1)]


def test_the_same_rules_change_nothing(news: tuple[Database, int]) -> None:
    db, run = news
    rules = scripted(script(t1=[who(SLEMAN)], t2=[who(SLEMAN), who(BANTUL)], t3=None))
    arrived(db, run, 3, rules)
    before = [db.rows(f"SELECT * FROM {table}") for table in ("visit", "report", "fact", "evidence")]
    came = rescore(db, rules, LATER)
    assert came == Rescored(versions=3, flagged=2, newly_flagged=0, unflagged=0, visits=2, new_visits=0, gone_visits=0)
    assert [db.rows(f"SELECT * FROM {table}") for table in ("visit", "report", "fact", "evidence")] == before


def test_what_is_newly_flagged_is_news_and_what_vanishes_is_gone(news: tuple[Database, int]) -> None:
    db, run = news
    arrived(db, run, 2, scripted(script(t1=[who(SLEMAN)], t2=None)))
    compose(db)
    came = rescore(db, scripted(script(t1=None, t2=[who(BANTUL)]), "2"), LATER)
    assert (came.newly_flagged, came.unflagged, came.new_visits, came.gone_visits) == (1, 1, 1, 1)
    (card,) = visits.newest(db, 9)
    assert (card.visitors, untold.visits(db)) == ((BANTUL,), [card.visit_id])
    assert db.rows("SELECT digest, kind, visit IS NULL AS lost FROM digest_item WHERE kind = 'visit'") == [
        {"digest": 1, "kind": "visit", "lost": 0}
    ]
    check(db)


def test_a_visit_that_comes_back_is_not_told_again(news: tuple[Database, int]) -> None:
    db, run = news
    first = scripted(script(t1=[who(SLEMAN)]))
    arrived(db, run, 1, first)
    (card,) = visits.newest(db, 9)
    compose(db)
    rescore(db, scripted(script(t1=None), "2"), LATER)
    assert visits.newest(db, 9) == []
    rescore(db, first, LATER)
    assert [again.visit_id for again in visits.newest(db, 9)] == [card.visit_id]
    assert (untold.visits(db), untold.more_reports(db), untold.flags(db)) == ([], [], ([], []))


def test_a_told_visit_keeps_its_id_by_most_reports_and_neither_half_is_told_again(
    news: tuple[Database, int],
) -> None:
    db, run = news
    arrived(db, run, 3, scripted(script(t1=[who(SLEMAN)], t2=[who(SLEMAN)], t3=[who(SLEMAN)])))
    (card,) = visits.newest(db, 9)
    compose(db)
    rescore(db, scripted(script(t1=[who(BANTUL)], t2=[who(SLEMAN)], t3=[who(SLEMAN)]), "2"), LATER)
    stand = shown(db)
    assert stand[card.visit_id] == {2, 3}
    assert sorted(map(sorted, stand.values())) == [[1], [2, 3]]
    assert (untold.visits(db), untold.more_reports(db)) == ([], [])


def test_two_told_visits_that_become_one_are_not_told_again(news: tuple[Database, int]) -> None:
    db, run = news
    arrived(db, run, 3, scripted(script(t1=[who(BANTUL)], t2=[who(SLEMAN)], t3=[who(SLEMAN)])))
    compose(db)
    rescore(db, scripted(script(t1=[who(SLEMAN)], t2=[who(SLEMAN)], t3=[who(SLEMAN)]), "2"), LATER)
    assert list(shown(db).values()) == [{1, 2, 3}]
    assert (untold.visits(db), untold.more_reports(db)) == ([], [])


def test_a_dismissed_visit_stays_dismissed_though_its_text_is_read_otherwise(news: tuple[Database, int]) -> None:
    db, run = news
    arrived(db, run, 1, scripted(script(t1=[who(SLEMAN)])))
    with db.write():
        decisions.decide(db, "dismiss", visit=1, reason="not a visit", **WHO)
    rescore(db, scripted(script(t1=[who(BANTUL), who(TUBAN)]), "2"), LATER)
    assert visits.newest(db, 9) == []
    assert (untold.visits(db), untold.flags(db)) == ([], ([], []))


def test_a_dismissed_visit_hides_no_visit_that_a_new_text_tells_of(news: tuple[Database, int]) -> None:
    db, run = news
    rules = scripted(script(t1=[who(SLEMAN)], t2=[who(BANTUL, 29)]))
    arrive(db, run, text(1), rules)
    with db.write():
        decisions.decide(db, "dismiss", visit=1, reason="old", **WHO)
    arrive(db, run, text(2, article=1), rules)
    for _ in range(2):
        (card,) = visits.newest(db, 9)
        assert (card.visitors, untold.visits(db)) == ((BANTUL,), [card.visit_id])
        rescore(db, rules, LATER)


def test_a_confirmed_visit_stays_with_its_facts_when_it_is_no_longer_flagged(news: tuple[Database, int]) -> None:
    db, run = news
    arrived(db, run, 2, scripted(script(t1=[who(SLEMAN)], t2=[who(SLEMAN)])))
    with db.write():
        decisions.decide(db, "confirm", visit=1, **WHO)
    came = rescore(db, scripted(script(t1=None, t2=None), "2"), LATER)
    (card,) = visits.newest(db, 9)
    assert (card.visit_id, card.visitors, card.reports, card.decided) == (1, (SLEMAN,), 2, "confirmed")
    assert (came.unflagged, came.gone_visits) == (2, 0)
    arrive(db, run, text(3), scripted(script(t3=[who(SLEMAN)]), "2"))
    assert shown(db) == {1: {1, 2, 3}}


def test_a_report_split_off_is_not_merged_back_nor_are_the_others_drawn_after_it(
    news: tuple[Database, int],
) -> None:
    db, run = news
    rules = scripted(script(t1=[who(SLEMAN)], t2=[who(SLEMAN)], t3=[who(SLEMAN)], t4=[who(SLEMAN)]))
    arrived(db, run, 3, rules)
    with db.write():
        split = decisions.split(db, 1, 1, **WHO)
    stand = shown(db)
    rescore(db, replace(rules, name="2"), LATER)
    assert shown(db) == stand
    arrive(db, run, replace(text(1), body="Teks 4."), rules)
    assert shown(db) == stand
    with db.write():
        decisions.undo(db, split, **WHO)
    assert shown(db) == {1: {1, 2, 3}}


def test_a_merged_pair_stays_merged_and_comes_apart_as_it_was(news: tuple[Database, int]) -> None:
    db, run = news
    rules = scripted(script(t1=[who(SLEMAN)], t2=[who(BANTUL)], t3=[who(BANTUL)]))
    arrived(db, run, 3, rules)
    apart = shown(db)
    with db.write():
        merged = decisions.merge(db, 1, 2, **WHO)
    rescore(db, scripted(script(t1=[who(BANTUL)], t2=[who(BANTUL)], t3=[who(TUBAN)]), "2"), LATER)
    assert shown(db) == {2: {1, 2, 3}}
    with db.write():
        decisions.undo(db, merged, **WHO)
    assert shown(db) == apart


def test_an_article_flagged_by_hand_stays_and_joins_no_other_visit(news: tuple[Database, int]) -> None:
    db, run = news
    arrived(db, run, 2, scripted(script(t1=None, t2=[who(SLEMAN)])))
    with db.write():
        flag_stating(db, 1, who(BANTUL))
    stand = shown(db)
    for found in (None, [who(BANTUL)], [who(TUBAN)]):
        rescore(db, scripted(script(t1=found, t2=[who(SLEMAN)]), repr(found)), LATER)
        assert shown(db) == stand
    assert reviews.counts(db).missed == 1


def test_one_that_was_broken_off_is_gone_on_with_only_by_the_same_rules(
    news: tuple[Database, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    db, run = news
    arrived(db, run, 6, scripted(script(t1=[who(SLEMAN)], t6=None)))
    monkeypatch.setattr("crawler.again.rescore.BATCH", 2)
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done == 4:
            raise KeyboardInterrupt

    second, third = (scripted(script(t6=[who(BANTUL)]), name) for name in "23")
    before = grouping(db)
    with pytest.raises(KeyboardInterrupt):
        rescore(db, second, LATER, stop)
    assert grouping(db) == before
    told.clear()
    assert rescore(db, second, LATER, lambda *done: told.append(done)).versions == 6
    assert told == [(6, 6)]
    with pytest.raises(KeyboardInterrupt):
        rescore(db, second, LATER, stop)
    told.clear()
    rescore(db, third, LATER, lambda *done: told.append(done))
    assert told == [(2, 6), (4, 6), (6, 6)]
    assert grouping(db) == {frozenset({(6, 0)})}


@pytest.mark.parametrize("stops", [1, 99])
def test_what_a_crawl_stores_meanwhile_is_judged_too(
    news: tuple[Database, int], monkeypatch: pytest.MonkeyPatch, stops: int
) -> None:
    import crawler.again.rescore as module

    db, run = news
    old, new = scripted(script(t1=[who(SLEMAN)])), scripted(script(t1=None, t2=[who(BANTUL)], t9=[who(TUBAN)]), "2")
    arrived(db, run, 2, old)
    plan, calls = module._plan, []

    def crawled(*arguments: Any) -> Any:
        made = plan(*arguments)
        calls.append(1)
        if len(calls) <= stops and not db.in_write:
            arrive(db, run, text(9, article=100 + len(calls)), old)
        return made

    monkeypatch.setattr(module, "_plan", crawled)
    rescore(db, new, LATER)
    assert len(calls) == min(stops + 1, module.TRIES + 1)
    assert db.rows("SELECT DISTINCT lexicon FROM verdict WHERE is_current = 1") == [{"lexicon": "2"}]
    assert len(grouping(db)) == 2

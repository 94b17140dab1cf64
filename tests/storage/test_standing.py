"""Visits merged and split by editors: shown as they want it, and back as they were once that is taken back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import decisions, inventory, visits
from storage.database import Database, open_database
from storage.decisions import NotDecidable
from storage.digest import untold
from tests.deciding import WHO, compose, picture, shown, stored, unflag
from tests.storing import HOUR, NOW, Whole, begin, end, synthetic_visit


@pytest.fixture
def run(db: Database) -> int:
    """A run after the baseline."""
    end(db, begin(db, now=NOW - 2 * HOUR), now=NOW - HOUR)
    return begin(db, now=NOW)


def test_a_merged_visit_is_shown_as_one(db: Database, run: int) -> None:
    one, other = stored(db, run), stored(db, run)
    with db.write():
        decisions.merge(db, one.visit_ids[0], other.visit_ids[0], **WHO)
    (card,) = visits.newest(db, 9)
    assert (card.visit_id, card.reports) == (other.visit_ids[0], 2)
    assert untold.visits(db) == [other.visit_ids[0]]
    assert visits.get(db, one.visit_ids[0]) == visits.get(db, other.visit_ids[0])
    assert visits.of_article(db, one.article_id) == [other.visit_ids[0]]
    assert {row.visits for row in inventory.inventory(db)} == {other.visit_ids}
    compose(db)
    assert untold.visits(db) == []
    with db.write():
        decisions.undo(db, 1, **WHO)
    assert (untold.visits(db), untold.more_reports(db)) == ([], [])


def test_a_visit_merged_into_a_told_one_is_more_on_that_one(db: Database, run: int) -> None:
    told = stored(db, run)
    compose(db)
    new = stored(db, run)
    with db.write():
        decisions.merge(db, told.visit_ids[0], new.visit_ids[0], **WHO)
    assert untold.visits(db) == []
    assert [(more.visit_id, more.article_id) for more in untold.more_reports(db)] == [
        (new.visit_ids[0], new.article_id)
    ]


def test_an_undone_merge_brings_the_former_state_back_also_after_new_reports(db: Database, run: int) -> None:
    one, other = stored(db, run), stored(db, run)
    with db.write():
        merged = decisions.merge(db, one.visit_ids[0], other.visit_ids[0], **WHO)
    later = [stored(db, run, visit.visit_ids[0]) for visit in (one, other)]
    assert shown(db) == {other.visit_ids[0]: {whole.article_id for whole in (one, other, *later)}}
    with db.write():
        decisions.undo(db, merged, **WHO)
    assert shown(db) == {
        one.visit_ids[0]: {one.article_id, later[0].article_id},
        other.visit_ids[0]: {other.article_id, later[1].article_id},
    }


def test_a_confirmed_visit_stays_confirmed_when_it_is_merged(db: Database, run: int) -> None:
    one, other = stored(db, run), stored(db, run)
    with db.write():
        decisions.decide(db, "confirm", visit=one.visit_ids[0], **WHO)
        decisions.merge(db, one.visit_ids[0], other.visit_ids[0], **WHO)
    unflag(db, one)
    unflag(db, other)
    (card,) = visits.newest(db, 9)
    assert (card.visit_id, card.decided, card.reports) == (other.visit_ids[0], "confirmed", 1)


def test_a_split_makes_a_visit_that_is_told_only_if_its_report_was_not(db: Database, run: int) -> None:
    first = stored(db, run)
    (visit,) = first.visit_ids
    second, third = stored(db, run, visit), stored(db, run, visit)
    with db.write():
        decisions.split(db, visit, second.article_id, **WHO)
    (made,) = visits.of_article(db, second.article_id)
    assert shown(db) == {visit: {first.article_id, third.article_id}, made: {second.article_id}}
    assert untold.visits(db) == [visit, made]
    compose(db)
    with db.write():
        decisions.split(db, visit, third.article_id, **WHO)
    assert untold.visits(db) == []


def test_an_undone_split_takes_along_what_had_joined_it(db: Database, run: int) -> None:
    first = stored(db, run)
    (visit,) = first.visit_ids
    second = stored(db, run, visit)
    with db.write():
        split = decisions.split(db, visit, second.article_id, **WHO)
    (made,) = visits.of_article(db, second.article_id)
    joined = stored(db, run, made)
    with db.write():
        decisions.undo(db, split, **WHO)
    assert shown(db) == {visit: {first.article_id, second.article_id, joined.article_id}}


def test_a_report_can_be_split_off_into_another_visit(db: Database, run: int) -> None:
    one, other = stored(db, run), stored(db, run)
    moved = stored(db, run, one.visit_ids[0])
    with db.write():
        decisions.split(db, one.visit_ids[0], moved.article_id, into=other.visit_ids[0], **WHO)
    assert shown(db)[other.visit_ids[0]] == {other.article_id, moved.article_id}
    near = visits.near(db, synthetic_visit(""), None)
    assert [[report.article_id for report in visit.reports] for visit in near] == [
        [one.article_id],
        [other.article_id, moved.article_id],
    ]


def test_a_takedown_leaves_the_others_standing(db: Database, run: int) -> None:
    from storage import standing

    one, other = stored(db, run), stored(db, run)
    with db.write():
        decisions.merge(db, one.visit_ids[0], other.visit_ids[0], **WHO)
        db.execute("DELETE FROM visit WHERE id = ?", [other.visit_ids[0]])
        db.execute("DELETE FROM article WHERE id = ?", [other.article_id])
        standing.settle(db, one.visit_ids)
    assert shown(db) == {one.visit_ids[0]: {one.article_id}}


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["decide", "merge", "split", "edit", "report", "undo"]), st.integers(0, 99)),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_whatever_is_decided_and_taken_back_leaves_no_trace(tmp_path_factory: Any, actions: Any) -> None:
    with open_database(tmp_path_factory.mktemp("d") / "n.db", create=True) as db:
        end(db, begin(db, now=NOW - 2 * HOUR), now=NOW - HOUR)
        run = begin(db)
        wholes = [stored(db, run) for _ in range(3)]
        wholes.append(stored(db, run, wholes[0].visit_ids[0]))
        before, stood = picture(db), shown(db)
        open_ones: list[int] = []
        came: set[int] = set()
        for kind, number in actions:
            whole = wholes[number % 4]
            if kind == "report":
                came.add(stored(db, run, number % 3 + 1).article_id)
                continue
            with db.write():
                made = _act(db, kind, whole, wholes[(number // 4) % 4], open_ones)
            open_ones += [made] if made else []
        for decision in reversed(open_ones):
            with db.write():
                decisions.undo(db, decision, **WHO)
        assert {visit: articles - came for visit, articles in shown(db).items()} == stood
        assert came or picture(db) == before


def _act(db: Database, kind: str, whole: Whole, other: Whole, open_ones: list[int]) -> int | None:
    visit = visits.of_article(db, whole.article_id)[0]
    try:
        if kind == "decide":
            return decisions.decide(db, "dismiss", visit=visit, reason="old", **WHO)
        if kind == "merge":
            return decisions.merge(db, visit, other.visit_ids[0], **WHO)
        if kind == "split":
            return decisions.split(db, visit, whole.article_id, **WHO)
        if kind == "edit":
            return decisions.edit(db, visit, "headcount", ["7"], **WHO)
        if kind == "undo" and open_ones:
            decisions.undo(db, open_ones.pop(len(open_ones) // 2), **WHO)
    except NotDecidable:
        return None
    return None


def test_an_undone_split_into_another_visit_brings_the_report_back(db: Database, run: int) -> None:
    one, other = stored(db, run), stored(db, run)
    moved = stored(db, run, one.visit_ids[0])
    with db.write():
        split = decisions.split(db, one.visit_ids[0], moved.article_id, into=other.visit_ids[0], **WHO)
    with db.write():
        decisions.undo(db, split, **WHO)
    assert shown(db) == {
        one.visit_ids[0]: {one.article_id, moved.article_id},
        other.visit_ids[0]: {other.article_id},
    }

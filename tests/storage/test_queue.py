"""What is to be decided, in which order, from where on; and what is in the queue at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import decisions, verdicts
from storage.database import Database
from storage.desk import queue
from storage.desk.queue import Item, Order
from tests.storing import BODY, NOW, TITLE, another, begin, save, synthetic_verdict

pytestmark = pytest.mark.both_stores


@pytest.fixture
def run(db: Database) -> int:
    return begin(db)


def store(db: Database, run: int, minutes: int, score: float = 0.9, **given: object) -> int:
    """A visit found so many minutes after the first; its number."""
    with db.write():
        return save(db, run, another(), score=score, now=NOW + timedelta(minutes=minutes), **given).visit_ids[0]  # type: ignore[arg-type]


def loose(db: Database, run: int, **given: object) -> int:
    """A flagged article that reports no visit; its number."""
    with db.write():
        return save(db, run, another(), found=[], now=NOW, **given).article_id  # type: ignore[arg-type]


def names(db: Database, order: Order = "newest", after: Item | None = None, shown: int = 20) -> list[str]:
    return [item.name for item in queue.page(db, order, after=after, shown=shown).items]


def test_the_newest_or_the_most_certain_come_first(db: Database, run: int) -> None:
    first, second, third = store(db, run, 1, 0.7), store(db, run, 2, 0.95), store(db, run, 3, 0.6)
    assert names(db) == [f"visit-{n}" for n in (third, second, first)]
    assert names(db, "certain") == [f"visit-{n}" for n in (second, first, third)]


@pytest.mark.parametrize("order", ["newest", "certain"])
def test_pages_follow_one_another_whatever_is_decided_between(db: Database, run: int, order: Order) -> None:
    for minute in range(7):
        store(db, run, minute, 0.5 + minute / 20)
    whole = names(db, order)
    first = queue.page(db, order, shown=3)
    assert first.older is not None and first.left == 7
    for item in first.items:
        with db.write():
            decisions.decide(db, "confirm", visit=item.number, who="ana", now=NOW)
    second = queue.page(db, order, after=first.older, shown=3)
    assert [item.name for item in first.items + second.items] == whole[:6]
    assert second.left == 4 and second.older is not None
    assert names(db, order, second.older) == whole[6:]


def test_a_decided_visit_leaves_and_comes_back_to_its_place(db: Database, run: int) -> None:
    for minute in range(3):
        store(db, run, minute)
    before = names(db)
    with db.write():
        made = decisions.decide(db, "dismiss", visit=2, reason="old", who="ana", now=NOW)
    assert names(db) == [before[0], before[2]] and not queue.waits(db, "visit", 2)
    with db.write():
        decisions.undo(db, made, who="ana", now=NOW)
    assert names(db) == before and queue.waits(db, "visit", 2)


def test_what_is_unsure_is_in_a_queue_of_its_own(db: Database, run: int) -> None:
    number = store(db, run, 1)
    with db.write():
        decisions.decide(db, "unsure", visit=number, who="ana", now=NOW)
    assert names(db) == []
    assert [item.number for item in queue.page(db, decided="unsure").items] == [number]
    assert queue.left(db, "unsure") == 1


def test_a_merged_visit_is_in_the_queue_once(db: Database, run: int) -> None:
    one, other = store(db, run, 1), store(db, run, 2)
    with db.write():
        decisions.merge(db, one, other, who="ana", now=NOW)
    assert names(db) == [f"visit-{other}"]


def test_a_flagged_article_without_a_visit_waits_and_its_copies_do_not(db: Database, run: int) -> None:
    first = loose(db, run)
    copy = loose(db, run, copy_of=first)
    loose(db, run, flagged=False)
    assert names(db) == [f"article-{first}"]
    assert queue.loose(db, [first])[first].copy_ids == (copy,)
    with db.write():
        decisions.decide(db, "dismiss", article=first, reason="old", who="ana", now=NOW)
    assert names(db) == []


def test_confirming_an_article_takes_it_out_with_the_visit_it_makes(db: Database, run: int) -> None:
    article = loose(db, run)
    with db.write():
        decisions.decide(db, "confirm", article=article, who="ana", now=NOW)
    assert names(db) == []


def test_the_newest_decision_on_each_is_told_undone_or_not(db: Database, run: int) -> None:
    one, other = store(db, run, 1), store(db, run, 2)
    article = loose(db, run)
    with db.write():
        made = decisions.decide(db, "confirm", visit=one, who="ana", now=NOW)
        taken_back = decisions.undo(db, made, who="ana", now=NOW)
        on_article = decisions.decide(db, "unsure", article=article, who="ana", now=NOW)
    assert queue.last_decisions(db, "visit", [one, other]) == {one: taken_back, other: 0}
    assert queue.last_decisions(db, "article", [article]) == {article: on_article}


def test_what_does_not_exist_is_no_mark(db: Database) -> None:
    assert queue.item(db, "visit", 99) is None
    assert queue.item(db, "article", 99) is None


def test_an_article_without_a_verdict_waits_as_one_when_its_flag_is_taken_back(db: Database, run: int) -> None:
    article = loose(db, run, flagged=False)
    with db.write():
        db.execute("UPDATE verdict SET undecided = 'too long' WHERE article = ?", [article])
        made = decisions.flag(db, article, who="ana", now=NOW)
    assert [name.partition("-")[0] for name in names(db)] == ["visit"]
    with db.write():
        decisions.undo(db, made, who="ana", now=NOW)
    assert names(db) == [f"article-{article}"]


def test_an_articles_score_is_that_of_its_newest_verdict(db: Database, run: int) -> None:
    article = loose(db, run, score=0.9)
    version = db.rows("SELECT id FROM version")[0]["id"]
    with db.write():
        verdicts.store(db, article, version, synthetic_verdict(f"{TITLE}\n{BODY}", score=0.6), f"{TITLE}\n{BODY}", NOW)
    found = queue.item(db, "article", article)
    assert found is not None and found.score == 0.6
    assert queue.item(db, "article", article + 1) is None

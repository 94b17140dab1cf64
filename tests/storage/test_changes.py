"""Flagged articles read again, what they state differently, and what their sites took down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage import visits
from storage.database import Database
from storage.digest import changes
from storage.digest.changes import Change
from tests.storing import DAY, HOUR, NOW, Whole, another, begin, save, synthetic_visit


@pytest.fixture
def run(db: Database) -> int:
    return begin(db)


def store(db: Database, run: int, **values: object) -> Whole:
    with db.write():
        return save(db, run, another(published=NOW), **values)  # type: ignore[arg-type]


def days_due(db: Database, after: timedelta) -> list[int]:
    return [one.day for one in changes.due(db, "berita", NOW + after, 10)]


def revisit(db: Database, article: int, day: int, result: changes.Result, after: timedelta) -> None:
    with db.write():
        changes.revisited(db, article, day, result, NOW + after)


def test_a_flagged_article_is_due_after_one_three_and_seven_days(db: Database, run: int) -> None:
    article = store(db, run).article_id
    assert days_due(db, DAY - HOUR) == []
    assert days_due(db, DAY) == [1]
    revisit(db, article, 1, "same", DAY)
    assert days_due(db, 2 * DAY) == []
    assert days_due(db, 3 * DAY) == [3]
    revisit(db, article, 3, "changed", 3 * DAY)
    assert days_due(db, 7 * DAY) == [7]
    revisit(db, article, 7, "same", 7 * DAY)
    assert days_due(db, 10 * DAY) == []


def test_after_a_pause_one_revisit_stands_for_those_missed(db: Database, run: int) -> None:
    store(db, run)
    assert days_due(db, 4 * DAY) == [3]


def test_what_could_not_be_read_is_asked_for_until_it_can_be(db: Database, run: int) -> None:
    article = store(db, run).article_id
    revisit(db, article, 7, "unreadable", 7 * DAY)
    assert days_due(db, 7 * DAY + 5 * HOUR) == []
    assert days_due(db, 7 * DAY + 6 * HOUR) == [7]
    assert days_due(db, 15 * DAY) == [], "not for ever"
    revisit(db, article, 7, "same", 8 * DAY)
    assert days_due(db, 9 * DAY) == []


def test_what_is_not_flagged_or_was_old_when_found_is_not_read_again(db: Database, run: int) -> None:
    store(db, run, flagged=False, found=())
    with db.write():
        save(db, run, another(published=NOW - 8 * DAY))
    assert days_due(db, DAY) == []


@pytest.mark.parametrize(("age", "days"), [(7 * DAY, [1]), (7 * DAY + HOUR, [])])
def test_an_article_up_to_a_week_old_when_found_is_read_again(
    db: Database, run: int, age: timedelta, days: list[int]
) -> None:
    with db.write():
        save(db, run, another(published=NOW - age))
    assert days_due(db, DAY) == days


def test_an_article_is_withdrawn_when_it_is_gone_twice(db: Database, run: int) -> None:
    article = store(db, run).article_id
    revisit(db, article, 1, "gone", DAY)
    assert db.one("SELECT withdrawn FROM article") == {"withdrawn": None}
    assert days_due(db, DAY + timedelta(minutes=59)) == []
    assert days_due(db, DAY + HOUR) == [1], "asked once more"
    revisit(db, article, 1, "gone", DAY + HOUR)
    assert db.one("SELECT withdrawn FROM article") == {"withdrawn": "2018-10-18T04:22:00Z"}
    assert days_due(db, 7 * DAY) == []
    assert [(one.what, one.became) for one in changes.untold(db)] == [("withdrawn", "2018-10-18T04:22:00Z")]
    with db.write():
        changes.read_again(db, article)
    assert db.one("SELECT withdrawn FROM article") == {"withdrawn": None}


def test_an_article_that_is_there_again_is_not_withdrawn(db: Database, run: int) -> None:
    article = store(db, run).article_id
    for number, result in enumerate(("gone", "same", "gone")):
        revisit(db, article, 1, result, DAY + number * HOUR)  # type: ignore[arg-type]
    assert db.one("SELECT withdrawn FROM article") == {"withdrawn": None}


def test_changed_facts_are_kept_until_a_digest_tells_them(db: Database, run: int) -> None:
    article = another()
    with db.write():
        stored = save(db, run, article)
        before = changes.stated(db, stored.article_id)
        assert (before["headcount"], before["flag"]) == ("42", "flagged")
        later = replace(article, title=f"{article.title} (Diperbarui)", body=f"{article.body} Jumlahnya dikoreksi.")
        save(db, run, later, found=[synthetic_visit(later.text, headcount=45)], visit_id=stored.visit_ids[0])
        assert changes.record(db, stored.article_id, before, NOW + DAY) == 2
    told = changes.untold(db)
    assert [(one.what, one.was, one.became) for one in told] == [
        ("headcount", "42", "45"),
        ("title", article.title, later.title),
    ]
    assert told[0].visits == stored.visit_ids and visits.get(db, told[0].visits[0]) is not None
    with db.write():
        db.insert("digest", {"number": 1, "composed": "x", "text": "", "html": ""})
        changes.tell(db, told[:1], 1)
    assert [one.what for one in changes.untold(db)] == ["title"]


def test_a_change_knows_whether_its_article_was_told(db: Database, run: int) -> None:
    stored = store(db, run)
    with db.write():
        changes.record(db, stored.article_id, {}, NOW)

    def told() -> set[bool]:
        found: list[Change] = changes.untold(db)
        return {one.told for one in found}

    assert told() == {False}
    with db.write():
        db.insert("digest", {"number": 1, "composed": "x", "text": "", "html": ""})
        report = db.rows("SELECT id FROM report")[0]["id"]
        db.insert("digest_item", {"digest": 1, "kind": "report", "report": report})
    assert told() == {True}


def test_the_flagged_among_keys(db: Database, run: int) -> None:
    flagged, other = store(db, run), store(db, run, flagged=False, found=())
    keys = {row["id"]: row["key"] for row in db.rows("SELECT id, key FROM article")}
    found = changes.flagged(db, "berita", [*keys.values(), "unknown"])
    assert found == {keys[flagged.article_id]: flagged.article_id}
    assert other.article_id not in found.values()

"""The ledger of requests, and the validators."""

from __future__ import annotations

import pytest

from storage.database import Database
from storage.health import fetches
from storage.health.fetches import Validators
from tests.storing import NOW, begin

pytestmark = pytest.mark.both_stores


@pytest.fixture
def run(db: Database) -> int:
    return begin(db)


URL = "https://berita.example/rss"


def ask(db: Database, run: int | None, status: int | None, *, not_modified: bool = False, **changes: str | None) -> int:
    with db.write():
        return fetches.note(db, run, "berita", URL, NOW, status, 120, "source", not_modified, 0.5, **changes)


def test_every_request_is_in_the_ledger(db: Database, run: int) -> None:
    ask(db, run, 200)
    ask(db, None, None, error="timed out")
    rows = db.rows("SELECT run, status, bytes, seconds, error FROM fetch ORDER BY id")
    assert [tuple(row.values()) for row in rows] == [(run, 200, 120, 0.5, None), (None, None, 120, 0.5, "timed out")]


def test_validators_are_those_of_the_last_good_answer(db: Database, run: int) -> None:
    assert fetches.validators(db, URL) is None
    ask(db, run, 200, etag='"1"', last_modified="Wed, 17 Oct 2018 03:22:00 GMT", body_hash="aa")
    ask(db, run, 500, etag='"bad"')
    ask(db, run, 200, etag='"cut"', error="cut off")
    ask(db, run, None, error="timed out")
    assert fetches.validators(db, URL) == Validators('"1"', "Wed, 17 Oct 2018 03:22:00 GMT", "aa")
    ask(db, run, 200, body_hash="bb")
    assert fetches.validators(db, URL) == Validators(None, None, "bb")


def test_an_answer_without_a_body_keeps_what_it_does_not_repeat(db: Database, run: int) -> None:
    ask(db, run, 200, etag='"1"', last_modified="Wed, 17 Oct 2018 03:22:00 GMT", body_hash="aa")
    ask(db, run, 304, not_modified=True, etag='"2"')
    assert fetches.validators(db, URL) == Validators('"2"', "Wed, 17 Oct 2018 03:22:00 GMT", "aa")


def test_bodies_that_said_the_same_are_told_apart_from_answers_without_one(db: Database, run: int) -> None:
    ask(db, run, 304, not_modified=True)
    ask(db, run, 200)
    assert fetches.said_the_same(db) == []
    ask(db, run, 200, not_modified=True)
    assert fetches.said_the_same(db) == [(URL, NOW)]

"""Candidates: what sources listed, and what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from article import Candidate
from storage import candidates
from storage.candidates import MAX_ATTEMPTS, CandidateState, Known
from storage.database import Database
from storage.errors import UnknownCandidate
from tests.storing import DAY, HOUR, NOW, begin


@pytest.fixture
def run(db: Database) -> int:
    return begin(db)


def listed(number: int, **changes: object) -> Candidate:
    values = {"title": f"Judul {number}", "published": NOW, "modified": NOW} | changes
    return Candidate("berita", f"https://berita.example/{number}", "feed", "https://berita.example/rss", **values)  # type: ignore[arg-type]


def record(db: Database, run: int, *found: Candidate, hours: int = 0) -> None:
    with db.write():
        candidates.record(db, run, [(candidate.url, candidate) for candidate in found], NOW + hours * HOUR)


def settle(
    db: Database, run: int, candidate: Candidate, state: CandidateState, reason: str | None = None, hours: int = 0
) -> None:
    with db.write():
        candidates.settle(db, run, "berita", candidate.url, state, reason, NOW + hours * HOUR)


def known(db: Database, candidate: Candidate) -> Known:
    return candidates.known(db, "berita", [candidate.url])[candidate.url]


def test_a_candidate_is_known_once_recorded(db: Database, run: int) -> None:
    one, two = listed(1), listed(2)
    record(db, run, one)
    found = candidates.known(db, "berita", [one.url, two.url])
    assert found == {one.url: Known("new", one.url, "Judul 1", NOW, 0, None)}
    assert candidates.known(db, "kabar", [one.url]) == {}
    assert candidates.known(db, "berita", []) == {}


def test_any_number_of_keys_can_be_asked_for(db: Database, run: int) -> None:
    record(db, run, *(listed(number) for number in range(2500)))
    assert len(candidates.known(db, "berita", [listed(number).url for number in range(3000)])) == 2500


def test_what_is_pending_comes_back_as_it_was_listed_newest_first(db: Database, run: int) -> None:
    old, new, undated = listed(1, published=NOW - DAY), listed(2), listed(3, title=None, published=None, modified=None)
    record(db, run, old, new)
    record(db, run, undated, hours=1)
    assert candidates.pending(db, "berita", 10) == [(some.url, some) for some in (undated, new, old)]
    assert candidates.pending(db, "berita", 1) == [(undated.url, undated)]
    published = candidates.pending(db, "berita", 10)[1][1].published
    assert published is not None
    assert published.utcoffset() == timedelta(hours=7)


def test_the_settled_are_no_longer_pending(db: Database, run: int) -> None:
    one, two, three = listed(1), listed(2), listed(3)
    record(db, run, one, two, three)
    settle(db, run, one, "stored", hours=1)
    settle(db, run, two, "rejected", "no text")
    assert candidates.pending(db, "berita", 10) == [(three.url, three)]
    assert known(db, one).fetched_at == NOW + HOUR
    assert known(db, two).state == "rejected"
    assert db.rows("SELECT reason FROM candidate WHERE state = 'rejected'") == [{"reason": "no text"}]


def test_a_failed_candidate_is_tried_again_a_few_times_after_the_untried(db: Database, run: int) -> None:
    failing, fresh = listed(1), listed(2, published=NOW - DAY)
    record(db, run, failing, fresh)
    for attempt in range(1, MAX_ATTEMPTS):
        settle(db, run, failing, "failed", "timed out")
        assert known(db, failing).attempts == attempt
        assert candidates.pending(db, "berita", 10) == [(fresh.url, fresh), (failing.url, failing)]
    settle(db, run, failing, "failed", "timed out")
    assert candidates.pending(db, "berita", 10) == [(fresh.url, fresh)]
    settle(db, run, failing, "stored")
    assert known(db, failing).attempts == 0


def test_a_listed_change_shows_until_it_has_been_read(db: Database, run: int) -> None:
    record(db, run, listed(1))
    settle(db, run, listed(1), "stored")
    changed = listed(1, title="Judul Lain", modified=NOW + HOUR)
    record(db, run, changed, hours=2)
    before = known(db, changed)
    assert (before.title, before.modified) == ("Judul 1", NOW)
    settle(db, run, changed, "stored", hours=3)
    after = known(db, changed)
    assert (after.title, after.modified) == ("Judul Lain", NOW + HOUR)


def test_a_listing_that_tells_less_does_not_erase(db: Database, run: int) -> None:
    record(db, run, listed(1))
    record(db, run, listed(1, title=None, published=None, modified=None), hours=1)
    assert candidates.pending(db, "berita", 1) == [(listed(1).url, listed(1))]
    row = db.rows("SELECT first_seen, last_seen FROM candidate")[0]
    assert row == {"first_seen": "2018-10-17T03:22:00Z", "last_seen": "2018-10-17T04:22:00Z"}


def test_what_was_never_recorded_cannot_be_settled(db: Database, run: int) -> None:
    with pytest.raises(UnknownCandidate, match=r"no candidate of berita has the key .*/1: record\(\) it before"):
        settle(db, run, listed(1), "stored")

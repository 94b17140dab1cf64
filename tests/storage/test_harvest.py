"""What a site usually gives, and candidates that are asked for again once it is well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from article import Candidate
from storage import candidates
from storage.candidates import MAX_ATTEMPTS
from storage.database import Database
from storage.health import harvest
from storage.health.harvest import BORROWED_TITLE, Fields, Gave, ListPage, Usual
from tests.storing import DAY, HOUR, NOW, another, begin, end, save

FEED = "https://berita.example/rss"


@pytest.fixture
def run(db: Database) -> int:
    return begin(db)


def give(db: Database, *gave: Gave, days: float = 0) -> None:
    now = NOW + days * DAY
    with db.write():
        harvest.note(db, "berita", gave, harvest.usual(db, "berita", now), now)


@pytest.mark.usefixtures("run")
def test_answers_of_thirty_days_are_added_up(db: Database) -> None:
    for days, listed in ((0, 9), (1, 4), (2, 12), (2.1, None)):
        give(db, Gave(FEED, True, "xml" if listed else None, listed), days=days)
    assert harvest.usual(db, "berita", NOW + 3 * DAY) == {FEED: Usual(4, 4, "xml", 0, None, 3)}
    assert harvest.usual(db, "berita", NOW + 31 * DAY)[FEED].least == 4, "that of the second day"
    assert harvest.usual(db, "berita", NOW + 32 * DAY)[FEED].least == 12
    assert harvest.usual(db, "lain", NOW) == {}


@pytest.mark.usefixtures("run")
def test_failures_in_a_row_count_over_days_until_an_answer(db: Database) -> None:
    give(db, Gave(FEED, True, "xml", 9))
    for days in (0.2, 1, 2):
        give(db, Gave(FEED, False, "html", 0), days=days)
    usual = harvest.usual(db, "berita", NOW + 2 * DAY)[FEED]
    assert (usual.failing, usual.failing_since, usual.look, usual.least) == (3, NOW + 0.2 * DAY, "xml", 9)
    give(db, Gave(FEED, True, "xml", 9), days=3)
    assert harvest.usual(db, "berita", NOW + 3 * DAY)[FEED].failing == 0


def test_the_fields_of_what_was_read(db: Database, run: int) -> None:
    with db.write():
        save(db, run, replace(another(), method="layout 2018"))
        save(db, run, replace(another(), author=None, published=None, marks=(BORROWED_TITLE,), method="trafilatura"))
    first, second = harvest.read_in(db, run)
    assert first == Fields(True, True, True, True, first.length)
    assert second == Fields(False, False, False, False, second.length)
    later = begin(db, now=NOW + DAY)
    assert harvest.read_before(db, "berita", later, NOW + DAY) == [second, first]
    assert harvest.read_before(db, "berita", run, NOW) == []


@pytest.mark.usefixtures("run")
def test_how_far_a_source_lags_is_the_most_of_thirty_days_but_one(db: Database) -> None:
    for days, behind in ((0, 9), (1, 2), (1.1, 4), (3, 0)):
        with db.write():
            harvest.note_moved(db, "berita", {FEED: behind}, NOW + days * DAY)
    give(db, Gave(FEED, True, "xml", 9), days=3)
    usual = harvest.usual(db, "berita", NOW + 3 * DAY)[FEED]
    assert (usual.behind, usual.moved, usual.days, usual.least) == (4, 3, 1, 9), "one day's accident is left out"
    assert harvest.usual(db, "berita", NOW + 31 * DAY)[FEED].behind == 0


@pytest.mark.usefixtures("run")
def test_what_an_address_of_a_list_has_shown_is_remembered_for_a_month(db: Database) -> None:
    for days, count in ((0, 4), (1, 9), (2, 0)):
        with db.write():
            harvest.note_lists(db, "berita", {FEED: count}, NOW + days * DAY)
    assert harvest.list_pages(db, "berita") == {FEED: ListPage(0, 9)}
    with db.write():
        harvest.note_lists(db, "berita", {}, NOW + 33 * DAY)
    assert harvest.list_pages(db, "berita") == {}


def test_articles_that_the_sources_listed_since_a_run(db: Database, run: int) -> None:
    later = begin(db, now=NOW + DAY)
    by_hand = begin(db, now=NOW + 2 * DAY)
    with db.write():
        db.execute("UPDATE run SET by_hand = 1 WHERE id = ?", [by_hand])
        for number, (number_of_run, published) in enumerate(((run, NOW), (later, NOW), (later, None), (by_hand, NOW))):
            found = Candidate("berita", f"https://berita.example/{number}", "feed", FEED, published=published)
            at = NOW + (number > 0) * DAY
            candidates.record(db, number_of_run, [(str(number), found)], at)
            candidates.settle(db, number_of_run, "berita", str(number), "stored", None, at)
    assert harvest.listed(db, "berita", NOW + HOUR) == [(NOW, later), (NOW + DAY, later)]


def test_when_a_site_brought_something(db: Database, run: int) -> None:
    assert harvest.newest(db, "berita") is None
    with db.write():
        save(db, run, another(published=NOW - HOUR))
        save(db, run, another(published=None), now=NOW + HOUR)
        save(db, run, another(published=NOW + 20 * DAY), now=NOW + HOUR)
    end(db, run)
    assert harvest.newest(db, "berita") == NOW + HOUR


def test_what_was_refused_or_given_up_is_asked_for_again(db: Database, run: int) -> None:
    ends = {
        "walled": ("rejected", "wall before the article"),
        "gallery": ("rejected", "robots.txt forbids it"),
        "dead": ("failed", "answers 503"),
        "tried": ("failed", "answers 503"),
    }
    with db.write():
        for key, (state, reason) in ends.items():
            found = Candidate("berita", f"https://berita.example/{key}", "feed", FEED)
            candidates.record(db, run, [(key, found)], NOW)
            for _ in range(1 if key == "tried" else MAX_ATTEMPTS):
                candidates.settle(db, run, "berita", key, state, reason, NOW)  # type: ignore[arg-type]
        assert candidates.reopen(db, "berita", NOW + HOUR, ["wall"]) == 0
        assert candidates.reopen(db, "berita", NOW, ["wall"]) == 2
    left = candidates.known(db, "berita", list(ends))
    assert {key: one.state for key, one in left.items()} == {
        "walled": "new", "gallery": "rejected", "dead": "new", "tried": "failed",
    }  # fmt: skip


def test_a_stored_article_is_not_opened_again(db: Database, run: int) -> None:
    with db.write():
        article = another()
        save(db, run, article)
        candidates.settle(db, run, "berita", article.url, "rejected", "wall before the article", NOW)
        assert candidates.reopen(db, "berita", NOW, ["wall"]) == 0


def test_what_came_out_long_before_it_was_listed_says_nothing_of_its_list(db: Database, run: int) -> None:
    days = {"late": (5, 5), "dated by the list": (5, 0), "dated by the page": (0, 5), "undated": (None, 5)}
    listed = {}
    for key, (page, feed) in days.items():
        article = another(published=None if page is None else NOW - page * DAY)
        listed[key] = article, NOW - feed * DAY
    with db.write():
        for key, (article, out) in listed.items():
            told = Candidate("berita", article.url, "feed", FEED, published=out)
            candidates.record(db, run, [(key, told)], NOW, FEED)
            save(db, run, article, key=key)
    brought = harvest.brought(db, "berita", NOW - DAY, DAY)
    assert [one.source for one in brought] == [FEED] * 3, "all but the one that both call old"

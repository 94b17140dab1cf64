"""Several watched places at the desk: the queue and the search know them; of one nothing is to be seen."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from article import Article, Verdict
from crawler.rules import Rules, register
from detect.lexicon import default_lexicon
from detect.score import default_model
from detect.watched import Watched
from storage.database import Database
from storage.desk import queue
from storage.searching import search, search_visits
from tests.districts import (
    BANYUWANGI,
    FILES,
    FROM_ONE_TO_THE_OTHER,
    NOW,
    OF_NEITHER,
    TO_BANYUWANGI,
    TO_BOTH,
    TO_YOGYAKARTA,
    YOGYAKARTA,
    both,
    told,
)
from tests.rescoring import arrive
from tests.review.test_queue import cards, scripted
from tests.review.test_review import Client
from tests.storing import begin

RULES = Rules(both(), default_lexicon(), default_model())
NEWS = (TO_BANYUWANGI, TO_YOGYAKARTA, TO_BOTH, FROM_ONE_TO_THE_OTHER, OF_NEITHER)


class Doubting(Rules):
    """Rules that cannot tell of Kota Yogyakarta."""

    def judge(self, _: Article) -> Verdict:
        return Verdict(False, 0.4, None, None, (), (), "1", "Kota Yogyakarta 1", "maybe", YOGYAKARTA)


def fill(db: Database, rules: Rules = RULES) -> Database:
    """Visits 1 and 4 are to the first place, 2, 3 and 5 to the second one, and so may article 6 be."""
    register(db, rules, NOW)
    run = begin(db)
    for number, news in enumerate(NEWS, 1):
        arrive(db, run, told(news, number), rules, NOW)
    arrive(
        db, run, replace(told(OF_NEITHER, 6), body="Belum jelas."), Doubting(both(), rules.lexicon, rules.model), NOW
    )
    return db


@pytest.fixture
def news(db: Database) -> Database:
    return fill(db)


def waiting(db: Database, place: str | None) -> list[str]:
    return sorted(item.name for item in queue.page(db, place=place).items)


@pytest.mark.both_stores
def test_the_queue_has_all_places_or_one(news: Database) -> None:
    assert waiting(news, BANYUWANGI) == ["visit-1", "visit-4"]
    assert waiting(news, YOGYAKARTA) == ["article-6", "visit-2", "visit-3", "visit-5"]
    assert len(waiting(news, None)) == queue.left(news) == 6
    assert [queue.left(news, place=place) for place in (BANYUWANGI, YOGYAKARTA, "11")] == [2, 4, 0]


@pytest.mark.both_stores
@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("place:Banyuwangi", [4, 1]),
        ("daerah:yogya", [5, 3, 2]),
        ("place:Kota Yogyakarta", [5, 3, 2]),
        ("place:34.71 from:Banyuwangi", [5]),
        ('place:"Jawa Timur"', [4, 1]),
        ("-place:Jatim is:visit", [5, 3, 2]),
        ("place:Sleman", []),
        ("ngawi place:35.10", [4]),
    ],
)
def test_visits_are_found_by_the_place_that_was_visited(news: Database, asked: str, numbers: list[int]) -> None:
    assert [card.visit_id for card in search_visits.search_visits(news, asked).cards] == numbers


@pytest.mark.both_stores
def test_articles_are_found_by_the_place_that_they_are_or_may_be_about(news: Database) -> None:
    assert {hit.article_id for hit in search.search(news, "place:Banyuwangi").hits} == {1, 3}
    assert {hit.article_id for hit in search.search(news, "daerah:Yogyakarta").hits} == {2, 3, 4, 6}


def test_the_page_shows_one_place_and_goes_on_with_it(news: Database, tmp_path: Path) -> None:
    page = Client(news, tmp_path)
    shown = page.get(f"/?place={BANYUWANGI}")
    assert sorted(cards(shown)) == ["visit-1", "visit-4"] and "2 to decide" in shown.text
    assert f'value="{BANYUWANGI}" lang="id" selected>Banyuwangi<' in shown.text
    assert "studied how Banyuwangi runs" in shown.text and "to Kota Yogyakarta" not in shown.text
    assert set(re.findall(r'href="/\?([^"]*)"', shown.text)) == {
        f"place={BANYUWANGI}",
        *(f"order={order}&amp;place={BANYUWANGI}" for order in ("certain", "doubtful")),
        f"decided=unsure&amp;place={BANYUWANGI}",
    }
    assert cards(page.get("/?place=11.01")) == cards(page.get("/"))


def test_a_card_says_where_the_visitors_went(news: Database, tmp_path: Path) -> None:
    text = Client(news, tmp_path).get("/").text
    assert text.count("<li>to Banyuwangi</li>") == 2 and text.count("<li>to Kota Yogyakarta</li>") == 3
    assert "please look · to Kota Yogyakarta" in text


def test_what_is_left_is_counted_for_the_place_that_is_shown(news: Database, tmp_path: Path) -> None:
    page = Client(news, tmp_path)
    answer = scripted(page, "/visit/1/decide", f"/?place={BANYUWANGI}", say="confirm", seen="0")
    assert "1 to decide" in answer.text


def test_of_a_single_place_nothing_is_to_be_seen(db: Database, tmp_path: Path) -> None:
    fill(db, Rules(Watched.read(FILES[:1]), RULES.lexicon, RULES.model))
    page = Client(db, tmp_path)
    for path in ("/", "/visit/1", "/search", "/search?q=is:visit"):
        text = page.get(path).text
        assert "<select" not in text and "<li>to Banyuwangi" not in text and "place:" not in text, path
    assert len(cards(page.get(f"/?place={YOGYAKARTA}"))) == 3

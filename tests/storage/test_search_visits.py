"""A search shown as visits: which, how many, in which order. All texts are synthetic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from article import Article, Fact, Visit
from storage import decisions, visits
from storage.database import Database
from storage.searching import search_visits
from storage.searching.query import QueryError
from storage.searching.search import search
from tests.deciding import WHO
from tests.storing import another, begin, save

SLEMAN = Visit(
    visitors=(Fact("DPRD Sleman"),), origin=(Fact("Kabupaten Sleman", code="34.04"),), loci=(Fact("pasar"),),
    date_start=Fact(date(2018, 10, 2)),
)  # fmt: skip
MALANG = Visit(
    visitors=(Fact("Dinas Malang"),), origin=(Fact("Kota Malang", code="35.73"),), programme=Fact("PKA"),
    date_start=Fact(date(2018, 11, 3)),
)  # fmt: skip


@pytest.fixture
def news(db: Database) -> Database:
    """Visit 1 in two articles, visits 1 and 2 in the second of them, visit 3 by itself, and an article with none."""
    run = begin(db)

    def told(title: str, found: Sequence[Visit], visit: int | None = None) -> tuple[int, ...]:
        article: Article = another(title=title)
        return save(db, run, article, found=found, visit_id=visit, flagged=bool(found)).visit_ids

    with db.write():
        told("Pasar pagi", [SLEMAN])
        stored = save(db, run, another(title="Dua tamu pasar"), found=[SLEMAN], visit_id=1)
        other = visits.report(db, None, stored.article_id, stored.verdict_id, MALANG, "", WHO["now"], 1)
        assert (stored.visit_ids, other) == ((1,), 2)
        told("Tamu dari Malang", [MALANG])
        told("Pasar ramai", [])
    return db


def found(db: Database, text: str) -> list[int]:
    return [card.visit_id for card in search_visits.search_visits(db, text).cards]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("pasar", [2, 1]),
        ("tamu", [3, 2, 1]),
        ("is:visit", [3, 2, 1]),
        ("adalah:kunjungan pagi", [1]),
        ("ramai", []),
        ("", []),
        ("from:Sleman", [1]),
        ("pasar -from:Sleman", [2]),
        ("from:Sleman OR from:Jatim", [3, 2, 1]),
        ("province:35 pasar", [2]),
        ("visited:2018-10 dua", [1]),
        ("programme:PKA to:pasar", []),
        ("to:pasar", [1]),
        ("from:Sleman OR ramai", [2, 1]),
        ("-is:visit", []),
    ],
)
def test_visits_are_found_by_what_their_articles_and_they_themselves_say(
    news: Database, text: str, numbers: list[int]
) -> None:
    assert found(news, text) == numbers
    assert search_visits.search_visits(news, text).count == len(numbers)


def test_a_decision_is_each_visits_own(news: Database) -> None:
    with news.write():
        decisions.decide(news, "confirm", visit=2, **WHO)
        decisions.decide(news, "dismiss", visit=3, reason="old", **WHO)
    assert found(news, "decided:confirmed") == [2]
    assert found(news, "decided:open") == [1]
    assert found(news, "tamu -decided:dismissed") == [2, 1]


def test_merged_visits_are_one(news: Database) -> None:
    with news.write():
        decisions.merge(news, 2, 3, **WHO)
    assert found(news, "is:visit") == [3, 1]


def test_pages_follow_one_another(news: Database) -> None:
    first = search_visits.search_visits(news, "tamu", limit=2)
    assert ([card.visit_id for card in first.cards], first.count, first.further) == ([3, 2], 3, 2)
    second = search_visits.search_visits(news, "tamu", limit=2, after=2)
    assert ([card.visit_id for card in second.cards], second.further) == ([1], None)


@pytest.mark.parametrize(("text", "limit"), [("tamu", "COUNTED_BY_WORDS"), ("is:visit", "COUNTED")])
def test_what_would_take_long_to_count_is_not_counted_to_the_end(
    news: Database, monkeypatch: pytest.MonkeyPatch, text: str, limit: str
) -> None:
    assert not search_visits.search_visits(news, text).is_more
    monkeypatch.setattr(search_visits, limit, 1)
    few = search_visits.search_visits(news, text)
    assert (few.is_more, few.cards[0].visit_id) == (True, 3)


def test_a_visit_says_what_its_card_says_and_not_what_a_lesser_report_of_it_does(db: Database) -> None:
    run = begin(db)
    with db.write():
        save(db, run, another(), found=[SLEMAN], score=0.9)
        save(db, run, another(), found=[MALANG], visit_id=1, score=0.6)
    for text, numbers in (
        ("from:Sleman", [1]), ("from:Malang", []), ("province:34", [1]), ("province:35", []), ("to:pasar", [1]),
        ("visited:2018-10", [1]), ("visited:2018-11", []), ("programme:PKA", [1]),
    ):  # fmt: skip
        assert found(db, text) == numbers, text
    assert search(db, "from:Malang").count == 1
    with db.write():
        decisions.edit(db, 1, "loci", ["arsip"], **WHO)
    assert (found(db, "to:pasar"), found(db, "to:arsip")) == ([], [1])


def test_the_whole_of_a_name_is_asked_for_by_an_equals_sign(db: Database) -> None:
    run = begin(db)
    with db.write():
        for locus in ("Pasar", "Pasar Pagi", "50%"):
            save(db, run, another(), found=[Visit(visitors=(Fact("DPRD Sleman"),), loci=(Fact(locus),))])
    for text, numbers in (
        ("to:pasar", [2, 1]), ("to:=pasar", [1]), ('to:="pasar pagi"', [2]), ("to:=pagi", []), ("to:=%", []),
        ("to:=50%", [3]), ("mempelajari:=PASAR", [1]), ('from:="DPRD Sleman"', [3, 2, 1]), ("from:=Sleman", []),
    ):  # fmt: skip
        assert found(db, text) == numbers, text


def test_an_article_says_which_visits_it_reports(news: Database) -> None:
    assert [hit.visit_ids for hit in search(news, "pasar").hits] == [(), (1, 2), (1,)]


PARTS = ["pasar", "tamu", "ramai", "from:Sleman", "from:Jatim", "to:pasar", "decided:open", "flagged:yes", "is:visit"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3))
def test_every_visit_shown_is_one_that_an_article_found_reports(news: Database, parts: list[str]) -> None:
    text = " ".join(parts)
    reported = {visit for hit in search(news, text, limit=99).hits for visit in hit.visit_ids}
    assert set(found(news, text)) <= reported
    if not any(part.startswith(("from", "to")) for part in parts):
        assert set(found(news, text)) == reported


def test_what_cannot_be_searched_is_refused(news: Database) -> None:
    with pytest.raises(QueryError):
        search_visits.search_visits(news, "sitr:x")

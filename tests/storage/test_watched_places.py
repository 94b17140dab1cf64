"""The place that was visited, as it is stored: visits of different places are kept apart, old rows get their place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.again.by_hand import read_facts
from crawler.again.rescore import rescore
from crawler.rules import Rules, register
from detect.lexicon import default_lexicon
from detect.score import default_model
from detect.watched import Watched
from storage import decisions, verdicts, visits, watched_places
from storage.database import Database
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
from tests.rescoring import arrive, fresh, outcome
from tests.storing import begin

pytestmark = pytest.mark.both_stores

RULES = Rules(both(), default_lexicon(), default_model())
ALONE = Rules(Watched.read(FILES[:1]), default_lexicon(), default_model())
NAMES = {BANYUWANGI: "Banyuwangi", YOGYAKARTA: "Kota Yogyakarta"}


def hosts(db: Database) -> list[tuple[str | None, int]]:
    """Of each visit the place that was visited, and how many report it."""
    return sorted((card.place, card.reports) for card in visits.newest(db, 20))


def test_a_visit_to_two_places_is_a_visit_to_each(db: Database) -> None:
    article = arrive(db, begin(db), told(TO_BOTH), RULES, NOW)
    assert hosts(db) == [(YOGYAKARTA, 1), (BANYUWANGI, 1)]
    assert len(visits.of_article(db, article)) == 2


def test_another_report_joins_the_visit_to_its_own_place(db: Database) -> None:
    run = begin(db)
    for number, news in enumerate([TO_BOTH, TO_BOTH, TO_BANYUWANGI, TO_YOGYAKARTA, FROM_ONE_TO_THE_OTHER]):
        arrive(db, run, replace(told(news, number), body=f"{news[1]} Kabar {number}."), RULES, NOW)
    assert hosts(db) == [(YOGYAKARTA, 1), (YOGYAKARTA, 1), (YOGYAKARTA, 2), (BANYUWANGI, 1), (BANYUWANGI, 2)]


def test_a_place_that_is_watched_from_now_on_is_found_in_what_was_read_before(db: Database, tmp_path: Path) -> None:
    run = begin(db)
    news = [TO_BANYUWANGI, TO_BOTH, TO_YOGYAKARTA, OF_NEITHER]
    for number, one in enumerate(news):
        arrive(db, run, told(one, number), ALONE, NOW)
    assert hosts(db) == [(BANYUWANGI, 1), (BANYUWANGI, 1)]
    came = rescore(db, RULES, NOW)
    assert (came.newly_flagged, came.new_visits, came.gone_visits) == (1, 2, 0)
    other, run = fresh(tmp_path / "other.db")
    for number, one in enumerate(news):
        arrive(other, run, told(one, number), RULES, NOW)
    assert hosts(db) == hosts(other)
    assert outcome(db)["visits"] == outcome(other)["visits"]
    other.close()


def test_what_was_judged_before_a_place_was_told_gets_the_place_of_its_profile(db: Database) -> None:
    run = begin(db)
    flagged = arrive(db, run, told(TO_BANYUWANGI), ALONE, NOW)
    unnamed = arrive(db, run, told(OF_NEITHER, 2), ALONE, NOW)
    with db.write():
        db.execute("UPDATE verdict SET place = NULL")
        db.execute("UPDATE report SET place = NULL")
    assert hosts(db) == [(None, 1)]
    register(db, RULES, NOW)
    assert hosts(db) == [(BANYUWANGI, 1)]
    assert [_verdict(db, one).place for one in (flagged, unnamed)] == [BANYUWANGI, None]
    assert watched_places.names(db) == NAMES


def test_a_place_is_kept_once_and_by_its_newest_name(db: Database) -> None:
    register(db, ALONE, NOW)
    assert watched_places.lacks(db, NAMES) and not watched_places.lacks(db, {BANYUWANGI: "Banyuwangi"})
    with db.write():
        watched_places.keep(db, {BANYUWANGI: "Kabupaten Banyuwangi"}, NOW)
    assert watched_places.names(db) == {BANYUWANGI: "Kabupaten Banyuwangi"}


def test_a_visit_by_hand_is_to_the_place_that_its_text_names(db: Database) -> None:
    run = begin(db)
    plain = told(
        ("Kabar dari Kota Yogyakarta", "Pedagang dari Kabupaten Ngawi berjualan di Malioboro, Kota Yogyakarta."), 3
    )
    article = arrive(db, run, plain, RULES, NOW)
    with db.write():
        decisions.flag(db, article, who="sari", now=NOW)
    read_facts(db, RULES, NOW)
    assert hosts(db) == [(YOGYAKARTA, 1)]


def _verdict(db: Database, article: int) -> verdicts.VerdictRow:
    found = verdicts.current(db, article)
    assert found is not None
    return found

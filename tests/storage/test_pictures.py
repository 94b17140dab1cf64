"""What the pictures count is what the cards show. All texts are synthetic."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from article import Fact, Visit
from storage import decisions, visits
from storage.database import Database
from storage.searching import pictures
from storage.searching.pictures import Pictures
from storage.searching.search import search
from storage.searching.search_visits import search_visits
from tests.deciding import WHO, stored
from tests.storing import begin

PLACES = (("Kabupaten Sleman", "34.04"), ("Kota Malang", "35.73"), ("Kabupaten Tuban", "35.23"), ("Malaysia", None))
PROGRAMMES = ("PKA", "pka", "Studi tiru")
LOCI = ("pariwisata", "Pariwisata", "desa wisata", "arsip")


def told(chance: random.Random) -> Visit:
    return Visit(
        visitors=(Fact("Rombongan"),),
        origin=tuple(Fact(name, code=code) for name, code in chance.sample(PLACES, chance.randint(0, 2))),
        programme=Fact(chance.choice(PROGRAMMES)) if chance.random() < 0.6 else None,
        date_start=Fact(date(2024, 1, 1) + timedelta(days=chance.randint(0, 200))) if chance.random() < 0.8 else None,
        loci=tuple(Fact(name) for name in chance.sample(LOCI, chance.randint(0, 3))),
    )


def from_cards(db: Database) -> Pictures:
    """The same numbers, counted one card after the other."""
    cards = visits.newest(db, 999)
    months = Counter(f"{card.date_start:%Y-%m}" for card in cards if card.date_start)
    places = Counter(code for card in cards for code in {(code or "")[:2] for code in card.origin_codes})
    programmes = Counter(card.programme.lower() for card in cards if card.programme)
    loci = Counter(locus for card in cards for locus in {one.lower() for one in card.loci})
    return Pictures(
        visits=len(cards),
        months=months,
        undated=sum(card.date_start is None for card in cards),
        elsewhere=places.pop("", 0),
        provinces=places,
        of_unknown_origin=sum(not card.origin for card in cards),
        programmes=programmes,
        loci=loci,
    )


def folded(found: Pictures) -> Pictures:
    names = {field: {k.lower(): n for k, n in getattr(found, field).items()} for field in ("programmes", "loci")}
    return Pictures(**{field: getattr(found, field) for field in Pictures.__slots__} | names)  # type: ignore[arg-type]


def decided_on(db: Database, seed: int) -> None:
    """Visits of one to several reports that say different things; editors merged, mended and dismissed some."""
    chance = random.Random(seed)
    run = begin(db)
    ids = [stored(db, run, found=[told(chance)], score=chance.random()).visit_ids[0] for _ in range(25)]
    for visit in chance.sample(ids, 12):
        stored(db, run, visit_id=visit, found=[told(chance)], score=chance.random())
    with db.write():
        for visit in chance.sample(ids, 4):
            decisions.decide(db, "dismiss", visit=visit, reason="old", **WHO)
        for one, other in (chance.sample(ids, 2) for _ in range(3)):
            if visits.get(db, one) != visits.get(db, other):
                decisions.merge(db, one, other, **WHO)
        for visit in chance.sample(ids, 6):
            decisions.edit(db, visit, "origin", ["Kabupaten Badung"], codes=["51.03"], **WHO)
            decisions.edit(db, visit, "date_start", ["2023-12-31"], **WHO)
        decisions.edit(db, ids[3], "loci", [], **WHO)
        taken_back = decisions.edit(db, ids[4], "programme", ["PKN"], **WHO)
        decisions.undo(db, taken_back, **WHO)


@pytest.mark.parametrize("seed", range(4))
def test_the_numbers_are_those_of_the_cards_whatever_editors_decided(db: Database, seed: int) -> None:
    decided_on(db, seed)
    found = pictures.gather(db, 99)
    assert folded(found) == from_cards(db)
    assert found.provinces["51"] > 0


@pytest.mark.both_stores
@pytest.mark.parametrize("seed", range(4))
def test_each_number_is_that_of_the_search_behind_it(db: Database, seed: int) -> None:
    decided_on(db, seed)
    found = pictures.gather(db, 99)
    asked = {
        "visited:": found.months, "province:": found.provinces, "programme:=": found.programmes, "to:=": found.loci
    }  # fmt: skip
    for field, counted in asked.items():
        searched = {name: search_visits(db, f'{field}"{name}" -decided:dismissed is:visit').count for name in counted}
        assert searched == counted, field
    assert search_visits(db, "-decided:dismissed is:visit").count == found.visits


def test_spellings_that_differ_in_capitals_count_as_one_and_only_the_most_frequent_stay(db: Database) -> None:
    run = begin(db)
    for locus in ("Pariwisata", "Pariwisata", "pariwisata", "arsip"):
        stored(db, run, found=[Visit(visitors=(Fact("Rombongan"),), loci=(Fact(locus),))])
    assert pictures.gather(db, 9).loci == {"Pariwisata": 3, "arsip": 1}
    assert list(pictures.gather(db, 1).loci) == ["Pariwisata"]


def test_a_search_finds_a_province_by_its_code_and_what_editors_mended(db: Database) -> None:
    run = begin(db)
    whole = stored(db, run, found=[Visit(visitors=(Fact("Rombongan"),), origin=(Fact("Kota Malang", code="35.73"),))])
    assert search(db, "province:35").count == 1
    with db.write():
        edit = decisions.edit(db, whole.visit_ids[0], "origin", ["Badung"], codes=["51.03"], **WHO)
        decisions.edit(db, whole.visit_ids[0], "date_start", ["2024-03-05"], **WHO)
    assert [search(db, f"province:{code}").count for code in ("35", "51")] == [0, 1]
    assert search(db, "from:badung visited:2024-03 -decided:dismissed").count == 1
    with db.write():
        decisions.undo(db, edit, **WHO)
    assert [search(db, f"province:{code}").count for code in ("35", "51")] == [1, 0]

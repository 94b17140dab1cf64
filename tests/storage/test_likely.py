"""Which visits an editor may want to merge with one: near in time, and by the words of their guests or origin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from article import Fact
from storage import decisions, visits
from storage.cards import VisitCard
from storage.database import Database
from storage.desk.likely import likely
from tests.storing import NOW, another, begin, save, synthetic_visit


def store(db: Database, run: int, visitors: str, day: date) -> int:
    article = another(body=f"{visitors} datang belajar di Banyuwangi. Catatan {visitors} {day}.")
    with db.write():
        found = [synthetic_visit(article.text, visitors=visitors, start=day)]
        return save(db, run, article, found=found).visit_ids[0]


def elsewhere(
    db: Database, run: int, visitors: str, origin: str, headcount: int | None = 42, code: str | None = None
) -> int:
    article = another(body=f"{visitors} datang belajar di Banyuwangi.")
    told = synthetic_visit(article.text, visitors=visitors, headcount=None)
    found = replace(told, origin=(Fact(origin, code=code),), headcount=Fact(headcount) if headcount else None)
    with db.write():
        return save(db, run, article, found=[found]).visit_ids[0]


def card(db: Database, visit: int) -> VisitCard:
    return next(visits.cards(db, [visit]))


def test_the_likeliest_come_first_and_strangers_not_at_all(db: Database) -> None:
    run = begin(db)
    one = store(db, run, "DPRD Kabupaten Contoh", date(2018, 10, 17))
    same = store(db, run, "Anggota DPRD Kabupaten Contoh", date(2018, 10, 18))
    alike = store(db, run, "Bappeda Kabupaten Contoh", date(2018, 10, 17))
    store(db, run, "DPRD Kabupaten Contoh", date(2018, 10, 25))  # too late
    assert [other.card.visit_id for other in likely(db, card(db, one))] == [same, alike]
    assert [other.card.visit_id for other in likely(db, card(db, one), limit=1)] == [same]


def test_what_is_shown_as_one_already_or_was_left_by_its_reports_is_not_offered(db: Database) -> None:
    run = begin(db)
    one, other, third = (store(db, run, f"DPRD Contoh {name}", date(2018, 10, 17)) for name in "ABC")
    with db.write():
        decisions.merge(db, other, one, who="ana", now=NOW)
        db.execute(
            "UPDATE verdict SET flagged = 0 WHERE article = (SELECT article FROM report WHERE visit = ?)", [third]
        )
    assert likely(db, card(db, one)) == []


def test_what_speaks_for_it_is_told_whole_values_before_words(db: Database) -> None:
    run = begin(db)
    one = store(db, run, "DPRD Kabupaten Contoh", date(2018, 10, 17))
    store(db, run, "dprd kabupaten contoh", date(2018, 10, 19))
    store(db, run, "Bappeda Kabupaten Contoh", date(2018, 10, 17))
    same, alike = likely(db, card(db, one))
    assert (same.visitors, same.origin, same.days, same.headcount) == (
        "DPRD Kabupaten Contoh",
        "Kabupaten Contoh",
        2,
        42,
    )
    assert (alike.visitors, alike.days, alike.loci) == ("Kabupaten Contoh", 0, "")


def test_of_a_visit_without_a_day_or_a_number_nothing_is_said_of_them(db: Database) -> None:
    run = begin(db)
    article = another(body="DPRD Kabupaten Contoh datang belajar.")
    with db.write():
        found = [synthetic_visit(article.text, visitors="DPRD Kabupaten Contoh", start=None, headcount=None)]
        save(db, run, article, found=found)
    one = store(db, run, "DPRD Kabupaten Contoh", date(2018, 10, 17))
    (other,) = likely(db, card(db, one))
    assert (other.days, other.headcount) == (None, None)


def test_the_same_origin_comes_before_a_name_that_is_alike_and_common_words_say_nothing(db: Database) -> None:
    run = begin(db)
    one = store(db, run, "Kecamatan Sukamaju Kabupaten Contoh", date(2018, 10, 17))
    for number, place in enumerate(("Kediri", "Blitar", "Tuban", "Ngawi", "Gresik")):
        elsewhere(db, run, f"Dinas {number} Kabupaten {place}", f"Kabupaten {place}")
    elsewhere(db, run, "Kecamatan Sukamaju Kabupaten Sampang", "Kabupaten Sampang")
    same = store(db, run, "Bappeda Kabupaten Contoh", date(2018, 10, 17))
    first, second = likely(db, card(db, one))
    assert (first.card.visit_id, first.origin) == (same, "Kabupaten Contoh")
    assert (second.visitors, second.origin) == ("Kecamatan Sukamaju", "")


def test_guests_from_another_regency_whose_office_bears_the_same_name_are_strangers(db: Database) -> None:
    run = begin(db)
    one = elsewhere(db, run, "TP PKK", "Kabupaten Kediri", 30, "35.06")
    elsewhere(db, run, "TP PKK", "Kabupaten Blitar", 25, "35.05")
    elsewhere(db, run, "Rombongan TP PKK", "Kota Kediri", None, "35.71")
    around = elsewhere(db, run, "TP PKK", "Jawa Timur", None, "35")
    as_many = elsewhere(db, run, "Pengurus TP PKK", "Kabupaten Ngawi", 30, "35.21")
    assert {other.card.visit_id for other in likely(db, card(db, one))} == {around, as_many}

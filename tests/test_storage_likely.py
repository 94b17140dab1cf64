"""Which visits an editor may want to merge with one: near in time, and by the words of their guests or origin."""

from __future__ import annotations

from datetime import date

from storage import decisions, visits
from storage.cards import VisitCard
from storage.database import Database
from storage.likely import likely
from tests.storing import NOW, another, begin, save, synthetic_visit


def store(db: Database, run: int, visitors: str, day: date) -> int:
    article = another(body=f"{visitors} datang belajar di Banyuwangi. Catatan {visitors} {day}.")
    with db.write():
        found = [synthetic_visit(article.text, visitors=visitors, start=day)]
        return save(db, run, article, found=found).visit_ids[0]


def card(db: Database, visit: int) -> VisitCard:
    return next(visits.cards(db, [visit]))


def test_the_likeliest_come_first_and_strangers_not_at_all(db: Database) -> None:
    run = begin(db)
    one = store(db, run, "DPRD Kabupaten Contoh", date(2018, 10, 17))
    same = store(db, run, "Anggota DPRD Kabupaten Contoh", date(2018, 10, 18))
    alike = store(db, run, "Bappeda Kabupaten Contoh", date(2018, 10, 17))
    store(db, run, "DPRD Kabupaten Contoh", date(2018, 10, 25))  # too late
    assert [other.visit_id for other in likely(db, card(db, one))] == [same, alike]
    assert [other.visit_id for other in likely(db, card(db, one), limit=1)] == [same]


def test_what_is_shown_as_one_already_or_was_left_by_its_reports_is_not_offered(db: Database) -> None:
    run = begin(db)
    one, other, third = (store(db, run, f"DPRD Contoh {name}", date(2018, 10, 17)) for name in "ABC")
    with db.write():
        decisions.merge(db, other, one, who="ana", now=NOW)
        db.execute(
            "UPDATE verdict SET flagged = 0 WHERE article = (SELECT article FROM report WHERE visit = ?)", [third]
        )
    assert likely(db, card(db, one)) == []

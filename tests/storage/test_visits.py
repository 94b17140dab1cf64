"""Visits and their reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from article import Visit
from storage import visits
from storage.database import Database
from tests.storing import DAY, HOUR, NOW, WIB, another, begin, save, synthetic_article, synthetic_visit

pytestmark = pytest.mark.both_stores


@pytest.fixture
def run(db: Database) -> int:
    return begin(db)


def test_a_stored_visit_comes_back_with_its_facts_and_quotes(db: Database, run: int) -> None:
    article = synthetic_article()
    with db.write():
        whole = save(db, run, article)
    stored = visits.get(db, whole.visit_ids[0])
    assert stored is not None
    assert stored.reports[0].visit == synthetic_visit(article.text)
    assert (stored.found, stored.reports[0].current, stored.reports[0].url) == (NOW, True, article.url)
    rows = db.rows("SELECT kind, value, code, quote, mark FROM fact ORDER BY kind")
    assert rows == [
        {"kind": "date_start", "value": "2018-10-17", "code": None, "quote": None, "mark": None},
        {"kind": "headcount", "value": "42", "code": None, "quote": None, "mark": "counted"},
        {"kind": "origin", "value": "Kabupaten Contoh", "code": "35.99", "quote": None, "mark": None},
        {"kind": "visitors", "value": "Kabupaten Contoh", "code": None, "quote": "Kabupaten Contoh", "mark": None},
    ]
    assert visits.get(db, 99) is None


def found_near(db: Database, visit: Visit, published: datetime | None, days: int = 30) -> list[int]:
    return [stored.visit_id for stored in visits.near(db, visit, published, days)]


def test_near_counts_from_the_visits_day_and_else_from_the_publishing_day(db: Database, run: int) -> None:
    with db.write():
        dated = save(db, run, another(published=NOW + 200 * DAY)).visit_ids[0]
        article = another(published=NOW + 100 * DAY)
        undated = save(db, run, article, found=[synthetic_visit(article.text, start=None)]).visit_ids[0]
    assert found_near(db, synthetic_visit("", start=date(2018, 11, 16)), None) == [dated]
    assert found_near(db, synthetic_visit("", start=date(2018, 11, 17)), None) == []
    assert found_near(db, synthetic_visit("", start=None), NOW + 90 * DAY) == [undated]
    assert found_near(db, synthetic_visit("", start=date(2018, 10, 17)), NOW + 90 * DAY) == [dated]
    assert found_near(db, synthetic_visit("", start=None), NOW + 50 * DAY, days=50) == [dated, undated]
    assert found_near(db, Visit(), None) == []


def test_the_publishing_day_is_the_one_where_the_site_is(db: Database, run: int) -> None:
    early = datetime(2018, 10, 17, 1, 0, tzinfo=WIB)
    article = another(published=early)
    with db.write():
        save(db, run, article, found=[synthetic_visit(article.text, start=None)])
    assert db.rows("SELECT day FROM report") == [{"day": "2018-10-17"}]


def test_without_any_date_only_visits_without_any_date_are_near(db: Database, run: int) -> None:
    with db.write():
        save(db, run, another())
        article = another(published=None)
        dateless = save(db, run, article, found=[synthetic_visit(article.text, start=None)]).visit_ids[0]
    assert found_near(db, Visit(), None) == [dateless]


def test_dates_at_the_ends_of_the_calendar_are_no_trouble(db: Database) -> None:
    for day in (date.min, date.max):
        assert found_near(db, synthetic_visit("", start=day), None) == []


def test_several_articles_report_one_visit(db: Database, run: int) -> None:
    begin(db, "kabar")
    with db.write():
        first = save(db, run, another())
        visit_id = first.visit_ids[0]
        other = save(
            db, run, another(site="kabar", published=NOW - HOUR), visit_id=visit_id, score=0.95, now=NOW + HOUR
        )
        copied = save(db, run, another(), visit_id=visit_id, copy_of=first.article_id, score=0.99, now=NOW + 2 * HOUR)
    assert first.visit_ids == other.visit_ids == copied.visit_ids
    [short] = visits.newest(db, 5)
    assert (short.visit_id, short.reports, short.copies, short.score) == (visit_id, 2, 1, 0.99)
    assert (short.first_site, short.first_seen, short.published) == ("berita", NOW, NOW - HOUR)
    assert short.sites == ("berita", "kabar")
    assert len(short.urls) == 3
    assert short.sentence.startswith("Sebanyak 42 pegawai")
    assert (short.origin, short.origin_codes) == (("Kabupaten Contoh",), ("35.99",))


def test_the_newest_visit_comes_first(db: Database, run: int) -> None:
    with db.write():
        ids = [save(db, run, another()).visit_ids[0] for _ in range(3)]
    assert [short.visit_id for short in visits.newest(db, 2)] == [ids[2], ids[1]]


def test_two_entries_of_one_verdict_are_two_visits(db: Database, run: int) -> None:
    article = another()
    entries = [synthetic_visit(article.text), synthetic_visit(article.text, visitors="DPRD Kota Misal")]
    with db.write():
        known = save(db, run, another()).visit_ids[0]
        both = save(db, run, article, found=entries, visit_id=known)
    assert both.visit_ids[0] == known
    assert len(set(both.visit_ids)) == 2
    assert visits.of_article(db, both.article_id) == list(both.visit_ids)


def test_a_text_judged_again_keeps_its_visits(db: Database, run: int) -> None:
    article = another()
    entries = [synthetic_visit(article.text), synthetic_visit(article.text, visitors="DPRD Kota Misal")]
    with db.write():
        before = save(db, run, article, found=entries)
        again = save(db, run, article, found=[replace(visit, headcount=None) for visit in entries])
    assert again.visit_ids == before.visit_ids
    stored = visits.get(db, before.visit_ids[0])
    assert stored is not None
    assert [report.visit.headcount for report in stored.reports] == [None]
    assert db.rows("SELECT count(*) AS n FROM visit") == [{"n": 2}]


def test_a_new_text_may_report_a_new_visit(db: Database, run: int) -> None:
    article = another()
    with db.write():
        before = save(db, run, article)
        after = save(db, run, replace(article, body="Rombongan lain datang. Mereka belajar."))
    assert after.article_id == before.article_id
    assert after.visit_ids != before.visit_ids
    assert [short.visit_id for short in visits.newest(db, 9)] == list(after.visit_ids)


def test_a_withdrawn_report_is_no_longer_shown_nor_joined_but_still_known(db: Database, run: int) -> None:
    article = another()
    with db.write():
        whole = save(db, run, article)
        save(db, run, article, found=(), flagged=False)
    assert visits.newest(db, 9) == []
    assert visits.of_article(db, whole.article_id) == []
    assert found_near(db, synthetic_visit(article.text), None) == []
    stored = visits.get(db, whole.visit_ids[0])
    assert stored is not None
    assert [report.current for report in stored.reports] == [False]


@pytest.mark.parametrize("read", [(1, 3), (3, 1)])
def test_reports_are_ordered_by_score_then_as_they_were_published(
    db: Database, run: int, read: tuple[int, int]
) -> None:
    """Whichever of two copies was read first: many machines read in another order than one."""
    with db.write():
        weak = save(db, run, another(), score=0.5)
        visit_id, by_hour = weak.visit_ids[0], {}
        for hour in read:
            article = replace(another(), published=NOW + hour * HOUR)
            copied = weak.article_id if by_hour else None
            by_hour[hour] = save(db, run, article, visit_id=visit_id, copy_of=copied)
    stored = visits.get(db, visit_id)
    assert stored is not None
    ids = [report.article_id for report in stored.reports]
    assert ids == [by_hour[1].article_id, by_hour[3].article_id, weak.article_id]

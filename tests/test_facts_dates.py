from __future__ import annotations

from datetime import date

import pytest

from detect.facts.dates import Days, days
from detect.facts.scene import see
from tests.telling import article, profile, readings

LEAD = "Rombongan Pemkab Sleman belajar ke Banyuwangi, {day}. Mereka diterima di pendopo."


def told(body: str, published: str | None = None, url: str = "", title: str = "Kunjungan") -> Days:
    one = article(body, title, published, url)
    document, found = readings(one)
    return days(one, document, see(one.text, found, profile()))


def start(body: str, published: str | None = None, url: str = "") -> date | None:
    found = told(body, published, url).start
    return found.value if found else None


@pytest.mark.parametrize(
    ("day", "published", "expected"),
    [
        ("Rabu (17/10)", "2018-10-17", date(2018, 10, 17)),
        ("Kamis (28/12)", "2018-01-02", date(2017, 12, 28)),
        ("Jumat (5/1)", "2018-12-28", date(2019, 1, 5)),
        ("Selasa", "2018-10-18", date(2018, 10, 16)),
        ("kemarin", "2018-10-18", date(2018, 10, 17)),
        ("Selasa (19/9/17)", None, date(2017, 9, 19)),
    ],
)
def test_the_publishing_date_completes_a_day(day: str, published: str | None, expected: date) -> None:
    assert start(LEAD.format(day=day), published) == expected


def test_without_any_year_the_day_is_unknown() -> None:
    assert start(LEAD.format(day="Kamis (10/10)")) is None
    assert start(LEAD.format(day="Rabu")) is None


def test_the_address_gives_the_year() -> None:
    assert start(LEAD.format(day="Kamis (10/10)"), url="https://contoh.example/2013/10/judul") == date(2013, 10, 10)


def test_another_days_year_serves_where_the_weekday_fits() -> None:
    body = LEAD.format(day="Senin (21/8)") + "\n\nBupati itu dilantik pada 22 Mei 2017."
    found = told(body)
    assert found.start is not None
    assert found.start.value == date(2017, 8, 21)
    assert found.start.mark is not None


def test_a_year_that_stands_alone_is_no_evidence() -> None:
    assert (
        start("Penghargaan 2018 membuat Pemkab Sleman belajar ke Banyuwangi selama tiga hari (18-20 Agustus).") is None
    )


def test_weekday_and_number_that_disagree_are_marked_and_the_number_wins() -> None:
    found = told(LEAD.format(day="Rabu (4/5/2017)"))
    assert found.start is not None
    assert found.start.value == date(2017, 5, 4)
    assert "Wednesday" in str(found.start.mark)


def test_an_inauguration_is_not_the_visit() -> None:
    body = "Bupati Sleman yang dilantik 3 Mei 2019 itu belajar ke Banyuwangi, Selasa (9/7/2019)."
    assert start(body) == date(2019, 7, 9)


def test_an_earlier_visit_is_not_this_one() -> None:
    body = (
        LEAD.format(day="Senin (7/2/2022)") + "\n\nSebelumnya, Jumat (14/1/2022), rombongan Pemkot Bitung juga datang."
    )
    assert start(body) == date(2022, 2, 7)


def test_a_line_with_nothing_but_a_day_is_the_pages_clock() -> None:
    assert start("Rabu, 26 September 2012\n\nRombongan DPRD Sleman belajar menangkap ikan ke Banyuwangi.") is None


def test_a_dateline_gives_the_day_where_no_sentence_does() -> None:
    body = "BANYUWANGI, Rabu (17/10/2018) - Rombongan Pemkab Sleman belajar ke Banyuwangi dan diterima bupati."
    assert start(body) == date(2018, 10, 17)


def test_a_stay_of_several_days_has_an_end() -> None:
    assert told(LEAD.format(day="Jumat-Sabtu (7-8/7)"), "2017-07-10").end.value == date(2017, 7, 8)  # type: ignore[union-attr]
    until = "Rombongan Pemkab Sleman tiba di Banyuwangi, Senin (25/2). Mereka tinggal hingga Rabu (27/2)."
    assert told(until, "2019-02-25").end.value == date(2019, 2, 27)  # type: ignore[union-attr]


def test_a_length_reckons_the_end_from_the_arrival_only() -> None:
    arrived = "Rombongan Pemkab Sleman tiba di Banyuwangi, Senin (25/2). Tiga hari lamanya mereka belajar."
    end = told(arrived, "2019-02-25").end
    assert end is not None
    assert (end.value, end.mark) == (date(2019, 2, 27), "reckoned from the length of the stay")
    spoken = "“Kami lima hari belajar,” kata Bupati Sleman Budi Prasetyo usai diterima, Senin (25/2)."
    assert told(spoken, "2019-02-25").end is None


def test_english_pages_put_the_month_first() -> None:
    body = (
        "The delegation of Sleman regency visited Banyuwangi on Tuesday ({day}) to learn from the regent of the place."
    )
    assert start(body.format(day="10/20/2015")) == date(2015, 10, 20)
    assert start(body.format(day="8/7/2018"), "2018-08-08") == date(2018, 8, 7)


def test_a_reprint_years_later_keeps_the_day_it_states() -> None:
    assert start(LEAD.format(day="Kamis (22/3/2018)"), "2021-06-01") == date(2018, 3, 22)


def test_the_span_covers_the_words() -> None:
    one = article(LEAD.format(day="Rabu (17/10)"), published="2018-10-17")
    document, found = readings(one)
    day = days(one, document, see(one.text, found, profile())).start
    assert day is not None
    assert day.span is not None
    assert one.text[day.span.start : day.span.end] == "Rabu (17/10)"

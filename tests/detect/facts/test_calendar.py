from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detect.facts.calendar import named
from detect.facts.dayname import Named
from tests.telling import tokens


def only(text: str) -> Named:
    (found,) = named(tokens(text))
    return found


@pytest.mark.parametrize(
    ("text", "day", "month", "year"),
    [
        ("Rabu (17/10)", 17, 10, None),
        ("kemarin malam, Selasa (28/11/19)", 28, 11, 2019),
        ("Kamis, 5 Desember 2024", 5, 12, 2024),
        ("Jum'at (7/7/2017)", 7, 7, 2017),
        ("pada 10-02-2018", 10, 2, 2018),
        ("tanggal 3 Nopember", 3, 11, None),
        ("_5/11_ Senin siang", 5, 11, None),
        ("Senin (17/ 10/2018)", 17, 10, 2018),
        ("October 20, 2015", 20, 10, 2015),
        ("Tuesday (10/20/2015)", 20, 10, 2015),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, day: int, month: int, year: int | None) -> None:
    found = [one for one in named(tokens(text)) if one.day is not None]
    assert [(one.day, one.month, one.year) for one in found] == [(day, month, year)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2-4/11/2024", (2, 11), (4, None)),
        ("13 – 19 Juli 2017", (13, 7), (19, None)),
        ("10–11 Februari 2026", (10, 2), (11, None)),
        ("Jumat-Sabtu (7-8/7)", (7, 7), (8, None)),
        ("30 Juli - 2 Agustus 2019", (30, 7), (2, 8)),
        ("Senin (1/4) hingga Rabu (3/4)", (1, 4), (3, 4)),
        ("29/9-2/10/2019", (29, 9), (2, 10)),
        ("2/4/11/2024", (2, 11), (4, None)),
        ("9/10/5", (9, 5), (10, None)),
        ("Senin 4 hingga Rabu 6 Maret", (4, 3), (6, None)),
    ],
)
def test_a_range_is_one(text: str, start: tuple[int, int], end: tuple[int, int | None]) -> None:
    one = only(text)
    assert ((one.day, one.month), (one.end_day, one.end_month)) == (start, end)


def test_the_weekday_goes_with_its_number() -> None:
    one = only("Selasa siang (19/4)")
    assert (one.weekday, one.day, one.month) == (1, 19, 4)


def test_a_bare_weekday_and_yesterday_are_days_too() -> None:
    assert only("Banyak tamu datang Sabtu pagi").weekday == 5
    assert only("mereka datang kemarin").relative == -1
    assert only("hari ini mereka tiba").relative == 0


def test_a_day_counted_in_words_is_read() -> None:
    assert only("Dua hari yang lalu mereka datang").relative == -2
    assert only("sehari sebelumnya mereka tiba").after == -1
    assert only("Keesokan harinya mereka pulang").after == 1
    assert (only("Selasa pekan lalu").weekday, only("Selasa pekan lalu").week) == (1, -1)


def test_a_word_and_the_number_behind_it_are_one_day() -> None:
    one = only("katanya, kemarin (5/7)")
    assert (one.relative, one.day, one.month) == (-1, 5, 7)
    assert (only("Rabu kemarin").weekday, only("Rabu kemarin").relative) == (2, None)
    assert only("mulai Rabu besok").ahead


@pytest.mark.parametrize("number", ["²", "9" * 5000, "①"])
@pytest.mark.parametrize("text", ["5 - {} Juli 2026", "{} Juli - 2 Agustus 2026", "17 Oktober {}", "{} Oktober 2026"])
def test_what_only_looks_like_a_number_and_one_of_thousands_of_digits_break_nothing(text: str, number: str) -> None:
    assert all(one.day in (2, 5, 17) for one in named(tokens(text.format(number))))


@pytest.mark.parametrize(
    "text",
    [
        "tiga hari di sana",
        "dua tahun lalu",
        "sehari saja",
        "minggu lalu",
        "dua minggu di sana",
        "tiap Jumat",
        "angkatan 25/XI",
        "192 layanan",
        "pukul 10.22",
        "45/2019/abc",
    ],
)
def test_what_is_no_day_is_not_read_as_one(text: str) -> None:
    assert named(tokens(text)) == []


@given(st.integers(1, 28), st.integers(1, 12), st.integers(2000, 2030))
def test_any_day_month_and_year_is_read_back(day: int, month: int, year: int) -> None:
    one = only(f"Rabu ({day}/{month}/{year})")
    assert (one.day, one.month, one.year) == (day, month, year)


@given(st.text(alphabet="0123456789/-.–() SeninRabu", max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    for one in named(tokens(text)):
        assert one.month is None or 1 <= one.month <= 12


@pytest.mark.parametrize(
    ("text", "day", "began"),
    [
        ("dua hari, Selasa dan Rabu, 27 Agustus 2025", 27, 1),
        ("Selasa sampai Jumat (12/10/2018)", 12, 1),
        ("Senin, Selasa, dan Rabu (3/5)", 3, 0),
    ],
)
def test_a_number_behind_several_weekdays_is_that_of_the_last(text: str, day: int, began: int) -> None:
    one = only(text)
    assert (one.day, one.began) == (day, began)


def test_the_first_of_several_weekdays_has_the_first_of_several_numbers() -> None:
    one = only("Jumat dan Sabtu (7-8/7)")
    assert (one.day, one.end_day, one.weekday) == (7, 8, 4)

"""The holidays that explain a silent site."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from polling.holidays import YEARS, _of_year, holiday


def test_every_year_from_2010_to_2027_is_there() -> None:
    assert tuple(range(2010, 2028)) == YEARS


@pytest.mark.parametrize("year", YEARS)
def test_a_year_has_both_days_of_idul_fitri_side_by_side(year: int) -> None:
    first, second = (day for day, name in sorted(_of_year(year).items()) if name == "Idul Fitri")
    assert second - first == timedelta(days=1)


@pytest.mark.parametrize("year", YEARS)
def test_lebaran_comes_about_eleven_days_earlier_each_year(year: int) -> None:
    if year + 1 in YEARS:
        first, after = (min(d for d, name in _of_year(y).items() if name == "Idul Fitri") for y in (year, year + 1))
        assert 352 <= (after - first).days <= 358


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2018-06-15", "Idul Fitri"),
        ("2018-06-12", "Cuti bersama Idul Fitri"),
        ("2019-12-25", "Hari Raya Natal"),
        ("2016-06-01", None),
        ("2017-06-01", "Hari Lahir Pancasila"),
        ("2026-08-25", "Maulid"),
        ("2026-11-16", None),
        ("2040-08-17", "Hari Kemerdekaan"),
        ("1990-05-01", None),
    ],
)
def test_a_day_is_named(day: str, name: str | None) -> None:
    assert holiday(date.fromisoformat(day)) == name

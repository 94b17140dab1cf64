"""Announced, happened, called off, or told again."""

from __future__ import annotations

import pytest

from detect.judge import judge
from tests.telling import article, profile

REST = (
    " Mereka ingin mempelajari mal pelayanan publik. Rombongan dipimpin Sekda Sampang dan membawa kepala dinas. "
    "Banyuwangi dipilih karena layanannya cepat."
)


def status(body: str, published: str | None = None, title: str = "Pemkab Sampang Belajar ke Banyuwangi") -> str | None:
    return judge(article(body + REST, title, published), profile()).status


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Pemkab Sampang akan studi banding ke Banyuwangi.", "announced"),
        ("Pemkab Sampang dijadwalkan berkunjung ke Banyuwangi pekan depan.", "announced"),
        ("Pemkab Sampang studi banding ke Banyuwangi. Hasilnya akan diterapkan.", "happened"),
        ("Pemkab Sampang diterima Wakil Bupati Banyuwangi saat studi banding.", "happened"),
        ("Studi banding Pemkab Sampang ke Banyuwangi ditunda karena cuaca.", "cancelled"),
        ("Pemkab Sampang membatalkan rapat dan studi banding ke Banyuwangi.", "happened"),
    ],
)
def test_words_tell_where_no_day_is_known(body: str, told: str) -> None:
    assert status(body) == told


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("2019-03-12", "announced"),
        ("2019-03-14", "happened"),
        ("2019-03-20", "happened"),
        ("2019-09-30", "recap"),
    ],
)
def test_the_day_of_the_visit_tells_against_the_day_of_the_paper(published: str, told: str) -> None:
    assert status("Pemkab Sampang studi banding ke Banyuwangi, Kamis (14/3/2019).", published) == told


def test_what_is_no_visit_has_no_status() -> None:
    assert judge(article("Harga cabai di Banyuwangi akan naik.", "Cabai"), profile()).status is None

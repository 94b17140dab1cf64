"""Sums of people told in lists, and companions told of apart. Synthetic sentences, in our own words."""

from __future__ import annotations

import pytest

from tests.detect.facts.test_headcount import count
from tests.telling import article, visits


@pytest.mark.parametrize(
    ("more", "people"),
    [
        ("Rombongan Kudus berisi 4 bidan, 2 dokter, 2 perawat dan 3 staf.", 11),
        ("Rombongan Kudus 40 orang, 25 camat dan 15 lurah.", 40),
        ("Rombongan Kudus 40 orang, 25 camat dan 15 lurah, didampingi 3 widyaiswara.", 43),
        ("Tim Kudus terdiri dari 2 inspektur pembantu, 5 auditor dan 1 P2UPD.", 8),
        ("Sebelas anggota dewan Kudus hadir semua dan didampingi direktur rumah sakit beserta dua stafnya.", 14),
    ],
)
def test_a_list_is_added_up_to_its_end(more: str, people: int) -> None:
    assert count(f"Pemkab Kudus belajar ke Banyuwangi. {more}") == people


@pytest.mark.parametrize(
    ("more", "people"),
    [
        ("Satu perwakilan bank daerah ikut atas biaya sendiri.", 18),
        ("Seorang widyaiswara mendampingi mereka.", 18),
        ("Three instructors travelled with the class.", 20),
        ("Bersama 22 pejabat Pemkab Kudus, mereka pulang kemarin.", 39),
        ("Satu guru ikut menari di panggung.", 17),
        ("Seorang pegawai Dinas Kesehatan Banyuwangi mendampingi mereka.", 17),
    ],
)
def test_companions_are_added_and_who_only_joins_a_dance_is_not(more: str, people: int) -> None:
    body = f"Pemkab Kudus belajar ke Banyuwangi. Sebanyak 17 perawat Kudus datang.\n\n{more}"
    assert count(body) == people


def test_who_comes_along_with_another_delegation_is_counted_there() -> None:
    body = (
        "BANYUWANGI - Dua tamu belajar ke Banyuwangi. Pertama Pemerintah Kabupaten Sleman yang membawa 22 orang.\n"
        "Giliran kedua DPRD Kabupaten Jember. Delapan anggota dewan ditambah dua pendamping itu belajar sampah."
    )
    counted = [told.headcount.value for told in visits(article(body)) if told.headcount]
    assert counted == [22, 10]

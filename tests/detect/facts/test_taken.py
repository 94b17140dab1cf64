"""People who are taken along, by texts written for this (synthetic)."""

from __future__ import annotations

import pytest

from tests.telling import values, visit

HOST = "Mereka diterima Bupati Banyuwangi di pendopo."


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (
            "Dinas Pertanian Kudus membawa 14 ketua gapoktan belajar ke Banyuwangi.",
            ["Dinas Pertanian Kudus", "ketua gapoktan"],
        ),
        (
            "Dinas Pendapatan Agam bersama empat wali nagari belajar ke Banyuwangi.",
            ["Dinas Pendapatan Agam", "wali nagari"],
        ),
        (
            "Sebanyak 12 petani kopi Desa Colo yang dibawa Dinas Pertanian Kudus belajar ke Banyuwangi.",
            ["Dinas Pertanian Kudus", "petani kopi Desa Colo"],
        ),
        ("Dinas Sosial Kudus membawa 14 kepala bidang belajar ke Banyuwangi.", ["Dinas Sosial Kudus"]),
    ],
)
def test_those_whom_an_office_brings_are_named_with_it(body: str, names: list[str]) -> None:
    assert values(visit(f"{body} {HOST}").visitors) == names


def test_a_group_is_named_with_its_village_and_district() -> None:
    body = f"TRENGGALEK - Relawan Taman Penyu Kili, Kecamatan Panggul, belajar ke Banyuwangi. {HOST}"
    assert values(visit(f"{body} Caranya akan ditiru di Trenggalek.").visitors) == [
        "Relawan Taman Penyu Kili, Kecamatan Panggul"
    ]


def test_the_regency_goes_before_one_of_its_district_s_heads() -> None:
    body = (
        f"Dua belas camat dari Kabupaten Temanggung belajar ke Banyuwangi. {HOST}\n\n"
        "Camat Kledung Hartono mewakili peserta menyerahkan cendera mata."
    )
    assert values(visit(body).visitors) == ["camat dari Kabupaten Temanggung"]

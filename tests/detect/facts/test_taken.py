"""People who are taken along, by texts written for this (synthetic)."""

from __future__ import annotations

import pytest

from tests.telling import article, values, visit, visits

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


@pytest.mark.parametrize("through", ["melalui", "menugaskan"])
def test_the_office_by_which_a_government_does_it_is_named_beside_it(through: str) -> None:
    body = f"KUDUS - Pemerintah Kabupaten Kudus {through} Dinas Sosial belajar layanan panti ke Banyuwangi. {HOST}"
    assert values(visit(body).visitors) == ["Pemerintah Kabupaten Kudus", "Dinas Sosial"]


def test_one_of_those_taken_along_tells_who_took_them() -> None:
    body = f"LUWUK - Lurah Bungin belajar memilah sampah ke Banyuwangi. {HOST}"
    more = "Ia seorang dari empat lurah yang diikutkan DLH Banggai belajar ke sana."
    assert values(visit(f"{body}\n\n{more}").visitors) == ["DLH Banggai"]


def test_a_group_s_abbreviation_and_its_full_name_are_one_visitor() -> None:
    body = (
        f"Sebanyak 30 anggota Kelompok Sadar Wisata (Pokdarwis) Pantai Klayar, Pacitan, belajar ke Banyuwangi. {HOST}"
    )
    found = visits(article(body, title="Pokdarwis Klayar Belajar ke Banyuwangi"))
    assert [values(one.visitors) for one in found] == [["Kelompok Sadar Wisata (Pokdarwis) Pantai Klayar"]]


def test_auditors_and_planners_of_an_office_come_along_as_others_do() -> None:
    body = (
        f"Sebanyak 20 orang dari Bappeda Belitung Timur, ditemani 2 auditor Inspektorat, belajar ke Banyuwangi. {HOST}"
    )
    assert values(visit(body).visitors) == ["Bappeda Belitung Timur", "Inspektorat"]

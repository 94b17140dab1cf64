from __future__ import annotations

import pytest

from tests.telling import came, values, visit

HOST = "Mereka diterima Bupati Banyuwangi di pendopo."


def test_an_abbreviation_that_stands_first_is_explained_later() -> None:
    body = (
        f"Peserta Sesdilu belajar ke Banyuwangi. {HOST}\n\nRombongan Sekolah Dinas Luar Negeri (Sesdilu) Kementerian"
        " Luar Negeri menginap dua malam."
    )
    assert len(came(body)) == 1


def test_a_faculty_told_alone_is_of_the_university_that_came() -> None:
    body = (
        f"Mahasiswa Universitas Jember belajar ke Banyuwangi. {HOST}\n\nFakultas Ilmu Sosial dan Ilmu Politik membawa"
        " mereka ke sana untuk belajar."
    )
    assert came(body) == ["universitas jember"]
    body = f"Mahasiswa Departemen Ilmu Geografi, Universitas Jember, belajar ke Banyuwangi. {HOST}"
    assert len(values(visit(body).visitors)) == 2


def test_a_council_is_not_named_beside_its_own_committee() -> None:
    body = f"Komisi IV DPRD Wonogiri belajar ke Banyuwangi. {HOST}\n\nRombongan DPRD Wonogiri menginap di sana."
    assert values(visit(body).visitors) == ["Komisi IV DPRD Wonogiri"]


def test_the_town_in_a_university_s_name_is_no_second_visitor() -> None:
    body = f"Mahasiswa Kyoto University of Agriculture belajar di Banyuwangi. Tamu dari Kyoto itu ingin belajar. {HOST}"
    assert values(visit(body).visitors) == ["Kyoto University of Agriculture"]


def test_a_region_s_full_name_stands_before_its_abbreviation() -> None:
    body = f"Rohil belajar ke Banyuwangi. {HOST}\n\nKabupaten Rokan Hilir akan menirunya."
    assert values(visit(body, "Kepala Desa se-Rohil Belajar ke Banyuwangi").visitors) == ["Kabupaten Rokan Hilir"]


def test_a_school_s_district_or_an_office_s_province_between_commas_says_where_it_is() -> None:
    body = f"Pondok Pesantren Al-Hikmah, Kecamatan Kedungdung, belajar ke Banyuwangi. {HOST}"
    assert values(visit(body).visitors) == ["Pondok Pesantren Al-Hikmah"]
    body = f"Balai Taman Nasional Gunung Rinjani, Nusa Tenggara Barat, belajar ke Banyuwangi. {HOST}"
    assert values(visit(body).visitors) == ["Balai Taman Nasional Gunung Rinjani"]


def test_the_capital_that_opens_a_sentence_is_no_name() -> None:
    body = f"Mewakili Kabupaten Kendal, rombongan belajar ke Banyuwangi. {HOST}"
    assert values(visit(body).visitors) == ["Kabupaten Kendal"]


@pytest.mark.parametrize(
    ("office", "name"), [("Kepala Disperindag", "Disperindag Kabupaten Blora"), ("Asisten Setda", "Pemkab Blora")]
)
def test_an_office_that_the_lead_tells_of_stands_for_its_region(office: str, name: str) -> None:
    body = f"Hal itu disampaikan {office} Kabupaten Blora.\n\nPemkab Blora belajar ke Banyuwangi. {HOST}"
    assert values(visit(body).visitors) == [name]

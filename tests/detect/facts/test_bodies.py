from __future__ import annotations

import pytest

from detect.facts.bodies import Body, bodies
from detect.facts.identity import abbreviates, are_one
from detect.gazetteer import load
from tests.telling import tokens, visit


def found(text: str) -> list[Body]:
    said = tokens(text)
    return bodies(said, load().mentions(said))


def named(text: str) -> list[str]:
    said = tokens(text)
    return [text[said[b.first].start : said[b.last].end] for b in found(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kepala Dinas Kesehatan Kota Tangerang Selatan datang", "Dinas Kesehatan Kota Tangerang Selatan"),
        ("Kepala Dinas Pariwisata Budi Prasetyo berkata", "Dinas Pariwisata"),
        ("menuju Dinas Pertanian, dan Desa Sukamaju", "Dinas Pertanian"),
        (
            "mampir di kantor Dinas Perindustrian, Perdagangan, dan Pertambangan kemarin",
            "kantor Dinas Perindustrian, Perdagangan, dan Pertambangan",
        ),
        ("Dinas Pemberdayaan Masyarakat dan Desa Kabupaten Sleman", None),
        ("menuju Bappeda (perencanaan berbasis data)", "Bappeda"),
        ("oleh Biro Humas Setprov Riau (bagian 1)", "Biro Humas Setprov Riau"),
        ("Dinas Komunikasi, Informatika, dan Persandian Kabupaten Sleman", None),
        ("Dinas Perdagangan, Koperasi, dan UKM Sleman", None),
        ("Dinas Perdagangan, Koperasi, UKM Kabupaten Sleman", None),
        ("rombongan Universitas Muhammadiyah Sidoarjo tiba", "Universitas Muhammadiyah Sidoarjo"),
        ("dari Kementerian Agama Republik Indonesia kemarin", "Kementerian Agama Republik Indonesia"),
        ("Balai Diklat Keagamaan Surabaya mengirim tamu", "Balai Diklat Keagamaan Surabaya"),
        ("peserta Pusdikmin Lemdiklat Polri Bandung hadir", "Pusdikmin Lemdiklat Polri Bandung"),
        ("guru SMKN 1 Gianyar berguru", "SMKN 1 Gianyar"),
        ("dosen Undip tiba", "Undip"),
        ("guru SMK Muhammadiyah 1 Klaten berguru", "SMK Muhammadiyah 1 Klaten"),
        ("Ikatan Penjahit Nusa (IPN) Kabupaten Jember datang", "Ikatan Penjahit Nusa (IPN) Kabupaten Jember"),
        ("Ketua Asosiasi Petani Budi Prasetyo berkata", "Asosiasi Petani"),
        ("karyawan PT Semen Gresik datang", "PT Semen Gresik"),
        (
            "Tim Pengendalian Inflasi Daerah (TPID) Kota Malang datang",
            "Tim Pengendalian Inflasi Daerah (TPID) Kota Malang",
        ),
        (
            "Badan Penyelaras Ketahanan, Pangan dan Gizi (BPKPG) Kudus datang",
            "Badan Penyelaras Ketahanan, Pangan dan Gizi (BPKPG) Kudus",
        ),
        ("Dinas Kesehatan Hartono Wijaya (45) datang", "Dinas Kesehatan"),
        ("rombongan RSUD dr. Harjono Ponorogo tiba", "RSUD dr. Harjono Ponorogo"),
        ("Direktur RSUD Ponorogo dr. Harjono berkata", "RSUD Ponorogo"),
        ("dari Deputi Bidang Pelayanan Publik KemenPAN-RB kemarin", "Deputi Bidang Pelayanan Publik KemenPAN-RB"),
        (
            "Politeknik Pariwisata Bali jurusan Destinasi Pariwisata hadir",
            "Politeknik Pariwisata Bali jurusan Destinasi Pariwisata",
        ),
        ("pembinaan SMP Dinas Pendidikan Sleman", "Dinas Pendidikan Sleman"),
        (
            "Kepala Dinas Sosial, Pemberdayaan Perempuan dan KB Kudus, Siti",
            "Dinas Sosial, Pemberdayaan Perempuan dan KB Kudus",
        ),
        ("mahasiswa UM Metro bertanya", None),
        ("mahasiswa UM SUMBAR bertanya", None),
    ],
)
def test_an_institution_ends_with_its_region_or_before_a_person(text: str, name: str | None) -> None:
    assert named(text) == [name or text.removeprefix("mahasiswa ").removesuffix(" bertanya")]


def test_the_abbreviation_in_brackets_belongs_to_the_name() -> None:
    (body,) = found("Badan Kepegawaian Daerah (BKD) Kabupaten Tuban hadir")
    assert body.short == "bkd"
    assert body.regions[0].codes == ("35.23",)


def test_two_institutions_joined_by_and_stay_two() -> None:
    assert named("Kemensetneg dan LAN datang bareng") == ["Kemensetneg", "LAN"]
    assert named("Dinas Kesehatan dan Bappeda Tuban") == ["Dinas Kesehatan", "Bappeda Tuban"]


def test_a_part_of_a_campus_and_the_campus_behind_its_comma_are_one_name() -> None:
    name = "Jurusan Ilmu Tanah, Fakultas Pertanian, Universitas Jember"
    assert named(f"Mahasiswa {name}, datang") == [name]
    assert found(f"Mahasiswa {name}, datang")[0].key == "universitas jember"
    two = ["Fakultas Hukum Universitas Jember", "Fakultas Hukum Universitas Udayana"]
    assert named(f"Mahasiswa {two[0]}, {two[1]} datang") == two


def test_offices_in_lower_case_are_no_names() -> None:
    assert named("beberapa dinas terkait dan badan usaha desa") == []


def test_parts_of_a_ministry_share_its_key() -> None:
    keys = {found(text)[0].key for text in ("Kemenaker", "Pusdiklat Kemenaker", "Kementerian Ketenagakerjaan RI")}
    assert keys == {"kementerian ketenagakerjaan"}


def test_a_regional_office_is_not_the_ministry_of_its_field() -> None:
    assert found("Dinas Kominfo Kudus")[0].key == found("Diskominfo Kudus")[0].key == "dinas komunikasi dan informatika"


def test_english_and_indonesian_names_share_a_key() -> None:
    assert found("the Ministry of Health sent")[0].key == found("Kemenkes mengirim")[0].key


def test_another_institution_is_not_joined_on() -> None:
    assert named("menuju Dinas Kesehatan serta Mal Pelayanan Publik") == ["Dinas Kesehatan", "Mal Pelayanan Publik"]


@pytest.mark.parametrize(
    ("short", "full", "same"),
    [
        ("unej", "universitas jember", True),
        ("bkpsdm", "badan kepegawaian dan pengembangan sumber daya manusia", True),
        ("unej", "universitas airlangga", False),
        ("lan", "bank indonesia", False),
    ],
)
def test_abbreviations_are_made_of_beginnings(short: str, full: str, same: bool) -> None:
    assert abbreviates(short, full.split()) is same


def test_one_institution_has_many_names() -> None:
    assert are_one("kementerian desa", "kementerian desa pembangunan daerah tertinggal")
    assert are_one("kementerian sekretarian negara", "kementerian sekretariat negara")
    assert not are_one("universitas jember", "universitas airlangga")


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        ("officials of the Kupang tourism office came", "Kupang tourism office", "dinas pariwisata"),
        ("the Sleman Regency Health Agency asked", "Sleman Regency Health Agency", "dinas kesehatan"),
        ("the West Lombok fisheries office sent", "West Lombok fisheries office", "dinas perikanan"),
    ],
)
def test_an_english_office_stands_behind_its_region_and_is_not_the_region(text: str, name: str, key: str) -> None:
    (body,) = found(text)
    assert named(text) == [name]
    assert body.key == key
    assert body.regions


@pytest.mark.parametrize("text", ["the Sleman team of the office", "in Kupang, tourism office staff said"])
def test_a_region_with_other_words_behind_it_is_no_english_office(text: str) -> None:
    assert found(text) == []


def test_a_council_abroad_is_named_by_its_town_without_the_article() -> None:
    assert named("The Batu Pahat Municipal Council sent a team") == ["Batu Pahat Municipal Council"]


def test_a_great_centre_is_a_ministrys_and_needs_no_region() -> None:
    told = visit("Penyuluh Balai Besar Pelatihan Peternakan Melati belajar ke Desa Kemiren, Banyuwangi.")
    assert str(told.visitors[0].value).startswith("Balai Besar Pelatihan Peternakan")

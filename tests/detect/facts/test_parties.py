from __future__ import annotations

import pytest

from tests.telling import article, came, values, visit, visits

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
    assert values(visit(body).visitors) == ["Departemen Ilmu Geografi, Universitas Jember"]


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


def test_whoever_attends_as_well_is_a_guest_too() -> None:
    body = "Pemkab Kudus belajar ke Banyuwangi. Di forum yang sama hadir pula Kabupaten Tuban, Demak, dan Pemkot Batu."
    assert came(body) == ["33.19", "35.23", "33.21", "35.79"]


def test_countries_of_one_row_all_came() -> None:
    body = (
        "Pejabat dari Fiji, Kepulauan Solomon, dan Vanuatu belajar ke Banyuwangi.\n\n"
        "Delegasi Vanuatu belajar lebih lama. Tamu dari Vanuatu kagum."
    )
    assert came(body) == ["~fiji", "~kepulauan solomon", "~vanuatu"]


def test_of_who_only_attends_nothing_else_is_known() -> None:
    body = (
        "Pemkab Kudus belajar ke Banyuwangi soal Smart Kampung. Mereka diterima Bupati Banyuwangi Ipuk Fiestiandani."
        "\n\nDi sana hadir pula Pemkab Tuban."
    )
    main, other = visits(article(body))
    assert values(main.hosts) == ["Ipuk Fiestiandani"]
    assert (other.hosts, other.loci, other.visitors[0].mark) == ((), (), "also_there")


def test_tourists_of_a_country_are_no_delegation_from_it() -> None:
    body = "Dosen Universitas Jember belajar ke Banyuwangi. Desa itu mulai didatangi wisatawan Malaysia."
    assert came(body) == ["universitas jember"]


@pytest.mark.parametrize("there", ["setempat", "kota tersebut"])
def test_an_office_is_of_the_region_that_the_sentence_named_last(there: str) -> None:
    body = f"Layanan itu akan dinikmati warga Kota Malang setelah Dinas Sosial {there} belajar ke Banyuwangi."
    (fact,) = visit(body).visitors
    assert (fact.value, fact.code) == ("Dinas Sosial", "35.73")


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (
            "Dinas Koperasi Kabupaten Kudus memberangkatkan 20 pengurus koperasi nelayan ke Banyuwangi untuk belajar.",
            ["Dinas Koperasi Kabupaten Kudus", "pengurus koperasi nelayan"],
        ),
        ("Bagian Humas Setda Kota Kudus membawa 20 wartawan belajar ke Banyuwangi.", ["Bagian Humas Setda Kota Kudus"]),
    ],
)
def test_counted_people_whom_an_office_takes_along_are_named_and_reporters_are_not(body: str, names: list[str]) -> None:
    assert values(visit(f"{body} {HOST}").visitors) == names


def test_the_office_that_trains_a_region_s_officials_came_with_them() -> None:
    body = "Sebanyak 30 pejabat mengikuti Diklatpim Tingkat III Provinsi Maluku dan belajar ke Banyuwangi."
    more = "Kepala Bidang Badan Diklat Maluku, Hartono, menyatakan peserta dibagi tiga."
    assert values(visit(f"{body} {HOST}\n\n{more}").visitors) == ["Badan Diklat Maluku"]
    body = "Peserta Diklatpim Tingkat III Provinsi Maluku belajar ke Banyuwangi."
    assert values(visit(f"{body} {HOST}\n\n{more}").visitors) == ["Provinsi Maluku"]


def test_whoever_holds_the_training_came_and_where_some_are_from_did_not() -> None:
    body = "Aula penuh oleh peserta Pelatihan Kepemimpinan Nasional yang digelar Puslatbang KDOD LAN Samarinda."
    more = "Ada yang datang dari Kalimantan Utara, Papua Barat, hingga Kejaksaan Agung."
    assert values(visit(f"{body} Mereka belajar ke Banyuwangi. {more}").visitors) == ["Puslatbang KDOD LAN Samarinda"]


def test_an_institution_is_one_by_the_whole_abbreviation_in_its_brackets() -> None:
    body = "Pusat Pelatihan dan Pengembangan Kajian Desentralisasi (Puslatbang DTR) LAN belajar ke Banyuwangi."
    more = "Peserta Puslatbang DTR menginap dua malam."
    assert len(values(visit(f"{body} {HOST}\n\n{more}").visitors)) == 1


def test_a_park_s_own_name_tells_its_office_from_those_of_other_regions() -> None:
    body = f"Badan Pengelola Geopark Silangit belajar ke Banyuwangi. {HOST}"
    assert values(visit(body).visitors) == ["Badan Pengelola Geopark Silangit"]


def test_initials_that_the_article_explains_are_no_second_visitor() -> None:
    body = (
        f"Himpunan Pandu Wisata (HPW) Sleman belajar ke Banyuwangi. {HOST}\n\nRombongan HPW Sleman menginap di sana"
        " untuk belajar."
    )
    assert len(came(body)) == 1


def test_a_part_of_a_ministry_named_without_it_is_of_the_state() -> None:
    body = (
        "JAKARTA - Rombongan Pusdiklat Industri Kementerian Perindustrian belajar ke Banyuwangi.\n\nPusdiklat Industri"
        f" mengirim 30 peserta. {HOST}"
    )
    found = visit(body)
    assert len(found.visitors) == 1
    assert found.origin == ()


def test_the_capital_is_no_visitor_beside_a_ministry() -> None:
    body = f"Peserta dari Jakarta belajar ke Banyuwangi. Mereka dikirim LAN RI. Rombongan LAN RI tiba. {HOST}"
    assert came(body) == ["lembaga administrasi negara"]
    assert came(f"Peserta dari Jakarta belajar ke Banyuwangi. {HOST}") == ["31"]

from __future__ import annotations

import pytest

from tests.telling import article, came, values, visit, visits

HOST = "Mereka diterima Bupati Banyuwangi di pendopo."


def origins(body: str) -> list[object]:
    return list(dict.fromkeys(value for one in visits(article(body)) for value in values(one.origin)))


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("Rombongan RSUD Panti Asih Wlingi belajar ke Banyuwangi.", ["Wlingi"]),
        ("Mahasiswa Universitas Sari Luhur (USL), Purwokerto, belajar ke Banyuwangi.", ["Purwokerto"]),
        ("Dosen Universitas Sari Luhur Madura belajar ke Banyuwangi.", ["Madura"]),
        (
            "Rombongan RSUD Panti Asih Wlingi belajar ke Banyuwangi. Warga Kabupaten Blitar menunggu.",
            ["Kabupaten Blitar"],
        ),
        ("JATINANGOR - Mahasiswa Universitas Sari Luhur belajar ke Banyuwangi.", ["JATINANGOR"]),
        ("GENTENG - Mahasiswa Universitas Sari Luhur belajar ke Banyuwangi.", []),
        ("Dosen Universitas Bina Negara belajar ke Banyuwangi.", []),
    ],
)
def test_a_small_town_in_an_institution_s_name_is_where_it_is_from(body: str, places: list[str]) -> None:
    assert origins(f"{body} {HOST}") == places


def test_the_dateline_is_not_said_again_beside_its_region_s_name() -> None:
    body = f"TEMANGGUNG - Perhutani KPH Sindoro dan petani kopi dari Temanggung belajar ke Banyuwangi. {HOST}"
    assert origins(body) == ["Temanggung"]


@pytest.mark.parametrize(
    ("body", "visitors", "places"),
    [
        ("Six mayors from Bohol, the Philippines, visited Banyuwangi to learn.", None, ["Bohol", "the Philippines"]),
        ("A team from Toyama Prefecture, Japan, visited Banyuwangi to learn.", None, ["Toyama Prefecture", "Japan"]),
        (
            "A team from Quang Nam province in central Vietnam visited Banyuwangi to learn.",
            ["Quang Nam province"],
            ["Quang Nam province"],
        ),
        ("Officials of Kulai Municipal Council visited Banyuwangi to learn.", ["Kulai Municipal Council"], ["Kulai"]),
        (
            "Pegawai Majlis Perbandaran Padawan, Sarawak, Malaysia, belajar ke Banyuwangi.",
            None,
            ["Sarawak", "Malaysia"],
        ),
    ],
)
def test_a_foreign_province_is_told_with_its_country(body: str, visitors: list[str] | None, places: list[str]) -> None:
    told = visit(f"{body} They met the regent." if "visited" in body else f"{body} {HOST}")
    assert values(told.origin)[: len(places)] == places
    assert visitors is None or values(told.visitors) == visitors


@pytest.mark.parametrize(
    "more",
    [
        "Sleman bukan yang pertama. Awal bulan ini rombongan Pemkab Bantul dan Pemkot Magelang bertanya.",
        "Awal Mei ada rombongan Pemkab Bantul yang datang dengan keperluan sama.",
    ],
)
def test_who_came_for_the_same_before_is_told_as_background(more: str) -> None:
    assert came(f"Pemkab Sleman belajar ke Banyuwangi. {HOST}\n\nSuasananya ramai.\n\n{more}") == ["34.04"]


def test_the_country_before_a_ministry_is_no_other_guests_origin() -> None:
    ministry, sleman = visits(article("Fiji's Ministry of Health and officials of Sleman came to Banyuwangi to learn."))
    assert values(ministry.visitors) == ["Ministry of Health"]
    assert values(sleman.origin) == ["Sleman"]


# Synthetic.
@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("Mahasiswa Universitas Sari Luhur belajar ke Banyuwangi. Tiga bus dari Malang tiba Senin.", ["Malang"]),
        (
            "Mahasiswa Universitas Sari Luhur belajar ke Banyuwangi. Mereka datang dari Purwokerto, Jawa Tengah.",
            ["Purwokerto", "Jawa Tengah"],
        ),
        ("Mahasiswa Universitas Sari Luhur belajar ke Banyuwangi. Mereka pulang dari Malang.", []),
        ('Mahasiswa Universitas Sari Luhur belajar ke Banyuwangi. "Tamu datang dari Malang," kata Budi.', []),
        ("Mahasiswa Universitas Sari Luhur belajar ke Banyuwangi. Tahun lalu rombongan lain datang dari Malang.", []),
        ("Mahasiswa Universitas Sari Luhur belajar ke Banyuwangi. Bus berangkat, lalu surat dari Malang dibaca.", []),
    ],
)
def test_guests_are_from_where_they_set_out_if_nothing_else_says_it(body: str, places: list[str]) -> None:
    assert origins(f"{body} {HOST}") == places


@pytest.mark.parametrize(
    ("body", "places"),
    [
        (
            "Officials from Ermera, a municipality in Timor-Leste, visited Banyuwangi to learn. They met the regent.",
            ["Ermera", "Timor-Leste"],
        ),
        (
            "Pejabat dari Ermera belajar ke Banyuwangi. Pemerintah Timor Leste membiayai perjalanan itu.",
            ["Ermera", "Timor Leste"],
        ),
        ('Pejabat dari Ermera belajar ke Banyuwangi. "Timor Leste masih muda," kata Budi.', ["Ermera"]),
        ("Pejabat dari Ermera belajar ke Banyuwangi. Pemerintah Jepang membiayai perjalanan itu.", ["Ermera"]),
    ],
)
def test_the_country_around_a_town_abroad_is_told_with_it(body: str, places: list[str]) -> None:
    assert origins(f"{body} {HOST}") == places


@pytest.mark.parametrize("mark", ["'", "’"])
def test_the_english_genitive_is_no_part_of_a_name(mark: str) -> None:
    told = visit(
        f"Officials of Timor Leste{mark}s Ministry of State Administration and Fiji{mark}s Ministry of Fisheries "
        "visited Banyuwangi to learn. They met the regent."
    )
    assert values(told.origin) == ["Timor Leste", "Fiji"]
    assert values(told.visitors) == ["Ministry of State Administration", "Ministry of Fisheries"]


def test_a_province_of_before_2022_is_no_guest_beside_its_city() -> None:
    body = f"SORONG - Jauh-jauh dari Papua Barat, rombongan DPRD Kota Sorong belajar ke Banyuwangi. {HOST}"
    assert [values(one.visitors) for one in visits(article(body))] == [["DPRD Kota Sorong"]]

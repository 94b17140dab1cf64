from __future__ import annotations

import pytest

from detect.gazetteer import Mention, contains, load, parents
from tests.telling import tokens


def found(text: str) -> list[Mention]:
    return load().mentions(tokens(text))


def named(text: str) -> list[tuple[str, ...]]:
    regions = load().regions
    return [tuple(regions[code].name for code in mention.codes) for mention in found(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Pemkab Konkep datang", "Kabupaten Konawe Kepulauan"),
        ("tamu dari Loteng", "Kabupaten Lombok Tengah"),
        ("rombongan Tanjabtim", "Kabupaten Tanjung Jabung Timur"),
        ("Pemprov Sumbar", "Sumatera Barat"),
        ("dari jatim", "Jawa Timur"),
        ("Kota Palangka Raya", "Kota Palangkaraya"),
        ("Pemkot Tanjungpinang", "Kota Tanjung Pinang"),
        ("Kabupaten Rokanhilir", "Kabupaten Rokan Hilir"),
        ("Kabupaten Kotabaru", "Kabupaten Kotabaru"),
        ("Tangsel", "Kota Tangerang Selatan"),
        ("DKI Jakarta", "Daerah Khusus Ibukota Jakarta"),
        ("South Sulawesi", "Sulawesi Selatan"),
        ("camat se-Sidoarjo", "Kabupaten Sidoarjo"),
        ("camat se-Kabupaten Malang", "Kabupaten Malang"),
    ],
)
def test_everyday_names_and_abbreviations_are_known(text: str, name: str) -> None:
    assert named(text) == [(name,)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Pemkot Malang", ("35.73",)),
        ("in Malang regency", ("35.07",)),
        ("in Malang city", ("35.73",)),
        ("Wali Kota Malang", ("35.73",)),
        ("Bupati Malang", ("35.07",)),
        ("Kabupaten Malang", ("35.07",)),
        ("tamu Malang", ("35.07", "35.73")),
        ("Provinsi Gorontalo", ("75",)),
        ("Gubernur Bengkulu", ("17",)),
    ],
)
def test_a_regency_and_a_city_of_one_name_are_told_apart_by_the_words_before(text: str, codes: tuple[str, ...]) -> None:
    assert found(text)[0].codes == codes


def test_the_longest_name_wins() -> None:
    assert named("Pemprov Papua Barat Daya") == [("Papua Barat Daya",)]
    assert named("Kabupaten Lampung Selatan") == [("Kabupaten Lampung Selatan",)]


def test_a_district_needs_its_cue() -> None:
    assert found("Kecamatan Rogojampi")[0].level == "district"
    assert found("warga Rogojampi") == []


@pytest.mark.parametrize(
    "text", ["Selat Bali", "Desa Banjar", "Pantai Kupang", "Nasi Padang", "pulau Jawa", "Bank Jatim"]
)
def test_a_region_inside_another_name_is_none(text: str) -> None:
    assert found(text) == []


def test_an_ordinary_word_is_a_region_only_after_a_cue() -> None:
    assert not found("Kunjungan ke Batu")[0].sure
    assert found("Pemkot Batu")[0].sure
    assert found("wakil dari Agam, Sumatera Barat")[0].sure


def test_lower_case_words_are_no_regions() -> None:
    assert found("mereka bali lagi ke sana") == []


def test_the_cue_does_not_reach_over_a_comma() -> None:
    pemkab, bupati = found("Aula Pemkab Sleman, Bupati Bantul")
    assert (pemkab.codes, bupati.codes) == (("34.04",), ("34.02",))


def test_a_cue_may_stand_in_brackets() -> None:
    (mention,) = found("Pemerintah Kabupaten (Pemkab) Sleman")
    assert (mention.codes, mention.level) == (("34.04",), "regency")


def test_codes_say_what_lies_in_what() -> None:
    assert parents("35.10.01") == ("35.10", "35")
    assert contains("35", "35.10")
    assert contains("35.10", "35.10")
    assert not contains("35.1", "35.10")


def test_a_region_lies_in_its_province_of_before_2022_as_well() -> None:
    assert contains("96", "96.71") and contains("92", "96.71") and contains("91", "93.01")
    assert not contains("91", "96.71") and not contains("92", "93.01") and not contains("96.71", "96")
    assert found("Asmat, Papua")[0].sure


def test_every_alias_names_an_official_region() -> None:
    assert load().names["sumbar"][0][1] == ("13",)
    assert len(load().regions) > 7000

"""Where visitors come from, as people write it: kinds of place, and the provinces by all their names."""

from __future__ import annotations

import pytest

from detect.gazetteer import load
from storage.searching.places import is_kind, place


@pytest.mark.parametrize("asked", ["Kab. Sleman", "kab.Sleman", "KABUPATEN Sleman", "Pemkab Sleman", "kab  Sleman"])
def test_every_way_to_write_a_regency_is_one_place(asked: str) -> None:
    assert place(asked) == place("Kabupaten Sleman")
    assert "kabupaten Sleman" in place(asked).spellings


@pytest.mark.parametrize("asked", ["Sleman", "Kab.", "kota", "Kabaena", "Kotabaru", "100%", "", ".", "Prov. Entah"])
def test_a_name_that_has_no_other_way_to_be_written_stands_as_it_is(asked: str) -> None:
    assert asked.casefold() in [one.casefold() for one in place(asked).spellings]
    assert place(asked).province is None


@pytest.mark.parametrize(
    ("asked", "code"),
    [("jatim", "35"), ("Prov. Jawa Timur", "35"), ("D.I. Yogyakarta", "34"), ("DIY", "34"), ("dki jakarta", "31")],
)
def test_a_province_is_known_by_all_its_names(asked: str, code: str) -> None:
    assert place(asked).province == code
    assert place(f"Kabupaten {asked}").province is None


def test_the_provinces_are_the_gazetteers_by_its_names_first() -> None:
    known = {region.code: region.name for region in load().regions.values() if region.level == "province"}
    assert len(known) == 38
    for code, name in known.items():
        assert (place(name).province, place(name).spellings[0]) == (code, name)


def test_a_word_that_only_says_what_kind_of_place_follows_is_known() -> None:
    assert all(map(is_kind, ("Kab.", "kota", "PROV", "pemkab")))
    assert not any(map(is_kind, ("Sleman", "", "kabar")))

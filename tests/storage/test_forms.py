"""The forms of Indonesian words: each family finds all of its members, and few others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.searching.forms import forms, shorts

FAMILIES = [
    ["kunjung", "kunjungan", "berkunjung", "mengunjungi", "dikunjungi", "pengunjung", "kunjungi", "kunjungannya"],
    ["belajar", "pelajar", "pelajaran", "mempelajari", "dipelajari", "pembelajaran"],
    ["terima", "menerima", "diterima", "penerima", "penerimaan"],
    ["tani", "petani", "pertanian", "bertani"],
    ["sambut", "menyambut", "disambut", "sambutan", "penyambutan"],
    ["pimpin", "memimpin", "dipimpin", "pimpinan", "pemimpin", "kepemimpinan"],
    ["tiru", "meniru", "ditiru", "tiruan", "peniru"],
    ["layan", "layanan", "pelayanan", "melayani", "dilayani"],
    ["rombong", "rombongan", "serombongan"],
    ["latih", "pelatihan", "melatih", "berlatih", "dilatih", "terlatih", "latihan"],
]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family[0])
def test_each_member_of_a_family_finds_all_the_others(family: list[str]) -> None:
    for word in family:
        assert set(family) <= set(forms(word)), word


@pytest.mark.parametrize(
    ("word", "other"),
    [("kunjungan", "kunci"), ("bali", "kembali"), ("dinas", "nasi"), ("desa", "mendesak"), ("tiru", "tirus")],
)
def test_words_that_only_look_alike_stay_apart(word: str, other: str) -> None:
    assert other not in forms(word)


def test_short_forms_and_what_they_stand_for_find_each_other() -> None:
    assert shorts("kunker", forms("kunker")) == ("kunjungan kerja",)
    assert "kunker" in shorts("mengunjungi", forms("mengunjungi"))
    assert shorts("Kab.", forms("Kab.")) == ("kabupaten",)
    assert "kab" in shorts("Kabupaten", forms("Kabupaten"))


@given(st.text(max_size=60))
def test_any_word_has_itself_first_and_never_too_many_forms(word: str) -> None:
    found = forms(word)
    assert found[0] == word.casefold()
    assert len(found) < 2500
    assert len(set(found)) == len(found)

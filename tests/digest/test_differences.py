"""A readable difference of two texts; both are synthetic."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.differences import difference

BEFORE = "Sebanyak 40 pegawai datang, Rabu. Mereka diterima Drs. H. Sutomo di pendopo.\nAcara selesai sore hari."


def test_a_changed_sentence_stands_below_the_old_one() -> None:
    after = BEFORE.replace("40 pegawai", "45 pegawai")
    assert difference(BEFORE, after) == ("- Sebanyak 40 pegawai datang, Rabu.\n+ Sebanyak 45 pegawai datang, Rabu.")


def test_new_and_lost_sentences_are_told_alone() -> None:
    assert difference(BEFORE, f"{BEFORE} Bupati ikut hadir.") == "+ Bupati ikut hadir."
    assert difference(BEFORE, BEFORE.replace("\nAcara selesai sore hari.", "")) == "- Acara selesai sore hari."


def test_spaces_and_line_breaks_are_no_change() -> None:
    assert difference(BEFORE, BEFORE.replace("\n", " ").replace(" ", "  ")) == ""


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_difference_is_empty_for_the_same_words_only(one: str, other: str) -> None:
    assert difference(one, one) == ""
    if one.split() != other.split():
        assert difference(one, other)

"""What the names of an article stand beside: told of any place and any guests, and of no name."""

from __future__ import annotations

import pytest

from detect.company import company, present
from detect.measures import Measure
from detect.roles import roles
from tests.telling import article, readings


def beside(body: str, title: str = "") -> set[str]:
    found = readings(article(body, title))[1]
    return set(present(found, [roles(reading) for reading in found]))


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Kemarin DPRD Sampang datang ke Banyuwangi untuk belajar.", {"<other> datang", "ke <place>", "<place> untuk"}),
        ("Seharian rombongan menyusuri Banyuwangi.", {"<guests> usur", "usur <place>"}),
        ("Rombongan Sampang datang.", {"rombong <other>"}),  # its capital is the sentence's
        ("Kata Rini Sampang ramai.", {"<name> <other>", "<other> rama"}),
        ("Sejak 2019 Banyuwangi berbenah.", {"<number> <place>", "<place> benah"}),
    ],
)
def test_the_words_beside_a_name_are_told_by_whose_name_it_is(sentence: str, told: set[str]) -> None:
    assert told <= beside(sentence)


def test_a_mark_parts_a_name_from_the_next_word() -> None:
    assert not any(key.endswith("<place>") for key in beside("Mereka tiba, Banyuwangi cerah.") if ":" not in key)


def test_exchanged_names_stand_beside_other_words() -> None:
    assert "ke <place>" in beside("DPRD Sampang belajar ke Banyuwangi.")
    assert "ke <other>" in beside("DPRD Banyuwangi belajar ke Sampang.")
    assert "ke <place>" not in beside("DPRD Banyuwangi belajar ke Sampang.")


def test_the_rules_that_gave_the_parts_are_told_early_and_further_down() -> None:
    told = "DPRD Sampang belajar ke Banyuwangi."
    assert {"<place>: learns at", "<place>: learns at, early"} <= beside(told)
    late = beside("Hujan turun. " * 6 + told)
    assert "<place>: learns at" in late
    assert "<place>: learns at, early" not in late


def test_what_is_weighed_names_the_words_that_carry_it() -> None:
    found = readings(article("DPRD Sampang belajar ke Banyuwangi."))[1]
    parts = [roles(reading) for reading in found]
    measured = company({"ke <place>": 0.5, "<other> pergi": 0.5}, found, parts)
    assert measured.value > 0
    assert [(s.name, s.reading.tokens[s.first].text) for s in measured.signals] == [("company", "ke")]
    assert company({}, found, parts) == Measure(0.0)

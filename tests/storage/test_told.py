"""What rows say to readers of any language: told by words that both languages have, and older sentences as they are."""

from __future__ import annotations

import ast
import string
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import ROOT
from detect.signals import Name, Zone
from storage.told import parts, told, within
from wording.facts import telling
from wording.words import LANGUAGES, entries

AT = datetime(2026, 10, 14, 9, 34, tzinfo=UTC)
# What detect/facts marks facts with.
MARKS = (
    "weekday:5:0", "year_of_another", "length_of_stay", "not_said_to_have_come", "also_there", "added_up",
    "by_dateline", "by_office_holder",
)  # fmt: skip
# Functions whose argument of this place is a word, by name; what a call builds of parts ends in a closed set's values.
_TELLERS = {"told": 0, "finding": 2}


def calls() -> list[tuple[str, frozenset[str] | None]]:
    """Every word told in the sources, with its slots; None where the slots are given as a whole."""
    found = []
    for folder in ("crawler", "polling", "storage"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TELLERS:
                    word = node.args[_TELLERS[node.func.id]]
                    names = [one.arg for one in node.keywords]
                    if isinstance(word, ast.Constant):
                        found.append((str(word.value), None if None in names else frozenset(map(str, names))))
    return found


def slots(word: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(entries()[f"told.{word}"]["en"]) if name)


def test_every_word_that_is_told_stands_in_the_file_with_the_slots_it_is_given() -> None:
    said = calls()
    assert len(said) > 40
    assert [word for word, _ in said if f"told.{word}" not in entries()] == []
    assert [(word, given) for word, given in said if given is not None and given != slots(word)] == []


def test_a_line_is_said_in_the_readers_language_with_its_numbers_and_times() -> None:
    line = told("source_frozen", url="https://a.example/feed", newest=AT, behind=9, usual=1)
    assert "nothing newer than 14 Oct 16:34" in telling("en").line(line)
    assert "lebih baru dari 14 Okt 16:34" in telling("id").line(line)
    again = told("life_unmended", n=7, why=within(told("life_alarm", n=3, what=within(line))))
    assert telling("id").line(again).startswith("tidak diperbaiki selama 7 hari: dalam 3 pembacaan: https://a.example")
    assert telling("id").lines([told("poll_quiet"), told("poll_idle", n=5)]) == (
        "jam sepi; tidak ada yang baru dalam 5 pembacaan"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text", ["", "a later run read back to what was known before", '["', "[]", '["x"]', '["x", 3]', '["x", {}, 1]']
)
def test_a_text_that_is_no_such_line_is_said_as_it_is(text: str, language: str) -> None:
    tell = telling("id" if language == "id" else "en")
    assert tell.line(text) == text
    assert tell.line(told("life_alarm", n=2, what=within(text))).endswith(f": {text}")


def test_a_word_or_a_slot_that_this_release_does_not_know_is_said_somehow() -> None:
    assert telling("id").line(told("of_later", n=2)) == "of_later {'n': 2}"
    assert "source_gone" in telling("id").line(told("source_gone", url="x"))


def test_verdicts_of_before_say_why_in_the_readers_language_too() -> None:
    for reason in ("too little text to tell", "short"):
        assert telling("id").undecided(reason) == "teks terlalu sedikit untuk dinilai"
    assert telling("id").undecided("a reason of later") == "a reason of later"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_and_every_mark_of_the_judge_has_its_words(language: str) -> None:
    tell = telling("id" if language == "id" else "en")
    rules = [f"{zone}.{name}" for zone in get_args(Zone) for name in get_args(Name)]
    assert [rule for rule in rules if tell.sign(rule) == rule] == []
    assert [mark for mark in MARKS if tell.mark(mark) == mark] == []
    assert tell.mark("parts added up") == "parts added up", "an older row"
    assert tell.sign("lead.of_later") == "lead.of_later"


def test_what_is_neither_text_nor_number_nor_time_is_no_slot() -> None:
    with pytest.raises(TypeError, match="neither text nor a number"):
        told("poll_idle", n=object())


@given(st.text(), st.integers(), st.text())
def test_no_slot_of_a_stranger_becomes_more_than_text(url: str, n: int, nested: str) -> None:
    line = told("source_emptied", url=url, n=n)
    assert parts(line) == ("source_emptied", {"url": url, "n": n})
    assert telling("en").line(line).startswith(f"{url} shows none")
    assert nested in telling("id").line(told("life_alarm", n=1, what=nested))


@given(st.text())
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    telling("id").line(text)
    telling("id").line(f'["{text}')

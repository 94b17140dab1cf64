"""Why the next poll is when it is, in both languages."""

from __future__ import annotations

import pytest

from review.polled import _REASONS, why
from wording.words import words


@pytest.mark.parametrize("reason", _REASONS)
def test_english_says_each_reason_as_the_polling_gives_it(reason: str) -> None:
    given = reason.replace("{n}", "7")

    assert why(given, words("en")) == given
    assert why(given, words("id")) != given


def test_reasons_that_come_together_are_told_together() -> None:
    told = why("a quiet hour; nothing new in 5 polls, after a pause by the timetable", words("id"))

    assert told == "jam sepi; tidak ada yang baru dalam 5 pembacaan, setelah jeda menurut jadwal"


def test_a_reason_without_words_is_said_as_it_is() -> None:
    assert why("the moon is full on day 3", words("id")) == "the moon is full on day 3"

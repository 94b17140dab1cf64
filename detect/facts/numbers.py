"""Numbers in words and figures: "40", "1.200", "dua puluh lima", "enam", "ke-120"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from detect.facts.lexicon import section, table
from detect.sentences import Token

_DIGITS = 5


class Number(NamedTuple):
    """Tokens `first`..`last` (included) say `value`."""

    first: int
    last: int
    value: int


def number(tokens: Sequence[Token], i: int) -> Number | None:
    """The whole number that starts at token i; None for percentages, sums of money, times and vague words."""
    token = tokens[i]
    if not (token.text[-1].isdigit() or token.word in _single() or token.word in _units()):
        return None
    found = _figures(tokens, i) or _in_words(tokens, i)
    if found is None:
        return None
    after = tokens[found.last + 1].word if found.last + 1 < len(tokens) else ""
    return None if after in section("headcount")["large"] else found


def _figures(tokens: Sequence[Token], i: int) -> Number | None:
    """ "40", "1.200" with its thousands set off, "ke-120"."""
    text = tokens[i].text.lower().removeprefix(table("headcount")["ordinal"])
    groups = text.split(".")
    whole = "".join(groups)
    if not (whole.isascii() and whole.isdecimal()) or len(whole) > _DIGITS:
        return None
    return Number(i, i, int(whole)) if len(groups) == 1 or (len(groups) == 2 and len(groups[1]) == 3) else None


@cache
def _units() -> Mapping[str, int]:
    return {word: n for n, line in enumerate(table("headcount")["units"], start=1) for word in line.split()}


@cache
def _single() -> Mapping[str, int]:
    single: Mapping[str, int] = table("headcount")["single"]
    return single


def _in_words(tokens: Sequence[Token], i: int) -> Number | None:
    """ "dua puluh lima", "seratus dua belas": hundreds, then tens, then units."""
    value, j = 0, i
    while j < len(tokens) and (j == i or not tokens[j].before):
        length, part = _part(tokens, j)
        smaller = value == 0 or (value % 100 == 0 and part < 100) or (value % 10 == 0 and part < 10)
        if not length or not smaller:
            break
        value, j = value + part, j + length
    return Number(i, j - 1, value) if j > i else None


def _part(tokens: Sequence[Token], j: int) -> tuple[int, int]:
    """How many tokens from j on are one part of a number ("dua puluh"), and what they say; (0, 0) when none are."""
    word = tokens[j].word
    if word in _single():
        return 1, _single()[word]
    unit = _units().get(word)
    if unit is None:
        return 0, 0
    scales: Mapping[str, int] = table("headcount")["scales"]
    following = tokens[j + 1].word if j + 1 < len(tokens) else ""
    if following not in scales:
        return 1, unit
    return 2, unit + scales[following] if following == table("headcount")["teens"] else unit * scales[following]

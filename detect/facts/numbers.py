"""Numbers in words and figures: "40", "1.200", "dua puluh lima", "enam", "ke-120"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from detect.facts.lexicon import section, table
from detect.sentences import Token

_DIGITS = 5
# "Kedua" and "ketiga" are mostly the second and third, and "berdua" says of a talk that nobody else was there.
_ALL, _ALL_OF = 4, 3


class Number(NamedTuple):
    """Tokens `first`..`last` (included) say `value`."""

    first: int
    last: int
    value: int


def number(tokens: Sequence[Token], i: int) -> Number | None:
    """The whole number that starts at token i; None for percentages, sums of money, times and vague words."""
    token = tokens[i]
    if not may_be_number(token.word):
        return None
    if token.word in _together():
        return Number(i, i, _together()[token.word])
    found = _figures(tokens, i) or _in_words(tokens, i)
    if found is None:
        return None
    found = _repeated(tokens, found)
    after = tokens[found.last + 1].word if found.last + 1 < len(tokens) else ""
    return None if after in section("headcount")["large"] else found


@lru_cache(maxsize=8192)
def may_be_number(word: str) -> bool:
    """Can a number start with this word?"""
    known = word in _single() or word in _units() or word in _together()
    return known or "-" in word or word[-1].isdigit()


def _repeated(tokens: Sequence[Token], found: Number) -> Number:
    """ "lima belas (15)": the same number again in figures."""
    again = tokens[found.last + 1] if found.last + 1 < len(tokens) else None
    same = again is not None and again.before == "(" and again.text == str(found.value)
    return found._replace(last=found.last + 1) if same else found


def word_value(word: str) -> int | None:
    """What one word says: "12", "enam", "sixteen"."""
    if word.isascii() and word.isdecimal() and len(word) <= _DIGITS:
        return int(word)
    return _single().get(word) or _units().get(word)


def _figures(tokens: Sequence[Token], i: int) -> Number | None:
    """ "40", "1.200" with its thousands set off, "ke-120"."""
    text = tokens[i].text.lower().removeprefix(table("headcount")["ordinal"])
    whole, hyphen, unit = text.partition("-")
    if hyphen and whole in _single() and unit in _units():
        return Number(i, i, _single()[whole] + _units()[unit])  # "twenty-four"
    groups = text.split(".")
    whole = "".join(groups)
    if not (whole.isascii() and whole.isdecimal()) or len(whole) > _DIGITS:
        return None
    return Number(i, i, int(whole)) if len(groups) == 1 or (len(groups) == 2 and len(groups[1]) == 3) else None


@cache
def _units() -> Mapping[str, int]:
    return {word: n for n, line in enumerate(table("headcount")["units"], start=1) for word in line.split()}


@cache
def _together() -> Mapping[str, int]:
    """ "Kedelapan", "berdelapan": all eight of those told of."""
    said, least = {**_units(), **_single()}, {"ke": _ALL, "ber": _ALL_OF}
    prefixes = table("headcount")["together"]
    return {prefix + word: n for prefix in prefixes for word, n in said.items() if n >= least[prefix]}


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

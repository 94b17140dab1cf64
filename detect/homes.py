"""The regions and countries that the name of a guest can mean, in Indonesian or English."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from detect import gazetteer
from detect.sentences import Token, tokenise

_LONGEST_NAME = 2  # words of a country's name


@lru_cache(maxsize=4096)
def region_of(name: str, code: str | None) -> frozenset[str]:
    """The regions or the country that a name can mean."""
    if code is not None:
        return frozenset([code])
    tokens = indonesian(tokenise(name, 0)[0])
    country = next(_countries([token.word for token in tokens]), None)
    if country is not None:
        return frozenset([country])
    mentions = gazetteer.load().mentions(tokens)
    return frozenset(mentions[-1].codes) if mentions else frozenset()


def is_known(name: str) -> bool:
    """Is it the name of a region of the country, in either language, or of several?"""
    return any(code[0].isdigit() for code in region_of(name.title(), None))


def _countries(words: Sequence[str]) -> Iterator[str]:
    known = wordings()["countries"]
    plain = [word.removesuffix("'s").removesuffix("’s") for word in words]
    for i in range(len(plain)):
        for length in range(_LONGEST_NAME, 0, -1):
            name = " ".join(plain[i : i + length])
            if name in known:
                yield known[name]


def indonesian(tokens: Sequence[Token]) -> list[Token]:
    """ "East Nusa Tenggara" as Nusa Tenggara Timur: the compass behind the name that the gazetteer knows."""
    compass, turned = wordings()["compass"], list(tokens)
    for i, token in enumerate(tokens):
        if token.word not in compass or not token.capital:
            continue
        word = compass[token.word]
        behind = token._replace(text=word.capitalize(), word=word)
        for length in (1, 2):
            name = [*tokens[i + 1 : i + 1 + length], behind]
            if len(name) > length and _is_region(name):
                turned[i : i + 1 + length] = name
    return turned


def _is_region(tokens: Sequence[Token]) -> bool:
    found = gazetteer.load().mentions(tokens)
    return bool(found) and found[0].first == 0 and found[0].last == len(tokens) - 1


@cache
def wordings() -> Mapping[str, Mapping[str, Any]]:
    """The tables of same_visit.toml."""
    with (gazetteer.DATA / "same_visit.toml").open("rb") as file:
        tables: dict[str, Any] = tomllib.load(file)
    return tables

"""The words that facts are read by, from detect/data/institutions.toml and detect/data/facts.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from detect import kept
from detect.gazetteer import DATA
from detect.profile import Phrases

Words = frozenset[str]


_HEADS = ("offices", "campuses", "governments", "councils", "closed")


@dataclass(frozen=True, slots=True)
class Institutions:
    """First words of institutions by kind, the words that may follow, and one key for each abbreviation.

    Each field is explained where its words stand, in institutions.toml; `heads` are the first words of all kinds,
    `national` the keys of bodies that no region has of its own.
    """

    offices: Words
    campuses: Words
    pairs: frozenset[tuple[str, str]]
    open_pairs: frozenset[tuple[str, str]]
    families: tuple[str, ...]
    governments: Words
    councils: Words
    closed: Words
    vocabulary: Words
    connectors: Words
    tails: Words
    inner: Words
    named_after: Words
    societies: Words
    hospitals: Words
    companies: Words
    trailing: Words
    numbered: Words
    listed: Words
    fields: Words
    open: Words
    campus_ends: Words
    tops: Words
    local: Words
    canonical: Mapping[str, str]
    english: Mapping[str, str]
    spellings: Mapping[str, str]
    national: Words
    national_words: Words
    branches: tuple[str, ...]
    heads: Words


@cache
def institutions() -> Institutions:
    raw = _read("institutions.toml")
    heads = {name: words(value) for name, value in raw["heads"].items() if name in _HEADS}
    pairs = _pairs(raw["heads"]["pairs"])
    vocabulary = raw["vocabulary"]
    return Institutions(
        **heads,
        pairs=pairs,
        open_pairs=_pairs(raw["heads"]["open_pairs"]),
        families=tuple(raw["heads"]["families"]),
        vocabulary=words(vocabulary["words"]),
        connectors=words(vocabulary["connectors"]),
        tails=words(vocabulary["tails"]),
        **{name: words(value) for name, value in raw["parts"].items()},
        local=words(raw["belonging"]["local"]) | words(raw["parts"]["societies"]),
        canonical=raw["canonical"],
        english=raw["english"],
        spellings=raw["spellings"],
        national_words=words(raw["belonging"]["national"]),
        branches=tuple(raw["belonging"]["branches"]),
        national=frozenset(
            key for key in raw["canonical"].values() if "daerah" not in key and not key.startswith("dinas")
        ),
        heads=frozenset().union(*heads.values(), (first for first, _ in pairs)),
    )


def _pairs(listed: list[str]) -> frozenset[tuple[str, str]]:
    return frozenset((first, second) for first, second in (pair.split() for pair in listed))


@cache
def section(name: str) -> Mapping[str, Words]:
    """One table of facts.toml; every value as a set of folded words (or of phrases, where it lists texts)."""
    return {key: words(value) for key, value in _read("facts.toml")[name].items() if isinstance(value, str | list)}


@cache
def table(name: str) -> Mapping[str, Any]:
    """One table of facts.toml as it is written."""
    value: Mapping[str, Any] = _read("facts.toml")[name]
    return value


@cache
def calendar_words() -> Words:
    """Names of months and days of the week."""
    calendar = table("calendar")
    return frozenset(word for line in (*calendar["months"], *calendar["days"]) for word in line.split())


def listing(name: str) -> list[dict[str, Any]]:
    """The entries of a list of tables in facts.toml."""
    entries: list[dict[str, Any]] = _read("facts.toml")[name]
    return entries


@cache
def phrases(table_name: str, *keys: str) -> Phrases:
    """Lists of facts.toml whose entries may be several words."""
    return Phrases.of((phrase, key) for key in keys for phrase in table(table_name)[key])


def holds(known: Phrases, said: Sequence[str]) -> bool:
    """Is one of the phrases among these words?"""
    if known.by_first.keys().isdisjoint(said):
        return False
    return any(word in known.by_first and known.at(said, i) is not None for i, word in enumerate(said))


def words(value: str | list[str]) -> Words:
    return frozenset(value.split() if isinstance(value, str) else value)


@cache
def _read(name: str) -> dict[str, Any]:
    return kept.toml(DATA / name)

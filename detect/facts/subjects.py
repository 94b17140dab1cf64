"""The subjects that guests come to learn about: "pengelolaan keuangan desa", "digitalisasi pelayanan publik".

A subject is a noun that districts learn from one another with the words around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from detect.facts.cues import LEARNS
from detect.facts.lexicon import section, table
from detect.facts.scene import Scene, Seen

_LONGEST, _EARLY, _NEAR = 5, 2, 4


class Subject(NamedTuple):
    """Tokens `first`..`last` (included) of a sentence; `signs` say why it may be what was studied."""

    seen: Seen
    first: int
    last: int
    signs: frozenset[str]

    @property
    def key(self) -> frozenset[str]:
        roots = table("loci")["roots"]
        words = (part for word in self.seen.words[self.first : self.last + 1] for part in _plain(word).split("-"))
        return frozenset(roots.get(word, word) for word in words)


def spoken_of(scene: Scene) -> list[Subject]:
    """Every subject in the order of the text."""
    return [subject for seen in scene.seen if not seen.background for subject in _in_sentence(seen)]


def _in_sentence(seen: Seen) -> Iterator[Subject]:
    after = 0
    for i, word in enumerate(seen.words):
        if i < after or not _is_noun(word):
            continue
        last = _end(seen, i)
        if last >= i and _says_something(seen, i, last):
            yield Subject(seen, i, last, frozenset(_signs(seen, i, last)))
        after = last + 1


def _signs(seen: Seen, first: int, last: int) -> Iterator[str]:
    sentence = seen.reading.sentence
    if seen.says(LEARNS) or not section("loci")["learning"].isdisjoint(seen.words):
        yield "told"
    if sentence.part == "title":
        yield "title"
    elif sentence.paragraph <= _EARLY:
        yield "early"
    if _is_object(seen, first):
        yield "object"
    if set(seen.words[first : last + 1]) <= section("loci")["broad"]:
        yield "broad"
    if seen.tokens[first].quoted:
        yield "quoted"


def _says_something(seen: Seen, first: int, last: int) -> bool:
    words = section("loci")
    said = {_plain(word) for word in seen.words[first : last + 1]}
    return not words["subjects"].isdisjoint(said) and not said <= words["plain"] and not said <= words["bare"]


def _is_object(seen: Seen, first: int) -> bool:
    """Does it stand right behind a word of learning?"""
    near = range(max(0, first - _NEAR), first)
    return any(seen.cue(i) in LEARNS or seen.words[i] in section("loci")["learning"] for i in near)


def _end(seen: Seen, i: int) -> int:
    """The last token of the noun phrase that starts at token i, before i when none does."""
    known = _nouns()
    last = i - 1
    for j in range(i, min(len(seen.words), i + _LONGEST)):
        if _plain(seen.words[j]) not in known or (j > i and seen.tokens[j].before) or _is_taken(seen, j):
            break
        last = j
    return last


@cache
def _nouns() -> frozenset[str]:
    return section("loci")["subjects"] | section("loci")["around"]


@lru_cache(maxsize=8192)
def _is_noun(word: str) -> bool:
    return _plain(word) in _nouns()


def _plain(word: str) -> str:
    """Without the enclitic of "pelayanannya"."""
    return word.removesuffix(table("offices")["enclitic"])


def _is_taken(seen: Seen, j: int) -> bool:
    """Is the word part of a name: of an office, a region, somebody's office?"""
    if seen.words[j] == "pendidikan" and {"pelatihan", "latihan"} & set(seen.words[j + 1 : j + 3]):
        return True  # the name of a training, not its subject
    if any(b.first <= j <= b.last for b in seen.bodies) or any(r.first <= j <= r.last for r in seen.regions):
        return True
    return any(p.office is not None and p.office[0] <= j <= p.office[1] for p in seen.people)

"""The subjects that guests come to learn about: "pengelolaan keuangan desa", "digitalisasi pelayanan publik".

A subject is a noun that districts learn from one another with the words around it. Where offices and places are named,
only what the sentences of learning say themselves is added; else what the article keeps coming back to is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from detect.facts.cues import LEARNS
from detect.facts.lexicon import section, table
from detect.facts.scene import Scene, Seen

_MOST, _LONGEST = 3, 5
_ALONE, _BESIDE = 2.0, 4.0
_EARLY = 2


class Subject(NamedTuple):
    """Tokens `first`..`last` (included) of a sentence."""

    seen: Seen
    first: int
    last: int
    weight: float

    @property
    def key(self) -> frozenset[str]:
        roots = table("loci")["roots"]
        words = (part for word in self.seen.words[self.first : self.last + 1] for part in _plain(word).split("-"))
        return frozenset(roots.get(word, word) for word in words)


def subjects(scene: Scene, *, beside_names: bool) -> list[Subject]:
    """The clearest few."""
    found: list[Subject] = []
    for seen in scene.seen:
        for subject in _in_sentence(seen):
            same = next((i for i, f in enumerate(found) if f.key <= subject.key or subject.key <= f.key), None)
            if same is None:
                found.append(subject)
                continue
            old = found[same]
            better = max((old, subject), key=lambda s: (s.weight, -s.seen.index))
            found[same] = better._replace(weight=better.weight + 0.5)
    least = _BESIDE if beside_names else _ALONE
    clear = [f for f in found if f.weight >= least]
    return sorted(clear, key=lambda f: -f.weight)[:_MOST]


def _in_sentence(seen: Seen) -> Iterator[Subject]:
    if seen.background:
        return
    learns = seen.says(LEARNS) or not section("loci")["learning"].isdisjoint(seen.words)
    early = seen.reading.sentence.part == "body" and seen.reading.sentence.paragraph <= _EARLY
    weight = 2.0 * learns + 1.0 * early - 0.5 * (seen.reading.sentence.part == "title")
    i = 0
    while i < len(seen.words):
        last = _end(seen, i)
        if last < i:
            i += 1
            continue
        if _says_something(seen, i, last):
            is_object = _is_object(seen, i)
            broad = set(seen.words[i : last + 1]) <= section("loci")["broad"]
            yield Subject(seen, i, last, weight + 1.0 * is_object - 1.5 * (broad and not is_object))
        i = last + 1


def _says_something(seen: Seen, first: int, last: int) -> bool:
    words = section("loci")
    said = {_plain(word) for word in seen.words[first : last + 1]}
    return not words["subjects"].isdisjoint(said) and not said <= words["plain"]


def _is_object(seen: Seen, first: int) -> bool:
    """Does it stand right behind a word of learning?"""
    near = range(max(0, first - 4), first)
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

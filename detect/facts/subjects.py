"""The subjects that guests come to learn about: "pengelolaan keuangan desa", "digitalisasi pelayanan publik".

A subject is a noun that districts learn from one another with the words around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from detect.facts.cues import LEARNS
from detect.facts.lexicon import phrases, section, table
from detect.facts.scene import Scene, Seen

_LONGEST, _EARLY, _NEAR, _FRONTED = 5, 2, 4, 12


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
    after, listed = 0, -1
    for i, word in enumerate(seen.words):
        if i < after or not _is_noun(word):
            continue
        last = _end(seen, i)
        if last >= i and _says_something(seen, i, last) and not _is_besides(seen, i, last):
            signs = set(_signs(seen, i, last))
            if listed >= 0 and _is_joined(seen, listed, i):
                signs.add("object")
            listed = last if "object" in signs else -1
            main = _main(seen, i, last)
            first, end = main or (i, last)
            yield Subject(seen, first, end, frozenset(signs | {"main"} if main else signs))
        after = last + 1


def _is_joined(seen: Seen, last: int, first: int) -> bool:
    """ "pelayanan publik dan | pariwisata": the next on a list whose item before ends at token `last`."""
    between = seen.words[last + 1 : first]
    return (
        len(between) <= 1
        and section("loci")["joins"].issuperset(between)
        and (bool(between) or seen.tokens[first].before == ",")
    )


def _is_besides(seen: Seen, first: int, last: int) -> bool:
    """ "potensi wisata kami", "dinas pariwisata", "nilai SAKIP": the guests' own, an office, praise."""
    words, behind = section("loci"), seen.words[last + 1 : last + 2]
    if not words["rated"].isdisjoint(seen.words[max(0, first - _LONGEST) : last + 1 + _NEAR]):
        return True
    return not words["ours"].isdisjoint(behind) or (first > 0 and seen.words[first - 1] in words["of_office"])


def _main(seen: Seen, first: int, last: int) -> tuple[int, int] | None:
    """ "strategi pengembangan | sektor pariwisata": the tokens of a main subject with nothing but work on it around."""
    main, work = phrases("loci", "main"), section("loci")["work"]
    said = [_plain(word) for word in seen.words[first : last + 1]]
    for i, word in enumerate(said):
        found = main.at(said, i) if word in main.by_first else None
        if found is not None and work.issuperset((*said[:i], *said[i + found[0] :])):
            return first + i, first + i + found[0] - 1
    return None


def _signs(seen: Seen, first: int, last: int) -> Iterator[str]:
    sentence = seen.reading.sentence
    if seen.says(LEARNS) or not section("loci")["learning"].isdisjoint(seen.words):
        yield "told"
    if sentence.part == "title":
        yield "title"
    elif sentence.paragraph <= _EARLY:
        yield "early"
    yield from (kind for kind in ("want", "admire", "purpose", "say") if seen.says(frozenset([kind])))
    if _is_object(seen, first):
        yield "object"
    said = {_plain(word) for word in seen.words[first : last + 1]}
    if said <= section("loci")["broad"]:
        yield "broad"
    if said <= section("loci")["plain"]:
        yield "plain"
    if not section("loci")["fronted"].isdisjoint(seen.words[last + 1 : last + 1 + _FRONTED]):
        yield "fronted"
    if seen.tokens[first].quoted:
        yield "quoted"


def _says_something(seen: Seen, first: int, last: int) -> bool:
    words = section("loci")
    said = {_plain(word) for word in seen.words[first : last + 1]}
    plain = said <= words["plain"] and (first == last or not _is_object(seen, first))
    return not words["subjects"].isdisjoint(said) and not plain and not said <= words["bare"]


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

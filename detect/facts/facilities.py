"""Kinds of places that are shown to guests, in plain words: "gudang obat", "pabrik sale pisang", "sentra bordir"."""

from __future__ import annotations

from collections.abc import Iterator

from detect.facts.cues import SEES
from detect.facts.lexicon import section, table
from detect.facts.scene import Seen

# Words of the longest name; words of no content between a verb and its object.
_LONGEST, _BETWEEN = 5, 3
# Shorter words that begin like a verb are words of their own ("menu").
_VERB = 6
# Words of a name that says more than most.
_LONG = 3
# Marks that may stand before a word without ending the name.
_INSIDE = "\"“”'-"


def facilities(seen: Seen) -> Iterator[tuple[int, int]]:
    """First and last token of each in a sentence of the body, in the order of the text."""
    if seen.reading.sentence.part != "body" or seen.background or section("loci")["facilities"].isdisjoint(seen.words):
        return
    after, named = 0, _named(seen)
    for i in range(len(seen.words)):
        if i < after or not _is_facility(seen, i):
            continue
        last = _end(seen, i, named)
        if last >= i and _says_something(seen, i, last):
            yield i, last
            after = last + 1


def surroundings(seen: Seen, first: int, last: int) -> Iterator[str]:
    """What the words next to it say."""
    words, before = section("loci"), _before(seen, first)
    cue = seen.cue(before) if before >= 0 else ""
    if cue in SEES:
        yield f"behind_{cue}"
    elif before >= 0:
        yield from (f"behind_{kind}" for kind in ("going", "learning") if seen.words[before] in words[kind])
    beside = seen.words[first - 1] if first else ""
    yield from (kind for kind in ("about", "at", "towards") if beside in words[kind])
    if first and (seen.tokens[first].before == "," or beside in words["joins"]):
        yield "joined"
    yield from _behind(seen, last)
    if first == last:
        yield "single"
    if last - first + 1 >= _LONG:
        yield "of_many_words"
    if any(token.capital for token in seen.tokens[first + 1 : last + 1]):
        yield "capitals"


def _behind(seen: Seen, last: int) -> Iterator[str]:
    words = section("loci")
    if last + 1 == len(seen.words) or seen.tokens[last + 1].before:
        yield "closed"
    else:
        yield from (f"then_{kind}" for kind in ("joins", "that", "at") if seen.words[last + 1] in words[kind])


def _before(seen: Seen, first: int) -> int:
    """The last token before it that says something, -1 where none does."""
    between, i = section("loci")["between"], first - 1
    while i >= 0 and first - i <= _BETWEEN and seen.words[i] in between:
        i -= 1
    return i


def _is_facility(seen: Seen, i: int) -> bool:
    """A kind of place that is no part of a name in capitals."""
    in_name = i > 0 and seen.tokens[i - 1].capital and not seen.tokens[i].before
    return seen.words[i] in section("loci")["facilities"] and not in_name and (i == 0 or not seen.tokens[i].capital)


def _end(seen: Seen, first: int, named: frozenset[int]) -> int:
    """The last token of the noun phrase that starts at `first`; before `first` where a name does."""
    last = first - 1
    for i in range(first, min(len(seen.words), first + _LONGEST)):
        if i in named or (i > first and not _goes_on(seen, i)):
            break
        last = i
    return last


def _goes_on(seen: Seen, i: int) -> bool:
    word, token, words = seen.words[i], seen.tokens[i], section("loci")
    if token.before.strip(_INSIDE) or word in words["ends"] or (seen.cue(i) and word not in words["facilities"]):
        return False
    return token.capital or len(word) < _VERB or not word.startswith(tuple(words["verbal"]))


def _says_something(seen: Seen, first: int, last: int) -> bool:
    """More than "tempat", and alone only behind a verb of seeing."""
    words, enclitic = section("loci"), table("offices")["enclitic"]
    if {word.removesuffix(enclitic) for word in seen.words[first : last + 1]} <= words["empty"]:
        return False
    if first < last:
        return True
    told = any(sign.startswith("behind_") for sign in surroundings(seen, first, last))
    return told and seen.words[first] not in words["too_general"]


def _named(seen: Seen) -> frozenset[int]:
    """Tokens of regions, people and institutions."""
    spans = [(r.first, r.last) for r in seen.regions] + [(b.first, b.last) for b in seen.bodies]
    spans += [(p.first, p.last) for p in seen.people] + [p.office for p in seen.people if p.office is not None]
    spans += [(m.first, m.last) for m in seen.reading.mentions if m.kind in ("name", "person", "inside")]
    return frozenset(i for first, last in spans for i in range(first, last + 1))

"""What the words of an article alone say: a sum of small weights over its stems, learnt from labelled articles.

It knows nothing of who visits whom, and so only ever adds to what the other measures say. Names of people and places,
and numbers, are left out: a word that stands for one article would be learnt by heart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from detect.measures import Measure
from detect.reading import Reading
from detect.signals import Signal, Zone

# A page made to be slow has thousands of sentences; news says what it is about in its first ones.
_READ = 60
# Scales a text of a hundred different stems to about 1.
_SCALE = 3.0
_TELLING = 4
_PREFIXES = ("meny", "meng", "mem", "men", "me", "ber", "ter", "di", "peng", "pem", "pen", "per", "pe", "ke", "se")
_ENDINGS = (("nya", "lah", "kah", "pun"), ("kan", "an", "i"))
_LEAVES = 4


def stems(readings: Sequence[Reading]) -> dict[str, tuple[Reading, int]]:
    """Each stem that the article's own words have, with where it stands first."""
    found: dict[str, tuple[Reading, int]] = {}
    for reading in readings[:_READ]:
        for i, word in _ordinary(reading):
            told = stem(word)
            if told not in found:
                found[told] = (reading, i)
    return found


def wording(weights: Mapping[str, float], readings: Sequence[Reading]) -> Measure:
    """The log-odds that the words carry, and the few that carry most of it."""
    present = stems(readings)
    scale = share(len(present))
    carried = sorted(((weights[s] * scale, s) for s in present if s in weights), key=lambda pair: -abs(pair[0]))
    if not carried:
        return Measure(0.0)
    total = sum(weight for weight, _ in carried)
    loud = [s for weight, s in carried if weight * total > 0][:_TELLING]
    signals = []
    for told in loud:
        reading, i = present[told]
        zone: Zone = "title" if reading.sentence.part == "title" else "rest"
        signals.append(Signal("wording", zone, 1.0, reading, i, i))
    return Measure(total, tuple(signals))


def share(count: int) -> float:
    """What one stem counts in an article that has so many."""
    return _SCALE / math.sqrt(max(1, count))


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A word without its commonest affixes: kunjungan, berkunjung and mengunjungi come close to each other.

    Cuts only where at least four letters are left. (Plainer than Nazief and Adriani 1996, which needs a dictionary.)
    """
    word = _without_ending(word, _ENDINGS[0])
    prefix = next((p for p in _PREFIXES if word.startswith(p) and len(word) - len(p) >= _LEAVES), "")
    return _without_ending(word[len(prefix) :], _ENDINGS[1])


def _without_ending(word: str, endings: tuple[str, ...]) -> str:
    ending = next((e for e in endings if word.endswith(e) and len(word) - len(e) >= _LEAVES), "")
    return word.removesuffix(ending)


def _ordinary(reading: Reading) -> Iterator[tuple[int, str]]:
    """The words that are neither numbers nor names."""
    named = {i for m in reading.mentions if m.side != "guests" for i in range(m.first, m.last + 1)}
    headline = reading.sentence.part == "title"
    for i, token in enumerate(reading.sentence.tokens):
        is_name = token.capital and not headline and i > 0
        if not is_name and i not in named and token.word.isalpha() and len(token.word) > 1:
            yield i, token.word

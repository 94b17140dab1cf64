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
from detect.signals import Name, Signal, Zone

# A page made to be slow has thousands of sentences; news says what it is about in its first ones.
READ = 60
# Scales a text of a hundred different stems to about 1.
_SCALE = 3.0
_TELLING = 4
_PREFIXES = ("meny", "meng", "mem", "men", "me", "ber", "ter", "di", "peng", "pem", "pen", "per", "pe", "ke", "se")
_ENDINGS = (("nya", "lah", "kah", "pun"), ("kan", "an", "i"))
_LEAVES = 4


# What is told by an article, with the sentence and the word where it stands first.
Present = dict[str, tuple[Reading, int]]


def stems(readings: Sequence[Reading]) -> Present:
    """Each stem that the article's own words have."""
    found: Present = {}
    for reading in readings[:READ]:
        for i, word in _ordinary(reading):
            told = stem(word)
            if told not in found:
                found[told] = (reading, i)
    return found


def wording(weights: Mapping[str, float], readings: Sequence[Reading]) -> Measure:
    """The log-odds that the words carry."""
    return carried("wording", weights, stems(readings))


def carried(name: Name, weights: Mapping[str, float], present: Present) -> Measure:
    """The log-odds that all that is present carries together, and the few signs that carry most of it."""
    scale = share(len(present))
    found = sorted(((weights[key] * scale, key) for key in present if key in weights), key=lambda pair: -abs(pair[0]))
    if not found:
        return Measure(0.0)
    total = sum(weight for weight, _ in found)
    loud = [key for weight, key in found if weight * total > 0][:_TELLING]
    signals = []
    for told in loud:
        reading, i = present[told]
        zone: Zone = "title" if reading.sentence.part == "title" else "rest"
        signals.append(Signal(name, zone, 1.0, reading, i, i))
    return Measure(total, tuple(signals))


def share(count: int) -> float:
    """What one of so many counts in an article."""
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

"""Made-up articles, some of them reprints of others: standard library only, since the peers' environment reads them.

A reprint is what regional papers make of a text: another dateline, two sentences less, a line that leads to other news,
and the paper's footer. Every tenth reprint has 6 % of its words changed as well.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

COPIES = 0.05
NEIGHBOURS = 2000  # a reprint comes within so many articles of its original
SENTENCES, WORDS = 16, 15
_SYLLABLES = ("ba", "ci", "du", "ga", "ja", "ko", "la", "mi", "nu", "pa", "ra", "so", "ta", "wi")
_VOCABULARY = [f"{a}{b}{c}" for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES]
# As in any language: the second most frequent word stands half as often as the first, the third a third.
_WEIGHTS = [1 / rank for rank in range(1, len(_VOCABULARY) + 1)]
_PLACES = ("BANYUWANGI", "JEMBER", "SURABAYA", "MALANG", "SITUBONDO", "BONDOWOSO")


@dataclass(frozen=True, slots=True)
class Text:
    """`first` is the number of the article that it is a reprint of, its own for what is new."""

    number: int
    first: int
    body: str


def texts(count: int) -> Iterator[Text]:
    """So many articles, the same each time."""
    chance = random.Random(7)
    recent: deque[tuple[int, list[str]]] = deque(maxlen=NEIGHBOURS)
    for number in range(count):
        if recent and chance.random() < COPIES:
            first, sentences = chance.choice(recent)
            yield Text(number, first, _reprint(sentences, chance))
            continue
        sentences = [_sentence(chance) for _ in range(SENTENCES)]
        recent.append((number, sentences))
        yield Text(number, number, _printed(sentences, chance))


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(_VOCABULARY, _WEIGHTS, k=WORDS)).capitalize() + "."


def _printed(sentences: list[str], chance: random.Random) -> str:
    return f"{chance.choice(_PLACES)} - {' '.join(sentences)}"


def _reprint(sentences: list[str], chance: random.Random) -> str:
    kept = list(sentences)
    for _ in range(2):
        del kept[chance.randrange(len(kept))]
    kept.insert(chance.randrange(len(kept)), f"Baca juga: {_sentence(chance)}")
    text = _printed(kept, chance)
    if chance.random() < 0.1:
        text = " ".join(word if chance.random() >= 0.06 else chance.choice(_VOCABULARY) for word in text.split())
    return f"{text} Pewarta: {chance.choice(_VOCABULARY)}. Editor: {chance.choice(_VOCABULARY)}. Hak cipta terpelihara."


def found(of: dict[int, int | None], count: int) -> dict[str, float]:
    """Recall over the reprints, and how many articles were joined to one whose text they do not repeat.

    `of` says for each article which earlier one it was taken for a copy of.
    """
    group = {text.number: text.first for text in texts(count)}
    reprints = [number for number, first in group.items() if number != first]
    joined = {number: other for number, other in of.items() if other is not None}
    right = sum(number in joined and group[joined[number]] == group[number] for number in reprints)
    false = sum(group[number] != group[other] for number, other in joined.items())
    return {"recall": right / max(1, len(reprints)), "false": false, "reprints": len(reprints)}

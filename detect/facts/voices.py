"""On whose side each sentence is told: the place's people speak of what they are proud of, guests of what they seek."""

from __future__ import annotations

from detect.facts.scene import Scene, Seen
from detect.facts.sides import Side, placed

# A name repeated later must be long enough not to be an ordinary word.
_SURNAME = 4


def voices(scene: Scene) -> list[Side]:
    """One for each sentence: of whoever it names first; where it names nobody, that of the sentence before."""
    sides: dict[str, Side] = {}
    for seen, person, side in placed(scene):
        for word in seen.words[person.first : person.last + 1]:
            if len(word) >= _SURNAME and sides.get(word, "unknown") == "unknown":
                sides[word] = side
    told: list[Side] = []
    for seen in scene.seen:
        before: Side = told[-1] if told and seen.reading.sentence.part == "body" else "unknown"
        told.append(_first(seen, sides) or before)
    return told


def _first(seen: Seen, sides: dict[str, Side]) -> Side | None:
    named = (word for word, token in zip(seen.words, seen.tokens, strict=True) if token.capital and not token.quoted)
    return next((sides[word] for word in named if word in sides), None)

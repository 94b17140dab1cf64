"""Single people told of behind those who were counted: "Satu wakil bank ikut", "Seorang widyaiswara mendampingi"."""

from __future__ import annotations

from detect.facts.lexicon import holds, phrases, section
from detect.facts.scene import Scene, Seen

# Words from whoever came along to what says so.
_NEAR = 6
# Words of the shortest such sentence.
_LEAST = 3


def singles(scene: Scene, counted: Seen) -> int:
    """How many sentences behind the one with the number tell of one more."""
    return sum(_is_one_more(seen) for seen in scene.seen if seen.index > counted.index)


def _is_one_more(seen: Seen) -> bool:
    """Does the sentence open with one person who came along, and who is neither one of the guests nor the host's?"""
    words = section("headcount")
    if seen.background or seen.reading.sentence.part != "body" or seen.tokens[0].quoted or len(seen.words) < _LEAST:
        return False
    if seen.words[0] not in words["single_one"] | words["one"] or seen.words[1] not in words["apart"]:
        return False
    verb = next((i for i in range(2, min(len(seen.words), _NEAR)) if _comes_along(seen, i)), None)
    return verb is not None and not any(m.side == "place" and m.first < verb for m in seen.reading.mentions)


def _comes_along(seen: Seen, i: int) -> bool:
    """ "... mendampingi", "... ikut serta", "... ikut atas biaya sendiri"; but "ikut menari" is what guests do."""
    words, told = section("headcount"), phrases("told", "joins_in")
    if seen.words[i] in words["leading"] or any(holds(told, seen.words[i : i + n]) for n in (2, 3)):
        return True
    ends = i + 1 == len(seen.words) or bool(seen.tokens[i + 1].before) or seen.words[i + 1] in words["joins_with"]
    return seen.words[i] in words["joining"] and ends

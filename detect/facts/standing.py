"""How clearly a name stands where a sentence puts the visitor."""

from __future__ import annotations

from detect.facts.cues import ENDS_LEFT, ENDS_RIGHT, OBJECT, SUBJECT, UNDERGONE
from detect.facts.lexicon import section
from detect.facts.scene import Seen
from detect.gazetteer import every

# How much the place in the article and the place in the sentence say.
_PARAGRAPHS = {0: 1.0, 1: 1.0, 2: 0.5}
_STANDS, _DELEGATION = 2.0, 1.0
_BEFORE, _SLOT, _LEFT, _RIGHT = 6, 4, 6, 11


def standing(seen: Seen, first: int, last: int, *, gives: bool) -> float:
    """Below 0: a place gone to; 0: not of this visit; above: the likelier the higher.

    `gives` says that the name is of a kind that hands out prizes and hints ("rekomendasi KPK") without coming.
    """
    told = section("told")
    if seen.background or first < seen.earlier or seen.tokens[first].quoted:
        return 0.0
    if first and seen.words[first - 1] in told["towards"]:
        return -1.0
    if _is_beside_place(seen, first):
        return -1.0
    if _is_of_one(seen, first):
        return 0.0
    if _is_ranking(seen, first):
        return 0.0
    before = seen.words[max(0, first - _BEFORE) : first]
    if (gives and not told["giver"].isdisjoint(before)) or not told["split"].isdisjoint(before):
        return 0.0
    early = _PARAGRAPHS.get(seen.reading.sentence.paragraph, 0.0)
    delegation = bool(before) and before[-1] in told["delegations"]
    stands = in_slot(seen, first) + _before_verb(seen, last) + _after_verb(seen, first)
    return early + _STANDS * stands + _DELEGATION * delegation


def _is_beside_place(seen: Seen, first: int) -> bool:
    """ "di X dan Bali": one of the places gone to, where the sentence goes to the watched one."""
    told = section("told")
    if first < 3 or seen.words[first - 1] not in told["lists"]:
        return False
    own = next((m for m in seen.reading.mentions if m.kind == "name" and m.last == first - 2), None)
    return own is not None and own.first > 0 and seen.words[own.first - 1] in told["goals"]


def _is_of_one(seen: Seen, first: int) -> bool:
    """ "Salah seorang peserta, Hartono, ASN Kabupaten X", "kata Rina, peserta asal X": where one of them is from."""
    told = section("told")
    before = seen.words[max(0, first - _RIGHT) : first]
    if not told["single"].isdisjoint(before):
        return True
    holder = first - 2
    apart = holder > 0 and seen.tokens[holder].before == ","
    return apart and seen.words[first - 1] in told["natives"] and any(p.last == holder - 1 for p in seen.people)


def _is_ranking(seen: Seen, first: int) -> bool:
    """ "terbaik se-Jawa Timur", not "camat se-Jawa Timur"."""
    if not every(seen.tokens[first]):
        return False
    told = section("told")
    holders = (section("offices")["titles"], section("headcount")["people"], told["slots"], told["kinds"])
    return not first or not any(seen.words[first - 1] in words for words in holders)


def in_slot(seen: Seen, first: int) -> bool:
    """ "rombongan X", "40 peserta dari X"."""
    told = section("told")
    for i in range(first - 1, max(-1, first - 1 - _SLOT), -1):
        if seen.words[i] in told["slots"]:
            return not (seen.words[i] in told["natives"] and _is_journey(seen, i))
        if seen.tokens[i + 1].before:
            return False
    return False


def _is_journey(seen: Seen, i: int) -> bool:
    """ "menumpang bus dari X", "terbang pulang dari X": where a journey starts."""
    return not section("told")["journey"].isdisjoint(seen.words[max(0, i - _SLOT) : i])


def _before_verb(seen: Seen, last: int) -> bool:
    """ "X belajar", "X diterima"."""
    for i in range(last + 1, min(len(seen.tokens), last + 1 + _RIGHT)):
        cue = seen.cue(i)
        if {cue, seen.cue(i + 1)} & UNDERGONE:
            return False  # "X juga dikunjungi"
        if cue in SUBJECT:
            return True
        if cue in ENDS_RIGHT:
            return False
    return False


def _after_verb(seen: Seen, first: int) -> bool:
    """ "menerima X", "didatangi X"."""
    for i in range(first - 1, max(-1, first - 1 - _LEFT), -1):
        cue = seen.cue(i)
        if cue in OBJECT:
            return True
        if cue in ENDS_LEFT:
            return False
    return False

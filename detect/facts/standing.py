"""How clearly a name stands where a sentence puts the visitor."""

from __future__ import annotations

from detect.facts.cues import ENDS_LEFT, ENDS_RIGHT, GOALS, OBJECT, SUBJECT, UNDERGONE
from detect.facts.lexicon import holds, phrases, section
from detect.facts.scene import Seen
from detect.gazetteer import every

# How much the place in the article and the place in the sentence say.
_PARAGRAPHS = {0: 1.0, 1: 1.0, 2: 0.5}
_STANDS, _DELEGATION = 2.0, 1.0
_BEFORE, _SLOT, _LEFT, _RIGHT, _NEAR = 6, 5, 8, 11, 3


def standing(seen: Seen, first: int, last: int, *, gives: bool) -> float:
    """Below 0: a place gone to; 0: not of this visit; above: the likelier the higher.

    `gives` says that the name is of a kind that hands out prizes and hints ("rekomendasi KPK") without coming.
    """
    told = section("told")
    if seen.background or first < seen.earlier or seen.tokens[first].quoted:
        return 0.0
    if first and seen.words[first - 1] in told["towards"]:
        return -1.0
    if _is_beside_place(seen, first) or _is_before_place(seen, first, last) or _is_route(seen, first, last):
        return -1.0
    if _is_aim(seen, first):
        return -1.0
    if _is_of_one(seen, first, last) and not (first and seen.words[first - 1] in told["taken_by"]):
        return 0.0  # but "seorang dari empat lurah yang diikutkan X" is told of all
    if _is_ranking(seen, first):
        return 0.0
    before = seen.words[max(0, first - _BEFORE) : first]
    if (gives and is_given(seen, first)) or not told["split"].isdisjoint(before):
        return 0.0
    early = _PARAGRAPHS.get(seen.reading.sentence.paragraph, 0.0)
    named = next((word for word in reversed(before) if word not in told["government"]), "")
    if named in told["belongs"] or named in told["tourists"]:
        return 0.0
    delegation = bool(before) and before[-1] in told["delegations"]
    stands = in_slot(seen, first) + _before_verb(seen, last) + (_after_verb(seen, first) or _arrives(seen, first))
    return early + _STANDS * stands + _DELEGATION * delegation


def is_given(seen: Seen, first: int) -> bool:
    """ "Atas saran | X", "penghargaan dari | X"."""
    return not section("told")["giver"].isdisjoint(seen.words[max(0, first - _BEFORE) : first])


def _arrives(seen: Seen, first: int) -> bool:
    """ "Siangnya datang lagi X", "menyusul kemudian X": the verb stands before whoever arrives."""
    told = section("told")
    i = first - 1
    while i > 0 and not seen.tokens[i + 1].before and seen.words[i] in told["again_arrives"]:
        i -= 1
    return i >= 0 and not seen.tokens[i + 1].before and seen.words[i] in told["arrives"]


def _is_beside_place(seen: Seen, first: int) -> bool:
    """ "di X dan Bali": one of the places gone to, where the sentence goes to the watched one."""
    told = section("told")
    if first < 3 or seen.words[first - 1] not in told["lists"]:
        return False
    own = next((m for m in seen.reading.mentions if m.kind == "name" and m.last == first - 2), None)
    return own is not None and own.first > 0 and seen.words[own.first - 1] in told["goals"]


def _is_before_place(seen: Seen, first: int, last: int) -> bool:
    """ "mengunjungi X dan Kabupaten Y": another of the places gone to."""
    joined = seen.words[last + 1 : last + 2]
    if not joined or joined[0] not in section("told")["lists"]:
        return False
    own = any(m.kind == "name" and m.first <= last + 3 and m.last > last for m in seen.reading.mentions)
    return own and any(seen.cue(i) in GOALS for i in range(max(0, first - _NEAR), first))


def _is_aim(seen: Seen, first: int) -> bool:
    """ "Daerah lain yang menjadi tujuan adalah X dan Y": they are said to be gone to, whatever else they do."""
    told, i = section("told"), first - 1
    before = {region.last: region.first for region in seen.regions}
    while i > 0 and (i in before or seen.words[i] in told["lists"]):
        i = before.get(i, i) - 1
    return i > 0 and seen.words[i] in told["are"] and not told["aims"].isdisjoint(seen.words[:i])


def _is_route(seen: Seen, first: int, last: int) -> bool:
    """ "memindahkan kegiatan dari X ke Y": where a way starts, unless people are said to be from there."""
    words, told = seen.words, section("told")
    if not first or words[first - 1] not in told["natives"] or last + 1 >= len(words) or seen.tokens[last + 1].before:
        return False
    people = told["slots"] | section("groups")["heads"] | section("headcount")["people"]
    return words[last + 1] in told["towards"] and people.isdisjoint(words[max(0, first - 1 - _NEAR) : first - 1])


def _is_of_one(seen: Seen, first: int, last: int) -> bool:
    """ "Salah seorang peserta, Hartono, ASN Kabupaten X", "kata Rina, peserta asal X": where one of them is from."""
    told = section("told")
    before = seen.words[max(0, first - _RIGHT) : first]
    if holds(phrases("headcount", "some"), before):
        return True  # "ada yang datang dari X"
    if not told["single"].isdisjoint(before) or not section("headcount")["one"].isdisjoint(before[-_BEFORE:]):
        return True
    if first > 1 and seen.words[first - 1] in told["natives"] and any(p.last == first - 2 for p in seen.people):
        return True  # "Rina Hartono dari X bertanya"
    ends = last + 1 == len(seen.words) or bool(seen.tokens[last + 1].before)
    return ends and first > 0 and seen.words[first - 1] in told["natives"] and _is_of_somebody(seen, first - 2)


def _is_of_somebody(seen: Seen, last: int) -> bool:
    """ "Hartono, peserta | asal X", "Hartono (61), pasien | asal X": does the text before say who that is?"""
    if _is_trainee(seen, last):
        return True
    for i in range(last, max(0, last - _NEAR), -1):
        marks = seen.tokens[i].before
        if marks.endswith(",") and marks != ",":
            return seen.tokens[i - 1].text.isdigit()  # his age
        if marks == ",":
            name = seen.tokens[i - 1]
            placed = any(r.last == i - 1 for r in seen.regions)
            together = section("told")["delegations"] | section("groups")["several"]
            return name.capital and not placed and together.isdisjoint(seen.words[i : last + 1])
        if marks or seen.tokens[i].capital:
            return False
    return False


def _is_trainee(seen: Seen, last: int) -> bool:
    """ "Peserta terbaik, Rina Hartono | dari X": a name set off behind what he is."""
    start = last
    while start > 0 and seen.tokens[start].capital and not seen.tokens[start].before:
        start -= 1
    named = start < last and seen.tokens[start].capital and seen.tokens[start].before == ","
    return named and not section("programmes")["trainees"].isdisjoint(seen.words[max(0, start - _NEAR) : start])


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
    if _organised(seen, first):
        return True
    for i in range(first - 1, max(-1, first - 1 - _SLOT), -1):
        if seen.words[i] in told["slots"]:
            return not (seen.words[i] in told["natives"] and _is_journey(seen, i))
        if seen.tokens[i + 1].before:
            return False
    return False


def _organised(seen: Seen, first: int) -> bool:
    """ "peserta pelatihan yang digelar X": whoever holds the training that the guests take part in."""
    told = section("told")
    verb = first - 1 - (first > 0 and seen.words[first - 1] in section("calendar")["agents"])
    return verb > 0 and seen.words[verb] in told["organised"] and not told["trainees"].isdisjoint(seen.words[:verb])


def _is_journey(seen: Seen, i: int) -> bool:
    """ "menumpang bus dari X", "terbang pulang dari X": where a journey starts."""
    return not section("told")["journey"].isdisjoint(seen.words[max(0, i - _SLOT) : i])


def _before_verb(seen: Seen, last: int) -> bool:
    """ "X belajar", "X diterima"."""
    for i in range(last + 1, min(len(seen.tokens), last + 1 + _RIGHT)):
        cue = seen.cue(i)
        if {cue, seen.cue(i + 1)} & UNDERGONE:
            return False  # "X juga dikunjungi"
        if seen.words[i] in section("told")["looks_on"]:
            return False
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

"""Institutions told of as the company of those who came: "bersama jajaran Dinas X", "Baznas Kota Y turut serta"."""

from __future__ import annotations

from detect.facts.cues import GOALS, RECEIVES, SUBJECT
from detect.facts.lexicon import holds, phrases, section
from detect.facts.scene import Seen

# Words from a word of company to the institution, and between an institution and what says that it came as well.
_COMPANY, _JOINS_IN = 5, 10


def is_along(seen: Seen, first: int, last: int, *, nameless: bool) -> bool:
    """Do tokens `first`..`last` name company of the guests? Offices without their region may as well be the host's."""
    if seen.background or seen.tokens[first].quoted or (nameless and seen.says(RECEIVES)):
        return False
    return _is_taken(seen, first) or (not nameless and _joins_in(seen, first, last))


def attends(seen: Seen, first: int, last: int) -> bool:
    """ "Hadir pula X, Y dan Z", "X dan Y pun hadir": guests beside those told of before."""
    told, words = section("told"), seen.words
    if seen.background or seen.tokens[first].quoted:
        return False
    came = [i for i, word in enumerate(words) if word in told["attends"] and not seen.tokens[i].quoted]
    for i in came:
        between = range(last + 1, i) if i > last else range(i + 1, first)
        if i > last and all(seen.tokens[k].capital or words[k] in told["joins"] | told["also"] for k in between):
            return True
        if i < first and not any(seen.cue(k) in SUBJECT | GOALS for k in between):
            return True
    return False


def goes_on(seen: Seen, last: int, first: int) -> bool:
    """ "Dinas X | , jajaran | Dinas Y | dan tiga orang dari | Bappeda": one list of institutions' people?"""
    told, between = section("told"), range(last + 1, first)
    listed = told["joins"] | told["company"]
    linked = any(seen.words[i] in listed for i in between) or any(
        seen.tokens[i].before.endswith(",") for i in (*between, first)
    )
    known = listed | told["of_office"] | told["natives"] | told["unit"] | section("offices")["titles"]
    return linked and all(seen.words[i] in known or seen.words[i].isdigit() for i in between)


def _is_taken(seen: Seen, first: int) -> bool:
    """ "bersama jajaran Dinas X", "ditambah 4 orang dari Dinas X", "didampingi anggota DPRD X"."""
    told = section("told")
    last = first - 1 - (first > 0 and seen.words[first - 1] in told["natives"])
    if last < 0 or seen.words[last] not in told["of_office"] | told["unit"]:
        return False
    for i in range(last, max(-1, first - 1 - _COMPANY), -1):
        if seen.words[i] in told["company"]:
            return True
        if seen.tokens[i + 1].before:
            return False
    return False


def _joins_in(seen: Seen, first: int, last: int) -> bool:
    """ "Baznas Kota Y turut serta", "Ikut dalam rombongan itu Bank Z"."""
    known = phrases("told", "joins_in")
    return holds(known, seen.words[last + 1 : last + 1 + _JOINS_IN]) or holds(
        known, seen.words[max(0, first - _JOINS_IN) : first]
    )

"""Numbers that do not say how many came: of lists of people in which some are counted and others not, of delegations,
of those who drove them.

"8 camat, kepala dinas X dan beberapa staf", "kepala bappeda, kepala dinas Y, serta dua orang tokoh adat".
"""

from __future__ import annotations

from detect.facts.cues import SUBJECT
from detect.facts.lexicon import section
from detect.facts.numbers import Number, number
from detect.facts.scene import Seen

# How far the rest of a list stands from a number, on either side; offices that make a list; words of a number.
_AFTER, _LIST, _BEFORE, _OFFICES, _NUMBER = 6, 24, 16, 2, 4
# Figures that are years rather.
_YEARS = range(1990, 2040)


def has_uncounted(seen: Seen, first: int, last: int) -> bool:
    """Is the number of tokens `first`..`last` of one part of a list only?"""
    return _goes_on(seen, last) or _began(seen, first) or _is_beside_nameless(seen, first)


def _is_beside_nameless(seen: Seen, first: int) -> bool:
    """ "Rombongan Dinas X plus delapan seniman", "Dinas X bersama empat kades": an institution's people, of whom no
    number is told, and others."""
    words = section("uncounted")
    if not first or seen.words[first - 1] not in words["beside"]:
        return False
    if seen.words[first - 1] in section("headcount")["along"] and any(b.last == first - 2 for b in seen.bodies):
        return True
    ends = {**{r.last: r.first for r in seen.regions}, **{b.last: b.first for b in seen.bodies}}
    start = ends.get(first - 2, 0)
    while start and seen.words[start - 1] in section("told")["government"]:
        start -= 1
    if not start or seen.words[start - 1] not in words["nameless"]:
        return False
    before = (number(seen.tokens, k) for k in range(max(0, start - _NUMBER), start - 1))
    return not any(found is not None and found.last == start - 2 for found in before)


def counts_no_guests(seen: Seen, first: int, last: int, value: int, parties: int) -> bool:
    """ "Dua tamu" where two delegations came; "dua sopir" who wait outside, and nobody else counted with them."""
    words = section("uncounted")
    counted = seen.words[first + 1 : last + 1]
    if 1 < value == parties and not words["parties"].isdisjoint(counted):
        return True
    return len(counted) == 1 and not words["drivers"].isdisjoint(counted)


def is_year(seen: Seen, found: Number) -> bool:
    """ "Tahun 2019 para kades", "pada 2010 wisatawan"."""
    return found.value in _YEARS and seen.tokens[found.first].text.isdigit()


def _goes_on(seen: Seen, last: int) -> bool:
    """ "Tiga pimpinan DPRD dan sejumlah kepala dinas", "8 camat, kepala dinas X, Y, dan beberapa staf": more people
    behind it, without a number."""
    words, parts, listed = section("uncounted"), section("uncounted")["namely"], False
    for i in range(last + 1, min(len(seen.words) - 1, last + _LIST)):
        if seen.words[i] in parts:
            return False  # "lima orang, yaitu sekretaris dinas dan para kabid"
        if seen.words[i] in words["joins"]:
            if seen.words[i + 1] in words["several"] or not listed:
                return seen.words[i + 1] in words["several"]
        elif seen.tokens[i].before == "," and seen.words[i] in words["offices"]:
            listed = True
        if (not listed and (seen.tokens[i].before or i >= last + _AFTER)) or seen.cue(i) in SUBJECT:
            return False
    return False


def _began(seen: Seen, first: int) -> bool:
    """Several office-holders, one after another, before it."""
    words = section("uncounted")
    if not first or seen.words[first - 1] not in words["joins"]:
        return False
    start = max(0, first - _BEFORE)
    offices = [i for i in range(start, first) if seen.words[i] in words["offices"]]
    listed = any(seen.tokens[i].before == "," for i in offices[1:])
    return len(offices) >= _OFFICES and listed and not any(seen.words[i][0].isdigit() for i in range(offices[0], first))

"""Numbers that do not say how many came: of lists of people in which some are counted and others not, of delegations,
of those who drove them.

"8 camat, kepala dinas X dan beberapa staf", "kepala bappeda, kepala dinas Y, serta dua orang tokoh adat".
"""

from __future__ import annotations

from detect.facts.lexicon import section
from detect.facts.scene import Seen

# How far the rest of a list stands from a number, on either side; offices that make a list.
_AFTER, _BEFORE, _OFFICES = 6, 16, 2


def has_uncounted(seen: Seen, first: int, last: int) -> bool:
    """Is the number of tokens `first`..`last` of one part of a list only?"""
    return _goes_on(seen, last) or _began(seen, first)


def counts_no_guests(seen: Seen, first: int, last: int, value: int, parties: int) -> bool:
    """ "Dua tamu" where two delegations came; "dua sopir" who wait outside, and nobody else counted with them."""
    words = section("uncounted")
    counted = seen.words[first + 1 : last + 1]
    if 1 < value == parties and not words["parties"].isdisjoint(counted):
        return True
    return len(counted) == 1 and not words["drivers"].isdisjoint(counted)


def _goes_on(seen: Seen, last: int) -> bool:
    """ "Tiga pimpinan DPRD dan sejumlah kepala dinas": more people behind it, without a number."""
    words = section("uncounted")
    for i in range(last + 1, min(len(seen.words) - 1, last + _AFTER)):
        if seen.words[i] in words["joins"]:
            return seen.words[i + 1] in words["several"]
        if seen.tokens[i].before:
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

"""The parts that the mentions of a sentence play."""

from __future__ import annotations

from detect.governed import governed, governor
from detect.grammar import GOING, Role
from detect.reading import Mention, Reading
from detect.subjects import admired, inverted, subject


def roles(reading: Reading) -> list[Role]:
    """The part of every mention that has one."""
    found = []
    for mention in reading.mentions:
        role = _role(reading, mention)
        # The province around the place is never "elsewhere": it can only send guests.
        if role is not None and not (mention.kind == "parent" and role.part == "host"):
            found.append(role)
    return found


def _role(reading: Reading, mention: Mention) -> Role | None:
    if (visited := _visited_by_them(reading, mention)) is not None:
        return visited
    cue = governor(reading, mention)
    role = governed(reading, mention, cue) if cue is not None else subject(reading, mention)
    if cue is not None and _has_clause(reading, mention):
        own = subject(reading, mention)
        # "kabar itu disambut X yang terbang ke Y": nobody who receives guests travels.
        if role is None or (role.rule == "after received" and own is not None and own.cue.kind in GOING):
            role = own
    # Whoever opens the sentence after "bersama" may as well show the others round.
    if role is None and cue is not None and cue.first and reading.coloured("companion", cue.first, cue.last):
        role = subject(reading, mention)
    return role or inverted(reading, mention) or admired(reading, mention)


def _visited_by_them(reading: Reading, mention: Mention) -> Role | None:
    """ "X, yang mereka datangi": an object clause."""
    who = mention.last + 2
    if not _has_clause(reading, mention) or not reading.coloured("pronoun", who, who):
        return None
    for i in reading.window(who + 1, 2):
        cue = reading.grammar.get(i)
        if cue is not None and cue.kind in ("visit_of", "learn_of", "look", "copy_of"):
            return Role(mention, "host", "visited by them", cue, 0.9)
    return None


def _has_clause(reading: Reading, mention: Mention) -> bool:
    """ "bagi X yang ingin belajar": a relative clause makes the mention a subject, whatever governs it."""
    return reading.coloured("relative", mention.last + 1, mention.last + 1)

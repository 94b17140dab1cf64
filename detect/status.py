"""Has the visit happened, is it announced or called off, or is an old one told again?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from article import Status, Visit
from detect.reading import Reading
from detect.signals import LEAD, Signal

# An article published longer after the visit than this tells it again.
_RECAP_AFTER = timedelta(days=60)
_VISITING = frozenset(
    ["study", "learn_to", "learn_of", "copy_of", "visit", "visit_of", "go", "bring", "brought", "visited"]
)
_NEAR = 5


def status(
    readings: Sequence[Reading], signals: Sequence[Signal], visits: Sequence[Visit], published: date | None
) -> Status:
    """Where the visit's day is known, it decides between announced, happened and recap; else the words do."""
    opening = _opening(readings)
    if any(_of_the_visit(reading, "cancelled") for reading in opening):
        return "cancelled"
    day = min((v.date_start.value for v in visits if v.date_start), default=None)
    if day is not None and published is not None:
        if day > published:
            return "announced"
        return "recap" if published - day > _RECAP_AFTER else "happened"
    received = any(s.name == "received" for s in signals)
    if not received and any(_announces(reading) for reading in opening):
        return "announced"
    if any(_of_the_visit(reading, "recap") for reading in opening):
        return "recap"
    return "happened"


def _opening(readings: Sequence[Reading]) -> list[Reading]:
    """Title and lead."""
    body = [r for r in readings if r.sentence.part == "body"]
    return [r for r in readings if r.sentence.part == "title"] + body[: LEAD + 1]


def _of_the_visit(reading: Reading, kind: str) -> bool:
    """Does a sentence that names a visit say so?"""
    named = any(cue.kind in _VISITING for cue in reading.grammar.values())
    return named and any(cue.kind == kind for cue in reading.colour)


def _announces(reading: Reading) -> bool:
    """ "akan berkunjung", "dijadwalkan studi banding": the word right before one of visiting."""
    for cue in reading.colour:
        if cue.kind != "announced" or reading.tokens[cue.first].quoted:
            continue
        after = range(cue.last + 1, min(len(reading.tokens), cue.last + 1 + _NEAR))
        if any(reading.kind(i) in _VISITING for i in after):
            return True
    return False

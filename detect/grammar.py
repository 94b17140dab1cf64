"""Who is host and who is guest: the part that each kind of word gives to the names around it.

Every mention is read in its clause. The word that governs it from the left (a preposition, a verb, the name of a study
visit) says what part it plays (governed.py); where nothing does, it is the subject, and the next verb to the right says
(subjects.py). Swap two names in a sentence and their parts swap with them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from detect.lexicon import Cue
from detect.reading import Mention, Reading

# host: visited or learned from; guest: travels or learns; speaker: whose words are told.
Part = Literal["host", "guest", "speaker"]

LEARNING = frozenset(["study", "learn_to", "learn_of", "learned", "copy_of", "look"])
GOING = frozenset(["visit", "visit_of", "go", "bring", "brought", "visited"])

# The part of a mention that follows the word ("mengunjungi X", "dikunjungi X", "studi banding X").
AFTER: dict[str, tuple[Part, float]] = {
    "received": ("host", 1.0),
    "visit_of": ("host", 1.0),
    "learn_of": ("host", 1.0),
    "copy_of": ("host", 1.0),
    "learn_to": ("host", 0.8),
    "choose_of": ("host", 0.8),
    "apply": ("host", 0.7),
    "target": ("host", 0.7),
    "cause_passive": ("host", 0.6),
    "look": ("host", 0.6),
    "home_from": ("host", 0.6),
    "praise_of": ("host", 0.5),
    "meet": ("host", 0.4),
    "visited": ("guest", 1.0),
    "study": ("guest", 0.9),
    "visit": ("guest", 0.9),
    "learned": ("guest", 0.9),
    "copied": ("guest", 0.9),
    "receive": ("guest", 0.9),
    "brought": ("guest", 0.8),
    "led": ("guest", 0.8),
    "bring": ("guest", 0.7),
    "joined": ("guest", 0.7),
    "cause": ("guest", 0.6),
    "turn": ("guest", 0.6),
    "teach": ("guest", 0.4),
    "taught": ("guest", 0.4),
    "say": ("speaker", 1.0),
}
# The part of a mention that precedes it as its subject ("X mengunjungi", "X dikunjungi", "X studi banding").
BEFORE: dict[str, tuple[Part, float]] = {
    "visited": ("host", 1.0),
    "learned": ("host", 1.0),
    "copied": ("host", 1.0),
    "chosen": ("host", 0.8),
    "cause": ("host", 0.6),
    "teach": ("host", 0.6),
    "taught": ("host", 0.6),
    "received": ("guest", 1.0),
    "study": ("guest", 1.0),
    "learn_to": ("guest", 1.0),
    "learn_of": ("guest", 0.9),
    "copy_of": ("guest", 0.9),
    "visit_of": ("guest", 0.9),
    "brought": ("guest", 0.9),
    "go": ("guest", 0.8),
    "choose_of": ("guest", 0.8),
    "visit": ("guest", 0.7),
    "bring": ("guest", 0.7),
    "to": ("guest", 0.7),
    "cause_passive": ("guest", 0.6),
    "look": ("guest", 0.6),
    "home": ("guest", 0.5),
    "home_from": ("guest", 0.5),
    "praise_of": ("guest", 0.4),
}
# Not verbs: looking left for one goes on past them.
_NO_VERBS = frozenset(["want", "with", "by", "from", "origin", "at", "to", "toward", "say", "tell"])


class Role(NamedTuple):
    """A mention's part, the rule that gave it, the word that decided, and how sure the rule is (0 to 1)."""

    mention: Mention
    part: Part
    rule: str
    cue: Cue
    weight: float


def breaks(marks: str) -> bool:
    """Do these marks between two words end a clause?"""
    return bool(marks) and any(mark in ',.?!;:–—|"“”' for mark in marks)


def verb_left(reading: Reading, before: int, reach: int) -> Cue | None:
    """The nearest verb or name of a visit left of word `before`, in its clause."""
    for i in range(before, max(0, before - reach), -1):
        if breaks(reading.tokens[i].before):
            return None
        cue = reading.grammar.get(i - 1)
        if cue is not None and cue.kind not in _NO_VERBS:
            return cue
    return None

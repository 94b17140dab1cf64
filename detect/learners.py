"""Who does the learning that a sentence tells of: guests, the place's own people, or nobody in particular.

"Mereka belajar", "daerah lain perlu belajar", "polisi mempelajari rekaman": the verb is the same, its subject is not.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from detect.lexicon import Cue
from detect.reading import Mention, Reading
from detect.subjects import has_owner, mover

Learner = Literal["guest", "place", "unknown", "anyone"]

# How surely each kind of word says that somebody learns from a place.
_STRENGTH = {
    "study": 1.0, "learn_to": 1.0, "learned": 0.9, "learn_of": 0.8, "copy_of": 0.8, "copied": 0.8, "look": 0.45,
    "apply": 0.35, "applied": 0.35, "cause_passive": 0.45, "cause": 0.2, "praise_of": 0.2,
}  # fmt: skip
_COLOUR = {"training": 0.5, "share": 0.4, "admire": 0.25, "at_home": 0.5}
_WHOSE = {"guest": 1.0, "unknown": 0.75, "anyone": 0.1, "place": 1.0}
_NOT_OF_VISITS = 0.15
_PASSIVE = ("learned", "copied", "visited")
# Left of one of these stands the subject of another verb ("X menerima kunjungan studi banding").
_TURNS = frozenset(
    ["receive", "visited", "become", "serve_as", "model", "chosen", "choose_of", "teach", "cause", "copula"]
)
# A mention right after one of these is where, or with whom, it happens, or what is visited.
_PLACING = ("at", "to", "with", "receive", "received", "visit_of", "look", "learn_of", "copy_of", "praise_of", "meet")
_NAMELESS = ("local_people", "generic", "authority", "pronoun", "common")
_REACH = 18


class Learning(NamedTuple):
    """A word of learning, how strong it is (0 to 1, with whose learning it is taken in), and whose."""

    cue: Cue
    strength: float
    learner: Learner


def learnings(reading: Reading) -> list[Learning]:
    """Every word of learning in a sentence, in order."""
    found = []
    for cue in dict.fromkeys(reading.grammar.values()):
        if cue.kind in _STRENGTH:
            learner = doer(reading, cue)
            alien = reading.coloured("not_matter", cue.last + 1, cue.last + 4)
            strength = _STRENGTH[cue.kind] * _WHOSE[learner] * (_NOT_OF_VISITS if alien else 1.0)
            found.append(Learning(cue, strength, learner))
    found += [Learning(c, _COLOUR[c.kind], "unknown") for c in reading.colour if c.kind in _COLOUR]
    return found


def doer(reading: Reading, cue: Cue) -> Learner:
    """Whose doing a verb or a study visit is."""
    if cue.kind in _PASSIVE or cue.kind == "cause":
        return _agent(reading, cue)
    if cue.kind == "study" or (cue.kind == "learn_to" and reading.kind(cue.first - 1) == "model"):
        if cue.kind == "study" and reading.coloured("local_people", cue.last + 1, cue.last + 2):
            return "anyone"  # "kunjungan edukasi siswa TK"
        first = mover(reading, cue)
        if first is not None and cue.kind == "study" and _placed_by(reading, first) not in _PLACING:
            return _subject(reading, cue)
        return _named_after(reading, cue) or _subject(reading, cue)
    return _subject(reading, cue)


def _side(mention: Mention) -> Learner:
    return "place" if mention.side == "place" else "guest"


def _agent(reading: Reading, cue: Cue) -> Learner:
    """ "dipelajari X", "ditiru oleh X", "memikat X"; without one it is praise ("patut ditiru") or told before."""
    for mention in reading.mentions:
        if 0 < mention.first - cue.last <= 6 and not _cut(reading, cue.last + 1, mention.first):
            return _side(mention)
    if reading.coloured("generic", cue.last + 1, cue.last + 4) or reading.coloured("praise", cue.first - 2, cue.first):
        return "anyone"
    return "unknown"


def _named_after(reading: Reading, cue: Cue) -> Learner | None:
    """ "studi banding DPRD X": the name right after a study visit is whose it is."""
    for mention in reading.mentions:
        gap = range(cue.last + 1, mention.first)
        if len(gap) > 4 or mention.first <= cue.last or mention.kind == "person":
            continue
        owned = cue.kind != "study" or has_owner(reading, cue, mention)
        if owned and not any(i in reading.grammar for i in gap) and not _cut(reading, cue.last + 1, mention.first):
            return "anyone" if on_outing(reading, mention) or _is_urged(reading, mention) else _side(mention)
    return None


def _subject(reading: Reading, cue: Cue) -> Learner:
    """The nearest people left of the verb who are not merely where or with whom it happens."""
    ends = {m.last: m for m in reading.mentions}
    nameless = {c.last: c.kind for c in reading.of(*_NAMELESS) if not _comes_along(reading, c)}
    strangers = False
    for i in range(cue.first - 1, max(-1, cue.first - 1 - _REACH), -1):
        if any(mark in ".?!;:|" for mark in reading.tokens[i + 1].before) or reading.kind(i) in _TURNS:
            return "unknown"
        mention = ends.get(i)
        if mention is not None and _placed_by(reading, mention) not in _PLACING:
            return "anyone" if on_outing(reading, mention) or _is_urged(reading, mention) else _side(mention)
        if mention is None and i in nameless and not _is_named(reading, i):
            counted = nameless[i] == "common" and _is_counted(reading, i)
            return "unknown" if nameless[i] == "pronoun" or counted else "anyone"
        if strangers and reading.coloured("so_that", i, i):
            return "anyone"
        strangers = strangers or (i not in reading.grammar and reading.tokens[i].word.isalpha())
    return "unknown"


def _comes_along(reading: Reading, cue: Cue) -> bool:
    """ "X bersama 11 petugas mengunjungi ...": with whom the subject does it."""
    before = cue.first - 1
    while before > 0 and (reading.tokens[before].word.isdigit() or reading.coloured("number", before, before)):
        before -= 1
    found = reading.grammar.get(before)
    return found is not None and found.kind == "with" and not _cut(reading, before + 1, cue.first)


def on_outing(reading: Reading, mention: Mention) -> bool:
    """ "siswa SD X", "turis asal X": pupils and holiday-makers, not a delegation of where they are from."""
    near = [c for c in reading.of("outing", "holiday") if 0 < mention.first - c.last <= 3 and not of_adults(reading, c)]
    return any(reading.kinds(range(c.last + 1, mention.first)) <= {None, "from", "origin"} for c in near)


def of_adults(reading: Reading, cue: Cue) -> bool:
    """ "siswa Sespim", "peserta didik Dikreg": pupils of a class whose programme holds a study visit."""
    return reading.coloured("training", cue.last + 1, cue.last + 3)


def _is_urged(reading: Reading, mention: Mention) -> bool:
    """ "meminta kepala daerah belajar": people of no name who are only told to."""
    return mention.side == "guests" and reading.coloured("urges", mention.first - 2, mention.first - 1)


def _is_named(reading: Reading, i: int) -> bool:
    """ "Daerah Istimewa ...": within a body's text a capital makes a word part of a name."""
    return reading.sentence.part == "body" and i > 0 and reading.tokens[i].capital


def _is_counted(reading: Reading, i: int) -> bool:
    """ "satu lagi daerah", "11 kabupaten": a number makes learners of no name somebody in particular."""
    numbered = any(token.word.isdigit() for token in reading.tokens[max(0, i - 4) : i])
    return numbered or reading.coloured("number", i - 4, i - 1)


def _placed_by(reading: Reading, mention: Mention) -> str | None:
    """The preposition or verb right before a mention that makes it where, or with whom, things happen."""
    for i in range(mention.first - 1, max(-1, mention.first - 5), -1):
        if reading.tokens[i + 1].before:
            return None
        kind = reading.kind(i)
        if kind is not None:
            return kind
    return None


def _cut(reading: Reading, first: int, last: int) -> bool:
    return any(mark in ",.?!;:|" for i in range(first, last + 1) for mark in reading.tokens[i].before)

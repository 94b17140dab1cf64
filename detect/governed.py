"""The part of a mention that a word to its left governs: a preposition, a verb, the name of a study visit."""

from __future__ import annotations

from collections.abc import Callable

from detect.gazetteer import load
from detect.grammar import AFTER, BEFORE, GOING, LEARNING, Role, breaks, verb_left
from detect.lexicon import Cue
from detect.reading import Mention, Reading
from detect.subjects import escorts, has_owner, mover, people_of, run_by_people, subject

_REACH = 9
_SKIPPED = frozenset(["want", "model", "nothing"])
_OPENS_CLAUSE = frozenset(["link", "tell"])


def governor(reading: Reading, mention: Mention) -> Cue | None:
    """The grammar word that governs the mention from the left, within its clause."""
    tokens = reading.tokens
    for i in range(mention.first, max(0, mention.first - _REACH), -1):
        if breaks(tokens[i].before) and not _lies_in(reading, mention, i):
            return None
        cue = reading.grammar.get(i - 1)
        if cue is None or cue.kind in _SKIPPED:
            continue
        # English prepositions stand right before what they govern ("to Promote X" is a verb).
        verb = cue.first == cue.last and mention.first - i > 2 and reading.coloured("english", cue.first, cue.first)
        return None if verb or cue.kind in _OPENS_CLAUSE else cue
    return None


def _lies_in(reading: Reading, mention: Mention, i: int) -> bool:
    """ "ke Desa Ponggok, Polanharjo, Klaten": a region after names says where they lie; in headlines it acts."""
    tokens = reading.tokens
    named = mention.first - (tokens[mention.first - 1].word in load().cues)
    chain = i == named or (i < named and all(token.capital for token in tokens[i:named]))
    if not chain or tokens[i].before != "," or not tokens[i - 1].capital or reading.sentence.part != "body":
        return False
    return not any(m.last == i - 1 and m.kind in ("name", "region") for m in reading.mentions)


def governed(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """The part that the governing word gives."""
    special = _SPECIAL.get(cue.kind)
    if special is not None:
        return special(reading, mention, cue)
    return _plain(mention, cue) if cue.kind in AFTER else None


def _plain(mention: Mention, cue: Cue) -> Role:
    part, weight = AFTER[cue.kind]
    return Role(mention, part, f"after {cue.kind}", cue, weight)


def _goal(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "ke X": host, unless it is where somebody returns to, or did not go and another place is named."""
    called_off = reading.coloured("cancelled", cue.first - 2, cue.first - 1)
    if called_off and any(m.side != mention.side and m.first > mention.last for m in reading.mentions):
        return None
    verb = verb_left(reading, cue.first, 8)
    if verb is not None and verb.kind in ("home", "apply", "applied"):
        return Role(mention, "guest", "returns to", verb, 0.6)
    if verb is not None and verb.kind in LEARNING:
        return Role(mention, "host", "learns at", verb, 1.0)
    if verb is not None and verb.kind in GOING:
        return Role(mention, "host", "goes to", verb, 0.9)
    first = mover(reading, cue)
    wanted = reading.kind(cue.first - 1) == "want" and reading.kind(cue.first - 2) != "link"
    bound = wanted or (first is not None and first.kind != "inside") or _aims_to_learn(reading, mention)
    return Role(mention, "host", "to", cue, 0.9 if bound else 0.3)


def _location(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "di X": where one learns or is received, or where what was learned is put to use."""
    verb = verb_left(reading, cue.first, 8)
    if verb is None and reading.coloured("shown_round", cue.first - 1, cue.first - 1):
        return Role(mention, "host", "guests at", cue, 0.6)
    if _lasts(reading, cue) and (verb is None or verb.kind not in ("apply", "applied", "copied")):
        return Role(mention, "host", "stays in", cue, 0.7)
    if verb is None or verb.kind == "link":
        made = subject(reading, mention)
        if made is not None and made.part == "host" and made.cue.kind != "receive":
            return made  # "program di X dipelajari", "sekolah di X menjadi bahan belajar"
        if made is not None and made.part == "guest" and people_of(reading, cue) and _goes_on_to(reading, made):
            return Role(mention, "guest", "lives in", made.cue, 0.7)  # "petani di X belajar ke Y"
        return Role(mention, "host", "is in", cue, 0.8 if _aims_to_learn(reading, mention) else 0.2)
    if verb.kind in ("apply", "applied", "copied"):
        return Role(mention, "guest", "applies at", verb, 0.7)
    if verb.kind in LEARNING:
        return Role(mention, "host", "learns at", verb, 1.0)
    if verb.kind in GOING or verb.kind in ("receive", "received"):
        return Role(mention, "host", "goes to", verb, 0.8)
    return Role(mention, "host", "is in", cue, 0.2)


def _goes_on_to(reading: Reading, made: Role) -> bool:
    """Is somewhere else named after the verb, right after "ke" or "di"?"""
    return any(
        m.side != made.mention.side
        and m.first > made.cue.last
        and reading.kinds(range(m.first - 2, m.first)) & {"to", "at"}
        for m in reading.mentions
    )


def _lasts(reading: Reading, cue: Cue) -> bool:
    """ "selama tiga hari di X": is how long somebody stays said right before?"""
    if not reading.coloured("time_span", cue.first - 1, cue.first - 1):
        return False
    before = reading.tokens[max(0, cue.first - 3) : cue.first - 1]
    return any(t.word.isdigit() for t in before) or reading.coloured("number", cue.first - 3, cue.first - 1)


def _aims_to_learn(reading: Reading, mention: Mention) -> bool:
    """ "... X untuk belajar": does the purpose right after the mention say so?"""
    after = [reading.kind(i) for i in reading.window(mention.last + 1, 4)]
    aims = [i for i, kind in enumerate(after) if kind in ("purpose", "to")]
    return bool(aims) and not LEARNING.isdisjoint(kind or "" for kind in after[aims[0] :])


def _source(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "dari X": whom one learns from, or where guests are from."""
    verb = verb_left(reading, cue.first, 7)
    if verb is not None and verb.kind in LEARNING | {"copied"} and verb.kind != "study":
        return Role(mention, "host", "learns from", verb, 1.0)
    # "pulang studi banding dari X"
    back = verb is not None and verb.kind == "study" and "home" in reading.kinds(reading.window(verb.first - 2, 2))
    if verb is not None and (back or verb.kind in ("home", "apply", "applied")):
        return Role(mention, "host", "returns from", verb, 0.6)
    if reading.coloured("asset", cue.first - 2, cue.first - 1) and not run_by_people(reading, cue):
        return Role(mention, "host", "learns from", cue, 0.7)
    if verb is not None and verb.kind in ("bring", "brought") and not people_of(reading, cue):
        return Role(mention, "host", "brings from", cue, 0.5)
    mover = subject(reading, mention)
    moves = mover is not None and mover.part == "guest" and mover.cue.kind in LEARNING | GOING
    came = verb is not None and verb.kind in GOING | {"receive", "study"}
    if moves or came:
        return Role(mention, "guest", "comes from", cue, 0.9)
    if cue.kind == "origin" or people_of(reading, cue):
        return Role(mention, "guest", "is from", cue, 0.9)
    return None


def _agent(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "oleh X": the one who receives, or who visits, learns and leads."""
    verb = verb_left(reading, cue.first, 5)
    if verb is None or verb.kind not in AFTER:
        return None
    if verb.kind in ("teach", "taught"):
        return Role(mention, "host", "taught by", verb, 0.7)
    return _plain(mention, verb)


def _together(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "berbagi ilmu dengan X": X learns; "belajar bersama X", "bertemu dengan X": X is visited;
    "mengunjungi Y bersama X": X comes along."""
    verb = verb_left(reading, cue.first, 8)
    if verb is not None and verb.kind in ("look", "visit_of", "learn_of") and _has_object(reading, verb, cue, mention):
        return Role(mention, "guest", "comes along", verb, 0.5)
    if verb is not None and cue.first - verb.last > 4:
        return None
    if verb is None or verb.kind not in ("teach", "learn_to", "meet"):
        return None
    part, weight = AFTER[verb.kind]
    return Role(mention, part, f"with, {verb.kind}", verb, 0.6 if verb.kind == "teach" else weight / 2)


def _has_object(reading: Reading, verb: Cue, end: Cue, mention: Mention) -> bool:
    """Does somebody else's name stand between a verb and the word for "with"?"""
    return any(verb.last < m.first < end.first and m.side != mention.side for m in reading.mentions)


def _taught(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "mengajari guru X"; but "memaparkan program X"."""
    direct = mention.first == cue.last + 1
    people = any(reading.coloured(kind, cue.last + 1, cue.last + 1) for kind in ("body", "guest"))
    return _plain(mention, cue) if direct or people else None


def _toward(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "kepada X", "pada X": whom one teaches, or whom one learns from or visits."""
    verb = verb_left(reading, cue.first, 8)
    if verb is None or verb.kind not in AFTER:
        return None
    if verb.kind in ("study", "visit"):
        return Role(mention, "host", "learns at", verb, 0.9)
    part, weight = AFTER[verb.kind]
    return Role(mention, part, f"toward, {verb.kind}", verb, max(weight, 0.6))


def _likened(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "ingin maju seperti X": the model."""
    wanted = reading.kinds(reading.window(cue.first - 5, 5)) & (LEARNING | {"want"})
    return Role(mention, "host", "to be like", cue, 0.5) if wanted else None


def _named_last(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "yang datang untuk belajar ialah X", "sasaran studi tiru ialah X": what stands before the copula says."""
    verb = verb_left(reading, cue.first, 8)
    while verb is not None and verb.kind == "purpose":
        verb = verb_left(reading, verb.first, 8)
    aimed = reading.kinds(range(max(0, cue.first - 9), cue.first)) & {"model", "target"}
    if aimed and (verb is None or verb.kind in ("study", "visit", "model")):
        return Role(mention, "host", "is the choice", cue, 0.8)
    people = reading.coloured("guest", cue.last + 1, mention.first) or reading.coloured("guest", 0, cue.first - 1)
    if verb is None and (people or reading.coloured("pronoun", cue.first - 2, cue.first - 1)):
        return Role(mention, "guest", "they are", cue, 0.5)
    if verb is None or verb.kind not in BEFORE:
        return None
    part, weight = BEFORE[verb.kind]
    return Role(mention, part, f"named last, {verb.kind}", verb, weight)


def _exemplified(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "menjadi rujukan X", "jadi bahan studi X": who studies the example."""
    if reading.coloured("studied", cue.last + 1, mention.first - 1):
        return Role(mention, "guest", "example for", cue, 0.8)
    return None


def _learner_or_lesson(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "belajar pariwisata X", but "tempat belajar X"."""
    if reading.kind(cue.first - 1) == "model":
        return Role(mention, "guest", "place of learning of", cue, 0.9)
    return _plain(mention, cue)


def _student_or_lesson(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "studi banding DPRD X"; but "studi banding layanan X", and "tim dari X kaji tiru DPRD Y"."""
    first = mover(reading, cue)
    moved = first is not None and first.side != mention.side and not _is_placed(reading, first)
    if any(cue.last < m.first < mention.first and m.side != mention.side for m in reading.mentions):
        return Role(mention, "host", "lesson of study", cue, 0.5)
    if moved or not has_owner(reading, cue, mention):
        return Role(mention, "host", "lesson of study", cue, 0.9 if moved else 0.6)
    return _plain(mention, cue)


def _is_placed(reading: Reading, mention: Mention) -> bool:
    """Is a mention where something happens, or who receives, rather than who moves?"""
    cue = governor(reading, mention)
    return cue is not None and cue.kind not in ("from", "origin", "by", "led")


def _moved(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "terpikat X", but "membuat iri X"."""
    if reading.kind(cue.first - 1) == "cause":
        return Role(mention, "guest", "made curious", cue, 0.6)
    return _plain(mention, cue)


def _leader(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "diboyong X"; but "tamu diajak X": the host shows them round."""
    if escorts(reading, cue, cue.first - 4):
        return Role(mention, "host", "escorts", cue, 0.5)
    return _plain(mention, cue)


def _met(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "bertemu X"; but "di hadapan rombongan X"."""
    if reading.coloured("guest", cue.last + 1, mention.last):
        return Role(mention, "guest", "meets guests", cue, 0.6)
    return _plain(mention, cue)


def _led(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "membawa rombongan X", "memboyong Bupati X"; not "membawa nama X"."""
    words = (cue.last + 1, mention.last)
    people = mention.side == "guests" or reading.coloured("guest", *words) or reading.coloured("body", *words)
    return _plain(mention, cue) if people else None


def _joined(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "diikuti peserta dari X"; not "diikuti bupati X"."""
    return _plain(mention, cue) if reading.coloured("guest", cue.last + 1, mention.last) else None


_SPECIAL: dict[str, Callable[[Reading, Mention, Cue], Role | None]] = {
    "to": _goal,
    "at": _location,
    "from": _source,
    "origin": _source,
    "by": _agent,
    "with": _together,
    "teach": _taught,
    "toward": _toward,
    "like": _likened,
    "copula": _named_last,
    "become": _exemplified,
    "serve_as": _exemplified,
    "learn_to": _learner_or_lesson,
    "study": _student_or_lesson,
    "cause_passive": _moved,
    "brought": _leader,
    "bring": _led,
    "meet": _met,
    "joined": _joined,
}

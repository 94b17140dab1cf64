"""What in an article speaks for or against a study visit to the watched place: each sign with the words that carry it.

Signs are told apart by where they stand: in the title; in the lead, where news says what happened; near it; or in the
rest, where earlier guests and background are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from detect.grammar import Role, breaks
from detect.learners import Learning, learnings, of_adults, on_outing
from detect.lexicon import Cue
from detect.no_sign import THOUSANDS, is_just_before, is_no_sign
from detect.reading import Reading
from detect.sides import Sides, sides_of

Zone = Literal["title", "lead", "near", "rest"]
Name = Literal[
    "inbound", "outgoing", "elsewhere", "learns", "learns_away", "study_noun", "received", "delegation", "people",
    "guest_says", "arrives", "outsider", "setting", "tally", "generic", "often", "official", "official_subject",
    "local_people", "outing", "background", "other_sense", "blame", "wording", "company",
    "place_host", "place_guest", "place_speaker", "other_host", "other_guest", "other_speaker",
]  # fmt: skip

# Sentences of the body that are the lead, and those that are near it.
LEAD, NEAR = 2, 6

# Words between how often something is and what it is.
_HABIT = 7
# The largest delegation that consists of this many districts is not known.
_CROWD = 20
# After a number, whatever they are.
_PERSONS = ("orang", "people", "persons")
AGAINST: tuple[Name, ...] = (
    "generic",
    "often",
    "official",
    "official_subject",
    "local_people",
    "outing",
    "background",
    "other_sense",
    "blame",
)
# The kinds of words that signs against a visit are told by.
_SPEAKS_AGAINST = frozenset([*AGAINST, "counted", "regular"])
# How much of a sign against a visit counts by where it stands.
_LOUD: dict[Zone, float] = {"title": 1.5, "lead": 1.0, "near": 0.6, "rest": 0.3}
_MOVES = ("go", "visit", "visit_of", "brought", "bring", "led", "received", "study", "learn_to", "learn_of", "turn")


class Signal(NamedTuple):
    """A sign: its name, where it stands, how strong it is (0 to 1), the sentence, and its words first..last."""

    name: Name
    zone: Zone
    value: float
    reading: Reading
    first: int
    last: int

    @property
    def sentence(self) -> int:
        return self.reading.sentence.index


def collect(readings: Sequence[Reading], parts: Sequence[Sequence[Role]], body_starts: int = 0) -> list[Signal]:
    """All signs of an article, in its order. `parts` holds the roles of each reading; `body_starts` is the character
    after the dateline: what stands before it in the body (a subtitle, a caption) is near the lead, not the lead."""
    found: list[Signal] = []
    opening = next(
        (r.sentence.paragraph for r in readings if r.tokens[0].start >= body_starts and r.sentence.paragraph), 1
    )
    told = 0
    for reading, played in zip(readings, parts, strict=True):
        told += reading.sentence.part == "body" and reading.sentence.paragraph >= opening
        found += _sentence(reading, played, _zone(reading, opening, told))
    return found


def _zone(reading: Reading, opening: int, told: int) -> Zone:
    if reading.sentence.part == "title":
        return "title"
    if reading.sentence.paragraph < opening:
        return "near"
    return "lead" if told <= LEAD else "near" if told <= NEAR else "rest"


def _sentence(reading: Reading, parts: Sequence[Role], zone: Zone) -> Iterable[Signal]:
    sides = sides_of(reading, parts)
    learning = learnings(reading)
    if parts:
        yield from _parts(parts, reading, zone)
        yield from _direction(reading, parts, sides, zone)
    yield from _learning(reading, sides, learning, zone)
    if reading.mentions:
        yield from _guests(reading, parts, zone)
    if reading.has(_SPEAKS_AGAINST):
        yield from _against(reading, zone)
    yield from _guest_speech(reading, parts, learning, zone)


# What each part is called by whose it is; the guests of whom nobody says where from are no side.
_PLAYED: dict[tuple[str, str], Name] = {
    ("place", "host"): "place_host",
    ("place", "guest"): "place_guest",
    ("place", "speaker"): "place_speaker",
    ("other", "host"): "other_host",
    ("other", "guest"): "other_guest",
    ("other", "speaker"): "other_speaker",
}


def _parts(parts: Sequence[Role], reading: Reading, zone: Zone) -> Iterable[Signal]:
    for role in parts:
        name = _PLAYED.get((role.mention.side, role.part))
        if name is not None:
            yield Signal(name, zone, role.weight, reading, role.mention.first, role.mention.last)


def _direction(reading: Reading, parts: Sequence[Role], sides: Sides, zone: Zone) -> Iterable[Signal]:
    name: Name
    if sides.net > 0 and sides.place_host:
        generic = (any(reading.of("generic")) or _many(reading) is not None) and not sides.other_guest
        name, value, wanted = "inbound", sides.net * (0.3 if generic else 1.0), ("place", "host")
    elif sides.net < 0 and sides.place_guest:
        name, value, wanted = "outgoing", -sides.net, ("place", "guest")
    elif sides.other_host > 0.2 and not sides.place_host:
        name, value, wanted = "elsewhere", sides.other_host, ("other", "host")
    else:
        return
    carriers = [r for r in parts if r.mention.side == wanted[0] and r.part in (wanted[1], "speaker")]
    role = max(carriers, key=lambda r: (r.part == wanted[1], r.weight))
    first, last = min(role.cue.first, role.mention.first), max(role.cue.last, role.mention.last)
    value *= _told_before(reading) if name == "inbound" else 1.0
    yield Signal(name, zone, min(1.0, value), reading, first, last)


def _told_before(reading: Reading) -> float:
    """Less than 1 where a sentence of the body tells of an earlier visit ("tahun lalu", "pernah")."""
    earlier = reading.sentence.part == "body" and any(not is_just_before(reading, c) for c in reading.of("background"))
    return 0.5 if earlier else 1.0


def _learning(reading: Reading, sides: Sides, learning: Sequence[Learning], zone: Zone) -> Iterable[Signal]:
    for found in learning:
        away = found.learner == "place" or sides.net < -0.2
        strength = found.strength * _told_before(reading)
        if strength >= 0.05:
            yield Signal("learns_away" if away else "learns", zone, strength, reading, found.cue.first, found.cue.last)
        if found.cue.kind == "study" and not away:
            yield Signal("study_noun", zone, 0.5 if zone == "rest" else 1.0, reading, found.cue.first, found.cue.last)


def _guests(reading: Reading, parts: Sequence[Role], zone: Zone) -> Iterable[Signal]:
    official = any(reading.of("official_subject"))
    hosted = any(r.part == "host" for r in parts) or any(r.part == "guest" and r.mention.side == "place" for r in parts)
    for role in parts:
        first, last = role.mention.first, role.mention.last
        if role.mention.side == "place":
            if role.part == "host" and role.rule in ("after received", "before receive"):
                yield Signal("received", zone, role.weight, reading, role.cue.first, role.cue.last)
        elif zone != "rest" and role.part == "guest":
            if role.mention.side == "other" and role.cue.kind in _MOVES and not hosted:
                span = min(first, role.cue.first), max(last, role.cue.last)
                yield Signal("arrives", zone, role.weight, reading, *span)
            yield Signal(
                "delegation" if role.mention.side == "other" else "people", zone, role.weight, reading, first, last
            )
        elif zone != "rest" and role.part == "speaker" and role.mention.side == "other" and not official:
            yield Signal("delegation", zone, 0.6, reading, first, last)
    yield from _told(reading, parts, zone)
    played = {role.mention for role in parts}
    for mention in reading.mentions if zone != "rest" and not official else ():
        if mention.kind in ("region", "institution") and mention.side == "other" and mention not in played:
            yield Signal("delegation", zone, 0.4, reading, mention.first, mention.last)


def _told(reading: Reading, parts: Sequence[Role], zone: Zone) -> Iterable[Signal]:
    """What a story told bit by bit is made of: people from elsewhere, and the place as where things happen."""
    acting = {r.mention for r in parts if r.part in ("guest", "speaker")}
    placed = {r.mention for r in parts if r.part == "host"}
    for mention in reading.mentions:
        span = mention.first, mention.last
        if mention.side == "place" and mention in placed:
            yield Signal("setting", zone, 1.0, reading, *span)
        elif mention.side == "other" and mention not in placed and mention.kind != "parent":
            if on_outing(reading, mention):
                continue
            before = max(0, mention.first - 4), mention.last
            people = any(reading.coloured(kind, *before) for kind in ("body", "guest", "training"))
            if mention in acting or people:
                yield Signal("outsider", zone, 1.0, reading, *span)
            elif reading.kind(mention.first - 1) in ("from", "origin"):
                yield Signal("outsider", zone, 0.5, reading, *span)


def _against(reading: Reading, zone: Zone) -> Iterable[Signal]:
    many = _many(reading) if zone != "rest" else None
    if many is not None:
        yield Signal("tally", zone, _LOUD[zone], reading, many, many)
    habit = _habit(reading)
    if habit is not None:
        yield Signal("often", zone, _LOUD[zone], reading, habit.first, habit.last)
    for name in AGAINST:
        # Every visit passes the place's own people; in a title they are who it is about.
        aside = (
            (name != "other_sense" and zone == "rest")
            or (name == "local_people" and zone != "title")
            or (name == "outing" and zone not in ("title", "lead"))
        )
        for cue in reading.of(name) if not aside else ():
            grown = name == "outing" and of_adults(reading, cue)
            if not (grown or is_no_sign(reading, cue)):
                yield Signal(name, zone, _LOUD[zone], reading, cue.first, cue.last)


def _many(reading: Reading) -> int | None:
    """ "203 pemerintah daerah", "300-an instansi": the word where a number too big for one delegation stands."""
    for cue in reading.of("counted"):
        for i in range(max(0, cue.first - 4), cue.first):
            number = reading.tokens[i].word.partition("-")[0]
            digits = number.replace(".", "")
            is_year = len(digits) == 4 and digits == number
            many = digits.isdecimal() and int(digits[:9]) >= _CROWD and not is_year
            many = many and not _of_day(reading, i, cue)
            if reading.coloured("crowd", i, i) or (many and not _of_people(reading, i, cue)):
                return i
    return None


def _of_day(reading: Reading, i: int, cue: Cue) -> bool:
    """ "Selasa 22 November, rombongan tiba": another clause's number, or one before a name, which a month has."""
    apart = any(breaks(token.before) for token in reading.tokens[i + 1 : cue.first + 1])
    return apart or (i + 1 < cue.first and reading.tokens[i + 1].capital)


def _of_people(reading: Reading, i: int, cue: Cue) -> bool:
    """ "21 orang rombongan", "59 pejabat dari 22 instansi": a number of people, or of where counted people are from."""
    if any(reading.tokens[j].word in _PERSONS or reading.coloured("guest", j, j) for j in range(i + 1, cue.first)):
        return True
    if reading.kind(i - 1) != "from":
        return False
    return any(
        reading.tokens[c.first - 1].word.isdecimal() and len(reading.tokens[c.first - 1].word) < THOUSANDS
        for c in reading.of("guest")
        if c.first > 0 and i - _HABIT <= c.last < i
    )


def _habit(reading: Reading) -> Cue | None:
    """ "setiap pekan ada lima rombongan": how often guests come, unless someone is quoted."""
    for cue in reading.of("regular"):
        near = cue.first - _HABIT, cue.last + _HABIT
        if not reading.tokens[cue.first].quoted and reading.coloured("stream", *near):
            return cue
    return None


def _guest_speech(
    reading: Reading, parts: Sequence[Role], learning: Sequence[Learning], zone: Zone
) -> Iterable[Signal]:
    """ "Kami ingin belajar di sini", and not said by the host."""
    strong = [found.cue for found in learning if found.strength >= 0.5 and found.learner in ("unknown", "guest")]
    if not strong or any(r.part == "speaker" and r.mention.side == "place" for r in parts):
        return
    if any(reading.tokens[cue.first].quoted for cue in reading.of("first_person", "here")):
        yield Signal("guest_says", zone, 1.0, reading, strong[0].first, strong[0].last)

"""Which side a sentence makes the host and which the guest, by the parts that its names play."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from detect.grammar import Role
from detect.learners import doer
from detect.reading import Reading

_DONE_BY_SOMEBODY = ("study", "learn_to", "learn_of", "copy_of", "visit_of", "visit", "go", "visited", "look")
_DOERS = {"guest": 1.0, "unknown": 0.9, "anyone": 0.25, "place": 0.3}
_PASSIVE = ("before learned", "before copied", "before chosen", "before visited")


class Sides(NamedTuple):
    """How strongly a sentence makes the watched place and the others host and guest (0 to 1 each)."""

    place_host: float
    place_guest: float
    other_host: float
    other_guest: float
    # Do the others do anything that guests do, or are they only from elsewhere ("pelari asal X")?
    other_moves: bool

    @property
    def net(self) -> float:
        """Above 0: others come here; below 0: the place's people go, or others go elsewhere."""
        guests = self.other_guest / 2
        here = self.place_host + (guests if self.other_moves else min(self.place_host, guests))
        return here - (self.place_guest + self.other_host / 2)


_NOBODY = Sides(0.0, 0.0, 0.0, 0.0, False)


def sides_of(reading: Reading, parts: Sequence[Role]) -> Sides:
    """Weigh the parts that are played in one sentence."""
    if not parts:
        return _NOBODY
    best = {("place", "host"): 0.0, ("place", "guest"): 0.0, ("other", "host"): 0.0, ("other", "guest"): 0.0}
    for role in parts:
        key = (role.mention.side, role.part)
        if key in best:
            best[key] = max(best[key], _weight(reading, role, parts))
    hosts = {role.cue for role in parts if role.part == "host" and role.mention.side == "place"}
    others = [role for role in parts if role.part == "host" and role.mention.side == "other"]
    if others and all(role.cue in hosts for role in others):
        best["other", "host"] = 0.0  # "ke X dan Y": one journey to both
    # Who speaks in a place is there ("ujar Bupati X saat membuka pertemuan di Y").
    guest_speaks = any(r.part == "speaker" and r.mention.side == "other" for r in parts)
    if guest_speaks and any(r.rule == "is in" and r.mention.side == "place" for r in parts):
        best["place", "host"] = max(best["place", "host"], 0.5)
    # Who tells of the other side's visit receives it ("Sekda X mengatakan Pemkab Y ingin belajar").
    for side, other in (("place", "other"), ("other", "place")):
        speaks = any(r.part == "speaker" and r.mention.side == side for r in parts)
        if speaks and best[other, "guest"] >= 0.8 and not best[side, "guest"]:
            best[side, "host"] = max(best[side, "host"], 0.8 if _received(reading, parts, other) else 0.4)
    moves = any(r.part == "guest" and r.mention.side == "other" and r.rule != "is from" for r in parts)
    return Sides(best["place", "host"], best["place", "guest"], best["other", "host"], best["other", "guest"], moves)


def _received(reading: Reading, parts: Sequence[Role], side: str) -> bool:
    """ "... saat menerima kunjungan X": guests of that side, after a word for receiving them?"""
    guests = [r for r in parts if r.part == "guest" and r.mention.side == side]
    return any("receive" in reading.kinds((r.cue.first, r.cue.first - 1)) for r in guests)


def _weight(reading: Reading, role: Role, parts: Sequence[Role]) -> float:
    """A programme says less than the place's name, a quotation less than the news, praise less than a visit."""
    weight = role.weight * (1.0 if role.mention.kind != "inside" else 0.6 if role.part == "host" else 0.3)
    if role.part == "host" and role.cue.kind in _DONE_BY_SOMEBODY:
        weight *= _DOERS[doer(reading, role.cue)]
    if role.rule in _PASSIVE and not any(r.part == "guest" and r.cue == role.cue for r in parts):
        weight *= 0.6
    return weight * (0.5 if reading.tokens[role.mention.first].quoted else 1.0)

"""Which way an article's visit goes: to the watched place, from it, or between two others.

The title and the lead decide; what stands further down can only confirm, since it tells of earlier guests as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from article import Direction
from detect.signals import Name, Signal, Zone

# How much a sentence counts by where it stands.
ZONES: dict[Zone, float] = {"title": 1.0, "lead": 0.9, "near": 0.45, "rest": 0.15}
# The same where title and lead paint a scene and do not say who goes where: then what follows tells the news.
_SCENE: dict[Zone, float] = {"title": 1.0, "lead": 0.9, "near": 0.8, "rest": 0.4}
_SILENT = 0.5
# What a sentence adds in which something happens in the place, where nobody leaves it.
_SETTING = 0.1
_ELSEWHERE = 0.8
# Strength below which an article leads nowhere; towards the place half of it will do, since the score decides there.
_SURE = 0.3
# An outgoing sign in title or lead from which on the traveller is known to be the place's: to go elsewhere contradicts
# it nowhere, whoever the other sentences leave out.
_TRAVELS = 0.2
# Signs in a title that the news is no visit at all, whoever is said to learn from whom: figures, habits, officials.
_NO_VISIT: tuple[Name, ...] = ("tally", "often", "official_subject")
# Below this score a text that leads here tells of no visit.
_MAYBE = 0.2
# Guests come, and no other place is named where they could go: what that is worth, and what may be named in passing.
_ARRIVES, _ASIDE = 0.5, 0.2

_Strongest = dict[tuple[Name, Zone], Signal]


class Lean(NamedTuple):
    """`strength` above 0 is towards the watched place (at most 1.5 either way); `contradiction` names the two signs
    that say opposite things in title and lead, equally loud."""

    direction: Direction
    strength: float
    contradiction: tuple[Signal, Signal] | None


def _strongest(signals: Sequence[Signal]) -> _Strongest:
    """The strongest sign of each name in each zone."""
    found: _Strongest = {}
    for signal in signals:
        known = found.get((signal.name, signal.zone))
        if known is None or signal.value > known.value:
            found[signal.name, signal.zone] = signal
    return found


def lean(signals: Sequence[Signal]) -> Lean:
    """Weigh the signs of direction of a whole article."""
    loudest = _strongest(signals)
    strength = 0.0
    away = {"outgoing": 0.0, "elsewhere": 0.0}
    for zone, weight in (_SCENE if _opens_silent(signals) else ZONES).items():
        here, out, other = (_value(loudest, name, zone) for name in ("inbound", "outgoing", "elsewhere"))
        away["outgoing"] += weight * out
        away["elsewhere"] += weight * other * _ELSEWHERE
        strength += weight * (here - max(out, other * _ELSEWHERE))
    if not away["outgoing"] and away["elsewhere"] < _ASIDE:
        strength += _ARRIVES * max((s.value * ZONES[s.zone] for s in signals if s.name == "arrives"), default=0.0)
    if not any(away.values()):
        strength += _SETTING * min(2, len({s.sentence for s in signals if s.name == "setting"}))
    strength = max(-1.5, min(1.5, strength))
    contradiction = _contradiction(signals, loudest)
    if strength >= _SURE / 2:
        return Lean("inbound", strength, contradiction)
    if strength > -_SURE and not any(s.name in ("outgoing", "elsewhere") and s.value >= 0.5 for s in signals):
        return Lean("none", strength, contradiction)
    if any(s.name in _NO_VISIT and s.zone == "title" for s in signals):
        return Lean("none", strength, contradiction)
    travels = max(_value(loudest, "outgoing", "title"), _value(loudest, "outgoing", "lead")) >= _TRAVELS
    ours = travels or away["outgoing"] >= away["elsewhere"]
    return Lean("outgoing" if ours else "elsewhere", strength, contradiction)


def told(leaning: Lean, learnt: bool, score: float) -> Direction:
    """The direction of an article that is not flagged: none where nobody learns, or too little speaks for a visit of
    those that it says come here."""
    if not learnt or (leaning.direction == "inbound" and score < _MAYBE):
        return "none"
    return leaning.direction


def _opens_silent(signals: Sequence[Signal]) -> bool:
    names = ("inbound", "outgoing", "elsewhere")
    return not any(s.name in names and s.zone in ("title", "lead") and s.value >= _SILENT for s in signals)


def _value(loudest: _Strongest, name: Name, zone: Zone) -> float:
    found = loudest.get((name, zone))
    return found.value if found else 0.0


def _contradiction(signals: Sequence[Signal], loudest: _Strongest) -> tuple[Signal, Signal] | None:
    """Title against lead, both loud and both about learning: neither can be believed."""
    learnt = {s.sentence for s in signals if s.name in ("learns", "learns_away") and s.value >= 0.5}
    pairs: tuple[tuple[Zone, Zone], ...] = (("title", "lead"), ("lead", "title"))
    for here, there in pairs:
        inward, outward = loudest.get(("inbound", here)), loudest.get(("outgoing", there))
        if inward is None or outward is None or min(inward.value, outward.value) < 0.9:
            continue
        if {inward.sentence, outward.sentence} <= learnt and not _value(loudest, "inbound", there):
            return inward, outward
    return None

"""Signs -> measures: numbers that a person can read and that the model weighs.

Some are of what is said (who comes, who learns, what speaks against it), some of who and where the article is about
(focus.py), one of its words (wording.py), and one of what stands beside the names (company.py).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from detect.direction import ZONES, Lean
from detect.focus import FOCUS
from detect.signals import AGAINST, Name, Signal, Zone

# How much of a sign is left by where it stands, and between sentences further apart.
_FADES: dict[Zone, float] = {"title": 1.0, "lead": 1.0, "near": 0.95, "rest": 0.6}
_PLAINLY = 0.55
_WEAKLY = 0.4
_APART = (1.0, 0.9, 0.75, 0.6)
_Named = defaultdict[Name, list[Signal]]


_CROWDS: tuple[Name, ...] = ("generic", "often", "tally")
_PARTS: tuple[Name, ...] = (
    "place_host",
    "place_guest",
    "place_speaker",
    "other_host",
    "other_guest",
    "other_speaker",
)
_TOLD: tuple[Name, ...] = ("inbound", "outgoing", "elsewhere", "arrives", "learns", "learns_away")
# Already log-odds: their weight is 1.
TEXT = ("wording", "company")
# Sums above these say no more.
_PLAYED_OFTEN, _FAR_APART, _TOLD_OFTEN = 7.0, 3.0, 2.0


class Measure(NamedTuple):
    """A number that the model weighs, and the signs that carry it."""

    value: float
    signals: tuple[Signal, ...] = ()


def measures(
    signals: Sequence[Signal], lean: Lean, focus: Mapping[str, float], text: Mapping[str, Measure]
) -> dict[str, Measure]:
    """What the model weighs, in the order of MEASURES; `text` holds those of TEXT."""
    named = _by_name(signals)
    arrivals = _Arrivals.of(named, lean)
    visit, told = arrivals.best
    guests = _best(named["delegation"])
    unnamed = 1 - min(1.0, guests.value / 0.6)
    arrival = Measure(arrivals.arrival, told[:1])
    found = {
        # Whoever comes here: without learning it is no visit.
        "direction": Measure(min(lean.strength, 2 * visit), _leaning(signals, lean)),
        "visit": Measure(visit, told),
        "visit_in_title": Measure(*arrivals.in_title),
        "visit_repeated": Measure(arrivals.arrival * arrivals.repeated, told),
        "visit_by_named": _times(visit, guests),
        "visit_by_people": _times(visit, _best(named["people"])),
        "visit_by_nobody": Measure(visit * unnamed, told),
        "visit_received": _times(visit, _best(named["received"])),
        "visit_in_guests_words": _times(arrival.value / 2, _sum(named["guest_says"], 2.0)),
        "visit_by_study_name": _times(visit, _best(named["study_noun"])),
        "visit_without_learning": _times(arrival.value * (1 - arrivals.learned), guests),
        "story": _story(named, signals),
        "learns_away": _best([s for s in named["learns_away"] if s.zone != "rest"]),
        "tally": _sum(named["tally"], 2.0),
        "leads_here": Measure(float(lean.direction == "inbound")),
    } | {name: Measure(value) for name, value in focus.items()}
    found |= text
    found |= _parts(named) | dict(_told(named))
    crowd = [_sum(named[name], 2.0) for name in _CROWDS]
    found["roundup"] = Measure(unnamed * sum(m.value for m in crowd), tuple(s for m in crowd for s in m.signals))
    for name in AGAINST:
        cap = 3.0 if name == "other_sense" else 2.0
        found[name] = _times(1.0 if name in _CROWDS else 1 - 0.7 * visit, _sum(named[name], cap))
    return {name: found[name] for name in MEASURES}


MEASURES = (
    "direction", "visit", "visit_in_title", "visit_repeated", "visit_by_named", "visit_by_people", "visit_by_nobody",
    "visit_received", "visit_in_guests_words", "visit_by_study_name", "visit_without_learning", "story", "learns_away",
    "tally", "roundup", *AGAINST, "leads_here", *FOCUS, *_PARTS, "both_speak", "hosts_here", "guests_from_afar",
    *(f"{name}_{where}" for name in _TOLD for where in ("opening", "later")), *TEXT,
)  # fmt: skip


def _by_name(signals: Sequence[Signal]) -> _Named:
    found: _Named = defaultdict(list)
    for signal in signals:
        found[signal.name].append(signal)
    return found


def _parts(named: _Named) -> dict[str, Measure]:
    """How often each side hosts, travels and speaks over the whole article, wherever it stands."""
    amount = {name: sum(s.value for s in named[name]) for name in _PARTS}
    scaled = {n: min(1.0, math.log1p(a) / math.log1p(_PLAYED_OFTEN)) for n, a in amount.items()}
    found: dict[str, Measure] = {n: Measure(value, tuple(named[n][:2])) for n, value in scaled.items()}
    found["both_speak"] = Measure(min(scaled["place_speaker"], scaled["other_speaker"]))
    hosts, guests = amount["place_host"] - amount["other_host"], amount["other_guest"] - amount["place_guest"]
    found["hosts_here"] = Measure(max(-1.0, min(1.0, hosts / _FAR_APART)))
    found["guests_from_afar"] = Measure(max(-1.0, min(1.0, guests / _FAR_APART)))
    return found


def _told(named: _Named) -> Iterator[tuple[str, Measure]]:
    """How much title and lead, and how much the rest, tell of coming, going and learning."""
    for name in _TOLD:
        for where, zones in (("opening", ("title", "lead")), ("later", ("near", "rest"))):
            found = [s for s in named[name] if s.zone in zones]
            amount = min(_TOLD_OFTEN, sum(s.value for s in found)) / _TOLD_OFTEN
            yield f"{name}_{where}", Measure(amount, tuple(found[:2]))


def _best(signals: Sequence[Signal]) -> Measure:
    best = max(signals, key=lambda s: s.value, default=None)
    return Measure(best.value, (best,)) if best else Measure(0.0)


def _sum(signals: Sequence[Signal], cap: float) -> Measure:
    return Measure(min(cap, sum(s.value for s in signals)), tuple(signals[:4]))


def _story(named: _Named, signals: Sequence[Signal]) -> Measure:
    """A scene told bit by bit: outsiders, questions and the place, in whichever sentences, and nobody leaves it."""
    learnt = [s._replace(value=s.value if s.value >= _PLAINLY else s.value * _WEAKLY) for s in named["learns"]]
    told = [named["outsider"], named["setting"], learnt]
    amounts = [min(1.0, sum(_by_sentence(part)) / 2) for part in told]
    away = sum(s.value * ZONES[s.zone] for s in signals if s.name in ("outgoing", "elsewhere"))
    value = math.prod(amounts) ** (1 / 3) * max(0.0, 1 - away)
    return Measure(value, tuple(max(part, key=lambda s: s.value) for part in told if part) if value else ())


def _by_sentence(signals: Sequence[Signal]) -> Iterable[float]:
    best: dict[int, float] = {}
    for signal in signals:
        best[signal.sentence] = max(best.get(signal.sentence, 0.0), signal.value)
    return best.values()


def _times(factor: float, measure: Measure) -> Measure:
    return Measure(factor * measure.value, measure.signals)


def _leaning(signals: Sequence[Signal], lean: Lean) -> tuple[Signal, ...]:
    """The sign that says most of the direction."""
    names: tuple[Name, ...] = ("inbound",) if lean.strength > 0 else ("outgoing", "elsewhere")
    found = [s for s in signals if s.name in names]
    return (max(found, key=lambda s: s.value * ZONES[s.zone]),) if found else ()


@dataclass(frozen=True, slots=True)
class _Arrivals:
    """Somebody comes here, and somebody learns: both, near each other, make a visit."""

    best: tuple[float, tuple[Signal, ...]]
    in_title: tuple[float, tuple[Signal, ...]]
    arrival: float
    learned: float
    repeated: float

    @classmethod
    def of(cls, named: _Named, lean: Lean) -> _Arrivals:
        # Nothing speaks for a visit here when the article leads elsewhere.
        gate = max(0.0, min(1.0, lean.strength / 0.4))
        inward = _loudest(named["inbound"])
        learning = _loudest(named["learns"])
        best: tuple[float, tuple[Signal, ...]] = (0.0, ())
        in_title = best
        learned = 0.0
        for signal in inward:
            chance, word = _learned(learning, signal)
            learned = max(learned, chance)
            value = signal.value * _FADES[signal.zone] * chance * gate
            pair: tuple[float, tuple[Signal, ...]] = (value, (signal, word) if word else (signal,))
            best = max(best, pair, key=lambda found: found[0])
            if signal.zone == "title":
                in_title = max(in_title, pair, key=lambda found: found[0])
        arrival = gate * max((s.value * _FADES[s.zone] for s in inward), default=0.0)
        repeated = min(3.0, sum(s.value * _FADES[s.zone] for s in learning)) / 3
        return cls(best, in_title, arrival, learned, repeated)


def _loudest(signals: Sequence[Signal]) -> list[Signal]:
    """At most 24 signs: a page made to be slow has thousands."""
    return sorted(signals, key=lambda s: -s.value * _FADES[s.zone])[:24]


def _learned(learning: Sequence[Signal], arrival: Signal) -> tuple[float, Signal | None]:
    """The chance that some word of learning belongs to an arrival (noisy-or), and the word that says most."""
    missed, missed_weakly, best, word = 1.0, 1.0, 0.0, None
    for signal in learning:
        apart = _APART[min(abs(signal.sentence - arrival.sentence), len(_APART) - 1)]
        chance = 0.9 * signal.value * _FADES[signal.zone] * apart
        if signal.value >= _PLAINLY:
            missed *= 1 - chance
        else:
            missed_weakly *= 1 - chance
        if chance > best:
            best, word = chance, signal
    # Any number of looks and praises is not yet learning.
    return 1 - missed * max(missed_weakly, 0.5), word

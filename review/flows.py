"""Who went where: lines on the map of tiles from the provinces that visitors came from to those that they visited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot

from storage.searching.provinces import Province, provinces, shade

# The tiles' size, as in the template; a line ends before the middle of its last tile, so that its head is seen.
WIDE, HIGH = 52, 44
_BEND = 0.18
_RING = 13.0


@dataclass(frozen=True, slots=True)
class Line:
    """All visits from one province to places in another, or the same one: `path` is SVG, `shade` the class of their
    number."""

    origin: Province
    host: Province
    visits: int
    path: str
    shade: int


def lines(flows: Mapping[tuple[str, str], int]) -> list[Line]:
    """The lines of flows (by province of origin and region code of the place), the thinnest first: below the others."""
    known = {one.code: one for one in provinces()}
    counted: Counter[tuple[str, str]] = Counter()
    for (origin, place), visits in flows.items():
        if origin in known and place[:2] in known:
            counted[origin, place[:2]] += visits
    return sorted(_drawn(counted, known), key=lambda line: (line.visits, line.origin.code, line.host.code))


def _drawn(counted: Mapping[tuple[str, str], int], known: Mapping[str, Province]) -> Iterator[Line]:
    for (origin, host), visits in counted.items():
        one, other = known[origin], known[host]
        yield Line(one, other, visits, _path(one, other), shade(visits))


def _path(origin: Province, host: Province) -> str:
    """A bow, so that the way there and the way back are two; a ring where both are one province."""
    (x, y), (to_x, to_y) = _middle(origin), _middle(host)
    if origin == host:
        return (
            f"M{x - _RING:g} {y:g}a{_RING:g} {_RING:g} 0 1 1 {2 * _RING:g} 0a{_RING:g} {_RING:g} 0 1 1 {-2 * _RING:g} 0"
        )
    wide, high = to_x - x, to_y - y
    length = hypot(wide, high)
    end_x, end_y = to_x - wide / length * _RING, to_y - high / length * _RING
    bow_x, bow_y = (x + to_x) / 2 - high * _BEND, (y + to_y) / 2 + wide * _BEND
    return f"M{x:g} {y:g}Q{bow_x:.1f} {bow_y:.1f} {end_x:.1f} {end_y:.1f}"


def _middle(one: Province) -> tuple[float, float]:
    return (one.column + 0.5) * WIDE, (one.row + 0.5) * HIGH

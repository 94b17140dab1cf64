"""How fast the newsroom's hosts were asked."""

from __future__ import annotations

from itertools import pairwise
from statistics import mean

from newsroom.server import Newsroom

# A pause of so many delays lies between two runs, not between two requests of one.
_BETWEEN_RUNS = 4


def rates(newsroom: Newsroom, delay: float, least: int = 50) -> dict[str, float]:
    """By host the requests a second while it was read, of hosts with at least so many pauses; `delay` in seconds."""
    return {host: 1 / mean(found) for host, found in pauses(newsroom, delay).items() if len(found) >= least}


def pauses(newsroom: Newsroom, delay: float) -> dict[str, list[float]]:
    """By host the seconds between two requests of a run."""
    times: dict[str, list[float]] = {}
    for one in newsroom.log.seen():
        times.setdefault(one.host, []).append(one.at)
    gaps = {host: [later - at for at, later in pairwise(sorted(found))] for host, found in times.items()}
    return {host: [gap for gap in found if gap < _BETWEEN_RUNS * delay] for host, found in gaps.items()}

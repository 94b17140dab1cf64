"""The simulated months by name: which sites, how much news, and what goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from newsroom.faults import Rates
from newsroom.incidents import incidents
from newsroom.outlets import every_outlet
from newsroom.world import Plan

# A month with Lebaran in it, three weeks in.
START = date(2026, 3, 1)

# With a moved clock nobody waits: an answer that is only slow costs real time and shows nothing.
RATES = replace(Rates(), slow=0.0, source_slow=0.0, crawl_delay=0.0)

_LEFT_OUT = frozenset({"ganeshabwi", "lan", "radiobintangtenggara", "xcloud"})
_FEW = ("antara", "bangsaonline", "kabarbanyuwangi", "kompas", "menpan", "suaraindonesia")


@dataclass(frozen=True, slots=True)
class Scenario:
    plan: Plan
    rates: Rates = RATES


def scenarios() -> Mapping[str, Scenario]:
    """`month` is the whole one, `days` what a test can afford, `break` is for the parser that breaks and is mended."""
    thirty = tuple(name for name in every_outlet() if name not in _LEFT_OUT)
    return {
        "month": Scenario(_plan(30, 196, 76, thirty)),
        "days": Scenario(_plan(4, 24, 10, _FEW)),
        "break": Scenario(replace(_plan(9, 40, 18, ("kompas", "detik", "seblang", "menpan")), incidents=())),
    }


def _plan(days: int, per_day: int, visits: int, sites: tuple[str, ...]) -> Plan:
    return Plan(
        start=START,
        days=days,
        per_day=per_day,
        visits=visits,
        sites=sites,
        later_edits=0.35,
        incidents=incidents(START, days, sites),
    )

"""The simulated month held against its truth: each measure beside its target."""

from __future__ import annotations

from collections.abc import Sequence

from newsroom import measure_alarms, measure_gaps, measure_traffic, measure_visits
from newsroom.observed import Line, Observed


def measure(seen: Observed) -> list[Line]:
    """Every measure in the order of the table."""
    parts = (measure_visits.lines, measure_traffic.lines, measure_gaps.lines, measure_alarms.lines)
    return [line for part in parts for line in part(seen)]


def short_of(lines: Sequence[Line]) -> list[Line]:
    """The measures that miss their targets."""
    return [line for line in lines if line.met is False]


def table(lines: Sequence[Line]) -> str:
    """One line a measure, then what fell short with its details."""
    rows = [f"{'measure':47} {'target':15} {'met':4} measured"]
    rows += [f"{line.what:47} {line.target:15} {_mark(line):4} {line.value}" for line in lines]
    for line in short_of(lines):
        rows += ["", f"short of its target: {line.what}", *(f"  {detail}" for detail in line.details)]
    return "\n".join(rows)


def _mark(line: Line) -> str:
    return "" if line.met is None else "yes" if line.met else "NO"

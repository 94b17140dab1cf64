"""Measuring side by side: every figure is a ratio of two processes that ran one after the other, several times."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".venv-peers" / "bin" / "python"

Spent = dict[str, Any]


class Failed(Exception):
    """A process that was to be measured ended with an error."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured, by default what `make bench` has time for: fewer pieces rather than fewer runs, since these
    tell how far a figure varies. `has_month`: the simulated month is played."""

    pairs: int = 5
    pages: int = 600
    peer_pages: int = 150
    extracted: int = 100
    stored: tuple[int, ...] = (10_000, 100_000)
    copies: int = 1_000
    has_month: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure beside its anchor: `values` has one a paired run, `unit` says of what.

    `wanted` is the figure to reach; `better` whether that is the least or the most it may be.
    """

    key: str
    what: str
    anchor: str
    values: Sequence[float]
    unit: str = "times"
    wanted: float | None = None
    better: Literal["more", "less"] = "more"

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def is_met(self) -> bool:
        """Whether the median is as good as wanted; true where nothing is wanted."""
        return self.wanted is None or not self.is_worse_than(self.wanted)

    def is_worse_than(self, limit: float) -> bool:
        return self.median < limit if self.better == "more" else self.median > limit


@dataclass(frozen=True, slots=True)
class Cost:
    """What one of those compared spent: medians over its runs, CPU in milliseconds a piece, memory in MB."""

    who: str
    cpu: float
    wall: float
    memory: float
    told: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the bench: its figures, what each side spent, and in `told` what else there is to say."""

    name: str
    command: str
    piece: str
    figures: Sequence[Figure]
    costs: Sequence[Cost] = ()
    told: Sequence[str] = field(default_factory=tuple)


def ours(module: str, *arguments: object) -> Spent:
    """Run a module of bench/ours in a process of its own; what it printed last. Raises Failed."""
    return child([sys.executable, "-m", f"bench.ours.{module}", *map(str, arguments)])


def peer(module: str, *arguments: object) -> Spent:
    """Run a module of bench/peers in the peers' environment; what it printed last. Raises Failed."""
    return child([str(PEERS), "-m", f"bench.peers.{module}", *map(str, arguments)])


def child(command: Sequence[str]) -> Spent:
    """Run a command from the project's root; the JSON of its last line. Raises Failed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("JUJUGAN_")}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=env | {"PYTHONWARNINGS": "ignore"})
    if done.returncode or not done.stdout.strip():
        said = (done.stderr.strip() or "nothing").splitlines()[-15:]
        raise Failed(f"{' '.join(command[1:4])} ended with code {done.returncode} and said: {chr(10).join(said)}")
    found: Spent = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def in_turn(runs: Sequence[Callable[[], Spent]], pairs: int) -> list[list[Spent]]:
    """Run each once, in the other order every other time, so many times over; what each spent, by run.

    What one run of all of them gives belongs together: the machine was then as fast for one as for the other.
    """
    out: list[list[Spent]] = [[] for _ in runs]
    for number in range(pairs):
        places = range(len(runs)) if number % 2 == 0 else reversed(range(len(runs)))
        for place in places:
            out[place].append(runs[place]())
    return out


def ratios(above: Sequence[Spent], below: Sequence[Spent], key: str = "cpu") -> list[float]:
    """One a pair: how many times as much of `key` a piece the first spent as the second."""
    return [each(a, key) / each(b, key) for a, b in zip(above, below, strict=True)]


def each(one: Spent, key: str) -> float:
    """What a run spent on each piece."""
    return float(one[key]) / float(one["count"])


def cost(who: str, runs: Sequence[Spent], told: str = "") -> Cost:
    """The medians of what one side spent."""
    return Cost(
        who,
        1000 * statistics.median(each(one, "cpu") for one in runs),
        1000 * statistics.median(each(one, "wall") for one in runs),
        statistics.median(one["memory"] for one in runs),
        told,
    )

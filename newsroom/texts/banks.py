"""The data files beside the code: plans of pieces, word banks, towns, regions, institutions and themes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, TypeAlias

Lines: TypeAlias = tuple[str, ...]

LEFT_OUT = "-"


@dataclass(frozen=True, slots=True)
class Plan:
    """How one kind of piece is built.

    title, lead, close: ways to say it, one is chosen. body: blocks in their order, one way of each is chosen.
    mix: blocks that may come in any order, some of which may be missing. The way "-" leaves a block out.
    A line "1> ..." belongs to side 1 of the happening only (see `one_side`).
    facts: what to draw for the happening (see `draw.py`). only: conditions, read by whoever picks the plan.
    """

    id: str
    title: Lines
    lead: Lines
    body: tuple[Lines, ...] = ()
    mix: tuple[Lines, ...] = ()
    close: Lines = ()
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tags: Lines = ()
    only: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


PLAN_FIELDS = ("id", "title", "lead", "body", "mix", "close", "facts", "tags")


def lines(text: str) -> Lines:
    """One way a line; blank lines and lines that begin with # are skipped."""
    stripped = (line.strip() for line in text.splitlines())
    return tuple(line for line in stripped if line and not line.startswith("#"))


@cache
def table(name: str) -> dict[str, Any]:
    """The data file `name` (a path below data/ without its ending), as tomllib reads it."""
    path = resources.files(__package__).joinpath("data").joinpath(f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def plans(name: str) -> tuple[Plan, ...]:
    """The plans of the data file `name`."""
    return tuple(_plan(entry) for entry in table(name)["plan"])


@cache
def words(name: str) -> dict[str, Lines]:
    """The word banks of the data file `name`: bank name to its lines."""
    return {bank: lines(text) for bank, text in table(name).items()}


def one_side(plan: Plan, side: int) -> Plan:
    """`plan` with the lines of `side` (1 to `only["sides"]`) and those of every side; blocks left empty are dropped."""

    def kept(block: Lines) -> Lines:
        own = f"{side}> "
        ours = (line for line in block if line.startswith(own) or line[1:3] != "> ")
        return tuple(line.removeprefix(own) for line in ours)

    return replace(
        plan,
        title=kept(plan.title),
        lead=kept(plan.lead),
        body=tuple(block for way in plan.body if (block := kept(way))),
        mix=tuple(block for way in plan.mix if (block := kept(way))),
        close=kept(plan.close),
    )


def _plan(entry: Mapping[str, Any]) -> Plan:
    return Plan(
        id=entry["id"],
        title=lines(entry["title"]),
        lead=lines(entry["lead"]),
        body=tuple(lines(block) for block in entry.get("body", ())),
        mix=tuple(lines(block) for block in entry.get("mix", ())),
        close=lines(entry.get("close", "")),
        facts=MappingProxyType(dict(entry.get("facts", {}))),
        tags=tuple(entry.get("tags", ())),
        only=MappingProxyType({key: value for key, value in entry.items() if key not in PLAN_FIELDS}),
    )

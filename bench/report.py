"""What a bench found, as tables for people, bench/results.json for programs, and docs/performance.md with charts."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from bench.charts import bars
from bench.harness import ROOT, Cost, Figure, Row

RESULTS = ROOT / "bench" / "results.json"
FLOORS = ROOT / "bench" / "floors.json"
PAGE = ROOT / "docs" / "performance.md"
CHARTS = ROOT / "docs" / "performance"
TRIED = ROOT / "bench" / "tried.md"

_INTRODUCTION = """# Performance

Written by `make bench` (`make bench-full` for the largest sizes) from bench/results.json and bench/tried.md.

Every figure is a ratio of two processes that ran one after the other on one machine, since machines differ and are
noisy: the median, and the range over the paired runs. CPU is the processor's time of user and system together;
memory is the most that was resident. A ratio's floor stands in bench/floors.json, and `make bench` fails below it.
"""


def table(rows: Iterable[Row]) -> str:
    """The figures of each row, and what each side of it spent."""
    lines = []
    for row in rows:
        lines += [f"{row.name}  ({row.command})"]
        lines += [f"  {_line(figure)}" for figure in row.figures]
        lines += [f"    {_cost(cost, row.piece)}" for cost in row.costs]
        lines += [f"    {line}" for line in row.told]
    return "\n".join(lines)


def _line(figure: Figure) -> str:
    verdict = "" if figure.is_met else "  MISSED"
    return f"{figure.what} / {figure.anchor}: {value(figure)}{wanted(figure)}{verdict}"


def value(figure: Figure) -> str:
    """The median and the range."""
    return f"{short(figure.median)} ({short(min(figure.values))} to {short(max(figure.values))}) {figure.unit}"


def wanted(figure: Figure) -> str:
    if figure.wanted is None:
        return ""
    return f", wanted {'at least' if figure.better == 'more' else 'at most'} {short(figure.wanted)}"


def short(number: float) -> str:
    """Three digits that count."""
    return f"{number:.0f}" if abs(number) >= 100 else f"{number:.3g}"


def a(piece: str) -> str:
    """The word with its article."""
    return f"{'an' if piece[0] in 'aeiou' else 'a'} {piece}"


def _cost(cost: Cost, piece: str) -> str:
    told = f"  {cost.told}" if cost.told else ""
    return f"{cost.who:44} {short(cost.cpu):>6} ms of CPU {a(piece)}, {short(cost.memory):>5} MB{told}"


def below_floors(rows: Iterable[Row]) -> list[str]:
    """The figures that are worse than their floor."""
    floors: Mapping[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return [
        f"{figure.key} is {value(figure)}, its floor {short(floors[figure.key])}"
        for row in rows
        for figure in row.figures
        if figure.key in floors and figure.is_worse_than(floors[figure.key])
    ]


def write(rows: Sequence[Row]) -> None:
    """Replace the results of these rows, and write the page and its charts anew from all of them."""
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"rows": {}}
    for row in rows:
        results["rows"][row.name] = _plain(row)
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    write_page(results)


def _plain(row: Row) -> dict[str, Any]:
    told = asdict(row) | {"taken": f"{datetime.now(UTC):%Y-%m-%d}", "machine": _machine()}
    for figure, plain in zip(row.figures, told["figures"], strict=True):
        rounded = [float(f"{one:.4g}") for one in figure.values]
        plain |= {"values": rounded, "median": float(f"{figure.median:.4g}"), "met": figure.is_met}
    return told


def _machine() -> str:
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}"


def write_page(results: Mapping[str, Any]) -> None:
    """docs/performance.md and its charts, from what results.json holds."""
    CHARTS.mkdir(exist_ok=True)
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    parts = [_INTRODUCTION]
    for row in map(restored, results["rows"].values()):
        taken = results["rows"][row.name]
        parts.append(f"## {row.name}\n\n`{row.command}`, {taken['taken']}, {taken['machine']}\n")
        parts.append(_figures(row, floors))
        if row.costs:
            (CHARTS / f"{row.name}.svg").write_text(bars(row.costs, f"milliseconds of CPU {a(row.piece)}"), "utf-8")
            parts.append(f"{_costs(row)}\n![CPU {a(row.piece)}](performance/{row.name}.svg)\n")
        parts += ["".join(f"- {line}\n" for line in row.told)] if row.told else []
    parts.append(TRIED.read_text(encoding="utf-8"))
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def restored(told: Mapping[str, Any]) -> Row:
    """A row from results.json."""
    derived = ("median", "met")
    figures = [Figure(**{name: one[name] for name in one if name not in derived}) for one in told["figures"]]
    costs = [Cost(**one) for one in told["costs"]]
    return Row(told["name"], told["command"], told["piece"], figures, costs, told["told"])


def _figures(row: Row, floors: Mapping[str, float]) -> str:
    lines = ["| figure | beside | median (range), runs | wanted | floor |", "| --- | --- | --- | --- | --- |"]
    for one in row.figures:
        bound = wanted(one).removeprefix(", wanted ") + ("" if one.is_met else ", **missed**")
        floor = short(floors[one.key]) if one.key in floors else ""
        lines.append(f"| {one.what} | {one.anchor} | {value(one)}, {len(one.values)} | {bound} | {floor} |")
    return "\n".join(lines) + "\n"


def _costs(row: Row) -> str:
    lines = [f"| who | CPU ms {a(row.piece)} | ms by the clock | memory MB | |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {c.who} | {short(c.cpu)} | {short(c.wall)} | {short(c.memory)} | {c.told} |" for c in row.costs]
    return "\n".join(lines) + "\n"

"""Reprints among other articles: how many are found, and what an article costs, against libraries in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path

from bench.harness import Cost, Figure, Row, Size, Spent, cost, in_turn, ours, peer, ratios

PEERS = ("rensa", "datasketch", "simhash")


def measure(size: Size) -> Row:
    with tempfile.TemporaryDirectory() as name:
        files = (Path(name) / f"{number}.db" for number in count())
        mine, *theirs = in_turn(
            [
                lambda: ours("copies", size.copies, next(files)),
                *(partial(peer, "copies", p, size.copies) for p in PEERS),
            ],
            size.pairs,
        )
    figures = [
        Figure("copies.recall", "reprints found", "all of them", [run["recall"] for run in mine], "of 1"),
        *(Figure(f"copies.{one}", "CPU an article, ours on disk and theirs in memory", one, ratios(mine, spent),
                 better="less") for one, spent in zip(PEERS, theirs, strict=True)),
    ]  # fmt: skip
    costs = [_judged("ours, in SQLite", mine)]
    costs += [_judged(one, spent) for one, spent in zip(PEERS, theirs, strict=True)]
    stages = mine[0]["stages"]
    each = ", ".join(f"{stage} {1000 * spent / size.copies:.2f}" for stage, spent in stages.items())
    told = [f"{size.copies} articles, {mine[0]['reprints']} of them reprints", f"ours in milliseconds of CPU: {each}"]
    return Row("copies", "python -m bench copies", "article", figures, costs, told)


def _judged(who: str, runs: Sequence[Spent]) -> Cost:
    return cost(who, runs, f"recall {runs[0]['recall']:.3f}, {runs[0]['false']} joined wrongly")

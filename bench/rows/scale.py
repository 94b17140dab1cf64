"""As the years pile up: what one more article, a look-up, a search, a page and a digest cost over more and more."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench.harness import Cost, Figure, Row, Size, Spent, in_turn, ours

WORK = {
    "store_cpu": "storing one more (CPU)",
    "store": "storing one more (by the clock, disk included)",
    "look-up": "looking for its copies (by the clock)",
    "search": "a search (CPU)",
    "queue": "the queue's page (CPU)",
    "visit": "a visit's page (CPU)",
    "digest": "the next digest (CPU)",
}


def measure(size: Size) -> Row:
    with tempfile.TemporaryDirectory() as name:
        for count in size.stored:  # each file is made once, in a run that does not count
            ours("scale", count, name, 2)
        each = in_turn([partial(ours, "scale", count, Path(name)) for count in size.stored], size.pairs)
    least, most = each[0], each[-1]
    many, few = size.stored[-1], size.stored[0]
    figures = [
        Figure(f"scale.{work}", f"{told} over {many:,} articles", f"over {few:,}",
               [a["median"][work] / b["median"][work] for a, b in zip(most, least, strict=True)],
               wanted=1.5 if work == "store_cpu" else None, better="less")
        for work, told in WORK.items()
    ]  # fmt: skip
    figures += [
        Figure("scale.lookup_p95", f"the copy look-up's 95th percentile over {many:,} articles", "5 ms wanted",
               [run["p95"]["look-up"] for run in most], "ms", 5, "less"),
        Figure("scale.lookup_p95_cpu", f"the same in CPU, over {many:,} articles", "5 ms wanted",
               [run["p95"]["look-up_cpu"] for run in most], "ms", 5, "less"),
        Figure("scale.size", f"the file for each of {many:,} articles, raw pages aside", "8 KB wanted",
               [run["size"] / 1000 for run in most], "KB", 8, "less"),
    ]  # fmt: skip
    costs = [_cost(count, runs) for count, runs in zip(size.stored, each, strict=True)]
    told = [_told(count, runs[0]) for count, runs in zip(size.stored, each, strict=True)]
    return Row("scale", "python -m bench scale", "article stored", figures, costs, told)


def _cost(count: int, runs: Sequence[Spent]) -> Cost:
    run = runs[len(runs) // 2]
    return Cost(f"ours, over {count:,} articles", run["median"]["store_cpu"], run["median"]["store"], run["memory"])


def _told(count: int, run: Spent) -> str:
    each = ", ".join(f"{told} {run['median'][work]:.1f} ms (p95 {run['p95'][work]:.1f})" for work, told in WORK.items())
    return f"{count:,} articles: {each}"

"""What is read from each article of the labelled sets, as text: `python -m tests.detect.golden` writes it anew.

The floors say how much is right; this says what it is. After a change of rules or weights its difference shows which
articles are judged otherwise, and a change that was meant to change nothing is seen to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from article import Fact, Verdict, Visit
from bench.labelled import BLIND
from config import ROOT
from detect.judge import judge
from detect.lines import from_line
from tests.telling import profile

SETS = ROOT / "tests" / "eval"
GOLDEN = SETS / "golden"
_NAMES = ("visitors", "origin", "loci", "hosts")
_SINGLE = ("headcount", "programme", "date_start", "date_end", "leader")
# What weighed most.
_EVIDENCE = 3


def golden_sets() -> list[str]:
    """Those of whole articles; nobody looks into those that nothing is fitted to."""
    return [p.stem for p in sorted(SETS.glob("*.jsonl")) if p.stem not in BLIND and "title" in rows(p)[0]]


def golden(name: str) -> str:
    """All articles of a set, each with its verdict and, below, its facts and where they stand."""
    verdicts = judged(SETS / f"{name}.jsonl")
    return "".join(f"{line}\n" for key, verdict in verdicts.items() for line in _lines(key, verdict))


@cache
def judged(path: Path) -> dict[str, Verdict]:
    """The verdict on each article of a labelled set, by its id."""
    return {row["id"]: judge(from_line(row), profile()) for row in rows(path)}


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _lines(key: str, verdict: Verdict) -> Iterator[str]:
    flag = "flagged" if verdict.flagged else "-"
    yield f"{key} {flag} {verdict.score:.2f} {verdict.direction} {verdict.status} {verdict.undecided}"
    if verdict.evidence:
        decided = (f"{e.rule}@{e.words.start}-{e.words.end}" for e in verdict.evidence[:_EVIDENCE])
        yield f"  by {' '.join(decided)}"
    for visit in verdict.visits:
        yield "  visit"
        yield from _facts(visit)


def _facts(visit: Visit) -> Iterator[str]:
    for name in _NAMES:
        yield from (f"    {name}: {_fact(fact)}" for fact in getattr(visit, name))
    for name in _SINGLE:
        if (fact := getattr(visit, name)) is not None:
            yield f"    {name}: {_fact(fact)}"


def _fact(fact: Fact[object]) -> str:
    where = f" @{fact.span.start}-{fact.span.end}" if fact.span else ""
    marked = f" ({fact.mark})" if fact.mark else ""
    code = f" [{fact.code}]" if fact.code else ""
    return f"{fact.value}{code}{where}{marked}"


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for name in golden_sets():
        (GOLDEN / f"{name}.txt").write_text(golden(name), encoding="utf-8")


if __name__ == "__main__":
    main()

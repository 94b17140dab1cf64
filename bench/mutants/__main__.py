"""Mutation testing: small changes of the code, each of which some test should notice. `make mutants`.

    python -m bench.mutants [--seed N] [--count N] [--again] [--seconds N] [--tests FOLDER] [PART ...]

Draws changes by a seed and runs against each the tests that reach the changed statement, until one fails. Prints each
survivor with its line, and a table by part. What was found is kept in build/mutants/, so that a run that was stopped
goes on where it was; `--again` tries the survivors once more, by tests that were written since.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from bench.mutants.changes import Change, changes, sample
from bench.mutants.reach import ROOT, Reach, measure
from bench.mutants.trying import MOST, Result, trial, try_all

FOUND = ROOT / "build" / "mutants" / "found.jsonl"
# How many changes each part gets of every hundred.
PARTS = {"crawler/copies.py": 4, "crawler/dates.py": 8, "crawler/urls.py": 8, "detect": 38, "storage": 42}


def main() -> int:
    given = _arguments()
    tests, asked = ROOT / "tests", ROOT / given.tests
    files = sorted(str(path.relative_to(ROOT)) for path in asked.rglob("test_*.py") if path.parent != tests / "faults")
    if not given.measured:
        measure(files)
    known = {(result.part, result.change): result for result in read()}
    drawn = [
        (part, change) for part in given.parts for change in draw(part, given.count * PARTS[part] // 100, given.seed)
    ]
    again = {key for key, result in known.items() if given.again and result.killer is None}
    reach = Reach()
    made = [
        trial(part, change, reach, given.seconds)
        for part, change in drawn
        if (part, change) not in known or (part, change) in again
    ]
    try_all([one for one in made if one], given.processes, tell)
    found = {(result.part, result.change): result for result in read()}
    sys.stdout.write(table([found[key] for key in drawn if key in found]))
    return 0


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(
        prog="python -m bench.mutants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("parts", nargs="*", default=list(PARTS), metavar="PART", help=", ".join(PARTS))
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--count", type=int, default=520, help="changes in all parts together")
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--seconds", type=float, default=MOST, help="of tests that each change is tried with")
    asked.add_argument("--again", action="store_true", help="try the survivors once more")
    asked.add_argument("--tests", default="tests", metavar="FOLDER", help="whose tests are looked at for what is new")
    asked.add_argument("--measured", action="store_true", help="do not look which tests are new")
    return asked.parse_args()


def draw(part: str, count: int, seed: int) -> list[Change]:
    """The part's sample."""
    paths = sorted((ROOT / part).rglob("*.py")) if (ROOT / part).is_dir() else [ROOT / part]
    return sample([place for path in paths for place in _places(path)], count, seed)


def _places(path: Path) -> Iterable[list[Change]]:
    return changes(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")).values()


def tell(result: Result) -> None:
    """Keep it; say it where it survived."""
    FOUND.parent.mkdir(parents=True, exist_ok=True)
    with FOUND.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(result)) + "\n")
    sys.stdout.write("." if result.killer else f"\n{spelt(result)}\n")
    sys.stdout.flush()


def spelt(result: Result) -> str:
    """A survivor as a reader wants it: where, what was changed, how many tests did not mind."""
    where = f"{result.change.path}:{result.change.line}"
    return f"{where} survived {result.tests} tests ({result.change.operator})\n  - {result.before}\n  + {result.after}"


def read() -> list[Result]:
    """What was found so far, the latest of each change last."""
    if not FOUND.exists():
        return []
    rows = [json.loads(line) for line in FOUND.read_text(encoding="utf-8").splitlines()]
    return [Result(**(row | {"change": Change(**row["change"])})) for row in rows]


def table(found: list[Result]) -> str:
    """Mutants, killed and survived, by module."""
    lines = ["", "", *(spelt(result) for result in found if result.killer is None), ""]
    lines.append(f"{'module':36} {'mutants':>8} {'killed':>8} {'survived':>9} {'killed':>7}")
    for name in [*sorted({result.change.path for result in found}), *PARTS, "all"]:
        own = [result for result in found if name in (result.change.path, result.part, "all")]
        killed = sum(result.killer is not None for result in own)
        if own:
            lines.append(f"{name:36} {len(own):8} {killed:8} {len(own) - killed:9} {killed / len(own):7.1%}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())

"""Fit detect/data/hosts.toml, the weights by which detect/facts/hosts.py tells who received the guests.

    python bench/fit_hosts.py [--watch FILE] [--shift S] [--out FILE]

Fits to the visits of the gold sets (REFERENCE_DATA/gold), where they are at hand, and of the labelled sets of
tests/eval that state hosts. Prints precision, recall and F1 of each set by weights fitted to all the others, of all
of them so, of gold/dev.jsonl in a cross-validation in which no report is judged by weights fitted to another of the
same visit, and of gold/dev.jsonl by the weights written. How it fits is told in bench/logistic.py. The weights in use
were written with --shift -0.3: it finds more than the best shift does, and is hardly less exact.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.logistic import Choice, Example, Weights, matched, reported, write_fitted  # noqa: E402
from detect.facts.hosts import Somebody, everybody  # noqa: E402
from detect.facts.scene import Scene  # noqa: E402
from detect.profile import Profile  # noqa: E402

SETS = ("facts", "fresh", "kamu", "kin", "kon", "baru", "lima", *(f"press_{letter}" for letter in "abcefg"))
# How often the gold sets count, which are labelled with the most care.
OFTEN = {"dev": 2, "seeds": 6}


def examples(path: Path, profile: Profile, score: ModuleType) -> list[Example]:
    found = []
    for row, scene, came in reported(path, profile):
        people, gold = everybody(scene, came), row["visit"]["hosts"]
        right = matched([_text(scene, somebody) for somebody in people], gold, score)
        rows = [(somebody.measures, labelled) for somebody, labelled in zip(people, right, strict=True)]
        found.append(Example(rows, gold, row["same_visit"], _namer(scene, people)))
    return found


def _text(scene: Scene, somebody: Somebody) -> str:
    seen, person, _ = somebody.shown
    return scene.words(seen, person.first, person.last)


def _namer(scene: Scene, people: Sequence[Somebody]) -> Callable[[Weights], list[str]]:
    return lambda weights: [_text(scene, somebody) for somebody in people if somebody.received(weights)]


def main() -> None:
    choice = Choice(examples, SETS, OFTEN, 3.0, ("somebody",), [step / 10 for step in range(-8, 3)])
    head = "Log-odds of each measure of detect/facts/hosts.py. Written by bench/fit_hosts.py."
    write_fitted(choice, (__doc__ or "").splitlines()[0], head, ROOT / "detect" / "data" / "hosts.toml")


if __name__ == "__main__":
    main()

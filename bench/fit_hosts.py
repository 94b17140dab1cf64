"""Fit detect/data/hosts.toml, the weights by which detect/facts/hosts.py tells who received the guests.

    python bench/fit_hosts.py [--watch FILE] [--shift S] [--out FILE]

Fits to the visits of the gold sets (REFERENCE_DATA/gold), where they are at hand, and of the labelled sets of
tests/eval that state hosts. Prints precision, recall and F1 of each set by weights fitted to all the others, of all of
them so, of gold/dev.jsonl in a cross-validation in which no report is judged by weights fitted to another of the same
visit, and of gold/dev.jsonl by the weights written. How it fits is told in bench/logistic.py. The weights in use were
written with --shift -0.3: it finds more than the best shift does, and is hardly less exact.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.labelled import GOLD, OWN  # noqa: E402
from bench.logistic import (  # noqa: E402
    Example,
    Judged,
    Weights,
    best_shift,
    counts,
    crossed,
    fit,
    line,
    matched,
    reported,
    scorer,
    shifted,
    write,
)
from detect.facts.hosts import Somebody, everybody  # noqa: E402
from detect.facts.scene import Scene  # noqa: E402
from detect.profile import Profile, load_profile  # noqa: E402

RIDGE = 3.0
SHIFTS = [step / 10 for step in range(-8, 3)]
# What every candidate measures.
COMMON = ("somebody",)
SETS = ("facts", "fresh", "kamu", "kin", "kon", "baru", "lima", *(f"press_{letter}" for letter in "abcefg"))
# How often the gold sets count, which are labelled with the most care.
CAREFUL = {"dev": 2, "seeds": 6}


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


def fitted(data: Sequence[Example]) -> Weights:
    return fit(data, {}, RIDGE)


def weighed(sets: Mapping[str, Sequence[Example]], without: str = "") -> list[Example]:
    """All but one set, each as often as it counts."""
    return [e for name, data in sets.items() if name != without for e in data * CAREFUL.get(name, 1)]


def told_apart(sets: Mapping[str, Sequence[Example]], score: ModuleType) -> float:
    """Print each set as judged by weights fitted to the others; the best shift."""
    apart = {k: Judged(data, fitted(weighed(sets, without=k))) for k, data in sets.items()}
    shift, total = best_shift(list(apart.values()), SHIFTS, COMMON, score)
    for name, (data, weights) in apart.items():
        sys.stdout.write(line(name, counts(data, shifted(weights, shift, COMMON), score)))
    sys.stdout.write(line("all of them", total))
    return shift


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--watch", type=Path, default=ROOT / "watch" / "banyuwangi.toml")
    parser.add_argument("--shift", type=float, help="leave out the cross-validations, which look for the best one")
    parser.add_argument("--out", type=Path, default=ROOT / "detect" / "data" / "hosts.toml")
    options = parser.parse_args()
    profile, score = load_profile(options.watch), scorer()
    gold = {name: GOLD / f"{name}.jsonl" for name in ("dev", "seeds") if (GOLD / f"{name}.jsonl").exists()}
    paths = gold | {name: OWN / f"{name}.jsonl" for name in SETS}
    sets = {name: examples(path, profile, score) for name, path in paths.items()}
    shift = options.shift
    if shift is None:
        shift = told_apart(sets, score)
        held_out = crossed(sets["dev"], weighed(sets, without="dev"), fitted)
        sys.stdout.write(line("dev, crossed", best_shift(held_out, [shift], COMMON, score)[1]))
    weights = shifted(fitted(weighed(sets)), shift, COMMON)
    sys.stdout.write(line("dev, fitted", counts(sets["dev"], weights, score)))
    write(options.out, "Log-odds of each measure of detect/facts/hosts.py. Written by bench/fit_hosts.py.", weights)


if __name__ == "__main__":
    main()

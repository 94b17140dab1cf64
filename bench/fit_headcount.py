"""Fit detect/data/headcount.toml, the weights by which detect/facts/headcount.py tells whether guests are counted.

    python bench/fit_headcount.py [--watch FILE] [--shift S] [--out FILE]

Fits to all labelled visits (tests/eval and the gold sets under REFERENCE_DATA). A number is right where it is the
labelled one; articles whose labelled number nothing in them gives at once (parts told paragraphs apart) are left out.
Prints how many of each set are told rightly by weights fitted to the other sets, then by the weights written. How it
fits is told in bench/logistic.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.labelled import GOLD, OWN  # noqa: E402
from bench.logistic import Weights, fit, reported, shifted, write  # noqa: E402
from detect.facts.headcount import by_weights, told, weighed  # noqa: E402
from detect.facts.parties import Party  # noqa: E402
from detect.facts.scene import Scene  # noqa: E402
from detect.profile import Profile, load_profile  # noqa: E402

RIDGE, SHIFT, COMMON = 1.0, -0.75, ("people",)
SETS = (
    *("facts", "fresh", "baru", "kamu", "kin", "kon", "lima", "tujuh", "delapan", "enam", "blind"),
    *("sepuluh", "sebelas", "duabelas"),
)


class Told(NamedTuple):
    """One visit's article; `rows` are what each number measures and whether it is the labelled one."""

    scene: Scene
    came: Sequence[Party]
    label: int | None
    rows: Sequence[tuple[Mapping[str, float], bool]]


def examples(path: Path, profile: Profile) -> Iterator[Told]:
    for row, scene, came in reported(path, profile):
        label = row["visit"]["headcount"]
        rows = [(told(scene, c, came), c.value == label) for c in weighed(scene, came, {})]
        yield Told(scene, came, label, rows)


def weights(data: Sequence[Told], shift: float) -> Weights:
    clear = [t for t in data if t.label is None or any(labelled for _, labelled in t.rows)]
    return shifted(fit(clear, {}, RIDGE), shift, COMMON)


def right(data: Sequence[Told], weighing: Weights) -> int:
    """How many articles give the labelled number."""
    return sum(_given(t, weighing) == t.label for t in data)


def _given(t: Told, weighing: Weights) -> int | None:
    counts = [fact.value for fact in by_weights(t.scene, t.came, weighing) if fact is not None]
    return sum(counts) if counts else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--watch", type=Path, default=ROOT / "watch" / "banyuwangi.toml")
    parser.add_argument("--shift", type=float, default=SHIFT)
    parser.add_argument("--out", type=Path, default=ROOT / "detect" / "data" / "headcount.toml")
    options = parser.parse_args()
    profile = load_profile(options.watch)
    paths = [GOLD / "dev.jsonl", GOLD / "seeds.jsonl"]
    paths += [*(OWN / f"{name}.jsonl" for name in SETS), *sorted(OWN.glob("press_*.jsonl"))]
    paths += [OWN / "one_fact" / "headcount.jsonl"]
    sets = {path.stem: list(examples(path, profile)) for path in paths}
    for name, data in sets.items():
        apart = weights([t for other, rest in sets.items() if other != name for t in rest], options.shift)
        sys.stdout.write(f"{name:10} {right(data, apart)} of {len(data)}\n")
    whole = [t for data in sets.values() for t in data]
    fitted = weights(whole, options.shift)
    sys.stdout.write(f"{'fitted':10} {right(whole, fitted)} of {len(whole)}\n")
    write(options.out, "Log-odds of each measure of detect/facts/guests_counted.py. By bench/fit_headcount.py.", fitted)


if __name__ == "__main__":
    main()

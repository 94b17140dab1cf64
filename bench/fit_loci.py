"""Fit detect/data/loci.toml, the weights by which detect/facts/loci.py tells what was studied or visited.

    python bench/fit_loci.py [--watch FILE] [--also FILE ...] [--shift S] [--out FILE]

Fits to the visits of tests/eval/{facts,fresh,press_*,baru,lima,tujuh,delapan}.jsonl and of any FILE in that form, then
goes on from there to the gold sets (REFERENCE_DATA/gold), those whose writers had read their conventions
(tests/eval/{kamu,kin,kon}.jsonl) and the own words with every fact: they label what is judged, by a convention of their
own (subjects in general words, halls where guests were received), and are too few to be fitted to alone. The second fit
is held to the first by a ridge. Prints precision, recall and F1 on gold/dev.jsonl of a cross-validation in which no
report is judged by weights fitted to another of the same visit, then of the weights written. How it fits is told in
bench/logistic.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.labelled import GOLD, OWN  # noqa: E402
from bench.logistic import (  # noqa: E402
    Example,
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
from detect.facts.loci import chosen  # noqa: E402
from detect.facts.prospects import Prospect, prospects  # noqa: E402
from detect.facts.scene import Scene  # noqa: E402
from detect.profile import Profile, load_profile  # noqa: E402

# Ridges of the fit to all other sets, and of the gold sets' to that.
LOOSE, HELD = 1.0, 3.0
# F1 is best where a prospect a little less likely than not is still named; each is a name or a subject.
SHIFTS = [step / 10 for step in range(-14, 3)]
COMMON = ("name", "subject")

OTHERS = ("facts.jsonl", "fresh.jsonl", "baru.jsonl", "lima.jsonl", "tujuh.jsonl", "delapan.jsonl")
# By writers who had read the gold sets' conventions; and how often those labelled with the most care count beside them.
KINDRED = ("kamu.jsonl", "kin.jsonl", "kon.jsonl")
CAREFUL, FOUNDING = 3, 6


def examples(path: Path, profile: Profile, score: ModuleType) -> list[Example]:
    """A label is of a name before a subject ("Mal Pelayanan Publik" is no "pelayanan publik")."""
    found = []
    for row, scene, came in reported(path, profile):
        named, gold = prospects(scene, came), row["visit"]["loci"]
        right = matched([_text(scene, p) for p in named], gold, score)
        rows = [(p.measures, labelled) for p, labelled in zip(named, right, strict=True)]
        found.append(Example(rows, gold, row["same_visit"], _namer(scene, named)))
    return found


def _text(scene: Scene, prospect: Prospect) -> str:
    return scene.words(prospect.shown.seen, prospect.shown.first, prospect.shown.last)


def _namer(scene: Scene, found: Sequence[Prospect]) -> Callable[[Weights], list[str]]:
    return lambda weights: [_text(scene, prospect) for prospect in chosen(found, weights)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--watch", type=Path, default=ROOT / "watch" / "banyuwangi.toml")
    parser.add_argument("--shift", type=float, help="leave out the cross-validation, which looks for the best one")
    parser.add_argument("--also", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=ROOT / "detect" / "data" / "loci.toml")
    options = parser.parse_args()
    profile, score = load_profile(options.watch), scorer()
    others = [*(OWN / name for name in OTHERS), *sorted(OWN.glob("press_*.jsonl")), *options.also]
    prior = fit([e for path in others for e in examples(path, profile, score)], {}, LOOSE)
    dev, seeds = (examples(GOLD / name, profile, score) for name in ("dev.jsonl", "seeds.jsonl"))
    besides = [e for name in KINDRED for e in examples(OWN / name, profile, score)]
    besides += [*examples(OWN / "facts.jsonl", profile, score) * CAREFUL, *seeds * FOUNDING]

    def fitted(data: Sequence[Example]) -> Weights:
        return fit(data, prior, HELD)

    shift = options.shift
    if shift is None:
        shift, cross = best_shift(crossed(dev, besides, fitted), SHIFTS, COMMON, score)
        sys.stdout.write(line("cross", cross))
    weights = shifted(fitted([*dev * CAREFUL, *besides]), shift, COMMON)
    sys.stdout.write(line("fitted", counts(dev, weights, score)))
    write(options.out, "Log-odds of each measure of detect/facts/prospects.py. Written by bench/fit_loci.py.", weights)


if __name__ == "__main__":
    main()

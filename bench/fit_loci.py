"""Fit detect/data/loci.toml, the weights by which detect/facts/loci.py tells what was studied or visited.

    python bench/fit_loci.py [--watch FILE] [--shift S] [--out FILE]

Fits to the visits of the gold sets and of all labelled sets that have been read, and prints what bench/fit_hosts.py
does. The gold sets and those by writers who had read their conventions count more often: they label what is judged
(subjects in general words, halls where guests were received), and are few. The weights in use were written with
--shift -0.65, by which every floor of the tests is reached.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.logistic import Choice, Example, Weights, matched, reported, write_fitted  # noqa: E402
from detect.facts.loci import chosen  # noqa: E402
from detect.facts.prospects import Prospect, prospects  # noqa: E402
from detect.facts.scene import Scene  # noqa: E402
from detect.profile import Profile  # noqa: E402

SETS = (
    *("facts", "fresh", "kamu", "kin", "kon", "baru", "lima", "tujuh", "delapan", "blind", "enam"),
    *("sepuluh", "sebelas", "duabelas", "limabelas", *(f"press_{letter}" for letter in "abcefg")),
)
OFTEN = {"dev": 8, "seeds": 12, "facts": 12, "kamu": 3, "kin": 3, "kon": 3}


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
    # Each is a name or a subject.
    choice = Choice(examples, SETS, OFTEN, 1.0, ("name", "subject"), [step / 10 for step in range(-14, 3)])
    head = "Log-odds of each measure of detect/facts/prospects.py. Written by bench/fit_loci.py."
    write_fitted(choice, (__doc__ or "").splitlines()[0], head, ROOT / "detect" / "data" / "loci.toml")


if __name__ == "__main__":
    main()

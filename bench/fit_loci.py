"""Fit detect/data/loci.toml, the weights by which detect/facts/loci.py tells what was studied or visited.

    python bench/fit_loci.py [--watch FILE] [--also FILE ...] [--shift S] [--out FILE]

Fits to the visits of tests/eval/{facts,fresh,press_*}.jsonl and of any FILE in that form, then goes on from there to
the gold sets (REFERENCE_DATA/gold), those whose writers had read their conventions (tests/eval/{kamu,kin,kon}.jsonl)
and the own words with every fact: they label what is judged, by a convention of their own (subjects in general words,
halls where guests were received), and are too few to be fitted to alone. The second fit is held to the first by a ridge
(as the prior of Chelba and Acero 2004). Prints precision, recall and F1 on gold/dev.jsonl of a cross-validation in
which no report is judged by weights fitted to another of the same visit, then of the weights written. A prospect is
right where gold/score.py matches it to a labelled locus. Logistic regression by stochastic gradient descent, averaged
over the later half of its rounds (Polyak and Juditsky 1992), the same every time.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from article import Article  # noqa: E402
from bench.labelled import GOLD, OWN  # noqa: E402
from detect.facts.find import scene_of  # noqa: E402
from detect.facts.loci import chosen, odds  # noqa: E402
from detect.facts.parties import parties  # noqa: E402
from detect.facts.prospects import Prospect, prospects  # noqa: E402
from detect.facts.scene import Scene  # noqa: E402
from detect.facts.visitors import guests  # noqa: E402
from detect.lexicon import default_lexicon  # noqa: E402
from detect.mentions import read_all  # noqa: E402
from detect.profile import Profile, load_profile  # noqa: E402
from detect.score import chance  # noqa: E402
from detect.sentences import read  # noqa: E402

EPOCHS, RATE, FOLDS, TIMES = 40, 0.05, 6, 4
# Ridges of the fit to all other sets, and of the gold sets' to that.
LOOSE, HELD = 1.0, 3.0
# F1 is best where a prospect a little less likely than not is still named.
SHIFTS = [step / 10 for step in range(-14, 3)]

# By writers who had read the gold sets' conventions; and how often those labelled with the most care count beside them.
KINDRED = ("kamu.jsonl", "kin.jsonl", "kon.jsonl")
CAREFUL, FOUNDING = 2, 6

Weights = Mapping[str, float]


class Example(NamedTuple):
    """One visit's article: what it names, and which of that is labelled a locus."""

    scene: Scene
    found: Sequence[tuple[Prospect, bool]]
    gold: Sequence[str]
    visit: str


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", GOLD / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def examples(path: Path, profile: Profile, score: ModuleType) -> list[Example]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [_example(row, profile, score) for row in rows if row["label"] == "visit"]


def _example(row: Mapping[str, Any], profile: Profile, score: ModuleType) -> Example:
    published = datetime.fromisoformat(row["published"]) if row["published"] else None
    article = Article(row["url"] or "", "", row["title"], row["text"], published)
    document = read(article)
    readings = read_all(document, profile, default_lexicon(), published.date() if published else None)
    scene = scene_of(document, readings, profile)
    gold = row["visit"]["loci"]
    named = [(p, _text(scene, p)) for p in prospects(scene, guests(scene, parties(scene)).came)]
    return Example(scene, _matched(named, gold, score), gold, row["same_visit"])


def _matched(
    named: Sequence[tuple[Prospect, str]], gold: Sequence[str], score: ModuleType
) -> list[tuple[Prospect, bool]]:
    """Each label is of one prospect, of a name before a subject ("Mal Pelayanan Publik" is no "pelayanan publik")."""
    left, found = list(gold), []
    for prospect, text in named:
        label = next((g for g in left if score.alike(g, text)), None)
        found.append((prospect, label is not None))
        if label is not None:
            left.remove(label)
    return found


def _text(scene: Scene, prospect: Prospect) -> str:
    return scene.words(prospect.shown.seen, prospect.shown.first, prospect.shown.last)


def fit(data: Sequence[Example], prior: Weights, ridge: float) -> dict[str, float]:
    """Weights that tell right prospects from others, held to `prior`."""
    rows = [(p.measures, right) for e in data for p, right in e.found]
    shuffled, weights, total = random.Random(1), dict(prior), dict[str, float]()
    for epoch in range(EPOCHS):
        shuffled.shuffle(rows)
        rate = RATE / (1 + epoch * 0.1)
        for measures, right in rows:
            error = chance(odds(measures, weights)) - right
            for name, value in measures.items():
                weights[name] = weights.get(name, 0.0) - rate * error * value
        held = 1 - min(1.0, ridge * rate)
        weights = {name: prior.get(name, 0.0) + (w - prior.get(name, 0.0)) * held for name, w in weights.items()}
        if epoch >= EPOCHS // 2:
            total = {name: total.get(name, 0.0) + value for name, value in weights.items()}
    return {name: value / (EPOCHS - EPOCHS // 2) for name, value in total.items()}


def shifted(weights: Weights, by: float) -> dict[str, float]:
    """With 0 where the shift was: every prospect is a name or a subject."""
    return {name: value - by * (name in ("name", "subject")) for name, value in weights.items()}


def counts(data: Sequence[Example], weights: Weights, score: ModuleType) -> list[int]:
    """Loci named rightly, named, labelled."""
    total = [0, 0, 0]
    for example in data:
        named = [_text(example.scene, p) for p in chosen([p for p, _ in example.found], weights)]
        total = [total[0] + score.match_count(example.gold, named), total[1] + len(named), total[2] + len(example.gold)]
    return total


def f1(total: Sequence[int]) -> float:
    return 2 * total[0] / ((total[1] + total[2]) or 1)


def crossed(
    data: Sequence[Example], besides: Sequence[Example], prior: Weights, score: ModuleType
) -> tuple[float, list[int]]:
    """The best shift and its counts on `data`, each visit judged by weights that were fitted without it, several times
    over; `besides` are only fitted to."""
    held_out = []
    for seed in range(TIMES):
        told = sorted({e.visit for e in data})
        random.Random(seed).shuffle(told)
        fold = {visit: k % FOLDS for k, visit in enumerate(told)}
        for k in range(FOLDS):
            weights = fit([e for e in (*data, *besides) if fold.get(e.visit) != k], prior, HELD)
            held_out.append(([e for e in data if fold[e.visit] == k], weights))

    def at(shift: float) -> list[int]:
        parts = (counts(part, shifted(weights, shift), score) for part, weights in held_out)
        return [sum(column) for column in zip(*parts, strict=True)]

    best = max(SHIFTS, key=lambda shift: f1(at(shift)))
    return best, at(best)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--watch", type=Path, default=ROOT / "watch" / "banyuwangi.toml")
    parser.add_argument("--shift", type=float, help="leave out the cross-validation, which looks for the best one")
    parser.add_argument("--also", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=ROOT / "detect" / "data" / "loci.toml")
    chosen_options = parser.parse_args()
    profile, score = load_profile(chosen_options.watch), scorer()
    others = [OWN / "facts.jsonl", OWN / "fresh.jsonl", *sorted(OWN.glob("press_*.jsonl")), *chosen_options.also]
    prior = fit([e for path in others for e in examples(path, profile, score)], {}, LOOSE)
    dev, seeds = (examples(GOLD / name, profile, score) for name in ("dev.jsonl", "seeds.jsonl"))
    besides = [e for name in KINDRED for e in examples(OWN / name, profile, score)]
    besides += [*examples(OWN / "facts.jsonl", profile, score) * CAREFUL, *seeds * FOUNDING]
    shift, told_of = chosen_options.shift, []
    if shift is None:
        shift, cross = crossed(dev, besides, prior, score)
        told_of.append(("cross", cross))
    weights = shifted(fit([*dev * CAREFUL, *besides], prior, HELD), shift)
    for name, (right, named, labelled) in (*told_of, ("fitted", counts(dev, weights, score))):
        told = f"precision {right / named:.3f}  recall {right / labelled:.3f}  F1 {f1((right, named, labelled)):.3f}"
        sys.stdout.write(f"{name:7} {told}\n")
    lines = [f"{name} = {value:.3f}" for name, value in sorted(weights.items())]
    head = "# Log-odds of each measure of detect/facts/prospects.py. Written by bench/fit_loci.py.\n[weights]\n"
    chosen_options.out.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

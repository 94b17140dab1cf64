"""Fit the weights by which the finders of facts choose, and tell how well they choose on articles not fitted to.

A candidate (a place, a person) is right where gold/score.py matches it to a labelled value. Logistic regression by
stochastic gradient descent, averaged over the later half of its rounds (Polyak and Juditsky 1992), the same every time;
held to a prior by a ridge (Chelba and Acero 2004).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, Protocol

from article import Article
from bench.labelled import GOLD, OWN, ROOT
from detect.facts.find import scene_of
from detect.facts.parties import Party, parties
from detect.facts.scene import Scene
from detect.facts.visitors import guests
from detect.facts.weights import odds
from detect.lexicon import default_lexicon
from detect.mentions import read_all
from detect.profile import Profile, load_profile
from detect.score import chance
from detect.sentences import read

EPOCHS, RATE, FOLDS, TIMES = 40, 0.05, 6, 4

Weights = Mapping[str, float]


class Measured(Protocol):
    """What each candidate of an article measures, and whether it is labelled."""

    @property
    def rows(self) -> Sequence[tuple[Mapping[str, float], bool]]: ...


class Example(NamedTuple):
    """One visit's article: what each candidate measures and whether it is labelled, the labels, and what is named by
    given weights. `visit` is the same for all reports of one visit."""

    rows: Sequence[tuple[Mapping[str, float], bool]]
    gold: Sequence[str]
    visit: str
    named: Callable[[Weights], list[str]]


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", GOLD / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reported(path: Path, profile: Profile) -> Iterator[tuple[Mapping[str, Any], Scene, Sequence[Party]]]:
    """The labelled visits of a file, each with its scene and who came."""
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if row["label"] == "visit":
            published = datetime.fromisoformat(row["published"]) if row["published"] else None
            article = Article(row["url"] or "", "", row["title"], row["text"], published)
            document = read(article)
            readings = read_all(document, profile, default_lexicon(), published.date() if published else None)
            scene = scene_of(document, readings, profile)
            yield row, scene, guests(scene, parties(scene)).came


def matched(named: Sequence[str], gold: Sequence[str], score: ModuleType) -> list[bool]:
    """Which of the candidates are labelled, each label being of one candidate, the first."""
    left, found = list(gold), []
    for text in named:
        label = next((g for g in left if score.alike(g, text)), None)
        found.append(label is not None)
        if label is not None:
            left.remove(label)
    return found


def fit(data: Sequence[Measured], prior: Weights, ridge: float) -> dict[str, float]:
    """Weights that tell right candidates from others, held to `prior`."""
    rows = [row for e in data for row in e.rows]
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


class Judged(NamedTuple):
    """Articles, and weights fitted without them."""

    data: Sequence[Example]
    weights: Weights


def crossed(
    data: Sequence[Example], besides: Sequence[Example], fitted: Callable[[Sequence[Example]], Weights]
) -> list[Judged]:
    """Parts of `data`, several times over, no report beside weights fitted to another of the same visit; `besides` are
    only fitted to."""
    held_out = []
    for seed in range(TIMES):
        told = sorted({e.visit for e in data})
        random.Random(seed).shuffle(told)
        fold = {visit: k % FOLDS for k, visit in enumerate(told)}
        for k in range(FOLDS):
            weights = fitted([e for e in (*data, *besides) if fold.get(e.visit) != k])
            held_out.append(Judged([e for e in data if fold[e.visit] == k], weights))
    return held_out


def shifted(weights: Weights, by: float, common: Sequence[str]) -> dict[str, float]:
    """With 0 where the shift was: every candidate has one of the `common` measures."""
    return {name: value - by * (name in common) for name, value in weights.items()}


def best_shift(
    held_out: Sequence[Judged], shifts: Sequence[float], common: Sequence[str], score: ModuleType
) -> tuple[float, list[int]]:
    """The shift with the highest F1, and its counts."""

    def at(shift: float) -> list[int]:
        parts = (counts(part, shifted(weights, shift, common), score) for part, weights in held_out)
        return [sum(column) for column in zip(*parts, strict=True)]

    best = max(shifts, key=lambda shift: f1(at(shift)))
    return best, at(best)


def counts(data: Sequence[Example], weights: Weights, score: ModuleType) -> list[int]:
    """Named rightly, named, labelled."""
    total = [0, 0, 0]
    for example in data:
        named = example.named(weights)
        total = [total[0] + score.match_count(example.gold, named), total[1] + len(named), total[2] + len(example.gold)]
    return total


def f1(total: Sequence[int]) -> float:
    return 2 * total[0] / ((total[1] + total[2]) or 1)


def line(name: str, total: Sequence[int]) -> str:
    right, named, labelled = total
    rates = f"precision {right / (named or 1):.3f}  recall {right / (labelled or 1):.3f}  F1 {f1(total):.3f}"
    return f"{name:12} {rates}\n"


def write(path: Path, head: str, weights: Weights) -> None:
    lines = [f"{name} = {value:.3f}" for name, value in sorted(weights.items())]
    path.write_text(f"# {head}\n[weights]\n" + "\n".join(lines) + "\n", encoding="utf-8")


class Choice(NamedTuple):
    """What is chosen by weights that `examples` of labelled sets (of tests/eval, and the gold sets) teach: how often
    each counts that counts more than once, what every candidate measures (`common`), and the shifts that are tried."""

    examples: Callable[[Path, Profile, ModuleType], list[Example]]
    sets: Sequence[str]
    often: Mapping[str, int]
    ridge: float
    common: Sequence[str]
    shifts: Sequence[float]

    def weighed(self, sets: Mapping[str, Sequence[Example]], without: str = "") -> list[Example]:
        """All but one set, each as often as it counts."""
        return [e for name, data in sets.items() if name != without for e in data * self.often.get(name, 1)]

    def fitted(self, data: Sequence[Example]) -> Weights:
        return fit(data, {}, self.ridge)


def write_fitted(choice: Choice, described: str, head: str, out: Path) -> None:
    """Fit to the gold sets, where they are at hand, and to the others; print how each set is judged by weights fitted
    to all but it, and write the weights."""
    options = _options(described, out)
    profile, score = load_profile(options.watch), scorer()
    gold = {name: GOLD / f"{name}.jsonl" for name in ("dev", "seeds") if (GOLD / f"{name}.jsonl").exists()}
    paths = gold | {name: OWN / f"{name}.jsonl" for name in choice.sets}
    sets = {name: choice.examples(path, profile, score) for name, path in paths.items()}
    shift = options.shift
    if shift is None:
        shift = _told_apart(choice, sets, score)
        held_out = crossed(sets["dev"], choice.weighed(sets, without="dev"), choice.fitted)
        sys.stdout.write(line("dev, crossed", best_shift(held_out, [shift], choice.common, score)[1]))
    weights = shifted(choice.fitted(choice.weighed(sets)), shift, choice.common)
    sys.stdout.write(line("dev, fitted", counts(sets["dev"], weights, score)))
    write(options.out, head, weights)


def _options(described: str, out: Path) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=described)
    parser.add_argument("--watch", type=Path, default=ROOT / "watch" / "banyuwangi.toml")
    parser.add_argument("--shift", type=float, help="leave out the cross-validations, which look for the best one")
    parser.add_argument("--out", type=Path, default=out)
    return parser.parse_args()


def _told_apart(choice: Choice, sets: Mapping[str, Sequence[Example]], score: ModuleType) -> float:
    """Print each set as judged by weights fitted to the others; the best shift."""
    apart = {k: Judged(data, choice.fitted(choice.weighed(sets, without=k))) for k, data in sets.items()}
    shift, total = best_shift(list(apart.values()), choice.shifts, choice.common, score)
    for name, (data, weights) in apart.items():
        sys.stdout.write(line(name, counts(data, shifted(weights, shift, choice.common), score)))
    sys.stdout.write(line(f"all, at {shift:.1f}", total))
    return shift

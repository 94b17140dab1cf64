"""Fit detect/weights.toml to labelled articles: the gold sets (REFERENCE_DATA/gold) and our own (tests/eval).

    python bench/fit_detect.py [--watch FILE] [--out FILE] [--hold-out N]

Prints precision, recall, F1 and the Brier score on what was fitted and, with --hold-out N, on every N-th group of
articles left out of the fit. The regression is the plain one: gradient descent on the logistic loss with an L2 penalty
of 1 on all weights but the bias.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from detect.judge import weigh  # noqa: E402
from detect.lines import from_line  # noqa: E402
from detect.profile import Profile, load_profile  # noqa: E402
from detect.score import MEASURES  # noqa: E402

STEPS, RATE, PENALTY, THRESHOLD = 1500, 0.1, 1.0, 0.5

# Articles that only measure: whoever wrote them had not seen the rules, and nothing is fitted to them.
BLIND = ("fresh.jsonl",)


class Example(NamedTuple):
    """What an article measures, and whether it reports a visit; `group` holds together what must not be split."""

    group: str
    measures: tuple[float, ...]
    inbound: bool
    visit: bool


def labelled() -> Iterator[Mapping[str, Any]]:
    """Every labelled article there is."""
    gold = Path(os.environ.get("REFERENCE_DATA", ROOT.parent / "shared")) / "gold"
    own = [path for path in sorted((ROOT / "tests" / "eval").glob("*.jsonl")) if path.name not in BLIND]
    for path in (gold / "dev.jsonl", gold / "seeds.jsonl", *own):
        lines = map(json.loads, path.read_text(encoding="utf-8").splitlines()) if path.exists() else ()
        yield from (line for line in lines if "label" in line and line.get("title"))


def examples(profile: Profile) -> list[Example]:
    found = []
    for line in labelled():
        weighed = weigh(from_line(line), profile)
        if weighed is not None:
            group = str(line.get("same_visit") or line.get("shape") or line["id"])
            values = tuple(weighed.measures[name].value for name in MEASURES)
            inbound = weighed.lean.direction == "inbound" and weighed.lean.contradiction is None
            found.append(Example(group, values, inbound, line["label"] == "visit"))
    return found


def chance(weights: Sequence[float], bias: float, values: Sequence[float]) -> float:
    odds = bias + sum(w * v for w, v in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def fit(data: Sequence[Example]) -> tuple[list[float], float]:
    """(weights, bias)"""
    weights, bias = [0.0] * len(MEASURES), 0.0
    for _ in range(STEPS):
        errors = [chance(weights, bias, e.measures) - e.visit for e in data]
        bias -= RATE * sum(errors) / len(data)
        for j, weight in enumerate(weights):
            slope = sum(error * e.measures[j] for error, e in zip(errors, data, strict=True))
            weights[j] = weight - RATE * (slope + PENALTY * weight) / len(data)
    return weights, bias


def figures(data: Sequence[Example], weights: Sequence[float], bias: float) -> str:
    chances = [chance(weights, bias, e.measures) for e in data]
    flagged = [e.inbound and p >= THRESHOLD for e, p in zip(data, chances, strict=True)]
    hits = sum(f and e.visit for f, e in zip(flagged, data, strict=True))
    precision, recall = hits / max(1, sum(flagged)), hits / max(1, sum(e.visit for e in data))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    brier = sum((p - e.visit) ** 2 for e, p in zip(data, chances, strict=True)) / len(data)
    return f"articles={len(data)} precision={precision:.3f} recall={recall:.3f} f1={f1:.3f} brier={brier:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--watch", type=Path, default=ROOT / "watch" / "banyuwangi.toml")
    parser.add_argument("--out", type=Path, default=ROOT / "detect" / "weights.toml")
    parser.add_argument("--version", default="2026.1")
    parser.add_argument("--hold-out", type=int, default=0)
    chosen = parser.parse_args()
    data = examples(load_profile(chosen.watch))
    if chosen.hold_out:
        left = {e.group for e in data if hashlib.sha256(e.group.encode()).digest()[0] % chosen.hold_out == 0}
        weights, bias = fit([e for e in data if e.group not in left])
        sys.stdout.write(f"held out {figures([e for e in data if e.group in left], weights, bias)}\n")
    weights, bias = fit(data)
    sys.stdout.write(f"fitted   {figures(data, weights, bias)}\n")
    lines = [f"{name} = {weight:.3f}" for name, weight in zip(MEASURES, weights, strict=True)]
    head = "# Log-odds for each measure of detect/score.py; written by bench/fit_detect.py."
    text = f'{head}\nversion = "{chosen.version}"\nbias = {bias:.3f}\nthreshold = {THRESHOLD}\n\n[weights]\n'
    chosen.out.write_text(text + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

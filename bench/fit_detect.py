"""Fit detect/weights.toml to labelled articles: the gold sets (REFERENCE_DATA/gold) and our own (tests/eval).

    python bench/fit_detect.py [--watch FILE] [--out FILE] [--without NAME ...] [--cross N]

Prints precision, recall, F1 and the Brier score: on what was fitted, on each set named by --without (which is then not
fitted to), and with --cross N of a cross-validation in N folds, grouped so that articles about one visit and the
articles of one minimal pair stay together, with a reliability table of the scores it gives.

Articles about visits with the two sides exchanged in title and lead are measured, and not fitted to: their bodies
still tell of the visit, and what they would teach costs more visits than it saves false flags.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from article import Article  # noqa: E402
from bench.labelled import BLIND, labelled, printed  # noqa: E402
from bench.swap import swapped  # noqa: E402
from detect.company import present  # noqa: E402
from detect.judge import weigh  # noqa: E402
from detect.lines import from_line  # noqa: E402
from detect.measures import MEASURES, TEXT  # noqa: E402
from detect.profile import Profile, load_profile  # noqa: E402
from detect.score import Model, chance  # noqa: E402
from detect.wording import share, stems  # noqa: E402
from newsroom.texts import stories  # noqa: E402

EPOCHS, RATE = 60, 0.15
# Squared weights cost: a measure little, a word much, since there are thousands of them.
PENALTY = {"measure": 0.25, "word": 0.5}
# Where precision and recall of a cross-validation meet: an editor drops a false flag with one key, and a missed visit
# is never seen again.
THRESHOLD = 0.44
# A stem in fewer articles says more about those than about the language; one this light says nothing.
SEEN_IN, LIGHT = 4, 0.02
SWAPPED = " swapped"
ORDINARY_SEED = 101
UNFITTED = Model("", 0.0, 1.0, {}, {}, {})
# What the features of a text's measures begin with: of those there are thousands.
WORD, COMPANY = "word:", "company:"

Features = Mapping[str, float]


class Example(NamedTuple):
    """What an article measures (words under WORD, what names stand beside under COMPANY), and whether it reports a
    visit; `group` holds together what must not be split, `source` is the set it is from."""

    source: str
    group: str
    features: Features
    visit: bool


def ordinary() -> Iterator[Mapping[str, Any]]:
    """Local news by the newsroom's writer: what a crawl brings home most days, and no labelled set holds enough of."""
    for story in stories(ORDINARY_SEED, date(2021, 3, 1), 30, 30, 1):
        if story.kind == "local_news":
            key = f"newsroom-{story.title}"
            yield {"id": key, "title": story.title, "text": printed(story), "label": "not_visit"}


def examples(profile: Profile) -> list[Example]:
    found = []
    for source, line in (*labelled(without=BLIND), *(("newsroom", line) for line in ordinary())):
        group = str(line.get("same_visit") or line.get("shape") or line["id"])
        articles = [(source, from_line(line), line["label"] == "visit")]
        if line["label"] == "visit":
            articles += [(f"{source}{SWAPPED}", article, False) for article in swapped([line], profile.name)]
        for name, article, visit in articles:
            features = features_of(article, profile)
            found.append(Example(name, group, features, visit))
    return found


def features_of(article: Article, profile: Profile) -> Features:
    weighed = weigh(article, profile, model=UNFITTED)
    if weighed is None:
        return {}
    found = {name: m.value for name, m in weighed.measures.items() if m.value and name not in TEXT}
    for prefix, told in ((WORD, stems(weighed.readings)), (COMPANY, present(weighed.readings, weighed.parts))):
        found |= dict.fromkeys((prefix + key for key in told), share(len(told)))
    return found


def fits(example: Example) -> bool:
    return bool(example.features) and not example.source.endswith(SWAPPED)


def is_text(name: str) -> bool:
    return name.startswith((WORD, COMPANY))


class Fitted(NamedTuple):
    """Log-odds."""

    bias: float
    weights: Mapping[str, float]

    def chance(self, features: Features) -> float:
        if not features:  # not weighed at all
            return 0.0
        odds = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return chance(odds)


def fit(data: Sequence[Example]) -> Fitted:
    """Logistic regression with an L2 penalty, by stochastic gradient descent with a rate of its own for each weight
    (AdaGrad; Duchi, Hazan, Singer 2011). The order is fixed, so the result is."""
    counts: dict[str, int] = {}
    for example in data:
        for name in example.features:
            counts[name] = counts.get(name, 0) + 1
    kept = {n for n, count in counts.items() if not is_text(n) or count >= SEEN_IN}
    rows = [([(n, v) for n, v in e.features.items() if n in kept], e.visit) for e in data]
    weights = dict.fromkeys(kept, 0.0)
    squares = dict.fromkeys(kept, 1e-4)
    cost = {n: PENALTY["word" if is_text(n) else "measure"] / counts[n] for n in kept}
    bias, bias_square = 0.0, 1e-4
    order = sorted(range(len(rows)), key=lambda i: hashlib.sha256(str(i).encode()).digest())
    for epoch in range(EPOCHS):
        rate = RATE / (1 + epoch / 10)
        for i in order:
            features, visit = rows[i]
            odds = bias + sum(weights[n] * v for n, v in features)
            error = chance(odds) - visit
            bias_square += error * error
            bias -= rate * error / math.sqrt(bias_square)
            for n, v in features:
                slope = error * v + cost[n] * weights[n]
                squares[n] += slope * slope
                weights[n] -= rate * slope / math.sqrt(squares[n])
    return Fitted(bias, weights)


def crossed(data: Sequence[Example], folds: int) -> list[float]:
    """For each example the chance given by a fit that has seen nothing of its group."""
    fold = [hashlib.sha256(e.group.encode()).digest()[0] % folds for e in data]
    chances = [0.0] * len(data)
    for n in range(folds):
        fitted = fit([e for e, f in zip(data, fold, strict=True) if f != n and fits(e)])
        for i, example in enumerate(data):
            if fold[i] == n:
                chances[i] = fitted.chance(example.features)
    return chances


def figures(data: Sequence[Example], chances: Sequence[float]) -> str:
    if data and data[0].source.endswith(SWAPPED):
        return f"articles={len(data)} flagged={sum(p >= THRESHOLD for p in chances)}"
    pairs = list(zip(data, chances, strict=True))
    hits = sum(p >= THRESHOLD and e.visit for e, p in pairs)
    precision = hits / max(1, sum(p >= THRESHOLD for p in chances))
    recall = hits / max(1, sum(e.visit for e in data))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    brier = sum((p - e.visit) ** 2 for e, p in pairs) / max(1, len(data))
    return f"articles={len(data)} precision={precision:.3f} recall={recall:.3f} f1={f1:.3f} brier={brier:.3f}"


def reliability(data: Sequence[Example], chances: Sequence[float]) -> Iterator[str]:
    """Of the articles with about the same score, how many are visits?"""
    for low in range(10):
        rows = [(e, p) for e, p in zip(data, chances, strict=True) if min(9, int(p * 10)) == low]
        if rows:
            score, visits = sum(p for _, p in rows) / len(rows), sum(e.visit for e, _ in rows) / len(rows)
            yield f"score {low / 10:.1f} to {(low + 1) / 10:.1f}: mean {score:.2f}, visits {visits:.2f} of {len(rows)}"


def written(fitted: Fitted, version: str) -> Iterator[str]:
    yield "# Log-odds: of each measure of detect/measures.py, of each stem of detect/wording.py, and of"
    yield "# what names stand beside (detect/company.py)."
    yield "# Written by bench/fit_detect.py."
    yield from (f'version = "{version}"', f"bias = {fitted.bias:.3f}", f"threshold = {THRESHOLD}", "", "[weights]")
    for name in MEASURES:
        yield f"{name} = {1.0 if name in TEXT else fitted.weights.get(name, 0.0):.3f}"
    for section, prefix in (("words", WORD), ("company", COMPANY)):
        yield from ("", f"[{section}]")
        for name, weight in sorted(fitted.weights.items()):
            if name.startswith(prefix) and abs(weight) >= LIGHT:
                key = name.removeprefix(prefix)
                yield f"{key if key.isalpha() and key.isascii() else json.dumps(key)} = {weight:.3f}"


def say(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--watch", type=Path, default=ROOT / "watch" / "banyuwangi.toml")
    parser.add_argument("--out", type=Path, default=ROOT / "detect" / "weights.toml")
    parser.add_argument("--version", default="2026.7")
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--cross", type=int, default=0)
    chosen = parser.parse_args()
    data = examples(load_profile(chosen.watch))
    if chosen.cross:
        chances = crossed(data, chosen.cross)
        for source in dict.fromkeys(e.source for e in data):
            part = [(e, p) for e, p in zip(data, chances, strict=True) if e.source == source]
            say([f"crossed {source}: {figures([e for e, _ in part], [p for _, p in part])}"])
        own = [(e, p) for e, p in zip(data, chances, strict=True) if not e.source.endswith(SWAPPED)]
        told, chances = [e for e, _ in own], [p for _, p in own]
        say([f"crossed: {figures(told, chances)}", *reliability(told, chances)])
    left = {name for source in chosen.without for name in (source, f"{source}{SWAPPED}")}
    fitted = fit([e for e in data if e.source not in left and fits(e)])
    for source in ("", *sorted(left)):
        shown = [e for e in data if (e.source == source if source else e.source not in left and fits(e))]
        say([f"{source or 'fitted'}: {figures(shown, [fitted.chance(e.features) for e in shown])}"])
    chosen.out.write_text("\n".join(written(fitted, chosen.version)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

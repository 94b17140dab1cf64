"""A small re-ranker over the rules' measures, learnt from what editors decided.

It is a logistic regression with the rules' own log-odds as an offset (McCullagh, Nelder, Generalized Linear Models,
4.3): odds = rules + bias + trust * rules + sum(weight * measure). With an L2 penalty on all but the bias, weights of
zero, which is what no decisions teach, leave the rules as they are. Since the rules are linear in the same measures,
the result is again a `Model`: each verdict shows its evidence with the weights that were used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from detect.measures import MEASURES
from detect.score import Model, chance

# The weight of the rules' own log-odds, beside those of the measures.
RULES = "rules"
INPUTS = (RULES, *MEASURES)
FOLDS = 5
STEPS, PENALTY = 500, 4.0
# The rules' log-odds run to about 8; a tenth of them is of the measures' size, which keeps the descent steady.
_SCALE = 0.1
# Log-odds of a text that the rules do not weigh at all, since the place is not what it opens with.
UNREAD = -30.0


class Example(NamedTuple):
    """A decided article. `odds` are the rules' log-odds; `eligible`: the rules let a high score flag it; `group` holds
    together what must not be torn apart. A text that the rules do not weigh has no `measures`, and odds of UNREAD."""

    group: str
    odds: float
    measures: tuple[float, ...]
    eligible: bool
    is_visit: bool


class Fitted(NamedTuple):
    """`weights` by name of INPUTS, in log-odds."""

    bias: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 of the flags, and the Brier score of the probabilities (0 is best)."""

    precision: float
    recall: float
    f1: float
    brier: float

    def is_worse_than(self, other: Figures) -> bool:
        """Flags less well, or tells chances less well."""
        return self.f1 < other.f1 or self.brier > other.brier


def fit(examples: Sequence[Example], penalty: float = PENALTY) -> Fitted:
    """Gradient descent on the logistic loss, with the step of the loss's own curvature (Lipschitz constant)."""
    rows = [(e.odds, (_SCALE * e.odds, *e.measures), float(e.is_visit)) for e in examples if e.measures]
    weights, bias = [0.0] * len(INPUTS), 0.0
    curvature = penalty + sum(1 + sum(v * v for v in values) for _, values, _ in rows) / 4
    rate = 1 / max(curvature, 1e-9)
    # Nesterov's momentum: the plain descent would need some ten times the steps.
    last, last_bias = list(weights), bias
    for step in range(STEPS):
        push = step / (step + 3)
        ahead = [w + push * (w - before) for w, before in zip(weights, last, strict=True)]
        ahead_bias = bias + push * (bias - last_bias)
        slopes, slope = [penalty * w for w in ahead], 0.0
        for odds, values, truth in rows:
            error = chance(odds + ahead_bias + sum(map(float.__mul__, ahead, values))) - truth
            slope += error
            for j, value in enumerate(values):
                if value:
                    slopes[j] += error * value
        last, last_bias = weights, bias
        weights = [w - rate * s for w, s in zip(ahead, slopes, strict=True)]
        bias = ahead_bias - rate * slope
    weights[0] *= _SCALE
    return Fitted(bias, dict(zip(INPUTS, weights, strict=True)))


def back_test(examples: Sequence[Example], threshold: float, folds: int = FOLDS) -> tuple[Figures, Figures]:
    """(rules alone, rules with a re-ranker): every article is judged by a fit that has not seen its visit.

    The folds are by group, and always the same for the same groups.
    """
    parts = [[e for e in examples if _fold(e.group, folds) == n] for n in range(folds)]
    alone: list[tuple[float, Example]] = []
    reranked: list[tuple[float, Example]] = []
    for n, part in enumerate(parts):
        fitted = fit([e for other in (*parts[:n], *parts[n + 1 :]) for e in other])
        alone += [(chance(e.odds), e) for e in part]
        reranked += [(chance(odds(fitted, e)), e) for e in part]
    return figures(alone, threshold), figures(reranked, threshold)


def odds(fitted: Fitted, example: Example) -> float:
    """The log-odds that the re-ranker gives."""
    if not example.measures:
        return example.odds
    trust, *weights = (fitted.weights[name] for name in INPUTS)
    return example.odds * (1 + trust) + fitted.bias + sum(map(float.__mul__, weights, example.measures))


def figures(judged: Sequence[tuple[float, Example]], threshold: float) -> Figures:
    flagged = [example.eligible and p >= threshold for p, example in judged]
    hits = sum(flag and example.is_visit for flag, (_, example) in zip(flagged, judged, strict=True))
    precision = hits / max(1, sum(flagged))
    recall = hits / max(1, sum(example.is_visit for _, example in judged))
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    brier = sum((p - example.is_visit) ** 2 for p, example in judged) / max(1, len(judged))
    return Figures(precision, recall, f1, brier)


def reranked(model: Model, version: str, bias: float, weights: Mapping[str, float]) -> Model:
    """The rules' model with a re-ranker's weights in it; its version says so."""
    trust = 1 + weights[RULES]
    return replace(
        model,
        version=f"{model.version}+{version}",
        bias=trust * model.bias + bias,
        weights={name: trust * model.weights[name] + weights[name] for name in MEASURES},
    )


def _fold(group: str, folds: int) -> int:
    return int.from_bytes(hashlib.sha256(group.encode()).digest()[:4], "big") % folds

"""Measures -> a calibrated probability that an article reports a study visit to the watched place.

The model is a logistic regression over measures that a person can read; its weights are data (weights.toml), fitted by
bench/fit_detect.py with L2 regularisation (Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 4.4).
Each weight times its measure is the log-odds that the evidence shows.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from article import Evidence
from detect import kept
from detect.measures import MEASURES, Measure
from detect.signals import Signal

DEFAULT = Path(__file__).parent / "weights.toml"
# Log-odds that are worth telling.
_TELLS = 0.05


class ModelError(ValueError):
    """A weights file that cannot be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Model:
    """`weights` are log-odds for a measure of 1, `words` those of a stem (wording.py), `company` those of what stands
    beside a name (company.py); an article at `threshold` or above is flagged."""

    version: str
    bias: float
    threshold: float
    weights: Mapping[str, float]
    words: Mapping[str, float]
    company: Mapping[str, float]


def load_model(path: Path) -> Model:
    """Read a weights file. Raises ModelError naming the file and the key."""
    try:
        raw = kept.toml(path)
        sections = ("weights", "words", "company")
        weights, words, beside = ({k: float(v) for k, v in raw[section].items()} for section in sections)
        model = Model(str(raw["version"]), float(raw["bias"]), float(raw["threshold"]), weights, words, beside)
    except OSError as error:
        raise ModelError(
            f"{path}: cannot be read ({error.strerror}); it is part of the program: install it anew"
        ) from error
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError, ValueError) as error:
        raise ModelError(
            f"{path}: needs version, bias, threshold, [weights], [words] and [company]: {error!r}"
        ) from error
    if set(weights) != set(MEASURES):
        raise ModelError(f"{path}: [weights] must name exactly {', '.join(MEASURES)}")
    return model


@cache
def default_model() -> Model:
    """The weights that ship with the package; read once, then kept."""
    return load_model(DEFAULT)


def probability(model: Model, found: Mapping[str, Measure]) -> float:
    """0 to 1."""
    return chance(model.bias + sum(model.weights[name] * measure.value for name, measure in found.items()))


def chance(log_odds: float) -> float:
    """The probability that log-odds stand for: the logistic function."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def evidence(model: Model, found: Mapping[str, Measure]) -> tuple[Evidence, ...]:
    """The signs behind a verdict, each with all the log-odds it carries, heaviest first."""
    carried: dict[tuple[int, int, str], tuple[Signal, float]] = {}
    for name, measure in found.items():
        for signal in measure.signals:
            key = (signal.sentence, signal.first, signal.name)
            share = model.weights[name] * measure.value / len(measure.signals)
            carried[key] = (signal, carried.get(key, (signal, 0.0))[1] + share)
    told = (row for row in carried.items() if abs(row[1][1]) >= _TELLS)
    rows = sorted(told, key=lambda row: (-abs(row[1][1]), row[0]))
    return tuple(
        Evidence(
            f"{signal.zone}.{signal.name}",
            round(weight, 3),
            signal.reading.sentence.span,
            signal.reading.sentence.cover(signal.first, signal.last),
        )
        for _, (signal, weight) in rows
    )

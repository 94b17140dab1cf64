"""Weights that a fit wrote (bench/fit_*.py), and the odds they give to what was measured."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from detect.gazetteer import DATA


@cache
def fitted(name: str) -> Mapping[str, float]:
    """The weights of detect/data/<name>.toml."""
    with (DATA / f"{name}.toml").open("rb") as file:
        found: Mapping[str, float] = tomllib.load(file)["weights"]
    return found


def odds(measures: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Log-odds that it is the fact, counted from where naming it does more good than harm."""
    return sum(weights.get(name, 0.0) * value for name, value in measures.items())

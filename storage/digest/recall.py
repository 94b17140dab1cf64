"""What share of the visits was found, from a few answers on articles that were not flagged. Pure.

The articles not flagged are parted by score into strata, and of each a few are drawn at random. A stratum of N, of
which n were answered and k were visits, hides k + BetaBinomial(N - n, a + k, b + n - k): the posterior of a finite
population's total under a Beta prior on its rate (Ericson, J. R. Stat. Soc. B 31, 1969). The prior is worth half a
visit (as Jeffreys's is); its mean is the stratum's mean score times a factor common to all strata, which the answers
tell (scores say which article is likelier a visit, and may overstate or understate all of them), never less than
LEAST_RATE. No budget of answers reaches what hides among thousands of articles that the rules think nothing of, so that
something must be assumed, and this says what. Draws of days with other chances count by the inverse of their chance
(Horvitz and Thompson), as many as their effective number is (Kish).
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Pmf = Sequence[float]

# The least score of each stratum, and how many are drawn of it at a time. The draws of the first two narrow the
# interval most; those of the last are there to notice rules that are blind to a kind of visit.
STRATA: Mapping[str, tuple[float, int]] = {"near": (0.05, 2), "middle": (0.005, 2), "far": (0.0, 1)}
# However low the scores: one article in so many is thought to be a visit before anything is answered.
LEAST_RATE = 1 / 2000
_PRIOR = 0.5
# By what the scores may be off, each as likely as the other before anything is answered.
_FACTORS = tuple(2.0**power for power in range(-6, 2))
_TAIL = 1e-7


@dataclass(frozen=True, slots=True)
class Cell:
    """One stratum at one drawing: its `size`, the sum of its `scores`, and how many of the drawn were answered with
    yes or no, `visits` of them with yes."""

    stratum: str
    size: int
    scores: float
    answered: int
    visits: int


@dataclass(frozen=True, slots=True)
class Flagged:
    """Articles that were brought before the editor: how many were found to be visits, not to be, and are open."""

    confirmed: int
    dismissed: int
    open: int


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of visits found, 0 to 1: the median, and the ends of the 95 % interval. `low_unassumed` is its lower
    end where nothing is assumed of the scores; `answered` answers went into it, `missed` of them a visit."""

    middle: float
    low: float
    high: float
    low_unassumed: float
    answered: int
    missed: int


def stratum(score: float) -> str:
    """The stratum of an article that was not flagged."""
    return next(name for name, (least, _) in STRATA.items() if score >= least)


def choose(scores: Mapping[int, float], chance: random.Random) -> dict[int, str]:
    """Draw from articles (id: score), each of a stratum with the same chance; the ids with their strata.

    What a stratum is too small for goes to the next one.
    """
    members: dict[str, list[int]] = {name: [] for name in STRATA}
    for article, score in sorted(scores.items()):
        members[stratum(score)].append(article)
    wanted = {name: min(number, len(members[name])) for name, (_, number) in STRATA.items()}
    left = sum(number for _, number in STRATA.values()) - sum(wanted.values())
    for name, inside in members.items():
        more = min(left, len(inside) - wanted[name])
        wanted[name] += more
        left -= more
    return {article: name for name, inside in members.items() for article in chance.sample(inside, wanted[name])}


def estimate(cells: Iterable[Cell], flagged: Flagged) -> Recall | None:
    """None before anything was answered, and before as much of what was flagged is decided as is open."""
    strata: dict[str, list[Cell]] = {}
    for cell in cells:
        strata.setdefault(cell.stratum, []).append(cell)
    answered = sum(cell.answered for inside in strata.values() for cell in inside)
    if not answered or not flagged.confirmed or flagged.confirmed + flagged.dismissed < flagged.open:
        return None
    found, pooled = _found(flagged), [_pooled(inside) for inside in strata.values()]
    low, middle, high = _quantiles(found, _missed(pooled, unassuming=False))
    return Recall(
        middle=middle,
        low=low,
        high=high,
        low_unassumed=_quantiles(found, _missed(pooled, unassuming=True))[0],
        answered=answered,
        missed=sum(cell.visits for inside in strata.values() for cell in inside),
    )


def _found(flagged: Flagged) -> dict[int, float]:
    """How many visits were found: what is open is thought to be one as often as what was decided."""
    still = _beta_binomial(flagged.open, flagged.confirmed + _PRIOR, flagged.dismissed + _PRIOR)
    return {flagged.confirmed + more: p for more, p in enumerate(still)}


def _missed(strata: Sequence[_Stratum], *, unassuming: bool) -> Pmf:
    """How many visits were not found, over all strata."""
    if unassuming:
        return _together([_hidden(one, 0.5) for one in strata])
    total = [0.0]
    logs = [sum(_log_likelihood(one, one.mean(factor)) for one in strata) for factor in _FACTORS]
    for factor, log in zip(_FACTORS, logs, strict=True):
        likely = math.exp(log - max(logs))
        hidden = [likely * p for p in _together([_hidden(one, one.mean(factor)) for one in strata])]
        total = [p + q for p, q in itertools.zip_longest(total, hidden, fillvalue=0.0)]
    return total


@dataclass(frozen=True, slots=True)
class _Stratum:
    """All cells of a stratum: `told` answers, `yes` of them visits, both as an effective number of equal draws."""

    size: int
    scores: float
    answered: int
    visits: int
    told: float
    yes: float

    def mean(self, factor: float) -> float:
        return min(max(factor * self.scores / self.size, LEAST_RATE), 0.5)


def _pooled(cells: Sequence[Cell]) -> _Stratum:
    weights = [(cell.size / cell.answered, cell) for cell in cells if cell.answered]
    told = sum(weight * cell.answered for weight, cell in weights)
    effective = told**2 / sum(weight**2 * cell.answered for weight, cell in weights) if weights else 0.0
    return _Stratum(
        size=sum(cell.size for cell in cells),
        scores=sum(cell.scores for cell in cells),
        answered=sum(cell.answered for cell in cells),
        visits=sum(cell.visits for cell in cells),
        told=effective,
        yes=effective * sum(weight * cell.visits for weight, cell in weights) / told if weights else 0.0,
    )


def _hidden(one: _Stratum, mean: float) -> Pmf:
    """How many visits a stratum has, where its rate was thought to be `mean` before."""
    a, b = _PRIOR, _PRIOR * (1 - mean) / mean
    unseen = _beta_binomial(one.size - one.answered, a + one.yes, b + one.told - one.yes)
    return [0.0] * one.visits + list(unseen)


def _log_likelihood(one: _Stratum, mean: float) -> float:
    """Of the answers, where the rate was thought to be `mean` before."""
    a, b = _PRIOR, _PRIOR * (1 - mean) / mean
    return _log_beta(a + one.yes, b + one.told - one.yes) - _log_beta(a, b)


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _beta_binomial(n: int, a: float, b: float) -> Pmf:
    """P(0), P(1), ... up to where next to nothing is left."""
    p = math.exp(math.lgamma(b + n) - math.lgamma(b) + math.lgamma(a + b) - math.lgamma(a + b + n))
    found, left = [p], 1.0 - p
    for k in range(n):
        if left < _TAIL:
            break
        p *= (n - k) / (k + 1) * (a + k) / (b + n - k - 1)
        found.append(p)
        left -= p
    return found


def _together(parts: Sequence[Pmf]) -> Pmf:
    """The sum of independent numbers."""
    total: Pmf = [1.0]
    for part in parts:
        longer = [0.0] * (len(total) + len(part) - 1)
        for i, p in enumerate(total):
            for j, q in enumerate(part):
                longer[i + j] += p * q
        total = longer
    return total


def _quantiles(found: Mapping[int, float], missed: Pmf) -> tuple[float, float, float]:
    """Of found / (found + missed): its 2.5 %, 50 % and 97.5 % points."""
    shares = sorted((n / (n + m), p * q) for n, p in found.items() for m, q in enumerate(missed) if n + m)
    whole = math.fsum(p for _, p in shares)
    below, points = 0.0, []
    wanted = [0.025, 0.5, 0.975]
    for share, p in shares:
        below += p / whole
        while wanted and below >= wanted[0]:
            points.append(share)
            wanted.pop(0)
    points += [shares[-1][0]] * len(wanted)
    return points[0], points[1], points[2]

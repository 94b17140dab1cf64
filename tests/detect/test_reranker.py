"""The re-ranker: what it learns, when it is held to be worse, and that its result is a model like the rules'."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detect import reranker
from detect.judge import judge, weigh
from detect.measures import MEASURES
from detect.reranker import INPUTS, RULES, UNREAD, Example, Figures, back_test, figures, fit, odds, reranked
from detect.score import default_model, probability
from tests.telling import article, profile

STORY = MEASURES.index("story")


def example(number: int, is_visit: bool, log_odds: float = 0.0, *, eligible: bool = True, **measures: float) -> Example:
    values = tuple(measures.get(name, 0.0) for name in MEASURES)
    return Example(f"visit {number}", log_odds, values, eligible, is_visit)


def taught(count: int = 200, seed: int = 1) -> list[Example]:
    """Decisions that the rules know little of, and that one measure tells apart."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        story = chance.random()
        made.append(example(number, story + chance.gauss(0, 0.1) > 0.5, chance.gauss(0, 0.5), story=story))
    return made


def test_it_learns_what_tells_visits_from_others() -> None:
    fitted = fit(taught())
    assert fitted.weights["story"] > 2
    assert fitted.bias < -1
    assert max((abs(weight), name) for name, weight in fitted.weights.items())[1] == "story"
    alone, with_it = back_test(taught(), 0.5)
    assert not with_it.is_worse_than(alone)
    assert with_it.f1 > alone.f1 + 0.2
    assert with_it.brier < alone.brier


def test_it_has_come_to_the_minimum_of_its_loss() -> None:
    examples = taught(60)
    fitted = fit(examples)

    def slope(name: str) -> float:
        place = INPUTS.index(name) - 1
        errors = (reranker.chance(odds(fitted, e)) - e.is_visit for e in examples)
        told = sum(error * e.measures[place] for error, e in zip(errors, examples, strict=True))
        return told + reranker.PENALTY * fitted.weights[name]

    assert abs(slope("story")) < 0.01
    assert abs(sum(reranker.chance(odds(fitted, e)) - e.is_visit for e in examples)) < 0.01


def test_without_anything_to_learn_the_rules_stay_as_they_are() -> None:
    fitted = fit([])
    assert (fitted.bias, set(fitted.weights.values())) == (0.0, {0.0})
    model = default_model()
    same = reranked(model, "r1", fitted.bias, fitted.weights)
    assert (same.bias, same.weights, same.threshold) == (model.bias, model.weights, model.threshold)


def test_a_text_that_the_rules_do_not_weigh_is_never_flagged_by_it() -> None:
    unread = Example("visit 1", UNREAD, (), eligible=False, is_visit=True)
    assert odds(fit([*taught(), unread]), unread) == UNREAD
    assert fit([*taught(), unread]) == fit(taught())


def test_articles_of_one_visit_are_never_torn_apart() -> None:
    """One visit told a hundred times teaches nothing that its own articles are then judged by."""
    others = [example(n, n % 2 == 0, log_odds=2.0 if n % 2 == 0 else -2.0) for n in range(80)]
    told = [example(999, True, log_odds=-1.0, story=1.0) for _ in range(40)]
    alone, with_it = back_test([*others, *told], 0.5)
    assert alone.recall == with_it.recall


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.booleans()), max_size=30))
def test_figures_are_those_of_the_definitions(rows: list[tuple[float, bool, bool]]) -> None:
    judged = [(p, example(n, truth, eligible=eligible)) for n, (p, truth, eligible) in enumerate(rows)]
    found = figures(judged, 0.5)
    flagged = [truth for p, truth, eligible in rows if eligible and p >= 0.5]
    visits = [truth for _, truth, _ in rows if truth]
    assert found.precision == (sum(flagged) / len(flagged) if flagged else 0)
    assert found.recall == (sum(flagged) / len(visits) if visits else 0)
    assert 0 <= found.brier <= 1 and 0 <= found.f1 <= 1


def test_where_no_article_tells_of_a_visit_nothing_was_missed_and_nothing_found() -> None:
    found = figures([(0.9, example(1, False))], 0.5)
    assert (found.precision, found.recall, found.f1) == (0, 0, 0)


@pytest.mark.parametrize(
    ("other", "worse"),
    [
        (Figures(0.9, 0.9, 0.9, 0.1), False),
        (Figures(0.9, 0.9, 0.95, 0.05), False),
        (Figures(0.9, 0.9, 0.89, 0.05), True),
        (Figures(0.9, 0.9, 0.95, 0.11), True),
    ],
)
def test_worse_is_to_flag_less_well_or_to_tell_chances_less_well(other: Figures, worse: bool) -> None:
    assert other.is_worse_than(Figures(0.9, 0.9, 0.9, 0.1)) is worse


@given(
    bias=st.floats(-3, 3),
    weights=st.lists(st.floats(-2, 2), min_size=len(INPUTS), max_size=len(INPUTS)),
)
def test_the_model_gives_the_odds_that_the_reranker_gives(bias: float, weights: list[float]) -> None:
    told = article(
        "BANYUWANGI - Sebanyak 25 anggota DPRD Kabupaten Tabanan datang ke Banyuwangi, Kamis (14/3/2019). Mereka ingin "
        "belajar cara daerah itu mengelola desa wisata.",
        "DPRD Tabanan Belajar ke Banyuwangi",
    )
    model, named = default_model(), dict(zip(INPUTS, weights, strict=True))
    weighed = weigh(told, profile())
    assert weighed is not None
    values = tuple(weighed.measures[name].value for name in MEASURES)
    rules = model.bias + sum(model.weights[name] * value for name, value in zip(MEASURES, values, strict=True))
    expected = odds(reranker.Fitted(bias, named), Example("g", rules, values, True, True))
    changed = reranked(model, "r7", bias, named)
    assert math.isclose(probability(changed, weighed.measures), reranker.chance(expected), abs_tol=1e-6)
    assert judge(told, profile(), model=changed).lexicon.endswith(f"+{model.version}+r7")
    assert RULES not in changed.weights

"""The recall gauge's arithmetic: exact where everything was answered, honest where little was."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.recall_gauge import WORLDS, month
from storage.digest.recall import STRATA, Cell, Flagged, choose, estimate, stratum

ALL_DECIDED = Flagged(confirmed=80, dismissed=5, open=0)


def cell(name: str = "near", size: int = 40, answered: int = 0, visits: int = 0, scores: float = 4.0) -> Cell:
    return Cell(name, size, scores, answered, visits)


def test_where_everything_was_answered_the_estimate_is_exact() -> None:
    found = estimate([cell(answered=40, visits=20)], ALL_DECIDED)
    assert found
    assert (found.low, found.middle, found.high, found.low_unassumed) == (0.8, 0.8, 0.8, 0.8)


def test_nothing_is_said_before_something_was_answered_and_half_of_what_was_flagged_decided() -> None:
    assert estimate([], ALL_DECIDED) is None
    assert estimate([cell()], ALL_DECIDED) is None
    assert estimate([cell(answered=3)], Flagged(0, 9, 0)) is None
    assert estimate([cell(answered=3)], Flagged(5, 0, 6)) is None
    assert estimate([cell(answered=3)], Flagged(5, 1, 6)) is not None


def test_more_answers_make_the_range_narrower_and_a_missed_visit_moves_it_down() -> None:
    few, many, missed = (
        estimate([cell(size=400, answered=n, visits=k, scores=40.0)], ALL_DECIDED)
        for n, k in ((10, 0), (200, 0), (200, 9))
    )
    assert few
    assert many
    assert missed
    assert few.low < many.low < many.high == few.high == 1.0
    assert missed.low < missed.middle < many.middle
    assert missed.high < 1.0


def test_what_is_open_counts_as_what_was_decided_did() -> None:
    decided = estimate([cell(answered=40, visits=10)], Flagged(90, 0, 0))
    late = estimate([cell(answered=40, visits=10)], Flagged(60, 0, 30))
    doubtful = estimate([cell(answered=40, visits=10)], Flagged(30, 30, 30))
    assert decided
    assert late
    assert doubtful
    assert decided.middle == pytest.approx(late.middle, abs=0.01)
    assert doubtful.middle < late.middle


def test_draws_count_by_the_inverse_of_their_chance() -> None:
    """A busy day's answer stands for more articles than a quiet day's."""
    busy = [cell(size=10, answered=10, scores=1.0), cell(size=1000, answered=2, visits=1, scores=100.0)]
    quiet = [cell(size=10, answered=10, visits=1, scores=1.0), cell(size=1000, answered=2, scores=100.0)]
    of_busy, of_quiet = estimate(busy, ALL_DECIDED), estimate(quiet, ALL_DECIDED)
    assert of_busy
    assert of_quiet
    assert of_busy.middle < of_quiet.middle


def test_each_article_of_a_stratum_has_the_same_chance() -> None:
    chance = random.Random(1)
    scores = {number: (0.1, 0.01, 0.0)[number % 3] for number in range(30)}
    drawn = Counter(article for _ in range(3000) for article in choose(scores, chance))
    for name, (_, number) in STRATA.items():
        counts = [drawn[article] for article, score in scores.items() if stratum(score) == name]
        assert sum(counts) == 3000 * number
        assert max(counts) < 1.25 * min(counts)


@given(st.dictionaries(st.integers(1, 10**6), st.floats(0, 0.42), max_size=40), st.integers())
def test_at_most_five_are_drawn_and_no_place_is_wasted(scores: dict[int, float], seed: int) -> None:
    drawn = choose(scores, random.Random(seed))
    assert len(drawn) == min(5, len(scores))
    assert all(stratum(scores[article]) == name for article, name in drawn.items())


def test_over_simulated_months_the_interval_covers_the_truth() -> None:
    """A small part of bench/recall_gauge.py, which has the figures."""
    chance = random.Random(3)
    played = [month(world, chance) for world in WORLDS for _ in range(8)]
    assert sum(found is not None and found.low <= truth <= found.high for truth, found in played) >= 29

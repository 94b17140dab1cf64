"""What the bench of kills makes of what it has seen."""

from __future__ import annotations

from datetime import datetime, timedelta

from bench.cluster_kills import parts, unlike, waits

NOON = datetime(2026, 11, 22, 12)


def test_what_is_lost_doubled_or_changed_is_counted() -> None:
    alone = {"a": "1", "b": "2", "c": "3"}
    assert unlike(alone, dict(alone)) == (set(), set(), set())
    assert unlike(alone, {"a": "1", "c": "4", "d": "1", "e": "1"}) == ({"b"}, {"d", "e"}, {"c"})


def test_a_run_is_given_back_after_the_kill_before_it() -> None:
    kills = [NOON, NOON + timedelta(minutes=1)]
    given = [NOON + timedelta(seconds=seconds) for seconds in (-5, 9, 11, 70)]
    assert waits(given, kills) == [timedelta(seconds=9), timedelta(seconds=11), timedelta(seconds=10)]


def test_every_kill_is_in_one_round() -> None:
    assert parts(12, 4) == [(1, 4), (5, 4), (9, 4)]
    assert parts(3, 4) == [(1, 3)]
    assert parts(0, 4) == []

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article import Fact, Visit
from config import ROOT
from detect.same_visit import Report, choose, group, likeness

PAIRS = [
    json.loads(line) for line in (ROOT / "tests" / "eval" / "same_visit.jsonl").read_text(encoding="utf-8").splitlines()
]


def told(line: Mapping[str, Any]) -> Visit:
    def day(key: str) -> Fact[date] | None:
        return Fact(date.fromisoformat(line[key])) if key in line else None

    return Visit(
        visitors=tuple(Fact(name) for name in line.get("visitors", ())),
        headcount=Fact(line["headcount"]) if "headcount" in line else None,
        programme=Fact(line["programme"]) if "programme" in line else None,
        date_start=day("date_start"),
        date_end=day("date_end"),
        leader=Fact(line["leader"]) if "leader" in line else None,
    )


def report(line: Mapping[str, Any], article: str = "a") -> Report:
    published = date.fromisoformat(line["published"]) if "published" in line else None
    return Report(told(line), published, article)


def said(pair: Mapping[str, Any]) -> bool:
    return likeness(report(pair["a"]), report(pair["b"], "b")) > 0


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['why']}: {pair['a']} / {pair['b']}"[:120])
def test_pairs_of_reports(pair: Mapping[str, Any]) -> None:
    assert said(pair) is pair["same"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["why"])
def test_likeness_has_no_direction(pair: Mapping[str, Any]) -> None:
    one, other = report(pair["a"]), report(pair["b"], "b")
    assert likeness(one, other) == likeness(other, one)


def test_the_pairs_are_many_and_of_both_kinds() -> None:
    assert len(PAIRS) >= 60
    assert {pair["same"] for pair in PAIRS} == {True, False}


def test_a_report_joins_the_stored_visit_it_tells_of() -> None:
    sleman = told({"visitors": ["Pemkab Sleman"], "date_start": "2024-07-02"})
    bantul = told({"visitors": ["Pemkab Bantul"], "date_start": "2024-07-02"})
    assert choose(sleman, None, [(1, [bantul]), (2, [sleman])]) == 2
    assert choose(sleman, None, [(1, [bantul])]) is None
    assert choose(sleman, None, []) is None


def test_the_first_of_equals_is_taken() -> None:
    sleman = told({"visitors": ["Pemkab Sleman"], "date_start": "2024-07-02"})
    assert choose(sleman, None, [(7, [sleman]), (3, [sleman])]) == 7


def test_delegations_of_one_article_stay_apart() -> None:
    one = report({"visitors": ["Pemkab Sleman"], "date_start": "2024-07-02"})
    assert len(set(group([one, one]))) == 2


def test_a_group_has_a_speaking_id() -> None:
    lines = [
        {"visitors": ["Pemkab Sleman"], "date_start": "2024-07-02"},
        {"visitors": ["Kabupaten Sleman"], "date_start": "2024-07-03"},
    ]
    ids = group([report(line, str(n)) for n, line in enumerate(lines)])
    assert ids == ["2024-07-02-pemkab-sleman", "2024-07-02-pemkab-sleman"]


@given(st.permutations(range(12)))
def test_the_order_of_the_input_does_not_matter(order: list[int]) -> None:
    reports = [report(pair[side], f"{n}{side}") for n, pair in enumerate(PAIRS[:6]) for side in ("a", "b")]
    first = group(reports)
    ids = group([reports[i] for i in order])
    again = [ids[order.index(i)] for i in range(len(order))]
    for a, b in itertools.combinations(range(len(order)), 2):
        assert (first[a] == first[b]) == (again[a] == again[b])

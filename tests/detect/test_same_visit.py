from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.labelled import stated
from config import ROOT
from detect.same_visit import Report, choose, group, likeness
from tests.reference import reference

PAIRS = [
    json.loads(line) for line in (ROOT / "tests" / "eval" / "same_visit.jsonl").read_text(encoding="utf-8").splitlines()
]


# Pairwise F1 of the visits that writers told of more than once, put together by the facts as labelled.
FLOORS = json.loads((ROOT / "tests" / "eval" / "floors.json").read_text(encoding="utf-8"))["same_visit"]


def report(line: Mapping[str, Any], article: str = "a") -> Report:
    published = date.fromisoformat(line["published"]) if line.get("published") else None
    return Report(stated(line), published, article)


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
    assert len(PAIRS) >= 200
    assert min(sum(pair["same"] is kind for pair in PAIRS) for kind in (True, False)) >= 80


def clustered(path: Path) -> float:
    """Pairwise F1 of the grouping by labelled facts; an article that tells of several delegations is one report."""
    rows = [row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if row["label"] == "visit"]
    ids = group([report({**row["visit"], "published": row["published"]}, row["id"]) for row in rows])
    pairs = list(itertools.combinations(range(len(rows)), 2))
    same = {(a, b) for a, b in pairs if rows[a]["same_visit"] and rows[a]["same_visit"] == rows[b]["same_visit"]}
    said = {(a, b) for a, b in pairs if ids[a] == ids[b]}
    return 2 * len(same & said) / (len(same) + len(said))


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_visits_that_several_writers_told_of(name: str) -> None:
    path = reference("gold", "dev.jsonl") if name == "dev" else ROOT / "tests" / "eval" / f"{name}.jsonl"
    assert clustered(path) >= FLOORS[name]


def test_a_report_joins_the_stored_visit_it_tells_of() -> None:
    sleman = stated({"visitors": ["Pemkab Sleman"], "date_start": "2024-07-02"})
    bantul = stated({"visitors": ["Pemkab Bantul"], "date_start": "2024-07-02"})
    assert choose(sleman, None, [(1, [bantul]), (2, [sleman])]) == 2
    assert choose(sleman, None, [(1, [bantul])]) is None
    assert choose(sleman, None, []) is None


def test_the_first_of_equals_is_taken() -> None:
    sleman = stated({"visitors": ["Pemkab Sleman"], "date_start": "2024-07-02"})
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


def test_the_closest_are_put_together_first() -> None:
    """A report that fits two visits does not keep a closer one out."""
    lines: list[Mapping[str, Any]] = [
        {"visitors": ["Gubernur Bengkulu"], "date_start": "2018-05-03", "date_end": "2018-05-04"},
        {"visitors": ["Pemkab Seluma"], "date_start": "2018-05-03", "headcount": 17},
        {"visitors": ["Bupati Seluma"], "date_start": "2018-05-03", "date_end": "2018-05-04", "headcount": 17},
    ]
    assert len(set(group([report(line, str(n)) for n, line in enumerate(lines)]))) == 1


def test_the_whole_council_does_not_bring_two_commissions_together() -> None:
    lines = [
        {"visitors": [name], "date_start": "2019-02-13"}
        for name in ("DPRD Kabupaten Batang", "Komisi I DPRD Kabupaten Batang", "Komisi III DPRD Kabupaten Batang")
    ]
    ids = group([report(line, str(n)) for n, line in enumerate(lines)])
    assert ids[1] != ids[2]
    council, first, second = (stated(line) for line in lines)
    assert choose(second, None, [(1, [council, first])]) is None
    assert choose(first, None, [(1, [council, first])]) == 1


def test_a_report_without_its_day_does_not_bring_two_visits_together() -> None:
    lines: list[Mapping[str, Any]] = [
        {"visitors": ["Pemkab Batang"], "date_start": "2019-02-13"},
        {"visitors": ["Pemkab Batang"], "date_start": "2022-06-21", "leader": "Wihaji"},
        {"visitors": ["Pemkab Batang"], "leader": "Wihaji"},
    ]
    ids = group([report(line, str(n)) for n, line in enumerate(lines)])
    assert ids[0] != ids[1] == ids[2]
    first, second, undated = (stated(line) for line in lines)
    assert choose(first, None, [(1, [undated, second])]) is None
    assert choose(undated, None, [(1, [first]), (2, [second])]) == 2


def test_an_announced_visit_that_happens_is_one_visit() -> None:
    announced = report({"visitors": ["Pemkab Wonogiri"], "date_start": "2023-02-09", "published": "2023-02-01"})
    happened = stated({"visitors": ["Bupati Wonogiri"], "date_start": "2023-02-09"})
    assert choose(happened, date(2023, 2, 10), [(5, [announced])]) == 5


@pytest.mark.parametrize(
    ("printed", "same"), [("2023-01-26", False), ("2023-01-27", True), ("2023-02-25", True), ("2023-02-26", False)]
)
def test_a_report_without_its_day_is_of_a_visit_two_weeks_around_its_printing(printed: str, same: bool) -> None:
    dated = report({"visitors": ["Pemkab Wonogiri"], "date_start": "2023-02-10", "date_end": "2023-02-11"})
    undated = report({"visitors": ["Pemkab Wonogiri"], "published": printed}, "b")
    assert (likeness(dated, undated) > 0) is same


def test_a_report_years_away_is_never_near() -> None:
    """The calendar that spares comparing reports years apart hides none that are close."""
    lines = [
        {"visitors": ["Pemkab Bungo"], "date_start": day.isoformat(), "published": day.isoformat()}
        for year in (2017, 2018)
        for day in (date(year, 1, 28), date(year, 1, 29), date(year, 1, 30), date(year, 1, 31))
    ]
    ids = group([report(line, str(n)) for n, line in enumerate(lines)])
    assert len(set(ids)) == 2
    assert len(set(ids[:4])) == len(set(ids[4:])) == 1


@given(name=st.text(max_size=60), other=st.sampled_from([pair["a"] for pair in PAIRS if "visitors" in pair["a"]]))
def test_any_name_can_be_compared(name: str, other: Mapping[str, Any]) -> None:
    line = {**other, "visitors": [name], "origin": [name], "programme": name, "leader": name, "loci": [name]}
    one, two = report(line), report(other, "b")
    assert likeness(one, two) == likeness(two, one)
    assert likeness(one, one) >= 0


@given(st.permutations(range(12)))
def test_the_order_of_the_input_does_not_matter(order: list[int]) -> None:
    reports = [report(pair[side], f"{n}{side}") for n, pair in enumerate(PAIRS[::40]) for side in ("a", "b")]
    first = group(reports)
    ids = group([reports[i] for i in order])
    again = [ids[order.index(i)] for i in range(len(order))]
    for a, b in itertools.combinations(range(len(order)), 2):
        assert (first[a] == first[b]) == (again[a] == again[b])

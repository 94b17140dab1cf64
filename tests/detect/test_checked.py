"""Verdicts on ordinary reporting, checked by hand: which way, whether it happened, who led it, and where each fact and
the deciding sentence stand. Labelled from the text before any rule saw it; floors are only ever raised.

A fact's place is given as the quoted words with their occurrence in the text; where a text states a fact more than
once, each place is right.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from article import Article, Fact, Span, Verdict, Visit
from config import ROOT
from detect.judge import judge
from detect.lines import from_line
from tests.telling import profile

OWN = ROOT / "tests" / "eval"
FLOORS: Mapping[str, float] = json.loads((OWN / "floors.json").read_text(encoding="utf-8"))["checked"]
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (OWN / "checked.jsonl").read_text(encoding="utf-8").splitlines()
]
DIRECTIONS = {"inbound", "outgoing", "elsewhere", "none"}
STATUSES = {"announced", "happened", "cancelled", "recap"}


@cache
def verdicts() -> list[tuple[dict[str, Any], Article, Verdict]]:
    told = [(row, from_line(row)) for row in ROWS]
    return [(row, article, judge(article, profile())) for row, article in told]


def place(text: str, said: Mapping[str, Any]) -> Span:
    """Where the text has the quoted words for the so-manieth time. Raises ValueError where it has not."""
    start = -1
    for _ in range(said["occurrence"]):
        start = text.index(said["quote"], start + 1)
    return Span(start, start + len(said["quote"]))


def facts(visit: Visit, name: str) -> Iterator[Fact[Any]]:
    value = getattr(visit, name)
    yield from value if isinstance(value, tuple) else () if value is None else (value,)


def is_found(article: Article, verdict: Verdict, fact: Mapping[str, Any]) -> bool:
    """Does the span of a fact of this name cover one of the places that state it?"""
    spans = [f.span for visit in verdict.visits for f in facts(visit, fact["fact"]) if f.span is not None]
    places = [place(article.text, said) for said in fact["said"]]
    return any(span.start <= p.start and p.end <= span.end for span in spans for p in places)


def leads(row: Mapping[str, Any], verdict: Verdict) -> bool:
    """The same person by name, in full or in part; null where nobody is said to lead."""
    named = [visit.leader.value.split() for visit in verdict.visits if visit.leader is not None]
    if row["leader"] is None or not named:
        return row["leader"] is None and not named
    wanted = set(row["leader"].split())
    return any(set(name) <= wanted or wanted <= set(name) for name in named)


def touches(row: Mapping[str, Any], article: Article, verdict: Verdict) -> bool:
    """Are words that decided among those of the deciding sentence?"""
    told = place(article.text, row["deciding"])
    return any(e.words.start < told.end and told.start < e.words.end for e in verdict.evidence)


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


def measured() -> dict[str, float]:
    inbound = [entry for entry in verdicts() if entry[0]["direction"] == "inbound"]
    return {
        "direction": share([verdict.direction == row["direction"] for row, _, verdict in verdicts()]),
        "status": share([verdict.status == row["status"] for row, _, verdict in inbound]),
        "leader": share([leads(row, verdict) for row, _, verdict in inbound]),
        "facts": share(
            [is_found(article, verdict, fact) for row, article, verdict in inbound for fact in row["facts"]]
        ),
        "evidence": share([touches(row, article, verdict) for row, article, verdict in verdicts()]),
    }


@pytest.mark.parametrize("figure", ["direction", "status", "leader", "facts", "evidence"])
def test_figures_reach_their_floors(figure: str) -> None:
    assert measured()[figure] >= FLOORS[figure]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_quotes_stand_in_the_text(row: Mapping[str, Any]) -> None:
    text = from_line(row).text
    said = [row["deciding"], *(said for fact in row["facts"] for said in fact["said"])]
    assert all(place(text, one).end <= len(text) for one in said)
    assert 500 <= len(text) <= 1500


def test_the_set_holds_every_kind() -> None:
    directions = Counter(row["direction"] for row in ROWS)
    statuses = Counter(row["status"] for row in ROWS if row["direction"] == "inbound")
    assert len(ROWS) >= 60
    assert set(directions) == DIRECTIONS
    assert set(statuses) == STATUSES
    assert directions["inbound"] >= 35
    assert directions["outgoing"] >= 10
    assert directions["elsewhere"] >= 8
    assert min(statuses.values()) >= 5

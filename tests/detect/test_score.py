"""From signs to a probability: what may move it, and what it says of itself."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from config import ROOT
from detect.direction import Lean, lean
from detect.focus import FOCUS
from detect.judge import Weighed, weigh
from detect.lines import from_line
from detect.measures import MEASURES, TEXT, Measure, measures
from detect.roles import roles
from detect.score import default_model, evidence, probability
from detect.signals import Name, Signal, Zone, collect
from tests.telling import article, profile, readings


def sign(name: Name, zone: Zone, value: float, sentence: int = 0) -> Signal:
    found = readings(article("Satu. Dua. Tiga. Empat. Lima. Enam. Tujuh."))[1]
    return Signal(name, zone, value, found[sentence], 0, 0)


def measured(signs: Sequence[Signal]) -> dict[str, Measure]:
    """What the model weighs of these signs, nothing being known of names and words."""
    return measures(signs, lean(signs), dict.fromkeys(FOCUS, 0.0), dict.fromkeys(TEXT, Measure(0.0)))


def weighed(title: str, body: str) -> Weighed:
    found = weigh(article(body, title), profile())
    assert found is not None
    return found


def test_nothing_said_is_no_direction() -> None:
    assert lean([]) == Lean("none", 0.0, None)


def test_the_title_outweighs_the_rest() -> None:
    signs = [sign("inbound", "title", 1.0), sign("outgoing", "rest", 1.0, 3)]
    assert lean(signs).direction == "inbound"


def test_where_title_and_lead_paint_a_scene_the_next_sentences_decide() -> None:
    loud = lean([sign("inbound", "near", 1.0, 3), sign("elsewhere", "lead", 1.0, 1)])
    silent = lean([sign("inbound", "near", 1.0, 3)])
    assert loud.direction != "inbound"
    assert silent.direction == "inbound"


def test_title_against_lead_is_a_contradiction_only_when_both_are_loud() -> None:
    signs = [sign("inbound", "title", 1.0), sign("learns", "title", 1.0)]
    against = [sign("outgoing", "lead", 1.0, 1), sign("learns_away", "lead", 1.0, 1)]
    assert lean([*signs, *against]).contradiction is not None
    assert lean([*signs, against[0]._replace(value=0.5), against[1]]).contradiction is None


def test_coming_without_learning_is_no_visit() -> None:
    model = default_model()
    signs = [sign("inbound", "title", 1.0), sign("inbound", "lead", 1.0, 1), sign("delegation", "lead", 1.0, 1)]
    assert probability(model, measured(signs)) < model.threshold
    signs.append(sign("learns", "lead", 1.0, 1))
    assert probability(model, measured(signs)) > model.threshold


@pytest.mark.parametrize("against", ["official_subject", "other_sense", "tally", "outing"])
def test_a_sign_against_a_visit_lowers_it(against: Name) -> None:
    model = default_model()
    signs = [sign("inbound", "title", 1.0), sign("learns", "title", 1.0), sign("delegation", "title", 1.0)]
    before = probability(model, measured(signs))
    signs.append(sign(against, "title", 1.5))
    assert probability(model, measured(signs)) < before


def test_the_weights_that_carry_a_verdict_point_the_right_way() -> None:
    weights = default_model().weights
    assert all(weights[name] > 0 for name in ("direction", "visit", "visit_by_named", "visit_repeated", "story"))
    assert all(weights[name] < 0 for name in ("official_subject", "other_sense", "roundup", "tally", "visit_by_nobody"))


def test_evidence_carries_its_share_of_the_log_odds() -> None:
    found = weighed("DPRD Sampang Belajar ke Banyuwangi", "DPRD Sampang belajar ke Banyuwangi, Kamis (14/3/2019).")
    rows = evidence(default_model(), found.measures)
    told = sum(row.weight for row in rows)
    explained = {name: m for name, m in found.measures.items() if m.signals}
    expected = sum(default_model().weights[name] * m.value for name, m in explained.items())
    assert told == pytest.approx(expected, abs=0.25)


def test_measures_come_in_their_order_and_none_is_left_out() -> None:
    assert tuple(measured([])) == MEASURES
    assert all(measure == Measure(0.0) for measure in measured([]).values())


def test_the_number_of_signs_is_bounded_on_a_page_made_of_them() -> None:
    told = readings(article("DPRD Sigi belajar ke Banyuwangi. " * 200))[1]
    signs = collect(told, [roles(r) for r in told])
    values = measured(signs)
    assert all(abs(measure.value) <= 3.0 for measure in values.values())


def test_scores_are_calibrated_on_our_own_articles() -> None:
    """Brier score, the mean squared distance of probability and truth: 0.25 is guessing."""
    lines = (ROOT / "tests" / "eval" / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    distance = 0.0
    for row in rows:
        found = weigh(from_line(row), profile())
        chance = probability(default_model(), found.measures) if found else 0.0
        distance += (chance - (row["label"] == "visit")) ** 2
    assert distance / len(rows) < 0.05

"""In any order, after any change of rules and whatever was decided: a rescore comes to what a fresh start comes to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from article import Article
from config import ROOT
from crawler.again.rescore import rescore
from crawler.rules import Rules
from detect.lexicon import default_lexicon
from detect.lines import from_line
from storage import decisions
from storage.database import Database, check
from tests.deciding import WHO, flag_stating, shown
from tests.rescoring import (
    BANTUL,
    LATER,
    SLEMAN,
    TUBAN,
    arrive,
    compose,
    fresh,
    outcome,
    real_rules,
    script,
    scripted,
    text,
    who,
)  # fmt: skip
from tests.storing import DAY, NOW

NAMES = (SLEMAN, BANTUL, "DPRD Kabupaten Sleman", None)
FOUND = st.one_of(
    st.none(),
    st.lists(st.builds(who, st.sampled_from(NAMES), st.sampled_from((None, 14, 16, 17, 24))), max_size=2),
)
ARRIVALS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), min_size=1, max_size=9)


@settings(max_examples=40)
@given(
    arrivals=ARRIVALS,
    later=ARRIVALS,
    rules=st.lists(st.lists(FOUND, min_size=7, max_size=7), min_size=2, max_size=3),
    days=st.lists(st.one_of(st.none(), st.integers(0, 12)), min_size=5, max_size=5),
    told=st.booleans(),
)
def test_in_any_order_and_after_any_change_a_rescore_equals_a_fresh_start(
    tmp_path_factory: Any, arrivals: Any, later: Any, rules: Any, days: Any, told: bool
) -> None:
    folder = tmp_path_factory.mktemp("rescore")
    books = [
        scripted(script(**{f"t{number}": found for number, found in enumerate(texts)}), str(n))
        for n, texts in enumerate(rules)
    ]

    def tell(db: Database, run: int, stories: Sequence[tuple[int, int]], book: Rules) -> None:
        for article, number in stories:
            published = None if days[article] is None else NOW + days[article] * DAY
            arrive(db, run, replace(text(number, article=article), published=published), book)

    (rescored, first_run), (started, second_run) = fresh(folder / "a.db"), fresh(folder / "b.db")
    with rescored, started:
        tell(rescored, first_run, arrivals, books[0])
        if told:
            compose(rescored)
        for book in books[1:]:
            rescore(rescored, book, LATER)
        tell(started, second_run, arrivals, books[-1])
        assert outcome(rescored) == outcome(started)
        tell(rescored, first_run, later, books[-1])
        tell(started, second_run, later, books[-1])
        assert outcome(rescored) == outcome(started)
        check(rescored)


DECISIONS = st.lists(
    st.tuples(st.sampled_from(["confirm", "dismiss", "unsure", "merge", "split", "flag", "edit"]), st.integers(0, 99)),
    max_size=4,
)


def decide(db: Database, kind: Any, number: int) -> int | None:
    """Some decision on some visit, or None where there is nothing to decide on."""
    ids = sorted(shown(db))
    if kind == "flag":
        found = db.one("SELECT article FROM verdict WHERE is_current = 1 AND flagged = 0 ORDER BY article")
        stands = found and any(found["article"] in articles for articles in shown(db).values())
        return None if found is None or stands else flag_stating(db, found["article"], who(TUBAN))
    if not ids:
        return None
    visit = ids[number % len(ids)]
    if kind == "merge":
        other = ids[number // 7 % len(ids)]
        return None if other == visit else decisions.merge(db, visit, other, **WHO)
    if kind == "split":
        return decisions.split(db, visit, min(shown(db)[visit]), **WHO)
    if kind == "edit":
        return decisions.edit(db, visit, "headcount", ["7"], **WHO)
    return decisions.decide(db, kind, visit=visit, reason="old" if kind == "dismiss" else None, **WHO)


def decided(db: Database) -> dict[str, Any]:
    """How everything stands that an editor has decided on: where its reports are shown, and as what."""
    return {
        "places": db.rows(
            """SELECT DISTINCT standing.id, standing.article, standing.visit, standing.decided
            FROM decision_report JOIN standing ON standing.id = decision_report.report ORDER BY standing.id"""
        ),
        "kept": db.rows(
            """SELECT standing.id, standing.holds FROM standing JOIN report ON report.id = standing.id
            WHERE kept = 1 ORDER BY standing.id"""
        ),
        "articles": db.rows("SELECT id, decided FROM article WHERE decided IS NOT NULL ORDER BY id"),
        "visits": db.rows("SELECT id, shown, decided FROM visit WHERE decided IS NOT NULL OR shown <> id ORDER BY id"),
    }


@settings(max_examples=20)
@example(  # a split that is taken back leaves two visits that are shown as one
    arrivals=[(0, 4)],
    later=[(1, 0), (2, 0)],
    made=[("split", 0)],
    rules=[
        [None] * 4 + [[who(SLEMAN, None)], None, None],
        [None] * 7,
        [[who(SLEMAN, None)], None, None, None, [who(SLEMAN, None), who(SLEMAN, None)], None, None],
    ],
)
@given(
    arrivals=ARRIVALS,
    later=ARRIVALS,
    made=DECISIONS,
    rules=st.lists(st.lists(FOUND, min_size=7, max_size=7), min_size=3, max_size=3),
)
def test_decisions_outlive_whatever_comes_and_taken_back_they_leave_a_fresh_start(
    tmp_path_factory: Any, arrivals: Any, later: Any, made: Any, rules: Any
) -> None:
    folder = tmp_path_factory.mktemp("decided")
    books = [
        scripted(script(**{f"t{number}": found for number, found in enumerate(texts)}), str(n))
        for n, texts in enumerate(rules)
    ]
    (db, run), (started, other_run) = fresh(folder / "a.db"), fresh(folder / "b.db")
    with db, started:
        for article, number in arrivals:
            arrive(db, run, text(number, article=article), books[0])
        with db.write():
            log = [decision for kind, number in made if (decision := decide(db, kind, number))]
        stand = decided(db)
        for book in books[1:]:
            rescore(db, book, LATER)
            assert decided(db) == stand
        for article, number in later:
            arrive(db, run, text(number, article=article), books[-1])
        assert decided(db) == stand
        rescore(db, books[-1], LATER)
        assert decided(db) == stand
        with db.write():
            for decision in reversed(log):
                decisions.undo(db, decision, **WHO)
        rescore(db, books[-1], LATER)
        for article, number in (*arrivals, *later):
            arrive(started, other_run, text(number, article=article), books[-1])
        assert outcome(db) == outcome(started)
        check(db)


def own_articles(count: int) -> list[Article]:
    """Own-word articles about visits to the place and away from it."""
    lines = (ROOT / "tests" / "eval" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    made = [from_line(json.loads(line)) for line in lines if '"text"' in line][:count]
    return [
        replace(one, url=f"https://berita.example/{n}", site="berita", published=NOW + timedelta(hours=n))
        for n, one in enumerate(made)
    ]


def poorer() -> Rules:
    """The real rules without half the words for learning, coming and receiving."""
    rules, lexicon = real_rules(), default_lexicon()
    phrases = {word: entries for n, (word, entries) in enumerate(sorted(lexicon.phrases.items())) if n % 2}
    return replace(rules, lexicon=replace(lexicon, version="poorer", phrases=phrases))


@pytest.mark.parametrize("before", [poorer, lambda: real_rules("yogyakarta")], ids=["lexicon", "profile"])
def test_after_a_change_of_words_or_place_a_rescore_equals_a_fresh_start(tmp_path: Path, before: Any) -> None:
    (rescored, first_run), (started, second_run) = fresh(tmp_path / "a.db"), fresh(tmp_path / "b.db")
    with rescored, started:
        for one in own_articles(60):
            arrive(rescored, first_run, one, before())
            arrive(started, second_run, one, real_rules())
        assert outcome(rescored)["verdicts"] != outcome(started)["verdicts"]
        came = rescore(rescored, real_rules(), LATER)
        assert came.newly_flagged > 5
        assert outcome(rescored) == outcome(started)

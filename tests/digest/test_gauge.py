"""The recall gauge in the database: what is drawn, what an answer does, what the estimate rests on."""

from __future__ import annotations

import pytest

from storage import decisions
from storage.database import Database
from storage.decisions import NotDecidable
from storage.digest import digests, gauge
from storage.digest.digests import Rendered
from storage.digest.gauge import Answer, Offered
from tests.deciding import WHO, shown, stored
from tests.storing import DAY, NOW, another, begin, save


def news(db: Database, count: int, score: float = 0.1, **changes: object) -> list[int]:
    run = begin(db)
    with db.write():
        return [
            save(db, run, another(), found=(), flagged=False, score=score, **changes).article_id  # type: ignore[arg-type]
            for _ in range(count)
        ]


def compose(db: Database) -> list[Offered]:
    """A digest with nothing to read; what it offers."""
    with db.write():
        made = digests.compose(db, NOW, lambda _: Rendered("", ""))
    return gauge.offered(db, made.number)


def say(db: Database, one: Offered, said: Answer) -> None:
    with db.write():
        gauge.answer(db, one.draw_id, said, **WHO)


def test_a_digest_offers_five_that_were_not_flagged_and_the_next_one_five_others(db: Database) -> None:
    first = set(news(db, 8))
    stored(db, begin(db))
    drawn = compose(db)
    assert len(drawn) == 5
    assert {one.article_id for one in drawn} < first
    assert gauge.offered(db, 1) == drawn
    second = set(news(db, 3))
    assert {one.article_id for one in compose(db)} == second
    assert compose(db) == []


def test_first_runs_copies_and_what_an_editor_has_seen_are_not_drawn_from(db: Database) -> None:
    news(db, 2, baseline=True)
    (original, dismissed, flagged) = news(db, 3)
    news(db, 1, copy_of=original)
    with db.write():
        decisions.decide(db, "dismiss", article=dismissed, reason="old", **WHO)
        decisions.flag(db, flagged, **WHO)
    assert [one.article_id for one in compose(db)] == [original]
    assert db.rows("SELECT stratum, size, drawn FROM gauge_stratum") == [{"stratum": "near", "size": 1, "drawn": 1}]


def test_sizes_and_scores_of_the_strata_are_kept_so_that_the_answers_can_be_weighted(db: Database) -> None:
    news(db, 4, score=0.2)
    news(db, 9, score=0.01)
    news(db, 20, score=0.0)
    compose(db)
    kept = {row["stratum"]: (row["size"], round(row["scores"], 6), row["drawn"]) for row in db.rows(
        "SELECT * FROM gauge_stratum")}  # fmt: skip
    assert kept == {"near": (4, 0.8, 2), "middle": (9, 0.09, 2), "far": (20, 0.0, 1)}


def test_the_answer_visit_flags_by_hand_and_another_answer_takes_that_back(db: Database) -> None:
    news(db, 1)
    (one,) = compose(db)
    say(db, one, "visit")
    assert [set(articles) for articles in shown(db).values()] == [{one.article_id}]
    say(db, one, "visit")
    assert len(db.rows("SELECT 1 FROM decision")) == 1
    say(db, one, "no visit")
    assert shown(db) == {}
    assert gauge.answered_last(db, 9)[0].answer == "no visit"


def test_a_flag_that_was_undone_elsewhere_leaves_the_question_open(db: Database) -> None:
    news(db, 1)
    (one,) = compose(db)
    assert [waiting.draw_id for waiting in gauge.unanswered(db, 9)] == [one.draw_id]
    say(db, one, "visit")
    assert gauge.unanswered(db, 9) == []
    with db.write():
        decisions.undo(db, db.rows("SELECT id FROM decision")[0]["id"], **WHO)
    assert [waiting.answer for waiting in gauge.unanswered(db, 9)] == [None]
    assert gauge.answered_last(db, 9) == []


def test_the_estimate_counts_flags_misses_and_answers_of_its_days_only(db: Database) -> None:
    run = begin(db)
    confirmed = [stored(db, run) for _ in range(3)]
    news(db, 1)
    with db.write():
        for whole in confirmed:
            decisions.decide(db, "confirm", visit=whole.visit_ids[0], **WHO)
    (one,) = compose(db)
    assert gauge.estimate(db) is None
    say(db, one, "cannot tell")
    assert gauge.estimate(db) is None
    say(db, one, "visit")
    found = gauge.estimate(db)
    assert found
    assert (found.low, found.high, found.answered, found.missed) == (0.75, 0.75, 1, 1)
    assert gauge.estimate(db, NOW + DAY) is None


def test_what_was_taken_down_can_no_longer_be_answered(db: Database) -> None:
    news(db, 1)
    (one,) = compose(db)
    with db.write():
        db.execute("DELETE FROM article WHERE id = ?", [one.article_id])
    assert gauge.offered(db, 1) == []
    with pytest.raises(NotDecidable, match="taken down"):
        say(db, one, "no visit")

"""What editors decide: shown at once, never undone by what comes later, and taken back without a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from storage import decisions, inventory, visits
from storage.database import Database
from storage.decisions import NotDecidable
from storage.desk import reviews
from storage.digest import untold
from tests.deciding import WHO, compose, picture, shown, stored, unflag
from tests.releasing import export
from tests.storing import HOUR, NOW, another, begin, end, save

pytestmark = pytest.mark.both_stores


@pytest.fixture
def run(db: Database) -> int:
    """A run after the baseline."""
    end(db, begin(db, now=NOW - 2 * HOUR), now=NOW - HOUR)
    return begin(db, now=NOW)


def test_a_decision_is_kept_with_who_and_when(db: Database, run: int) -> None:
    visit = stored(db, run).visit_ids[0]
    with db.write():
        decisions.decide(db, "unsure", visit=visit, who="sari", now=NOW)
        decisions.decide(db, "dismiss", visit=visit, reason="copy", who="budi", now=NOW + HOUR)
    told = [(one.kind, one.reason, one.who, one.at) for one in reviews.visit_history(db, visit)]
    assert told == [("unsure", None, "sari", NOW), ("dismiss", "copy", "budi", NOW + HOUR)]
    stands = reviews.standing(db, visit)
    assert stands is not None
    assert (stands.decided, stands.said and stands.said.reason, stands.merged) == ("dismissed", "copy", ())
    assert reviews.latest(db, 1)[0].kind == "dismiss"


def test_the_log_refuses_to_be_changed_or_deleted(db: Database, run: int) -> None:
    visit = stored(db, run).visit_ids[0]
    with db.write():
        decisions.decide(db, "confirm", visit=visit, **WHO)
    for statement in ("DELETE FROM decision", "UPDATE decision SET who = 'x'"):
        with pytest.raises(Exception, match="record an undo"), db.write():
            db.execute(statement)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda db: decisions.decide(db, "dismiss", visit=1, **WHO),
        lambda db: decisions.decide(db, "confirm", visit=1, reason="old", **WHO),
        lambda db: decisions.decide(db, "confirm", **WHO),
        lambda db: decisions.decide(db, "confirm", visit=99, **WHO),
        lambda db: decisions.decide(db, "confirm", article=99, **WHO),
        lambda db: decisions.decide(db, "confirm", visit=1, who=" ", now=NOW),
        lambda db: decisions.merge(db, 1, 1, **WHO),
        lambda db: decisions.split(db, 1, 99, **WHO),
        lambda db: decisions.split(db, 1, 1, into=1, **WHO),
        lambda db: decisions.flag(db, 1, **WHO),
        lambda db: decisions.flag(db, 99, **WHO),
        lambda db: decisions.undo(db, 99, **WHO),
        lambda db: decisions.edit(db, 1, "colour", ["red"], **WHO),
        lambda db: decisions.edit(db, 1, "headcount", ["many"], **WHO),
        lambda db: decisions.edit(db, 1, "headcount", ["0"], **WHO),
        lambda db: decisions.edit(db, 1, "headcount", ["1_000"], **WHO),
        lambda db: decisions.edit(db, 1, "headcount", ["9" * 20], **WHO),
        lambda db: decisions.edit(db, 1, "headcount", ["9" * 5000], **WHO),
        lambda db: decisions.edit(db, 1, "leader", ["A", "B"], **WHO),
        lambda db: decisions.edit(db, 1, "date_start", ["17/10/2018"], **WHO),
        lambda db: decisions.edit(db, 1, "date_start", ["2018-W42-3"], **WHO),
        lambda db: decisions.edit(db, 1, "date_end", ["20181017"], **WHO),
    ],
)
def test_what_cannot_be_decided_is_refused_and_leaves_nothing(db: Database, run: int, wrong: Any) -> None:
    assert stored(db, run).visit_ids == (1,)
    before = picture(db)
    with pytest.raises(NotDecidable), db.write():
        wrong(db)
    assert picture(db) == before
    assert reviews.latest(db) == ()


def test_a_dismissed_visit_is_gone_from_lists_digest_and_release(db: Database, run: int, tmp_path: Path) -> None:
    visit = stored(db, run).visit_ids[0]
    with db.write():
        decisions.decide(db, "dismiss", visit=visit, reason="not a visit", **WHO)
    assert visits.newest(db, 9) == []
    assert (untold.visits(db), untold.more_reports(db), untold.flags(db)) == ([], [], ([], []))
    export(db, tmp_path / "release")
    assert (tmp_path / "release" / "csv" / "visit.csv").read_text(encoding="utf-8").count("\n") == 1
    kept = visits.get(db, visit)
    assert kept is not None and kept.decided == "dismissed"


def test_a_dismissed_visit_stays_dismissed_when_another_report_joins(db: Database, run: int) -> None:
    visit = stored(db, run).visit_ids[0]
    with db.write():
        decisions.decide(db, "dismiss", visit=visit, reason="wrong direction", **WHO)
    stored(db, run, visit)
    assert visits.newest(db, 9) == []
    assert untold.visits(db) == []
    assert reviews.counts(db) == reviews.Counts(open=0, confirmed=0, dismissed=1, unsure=0, missed=0)


def test_a_confirmed_visit_that_the_rules_no_longer_flag_is_shown_told_and_released(
    db: Database, run: int, tmp_path: Path
) -> None:
    whole = stored(db, run)
    (visit,) = whole.visit_ids
    with db.write():
        decisions.decide(db, "confirm", visit=visit, **WHO)
    unflag(db, whole)
    assert [(card.visit_id, card.decided, card.headcount) for card in visits.newest(db, 9)] == [
        (visit, "confirmed", 42)
    ]
    assert untold.visits(db) == [visit]
    assert inventory.inventory(db)[0].visits == (visit,)
    export(db, tmp_path / "release")
    for table in ("visit", "report"):
        assert (tmp_path / "release" / "csv" / f"{table}.csv").read_text(encoding="utf-8").count("\n") == 2
    compose(db)
    assert (untold.visits(db), untold.more_reports(db), untold.flags(db)) == ([], [], ([], []))


def test_a_confirmation_taken_back_lets_the_rules_decide_again(db: Database, run: int) -> None:
    whole = stored(db, run)
    with db.write():
        confirmed = decisions.decide(db, "confirm", visit=whole.visit_ids[0], **WHO)
    unflag(db, whole)
    with db.write():
        decisions.undo(db, confirmed, **WHO)
    assert visits.newest(db, 9) == []
    with pytest.raises(NotDecidable, match="undone already"), db.write():
        decisions.undo(db, confirmed, **WHO)


def test_an_edited_fact_is_shown_and_its_history_kept(db: Database, run: int) -> None:
    (visit,) = stored(db, run).visit_ids
    with db.write():
        decisions.edit(db, visit, "headcount", ["24"], **WHO)
        decisions.edit(db, visit, "origin", ["Kabupaten Lain"], codes=["35.98"], **WHO)
        decisions.edit(db, visit, "headcount", ["25"], who="budi", now=NOW)
        gone = decisions.edit(db, visit, "date_start", [], **WHO)
    (card,) = visits.newest(db, 9)
    assert (card.headcount, card.origin, card.origin_codes) == (25, ("Kabupaten Lain",), ("35.98",))
    assert (card.date_start, card.edited) == (None, ("date_start", "headcount", "origin"))
    told = [(one.fact, one.stated) for one in reviews.visit_history(db, visit)]
    assert told[0] == ("headcount", (("24", None),))
    stored(db, run, visit)
    with db.write():
        decisions.undo(db, gone, **WHO)
    (card,) = visits.newest(db, 9)
    assert (card.headcount, card.date_start) == (25, date(2018, 10, 17))


def test_an_article_flagged_by_hand_becomes_a_visit_and_counts_as_missed(db: Database, run: int) -> None:
    whole = stored(db, run, found=(), flagged=False, score=0.3)
    with db.write():
        flagged = decisions.flag(db, whole.article_id, **WHO)
    (card,) = visits.newest(db, 9)
    assert (card.score, untold.visits(db)) == (0.3, [card.visit_id])
    assert reviews.counts(db) == reviews.Counts(open=1, confirmed=0, dismissed=0, unsure=0, missed=1)
    with db.write():
        decisions.undo(db, flagged, **WHO)
    assert visits.newest(db, 9) == []
    assert reviews.counts(db).missed == 0


def test_an_article_without_a_visit_is_decided_by_itself(db: Database, run: int) -> None:
    first, second = (stored(db, run, found=(), flagged=True) for _ in range(2))
    with db.write():
        decisions.decide(db, "dismiss", article=first.article_id, reason="not a visit", **WHO)
        decisions.decide(db, "confirm", article=second.article_id, **WHO)
    (card,) = visits.newest(db, 9)
    assert (card.decided, untold.flags(db)[0]) == ("confirmed", [])
    unflag(db, second)
    assert untold.visits(db) == [card.visit_id]
    assert [one.kind for one in reviews.article_history(db, first.article_id)] == ["dismiss"]


def test_a_dismissed_article_reports_nothing(db: Database, run: int) -> None:
    first = stored(db, run)
    second = stored(db, run, first.visit_ids[0])
    with db.write():
        dismissed = decisions.decide(db, "dismiss", article=first.article_id, reason="copy", **WHO)
    assert shown(db) == {first.visit_ids[0]: {second.article_id}}
    with db.write():
        decisions.undo(db, dismissed, **WHO)
    assert shown(db) == {first.visit_ids[0]: {first.article_id, second.article_id}}


def test_an_article_confirmed_with_its_visit_stays(db: Database, run: int) -> None:
    whole = stored(db, run)
    with db.write():
        decisions.decide(db, "confirm", article=whole.article_id, **WHO)
    unflag(db, whole)
    assert shown(db) == {whole.visit_ids[0]: {whole.article_id}}


def test_labels_are_what_was_said_of_the_text(db: Database, run: int) -> None:
    made = [stored(db, run) for _ in range(6)]
    ids = [whole.visit_ids[0] for whole in made]
    with db.write():
        decisions.decide(db, "confirm", visit=ids[0], **WHO)
        decisions.decide(db, "dismiss", visit=ids[1], reason="not a visit", **WHO)
        decisions.decide(db, "dismiss", visit=ids[2], reason="copy", **WHO)
        decisions.decide(db, "unsure", visit=ids[3], **WHO)
        taken_back = decisions.decide(db, "confirm", visit=ids[4], **WHO)
        decisions.undo(db, taken_back, **WHO)
        decisions.decide(db, "confirm", visit=ids[5], **WHO)
        decisions.decide(db, "dismiss", article=made[5].article_id, reason="wrong direction", **WHO)
    said = {label.article_id: label.is_visit for label in reviews.labels(db)}
    assert said == {made[0].article_id: True, made[1].article_id: False, made[5].article_id: False}


def test_replace_keeps_an_edit_over_a_new_text(db: Database, run: int) -> None:
    article = another()
    with db.write():
        (visit,) = save(db, run, article).visit_ids
        decisions.edit(db, visit, "leader", ["Siti Contoh"], **WHO)
        save(db, run, replace(article, body=f"{article.body} Tambahan."), visit_id=visit)
    assert visits.newest(db, 9)[0].leader == "Siti Contoh"


def test_a_database_of_the_first_release_stands_as_it_did() -> None:
    from storage.database import SqliteDatabase
    from storage.migrations.s01_first import first_schema
    from storage.migrations.s02_decisions import decisions as step

    db = SqliteDatabase(memory=True)
    first_schema(db)
    db["visit"].insert_all([{"id": 1, "found": "x"}, {"id": 2, "found": "x"}])  # type: ignore[union-attr]
    db["report"].insert({"visit": 2, "article": 1, "verdict": 1, "reported": "x"})  # type: ignore[union-attr]
    step(db)
    assert list(db.query("SELECT id, shown, decided FROM visit")) == [
        {"id": 1, "shown": 1, "decided": None},
        {"id": 2, "shown": 2, "decided": None},
    ]
    assert list(db.query("SELECT visit, placed, kept FROM report")) == [{"visit": 2, "placed": 2, "kept": 0}]

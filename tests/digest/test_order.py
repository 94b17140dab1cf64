"""The order in which a digest tells its news. All texts are synthetic."""

from __future__ import annotations

from datetime import date

from storage.database import Database
from storage.digest import digests
from tests.storing import DAY, NOW, another, begin, save, synthetic_visit


def test_the_newest_visits_stand_first_and_a_recap_of_an_old_one_last(db: Database) -> None:
    run = begin(db)
    days = (date(2011, 5, 3), date(2018, 10, 30), None, date(2018, 10, 2))
    with db.write():
        made = [
            save(db, run, one, found=[synthetic_visit(one.text, start=day)])
            for day, one in ((day, another()) for day in days)
        ]
    old, coming, undated, past = (whole.visit_ids[0] for whole in made)
    assert [card.visit_id for card in digests.preview(db, NOW).visits] == [coming, undated, past, old]


def test_articles_to_look_at_stand_newest_first_and_undated_ones_last(db: Database) -> None:
    run = begin(db)
    with db.write():
        made = [save(db, run, another(published=at), found=[]) for at in (NOW - 2 * DAY, None, NOW)]
    first, undated, newest = (whole.article_id for whole in made)
    assert [flag.article_id for flag in digests.preview(db, NOW).flags] == [newest, first, undated]

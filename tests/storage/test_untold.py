"""What a digest has told already, and what that leaves to be told. All texts are synthetic."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.database import Database
from storage.digest import untold
from tests.deciding import compose, stored
from tests.storing import HOUR, NOW, another, begin, end, save, synthetic_visit

pytestmark = pytest.mark.both_stores


@pytest.fixture
def run(db: Database) -> int:
    """A run after the baseline."""
    end(db, begin(db, now=NOW - 2 * HOUR), now=NOW - HOUR)
    return begin(db, now=NOW)


def test_a_flag_is_told_though_another_articles_visit_was(db: Database, run: int) -> None:
    stored(db, run)
    compose(db)
    flagged = stored(db, run, found=())
    cards, more = untold.flags(db)
    assert ([card.article_id for card in cards], more) == ([flagged.article_id], [])


def test_an_article_told_with_one_visit_is_no_flag_once_a_later_text_reports_none(db: Database, run: int) -> None:
    article = another()
    with db.write():
        save(db, run, article)
    compose(db)
    later = replace(article, body=f"{article.body} Ikut pula DPRD Kota Misal.")
    with db.write():
        save(db, run, later, found=[synthetic_visit(later.text, visitors="DPRD Kota Misal")])
        save(db, run, replace(article, body="Kunjungan itu batal."), found=())
    assert untold.flags(db) == ([], [])


def test_a_further_report_names_the_digest_that_told_the_visit_first(db: Database, run: int) -> None:
    visit = stored(db, run).visit_ids[0]
    compose(db)
    stored(db, run, visit)
    compose(db)
    third = stored(db, run, visit)
    assert [(more.article_id, more.first_digest) for more in untold.more_reports(db)] == [(third.article_id, 1)]


def test_a_flag_is_told_once_though_others_were_told_before(db: Database, run: int) -> None:
    for _ in range(2):
        stored(db, run, found=())
    compose(db)
    flagged = stored(db, run, found=())
    cards, more = untold.flags(db)
    assert ([card.article_id for card in cards], more) == ([flagged.article_id], [])

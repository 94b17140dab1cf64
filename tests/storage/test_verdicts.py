"""Verdicts and their evidence."""

from __future__ import annotations

import pytest

from storage import verdicts
from storage.database import Database
from tests.storing import NOW, begin, save, synthetic_article

pytestmark = pytest.mark.both_stores


@pytest.fixture
def run(db: Database) -> int:
    return begin(db)


def test_a_verdict_keeps_its_quotes_and_the_newest_is_the_current_one(db: Database, run: int) -> None:
    article = synthetic_article()
    with db.write():
        first = save(db, run, article, score=0.4)
        second = save(db, run, article, score=0.8)
    current = verdicts.current(db, first.article_id)
    assert current is not None
    assert (current.verdict_id, current.score, current.flagged) == (second.verdict_id, 0.8, True)
    assert (current.direction, current.status, current.judged) == ("inbound", "happened", NOW)
    assert [reason.rule for reason in current.evidence] == ["learn-at", "minor"]
    assert current.evidence[0].sentence == article.body.partition(".")[0]
    assert db.rows("SELECT count(*) AS n FROM verdict") == [{"n": 2}]
    assert verdicts.current(db, 99) is None


def test_however_often_an_article_is_judged_one_verdict_is_current(db: Database, run: int) -> None:
    article = synthetic_article()
    with db.write():
        last = [save(db, run, article, score=score) for score in (0.4, 0.6, 0.8)][-1]
    assert db.rows("SELECT id FROM verdict WHERE is_current = 1") == [{"id": last.verdict_id}]
    with pytest.raises(Exception, match=r"(?i)unique"), db.write():
        db.execute("UPDATE verdict SET is_current = 1")

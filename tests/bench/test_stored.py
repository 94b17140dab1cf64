"""The made-up database of the benches, in small."""

from __future__ import annotations

import pytest

from bench.stored import SITES, fill
from storage.database import Database
from storage.visits import newest


@pytest.mark.parametrize(("articles", "visits"), [(50, 1), (1_000, 20), (3_000, 310)])
def test_it_is_filled_whatever_its_size(db: Database, articles: int, visits: int) -> None:
    fill(db, articles, visits, undecided=visits // 4)
    counted = "SELECT (SELECT count(*) FROM article) AS articles, (SELECT count(*) FROM visit) AS visits"
    assert db.rows(counted) == [{"articles": articles, "visits": visits}]
    assert db.rows("PRAGMA foreign_key_check") == []
    assert len(newest(db, visits)) == visits
    assert {row["site"] for row in db.rows("SELECT DISTINCT site FROM article")} <= set(SITES)

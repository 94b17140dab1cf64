"""What a takedown says it removed: the rows of the pages themselves, by table."""

from __future__ import annotations

from storage.database import Database
from storage.removal import takedown
from tests.storing import NOW, another, begin, save


def test_what_hangs_on_a_page_is_counted_and_nothing_of_another(db: Database) -> None:
    run, article = begin(db), another()
    with db.write():
        save(db, run, article)
        save(db, run, another())
        removed = takedown.remove(db, takedown.pages_at(db, [article.url]), NOW)
    wanted = {"article": 1, "version": 1, "verdict": 1, "evidence": 2, "report": 1, "fact": 4}
    assert {table: removed.rows[table] for table in wanted} == wanted

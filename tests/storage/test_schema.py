"""Every table and column is described, strict, and looked up by an index."""

from __future__ import annotations

import re

import pytest

from storage.database import Database
from storage.digest.untold import _FLAGS
from storage.schema import DESCRIPTIONS

pytestmark = pytest.mark.sqlite_file


def our_tables(db: Database) -> list[str]:
    """Those with rows of their own: neither SQLite's, nor the full-text index and its parts."""
    rows = db.rows("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    return [row["name"] for row in rows if not row["name"].startswith(("_sqlite", "sqlite_"))]


def test_the_descriptions_are_those_of_the_real_schema(db: Database) -> None:
    real = {name: list(db.sql.table(name).columns_dict) for name in our_tables(db)}
    described = {name: list(columns) for name, (_, columns) in DESCRIPTIONS.items()}
    assert {name: sorted(columns) for name, columns in described.items()} == {
        name: sorted(columns) for name, columns in real.items()
    }


def test_every_description_says_something() -> None:
    for name, (description, columns) in DESCRIPTIONS.items():
        assert len(description) > 20 and description.endswith("."), name
        for column, meaning in columns.items():
            assert meaning and not meaning.endswith("."), (name, column)


def test_every_table_is_strict(db: Database) -> None:
    assert [name for name in our_tables(db) if not db.sql.table(name).strict] == []


# Looked up only where an article is taken down, where a walk through the table is fast enough.
UNINDEXED = {
    ("band", "version"),
    ("candidate", "first_run"),
    ("candidate", "last_run"),
    ("article", "first_run"),
    ("version", "fetch"),
}


def test_every_reference_has_an_index(db: Database) -> None:
    missing = set()
    for name in our_tables(db):
        table = db.sql.table(name)
        leading = {index.columns[0] for index in table.indexes} | set(table.pks[:1])
        missing |= {(name, str(key.column)) for key in table.foreign_keys if key.column not in leading}
    assert missing == UNINDEXED


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM article WHERE site = 'x' AND key = 'x'",
        "SELECT * FROM version WHERE article = 1 AND is_current = 1",
        "SELECT * FROM version WHERE content_hash = 'x'",
        "SELECT published FROM version WHERE article = 1 AND is_current = 1",
        "SELECT * FROM verdict WHERE article = 1 AND is_current = 1",
        "SELECT * FROM candidate WHERE site = 'x' AND key IN ('x', 'y')",
        "SELECT * FROM report WHERE day BETWEEN 'x' AND 'y'",
        "SELECT * FROM run WHERE site = 'x' AND state = 'good'",
        "SELECT version FROM band WHERE band IN (1, 2)",
        "SELECT id FROM version WHERE body <> '' AND read < 'x' ORDER BY read, id LIMIT 9",
        "SELECT * FROM tombstone_mark WHERE kind = 'address' AND value = 'x'",
        "SELECT 1 FROM digest_item WHERE kind = 'visit' AND visit = 1",
        "DELETE FROM raw_page WHERE at < 'x'",
        "SELECT * FROM raw_page WHERE site = 'x' AND key = 'x' ORDER BY at, id",
        "SELECT * FROM version WHERE run = 1",
        "SELECT * FROM fetch WHERE host = 'x' AND at >= 'x'",
        "SELECT * FROM alarm WHERE site = 'x' AND resolved IS NULL",
        "SELECT * FROM source_day WHERE site = 'x' AND day >= 'x'",
        "SELECT * FROM list_page WHERE site = 'x'",
        "SELECT * FROM nowhere WHERE site = 'x'",
        "SELECT published FROM candidate WHERE site = 'x' AND state = 'stored' AND listed_run >= 1",
        _FLAGS,
    ],
)
def test_what_is_looked_up_often_never_walks_a_table(db: Database, sql: str) -> None:
    plan = [row["detail"] for row in db.rows(f"EXPLAIN QUERY PLAN {sql}")]
    walks = [
        step
        for step in plan
        if re.match(
            r"SCAN (?!(verdict|report|by_hand) USING COVERING INDEX (verdict_flagged|report_kept)|news\b)",
            step,
        )
    ]
    assert walks == []

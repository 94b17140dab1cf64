"""A change of the schema that is killed in the midst of its statements."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.database import as_it_is, check
from storage.file import backups
from storage.file.sqlite import new_file
from storage.migrations import STEPS, migrations
from tests.kill.nursery import killed
from tests.kill.upgrader import upgrade

_FIRST = STEPS[0].__name__
# What fills a database of the first release: of each hundred rows 40 fetches, 30 candidates, 15 articles and versions.
_ROWS = """
INSERT INTO site VALUES ('warta', '["warta.example"]', '2024-01-01T00:00:00Z');
INSERT INTO run (id, site, state, baseline, by_hand, started, pid)
    VALUES (1, 'warta', 'good', 1, 0, '2024-01-01T00:00:00Z', 1);
CREATE TEMP TABLE number AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) SELECT i
    FROM n;
INSERT INTO fetch (run, site, kind, url, at, status, bytes, seconds, not_modified)
    SELECT 1, 'warta', 'article', 'https://Warta.example:443/' || i, '2024-01-01T00:00:00Z', 200, 9, 0.1, 0
    FROM number WHERE i <= {many} * 40 / 100;
INSERT INTO candidate (site, key, url, found_by, found_in, state, first_seen, last_seen, first_run, last_run)
    SELECT 'warta', i, 'https://warta.example/' || i, 'feed', 'x', 'new', '2024-01-01T00:00:00Z',
    '2024-01-01T00:00:00Z', 1, 1 FROM number WHERE i <= {many} * 30 / 100;
INSERT INTO article (id, site, key, url, first_seen, last_read, first_run, baseline)
    SELECT i, 'warta', i, 'https://warta.example/' || i, '2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', 1, 0
    FROM number WHERE i <= {many} * 15 / 100;
INSERT INTO version (article, number, is_current, url, title, language, method, marks, content_hash, read, run, body)
    SELECT id, 1, 1, url, 'Kabar ' || id, 'id', 'layout', '[]', 'v1:' || id, first_seen, 1,
    'Warga desa ke-' || id || ' panen padi di sawah.' FROM article;
"""


def first_release(path: Path, many: int) -> None:
    with new_file(path) as made:
        migrations.apply(made.sql, stop_before=STEPS[1].__name__)
        made.sql.executescript(_ROWS.format(many=many))


def counts(path: Path) -> dict[str, int]:
    with as_it_is(path) as db:
        check(db)
        tables = ("fetch", "candidate", "article", "version")
        return {table: int(db.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"]) for table in tables}


@pytest.mark.fault("A17")
@pytest.mark.timeout(900)
def test_a17_an_upgrade_killed_in_the_midst_of_a_statement_leaves_the_old_schema_or_the_new_one(
    tmp_path: Path, often: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    kills, many = often(8, 50), often(4_000, 100_000)
    path, whole = tmp_path / "old.db", tmp_path / "whole.db"
    first_release(path, many)
    filled, older = counts(path), backups.lacking(path)
    assert sum(filled.values()) == many and set(older) == {step.__name__ for step in STEPS} - {_FIRST}
    shutil.copy(path, whole)
    with killed(upgrade, whole, 0) as (_, lines):
        moments = int(next(lines))
    chance = random.Random(17)
    for moment in (chance.randint(1, moments) for _ in range(kills)):
        with killed(upgrade, path, moment) as (_, lines):
            assert list(lines) == []
        assert (backups.lacking(path), counts(path)) == (older, filled)
    with killed(upgrade, path, 0) as (_, lines):
        assert len(list(lines)) == 1
    assert (backups.lacking(path), counts(path)) == ((), filled) == (backups.lacking(whole), counts(whole))
    measured(f"{kills} kills at {moments} moments of {len(older)} steps over {many} rows: the old schema each time")

"""kill -9 at any point: nothing acknowledged is lost, and no article is ever there by half."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.database import Database, check, open_database
from tests.kill.nursery import killed
from tests.kill.writer import write

pytestmark = pytest.mark.sqlite_file

# Every table that a whole article fills, as the number of articles without their row in it.
HALVES = {
    "version": "SELECT count(*) AS n FROM article WHERE id NOT IN (SELECT article FROM version)",
    "signature": "SELECT count(*) AS n FROM version WHERE id NOT IN (SELECT version FROM signature)",
    "band": "SELECT count(*) AS n FROM version WHERE id NOT IN (SELECT version FROM band)",
    "verdict": "SELECT count(*) AS n FROM version WHERE id NOT IN (SELECT version FROM verdict)",
    "evidence": "SELECT count(*) AS n FROM verdict WHERE id NOT IN (SELECT verdict FROM evidence)",
    "report": "SELECT count(*) AS n FROM article WHERE id NOT IN (SELECT article FROM report)",
    "visit": "SELECT count(*) AS n FROM visit WHERE id NOT IN (SELECT visit FROM report)",
    "fact": "SELECT count(*) AS n FROM report WHERE id NOT IN (SELECT report FROM fact)",
    "settled": "SELECT count(*) AS n FROM candidate WHERE state <> 'stored' OR key NOT IN (SELECT key FROM article)",
}


def run_and_kill(path: Path, first: int, chance: random.Random, where: str) -> list[int]:
    """The numbers acknowledged by a child that was killed at a random moment, or paused at one around a commit."""
    target = first + chance.randrange(1, 20)
    acknowledged: list[int] = []
    with killed(write, path, first, where, target) as (child, lines):
        for line in lines:
            if line == "pause\n":
                break
            acknowledged.append(int(line))
            if where == "anywhere" and acknowledged[-1] == target:
                time.sleep(chance.uniform(0, 0.01))
                break
        child.kill()
        acknowledged += [int(line) for line in lines if line.endswith("\n") and line != "pause\n"]
    return acknowledged


def numbers(db: Database) -> set[int]:
    return {int(row["url"].rpartition("/")[2]) for row in db.rows("SELECT url FROM article")}


@pytest.mark.fault("A1", "A2")
@pytest.mark.timeout(900)
def test_a_kill_loses_nothing_acknowledged_and_leaves_nothing_by_half(
    tmp_path: Path, often: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    points = often(30, 200)
    path = tmp_path / "killed.db"
    chance = random.Random(20181017)
    acknowledged: set[int] = set()
    for point in range(points):
        first = 1000 * point + 1
        where = ("anywhere", "before", "anywhere", "after")[point % 4]
        before = set(acknowledged)
        acknowledged |= set(run_and_kill(path, first, chance, where))
        with open_database(path) as db:
            check(db)
            assert db.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
            assert {name: db.rows(sql)[0]["n"] for name, sql in HALVES.items()} == dict.fromkeys(HALVES, 0)
            stored = numbers(db)
        assert acknowledged <= stored
        new = {number for number in stored if number >= first}
        assert len(new - acknowledged) <= 1
        if where == "after":
            assert len(new - acknowledged) == 1
        if where == "before":
            assert new == acknowledged - before
    measured(f"{points} kills, {len(acknowledged)} articles acknowledged: 0 lost, 0 halves, the file whole each time")

"""kill -9 around every commit and rewriting of a takedown: run again it comes to the same end. All is synthetic."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from storage.database import check, new_file, open_database
from storage.file import holdings
from storage.removal import tombstones
from tests import hostile as web
from tests import taken
from tests.kill.taker import main
from tests.storing import NOW

pytestmark = pytest.mark.sqlite_file

# Commit 1 removes the rows, 2 knows backups again that were missing, 3 and 4 merge the search index, 5 to 7 do both in
# the backup, 8 notes its new hash, 9 says that it is finished; the database and the backup are rewritten (vacuum) once
# each.
COMMITS = 9
POINTS = [
    "before commit 1",
    *(f"after commit {number}" for number in (1, 2, 3, 5, 6, 8, COMMITS)),
    *(f"{when} vacuum {number}" for number in (1, 2) for when in ("before", "after")),
]


def run(path: Path, point: str) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill.taker", str(path), taken.URL, point],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation, which each point takes up anew."""
    folder = tmp_path_factory.mktemp("start")
    with web.hostile() as server:
        crawl = taken.installation(server, folder)
    return crawl.config.database


def begin(start: Path, folder: Path) -> Path:
    database, backup = Path(shutil.copy(start, folder / "j.db")), folder / "backup.db"
    with new_file(database) as raw:
        raw.sql.execute("VACUUM INTO ?", [str(backup)])
    with open_database(database) as db, db.write():
        holdings.record(db, "backup", backup, NOW)
    return database


@pytest.mark.fault("I2")
@pytest.mark.parametrize("point", POINTS)
def test_a_takedown_that_was_killed_completes_when_it_is_run_again(start: Path, tmp_path: Path, point: str) -> None:
    database = begin(start, tmp_path)
    assert run(database, point) == -signal.SIGKILL
    with open_database(database) as db:
        check(db)
        is_finished = bool(tombstones.every(db)) and not tombstones.unfinished(db)
        assert is_finished == (point == f"after commit {COMMITS}")
    main(str(database), taken.URL)
    assert taken.leftovers(tmp_path) == []
    with open_database(database) as db:
        check(db)
        assert tombstones.unfinished(db) == []


def test_these_are_all_the_points(start: Path, tmp_path: Path) -> None:
    assert run(begin(start, tmp_path), f"before commit {COMMITS + 1}") == 0

"""Several processes on one database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from storage.database import check, open_database

pytestmark = pytest.mark.sqlite_file

OPENS = """
import sys
from pathlib import Path
from storage.database import open_database
open_database(Path(sys.argv[1]), create=True).close()
"""

READS_THEN_WRITES = """
import sys
from pathlib import Path
from storage.database import open_database
from tests.storing import begin, save, synthetic_article
name, path, articles = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
with open_database(path) as db:
    run = begin(db, site=name)
    for number in range(articles):
        with db.write():
            save(db, run, synthetic_article(url=f"https://{name}.example/{number}", site=name))
"""


def run_together(code: str, arguments: list[list[str]]) -> list[str]:
    children = [
        subprocess.Popen([sys.executable, "-c", code, *some], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for some in arguments
    ]
    return [child.communicate()[1] for child in children]


def test_processes_that_open_a_new_database_at_once_all_succeed(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    assert run_together(OPENS, [[str(path)]] * 4) == [""] * 4
    with open_database(path) as db:
        check(db)


@pytest.mark.fault("A9", "A10")
def test_two_writers_that_read_before_they_write_never_fail(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    open_database(path, create=True).close()
    errors = run_together(READS_THEN_WRITES, [["utara", str(path), "300"], ["selatan", str(path), "300"]])
    assert errors == ["", ""]
    with open_database(path) as db:
        check(db)
        assert db.rows("SELECT site, count(*) AS n FROM article GROUP BY site ORDER BY site") == [
            {"site": "selatan", "n": 300},
            {"site": "utara", "n": 300},
        ]

"""The examples of docs/research.md, run as they stand there against a small release, with figures counted otherwise."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from article import Fact, Visit
from config import ROOT
from storage import decisions
from storage.database import open_database
from storage.release.queries import QUERIES
from tests.releasing import export, opened
from tests.storing import DAY, NOW, WIB, another, begin, end, save

# Who came on which day; the third is reported twice, and the fourth was found by a search of the past.
CAME: Sequence[tuple[str, date]] = (
    ("35.23", date(2018, 10, 1)),
    ("35.73", date(2018, 10, 5)),
    ("35.23", date(2018, 10, 11)),
    ("35.23", date(2016, 3, 1)),
)
UNFLAGGED = 6
# The first of them came for a training.
PROGRAMMES = 2


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("examples")
    with open_database(place / "news.db", create=True) as db:
        run = begin(db)
        with db.write():
            for number, (code, day) in enumerate(CAME):
                visit = Visit(
                    visitors=(Fact(code),),
                    origin=(Fact(code, code=code),),
                    date_start=Fact(day),
                    programme=Fact("PKA") if number < PROGRAMMES else None,
                )
                at = datetime(day.year, day.month, day.day, tzinfo=WIB)
                stored = save(db, run, another(published=at), found=[visit], score=0.9, baseline=number == 3)
                if number == 2:
                    save(db, run, another(published=at), found=[visit], visit_id=stored.visit_ids[0], score=0.5)
            for _ in range(UNFLAGGED):
                save(db, run, another(), found=(), flagged=False)
            decisions.decide(db, "confirm", visit=1, who="sari", now=NOW)
        end(db, run, now=NOW + DAY)
        export(db, place / "out")
    return place / "out"


def example(kind: str) -> str:
    """The one block of that kind in the document."""
    text = (ROOT / "docs" / "research.md").read_text(encoding="utf-8")
    [found] = re.findall(rf"```{kind}\n([^`]+)```\n", text)
    return str(found)


def test_sql_divides_reports_by_what_was_read(release: Path) -> None:
    with opened(release) as made:
        told = made.rows(example("sql"))
    # In October 2018: four reports of three visits; the visit of 2016 was not seen as it passed.
    articles = 4 + UNFLAGGED
    assert told == [{"year": "2018", "articles": articles, "reports": 4, "per_thousand": 1000 * 4 / articles}]


def test_the_ready_queries_leave_out_what_is_not_stated_and_put_the_most_first(release: Path) -> None:
    with opened(release) as made:
        programmes = made.rows(QUERIES["programmes_by_year"].sql)
        again = made.rows(QUERIES["who_came_more_than_once"].sql)
        reports = made.rows("SELECT title FROM reports")
    assert [(row["year"], row["programme"], row["visits"]) for row in programmes] == [("2018", "PKA", PROGRAMMES)]
    assert [(row["code"], row["visits"], row["years"]) for row in again] == [("35.23", 3, 2)]
    assert len(reports) == len(CAME) + 1, "each with the text that is current"


def test_pandas_finds_who_came_again(release: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{example('python')}\nprint(again.reset_index().to_csv(index=False))"],
        cwd=release, capture_output=True, text=True, check=True,
    )  # fmt: skip
    days = sorted(day for code, day in CAME if code == "35.23")
    between = [(later - earlier).days for earlier, later in pairwise(days)]
    assert done.stdout.strip().splitlines()[-2:] == ["code,visits,days", f"35.23,3,{sum(between) / 2}"]


def test_duckdb_counts_what_visits_rest_on(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    monkeypatch.chdir(release)
    assert duckdb.sql(example("sql duckdb")).fetchall() == [(1, len(CAME) - 1, 1, 0.9), (2, 1, 0, 0.9)]

"""The figures of a release: what they count, that they are the same each time, and that nothing tells when."""

from __future__ import annotations

import re
import struct
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from article import Fact, Visit
from release.figures import FIGURES
from storage.database import open_database
from storage.release.figures import Counts, Month, count
from tests.releasing import export, opened, read_csv
from tests.storing import DAY, NOW, another, begin, end, save

VISITS = (
    Visit(visitors=(Fact("A"),), origin=(Fact("Tuban", code="35.23"), Fact("Malang", code="35.73")),
          programme=Fact("PKN II"), date_start=Fact(date(2018, 8, 1))),
    Visit(visitors=(Fact("B"),), origin=(Fact("Tuban", code="35.23"), Fact("Kota Bogor", code="32.71")),
          programme=Fact("pkn ii"), date_start=Fact(date(2018, 10, 2))),
    Visit(visitors=(Fact("C"),), origin=(Fact("Malaka"),), programme=Fact("<b>&--!"),
          date_start=Fact(date(2018, 10, 3))),
)  # fmt: skip


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("figures")
    with open_database(place / "news.db", create=True) as db:
        run = begin(db)
        with db.write():
            for number, visit in enumerate(VISITS):
                save(db, run, another(), found=[visit], baseline=number == 0)
            save(db, run, another(published=NOW - 60 * DAY), found=(), flagged=False, baseline=True)
        end(db, run, now=NOW)
        export(db, place / "out")
    return place / "out"


def texts(release: Path, name: str) -> list[str]:
    """What is written in a figure: each text is a group of outlines with the text as a comment."""
    tree = etree.parse(release / "figures" / f"{name}.svg")
    return [str(one.text).strip() for one in tree.iter(etree.Comment)]


def test_they_count_what_the_tables_hold(release: Path) -> None:
    with opened(release) as made:
        counted = count(made, 9)
    assert counted == Counts(
        visits=3,
        months=[Month("2018-08", 1, 0, 1, 1), Month("2018-10", 2, 1, 3, 1)],
        provinces={"32": 1, "35": 2},
        elsewhere=1,
        programmes={"PKN II": 2, "<b>&--!": 1},
    )
    assert counted.visits == len(read_csv(release / "csv" / "visit.csv"))
    assert sum(one.articles for one in counted.months) == len(read_csv(release / "csv" / "article.csv"))


def test_each_figure_says_what_it_counts(release: Path) -> None:
    origins = texts(release, "origins")
    assert "Visits by province of origin, each about where it lies (of 3; 1 from elsewhere)" in origins
    assert origins[origins.index("Jatim") + 1] == "2"
    assert origins[origins.index("Jabar") + 1] == "1"
    assert {"PKN II", "2", "1"} <= set(texts(release, "programmes"))
    months = texts(release, "visits-per-month")
    assert {"2018-08", "2018-09", "2018-10", "Visits, by their first day", "Coverage: sites read in the month"} <= set(
        months
    )


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_in_them_tells_when_or_by_what_they_were_made(release: Path, name: str) -> None:
    drawn = (release / "figures" / f"{name}.svg").read_text(encoding="utf-8")
    assert "dc:date" not in drawn and "Matplotlib v" not in drawn
    picture = (release / "figures" / f"{name}.png").read_bytes()
    kinds, at = [], 8
    while at < len(picture):
        length, kind = struct.unpack_from(">I4s", picture, at)
        kinds.append(kind.decode())
        at += length + 12
    assert set(kinds) == {"IHDR", "pHYs", "IDAT", "IEND"}
    width, _ = struct.unpack_from(">II", picture, 16)
    assert width == 1260


def test_they_stand_in_the_readme_above_the_table_of_what_was_read(release: Path) -> None:
    readme = (release / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", readme)
    assert shown == [f"figures/{name}.png" for name in FIGURES]
    assert readme.index("## How whole it is") < readme.index("figures/visits-per-month.png") < readme.index("| month |")


def test_without_a_visit_they_are_empty(tmp_path: Path) -> None:
    with open_database(tmp_path / "news.db", create=True) as db:
        export(db, tmp_path / "out")
    assert "No visit names a training programme" in texts(tmp_path / "out", "programmes")
    assert "Visits by province of origin, each about where it lies (of 0)" in texts(tmp_path / "out", "origins")

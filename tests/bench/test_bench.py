"""The benches' own reckoning: medians and floors, what is told of them, and the scores that they compare by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import report, reprints
from bench.harness import Figure, Row, cost, in_turn, ratios
from bench.overlap import Saved, Scores, overlap, read, write
from config import ROOT

RUN = {"count": 10, "cpu": 1.0, "wall": 2.0, "memory": 50.0}


def figure(*values: float, **told: object) -> Figure:
    return Figure("crawl.scrapy", "pages a second", "Scrapy", values, **told)  # type: ignore[arg-type]


def test_a_ratio_is_of_two_runs_that_belong_together() -> None:
    slow = RUN | {"cpu": 4.0}
    assert ratios([slow, RUN], [RUN, RUN]) == [4.0, 1.0]


def test_a_ratio_is_of_what_each_piece_cost() -> None:
    assert ratios([RUN | {"count": 20}], [RUN]) == [0.5]


def test_every_second_time_the_runs_change_places() -> None:
    order: list[str] = []

    def run(name: str) -> dict[str, float]:
        order.append(name)
        return {"count": 1}

    in_turn([lambda: run("a"), lambda: run("b")], 3)
    assert order == ["a", "b", "b", "a", "a", "b"]


@pytest.mark.parametrize(("better", "met"), [("more", True), ("less", False)])
def test_a_figure_is_met_by_its_median(better: str, met: bool) -> None:
    assert figure(0.1, 0.4, 0.5, wanted=0.3, better=better).is_met is met


def test_a_figure_below_its_floor_is_told_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "FLOORS", tmp_path / "floors.json")
    report.FLOORS.write_text(json.dumps({"crawl.scrapy": 0.3}))
    assert report.below_floors([row(figure(0.4))]) == []
    assert report.below_floors([row(figure(0.2))]) == ["crawl.scrapy is 0.2 (0.2 to 0.2) times, its floor 0.3"]


def row(*figures: Figure) -> Row:
    return Row("crawl", "python -m bench crawl", "page", figures, [cost("ours", [RUN], "all stored")], ["one line"])


def test_the_page_tells_every_row_that_results_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RESULTS", "PAGE", "CHARTS"):
        monkeypatch.setattr(report, name, tmp_path / name.lower())
    report.write([row(figure(0.2, wanted=0.3))])
    report.write([Row("daemon", "python -m bench daemon", "start", [figure(50, unit="MB")])])
    page = report.PAGE.read_text(encoding="utf-8")
    assert "| pages a second | Scrapy | 0.2 (0.2 to 0.2) times, 1 | at least 0.3, **missed** |" in page
    assert "## daemon" in page and "100 |" in page and "- one line" in page
    assert (report.CHARTS / "crawl.svg").read_text(encoding="utf-8").count("<rect") == 2


def test_what_is_committed_fits_together() -> None:
    """The page is what the results say, and every floor is one of a figure there."""
    results = json.loads(report.RESULTS.read_text(encoding="utf-8"))
    figures = {one.key: one for told in results["rows"].values() for one in report.restored(told).figures}
    floors = json.loads(report.FLOORS.read_text(encoding="utf-8"))
    assert floors.keys() <= figures.keys()
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert all(report.value(one) in page for one in figures.values())


def test_overlap_counts_runs_of_four_words() -> None:
    true = "satu dua tiga empat lima"
    assert overlap(true, "Satu, dua tiga EMPAT lima!") == pytest.approx((1, 1, 1))
    precision, recall, _ = overlap(true, f"{true} enam tujuh")
    assert (precision, recall) == (0.5, 1)


def test_pages_come_back_as_they_were_written(tmp_path: Path) -> None:
    pages = [Saved("https://warta.example/1", "isi", b"<p>\xff\x00</p>")]
    write(tmp_path / "p.jsonl", pages)
    assert read(tmp_path / "p.jsonl") == pages
    assert Scores.of(pages, [None]).f1 == 0


def test_reprints_are_told_from_what_was_joined_wrongly() -> None:
    made = list(reprints.texts(400))
    assert made == list(reprints.texts(400))
    perfect = {one.number: one.first if one.first != one.number else None for one in made}
    assert reprints.found(perfect, 400) == {"recall": 1, "false": 0, "reprints": 20} | {
        "reprints": sum(one.first != one.number for one in made)
    }
    first = next(one.number for one in made if one.first == one.number and one.number > 0)
    assert reprints.found({first: 0}, 400)["false"] == 1

"""The pictures' page: every bar and tile leads to a search, nothing in it runs, and the map has every province."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from xml.etree import ElementTree

import pytest

from article import Fact, Visit
from detect.gazetteer import load
from review import charts
from review.charts import Bar
from storage.database import Database
from storage.searching.provinces import COLUMNS, WEST, classes, provinces, shade
from tests.deciding import stored
from tests.review.test_guard import Browser
from tests.storing import begin

HOSTILE = '"</svg><script>alert(1)</script>'


@pytest.fixture
def browser(db: Database) -> Browser:
    run = begin(db)
    for day, locus in ((date(2024, 3, 1), "arsip"), (date(2024, 5, 2), HOSTILE), (None, "x" * 400)):
        visit = Visit(
            visitors=(Fact("Rombongan"),),
            origin=(Fact("Kota Malang", code="35.73"),),
            date_start=Fact(day) if day else None,
            programme=Fact("PKA"),
            loci=(Fact(locus),),
        )
        stored(db, run, found=[visit])
    return Browser(db)


def test_each_picture_leads_to_a_search_that_finds_what_it_counts(browser: Browser) -> None:
    page = browser.ask("GET", "/pictures").text
    links = {unescape(link) for link in re.findall(r'href="(/search[^"]+)"', page)}
    assert len([link for link in links if "province" in link]) == 38
    for part, found in (("province%3A35", 3), ("visited%3A2024-03", 1), ("visited%3A2024-04", 0), ("PKA", 3)):
        (link,) = (link for link in links if part in link)
        answer = browser.ask("GET", link)
        assert answer.status_code == 200
        assert answer.text.count("<article>") == found
    assert all(browser.ask("GET", link).text.count("<article>") == 1 for link in links if "to%3A" in link)


def test_nothing_of_a_picture_runs_or_has_a_style_of_its_own(browser: Browser) -> None:
    page = browser.ask("GET", "/pictures").text
    assert page.count("<svg") > 4
    for forbidden in ("<script", "<style", "style=", "onclick", "xlink:href"):
        assert forbidden not in page


def test_without_a_visit_the_page_says_what_will_fill_it(db: Database) -> None:
    page = Browser(db).ask("GET", "/pictures").text
    assert "No visit is known yet" in page
    assert "<svg" not in page


def test_the_tiles_are_the_gazetteers_provinces_each_on_a_place_of_its_own() -> None:
    known = {region.code: region.name for region in load().regions.values() if region.level == "province"}
    assert {one.code: one.name for one in provinces()} == known
    assert len({(one.column, one.row) for one in provinces()}) == len(provinces()) == 38
    assert all(one.column < COLUMNS and one.row < 8 for one in provinces())


@pytest.mark.parametrize(
    ("west", "east"), [("11", "12"), ("13", "14"), ("36", "32"), ("32", "33"), ("33", "35"), ("35", "51"), ("61", "64"),
                       ("73", "74"), ("71", "82"), ("96", "92"), ("92", "91")]
)  # fmt: skip
def test_neighbours_stand_as_they_lie(west: str, east: str) -> None:
    column = {one.code: one.column for one in provinces()}
    assert column[west] < column[east]


def test_no_island_is_torn_where_the_map_is_cut() -> None:
    western = {one.code for one in provinces() if one.column < WEST}
    assert {code[0] for code in western} == set("12356")
    assert {one.code for one in provinces() if one.code[0] in "1236"} < western and "51" in western


def test_the_legend_names_each_class_up_to_the_largest_number() -> None:
    assert [shade(visits) for visits in (0, 1, 2, 3, 9, 10, 30, 100, 9999)] == [0, 1, 1, 2, 2, 3, 4, 5, 5]
    assert classes(4) == [(0, "0"), (1, "1–2"), (2, "3–9")]
    assert classes(500)[-1] == (5, "≥ 100")


@pytest.mark.parametrize("draw", [charts.columns, charts.rows])
def test_a_chart_is_well_formed_and_names_its_links_whatever_the_texts(draw: object) -> None:
    assert callable(draw)
    bars = [Bar(f"{HOSTILE} & {n}" + "y" * n, n, f"/search?q=a&b={n}") for n in (0, 1, 7, 1000)]
    root = ElementTree.fromstring(str(draw(bars, HOSTILE)))
    assert root.get("aria-label") == HOSTILE
    links = list(root.iter("{http://www.w3.org/2000/svg}a"))
    assert {link.get("href") for link in links} == {bar.link for bar in bars}
    assert {link.get("aria-label") for link in links} == {f"{bar.label}: {bar.value}" for bar in bars}

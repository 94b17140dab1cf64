"""The release in Datasette: started as a researcher starts it, every question asked, and looked at in a browser."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from article import Fact, Visit
from cli import jujugan
from config import ROOT
from storage.database import open_database
from storage.release.queries import QUERIES
from tests.exploring import answering, rows
from tests.releasing import export
from tests.storing import NOW, another, begin, end, save


def came(who: str, region: str, code: str, day: date, locus: str, programme: str | None = None) -> Visit:
    return Visit(
        visitors=(Fact(who),),
        origin=(Fact(region, code=code),),
        headcount=Fact(20),
        programme=None if programme is None else Fact(programme),
        date_start=Fact(day),
        loci=(Fact(locus),),
    )


VISITS = (
    came("DPRD Kabupaten Tuban", "Kabupaten Tuban", "35.23", date(2018, 3, 1), "Mal Pelayanan Publik"),
    came("Dinas Koperasi Tuban", "Kabupaten Tuban", "35.23", date(2019, 5, 2), "Pasar Sari", "PKN II"),
    came("Universitas Contoh", "Kota Malang", "35.73", date(2019, 6, 3), "Mal Pelayanan Publik", "pkn ii"),
    came("Paguyuban Sari", "Kota Malang", "35.73", date(2019, 7, 3), "Pasar Sari"),
)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("explore")
    with open_database(place / "news.db", create=True) as db:
        run = begin(db)
        with db.write():
            for visit in VISITS:
                save(db, run, another(title=f"{visit.visitors[0].value} Belajar di Banyuwangi"), found=[visit])
        end(db, run, now=NOW)
        export(db, place / "out")
    return place / "out"


@pytest.fixture(scope="module")
def explored(release: Path) -> Iterator[httpx.Client]:
    asked = [sys.executable, "-m", "cli", "explore", str(release), "--port"]
    with answering(lambda port: [*asked, str(port)], ROOT) as client:
        yield client


ANSWERS = {
    "visits_by_origin_and_year": [
        ("2018", "Kabupaten Tuban", "35.23", 1, 20, "2018-03-01", "2018-03-01"),
        ("2019", "Kota Malang", "35.73", 2, 40, "2019-06-03", "2019-07-03"),
        ("2019", "Kabupaten Tuban", "35.23", 1, 20, "2019-05-02", "2019-05-02"),
    ],
    "who_came_more_than_once": [
        ("Kabupaten Tuban", "35.23", 2, 2, "2018-03-01", "2019-05-02"),
        ("Kota Malang", "35.73", 2, 1, "2019-06-03", "2019-07-03"),
    ],
    "programmes_by_year": [("2019", "PKN II", 2, 40)],
    "loci_by_kind_of_visitor": [
        ("council", "Mal Pelayanan Publik", 1),
        ("government", "Pasar Sari", 1),
        ("school", "Mal Pelayanan Publik", 1),
        ("society", "Pasar Sari", 1),
    ],
}


@pytest.mark.parametrize("name", QUERIES)
def test_each_question_is_answered(explored: httpx.Client, name: str) -> None:
    assert [tuple(row.values()) for row in rows(explored, name)] == ANSWERS[name]
    page = explored.get(f"/jujugan/{name}")
    assert page.status_code == 200
    assert QUERIES[name].title in page.text


def test_words_are_found_and_values_counted(explored: httpx.Client) -> None:
    assert [row["visitors"] for row in rows(explored, "visits", _search="koperasi")] == ["Dinas Koperasi Tuban"]
    assert [row["title"] for row in rows(explored, "articles", _search="paguyuban")] == [
        "Paguyuban Sari Belajar di Banyuwangi"
    ]
    [years] = [
        one["results"]
        for name, one in explored.get("/jujugan/visits.json").json()["facet_results"].items()
        if name == "year"
    ]
    assert {one["value"]: one["count"] for one in years} == {"2018": 1, "2019": 3}


def test_nothing_can_be_written(explored: httpx.Client) -> None:
    [served] = [one for one in explored.get("/-/databases.json").json() if one["name"] == "jujugan"]
    assert served["is_mutable"] is False


@pytest.mark.browser
def test_it_is_read_in_a_browser(explored: httpx.Client, browser: Browser) -> None:
    page = browser.new_page()
    try:
        page.goto(f"{explored.base_url}/jujugan")
        with page.expect_navigation():
            page.get_by_role("link", name=QUERIES["who_came_more_than_once"].title).click()
        assert page.locator("table.rows-and-columns tbody tr").count() == 2
        page.goto(f"{explored.base_url}/jujugan/visits")
        with page.expect_navigation():
            page.get_by_role("searchbox").fill("tuban")
            page.keyboard.press("Enter")
        assert page.locator("table.rows-and-columns tbody tr").count() == 2
    finally:
        page.close()


def test_without_datasette_it_says_what_to_install(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    done = CliRunner().invoke(jujugan, ["explore", str(release)])
    assert done.exit_code == 2
    assert "exploring needs the extra `explore`: install requirements/explore.txt" in done.stderr


def test_a_folder_that_is_no_release_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(jujugan, ["explore", str(tmp_path)])
    assert done.exit_code == 2
    assert f"{tmp_path} is no release, jujugan.db is missing: name a folder that `jujugan export` made" in done.stderr

"""The tools that researchers have read every file of a release, and count the same rows."""

from __future__ import annotations

import contextlib
import json
import sys
from functools import partial
from pathlib import Path

import httpx
import pytest
import yaml

from storage import decisions
from storage.database import open_database
from storage.release.allowed import tables
from storage.release.views import MEANINGS
from tests import exploring, warta
from tests.exploring import answering
from tests.hostile import Hostile, page
from tests.releasing import export, opened
from tests.storing import HOUR, NOW, another, begin, end, save

VISIT = (
    "Rombongan 40 pegawai Dinas Kominfo Kabupaten Tuban melakukan kunjungan kerja ke Banyuwangi untuk belajar layanan "
    "desa, Rabu (14/10/2026). Mereka diterima Kepala Dinas Kominfo Banyuwangi."
)
TABLES = [table.name for table in tables(with_text=False)]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles, one of them a copy, report two visits; an editor confirmed one and mended its headcount."""
    place = tmp_path_factory.mktemp("readers")
    with open_database(place / "news.db", create=True) as db:
        run = begin(db)
        with db.write():
            first = save(db, run, another(title='=HYPERLINK("x")'))
            save(db, run, another(title='Dua, tiga; "empat"\nlima'), visit_id=first.visit_ids[0], copy_of=1)
            save(db, run, another(published=None))
            save(db, run, another(title="@SUM(1)"), found=(), flagged=False)
            decisions.decide(db, "confirm", visit=first.visit_ids[0], who="sari", now=NOW + HOUR)
            decisions.edit(db, first.visit_ids[0], "headcount", ["41"], who="sari", now=NOW + HOUR)
        end(db, run, now=NOW + HOUR)
        export(db, place / "out")
    return place / "out"


@pytest.fixture(scope="module")
def counts(release: Path) -> dict[str, int]:
    with opened(release) as made:
        found = {name: made.sql.table(name).count for name in TABLES}
    assert (found["article"], found["visit"], found["report"], found["copy"], found["decision"]) == (4, 2, 3, 1, 2)
    return found


def test_pandas_counts_the_same_in_every_form(release: Path, counts: dict[str, int]) -> None:
    import pandas

    for name, count in counts.items():
        assert len(pandas.read_csv(release / "csv" / f"{name}.csv")) == count
        assert len(pandas.read_parquet(release / "parquet" / f"{name}.parquet")) == count
        if count:
            assert len(pandas.read_json(release / "jsonl" / f"{name}.jsonl", lines=True)) == count
    visits = pandas.read_parquet(release / "parquet" / "visit.parquet")
    assert str(visits["published"].dtype).startswith("datetime64")
    assert list(visits["headcount"]) == [41, 42]


def test_duckdb_counts_the_same_in_every_form(release: Path, counts: dict[str, int]) -> None:
    import duckdb

    for name, count in counts.items():
        for form in ("csv", "jsonl", "parquet"):
            file = release / form / f"{name}.{form}"
            reader = f"read_csv('{file}', header = true)" if form == "csv" else f"'{file}'"
            if form != "jsonl" or count:
                assert duckdb.sql(f"SELECT count(*) FROM {reader}").fetchall() == [(count,)], file


def test_every_form_says_the_same(release: Path) -> None:
    import pandas

    for table in tables(with_text=False):
        lines = (release / "jsonl" / f"{table.name}.jsonl").read_text(encoding="utf-8").splitlines()
        with opened(release) as made:
            rows = made.rows(f"SELECT * FROM {table.name} ORDER BY {', '.join(table.key)}")
        assert [json.loads(line) for line in lines] == rows
        frame = pandas.read_parquet(release / "parquet" / f"{table.name}.parquet")
        assert list(frame.columns) == list(table.names)


def test_the_data_package_is_valid(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from frictionless import Package

    monkeypatch.chdir(release)
    report = Package("datapackage.json").validate()
    assert report.valid, report.flatten(["title", "message"])
    assert report.stats["tasks"] == len(TABLES)


def test_a_data_package_whose_file_was_changed_is_not_valid(release: Path, tmp_path: Path) -> None:
    from frictionless import Package

    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    (tmp_path / "csv").mkdir()
    for one in package["resources"]:
        (tmp_path / one["path"]).write_bytes((release / one["path"]).read_bytes())
    (tmp_path / "csv" / "report.csv").write_text("id,visit\n1,99\n", encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_the_descriptions_name_every_column_of_every_table(release: Path) -> None:
    described = yaml.safe_load((release / "metadata.yaml").read_text(encoding="utf-8"))["databases"]["jujugan"][
        "tables"
    ]
    cited = yaml.safe_load((release / "CITATION.cff").read_text(encoding="utf-8"))
    for table in tables(with_text=False):
        assert list(described[table.name]["columns"]) == list(table.names)
    assert set(MEANINGS) <= set(described)
    assert cited["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "version", "date-released"} <= set(cited)


def datasette(folder: Path) -> contextlib.AbstractContextManager[httpx.Client]:
    asked = ["serve", "-i", "jujugan.db", "-m", "metadata.yaml", "--setting", "num_sql_threads", "1", "-p"]
    return answering(lambda port: [sys.executable, "-m", "datasette", *asked, str(port)], folder)


def test_datasette_serves_tables_views_and_full_text(release: Path, counts: dict[str, int]) -> None:
    with datasette(release) as client:
        rows = partial(exploring.rows, client)
        assert {name: len(rows(name)) for name in TABLES} == counts
        assert [row["headcount"] for row in rows("visits", _sort="id")] == [41, 42]
        assert [row["visits"] for row in rows("sites_per_month")] == [2]
        assert [(row["code"], row["visits"], row["people"]) for row in rows("visitor_regions")] == [("35.99", 2, 83)]
        assert len(rows("articles", _search="hyperlink")) == len(rows("version", _search="hyperlink")) == 1
        assert len(rows("visits", _search="contoh")) == len(rows("visit", _search="contoh")) == 2
        assert "who came" in client.get("/jujugan/visit").text


def test_what_a_crawl_stored_leads_to_its_request_and_parser(
    crawl: warta.Crawl, server: Hostile, tmp_path: Path
) -> None:
    server.answers[warta.FEED] = warta.xml(warta.feed([1]))
    text = (
        f"<p>{VISIT}</p><p>Layanan itu sudah berjalan di 189 desa sejak beberapa tahun lalu, kata warga setempat.</p>"
    )
    server.answers[warta.article_url(1)] = page(warta.article(1, headline="Tuban Belajar ke Banyuwangi", text=text))
    crawl()
    with crawl.database() as db:
        export(db, tmp_path / "out")
    with opened(tmp_path / "out") as made:
        told = made.rows("SELECT * FROM provenance")
    assert told
    for row in told:
        assert (row["http_status"], row["parser"][:6]) == (200, "1.0.0+"), row
        assert row["fetched"].startswith("2026-10-1")
        assert row["span_start"] is None or row["quote"] in row["sentence"]


def test_every_fact_leads_to_its_sentence_text_page_rules_and_decision(release: Path, counts: dict[str, int]) -> None:
    with opened(release) as made:
        told = made.rows("SELECT * FROM provenance ORDER BY fact")
    assert len(told) == counts["fact"]
    first = told[0]
    assert (first["value"], first["quote"]) == ("Kabupaten Contoh", "Kabupaten Contoh")
    assert first["quote"] in first["sentence"]
    for column in ("url", "version", "content_hash", "method", "lexicon", "watch", "judged", "title"):
        assert first[column] is not None, column
    assert {row["decision_kind"] for row in told if row["visit"] == 1} == {"confirm", "edit"}
    assert {row["decision_stated"] for row in told if row["visit"] == 1 and row["kind"] == "headcount"} == {
        '[["41", null]]'
    }
    assert {row["decision"] for row in told if row["visit"] == 2} == {None}


def test_every_table_and_column_of_a_release_has_its_meaning() -> None:
    for table in tables(with_text=True, merged=True):
        assert table.meaning, table.name
        assert all(column.meaning for column in table.columns), table.name

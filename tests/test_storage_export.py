"""A release: whole, repeatable, safe to open, and without what must stay in."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article import RunReport
from storage import alarms, fetches, gaps, pages, runs, visits
from storage import export as exporting
from storage.alarms import Found
from storage.database import Database, SqliteDatabase, new_file, open_database
from storage.errors import DiskFull, FolderMissing, NotWritable, StorageError
from storage.export import export, guarded
from storage.gaps import Covered
from storage.release import Table
from storage.schema import DESCRIPTIONS
from storage.values import to_time
from tests.storing import DAY, NOW, another, begin, save

SECRETS = {
    "raw page": "rahasia-halaman",
    "error text": "rahasia-galat",
    "request": "rahasia-permintaan",
    "body": "rahasia-isi",
    "author": "rahasia-penulis",
    "overruled sentence": "rahasia-kalimat",
    "words of an alarm": "rahasia-peringatan",
}
TABLES = ["site", "run", "gap", "alarm", "article", "version", "copy", "verdict", "evidence", "visit", "report", "fact"]
CSVS = [f"{name}.csv" for name in TABLES]


@pytest.fixture
def db(tmp_path: Path) -> Database:
    db = open_database(tmp_path / "news.db", create=True)
    run = begin(db)
    with db.write():
        first = save(
            db, run, another(body="Rombongan belajar. Lalu rahasia-isi.", title="=SUM(A1)", author="rahasia-penulis")
        )
        save(db, run, another(), visit_id=first.visit_ids[0], copy_of=first.article_id)
        save(db, run, another(), found=(), flagged=False)
        overruled = another(body="Awal rahasia-kalimat. Selesai.")
        save(db, run, overruled)
        save(db, run, overruled, found=(), flagged=False)
        db.execute(
            "UPDATE evidence SET sentence = 'Kalimat.', words = 'Kata' WHERE verdict = (SELECT max(id) FROM verdict)"
        )
        pages.keep(db, first.version_id, "https://berita.example/1", b"rahasia-halaman", {}, NOW)
        fetches.note(db, run, "berita", "https://berita.example/rahasia-permintaan", NOW, 200, 1, "article", False, 1.0)
        covered = Covered("feed", run, NOW, NOW, None, 1.0)
        gaps.note(db, "berita", covered, run, NOW - DAY, NOW, "nothing was known", NOW)
        alarms.record(db, "berita", [Found("challenge", "", "rahasia-peringatan", "wait")], (), NOW)
        db.execute("UPDATE article SET withdrawn = ? WHERE id = ?", [to_time(NOW), first.article_id])
        runs.finish(db, run, RunReport("berita", "partial", seen=4, stored=4, problems=("rahasia-galat",)), NOW)
    return db


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def opened(folder: Path) -> AbstractContextManager[SqliteDatabase]:
    return new_file(folder / "jujugan.db")


def test_a_release_is_a_database_a_csv_a_table_and_a_dictionary(db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    files = export(db, folder, NOW)
    assert sorted(path.name for path in files) == sorted([*CSVS, "data-dictionary.md", "jujugan.db", "metadata.json"])
    assert sorted(folder.iterdir()) == sorted(files)
    with opened(folder) as release:
        assert sorted(release.table_names()) == sorted(TABLES)
        assert release.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert release.execute("PRAGMA foreign_key_check").fetchall() == []
        for name in TABLES:
            rows = read_csv(folder / f"{name}.csv")
            assert len(rows) == release.table(name).count
            assert list(rows[0]) == list(release.table(name).columns_dict)
            assert release.table(name).strict


def test_a_release_says_how_whole_the_reading_was_and_what_was_taken_down(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release", NOW)
    [gap] = read_csv(tmp_path / "release" / "gap.csv")
    assert (gap["site"], gap["since"], gap["until"], gap["state"]) == (
        "berita", to_time(NOW - DAY), to_time(NOW), "open",
    )  # fmt: skip
    [alarm] = read_csv(tmp_path / "release" / "alarm.csv")
    assert (alarm["cause"], alarm["since"], alarm["resolved"]) == ("challenge", to_time(NOW), "")
    withdrawn = [row["withdrawn"] for row in read_csv(tmp_path / "release" / "article.csv")]
    assert withdrawn == [to_time(NOW), "", "", ""]


def test_the_visits_of_a_release_are_their_cards(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release", NOW)
    [row] = read_csv(tmp_path / "release" / "visit.csv")
    [short] = visits.newest(db, 9)
    assert (row["id"], row["visitors"], row["origin_codes"]) == (str(short.visit_id), "Kabupaten Contoh", "35.99")
    assert (row["headcount"], row["date_start"], row["date_end"]) == ("42", "2018-10-17", "")
    assert (row["reports"], row["copies"], row["urls"]) == ("1", "1", "; ".join(short.urls))
    facts = read_csv(tmp_path / "release" / "fact.csv")
    assert {fact["kind"] for fact in facts} == {"visitors", "origin", "headcount", "date_start"}
    assert {fact["mark"] for fact in facts if fact["kind"] == "headcount"} == {"counted"}


@pytest.mark.parametrize("what", SECRETS)
def test_what_must_stay_in_is_in_no_byte_of_a_release(db: Database, tmp_path: Path, what: str) -> None:
    files = export(db, tmp_path / "release", NOW)
    assert not any(SECRETS[what].encode() in path.read_bytes() for path in files)


def test_overruled_verdicts_stay_in(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release", NOW)
    judged = [row["article"] for row in read_csv(tmp_path / "release" / "verdict.csv")]
    assert judged == ["1", "2", "3", "4"]
    assert len(read_csv(tmp_path / "release" / "report.csv")) == 2


def test_bodies_go_out_when_asked_for(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release", NOW, with_text=True)
    assert any(SECRETS["body"] in row["body"] for row in read_csv(tmp_path / "release" / "version.csv"))


def test_two_releases_of_the_same_database_are_byte_for_byte_the_same(db: Database, tmp_path: Path) -> None:
    one, two = export(db, tmp_path / "one", NOW), export(db, tmp_path / "two", NOW)
    assert [hashlib.sha256(path.read_bytes()).digest() for path in one] == [
        hashlib.sha256(path.read_bytes()).digest() for path in two
    ]


def test_the_dictionary_describes_every_column(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release", NOW)
    dictionary = (tmp_path / "release" / "data-dictionary.md").read_text(encoding="utf-8")
    metadata = json.loads((tmp_path / "release" / "metadata.json").read_text(encoding="utf-8"))
    with opened(tmp_path / "release") as release:
        for name in TABLES:
            columns = list(release.table(name).columns_dict)
            section = dictionary.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
            assert all(f"\n| {column} | " in section for column in columns)
            assert list(metadata["databases"]["jujugan"]["tables"][name]["columns"]) == columns
    assert "Released 2018-10-17T03:22:00Z" in dictionary
    assert DESCRIPTIONS["fact"][1]["quote"] in dictionary


def test_an_empty_database_makes_an_empty_release(tmp_path: Path) -> None:
    with open_database(tmp_path / "news.db", create=True) as db:
        export(db, tmp_path / "release", NOW)
    assert [read_csv(tmp_path / "release" / name) for name in CSVS] == [[]] * len(CSVS)
    assert (tmp_path / "release" / "copy.csv").read_text(encoding="utf-8") == "article,first,kind,similarity,linked\n"


def test_a_title_that_is_a_formula_is_guarded_in_the_csv_and_whole_in_the_database(
    db: Database, tmp_path: Path
) -> None:
    export(db, tmp_path / "release", NOW)
    assert read_csv(tmp_path / "release" / "version.csv")[0]["title"] == "'=SUM(A1)"
    with opened(tmp_path / "release") as release:
        assert release.execute("SELECT title FROM version WHERE id = 1").fetchone() == ("=SUM(A1)",)


@given(st.text("=+-@\t\r\n \u00a0＝＋－＠a'\"", max_size=8))
def test_no_cell_starts_as_a_formula(text: str) -> None:
    cell = guarded(text)
    assert cell in (text, f"'{text}")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert not cell.strip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_numbers_are_no_formulas() -> None:
    assert [guarded(-5), guarded(-0.5), guarded(None)] == [-5, -0.5, None]


def test_a_missing_parent_folder_is_named(db: Database, tmp_path: Path) -> None:
    with pytest.raises(FolderMissing, match=r"nowhere, in which to make the release, does not exist: create it"):
        export(db, tmp_path / "nowhere" / "release", NOW)


def test_what_is_there_already_is_never_written_over(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release", NOW)
    with pytest.raises(StorageError, match="is not empty: name a new folder"):
        export(db, tmp_path / "release", NOW)
    with pytest.raises(StorageError, match="is a file: name a new folder"):
        export(db, tmp_path / "news.db", NOW)


def test_an_empty_folder_is_used(db: Database, tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    assert export(db, tmp_path / "release", NOW)


def test_an_unwritable_parent_is_named(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(NotWritable, match="is not writable"):
        export(db, tmp_path / "release", NOW)


@pytest.mark.parametrize("step", ["_write_tables", "_describe", "_sync"])
def test_a_release_that_fails_leaves_nothing(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, step, fail)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(DiskFull, match=r"could not be written .*nothing is left of it"):
        export(db, tmp_path / "release", NOW)
    assert sorted(tmp_path.iterdir()) == before


def test_a_disk_that_fills_up_while_the_release_is_written_is_told(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_table = exporting._write_table

    def on_little_room(target: SqliteDatabase, path: Path, table: Table) -> None:
        target.execute("PRAGMA max_page_count=9")
        write_table(target, path, table)

    monkeypatch.setattr(exporting, "_write_table", on_little_room)
    with pytest.raises(DiskFull, match=r"jujugan\.db is full or does not write"):
        export(db, tmp_path / "release", NOW)
    assert [path.name for path in tmp_path.iterdir() if "release" in path.name] == []


def test_a_release_shows_one_moment_while_another_process_writes(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_writing = exporting._write_table

    def write_meanwhile(target: SqliteDatabase, path: Path, table: Table) -> None:
        begin_writing(target, path, table)
        with open_database(db.path) as other:
            run = begin(other)
            with other.write():
                save(other, run, another())

    monkeypatch.setattr(exporting, "_write_table", write_meanwhile)
    export(db, tmp_path / "release", NOW)
    with opened(tmp_path / "release") as release:
        assert release.execute("PRAGMA foreign_key_check").fetchall() == []
        assert [release.table(name).count for name in ("article", "visit", "report")] == [4, 1, 2]

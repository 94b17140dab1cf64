"""A release: whole, repeatable, safe to open, and without what must stay in."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from article import RunReport
from release import folder as folders
from release import make as making
from release.figures import FIGURES
from release.make import Asked
from release.rows import guarded
from review.guard import feed_key
from storage import decisions, history, pages, runs, visits
from storage.database import Database, Params, SqliteStore, open_database
from storage.desk import people
from storage.digest import digests, outbox
from storage.digest.digests import Rendered
from storage.errors import DiskFull, FolderMissing, NotWritable, StorageError
from storage.file import holdings
from storage.health import alarms, fetches, gaps
from storage.health.alarms import Found
from storage.health.gaps import Covered
from storage.release import building
from storage.release.allowed import Table, tables
from storage.searching import saved
from storage.values import to_time
from tests.releasing import export, opened, read_csv
from tests.storing import DAY, NOW, another, begin, save

SECRETS = {
    "raw page": "rahasia-halaman",
    "error text": "rahasia-galat",
    "request": "rahasia-permintaan",
    "body": "rahasia-isi",
    "author": "rahasia-penulis",
    "overruled sentence": "rahasia-kalimat",
    "words of an alarm": "rahasia-peringatan",
    "password hash": "rahasia-sandi",
    "feed key": feed_key("$argon2id$rahasia-sandi"),
    "session": "rahasia-sesi",
    "editor": "rahasia-redaktur",
    "mail address": "rahasia@surat.example",
    "search": "rahasia-pencarian",
    "digest": "rahasia-ringkasan",
    "notes on copies": "rahasia-salinan",
}
TABLES = [table.name for table in tables(with_text=False)]
DESCRIBING = {
    "README.md", "CITATION.cff", "data-dictionary.md", "datapackage.json", "jujugan.db", "manifest.json",
    "metadata.yaml",
}  # fmt: skip


@pytest.fixture
def db(db: Database) -> Database:
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
        people.add(db, "rahasia-redaktur", "editor", "$argon2id$rahasia-sandi", NOW)
        people.log_in(db, 1, "rahasia-sesi", NOW)
        decisions.decide(db, "confirm", visit=first.visit_ids[0], who="rahasia-redaktur", now=NOW)
        saved.save(db, "rahasia-pencarian", "kunjungan", who="rahasia-redaktur", now=NOW)
        digests.compose(db, NOW, lambda _: Rendered("rahasia-ringkasan", ""))
        outbox.queue_digest(db, 1, ["mail"], "berita.example", NOW)
        db.execute("UPDATE outbox SET reached = '[\"rahasia@surat.example\"]'")
        holdings.record(db, "backup", Path("rahasia-salinan"), NOW)
        runs.finish(db, run, RunReport("berita", "partial", seen=4, stored=4, problems=("rahasia-galat",)), NOW)
    return db


def test_a_release_holds_each_table_four_times_and_says_what_it_is(db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    files = export(db, folder)
    names = {path.relative_to(folder).as_posix() for path in files}
    figures = {f"figures/{name}.{kind}" for name in FIGURES for kind in ("svg", "png")}
    assert names == DESCRIBING | figures | {
        f"{kind}/{name}.{kind}" for kind in ("csv", "jsonl", "parquet") for name in TABLES
    }
    assert [path for path in sorted(folder.rglob("*")) if path.is_file()] == sorted(files)
    with opened(folder) as release:
        assert {name for name in release.sql.table_names() if "_fts" not in name} == set(TABLES)
        assert release.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        assert release.rows("PRAGMA foreign_key_check") == []
        for name in TABLES:
            table = release.sql.table(name)
            rows = read_csv(folder / "csv" / f"{name}.csv")
            assert len(rows) == table.count
            assert table.strict
            assert all(list(row) == list(table.columns_dict) for row in rows)


def test_a_release_says_how_whole_the_reading_was_and_what_was_taken_down(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release")
    [gap] = read_csv(tmp_path / "release" / "csv" / "gap.csv")
    assert (gap["site"], gap["since"], gap["until"], gap["state"]) == (
        "berita", to_time(NOW - DAY), to_time(NOW), "open",
    )  # fmt: skip
    [alarm] = read_csv(tmp_path / "release" / "csv" / "alarm.csv")
    assert (alarm["cause"], alarm["since"], alarm["resolved"]) == ("challenge", to_time(NOW), "")
    withdrawn = [row["withdrawn"] for row in read_csv(tmp_path / "release" / "csv" / "article.csv")]
    assert withdrawn == [to_time(NOW), "", "", ""]


def test_the_visits_of_a_release_are_their_cards(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release")
    [row] = read_csv(tmp_path / "release" / "csv" / "visit.csv")
    [short] = visits.newest(db, 9)
    assert (row["id"], row["visitors"], row["origin"]) == (str(short.visit_id), "Kabupaten Contoh", "Kabupaten Contoh")
    [region] = read_csv(tmp_path / "release" / "csv" / "visit_region.csv")
    assert list(region.values()) == [row["id"], "0", "Kabupaten Contoh", "35.99"]
    assert (row["headcount"], row["date_start"], row["date_end"]) == ("42", "2018-10-17", "")
    assert (row["reports"], row["copies"], row["urls"]) == ("1", "1", "; ".join(short.urls))
    facts = read_csv(tmp_path / "release" / "csv" / "fact.csv")
    assert {fact["kind"] for fact in facts} == {"visitors", "origin", "headcount", "date_start"}
    assert {fact["mark"] for fact in facts if fact["kind"] == "headcount"} == {"counted"}


@pytest.mark.fault("G16", "I5")
def test_what_must_stay_in_is_in_no_byte_of_a_release(db: Database, tmp_path: Path) -> None:
    files = [path.read_bytes() for path in export(db, tmp_path / "release", Asked(as_of=NOW))]
    assert [what for what, words in SECRETS.items() if any(words.encode() in file for file in files)] == []


def test_no_byte_of_a_release_names_where_it_was_made(db: Database, tmp_path: Path) -> None:
    files = export(db, tmp_path / "release")
    assert not any(str(tmp_path).encode() in path.read_bytes() for path in files)


def test_overruled_verdicts_stay_in(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release")
    judged = [row["article"] for row in read_csv(tmp_path / "release" / "csv" / "verdict.csv")]
    assert judged == ["1", "2", "3", "4"]
    assert len(read_csv(tmp_path / "release" / "csv" / "report.csv")) == 2


def test_bodies_go_out_when_asked_for(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release", Asked(with_text=True))
    assert any(SECRETS["body"] in row["body"] for row in read_csv(tmp_path / "release" / "csv" / "version.csv"))


def test_a_past_day_with_texts_has_those_that_are_still_the_same(db: Database, tmp_path: Path) -> None:
    run = begin(db, now=NOW + DAY)
    with db.write():
        row = db.rows("SELECT key, url FROM article WHERE id = 2")[0]
        save(db, run, another(url=row["url"], body="Teks baru. Selesai."), key=row["key"], now=NOW + DAY)
        history.at(db, NOW + DAY)
        db.execute("UPDATE version SET body = 'Teks betul.', content_hash = 'v1:lain' WHERE article = 3")
    export(db, tmp_path / "release", Asked(as_of=NOW, with_text=True))
    rows = read_csv(tmp_path / "release" / "csv" / "version.csv")
    bodies = {row["article"]: (row["is_current"], row["body"]) for row in rows}
    assert bodies["2"][0] == "1" and "Mereka diterima" in bodies["2"][1]
    assert bodies["3"] == ("1", "")


def test_the_file_needs_no_other_and_says_whose_it_is(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release")
    head = (tmp_path / "release" / "jujugan.db").read_bytes()[:100]
    # Page size, then the versions for writing and reading: 1 is a rollback journal, 2 would be WAL.
    assert (int.from_bytes(head[16:18]), head[18], head[19]) == (4096, 1, 1)
    assert (head[68:72], int.from_bytes(head[60:64])) == (b"JUJU", building.FORMAT)


PAYLOADS = [
    *(f"{sign}{rest}" for sign in "=+-@＝＋－＠" for rest in ("1+1", "SUM(A1:A9)", "cmd|' /C calc'!A0")),
    "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0@SUM(1)", '=HYPERLINK("https://x.example","y")',
]  # fmt: skip


@pytest.mark.fault("G15")
def test_no_payload_is_a_formula_when_it_is_read_back(tmp_path: Path) -> None:
    with open_database(tmp_path / "payloads.db", create=True) as db:
        run = begin(db)
        with db.write():
            for payload in PAYLOADS:
                save(db, run, another(title=payload), found=(), flagged=False)
        export(db, tmp_path / "release")
    titles = [row["title"] for row in read_csv(tmp_path / "release" / "csv" / "version.csv")]
    assert [title.removeprefix("'") for title in titles] == PAYLOADS
    assert len(titles) == 30
    assert all(title.startswith("'") for title in titles)


def test_two_releases_of_the_same_database_are_byte_for_byte_the_same(db: Database, tmp_path: Path) -> None:
    one, two = export(db, tmp_path / "one"), export(db, tmp_path / "two")
    assert [hashlib.sha256(path.read_bytes()).digest() for path in one] == [
        hashlib.sha256(path.read_bytes()).digest() for path in two
    ]


def test_the_dictionary_describes_every_column(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release")
    dictionary = (tmp_path / "release" / "data-dictionary.md").read_text(encoding="utf-8")
    metadata = yaml.safe_load((tmp_path / "release" / "metadata.yaml").read_text(encoding="utf-8"))
    with opened(tmp_path / "release") as release:
        for name in TABLES:
            columns = list(release.sql.table(name).columns_dict)
            section = dictionary.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
            assert all(f"\n| {column} | " in section for column in columns)
            assert list(metadata["databases"]["jujugan"]["tables"][name]["columns"]) == columns
    assert "| quote | text | the words that state it |" in dictionary


def test_an_empty_database_makes_an_empty_release(tmp_path: Path) -> None:
    with open_database(tmp_path / "news.db", create=True) as db:
        export(db, tmp_path / "release")
    assert [read_csv(tmp_path / "release" / "csv" / f"{name}.csv") for name in TABLES] == [[]] * len(TABLES)
    heads = (tmp_path / "release" / "csv" / "copy.csv").read_bytes()
    assert heads == b"article,first,kind,similarity,linked\r\n"


def test_a_title_that_is_a_formula_is_guarded_in_the_csv_and_whole_in_the_database(
    db: Database, tmp_path: Path
) -> None:
    export(db, tmp_path / "release")
    assert read_csv(tmp_path / "release" / "csv" / "version.csv")[0]["title"] == "'=SUM(A1)"
    with opened(tmp_path / "release") as release:
        assert release.rows("SELECT title FROM version WHERE id = 1") == [{"title": "=SUM(A1)"}]


@pytest.mark.fault("G15")
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
        export(db, tmp_path / "nowhere" / "release")


def test_what_is_there_already_is_never_written_over(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release")
    with pytest.raises(StorageError, match="is not empty: name a new folder"):
        export(db, tmp_path / "release")
    with pytest.raises(StorageError, match="is a file: name a new folder"):
        export(db, tmp_path / "news.db")


def test_an_empty_folder_is_used(db: Database, tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    assert export(db, tmp_path / "release")


def test_a_bounded_release_holds_whole_visits_and_the_firsts_of_copies(tmp_path: Path) -> None:
    with open_database(tmp_path / "since.db", create=True) as db:
        run = begin(db, now=NOW - 60 * DAY)
        with db.write():
            old, new = NOW - 50 * DAY, NOW - DAY
            first = save(db, run, another(published=old), now=old)  # article 1, visit 1
            save(db, run, another(published=new), visit_id=first.visit_ids[0], now=new)  # article 2 reports it too
            save(db, run, another(published=new), now=new)  # article 3, visit 2
            save(db, run, another(published=new), copy_of=1, found=(), flagged=False, now=new)  # article 4
            save(db, run, another(published=None), now=new)  # article 5, visit 3
        export(db, tmp_path / "release", Asked(since=NOW - 10 * DAY))
    with opened(tmp_path / "release") as release:
        assert release.rows("PRAGMA foreign_key_check") == []
        assert [row["id"] for row in release.rows("SELECT id FROM visit ORDER BY id")] == [2, 3]
        assert [row["article"] for row in release.rows("SELECT article FROM report ORDER BY id")] == [3, 5]
        assert [row["id"] for row in release.rows("SELECT id FROM article ORDER BY id")] == [1, 2, 3, 4, 5]
        assert {row["month"] for row in release.rows("SELECT month FROM site_month")} == {"2018-10"}


def test_coverage_stands_beside_the_counts(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "release")
    [row] = read_csv(tmp_path / "release" / "csv" / "site_month.csv")
    assert row == {
        "site": "berita", "month": "2018-10", "articles": "4", "late": "0", "flagged": "2", "reports": "2",
        "runs": "1", "good_runs": "0", "days_read": "1", "gaps": "1",
    }  # fmt: skip
    readme = (tmp_path / "release" / "README.md").read_text(encoding="utf-8")
    assert "| 2018-10 | 1 | 4 | 0 | 2 | 2 | 1 | 1 | 0 | 1 | 250.0 |" in readme
    assert "| 2018-10 | berita | 4 | 0 | 2 | 2 | 1 | 1 | 0 | 1 |" in readme


def test_the_manifest_names_versions_and_the_digest_of_every_other_file(db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    files = export(db, folder, Asked(as_of=NOW))
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {folder / name for name in told["files"]} == set(files) - {folder / "manifest.json"}
    for name, one in told["files"].items():
        data = (folder / name).read_bytes()
        assert one == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    assert (told["as_of"], told["since"], told["gazetteer"]) == (to_time(NOW), None, "regions-1")
    assert told["rules"] == [{"lexicon": "1", "profile": "banyuwangi", "verdicts": 4}]


def test_a_day_before_changes_were_kept_is_told_as_such(db: Database, tmp_path: Path) -> None:
    with db.write():
        db.execute("UPDATE moment SET since = ?", [to_time(NOW)])
    export(db, tmp_path / "release", Asked(as_of=NOW - DAY))
    readme = (tmp_path / "release" / "README.md").read_text(encoding="utf-8")
    assert f"keeps what changes since {to_time(NOW)}" in readme


def test_an_unwritable_parent_is_named(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(NotWritable, match="is not writable"):
        export(db, tmp_path / "release")


@pytest.mark.parametrize("step", [(making, "_write_tables"), (making, "_describe"), (folders, "sync")])
def test_a_release_that_fails_leaves_nothing(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: tuple[ModuleType, str]
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*step, fail)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(DiskFull, match=r"is full .*nothing half is left"):
        export(db, tmp_path / "release")
    assert sorted(tmp_path.iterdir()) == before


def test_a_disk_that_fills_up_while_the_release_is_written_is_told(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill = building._fill

    def on_little_room(target: Database, copy: Database, table: Table, since: datetime | None) -> None:
        target.sql.execute("PRAGMA max_page_count=30")
        fill(target, copy, table, since)

    monkeypatch.setattr(building, "_fill", on_little_room)
    with pytest.raises(DiskFull, match=r"filled\.db is full or does not write"):
        export(db, tmp_path / "release")
    assert [path.name for path in tmp_path.iterdir() if "release" in path.name] == []


@pytest.mark.fault("G17")
def test_a_release_shows_one_moment_while_another_process_writes(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute = SqliteStore.execute

    def write_meanwhile(one: SqliteStore, sql: str, params: Params = ()) -> int:
        done = execute(one, sql, params)
        if sql.startswith("INSERT INTO main.article") and one.path.name == "working.db":
            with open_database(db.path) as other:
                run = begin(other)
                with other.write():
                    save(other, run, another())
        return done

    monkeypatch.setattr(SqliteStore, "execute", write_meanwhile)
    export(db, tmp_path / "release")
    with opened(tmp_path / "release") as release:
        assert release.rows("PRAGMA foreign_key_check") == []
        assert [release.sql.table(name).count for name in ("article", "visit", "report")] == [4, 1, 2]
    assert db.sql.table("article").count == 5

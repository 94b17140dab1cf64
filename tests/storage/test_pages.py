"""Raw pages."""

from __future__ import annotations

import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from storage import migrations, pages
from storage.database import Database, open_database
from storage.file import sqlite
from tests.storing import DAY, HOUR, NOW, another, begin, save

SECOND = timedelta(seconds=1)


@pytest.fixture
def run(db: Database) -> int:
    return begin(db)


URL = "https://berita.example/1"


def test_a_raw_page_comes_back_byte_for_byte(db: Database, run: int) -> None:
    body = bytes(range(256)) * 40
    with db.write():
        version = save(db, run, another()).version_id
        pages.keep(db, version, URL, b"old", {}, NOW)
        pages.keep(db, version, URL, body, {"Content-Type": "text/html; charset=x\ud800"}, NOW)
        pages.keep(db, version, f"{URL}?page=2", b"two", {}, NOW)
    first, second = pages.of_version(db, version)
    assert (first.body, first.headers, first.at) == (body, {"Content-Type": "text/html; charset=x\ufffd"}, NOW)
    assert second.body == b"two"
    assert db.rows("SELECT sum(length(body)) < 1000 AS small FROM raw_page") == [{"small": 1}]


def test_old_raw_pages_are_dropped(db: Database, run: int) -> None:
    with db.write():
        version = save(db, run, another()).version_id
        pages.keep(db, version, "https://berita.example/old", b"old", {}, NOW - 31 * DAY)
        pages.keep(db, version, "https://berita.example/new", b"new", {}, NOW)
        assert pages.prune(db, NOW - 30 * DAY) == 1
        assert pages.prune(db, NOW - 30 * DAY) == 0
    assert [page.body for page in pages.of_version(db, version)] == [b"new"]


def test_each_reading_of_an_article_keeps_its_pages(db: Database, run: int) -> None:
    with db.write():
        article = another()
        version = save(db, run, article).version_id
        for hour, text in enumerate((b"first", b"second")):
            pages.keep(db, version, URL, text, {}, NOW + hour * HOUR)
            pages.keep(db, version, f"{URL}?page=2", text + b" more", {}, NOW + hour * HOUR + SECOND)
    first, second = pages.readings(db, "berita", article.url)
    assert [page.body for page in first.pages] == [b"first", b"first more"]
    assert (second.at, second.version_id) == (NOW + HOUR, version)
    assert [page.body for page in pages.of_version(db, version)] == [b"second", b"second more"]


def test_a_refused_page_is_kept_with_its_reason_until_it_is_a_versions(db: Database, run: int) -> None:
    with db.write():
        pages.keep_refused(db, "berita", "77", URL, b"page", {}, NOW, "empty or tiny body (3 characters)")
        version = save(db, run, another()).version_id
    [reading] = pages.readings(db, "berita", "77")
    assert (reading.version_id, reading.pages[0].reason) == (None, "empty or tiny body (3 characters)")
    assert pages.before(db, "berita", NOW + DAY) is None, "no article's page"
    with db.write():
        pages.attach(db, reading, version)
    [reading] = pages.readings(db, "berita", "77")
    assert (reading.version_id, reading.pages[0].reason) == (version, None)
    found = pages.before(db, "berita", NOW + DAY)
    assert found is not None and found.body == b"page"
    assert pages.before(db, "berita", NOW + DAY, 1) is None


@pytest.mark.usefixtures("run")
def test_keys_come_in_the_order_of_being_read_from_a_day_on(db: Database) -> None:
    with db.write():
        for number, key in enumerate(("b", "a", "b", "c")):
            pages.keep_refused(db, "berita", key, f"{URL}/{number}", b"page", {}, NOW + number * DAY, "x")
    assert pages.keys(db, "berita") == ["b", "a", "c"]
    assert pages.keys(db, "berita", NOW + 2 * DAY) == ["b", "c"]
    assert pages.keys(db, "lain") == []


@pytest.mark.usefixtures("run")
def test_the_oldest_pages_go_where_there_are_too_many(db: Database) -> None:
    with db.write():
        for number in range(10):
            body = bytes(range(256)) + bytes([number])
            pages.keep_refused(db, "berita", str(number), URL, body, {}, NOW + number * HOUR, "x")
        [size] = [row["size"] for row in db.rows("SELECT max(size) AS size FROM raw_page")]
        assert pages.prune(db, NOW - DAY, 10 * size) == 0
        assert pages.prune(db, NOW - DAY, 4 * size) == 6
        assert pages.prune(db, NOW - DAY, 4 * size) == 0
    assert pages.keys(db, "berita") == ["6", "7", "8", "9"]
    with db.write():
        assert pages.prune(db, NOW - DAY, 0) == 4


def test_the_pages_of_an_older_database_are_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Migrations("jujugan")
    old()(migrations.first_schema)
    monkeypatch.setattr(sqlite, "migrations", old)
    path = tmp_path / "old.db"
    with open_database(path, create=True) as db, db.write():
        db.execute("INSERT INTO site VALUES ('berita', '[]', '2018-10-17T00:00:00Z')")
        db.execute(
            "INSERT INTO run (site, state, baseline, by_hand, started, pid) VALUES ('berita', 'good', 1, 0, 'x', 1)"
        )
        db.execute("INSERT INTO article VALUES (1, 'berita', 'k', NULL, 'https://b.example/1', 'x', 'x', 1, 0)")
        db.execute(
            "INSERT INTO version VALUES (1, 1, 1, 1, '', 't', NULL, NULL, NULL, 'id', 'm', '[]', 'h', 'x', 1, NULL, '')"
        )
        body = zlib.compress(b"halaman")
        db.execute("INSERT INTO raw_page VALUES (1, 1, 'https://b.example/1', ?, '{}', '2018-10-17T00:00:00Z')", [body])
        for number, url in enumerate(("https://WWW.b.example:8443/a/b", "http://c.example", "kosong")):
            db.execute(
                "INSERT INTO fetch VALUES (?, 1, 'berita', 'source', ?, 'x', 200, 1, 0.1, 0, NULL)", [number, url]
            )
    monkeypatch.undo()
    with open_database(path) as db:
        [page] = pages.of_version(db, 1)
        assert (page.body, pages.keys(db, "berita")) == (b"halaman", ["k"])
        assert [row["host"] for row in db.rows("SELECT host FROM fetch ORDER BY id")] == [
            "www.b.example",
            "c.example",
            None,
        ]

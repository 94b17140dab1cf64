"""Raw pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import pages
from storage.database import Database, open_database
from tests.storing import DAY, NOW, another, begin, save


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return open_database(tmp_path / "news.db", create=True)


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

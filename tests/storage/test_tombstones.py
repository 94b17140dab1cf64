"""By what a text that was taken down is known again, and that nothing of it can be read from that."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from article import Candidate
from crawler import copies
from crawler.storing.barring import barred, keepable, marks
from storage.database import Database
from storage.errors import Damaged
from storage.removal import tombstones
from storage.removal.tombstones import Tombstone
from tests.crawler.test_copies import boilerplate_pair, framed_pair, independent_pair, reprinted_pair
from tests.storing import DAY, NOW

URL = "https://warta.example/berita/1/kabar"


def stone(body: str = "", title: str = "", key: str = "1") -> Tombstone:
    known = marks([URL], [title], [(copies.content_hash(body), copies.signature(body))])
    return Tombstone("warta", key, URL, "uji", NOW, known)


def put(db: Database, *stones: Tombstone) -> None:
    with db.write():
        for one in stones:
            tombstones.put(db, one)


def listed(url: str, title: str | None = None) -> Candidate:
    return Candidate("warta", url, "feed", "https://warta.example/feed", title)


def share_barred(db: Database, pair: Callable[[Random], tuple[str, str]], times: int = 40) -> float:
    random, found = Random(5), 0
    for _ in range(times):
        first, second = pair(random)
        with db.write():
            db.execute("DELETE FROM tombstone")
        put(db, stone(first))
        found += tombstones.has_text(db, copies.content_hash(second), copies.bands(copies.signature(second)))
    return found / times


@pytest.mark.parametrize("pair", [reprinted_pair, framed_pair])
def test_most_reprints_of_a_text_are_known_again(db: Database, pair: Callable[[Random], tuple[str, str]]) -> None:
    assert share_barred(db, pair) >= 0.6


@pytest.mark.parametrize("pair", [independent_pair, boilerplate_pair])
def test_other_texts_on_the_same_matter_are_not(db: Database, pair: Callable[[Random], tuple[str, str]]) -> None:
    assert share_barred(db, pair) == 0


def test_the_marks_hold_no_word_of_the_text() -> None:
    body = "Rombongan Kabupaten Contoh belajar layanan desa di Banyuwangi pada hari Rabu yang cerah itu."
    said = json.dumps(sorted(stone(body, "Rombongan Kabupaten Contoh Belajar").marks)).lower()
    assert not [word for word in body.lower().split() if len(word) > 4 and word.strip(".") in said]


@pytest.mark.parametrize("body", ["", " \n "])
def test_an_empty_text_is_no_mark(db: Database, body: str) -> None:
    put(db, stone(body))
    assert not tombstones.has_text(db, copies.content_hash(""), ())


@pytest.mark.parametrize(
    ("site", "key", "url"),
    [
        ("warta", "1", "https://warta.example/lain"),
        ("elsewhere", "warta.example/berita/1/kabar", "http://www.warta.example/berita/1/kabar/"),
        ("elsewhere", "x", f"{URL}?utm_source=feed"),
    ],
)
def test_a_page_is_known_by_its_key_and_by_its_address_on_any_site(db: Database, site: str, key: str, url: str) -> None:
    assert not barred(db, site, [(key, listed(url))])
    put(db, stone())
    assert list(barred(db, site, [(key, listed(url)), ("2", listed("https://warta.example/berita/2/x"))])) == [key]


@pytest.mark.parametrize(
    "shown", ["Tamu dari Tuban Datang", "Tamu dari Tuban Datang - Warta", "TAMU dari Tuban datang!"]
)
def test_its_title_is_kept_nowhere(db: Database, shown: str) -> None:
    put(db, stone(title="Tamu dari Tuban Datang"))
    [(_, kept)] = keepable(db, "lain", [("9", listed("https://lain.example/9", shown))])
    assert kept.title is None
    [(_, other)] = keepable(db, "lain", [("9", listed("https://lain.example/9", "Tamu lain datang"))])
    assert other.title == "Tamu lain datang"


def test_a_listed_title_is_kept_without_personal_numbers(db: Database) -> None:
    [(_, kept)] = keepable(db, "warta", [("1", listed(URL, "Hubungi 081234567890 sekarang"))])
    assert kept.title == "Hubungi [nomor telepon disamarkan] sekarang"


def test_a_second_takedown_of_a_page_keeps_the_first_ones_time_and_adds_its_marks(db: Database) -> None:
    put(db, stone("teks lama yang pertama"))
    with db.write():
        tombstones.finish(db, tombstones.every(db), NOW)
    later = stone("teks baru yang kedua")
    put(db, Tombstone(later.site, later.key, later.url, "lain", NOW + DAY, later.marks))
    [one] = tombstones.every(db)
    assert (one.at, one.reason, one.finished) == (NOW, "uji", None)
    assert len(one.of("text")) == 2


def test_the_list_stands_beside_the_database(db: Database, tmp_path: Path) -> None:
    put(db, stone("sebuah teks", "Judul yang cukup panjang"), stone(key="2"))
    tombstones.keep_beside(db)
    assert tombstones.kept_beside(db.path) == tombstones.every(db)
    assert tombstones.kept_beside(tmp_path / "other.db") == []
    assert [path.name for path in tmp_path.glob("*.partial")] == []


@pytest.mark.parametrize("written", ["{", "[{}]", "3", "[3]", "[" * 100_000, '[{"site": 3}]'])
def test_a_spoilt_list_is_told_and_not_passed_over(db: Database, written: str) -> None:
    tombstones.beside(db.path).write_text(written)
    with pytest.raises(Damaged, match="cannot be read"):
        tombstones.kept_beside(db.path)

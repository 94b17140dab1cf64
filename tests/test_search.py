"""Search over everything stored: forms, fields, counts, passages, and an index that never lags behind the texts."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import decisions, saved
from storage.database import Database
from storage.marking import CLOSE, OPEN
from storage.query import QueryError
from storage.search import search
from tests.storing import DAY, NOW, begin, save, synthetic_article

TEXTS = {
    "tiru": ("Studi Tiru Pertanian", "Petani dari Kabupaten Contoh berkunjung ke sawah Mekarwangi."),
    "kunker": ("Kunker Dewan", "Anggota DPRD Kab. Misalan kunker soal pelayanan publik."),
    "pantai": ("Pantai Ramai", "Pengunjung memadati pantai pada akhir pekan."),
    "hujan": ("Hujan Lebat", "Cuaca buruk sampai pekan depan. Cafe Cendana tutup."),
}


@pytest.fixture
def stored(db: Database) -> Database:
    """Four synthetic articles, a day apart; the first two are flagged."""
    for number, (name, (title, body)) in enumerate(TEXTS.items()):
        site = "berita" if number < 2 else "kabar_kota"
        run = begin(db, site)
        url = f"https://{site}.example/{name}"
        article = synthetic_article(url=url, site=site, title=title, body=body, published=NOW + number * DAY)
        with db.write():
            save(db, run, article, found=None if number == 0 else (), flagged=number < 2)
    return db


def found(db: Database, text: str) -> list[str]:
    """The names of the articles, oldest first."""
    return [hit.url.rsplit("/", 1)[1] for hit in reversed(search(db, text).hits)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kunjungan", ["tiru", "kunker", "pantai"]),
        ("mengunjungi", ["tiru", "kunker", "pantai"]),
        ('"kunjungan"', []),
        ("Kabupaten", ["tiru", "kunker"]),
        ("kab.", ["tiru", "kunker"]),
        ("pertanian", ["tiru"]),
        ("kunjungan -pantai", ["tiru", "kunker"]),
        ("-kunjungan", ["hujan"]),
        ("hujan OR pantai", ["pantai", "hujan"]),
        ('"akhir pekan"', ["pantai"]),
        ('"pekan akhir"', []),
        ("café", ["hujan"]),
        ("site:kabar_kota", ["pantai", "hujan"]),
        ("site:kabar_kota -hujan", ["pantai"]),
        ("-site:kabar_kota", ["tiru", "kunker"]),
        ("site:kabar", []),
        ("date:2018-10-17", ["tiru"]),
        ("date:2018-10", ["tiru", "kunker", "pantai", "hujan"]),
        ("date:2018-10-18..2018-10-19", ["kunker", "pantai"]),
        ("date:2017", []),
        ("flagged:yes", ["tiru", "kunker"]),
        ("flagged:no kunjungan", ["pantai"]),
        ("flagged:yes OR hujan", ["tiru", "kunker", "hujan"]),
        ('from:"Kabupaten Contoh"', ["tiru"]),
        ("from:contoh", ["tiru"]),
        ("from:100%", []),
        ("-from:contoh site:berita", ["kunker"]),
        ("visited:2018-10", ["tiru"]),
        ("visited:2019", []),
        ("decided:open", ["tiru"]),
        ("decided:dismissed", []),
    ],
)
def test_a_search_finds(stored: Database, text: str, names: list[str]) -> None:
    assert found(stored, text) == names
    assert search(stored, text).count == len(names)


def test_an_empty_search_finds_nothing_and_a_wrong_one_says_why(stored: Database) -> None:
    assert search(stored, " ").hits == ()
    with pytest.raises(QueryError) as raised:
        search(stored, "form:contoh")
    assert (raised.value.key, raised.value.slots) == ("near", {"name": "form", "near": "from"})


def test_a_hit_shows_what_matched(stored: Database) -> None:
    (hit,) = search(stored, "petani").hits
    assert hit.title == f"Studi Tiru {OPEN}Pertanian{CLOSE}"
    assert f"{OPEN}Petani{CLOSE} dari Kabupaten" in hit.passage
    assert (hit.site, hit.is_flagged, hit.decided) == ("berita", True, None)
    assert hit.visit_id is not None


def test_pages_of_hits_follow_one_another_without_a_gap(stored: Database) -> None:
    names, before = [], None
    while True:
        page = search(stored, "date:2018", limit=1, before=before)
        names += [hit.url.rsplit("/", 1)[1] for hit in page.hits]
        assert page.count == 4
        before = page.older
        if before is None:
            break
    assert names == ["hujan", "pantai", "kunker", "tiru"]


def test_a_decision_is_found_at_once(stored: Database) -> None:
    (hit,) = search(stored, "decided:open").hits
    with stored.write():
        decisions.decide(stored, "confirm", who="rina", now=NOW, visit=hit.visit_id)
    assert found(stored, "decided:confirmed") == ["tiru"]
    with stored.write():
        decisions.decide(stored, "dismiss", who="rina", now=NOW, visit=hit.visit_id, reason="old")
    assert found(stored, "decided:dismissed") == ["tiru"]
    assert found(stored, "decided:open") == []


def test_a_changed_text_is_found_by_its_new_words_only(stored: Database) -> None:
    run = begin(stored)
    changed = synthetic_article(
        url="https://berita.example/tiru", title="Studi Tiru", body="Peternak sapi datang.", published=NOW
    )
    with stored.write():
        save(stored, run, changed, found=())
    assert found(stored, "petani") == []
    assert found(stored, "peternak") == ["tiru"]
    check(stored)


def test_a_removed_article_leaves_no_word_behind(stored: Database) -> None:
    with stored.write():
        stored.execute("UPDATE version SET published = NULL WHERE title = 'Kunker Dewan'")
        check(stored)
        stored.execute("DELETE FROM version WHERE title = 'Hujan Lebat'")
    assert found(stored, "hujan") == []
    assert stored.one("SELECT 1 FROM search_words WHERE term IN ('hujan', 'cuaca', 'zzd20181020')") is None


def check(db: Database) -> None:
    """SQLite's own comparison of the index with the texts; raises where they differ."""
    if db.in_write:
        db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        return
    with db.write():
        db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.one_of(st.text(max_size=60), st.text(alphabet='"-:()*^{}+ORANDNEAR abc.0', max_size=40)))
def test_nothing_typed_breaks_the_search(stored: Database, text: str) -> None:
    with contextlib.suppress(QueryError):
        search(stored, text)


def test_a_search_is_kept_changed_and_forgotten(stored: Database) -> None:
    with stored.write():
        saved.save(stored, " Dari  Contoh ", 'from:"Kabupaten Contoh"  ', who="rina", now=NOW)
        saved.save(stored, "Dari Contoh", "from:contoh flagged:YES", who="bayu", now=NOW + timedelta(days=1))
    (kept,) = saved.all_saved(stored)
    assert (kept.name, kept.query, kept.who) == ("Dari Contoh", "from:contoh flagged:yes", "bayu")
    assert saved.get(stored, kept.search_id) == kept
    for name, text in (("", "desa"), ("x" * 81, "desa"), ("a\x00b", "desa"), ("kosong", " "), ("salah", "q:1")):
        with pytest.raises(QueryError), stored.write():
            saved.save(stored, name, text, who="rina", now=NOW)
    with stored.write():
        saved.forget(stored, kept.search_id)
    assert saved.all_saved(stored) == []

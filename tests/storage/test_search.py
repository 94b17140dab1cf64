"""Search over everything stored: forms, fields, counts, passages, and an index that never lags behind the texts."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from article import Fact, Visit
from storage import decisions
from storage.database import Database
from storage.searching import query, saved, walks
from storage.searching import search as search_module
from storage.searching.marking import CLOSE, OPEN
from storage.searching.query import QueryError
from storage.searching.search import search
from tests.deciding import stored as stored_visit
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
        ("decided:open OR hujan", ["tiru", "hujan"]),
        ("flagged:no OR from:contoh -pantai", ["tiru", "hujan"]),
        ("flagged:no OR from:contoh pekan OR petani", ["tiru", "pantai", "hujan"]),
        ("from:Kab. Contoh", ["tiru"]),
        ("from:kota Contoh", []),
        ("zzall", []),
        ("zzsberita", []),
        ('"ZZall"', []),
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
    assert (hit.outlet, hit.is_flagged, hit.decided) == ("berita", True, None)
    assert hit.visit_ids == (1,)


def test_a_short_form_and_the_name_of_a_place_stand_out_as_the_text_has_them(stored: Database) -> None:
    (hit,) = search(stored, "kunjungan Kabupaten publik").hits
    assert hit.title == f"{OPEN}Kunker{CLOSE} Dewan"
    assert hit.passage == (
        f"Anggota DPRD {OPEN}Kab{CLOSE}. Misalan {OPEN}kunker{CLOSE} soal pelayanan {OPEN}publik{CLOSE}."
    )
    (hit,) = search(stored, 'from:"Kab. Contoh" -pantai').hits
    assert hit.passage == f"Petani dari {OPEN}Kabupaten Contoh{CLOSE} berkunjung ke sawah Mekarwangi."


def test_what_a_text_has_of_our_own_marks_does_not_stand_out(db: Database) -> None:
    run = begin(db)
    with db.write():
        save(db, run, synthetic_article(title=f"{OPEN}Palsu", body=f"Isi {CLOSE}berita{OPEN}."), found=())
    (hit,) = search(db, "berita").hits
    assert (hit.title, hit.passage) == (" Palsu", f"Isi  {OPEN}berita{CLOSE} .")


PARTS = [
    "kunjungan", "pekan", '"akhir pekan"', "kab.", "xyz", "site:berita", "date:2018-10-18..2018-10-19", "flagged:yes",
    "flagged:no", "decided:open", "from:contoh", "visited:2018", "OR", "OR", "-pantai", "-flagged:yes", "-site:berita",
    "-from:contoh",
]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map(" ".join), st.sampled_from([0, walks.FEW]))
def test_a_search_finds_what_its_parts_find_together(stored: Database, text: str, few: int) -> None:
    with contextlib.suppress(QueryError), pytest.MonkeyPatch.context() as patch:
        patch.setattr(walks, "FEW", few)
        expected = set(TEXTS)
        for clause in query.parse(text):
            either = {name for term in clause.terms for name in found(stored, query.spelt((query.Clause((term,)),)))}
            expected = expected - either if clause.is_forbidden else expected & either
        assert set(found(stored, text)) == (expected if query.parse(text) else set())


def test_pages_follow_one_another_further_than_is_counted(stored: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "COUNTED", 2)
    for text in ("date:2018", "flagged:no OR flagged:yes"):
        first = search(stored, text, limit=2)
        assert (first.count, first.is_more) == (2, True)
        second = search(stored, text, limit=2, before=first.further)
        names = [hit.url.rsplit("/", 1)[1] for hit in (*first.hits, *second.hits)]
        assert names == ["hujan", "pantai", "kunker", "tiru"]
        assert second.further is None


def test_a_province_is_where_its_regencies_and_cities_are(db: Database) -> None:
    run = begin(db)
    origins = [
        ("Kabupaten Sleman", "34.04"), ("Kota Malang", "35.73"), ("Kabupaten Malang", "35.07"), ("Jawa Timur", "35"),
        ("Kota Balikpapan", "64.71"), ("Kepulauan Riau", "21"), ("Provinsi Bali", None),
    ]  # fmt: skip
    for name, code in origins:
        stored_visit(db, run, found=[Visit(visitors=(Fact("Rombongan"),), origin=(Fact(name, code=code),))])

    def places(text: str) -> set[str]:
        return {origins[hit.article_id - 1][0] for hit in search(db, text).hits}

    east = {"Kota Malang", "Kabupaten Malang", "Jawa Timur"}
    for text in ("from:Jatim", 'from:"Jawa Timur"', "from:Prov. Jatim", 'from:"provinsi jawa timur"', "province:35"):
        assert places(text) == east, text
    assert places("from:Yogyakarta") == places("from:DIY") == places("from:Kab. Sleman") == {"Kabupaten Sleman"}
    assert places("from:Bali") == {"Provinsi Bali"}
    assert places("from:Riau") == set()
    assert places("from:Malang") == {"Kota Malang", "Kabupaten Malang"}
    assert places("from:kab.Malang") == places('from:"Pemkab Malang"') == {"Kabupaten Malang"}
    assert places("from:Pemkot Malang") == {"Kota Malang"}
    with db.write():
        decisions.edit(db, 1, "origin", ["Kota Batu"], codes=["35.79"], who="rina", now=NOW)
        decisions.edit(db, 2, "origin", ["Jawa Timur"], who="rina", now=NOW)
    assert places("from:Jatim") == east | {"Kabupaten Sleman"}


def test_pages_of_hits_follow_one_another_without_a_gap(stored: Database) -> None:
    names, before = [], None
    while True:
        page = search(stored, "date:2018", limit=1, before=before)
        names += [hit.url.rsplit("/", 1)[1] for hit in page.hits]
        assert page.count == 4
        before = page.further
        if before is None:
            break
    assert names == ["hujan", "pantai", "kunker", "tiru"]


def test_a_decision_is_found_at_once(stored: Database) -> None:
    (hit,) = search(stored, "decided:open").hits
    with stored.write():
        decisions.decide(stored, "confirm", who="rina", now=NOW, visit=hit.visit_ids[0])
    assert found(stored, "decided:confirmed") == ["tiru"]
    with stored.write():
        decisions.decide(stored, "dismiss", who="rina", now=NOW, visit=hit.visit_ids[0], reason="old")
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
    if stored.is_file:
        assert stored.one("SELECT 1 FROM search_words WHERE term IN ('hujan', 'cuaca', 'zzd20181020')") is None


def check(db: Database) -> None:
    """SQLite's own comparison of the index with the texts; raises where they differ."""
    if not db.is_file:
        made = "SELECT id, jujugan_index(title, body, tags) AS words FROM search_text ORDER BY id"
        assert db.rows("SELECT rowid AS id, words FROM search ORDER BY rowid") == db.rows(made)
        return
    if db.in_write:
        db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        return
    with db.write():
        db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


@pytest.mark.fault("G18")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
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

"""What a takedown says it removed: the rows of the pages themselves, by table."""

from __future__ import annotations

from article import Candidate
from storage import candidates
from storage.database import Database
from storage.removal import quoted, takedown
from tests.storing import NOW, another, begin, save


def test_what_hangs_on_a_page_is_counted_and_nothing_of_another(db: Database) -> None:
    run, article = begin(db), another()
    with db.write():
        save(db, run, article)
        save(db, run, another())
        save(db, run, another())
        removed = takedown.remove(db, takedown.pages_at(db, [article.url]), NOW)
    wanted = {"article": 1, "version": 1, "verdict": 1, "evidence": 2, "report": 1, "fact": 4}
    assert {table: removed.rows[table] for table in wanted} == wanted


def test_a_title_is_taken_from_whatever_lists_it_with_the_outlets_name_or_not(db: Database) -> None:
    run, titles = begin(db), {"a": "Tamu Belajar", "b": "Tamu Belajar - Warta Contoh", "c": "Tamu Lain"}
    with db.write():
        listed = [
            (key, Candidate("berita", f"https://berita.example/{key}", "feed", "x", title))
            for key, title in titles.items()
        ]
        candidates.record(db, run, listed, NOW)
        assert quoted.untitle(db, ["Tamu Belajar", ""])
    kept = {row["key"]: row["title"] for row in db.rows("SELECT key, title FROM candidate")}
    assert kept == {"a": None, "b": None, "c": "Tamu Lain"}


def test_a_sentence_is_found_in_a_page_however_it_is_escaped_and_where_tags_break_it() -> None:
    finder = quoted.probes(["Tamu 'Pasar' & warga belajar di desa hari ini juga."])
    assert finder is not None
    for page in (
        "<p>Tamu 'Pasar' & warga belajar di",
        "<p>Tamu 'Pasar' &amp; warga belajar di <b>desa</b>",
        "<p>Tamu &#x27;Pasar&#x27; &amp; warga belajar di",
    ):
        assert finder.search(page.encode()), page
    assert not finder.search(b"<p>Tamu lain & warga belajar di desa")
    assert quoted.probes(["Pendek saja."]) is None

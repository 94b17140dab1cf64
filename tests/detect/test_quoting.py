"""Each fact with its sentence. All texts are made up."""

from __future__ import annotations

from datetime import date

from article import Article, Fact, Span, Visit
from detect.quoting import quoted
from detect.sentences import read

ARTICLE = Article(
    url="https://berita.example/1",
    site="berita",
    title="Tamu dari Tuban Belajar",
    body="BANYUWANGI - Sebanyak 42 pegawai Tuban datang. Mereka diterima Sekda Banyuwangi, Rabu (17/10).",
)


def fact(words: str) -> Fact[str]:
    start = ARTICLE.text.index(words)
    return Fact(words, Span(start, start + len(words)))


def sentence(stated: Fact[str]) -> str | None:
    [visit] = quoted([Visit(visitors=(stated,))], read(ARTICLE))
    found = visit.visitors[0].sentence
    return None if found is None else ARTICLE.text[found.start : found.end]


def test_a_fact_has_the_sentence_that_it_stands_in() -> None:
    assert sentence(fact("42 pegawai")) == "Sebanyak 42 pegawai Tuban datang"
    assert sentence(fact("Sekda")) == "Mereka diterima Sekda Banyuwangi, Rabu (17/10)"
    assert sentence(fact("Belajar")) == "Tamu dari Tuban Belajar"


def test_words_that_reach_into_the_next_sentence_take_it_along() -> None:
    assert sentence(fact("datang. Mereka")) == "Sebanyak 42 pegawai Tuban datang. Mereka"


def test_the_dateline_is_no_sentence() -> None:
    assert sentence(fact("BANYUWANGI")) is None


def test_what_has_no_place_has_no_sentence() -> None:
    visit = Visit(headcount=Fact(42), date_start=Fact(date(2018, 10, 17)))
    assert quoted([visit], read(ARTICLE)) == (visit,)
    assert sentence(Fact("Tuban")) is None

"""Which sentence is quoted for a report. All sentences are made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article import Fact, Span, Visit
from storage.database import Database
from storage.sentence import Reason, best, choose
from storage.visits import cards
from tests.storing import SENTENCE, another, begin, save

TITLE = Reason("title.inbound", 2.4, 0, "Pegawai Contoh ke Banyuwangi", "ke Banyuwangi")
CAME = Reason("lead.inbound", 1.5, 40, "Pegawai Kabupaten Contoh tiba pagi.", "tiba")
PURPOSE = Reason("near.learns", 0.4, 90, "Mereka hendak mempelajari layanan desa.", "mempelajari")
CHAT = Reason("rest.learns", 0.9, 200, "Pertanyaan dijawab petugas.", "Pertanyaan")
GUESTS = Reason("visitors", 0.0, 40, CAME.sentence, "Pegawai Kabupaten Contoh")
SUBJECT = Reason("loci", 0.0, 90, PURPOSE.sentence, "layanan desa")


@pytest.mark.parametrize(
    ("reasons", "quoted"),
    [
        pytest.param([], ("", ""), id="nothing to quote"),
        pytest.param([TITLE], (TITLE.sentence, TITLE.words), id="the only one"),
        pytest.param([TITLE, CAME], (CAME.sentence, CAME.words), id="the title is shown anyway"),
        pytest.param([TITLE, CAME, PURPOSE], (PURPOSE.sentence, PURPOSE.words), id="purpose before who came"),
        pytest.param([TITLE, CAME, CHAT], (CAME.sentence, CAME.words), id="of equals the heavier"),
        pytest.param([TITLE, CAME, GUESTS, CHAT], (CAME.sentence, CAME.words), id="who came before a word in passing"),
        pytest.param([CAME, GUESTS, PURPOSE, SUBJECT], (PURPOSE.sentence, PURPOSE.words), id="what was studied"),
        pytest.param([GUESTS], (GUESTS.sentence, GUESTS.words), id="facts alone, of a visit flagged by hand"),
        pytest.param([CAME._replace(weight=-1.0), CHAT], (CHAT.sentence, CHAT.words), id="nothing against a visit"),
        pytest.param([CAME._replace(weight=-1.0)], (CAME.sentence, CAME.words), id="unless nothing speaks for one"),
    ],
)
def test_the_sentence_that_says_most_is_quoted(reasons: list[Reason], quoted: tuple[str, str]) -> None:
    assert best(reasons) == quoted
    assert best(reasons[::-1]) == quoted


def test_another_delegation_of_the_same_article_is_not_quoted_for_this_one() -> None:
    theirs = Reason("near.learns", 0.8, 300, "Dewan Misal ingin tahu soal pasar.", "ingin tahu")
    named = Reason("near.delegation", 0.5, 300, theirs.sentence, "Dewan Misal")
    ours = theirs._replace(start=400, sentence="Pegawai Contoh ingin tahu soal desa.", weight=0.4)
    assert (
        best([theirs, named, ours, Reason("visitors", 0.0, 400, ours.sentence, "Pegawai Contoh")])[0] == ours.sentence
    )
    assert best([theirs, named, ours])[0] == theirs.sentence


def test_of_several_delegations_each_is_quoted_with_a_sentence_that_names_it() -> None:
    theirs = Reason("near.learns", 0.8, 300, "Dewan Misal ingin tahu soal pasar.", "ingin tahu")
    both = Reason("visitors", 0.0, 40, "Pegawai Contoh dan Dewan Misal tiba.", "Pegawai Contoh")
    assert best([theirs, SUBJECT._replace(start=300), both])[0] == theirs.sentence
    assert best([theirs, SUBJECT._replace(start=300), both], is_one_of_several=True)[0] == both.sentence
    assert best([theirs], is_one_of_several=True)[0] == theirs.sentence


def test_a_card_of_one_of_two_delegations_quotes_its_own_sentence(db: Database) -> None:
    text = "Dua tamu belajar.\nPegawai Contoh tiba. Dewan Misal ingin tahu soal pasar."
    first, second = (text.index(name) for name in ("Pegawai Contoh", "Dewan Misal"))
    named = [
        Fact(name, Span(start, start + len(name)), sentence=Span(start, text.index(".", start)))
        for name, start in (("Pegawai Contoh", first), ("Dewan Misal", second))
    ]
    found = [Visit(visitors=(one,)) for one in named]
    title, _, body = text.partition("\n")
    run = begin(db)
    with db.write():
        whole = save(db, run, another(title=title, body=body), found=found)
    assert [card.sentence for card in cards(db, whole.visit_ids)] == [
        "Pegawai Contoh tiba",
        "Dewan Misal ingin tahu soal pasar",
    ]


def test_a_fact_from_outside_any_sentence_quotes_nothing() -> None:
    row = {"kind": "visitors", "sentence": None, "sentence_start": None, "quote": "CONTOH"}
    assert choose([], [row]) == ("", "")
    assert choose([TITLE], [row]) == (TITLE.sentence, TITLE.words)


@given(
    st.lists(
        st.builds(
            Reason,
            st.sampled_from(["title.inbound", "lead.learns", "rest.learns", "near.delegation", "visitors", "loci"]),
            st.sampled_from([-1.0, 0.0, 0.5, 2.0]),
            st.integers(0, 3),
            st.text(max_size=3),
            st.text(max_size=3),
        ),
        min_size=1,
    )
)
def test_what_is_quoted_is_one_of_the_sentences(reasons: list[Reason]) -> None:
    assert best(reasons) in {(one.sentence, one.words) for one in reasons}


def test_the_card_quotes_it_from_the_database(db: Database) -> None:
    run = begin(db)
    with db.write():
        made = save(db, run, another())
    [card] = cards(db, made.visit_ids)
    assert (card.sentence, card.words) == (SENTENCE.removesuffix("."), SENTENCE.removesuffix("."))


@pytest.mark.parametrize(("quote", "words"), [("Pegawai", "Pegawai"), (None, "")])
def test_a_fact_quotes_its_sentence_and_its_own_words(quote: str | None, words: str) -> None:
    stated = {"kind": "visitors", "sentence_start": 0, "sentence": "Pegawai tiba.", "quote": quote}
    assert choose([], [stated, {**stated, "sentence": None}]) == ("Pegawai tiba.", words)

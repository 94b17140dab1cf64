"""Marked words: a text is shown whole whatever is marked in it, and a sentence is found around any words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from article import Span
from review.marks import Mark, lines, sentence

TEXT = "Judul berita\nSebanyak 42 orang dari Kab. Kediri datang, Rabu. Mereka diterima Drs. Budi Santoso."


def marks(*words: tuple[str, str]) -> list[Mark]:
    return [Mark(Span(TEXT.index(one), TEXT.index(one) + len(one)), kind, f"{kind}-0") for kind, one in words]


def test_marked_words_are_pieces_with_their_kinds() -> None:
    title, body = lines(TEXT, marks(("headcount", "42 orang")))
    assert [piece.text for piece in title] == ["Judul berita"]
    assert [(piece.text, piece.kinds) for piece in body][:2] == [("Sebanyak ", ()), ("42 orang", ("headcount",))]
    assert body[1].names == ("headcount-0",)


def test_facts_that_rest_on_the_same_words_share_them() -> None:
    _, body = lines(TEXT, marks(("visitors", "orang dari Kab. Kediri"), ("origin", "Kab. Kediri datang")))
    assert [(piece.text, piece.kinds) for piece in body if piece.kinds] == [
        ("orang dari ", ("visitors",)),
        ("Kab. Kediri", ("visitors", "origin")),
        (" datang", ("origin",)),
    ]


def test_words_across_a_line_break_are_marked_on_both_lines_and_named_once() -> None:
    title, body = lines(TEXT, marks(("visitors", "berita\nSebanyak")))
    assert [piece.text for piece in (*title, *body) if piece.kinds] == ["berita", "Sebanyak"]
    assert sum(len(piece.names) for piece in (*title, *body)) == 1


def test_a_sentence_ends_where_sentences_end_and_not_after_a_title() -> None:
    start = TEXT.index("Budi")
    assert sentence(TEXT, Span(start, start + 4)) == ("Mereka diterima Drs. ", "Budi", " Santoso.")
    start = TEXT.index("42")
    assert sentence(TEXT, Span(start, start + 2)) == ("Sebanyak ", "42", " orang dari Kab. Kediri datang, Rabu.")
    assert sentence(TEXT, Span(0, 5)) == ("", "Judul", " berita")


@given(st.text("ab .\n", max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6))
def test_a_text_is_shown_whole_whatever_is_marked(text: str, spans: list[tuple[int, int]]) -> None:
    shown = lines(text, [Mark(Span(*span), "hosts", str(number)) for number, span in enumerate(spans)])
    assert "\n".join("".join(piece.text for piece in line) for line in shown) == text
    names = [name for line in shown for piece in line for name in piece.names]
    assert len(names) == len(set(names))


@given(st.text("aB. \n!?", min_size=1, max_size=60), st.data())
def test_a_sentence_holds_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    before, words, after = sentence(text, Span(start, end))
    assert words == text[start:end]
    assert before + words + after in text

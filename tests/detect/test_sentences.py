"""Splitting an article: tokens with their characters, sentences, and what is not the article's own telling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article import Article
from detect.letters import fold, is_slip
from detect.sentences import READ_AT_MOST, Document, is_readable, read, tokenise


def document(title: str, body: str = "") -> Document:
    return read(Article(url="https://contoh.example/a", site="contoh", title=title, body=body))


def sentences(body: str) -> list[str]:
    found = document("Judul", body)
    return [found.text[s.span.start : s.span.end] for s in found.body]


@given(title=st.text(max_size=80), body=st.text(max_size=600))
def test_every_token_is_where_it_says(title: str, body: str) -> None:
    found = document(title, body)
    for sentence in found.sentences:
        for token in sentence.tokens:
            assert found.text[token.start : token.end] == token.text
        starts = [token.start for token in sentence.tokens]
        assert starts == sorted(starts)


@given(st.text(alphabet='abAB .,"“”()-/\n’', max_size=400))
def test_no_token_holds_a_space_or_stands_twice(body: str) -> None:
    seen: set[int] = set()
    for sentence in document("", body).sentences:
        for token in sentence.tokens:
            assert token.text.strip() == token.text and " " not in token.text
            assert token.start not in seen
            seen.add(token.start)


@pytest.mark.parametrize(
    "body", ["Rombongan \ufeff\u200b\u200d\xad berkunjung.", "\u0301\u0335 datang", "\u200b", "a , \u200d b"]
)
def test_what_no_reader_sees_is_no_word(body: str) -> None:
    words = [token.word for token in tokenise(body, 0)[0]]
    assert words == [word for word in body.lower().replace(".", "").split() if word.isascii() and word.isalpha()]


def test_full_stops_after_titles_and_initials_end_no_sentence() -> None:
    assert len(sentences("Rombongan dipimpin Drs. H. Slamet, M.Si. dan diterima Kab. Sleman di Jl. Merdeka.")) == 1


def test_the_number_of_a_line_stays_in_its_sentence() -> None:
    assert sentences("10. Dinas Pasar pulang.\n11. Camat datang.") == ["10. Dinas Pasar pulang", "11. Camat datang"]


def test_the_items_of_a_list_know_the_sentence_that_opens_it() -> None:
    body = (
        "Rombongan datang.\nMereka dibagi ke tiga lokus, yaitu:\n1. Desa Sukamaju\n- Puskesmas Melati Bagian Gizi dan"
        " Ibu Hamil\n• Dinas Sosial\nMalamnya mereka pulang.\n2. Lain Lagi"
    )
    items = {" ".join(s.words): s.opened_by for s in read(Article("", "", "Judul", body)).body}
    opener = 2
    assert items == {
        "rombongan datang": None, "mereka dibagi ke tiga lokus yaitu": None, "1 desa sukamaju": opener,
        "puskesmas melati bagian gizi dan ibu hamil": opener, "dinas sosial": opener,
        "malamnya mereka pulang": None, "2 lain lagi": None,
    }  # fmt: skip


def test_a_missing_space_after_a_full_stop_still_ends_a_sentence() -> None:
    assert len(sentences("Mereka datang kemarin.Tamu disambut bupati.")) == 2


def test_web_addresses_and_numbers_stay_in_their_sentence() -> None:
    assert len(sentences("Laman kabar.contoh.id mencatat 3.600 inovasi pada 12.30 WIB.")) == 1


def test_words_run_together_with_a_comma_are_two_words() -> None:
    words = [t.word for t in document("", "Misalnya,lanjut ketua, wali kota/bupati hadir.").body[0].tokens]
    assert words == ["misalnya", "lanjut", "ketua", "wali", "kota", "bupati", "hadir"]


def test_two_names_joined_by_a_hyphen_are_two_words_and_doubled_words_one() -> None:
    words = [t.word for t in document("", "Rute Tabanan-Sleman melewati desa-desa ke-25.").body[0].tokens]
    assert words == ["rute", "tabanan", "sleman", "melewati", "desa-desa", "ke-25"]


def test_a_line_that_goes_on_in_lower_case_is_one_paragraph() -> None:
    assert sentences("Pemerintah kota itu,\nyang baru berdiri, meresmikan pasar.") == [
        "Pemerintah kota itu,\nyang baru berdiri, meresmikan pasar"
    ]


@pytest.mark.parametrize(
    ("body", "dateline"),
    [
        ("SLEMAN - Tamu datang dari jauh.", "SLEMAN"),
        ("SLEMAN – Tamu datang dari jauh.", "SLEMAN"),
        ("Kabar.com, Sleman - Tamu datang dari jauh.", "Kabar.com, Sleman"),
        ("KABAR.co.id | SLEMAN - Tamu datang dari jauh.", "KABAR.co.id | SLEMAN"),
        ("Sleman (KANTOR) - Tamu datang dari jauh.", "Sleman (KANTOR"),
        ("Sleman, kabar.id – Tamu datang dari jauh.", "Sleman, kabar.id"),
        ("SLEMAN. Tamu datang dari jauh.", "SLEMAN"),
        ("Sleman, Kabar Umat\nTamu datang dari jauh.", "Sleman, Kabar Umat"),
        ("KABAR, Sleman – Tamu datang dari jauh.", "KABAR, Sleman"),
        ("SLEMAN, DINAS (7/3/2019) | Tamu datang dari jauh.", "SLEMAN, DINAS (7/3/2019"),
    ],
)
def test_datelines_are_set_aside(body: str, dateline: str) -> None:
    found = document("Judul", body)
    assert found.dateline is not None
    assert found.text[found.dateline.start : found.dateline.end] == dateline
    assert [t.word for t in found.body[0].tokens][:2] == ["tamu", "datang"]


@pytest.mark.parametrize(
    "body",
    [
        "Tamu datang - begitu kata mereka - dari jauh sekali untuk belajar.",
        "Jumat – Sabtu tamu datang dari jauh.",
        "Tamu datang dari jauh. SLEMAN - kota kecil.",
    ],
)
def test_dashes_elsewhere_make_no_dateline(body: str) -> None:
    assert document("Judul", body).dateline is None


@pytest.mark.parametrize(
    "line",
    [
        "Baca juga: Wali Kota Seberang Belajar ke Kota Lain",
        "BACA JUGA : Wali Kota Seberang Belajar ke Kota Lain",
        "Simak Video: Tamu dari Jauh",
        "Editor : Siti Aminah",
        "Baca Juga\nWali Kota Seberang Belajar ke Kota Lain",
        "• Ratusan Atlet Berebut Hadiah di Kejuaraan Renang Kabupaten",
        "Pemkab Sleman Gelar Pasar di G20",
        "-\nSiapa yang datang? Rombongan dari kota lain.",
        "Berita Terkait\nWali kota lain belajar pula.",
    ],
)
def test_what_belongs_to_the_page_is_no_sentence(line: str) -> None:
    body = f"Tamu datang kemarin untuk belajar.\n{line}"
    assert sentences(body) == ["Tamu datang kemarin untuk belajar"]


def test_a_baca_juga_in_the_middle_of_a_paragraph_is_dropped_to_its_end() -> None:
    assert sentences("Tamu datang kemarin. Baca juga: Wali Kota Lain Belajar. Mereka senang.") == [
        "Tamu datang kemarin",
        "Mereka senang",
    ]


def test_quoted_words_are_marked_and_a_new_paragraph_starts_unquoted() -> None:
    found = document("", '"Kami ingin belajar," kata ketua.\n"Tanda kutip tak ditutup\nKalimat biasa.')
    quoted = [[t.quoted for t in s.tokens] for s in found.body]
    assert quoted[0] == [True, True, True, False, False]
    assert not any(quoted[-1])


@pytest.mark.parametrize("word", ["Slеman", "SLEMАN", "Ｓleman", "Sle\u200bman", "Sléman", "Sleman’s"])
def test_disguised_letters_fold_to_the_plain_word(word: str) -> None:
    assert fold(word) == "sleman"


def test_the_end_of_an_endless_page_is_not_read() -> None:
    found = document("Judul", "Tamu datang. " * READ_AT_MOST)
    assert found.cut
    assert found.sentences[-1].span.end <= READ_AT_MOST + 10


def test_running_text_is_told_from_a_list_of_words() -> None:
    assert is_readable(document("", "Mereka datang dari jauh untuk melihat pasar yang ada di kota itu. " * 5))
    assert not is_readable(document("", "Lorem ipsum dolor amet consectetur adipiscing elit sed eiusmod tempor " * 5))


@pytest.mark.parametrize(
    ("word", "slips"),
    [
        ("bojonegara", True),
        ("bojonegoro", True),
        ("bojnoegoro", True),
        ("bajanegoro", True),
        ("bajanagoro", False),
        ("boyolali", False),
    ],
)
def test_two_wrong_letters_are_a_slip_and_another_name_is_not(word: str, slips: bool) -> None:
    assert is_slip(word, "bojonegoro") == (slips and word[-1] == "o")


def test_a_comma_or_another_degree_after_a_degree_ends_no_sentence() -> None:
    assert len(sentences("Kepala dinas Budi Hartono, S.Pd., M.Si. menyambut mereka.")) == 1
    assert len(sentences("Sekretaris Siti Aminah, S.Sos. M.Si. Hadir pula camat.")) == 2


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_token_ends_before_the_english_genitive(mark: str) -> None:
    tokens, _ = tokenise(f"Ermera{mark}s officials came", 0)
    assert [token.text for token in tokens] == ["Ermera", "officials", "came"]
    assert (tokens[0].end, tokens[1].before, tokens[1].quoted) == (6, "", False)

"""The verdict on whole articles: what is flagged, what is left alone, what goes to the editor, and why."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article import Article, Verdict
from detect.judge import judge, weigh
from detect.score import default_model, probability
from tests.telling import article, profile

VISIT_TITLE = "DPRD Tabanan Belajar Tata Kelola Wisata ke Banyuwangi"
VISIT = (
    "BANYUWANGI - Sebanyak 25 anggota DPRD Kabupaten Tabanan datang ke Banyuwangi, Kamis (14/3/2019). Mereka ingin "
    "belajar cara daerah itu mengelola desa wisata.\n\n"
    '"Kami ingin tahu bagaimana warga dilibatkan," ujar Ketua DPRD Tabanan, Sartono. Rombongan diterima Sekretaris '
    "Daerah Banyuwangi di ruang rapat."
)


def judged(body: str, title: str = "Kunjungan", watch: str = "banyuwangi", published: str | None = None) -> Verdict:
    return judge(article(body, title, published), profile(watch))


def test_a_study_visit_is_flagged_with_its_visit() -> None:
    verdict = judged(VISIT, VISIT_TITLE)
    assert verdict.flagged
    assert verdict.score > 0.9
    assert verdict.direction == "inbound"
    assert verdict.status == "happened"
    assert verdict.undecided is None
    assert [fact.value for fact in verdict.visits[0].visitors]


def test_a_journey_that_one_sentence_seems_to_tell_of_overrules_no_plain_arrival() -> None:
    body = (
        "Pemerintah Kabupaten Banyuwangi menerima mahasiswa Universitas Kapuas yang menjalani studi lapangan. "
        "Acara di pendopo dipimpin Wakil Bupati Banyuwangi bersama Asisten Administrasi Umum.\n\n"
        "Para mahasiswa akan mengamati kerukunan di Desa Patoman dan mengunjungi Bappeda."
    )
    assert judged(body, "Studi Lapangan, 40 Mahasiswa Universitas Kapuas ke Banyuwangi").flagged


def test_what_stands_in_the_place_names_it_where_all_is_about_that() -> None:
    body = (
        "Belasan nelayan Kutai Timur turun ke rumah apung Bangsring, Rabu (13/9/2023), untuk belajar menjaga karang. "
        "Kelompok nelayan Bangsring menerima mereka.\n\n"
        '"Kami ingin meniru nelayan Bangsring," kata Kepala Dinas Perikanan Kutai Timur yang memimpin rombongan.'
    )
    assert judged(body, "Nelayan Kutai Timur Studi Tiru Konservasi di Bangsring").flagged
    once = body.replace("apung Bangsring", "apung").replace("nelayan Bangsring", "nelayan")
    assert not judged(once, "Nelayan Kutai Timur Studi Tiru Konservasi di Bangsring").flagged


def test_the_swapped_article_is_not() -> None:
    swapped = VISIT.replace("Banyuwangi", "#").replace("Tabanan", "Banyuwangi").replace("#", "Tabanan")
    verdict = judged(swapped.replace("BANYUWANGI", "TABANAN"), "DPRD Banyuwangi Belajar Tata Kelola Wisata ke Tabanan")
    assert not verdict.flagged
    assert verdict.direction == "outgoing"
    assert verdict.status is None
    assert not verdict.visits


def test_evidence_points_at_the_words_that_decided() -> None:
    told = article(VISIT, VISIT_TITLE)
    verdict = judge(told, profile())
    assert verdict.evidence
    for row in verdict.evidence:
        assert 0 <= row.sentence.start <= row.words.start < row.words.end <= row.sentence.end <= len(told.text)
        assert row.weight
    first = verdict.evidence[0]
    assert "Banyuwangi" in told.text[first.words.start : first.words.end]
    assert abs(first.weight) == max(abs(row.weight) for row in verdict.evidence)


def test_the_same_article_gets_the_same_verdict() -> None:
    assert judged(VISIT, VISIT_TITLE) == judged(VISIT, VISIT_TITLE)


def test_the_verdict_names_words_weights_and_place() -> None:
    verdict = judged(VISIT, VISIT_TITLE)
    assert "+" in verdict.lexicon
    assert verdict.watch.startswith("Banyuwangi ")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Harga Cabai Naik",
            "BANYUWANGI - Harga cabai di Pasar Induk Sukabaru naik. Pedagang belajar menyimpan cabai lebih lama.",
        ),
        (
            "Bupati Jember Belajar ke Sragen",
            "SRAGEN - Bupati Jember belajar layanan satu pintu ke Sragen, Senin (4/3/2019). Baca juga: DPRD Sigi Studi "
            "Banding ke Banyuwangi\n\nRombongan diterima Bupati Sragen di pendopo. Kota lain akan menyusul.",
        ),
        (
            "BUMDes Banyuwangi Terima Studi Banding Kades Tuban",
            "GRESIK - BUMDes Banyuwangi, Kecamatan Manyar, Gresik, menerima studi banding 20 kepala desa dari Tuban, "
            "Rabu (4/9/2019). Mereka belajar mengelola kolam pancing.",
        ),
        (
            "Mahasiswa Belajar Tambak Bandeng di Desa Banyuwangi, Manyar",
            "GRESIK - Dua puluh mahasiswa belajar tambak di Desa Banyuwangi, Kecamatan Manyar, Rabu (20/7/2022).\n\n"
            "Semula mereka mengira akan studi lapangan ke Kabupaten Banyuwangi dan melihat Kawah Ijen.",
        ),
        (
            "Turis Belanda Serbu Banyuwangi",
            "BANYUWANGI - Ratusan turis Belanda mendatangi Banyuwangi, Sabtu (1/6/2019). Mereka kagum pada Kawah Ijen.",
        ),
        (
            "Menteri Resmikan Pasar di Banyuwangi",
            "BANYUWANGI - Menteri perdagangan meresmikan pasar di Banyuwangi, Selasa (9/7/2019). Menteri mendatangi "
            "pedagang dan mencatat keluhan mereka.",
        ),
        (
            "Setahun, 512 Rombongan Studi Banding ke Banyuwangi",
            "BANYUWANGI - Sebanyak 512 rombongan dari berbagai daerah studi banding ke Banyuwangi sepanjang 2019. "
            "Jumlah itu naik dibanding tahun lalu.",
        ),
    ],
    ids=["local", "read also", "namesake", "namesake beside it", "tourists", "official", "round-up"],
)
def test_other_news_is_left_alone(title: str, body: str) -> None:
    assert not judged(body, title).flagged


def test_a_dateline_is_no_evidence() -> None:
    body = "Rombongan DPRD Tabanan belajar tata kelola wisata ke Sleman, Kamis (14/3/2019). Mereka diterima bupati."
    for dateline in ("BANYUWANGI - ", "Merdeka.com, Banyuwangi - ", "BANYUWANGI, KOMPAS.com – "):
        verdict = judged(dateline + body, "DPRD Tabanan Belajar ke Sleman")
        assert not verdict.flagged
        assert not verdict.evidence


@pytest.mark.parametrize("letter", [("a", "а"), ("B", "В"), ("i", "і"), ("n", "n\u200b")])
def test_letters_of_another_alphabet_do_not_hide_a_visit(letter: tuple[str, str]) -> None:
    assert judged(VISIT.replace(*letter), VISIT_TITLE.replace(*letter)).flagged


def test_marks_around_words_do_not_hide_a_visit() -> None:
    assert judged(VISIT.replace(" ", "\u00a0").replace('"', "“"), VISIT_TITLE.upper()).flagged


@pytest.mark.parametrize(
    ("title", "body", "why"),
    [
        ("DPRD Tabanan Belajar ke Banyuwangi", "", "no_text"),
        ("", "", "no_text"),
        (
            "DPRD Tabanan Belajar ke Banyuwangi",
            "DPRD Banyuwangi belajar wisata ke Tabanan, Kamis (14/3/2019). Anggota DPRD Banyuwangi diterima Bupati "
            "Tabanan di kantornya dan mempelajari desa wisata.",
            "opposite",
        ),
        (
            "Banyuwangi",
            "Das Städtchen Banyuwangi liegt im Osten der Insel Java. Von dort fahren Fähren nach Bali hinüber, und die "
            "Reisenden steigen nachts auf den Vulkan, um das blaue Feuer zu sehen. Viele bleiben eine Woche lang.",
            "language",
        ),
    ],
)
def test_what_cannot_be_judged_goes_to_the_editor(title: str, body: str, why: str) -> None:
    verdict = judged(body, title)
    assert verdict.undecided == why
    assert not verdict.flagged
    assert verdict.direction is None


TANGENT = "Pekan lalu tim itu studi banding ke Badung."
SCENE = "Sebanyak 25 anggota DPRD Kabupaten Tabanan duduk di tikar, Kamis (14/3/2019). Peta Banyuwangi terbentang."
REST = (
    '\n\n"Kami belajar banyak," kata Ketua DPRD Tabanan, Sartono. Rombongan mencatat dan ingin meniru giliran tamu itu.'
)


@pytest.mark.parametrize(
    ("body", "score", "flagged"),
    [
        (f"{SCENE}\n\n{TANGENT}{REST}", 0.7, False),
        (f"{SCENE}\n\n{TANGENT}{REST}", 0.9, True),
        (f"{TANGENT}\n\n{SCENE}{REST}", 0.9, False),
        (f"{TANGENT}\n\n{SCENE}{REST}", 0.96, True),
    ],
    ids=["told later, likely", "told later, sure", "told first, sure", "told first, certain"],
)
def test_a_journey_elsewhere_withholds_what_is_not_sure(body: str, score: float, flagged: bool) -> None:
    """The weights are moved so that the text gets the score."""
    told, model = article(body, "Anggota DPRD Tabanan Lesehan"), default_model()
    weighed = weigh(told, profile())
    assert weighed is not None
    now = probability(model, weighed.measures)
    moved = replace(model, bias=model.bias + math.log(score / (1 - score)) - math.log(now / (1 - now)))
    verdict = judge(told, profile(), model=moved)
    assert verdict.score == pytest.approx(score, abs=0.001)
    assert (verdict.flagged, verdict.undecided) == ((True, None) if flagged else (False, "elsewhere"))


def test_an_empty_article_about_something_else_bothers_nobody() -> None:
    assert judged("", "Harga Cabai Naik di Surabaya").undecided is None


@settings(max_examples=60)
@given(title=st.text(max_size=120), body=st.text(max_size=800))
def test_any_text_gets_a_verdict(title: str, body: str) -> None:
    verdict = judge(Article(url="", site="", title=title, body=body), profile())
    assert 0 <= verdict.score <= 1


@pytest.mark.parametrize("piece", ["belajar ke Banyuwangi dari Sigi ", "(", "'", "a-", "\u200b", "Baca juga: ", "di "])
def test_text_made_to_be_slow_is_read_only_so_far(piece: str) -> None:
    verdict = judged("Banyuwangi " + piece * 30_000, "Banyuwangi " * 900)
    assert len(verdict.evidence) < 200


YOGYA_VISIT = (
    "YOGYAKARTA - Pemerintah Kota Bitung mempelajari pengelolaan sampah berbasis kampung di Kota Yogyakarta, Selasa "
    "(12/11/2019). Rombongan 14 orang itu dipimpin Wakil Wali Kota Bitung dan diterima Wakil Wali Kota Yogyakarta "
    "Heroe Poerwadi di Balai Kota Timoho.\n\n"
    '"Kami ingin belajar bagaimana warga mau memilah," katanya.'
)


def test_another_place_is_another_profile() -> None:
    assert judged(YOGYA_VISIT, "Pemkot Bitung Belajar Kelola Sampah ke Yogyakarta", "yogyakarta").flagged
    assert not judged(YOGYA_VISIT, "Pemkot Bitung Belajar Kelola Sampah ke Yogyakarta", "banyuwangi").flagged
    assert not judged(VISIT, VISIT_TITLE, "yogyakarta").flagged


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Wali Kota Yogyakarta Belajar Parkir ke Surakarta",
            "SURAKARTA - Wali Kota Yogyakarta Haryadi Suyuti bersama kepala dinasnya belajar mengatur parkir ke Kota "
            "Surakarta, Rabu (6/3/2019). Mereka diterima Wali Kota Surakarta.",
        ),
        (
            "DPRD Sampang Belajar Desa Wisata ke Sleman",
            "SLEMAN - DPRD Sampang belajar desa wisata ke Sleman, Yogyakarta, Kamis (7/3/2019). Mereka diterima Wakil "
            "Bupati Sleman dan menginap di Desa Pentingsari, Sleman, Yogyakarta.",
        ),
    ],
    ids=["its mayor leaves", "the province"],
)
def test_the_other_place_is_not_visited_here(title: str, body: str) -> None:
    assert not judged(body, title, "yogyakarta").flagged

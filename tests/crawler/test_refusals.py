"""What is no article."""

import pytest

from crawler.extract import extract
from tests import synthetic
from tests.synthetic import (
    BODY,
    MODERN,
    NOW,
    OTHERS,
    URL,
    facts,
    link,
    modern,
    page,
    paragraphs,
    read,
    reason,
)


def error(title: str, text: str = "", heading: str = "") -> str:
    return page(f"<h1>{heading}</h1><div class='isi-berita'><p>{text}</p></div>", title=title)


GAMBLING = "Situs slot gacor mudah menang dengan link alternatif dan bonus new member setiap hari. " * 8


@pytest.mark.fault("E9", "D9", "D11")
@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", "empty page"),
        ("   ", "empty page"),
        ("<html></html>", "tiny body (0 characters)"),
        (modern("<p>Sebentar lagi.</p>"), "tiny body (14 characters)"),
        (error("404 Not Found"), "page not found"),
        (error("Warta Rekaan", BODY[0] * 3, "Halaman tidak ditemukan"), "page not found"),
        (error("Page not found – Warta Rekaan", BODY[0] * 9), "page not found"),
        (error("Warta Rekaan", "Maaf, halaman yang Anda cari tidak ada."), "page not found"),
        (error("Just a moment...", "Checking your browser before accessing."), "wall"),
        (error("Attention Required! | Cloudflare", "Sorry, you have been blocked."), "wall"),
        (error("Login - Warta Rekaan", "Masukkan nama pengguna dan kata sandi."), "wall"),
        (error("Slot Gacor Hari Ini", GAMBLING), "hacked page"),
        (synthetic.cards(), "list of articles"),
        (synthetic.teasers(), "list of articles"),
        ("<?xml version='1.0'?><rss version='2.0'><channel><item><title>a</title></item></channel></rss>", "feed"),
        (modern(extra='<link rel="canonical" href="https://warta.example/">'), "front page"),
        (modern("<p>" + "kata " * 80_000), "longer than any article"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused_with_a_reason(html: str, words: str) -> None:
    assert words in reason(html, MODERN)


def test_a_front_page_is_refused_by_its_address() -> None:
    assert reason(modern(), MODERN, url="https://warta.example/?") == "front page"


def test_a_blogs_front_page_of_whole_posts_is_a_list() -> None:
    posts = "".join(
        f'<article><h2>{link(title)}</h2><div class="isi-berita">{paragraphs()}</div></article>' for title in OTHERS * 2
    )
    assert "list of articles" in reason(page(posts), MODERN)


def test_news_about_gambling_is_news() -> None:
    text = (
        "Polisi menangkap bandar judi online dan togel di Kota Seberang.",
        "Pelaku menawarkan slot dan meminta deposit lewat aplikasi pesan kepada warga desa.",
        *BODY,
    )
    assert read(modern(paragraphs(text), title="Polisi Tangkap Bandar Judi Online"), MODERN).title.startswith("Polisi")


def test_a_title_with_the_words_of_an_error_is_news() -> None:
    for title in (
        "Masuk Musim Hujan, Petani Rekaan Mulai Tanam",
        "Tiga Nelayan Tidak Ditemukan, Pencarian Dilanjutkan",
    ):
        assert read(modern(title=title), MODERN).title == title


def test_a_further_page_may_be_short() -> None:
    html = modern("<p>Demikian penutup acara itu.</p>")
    article = extract(html, f"{URL}/2", site="warta", facts=facts(MODERN), now=NOW, part=True)
    assert article.body == "Demikian penutup acara itu."

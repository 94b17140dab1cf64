"""The chain from a page to an article, on synthetic pages."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article import Article
from crawler.extract import NotAnArticle
from crawler.facts import Layout
from tests import synthetic
from tests.synthetic import (
    BODY,
    DATE,
    ISO,
    MODERN,
    NOW,
    OLD,
    OTHERS,
    RELATED,
    TEXT,
    TITLE,
    URL,
    json_ld,
    modern,
    page,
    paragraphs,
    read,
    reason,
)


def test_the_sites_layout_gives_text_title_author_and_date() -> None:
    article = read(modern(), MODERN)
    assert article == Article(
        url=URL,
        site="warta",
        title=TITLE,
        body=TEXT,
        published=datetime.fromisoformat("2018-10-17T10:22:00+07:00"),
        author="Budi Santoso",
        language="id",
        site_id="12345",
        method="layout 2023",
        marks=(),
    )


def test_the_layout_of_the_pages_era_is_tried_first() -> None:
    other = f'<div class="isi-berita">{paragraphs(OTHERS * 5)}</div>'
    both = f'<h1>{TITLE}</h1><div id="naskah">{paragraphs()}</div>{other}'
    article = read(page(both, extra=json_ld(datePublished=ISO)), MODERN, OLD)
    assert (article.method, article.body) == ("layout 2016", TEXT)
    later = read(
        page(both, extra=json_ld(datePublished="2024-10-17T10:22:31+07:00")),
        MODERN,
        OLD,
        now=NOW.replace(year=2025),
    )
    assert later.method == "layout 2023"


def test_another_eras_layout_is_taken_where_the_right_one_does_not_fit() -> None:
    html = page(
        f'<h1>{TITLE}</h1><div id="naskah">{paragraphs()}</div>',
        extra=json_ld(datePublished="2026-01-02T03:04:05+07:00"),
    )
    article = read(html, MODERN, OLD, now=datetime(2026, 2, 1, tzinfo=UTC))
    assert (article.method, article.body) == ("layout 2016", TEXT)


def test_a_page_that_fits_no_layout_is_read_and_marked() -> None:
    article = read(synthetic.wordpress(), MODERN, OLD)
    assert (article.method, article.body) == ("named element", TEXT)
    assert "no layout of the site fits the page" in article.marks


def test_a_short_text_of_the_layout_is_not_replaced_by_the_pages_furniture() -> None:
    furniture = f"<div class='tentang'>{paragraphs()}</div>"
    assert "tiny body" in reason(modern("<p>Foto kegiatan pagi.</p>") + furniture, MODERN)


def test_all_parts_of_a_text_that_one_document_holds_are_joined() -> None:
    parts = "".join(f'<div class="halaman"><div class="isi-berita"><p>{line}</p></div></div>' for line in BODY)
    assert read(page(f"<h1>{TITLE}</h1>{parts}"), MODERN).body == TEXT


def test_next_data_is_read_by_the_sites_path() -> None:
    layout = Layout(
        "2026", "B", data="script#__NEXT_DATA__ | props.pageProps.article", title="title", body="content",
        published="published_at", author="authors.0.name",
    )  # fmt: skip
    article = read(synthetic.next_data(), layout)
    assert (article.method, article.title, article.body) == ("data 2026", TITLE, TEXT)
    assert (article.author, article.published) == ("Budi Santoso", datetime.fromisoformat(ISO))


def test_inertia_data_is_read_by_the_sites_path() -> None:
    layout = Layout(
        "2026",
        "B",
        data="div#app::attr(data-page) | props.article",
        title="title",
        body="content",
        published="date",
    )
    article = read(synthetic.inertia(), layout)
    assert (article.title, article.body) == (TITLE, TEXT)
    assert article.published == datetime.fromisoformat("2018-10-17T10:22:00+07:00")


@pytest.mark.parametrize("content", [None, 7, {"x": []}, "", [[[[]]]], {"content": {"content": 3}}])
def test_data_of_another_form_is_no_article(content: object) -> None:
    layout = Layout("2026", "B", data="script#__NEXT_DATA__ | props.pageProps.article", title="title", body="content")
    assert "tiny body" in reason(synthetic.next_data(content=content), layout)


def test_text_stored_in_blocks_is_joined() -> None:
    blocks = [{"type": "paragraph", "content": [{"text": line}]} for line in BODY]
    layout = Layout("2026", "B", data="script#__NEXT_DATA__ | props.pageProps.article", body="content")
    assert read(synthetic.next_data(content=blocks), layout).body == TEXT


@pytest.mark.parametrize(
    ("html", "method"),
    [
        (synthetic.wordpress(), "named element"),
        (synthetic.line_breaks(), "densest element"),
        (synthetic.div_paragraphs(), "densest element"),
        (synthetic.boxes(), "densest element"),
        (synthetic.one_form(), "densest element"),
        (synthetic.numbered_list(), "densest element"),
        (synthetic.related_below(), "densest element"),
    ],
    ids=["wordpress", "line breaks", "div paragraphs", "boxes", "one form", "numbered list", "related below"],
)
def test_text_and_title_are_found_without_other_headlines(html: str, method: str) -> None:
    article = read(html)
    assert (article.body, article.title, article.method) == (TEXT, TITLE, method)


def test_a_page_of_pictures_gives_its_captions() -> None:
    figures = "".join(f"<figure><img src=a.jpg><figcaption>{line}</figcaption></figure>" for line in BODY)
    article = read(page(f"<h1>{TITLE}</h1><div>{figures}</div>"))
    assert (article.method, article.body) == ("captions", TEXT)


def canonical(href: str) -> str:
    return read(modern(extra=f'<link rel="canonical" href="{href}">'), MODERN, url=f"{URL}?utm_source=wa").url


def test_the_pages_own_address_of_the_same_article_is_taken() -> None:
    renamed = "https://www.warta.example/daerah/12345/judul-baru"
    assert canonical(renamed) == renamed


@pytest.mark.parametrize(
    "href",
    [
        "https://lain.example/daerah/12345/judul",
        "https://warta.example/daerah/99999/artikel-lain",
        "https://warta.example/daerah",
        "javascript:alert(1)",
        "//warta.example/daerah/12345/judul",
    ],
)
def test_any_other_is_not(href: str) -> None:
    assert canonical(href) == URL


def test_a_text_that_breaks_off_is_marked() -> None:
    assert "text ends in an ellipsis" in read(modern(paragraphs((*BODY, "Rombongan lalu ..."))), MODERN).marks


@pytest.mark.fault("E3")
def test_foreign_letters_in_a_name_are_marked() -> None:
    body = paragraphs((*BODY, "Rombongan tiba di B\u0430nyuwangi."))
    assert "letters of another script inside words" in read(modern(body), MODERN).marks


def test_the_language_is_told() -> None:
    english = (
        "The delegation of the city came to the district to learn from it and to see the office with its own eyes.",
    ) * 5
    assert read(modern(paragraphs(english)), MODERN).language == "en"


@pytest.mark.fault("C4")
@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p>" * 500_000,
        "<div>" * 200_000 + BODY[0] + "</div>" * 200_000,
        "<b><i>" * 20_000 + TEXT * 3,
        "<table><tr><td>" * 9_000 + TEXT,
        "<!--" + "x" * 1_000_000,
        "<" * 50_000,
        "\x00" * 100_000,
        "<script type='application/ld+json'>" + "[" * 1_000_000 + "</script>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": [], "author": 3}</script>',
    ],
    ids=range(9),
)
def test_a_bomb_is_refused_or_read(html: str) -> None:
    for layouts in ((MODERN,), ()):
        try:
            read(html, *layouts)
        except NotAnArticle as refused:
            assert refused.reason


def test_deep_markup_around_an_article_is_read() -> None:
    assert read("<div>" * 1_500 + modern(), MODERN).body == TEXT


@pytest.mark.fault("E8")
def test_a_lone_surrogate_from_json_does_no_harm() -> None:
    article = read(modern(extra=json_ld(headline="x\ud800", author={"name": "Budi\ud800"})), MODERN)
    article.text.encode("utf-8")


@pytest.mark.fault("E10")
@given(st.data())
def test_no_page_raises_anything_but_a_refusal(data: st.DataObject) -> None:
    html = "".join(data.draw(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40)))
    for layouts in ((MODERN, OLD), ()):
        try:
            article = read(html, *layouts)
        except NotAnArticle as refused:
            assert refused.reason
        else:
            assert article.body
            assert article.published is None or article.published - NOW <= timedelta(hours=36)


PIECES = (
    *(*BODY, TITLE, DATE, RELATED, "Baca juga:", "&#xD800;", "\x00"),
    *("<p>", "</p>", "<br>", "<div class='isi-berita'>", "<div class='share'>", "</div>", "<h1 class=judul>", "</h1>"),
    *(
        "<a href='?page=2'>",
        "<a href='http://['>",
        "</a>",
        "<article>",
        "</article>",
        "<figure><figcaption>",
        "</figure>",
    ),
    *("<plaintext>", "<svg><p>", "<![CDATA[", "]]>", "<!--", "-->", "<form><form>", "<select><option>", "<iframe>"),
    *("<td>", "<table>", "<li>", "<ul>", "<head>", "<body>", "<frameset>", "<title>", "</title>", "<base href='//x'>"),
    *("<script type='application/ld+json'>", "</script>", "<style>", "<noscript>", "<template>", "<time datetime=x>"),
    *("<?xml version='1.0' encoding='utf-16'?>", "<meta property=og:title content='x'>"),
    "<meta property='article:published_time' content='2018-13-45T99:99:99+99:99'>",
    "<link rel=canonical href='http://[::1'>",
    json_ld(datePublished="0000-00-00"),
    json_ld(datePublished=[1]),
)


@pytest.mark.parametrize(
    ("shown", "extra", "wanted"),
    [
        ("Oleh: Budi Santoso", "", "Budi Santoso"),
        ("Reporter : Siti Aminah | Warta Rekaan", "", "Siti Aminah"),
        ("Ahmad Faisol - wartaRekaan", "", "Ahmad Faisol"),
        ("", json_ld(author={"@type": "Person", "name": "Budi Santoso"}), "Budi Santoso"),
        ("", json_ld(author=[{"name": "Budi Santoso"}, {"name": "Siti Aminah"}]), "Budi Santoso"),
        ("", '<meta name="author" content="Siti Aminah">', "Siti Aminah"),
        ("", '<meta name="author" content="Warta Cyber Media">', None),
        ("", '<meta property="article:author" content="https://www.facebook.com/wartarekaan">', None),
        ("", "", None),
    ],
)
def test_the_author_is_a_person(shown: str, extra: str, wanted: str | None) -> None:
    html = modern(extra=extra).replace("Oleh: Budi Santoso", shown)
    assert read(html, MODERN).author == wanted

from dataclasses import replace
from datetime import date

import pytest

from article import Article
from crawler.facts import Layout, Pattern, SiteFacts
from crawler.page.pages import GOES_ON, join, next_pages, whole
from tests.synthetic import BODY, RELATED, page, paragraphs

URL = "https://warta.example/daerah/12345/rombongan-kota-seberang"


def facts(pages: str) -> SiteFacts:
    return SiteFacts(
        hosts=("warta.example",),
        sources=(),
        article=Pattern(r"/daerah/\d+/[^/?]+", "A"),
        layouts=(Layout("2023", "A", body=".isi", pages=pages),),
    )


def linking(*hrefs: str) -> str:
    return page(paragraphs() + "".join(f'<a href="{href}">lagi</a>' for href in hrefs))


@pytest.mark.parametrize(
    ("way", "hrefs", "wanted"),
    [
        ("?page={page}", ["?page=2"], ["?page=2"]),
        ("?page={page}", [f"{URL}?page=2", f"{URL}?page=4"], ["?page=2", "?page=3", "?page=4"]),
        ("/{page}", [f"{URL}/2", f"{URL}/3#atas"], ["/2", "/3"]),
        ("?page=all", [f"{URL}?page=2", f"{URL}?page=all#page2"], ["?page=all"]),
        ("?page=all", ["/daerah/12345/rombongan-kota-seberang?page=2"], ["?page=all"]),
        ("?page={page}", [], []),
        ("", [f"{URL}?page=2"], []),
        ("?page={page}", ["/daerah/999/artikel-lain?page=2", "/indeks?page=2", "https://lain.example/a?page=2"], []),
        ("?page={page}", ["http://[rombongan-kota-seberang?page=2", "?page=x", "?page=1", "?page=0"], []),
        ("/{page}", [f"{URL}/2018", f"{URL}/foto"], []),
        ("?page=all", [URL, f"{URL}?utm_source=x", f"{URL}#komentar"], []),
    ],
)  # fmt: skip
def test_the_further_pages_are_those_that_the_page_links_to(way: str, hrefs: list[str], wanted: list[str]) -> None:
    assert next_pages(linking(*hrefs), URL, facts(way)) == [URL + suffix for suffix in wanted]


def test_a_further_page_has_none_itself() -> None:
    assert next_pages(linking(f"{URL}?page=2"), f"{URL}?page=2", facts("?page={page}")) == []
    assert next_pages(linking(f"{URL}?page=2"), f"{URL}?page=all", facts("?page=all")) == []


def test_tracking_in_the_address_does_not_hide_the_pages() -> None:
    assert next_pages(linking(f"{URL}?page=2"), f"{URL}?utm_source=x", facts("?page={page}")) == [f"{URL}?page=2"]


def test_no_more_pages_are_asked_for_than_an_article_has() -> None:
    assert len(next_pages(linking(f"{URL}?page=99"), URL, facts("?page={page}"))) == 19


def article(*lines: str, marks: tuple[str, ...] = ()) -> Article:
    return Article(url=URL, site="warta", title="Judul", body="\n".join(lines), marks=marks)


def test_pages_are_joined_without_repeating_the_lead() -> None:
    first = article(*BODY[:2], marks=("no title found", GOES_ON))
    second = article(BODY[0], BODY[2], BODY[3], marks=(GOES_ON, "text ends in an ellipsis"))
    joined = join(first, [second, article(BODY[0], BODY[4])])
    assert joined == replace(first, body="\n".join(BODY), marks=("no title found", "text ends in an ellipsis"))


def test_the_page_that_shows_all_stands_for_all() -> None:
    assert join(article(*BODY[:2]), [article(BODY[0], RELATED, *BODY[1:])]).body == "\n".join(
        (BODY[0], RELATED, *BODY[1:])
    )


def test_one_page_stays_as_it_is() -> None:
    assert join(article(*BODY), []) == article(*BODY)


def test_an_article_is_asked_for_whole_where_its_layout_shows_it_so() -> None:
    assert whole(URL, facts("?page=all")) == f"{URL}?page=all"
    assert [whole(URL, facts(way)) for way in ("?page={page}", "/{page}", "")] == [URL] * 3
    assert whole(f"{URL}?id=1", facts("?page=all")) == f"{URL}?id=1"


def test_an_article_of_an_older_layout_is_asked_for_as_it_is() -> None:
    old = replace(
        facts("?page=all"),
        date_in_url=(Pattern(r"/read/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/", "A"),),
        layouts=(*facts("?page=all").layouts, Layout("2015", "A", body=".isi", until=date(2017, 6, 30))),
    )
    site = "https://warta.example/read"
    assert whole(f"{site}/2017/06/30/1/judul", old) == f"{site}/2017/06/30/1/judul"
    assert whole(f"{site}/2018/06/30/1/judul", old) == f"{site}/2018/06/30/1/judul?page=all"

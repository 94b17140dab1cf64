from dataclasses import replace

import pytest

from article import Article
from crawler.facts import Layout, Pattern, SiteFacts
from crawler.pages import GOES_ON, join, next_pages
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

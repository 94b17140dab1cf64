"""The search page: what it finds, keeps and explains, and that no text it shows becomes markup."""

from __future__ import annotations

import re

import feedparser
import pytest

from storage.database import Database
from storage.searching import saved
from tests.review.test_guard import Browser
from tests.storing import begin, save, synthetic_article
from wording.clean import one_line

HOSTILE = "<script>alert(1)</script> kunjungan \x02<img src=x onerror=alert(2)>\x03"


@pytest.fixture
def browser(db: Database) -> Browser:
    run = begin(db)
    with db.write():
        save(db, run, synthetic_article(title=HOSTILE))
        for number in range(30):
            save(
                db, run, synthetic_article(url=f"https://berita.example/n/{number}", title=f"Panen {number}"), found=()
            )
    return Browser(db)


def token(browser: Browser) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', browser.ask("GET", "/search?q=desa").text)
    assert found
    return found[1]


def test_a_search_shows_its_hits_with_what_matched_and_no_markup_of_theirs(browser: Browser) -> None:
    page = browser.ask("GET", "/search?q=kunjungan").text
    assert "1 article<" in page
    assert "<mark>kunjungan</mark>" in page
    assert "<script>alert" not in page
    assert "<img" not in page


def test_older_hits_are_a_page_further(browser: Browser) -> None:
    seen: list[str] = []
    path = "/search?q=panen"
    while path:
        page = browser.ask("GET", path).text
        assert "30 articles" in page
        seen += re.findall(r"</mark> (\d+)</a>", page)
        link = re.search(r'href="([^"]+)" rel="next"', page)
        path = link[1].replace("&amp;", "&") if link else ""
    assert seen == [str(number) for number in reversed(range(30))]


def test_a_wrong_search_says_what_to_type(browser: Browser) -> None:
    answer = browser.ask("GET", "/search?q=sitr:detik")
    assert answer.status_code == 400
    assert "did you mean &#34;site:&#34;?" in answer.text
    in_indonesian = browser.ask("GET", "/search?q=sitr:detik", headers={"accept-language": "id"}).text
    assert "maksud Anda &#34;site:&#34;?" in in_indonesian
    for odd in ("/search?q=desa&from=x", "/search?q=desa&from=99999999999999999999", "/search?q=%00%02"):
        assert browser.ask("GET", odd).status_code == 200


def test_a_search_is_kept_under_a_name_and_forgotten(browser: Browser, db: Database) -> None:
    form = {"token": token(browser), "q": "from:contoh", "name": "Dari <Contoh>"}
    assert browser.ask("POST", "/search", data=form).headers["location"] == "/search?q=from%3Acontoh"
    page = browser.ask("GET", "/search").text
    assert "Dari &lt;Contoh&gt;" in page
    assert browser.ask("POST", "/search", data=form | {"name": ""}).status_code == 400
    (kept,) = saved.all_saved(db)
    assert kept.who == "editor"
    forget = re.search(r'action="(/search/\d+/forget)"', page)
    assert forget
    assert browser.ask("POST", forget[1], data={"token": form["token"]}).status_code == 303
    assert saved.all_saved(db) == []


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("mengunjungi", [HOSTILE]),
        ('"panen 29"', ["Panen 29"]),
        ('panen -"panen 29" OR from:contoh flagged:yes', []),
        ("from:Kab. Contoh decided:open", [HOSTILE]),
        ("kab. from:contoh OR xyz", [HOSTILE]),
    ],
)
def test_a_kept_search_is_a_feed_of_what_it_finds(browser: Browser, query: str, titles: list[str]) -> None:
    form = {"token": token(browser), "q": query, "name": "Saya & <kami>"}
    assert browser.ask("POST", "/search", data=form).status_code == 303
    address = re.search(r'href="(/search/\d+\.atom)"', browser.ask("GET", "/search").text)
    assert address
    answer = browser.ask("GET", address[1])
    assert answer.headers["content-type"] == "application/atom+xml"
    read = feedparser.parse(answer.content, response_headers=dict(answer.headers))
    assert read.bozo is False
    assert read.feed.title == "Jujugan: Saya & <kami>"
    assert ["".join(one.title.split()) for one in read.entries] == [
        "".join(one_line(title).split()) for title in titles
    ]
    page = browser.ask("GET", "/search", params={"q": query}).text
    assert page.count("<article>") == len(titles)
    assert all("<script" not in one.content[0].value for one in read.entries)
    assert browser.ask("GET", "/search/99.atom").status_code == 404


def test_an_article_has_one_name_in_every_feed(browser: Browser) -> None:
    names = []
    for number, query in enumerate(("kunjungan", "from:contoh"), 1):
        form = {"token": token(browser), "q": query, "name": f"Nomor {number}"}
        browser.ask("POST", "/search", data=form)
        (entry,) = feedparser.parse(browser.ask("GET", f"/search/{number}.atom").content).entries
        names.append(entry.id)
    assert names[0] == names[1]


def test_an_article_leads_to_the_visit_that_it_reports_and_the_search_to_its_visits(browser: Browser) -> None:
    page = browser.ask("GET", "/search?q=kunjungan").text
    assert 'href="/article/1"' in page
    assert re.search(r'Reports the visit of <a href="/visit/1" lang="id">Kabupaten Contoh</a> · 17 Oct 2018', page)
    visits = re.search(r'href="(/search\?q=[^"]+)">Show the visits', page)
    assert visits and visits[1] == "/search?q=kunjungan+is%3Avisit"
    shown = browser.ask("GET", visits[1]).text
    assert "1 visit<" in shown and 'href="/search?q=kunjungan">Show the articles' in shown
    assert '<h3 lang="id"><a href="/visit/1">Kabupaten Contoh</a></h3>' in shown and "42 people" in shown
    assert "No visit matches" in browser.ask("GET", "/search?q=panen+is:visit").text


def test_the_page_speaks_the_readers_language_in_its_fields_too(browser: Browser) -> None:
    spoken = {"accept-language": "id"}
    page = browser.ask("GET", "/search?q=dari:contoh", headers=spoken).text
    assert "1 artikel, terbaru lebih dulu" in page and "dari:contoh+adalah%3Akunjungan" in page.replace(
        "%3Acontoh", ":contoh"
    )
    assert "situs:detik · tanggal:2024-03" in page and "<dt>tiru ATAU banding</dt>" in page
    form = {"token": token(browser), "q": "dari:contoh", "name": "Tamu"}
    browser.ask("POST", "/search", data=form)
    assert "dari:contoh ·" in browser.ask("GET", "/search", headers=spoken).text
    assert "from:contoh ·" in browser.ask("GET", "/search").text


def test_a_kept_search_for_visits_is_a_feed_of_visits(browser: Browser) -> None:
    form = {"token": token(browser), "q": "from:contoh is:visit", "name": "Kunjungan"}
    assert browser.ask("POST", "/search", data=form).status_code == 303
    read = feedparser.parse(browser.ask("GET", "/search/1.atom").content)
    assert read.bozo is False
    [entry] = read.entries
    assert (entry.title, entry.link) == ("Kabupaten Contoh", "http://127.0.0.1:8600/visit/1")

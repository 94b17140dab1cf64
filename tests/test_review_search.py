"""The search page: what it finds, keeps and explains, and that no text it shows becomes markup."""

from __future__ import annotations

import re

import feedparser
import pytest

from storage import saved
from storage.database import Database
from tests.storing import begin, save, synthetic_article
from tests.test_guard import Browser
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
    for odd in ("/search?q=desa&before=x", "/search?q=desa&before=99999999999999999999", "/search?q=%00%02"):
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

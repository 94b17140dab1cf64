"""The press at large: what the news searches list is handed to the site that owns it, or read at its publisher's."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from scrapy.settings import Settings

from article import RunReport
from crawler.manners import scrapy_settings
from crawler.press import queries
from crawler.run import complete, run_site
from crawler.site import NewsSite
from detect.profile import load_profile
from spiders.elsewhere import Elsewhere
from storage import candidates, sites
from storage.database import Database, open_database
from storage.health import gaps
from storage.health.searches import asked_since
from tests import hostile as web
from tests import warta

# Every outlet, headline and address here is synthetic.
NOW = warta.NOW
HOME = "https://kabarseruni.example"
PAGE = f"{HOME}/berita/rombongan-belajar-layanan"
TITLE = "Rombongan Seruni Studi Banding Layanan Desa ke Banyuwangi"
OWNED = "https://mediakampung.com/pemerintahan/meka-2026101400007/tamu-seruni-di-banyuwangi/"
OPAQUE = "https://news.google.com/rss/articles/CBMiAU_yqLcontohsintetis"
GDELT, BING, GOOGLE = Elsewhere.facts.queries


class Searches:
    """The three searches as the server plays them, and runs of the site an hour apart."""

    def __init__(self, server: web.Hostile, folder: Path) -> None:
        self.server = server
        self.config = warta.config(server, folder, sites=("elsewhere", "mediakampung"))
        self.now = NOW - timedelta(hours=1)
        self.gdelt([])
        self.bing([])
        self.google([])

    def addresses(self, query: Any) -> list[str]:
        now = (self.now + timedelta(hours=1)).astimezone(UTC)
        texts = queries.texts(load_profile(self.config.profiles[0]), queries.default_words().asked, query.terms)
        return [queries.address(query, text, now - timedelta(days=7), now) for text in texts]

    def gdelt(self, entries: Sequence[tuple[str, str]]) -> None:
        articles = [{"url": url, "title": title, "seendate": "20261014T030000Z"} for url, title in entries]
        self.says(GDELT, web.page(json.dumps({"articles": articles}), content_type="application/json"))

    def bing(self, entries: Sequence[tuple[str, str]]) -> None:
        items = "".join(item(f"http://www.bing.com/news/apiclick.aspx?ref=F&url={quote(u, '')}", t) for u, t in entries)
        self.says(BING, warta.xml(rss(items)))

    def google(self, entries: Sequence[tuple[str, str]], outlet: str = HOME) -> None:
        items = "".join(
            item(url, f"{title} - Seruni Pos", f'<source url="{outlet}">Seruni Pos</source>') for url, title in entries
        )
        self.says(GOOGLE, warta.xml(rss(items)))

    def says(self, query: Any, answer: web.Answer) -> None:
        self.said = {**getattr(self, "said", {}), query.url: answer}

    def run(self, site: str | type[NewsSite] = "elsewhere", **options: Any) -> RunReport:
        for query in Elsewhere.facts.queries:
            for address in self.addresses(query):
                self.server.answers[address] = self.said[query.url]
        self.now += timedelta(hours=1)
        self.server.asked.clear()
        return complete(run_site(site, self.config, now=self.now, limits=warta.QUICK, **options))

    def asked(self) -> list[str]:
        """The pages asked for, the searches left out."""
        searches = tuple(query.url.partition("?")[0] for query in Elsewhere.facts.queries)
        return [url for url in self.server.urls() if not url.startswith(searches)]

    def database(self) -> Database:
        return open_database(self.config.database)

    def reason(self, key: str, site: str = "elsewhere") -> tuple[str, str | None]:
        with self.database() as db:
            row = db.one("SELECT state, reason FROM candidate WHERE site = ? AND key = ?", [site, key])
        assert row is not None
        return row["state"], row["reason"]


def rss(items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>contoh</title>{items}</channel></rss>'


def item(url: str, title: str, more: str = "", when: str = "Wed, 14 Oct 2026 03:00:00 GMT") -> str:
    return f"<item><title>{escape(title)}</title><link>{escape(url)}</link><pubDate>{when}</pubDate>{more}</item>"


@pytest.fixture
def searches(server: web.Hostile, tmp_path: Path) -> Searches:
    server.answers[PAGE] = web.page(warta.article(1, TITLE, visit()))
    return Searches(server, tmp_path)


def visit() -> str:
    """A synthetic report of a study visit."""
    return (
        "<p>SERUNI - Sebanyak 42 pegawai Pemerintah Kabupaten Seruyan melakukan studi banding ke Kabupaten Banyuwangi, "
        "Rabu (14/10/2026). Rombongan belajar layanan desa digital dan diterima Sekretaris Daerah Banyuwangi.</p>"
        "<p>Kepala rombongan mengatakan studi banding itu untuk meniru pelayanan publik Banyuwangi di daerahnya.</p>"
        + warta.body(1)
    )


def test_a_page_of_no_site_is_read_at_its_publishers(searches: Searches) -> None:
    searches.bing([(PAGE, TITLE)])
    report = searches.run()
    assert (report.state, report.seen, report.new) == ("good", 1, 1), report.problems
    assert searches.asked() == [PAGE]
    with searches.database() as db:
        row = db.one("SELECT site, found_by, title FROM candidate")
        assert row is not None and tuple(row.values()) == ("elsewhere", "search", TITLE)


def test_one_page_listed_by_all_three_is_one_article(searches: Searches) -> None:
    token = urlsafe_b64encode(b'\x08\x13"' + bytes([len(PAGE)]) + PAGE.encode() + b"\xd2\x01\x00").decode().rstrip("=")
    searches.gdelt([(PAGE, TITLE)])
    searches.bing([(f"{PAGE}?utm_source=bing", TITLE)])
    searches.google([(f"https://news.google.com/rss/articles/{token}?oc=5", TITLE)])
    report = searches.run()
    assert (report.state, report.seen, report.new) == ("good", 1, 1)
    assert searches.asked() == [PAGE]
    assert searches.run().new == 0
    assert searches.asked() == []


def test_a_sites_own_page_is_left_to_the_sites_next_run(searches: Searches) -> None:
    searches.bing([(OWNED, TITLE)])
    report = searches.run()
    assert (report.seen, searches.asked()) == (0, [])
    searches.server.answers["https://mediakampung.com/"] = web.page(f'<a href="{OWNED}">{TITLE}</a>')
    searches.server.answers[OWNED.rstrip("/")] = web.page(warta.article(7))
    searches.server.answers[OWNED] = web.page(warta.article(7))
    report = searches.run("mediakampung")
    assert (report.new, report.seen) == (1, 1)
    with searches.database() as db:
        assert len(db.rows("SELECT * FROM article")) == 1
        [row] = db.rows("SELECT found_by, site FROM candidate")
        assert tuple(row.values()) == ("search", "mediakampung")


def test_a_page_that_was_handed_over_proves_no_coverage(searches: Searches) -> None:
    searches.bing([(OWNED, TITLE)])
    searches.run()
    with searches.database() as db:
        key = db.rows("SELECT key FROM candidate")[0]["key"]
        assert candidates.pending(db, "mediakampung", 9)
        assert gaps.seen_until(db, "mediakampung", [key], 99) == {}
        assert not sites.baseline_done(db, "mediakampung")


def test_a_page_that_cannot_concern_the_place_costs_no_request(searches: Searches) -> None:
    searches.bing([(f"{HOME}/berita/harga-cabai-naik", "Harga Cabai Naik di Pasar Induk")])
    report = searches.run()
    assert (report.state, report.seen, report.rejected) == ("good", 1, 1)
    assert searches.asked() == []
    state, reason = searches.reason("kabarseruni.example/berita/harga-cabai-naik")
    assert state == "rejected" and reason is not None and "neither its title" in reason
    assert searches.run().rejected == 0


def test_a_link_that_tells_nothing_is_followed_by_its_own_page(searches: Searches) -> None:
    searches.google([(f"{OPAQUE}?oc=5", TITLE)])
    searches.server.answers[OPAQUE] = web.page(f'<c-wiz><a href="{PAGE}" rel="nofollow">terus</a></c-wiz>')
    report = searches.run()
    assert (report.state, report.new, report.rejected) == ("good", 1, 1), report.problems
    assert searches.reason("news.google.com/rss/articles/CBMiAU_yqLcontohsintetis") == ("rejected", f"leads to {PAGE}")


def test_a_link_that_leads_to_a_page_in_hand_adds_no_second_request(searches: Searches) -> None:
    searches.bing([(PAGE, TITLE)])
    searches.google([(OPAQUE, "Judul lain: Seruni belajar di Banyuwangi")])
    searches.server.answers[OPAQUE] = web.redirect(PAGE)
    report = searches.run()
    assert (report.state, report.seen, report.new, report.rejected) == ("good", 2, 1, 1), report.problems
    assert searches.asked() == [OPAQUE, PAGE]


def test_a_link_that_leads_to_a_page_read_before_is_not_read_again(searches: Searches) -> None:
    searches.bing([(PAGE, TITLE)])
    searches.run()
    searches.google([(OPAQUE, "Judul lain: Seruni belajar di Banyuwangi")])
    searches.server.answers[OPAQUE] = web.redirect(PAGE)
    report = searches.run()
    assert (report.state, report.rejected, searches.asked()) == ("good", 1, [OPAQUE])


def test_a_link_to_no_article_of_a_site_ends_with_a_reason(searches: Searches) -> None:
    searches.google([(OPAQUE, TITLE)])
    searches.server.answers[OPAQUE] = web.redirect("https://mediakampung.com/tentang-kami")
    report = searches.run()
    assert (report.state, report.seen, report.rejected) == ("good", 2, 2), report.problems
    state, reason = searches.reason("mediakampung.com/tentang-kami")
    assert (state, reason) == ("rejected", "is on a host of mediakampung, and has not the form of its articles")


def test_a_redirect_to_a_sites_page_is_not_followed_there(searches: Searches) -> None:
    searches.google([(OPAQUE, TITLE)])
    searches.server.answers[OPAQUE] = web.redirect(OWNED)
    searches.run()
    assert searches.asked() == [OPAQUE]
    with searches.database() as db:
        assert [key for key, _ in candidates.pending(db, "mediakampung", 9)]


def test_a_publishers_page_that_redirects_to_a_site_is_left_to_the_site(searches: Searches) -> None:
    searches.bing([(PAGE, TITLE)])
    searches.server.answers[PAGE] = web.redirect(OWNED)
    searches.server.answers[OWNED] = web.page(warta.article(7))
    report = searches.run()
    assert (report.new, report.rejected) == (0, 1)
    with searches.database() as db:
        assert [one.title for _, one in candidates.pending(db, "mediakampung", 9)] == [TITLE]


def test_a_link_that_tells_nothing_is_found_in_the_publishers_own_search(searches: Searches) -> None:
    searches.google([(OPAQUE, TITLE)])
    searches.server.answers[OPAQUE] = web.page("<script>window.x=1</script>")
    search = f"{HOME}/?s={quote_plus(TITLE)}&feed=rss2"
    searches.server.answers[search] = warta.xml(rss(item(f"{HOME}/lain", "Kabar lain") + item(PAGE, TITLE)))
    assert searches.run().new == 1
    assert searches.asked() == [OPAQUE, search, PAGE]


def test_a_link_that_stays_dark_is_kept_with_the_reason_and_not_asked_again(searches: Searches) -> None:
    searches.google([(OPAQUE, TITLE)])
    searches.server.answers[OPAQUE] = web.page("<script>window.x=1</script>")
    assert searches.run().rejected == 1
    state, reason = searches.reason("news.google.com/rss/articles/CBMiAU_yqLcontohsintetis")
    assert (state, reason) == (
        "rejected",
        "the search's link does not say where it leads of kabarseruni.example: its page names no address",
    )
    searches.run()
    assert searches.asked() == []


def test_a_dark_link_of_a_story_known_by_its_title_costs_nothing(searches: Searches) -> None:
    searches.bing([(PAGE, TITLE)])
    searches.google([(OPAQUE, TITLE)])
    report = searches.run()
    assert (report.seen, report.new, searches.asked()) == (1, 1, [PAGE])


@pytest.mark.fault("C6")
@pytest.mark.parametrize("url", ["http://127.0.0.1:9/berita", "http://10.0.0.8/studi", "http://[::1]/banyuwangi"])
def test_a_search_leads_to_no_private_address(searches: Searches, url: str) -> None:
    searches.gdelt([(url, TITLE)])
    report = searches.run()
    assert (report.rejected, searches.asked()) == (1, [])


@pytest.mark.fault("C6")
def test_a_name_that_leads_inside_is_refused_without_a_gateway(searches: Searches, tmp_path: Path) -> None:
    (tmp_path / "direct").mkdir()
    config = replace(searches.config, gateway=None, database=tmp_path / "direct" / "x.db")
    report = complete(run_site("elsewhere", config, now=NOW, only=["http://localhost/berita/studi-banding"]))
    assert report.failed + report.rejected == 1 and not searches.server.asked


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (web.page("<!doctype html><html><body>masuk</body></html>"), "is a web page now"),
        (web.page("Please limit requests to one every 5 seconds.", content_type="text/plain"), "no feed"),
        (web.page("", 429), "answers 429"),
        (web.endless, "larger than"),
    ],
)
def test_an_answer_that_is_none_is_told_and_the_other_searches_go_on(
    searches: Searches, answer: web.Answer, words: str
) -> None:
    searches.gdelt([(PAGE, TITLE)])
    searches.says(BING, answer)
    report = searches.run()
    assert (report.state, report.new) == ("partial", 1)
    assert any(words in problem for problem in report.problems), report.problems


def test_a_search_that_robots_txt_keeps_from_us_is_not_asked(searches: Searches) -> None:
    searches.server.answers["https://news.google.com/robots.txt"] = web.page("User-agent: *\nDisallow: /rss/search")
    searches.bing([(PAGE, TITLE)])
    report = searches.run()
    assert (report.state, report.new) == ("good", 1), report.problems
    assert not [url for url in searches.server.urls() if "news.google.com" in url]


def test_a_search_is_asked_no_more_often_than_it_may(searches: Searches) -> None:
    for _ in range(3):
        searches.run()
        searches.now -= timedelta(minutes=59)
    with searches.database() as db:
        asked = asked_since(db, "www.bing.com", datetime(2026, 10, 1, tzinfo=UTC))
    each = len(searches.addresses(BING))
    assert each <= asked <= BING.hourly


def test_the_pace_of_each_search_is_its_own(tmp_path: Path) -> None:
    config = warta.config(None, tmp_path, delay=3.0)
    settings = Settings(scrapy_settings(config))
    Elsewhere.update_settings(settings)
    slots = settings["DOWNLOAD_SLOTS"]
    assert slots["api.gdeltproject.org"]["delay"] * 0.8 >= 6


def test_an_old_story_that_a_search_brings_up_is_no_news(searches: Searches) -> None:
    searches.server.answers[PAGE] = web.page(warta.article(1, TITLE, visit(), "2026-03-02T08:00:00+07:00"))
    searches.bing([(PAGE, TITLE)])
    report = searches.run()
    assert report.flagged == 1
    with searches.database() as db:
        row = db.one("SELECT baseline FROM article")
        assert row is not None and row["baseline"] == 1

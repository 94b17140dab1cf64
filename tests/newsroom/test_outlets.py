"""Each outlet serves what the sites' facts say: parseable sources true to the clock, and pages of every era."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import feedparser
import lxml.html
import pytest
from lxml import etree

from newsroom.faults import NONE, Rates
from newsroom.outlets import dates, outlets
from newsroom.outlets.pages import Ask
from newsroom.publication import Publication
from newsroom.web import Web
from tests.newsroom.test_world import NOON, small_world

BROWSER = {"user-agent": "Mozilla/5.0 (compatible; Jujugan/0.1; +mailto:redaksi@contoh.example)"}

FEEDS = {
    "detik": "https://www.detik.com/jatim/rss",
    "kompas": "https://surabaya.kompas.com/rss",
    "tribunnews": "https://surabaya.tribunnews.com/rss",
    "merdeka": "https://www.merdeka.com/rss/",
    "jatimnow": "https://jatimnow.com/rss",
    "antara": "https://jatim.antaranews.com/rss/terkini.xml",
    "liputan6": "https://feed.liputan6.com/rss/regional",
    "beritajatim": "https://beritajatim.com/feed/",
    "kabarbanyuwangi": "https://www.kabarbanyuwangi.info/feed/",
    "seblang": "https://seblang.com/feed/",
    "mediakampung": "https://mediakampung.com/feed/",
    "bpsdm_pu": "https://balai3.bpsdm.pu.go.id/feed/",
}
SITEMAPS = (
    "https://www.detik.com/sitemap.xml",
    "https://www.kompas.com/sitemap.xml",
    "https://www.tribunnews.com/sitemap.xml",
    "https://www.merdeka.com/sitemap.xml",
    "https://jatimnow.com/sitemap.xml",
    "https://jatim.antaranews.com/sitemap.xml",
    "https://radarbanyuwangi.jawapos.com/sitemap.xml",
    "https://timesindonesia.co.id/sitemap.xml",
    "https://www.liputan6.com/sitemap.xml",
    "https://beritajatim.com/wp-sitemap.xml",
    "https://banyuwangikab.go.id/sitemap.xml",
    "https://bpsdm.pu.go.id/sitemap.xml",
)
LISTINGS = {
    "detik": ("https://www.detik.com/jatim/indeks", "article.list-content__item h3.media__title a.media__link"),
    "kompas": ("https://indeks.kompas.com/?site=regional&page=1", ".articleItem a.article-link"),
    "tribunnews": ("https://surabaya.tribunnews.com/index-news?page=1", "ul.lsi > li.ptb15 h3 a"),
    "merdeka": ("https://www.merdeka.com/peristiwa", "li.article__item[data-article-id] a.article__title"),
    "jatimnow": ("https://jatimnow.com/", ".post-item .media-heading a"),
    "antara": ("https://jatim.antaranews.com/terkini?page=1", ".card__post .card__post__title a"),
    "liputan6": ("https://www.liputan6.com/regional", "[data-article-id] header a"),
    "timesindonesia": ("https://timesindonesia.co.id/search?q=banyuwangi", "a.block.group[href]"),
    "ngopibareng": ("https://www.ngopibareng.id/timeline", ".timeline-item .title a"),
    "beritajatim": ("https://beritajatim.com/page/1/", ".list-post-on-sm .post-title a"),
    "banyuwangikab": ("https://banyuwangikab.go.id/berita/kanal/umum", "a:has(> .ng-wrp-item)"),
    "bpsdm_pu": ("https://bpsdm.pu.go.id/v2/berita", ".post-item .post-title a"),
    "seblang": ("https://seblang.com/", "h2.entry-title a"),
}
BODIES = {
    ("detik", "2023"): "div.detail__body-text.itp_bodycontent",
    ("detik", "2015"): "div.text_detail",
    ("kompas", "2023"): ".read__content > div.clearfix",
    ("kompas", "2015"): ".kcm-read-text",
    ("tribunnews", "2026"): "div.side-article.txt-article",
    ("antara", "2026"): ".wrap__article-detail-content.post-content",
    ("antara", "2016"): "#content_news[itemprop=articleBody]",
    ("merdeka", "2026"): ".articles-content__body",
    ("merdeka", "2025"): "div.article",
    ("merdeka", "2020"): "div.mdk-body-detail",
    ("liputan6", "2026"): ".article-content-body",
    ("radarbanyuwangi", "2024"): ".read__content.clearfix",
    ("beritajatim", "2026"): "div[itemprop=articleBody]",
    ("kabarbanyuwangi", "block"): ".entry-content",
    ("seblang", "2026"): ".entry-content",
    ("mediakampung", "2026"): ".entry-content",
}


@cache
def web() -> Web:
    return Web(small_world(), NONE)


def get(url: str, now: datetime = NOON) -> str:
    answer = web().answer(url, BROWSER, now)
    assert answer.status == 200, (url, answer.status)
    return (gzip.decompress(answer.body) if answer.header("Content-Encoding") else answer.body).decode()


def page(url: str, now: datetime = NOON) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(get(url, now))


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


ARCHIVES = {
    "merdeka": ("https://www.merdeka.com/arsip/sitemap.xml",),
    "jatimnow": ("https://jatimnow.com/sitemap.xml",),
    "banyuwangikab": ("https://banyuwangikab.go.id/sitemap.xml",),
    "bpsdm_pu": tuple(f"https://bpsdm.pu.go.id/v2/berita?page={number}" for number in (1, 2)),
    "detik": ("https://www.detik.com/jatim/sitemap_web.xml",),
    "kompas": ("https://regional.kompas.com/sitemap.xml",),
    "tribunnews": tuple(
        f"https://{sub}.tribunnews.com/sitemap-web.xml" for sub in ("surabaya", "jatim-timur", "jatim")
    ),
    "antara": ("https://jatim.antaranews.com/sitemap.xml",),
    "beritajatim": ("https://beritajatim.com/wp-sitemap-posts-post-1.xml",),
    "radarbanyuwangi": ("https://radarbanyuwangi.jawapos.com/sitemap-web.xml",),
    "timesindonesia": ("https://timesindonesia.co.id/sitemap-web.xml",),
    "liputan6": ("https://www.liputan6.com/sitemap_web.xml",),
    "ngopibareng": ("https://www.ngopibareng.id/sitemap.xml",),
    "kabarbanyuwangi": ("https://www.kabarbanyuwangi.info/wp-sitemap-posts-post-1.xml",),
    "seblang": ("https://seblang.com/wp-sitemap-posts-post-1.xml",),
    "mediakampung": ("https://mediakampung.com/wp-sitemap-posts-post-1.xml",),
}


def known(now: datetime) -> dict[str, Publication]:
    return {piece.address(now): piece for piece in small_world().publications}


def locations(url: str) -> list[str]:
    """Every page in a sitemap and in the sitemaps under it."""
    tree = etree.fromstring(get(url).encode())
    found = [element.text or "" for element in tree.iterfind("{*}url/{*}loc")]
    for child in tree.iterfind("{*}sitemap/{*}loc"):
        if web().answer(child.text or "", BROWSER, NOON).status == 200:
            found += locations(child.text or "")
    return found


@pytest.mark.parametrize("site", FEEDS)
def test_a_feed_lists_the_newest_articles_and_none_of_tomorrow(site: str) -> None:
    feed = feedparser.parse(get(FEEDS[site]))
    assert not feed.bozo
    assert feed.entries
    given = [entry.id if site == "tribunnews" else entry.link for entry in feed.entries]
    pieces = [known(NOON)[url] for url in given]
    assert all(piece.site == site and piece.live(NOON) and not piece.archive for piece in pieces)
    published = [piece.published for piece in pieces]
    assert published == sorted(published, reverse=True)
    assert [entry.title for entry in feed.entries] == [piece.version(NOON).title for piece in pieces]


@pytest.mark.parametrize("site", FEEDS)
def test_a_feed_is_stable_between_news_and_moves_with_them(site: str) -> None:
    pieces = [piece for piece in small_world().by_site[site] if not piece.archive and piece.published < NOON]
    newest = pieces[0].published
    before, after = get(FEEDS[site], newest - timedelta(seconds=1)), get(FEEDS[site], newest)
    assert get(FEEDS[site], newest) == get(FEEDS[site], newest + timedelta(seconds=1))
    assert before != after or site in ("kompas", "tribunnews", "liputan6", "bpsdm_pu")


def test_the_tribun_feed_links_the_bare_home_page_and_keeps_a_good_guid() -> None:
    feed = feedparser.parse(get(FEEDS["tribunnews"]))
    assert {entry.link for entry in feed.entries} == {"https://surabaya.tribunnews.com"}
    assert all(entry.id in known(NOON) for entry in feed.entries)


def test_wordpress_gives_numbered_guids_full_text_and_a_rest_listing() -> None:
    feed = feedparser.parse(get(FEEDS["beritajatim"]))
    piece = known(NOON)[feed.entries[0].link]
    assert feed.entries[0].id == f"https://beritajatim.com/?p={piece.slot.number}"
    assert piece.version(NOON).paragraphs[0] in lxml.html.fromstring(feed.entries[0].content[0].value).text_content()
    posts = json.loads(get("https://beritajatim.com/wp-json/wp/v2/posts?per_page=5"))
    assert posts[0]["link"] == feed.entries[0].link
    answer = web().answer(feed.entries[0].id, BROWSER, NOON)
    assert (answer.status, answer.header("Location")) == (301, feed.entries[0].link)


@pytest.mark.parametrize("url", SITEMAPS)
def test_a_sitemap_lists_articles_true_to_the_clock(url: str) -> None:
    urls = locations(url)
    assert urls
    for found in urls:
        assert known(NOON)[found].live(NOON), found


@pytest.mark.parametrize("site", sorted(outlets()))
def test_every_archive_piece_is_linked_from_a_sitemap_or_a_listing(site: str) -> None:
    archive = {piece.url for piece in small_world().by_site[site] if piece.archive}
    assert archive
    shown = "".join(get(url) for url in ARCHIVES[site])
    assert not [url for url in archive if url not in shown]


@pytest.mark.parametrize("site", LISTINGS)
def test_a_listing_shows_its_cards_as_the_site_marks_them(site: str) -> None:
    url, selector = LISTINGS[site]
    cards = page(url).cssselect(selector)
    assert cards
    for card in cards:
        link = card.get("href")
        if (
            "/foto/" not in link
            and "20.detik.com" not in link
            and not link.startswith("https://banyuwangikab.go.id/berita/")
        ):
            assert link in known(NOON), link


def test_radar_lists_and_shows_articles_as_inertia_data() -> None:
    data = page("https://radarbanyuwangi.jawapos.com/banyuwangi?page=1").get_element_by_id("app").get("data-page")
    rows = json.loads(data)["props"]["category"]["articles"]["data"]
    piece = next(piece for piece in small_world().by_site["radarbanyuwangi"] if piece.live(NOON) and not piece.archive)
    article = json.loads(page(piece.url).get_element_by_id("app").get("data-page"))["props"]["article"]
    assert {"title", "content", "date", "authors", "editor", "category", "slug"} <= set(article)
    assert article["title"] == piece.version(NOON).title
    for row in rows:
        address = f"https://radarbanyuwangi.jawapos.com/{row['category']['slug']}/{row['id']}/{row['slug']}"
        assert address in known(NOON) or len(row["id"]) < 9 or not row["id"].isdecimal()


@pytest.mark.parametrize(("site", "era"), BODIES)
def test_an_article_page_holds_the_text_where_the_site_puts_it(site: str, era: str) -> None:
    pieces = [piece for piece in small_world().by_site[site] if piece.slot.era == era and piece.live(NOON)]
    assert pieces
    for piece in pieces[:5]:
        suffix = {
            "kompas": "?page=all",
            "tribunnews": "?page=all",
            "detik": "?single=1",
            "kabarbanyuwangi": "?amp",
        }.get(site, "")
        body = page(piece.address(NOON) + suffix).cssselect(BODIES[(site, era)])
        assert body, piece.url
        shown = words(body[0])
        for paragraph in piece.version(NOON).paragraphs:
            assert " ".join(paragraph.split()) in shown


@pytest.mark.parametrize("site", sorted(outlets()))
def test_every_live_article_answers_with_its_title_and_text(site: str) -> None:
    for piece in small_world().shelf(site, NOON).all():
        shown = get(piece.address(NOON))
        tree = lxml.html.document_fromstring(shown)
        inertia = tree.cssselect("#app[data-page]")
        seen = json.loads(inertia[0].get("data-page"))["props"]["article"]["content"] if inertia else ""
        everything = words(tree) + (words(lxml.html.fromstring(seen)) if seen else "")
        version = piece.version(NOON)
        assert " ".join(version.title.split()) in everything, piece.url
        assert " ".join(version.paragraphs[0].split()) in everything, piece.url
        assert 30_000 < len(shown.encode()) < 130_000, piece.url


def test_an_article_of_tomorrow_is_not_found_today() -> None:
    for piece in small_world().publications:
        if piece.published > NOON:
            assert web().answer(piece.url, BROWSER, NOON).status == 404


def test_an_edit_shows_from_its_time_on_and_moves_the_sitemap() -> None:
    piece = next(piece for piece in small_world().by_site["detik"] if len(piece.versions) > 1)
    at, source = piece.versions[1].at, "https://www.detik.com/jatim/sitemap_web.xml"
    before, after = get(piece.url, at - timedelta(seconds=1)), get(piece.url, at)
    assert before != after
    stamp = at.isoformat(timespec="seconds")
    assert stamp not in get(source, at - timedelta(seconds=1))
    assert stamp in get(source, at)


@pytest.mark.parametrize(("site", "status"), [("detik", 404), ("seblang", 410), ("antara", 200), ("jatimnow", 302)])
def test_a_deleted_article_goes_the_way_of_its_site(site: str, status: int) -> None:
    piece = next(piece for piece in small_world().by_site[site] if not piece.archive)
    gone = replace(piece, deleted=piece.published + timedelta(hours=5))
    shelf = replace(
        small_world().shelf(site, NOON + timedelta(days=30)), by_key={outlets()[site].key(piece.slot): gone}
    )
    answer = outlets()[site].answer(Ask.of(piece.url, shelf))
    assert answer.status == status
    assert status != 200 or "tidak ditemukan" in answer.text


def test_a_changed_slug_redirects_from_its_time_on() -> None:
    moved = [piece for piece in small_world().publications if piece.moved is not None]
    assert moved
    for piece in moved:
        assert piece.moved is not None
        before = web().answer(piece.moved.url, BROWSER, piece.moved.at - timedelta(seconds=1))
        after = web().answer(piece.moved.url, BROWSER, piece.moved.at)
        assert (before.status, after.status, after.header("Location")) == (200, 301, piece.url)
        assert web().answer(piece.url, BROWSER, piece.moved.at).status == 200


@pytest.mark.parametrize(
    ("site", "second"), [("detik", "/2"), ("kompas", "?page=2"), ("tribunnews", "?page=2"), ("kabarbanyuwangi", "/2")]
)
def test_a_long_article_is_cut_into_pages_that_hold_all_of_it(site: str, second: str) -> None:
    piece = replace(next(piece for piece in small_world().by_site[site] if not piece.archive), pages=2)
    shelf = replace(
        small_world().shelf(site, NOON + timedelta(days=30)), by_key={outlets()[site].key(piece.slot): piece}
    )
    pages = [outlets()[site].answer(Ask.of(piece.url + suffix, shelf)).text for suffix in ("", second)]
    paragraphs = piece.versions[-1].paragraphs
    shown = [words(lxml.html.document_fromstring(one).cssselect(BODIES[(site, piece.slot.era)])[0]) for one in pages]
    for paragraph in paragraphs:
        assert sum(" ".join(paragraph.split()) in one for one in shown) == 1
    assert second in pages[0]


def test_kompas_states_utc_in_json_ld_and_wib_on_the_page() -> None:
    piece = next(piece for piece in small_world().by_site["kompas"] if piece.live(NOON) and not piece.archive)
    tree = page(piece.url)
    data = [json.loads(script.text) for script in tree.cssselect('script[type="application/ld+json"]')]
    article = next(one for one in data if one["@type"] == "NewsArticle")
    assert article["datePublished"].endswith("+00:00")
    assert datetime.fromisoformat(article["datePublished"]) == piece.published
    assert (
        tree.cssselect('meta[name="content_PublishedDate"]')[0].get("content") == f"{piece.published:%Y-%m-%d %H:%M:%S}"
    )


def test_bpsdm_shows_the_clock_above_an_old_date() -> None:
    piece = next(piece for piece in small_world().by_site["bpsdm_pu"] if "/bacaberita/" in piece.url and piece.archive)
    shown = words(page(piece.url))
    assert "7 OKTOBER 2026 | 12:00 WIB" in shown
    assert dates.long(piece.published) in shown


def test_the_district_serves_one_story_under_both_url_forms() -> None:
    piece = next(piece for piece in small_world().by_site["banyuwangikab"] if piece.archive)
    twin = piece.url.replace("/berita-daerah/", "/berita/").removesuffix(".html")
    assert twin != piece.url
    assert get(twin) == get(piece.url)


def test_the_agenda_and_the_timeline_never_end() -> None:
    for url in ("https://banyuwangikab.go.id/agenda/2031/05", "https://www.ngopibareng.id/timeline?page=900"):
        assert page(url).cssselect("a[rel=next]")


@pytest.mark.parametrize("site", sorted(outlets()))
def test_every_site_has_robots_and_its_own_not_found(site: str) -> None:
    home = outlets()[site].home
    assert "User-agent: *" in get(f"{home}/robots.txt")
    answer = web().answer(f"{home}/tidak/ada/di/sini.php", BROWSER, NOON)
    assert answer.status == 404
    assert b"tidak ditemukan" in answer.body or answer.header("Content-Encoding")


def test_the_crawl_delay_can_be_the_real_one_short_or_none() -> None:
    url = "https://banyuwangikab.go.id/robots.txt"
    for scale, line in ((1.0, b"Crawl-delay: 2\n"), (0.02, b"Crawl-delay: 0.04\n"), (0.0, b"Disallow: /api/\n")):
        body = Web(small_world(), replace(NONE, crawl_delay=scale)).answer(url, BROWSER, NOON).body
        assert body.startswith(b"User-agent: *\n" + line)


def test_tribun_turns_bots_away() -> None:
    agent = {"user-agent": "Scrapy/2.19 (+https://scrapy.org)"}
    assert Web(small_world(), Rates()).answer("https://surabaya.tribunnews.com/rss", agent, NOON).status == 403


def test_plain_http_and_bare_hosts_redirect_to_the_real_address() -> None:
    for asked, real in (
        ("http://www.detik.com/jatim/rss", "https://www.detik.com/jatim/rss"),
        ("https://merdeka.com/peristiwa", "https://www.merdeka.com/peristiwa"),
        ("https://kabarbanyuwangi.info/?s=a&feed=rss2", "https://www.kabarbanyuwangi.info/?s=a&feed=rss2"),
    ):
        answer = web().answer(asked, BROWSER, NOON)
        assert (answer.status, answer.header("Location")) == (301, real)

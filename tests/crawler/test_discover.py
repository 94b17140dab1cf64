"""Feeds, sitemaps, listings and WordPress answers into candidates, and what is said when they are something else."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.discover import fallback, read_source, starts
from crawler.facts import Feed, Front, Listing, Pattern, SiteFacts, Sitemap, Source, WordPress
from crawler.lists.feeds import advertised
from crawler.lists.found import Found
from crawler.lists.sitemaps import MAX_CHILDREN

PAGES = Path(os.environ.get("REFERENCE_DATA", Path(__file__).parents[3] / "shared")) / "pages" / "html"
WIB = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=WIB)
ROOT = "https://kabar.example"
FACTS = SiteFacts(("kabar.example",), (), Pattern(r"/berita/\d+/[^/]+", "D"), ())
FEED = Feed(f"{ROOT}/rss", "D")
MAP = Sitemap(f"{ROOT}/sitemap.xml", "D", follow=r"-news\.xml")
CARDS = Listing(f"{ROOT}/terkini?page={{page}}", "D", item=".kartu", title="a::text", published="time::text")
DATA = Listing(
    f"{ROOT}/tag", "D", data="#data::text | props.news", link="/berita/{id}/{seo.slug}", title="title", published="date"
)
PRESS = WordPress(ROOT, "D", query="studi tiru")
SOURCES: tuple[Source, ...] = (FEED, MAP, CARDS, DATA, PRESS, Front(f"{ROOT}/", "D"))


def read(body: bytes | str, source: Source = FEED, url: str | None = None, **more: int) -> Found:
    raw = body if isinstance(body, bytes) else body.encode()
    asked = url or starts(source, [NOW.date()])[0]
    return read_source(raw, asked, source, FACTS, site="kabar", now=NOW, pages=more.get("pages"))


def addresses(found: Found) -> list[str]:
    return [candidate.url for candidate in found.candidates]


def rss(*items: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'


def item(link: str, guid: str = "", title: str = "Judul", when: str = "Fri, 20 Nov 2026 19:34:00 +0700") -> str:
    return f"<item><title>{title}</title><link>{link}</link><guid>{guid}</guid><pubDate>{when}</pubDate></item>"


ONE = item(f"{ROOT}/berita/1/satu")


def test_a_feed_gives_address_title_and_time() -> None:
    [candidate] = read(rss(item(f"{ROOT}/berita/1/satu?utm_source=rss", title="Kaji tiru &amp; lainnya"))).candidates
    assert (candidate.site, candidate.found_by, candidate.found_in) == ("kabar", "feed", f"{ROOT}/rss")
    assert (candidate.url, candidate.title) == (f"{ROOT}/berita/1/satu", "Kaji tiru & lainnya")
    assert candidate.published == datetime(2026, 11, 20, 19, 34, tzinfo=WIB)


def test_an_atom_feed_gives_its_change_time_too() -> None:
    entry = (
        f'<entry><title type="html">Satu &lt;b&gt;dua&lt;/b&gt;</title><link href="{ROOT}/berita/1/satu"/>'
        "<published>2026-11-20T10:00:00Z</published><updated>2026-11-20T11:00:00Z</updated></entry>"
    )
    [candidate] = read(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>').candidates
    assert candidate.title == "Satu dua"
    assert candidate.published == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert candidate.modified == datetime(2026, 11, 20, 11, tzinfo=UTC)


@pytest.mark.parametrize("link", [f"{ROOT}/", "", "javascript:void(0)", "http://[rusak", "https://hitung.example/c/1"])
def test_an_entry_with_a_broken_link_is_taken_by_its_guid(link: str) -> None:
    assert addresses(read(rss(item(link, f"{ROOT}/berita/1/satu")))) == [f"{ROOT}/berita/1/satu"]


@pytest.mark.parametrize(
    "body",
    [
        "\n\n" + rss(ONE),
        rss(ONE.replace("Judul", "Pemkab & DPRD")),
        rss(ONE)[:-20],
        rss(ONE.replace("Judul", "Judul &#x110000; &#99999999999;")),
        rss(ONE).replace('encoding="UTF-8"', 'encoding="tidak-ada"'),
        rss(ONE.replace("Judul", "Caf\xe9")).encode("latin-1"),
        rss(ONE).replace("UTF-8", "UTF-16").encode("utf-16"),
        b"\xef\xbb\xbf" + rss(ONE).encode(),
    ],
)
def test_a_malformed_feed_survives(body: bytes | str) -> None:
    assert addresses(read(body)) == [f"{ROOT}/berita/1/satu"]


@pytest.mark.fault("C15")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_or_sitemap_that_declares_entities_is_refused(encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + rss(ONE)[38:]
    for source in (FEED, MAP):
        found = read(bomb.encode(encoding), source)
        assert not found.candidates
        assert "entities" in (found.problem or "")


@pytest.mark.fault("C4")
def test_a_feed_that_is_all_tags_is_not_read() -> None:
    assert "all tags" in (read("<rss><channel>" + "<a>" * 100_000).problem or "")


@pytest.mark.fault("C15")
@pytest.mark.parametrize("body", [b"/etc/hostname", b"http://127.0.0.1:9/rss", b"file:///etc/hostname"])
def test_a_body_that_names_a_file_or_an_address_opens_neither(body: bytes) -> None:
    assert "no feed" in (read(body).problem or "")


def test_what_is_no_article_of_the_site_is_left_out_and_each_address_comes_once() -> None:
    links = ["/berita/1/satu", f"{ROOT}/berita/1/satu#komentar", "/foto/1", "https://lain.example/berita/2/dua"]
    assert addresses(read(rss(*map(item, links)))) == [f"{ROOT}/berita/1/satu"]


@pytest.mark.fault("B7")
def test_a_time_that_cannot_be_is_not_believed() -> None:
    [candidate] = read(rss(item(f"{ROOT}/berita/1/satu", when="Fri, 20 Nov 2099 19:34:00 +0700"))).candidates
    assert candidate.published is None


@pytest.mark.fault("F1")
@pytest.mark.parametrize(
    ("body", "source", "said"),
    [
        ("", FEED, "answered with nothing"),
        ("<!DOCTYPE html><html><body>Selamat datang</body></html>", FEED, "web page now"),
        ("<html><head><title>Just a moment...</title></head></html>", FEED, "challenge"),
        (rss(), FEED, "without entries"),
        ('{"pesan": "tidak ada"}', FEED, "no feed"),
        (rss(item(f"{ROOT}/foto/1")), FEED, "none of which has the form"),
        ("<html></html>", MAP, "web page now"),
        ("<urlset></urlset>", MAP, "without entries"),
        (f"<sitemapindex><sitemap><loc>{ROOT}/web.xml</loc></sitemap></sitemapindex>", MAP, "none of which matches"),
        ("<html><body><p>kosong</p></body></html>", CARDS, "'.kartu' finds no links"),
        ("<html><body><p>kosong</p></body></html>", Front(f"{ROOT}/", "D"), "holds no links"),
        ("<html></html>", DATA, "finds no data"),
        ("<script id=data>bukan data</script>", DATA, "is not JSON"),
        ('<script id=data>{"props": {}}</script>', DATA, "has no list"),
        ('<script id=data>{"props": {"news": [{"id": 1}, 2]}}</script>', DATA, "gives no addresses"),
        ("[]", WordPress(ROOT, "D"), "lists no posts"),
    ],
)
def test_a_source_that_is_not_what_it_was_says_so(body: str, source: Source, said: str) -> None:
    found = read(body, source)
    assert not found.candidates
    assert said in (found.problem or "")


NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://kabar.example/berita/1/lama</loc><lastmod>2026-11-19</lastmod></url>
<url><loc> https://kabar.example/berita/2/baru </loc><image:image><image:loc>https://kabar.example/berita/9/foto</image:loc>
<image:title>Foto</image:title></image:image><n:news><n:publication_date>2026-11-20T19:34:00+07:00</n:publication_date>
<n:title>Kaji tiru</n:title></n:news><lastmod>2026-11-20T20:00:00+07:00</lastmod></url></urlset>"""


def test_a_news_sitemap_keeps_title_and_times_and_comes_newest_first() -> None:
    new, old = read(NEWS, MAP).candidates
    assert (new.url, new.title) == (f"{ROOT}/berita/2/baru", "Kaji tiru")
    assert new.published == datetime(2026, 11, 20, 19, 34, tzinfo=WIB)
    assert new.modified == datetime(2026, 11, 20, 20, 0, tzinfo=WIB)
    assert (old.title, old.published) == (None, None)
    assert old.modified == datetime(2026, 11, 19, tzinfo=WIB)


def test_a_packed_sitemap_is_unpacked_and_a_damaged_one_told() -> None:
    packed = gzip.compress(NEWS.encode())
    assert len(read(packed, MAP).candidates) == 2
    assert read(packed[:60], MAP).problem
    assert read(b"\x1f\x8brusak", MAP).problem


def test_an_index_leads_to_the_children_worth_reading_newest_first() -> None:
    rows = "".join(
        f"<sitemap><loc>{ROOT}/{number}-news.xml</loc><lastmod>2026-10-{number:02}</lastmod></sitemap>"
        f"<sitemap><loc>{ROOT}/{number}-web.xml</loc></sitemap>"
        for number in range(1, 31)
    )
    found = read(f"<sitemapindex>{rows}</sitemapindex>", MAP)
    assert found.problem is None
    assert found.more[0] == f"{ROOT}/30-news.xml"
    assert len(found.more) == MAX_CHILDREN


def cards(*numbers: int) -> str:
    return "".join(
        f'<div class="kartu"><a href="berita/{n}/x"><b></b>Judul {n}</a><time>Jumat, 20 Nov 2026 19:3{n}</time></div>'
        for n in numbers
    )


def test_a_listing_gives_its_cards_and_its_next_page() -> None:
    found = read(cards(1, 2) + '<a href="/berita/9/samping">samping</a>', CARDS)
    assert addresses(found) == [f"{ROOT}/berita/1/x", f"{ROOT}/berita/2/x"]
    assert found.candidates[1].title == "Judul 2"
    assert found.candidates[1].published == datetime(2026, 11, 20, 19, 32, tzinfo=WIB)
    assert found.more == (f"{ROOT}/terkini?page=2",)


def test_a_listing_ends_with_its_last_page_or_where_the_caller_says() -> None:
    last = f"{ROOT}/terkini?page=3"
    assert read(cards(1), CARDS, last).more == ()
    assert read(cards(1), CARDS, last, pages=9).more == (f"{ROOT}/terkini?page=4",)


def test_a_listing_whose_cards_are_gone_gives_every_link_and_says_so() -> None:
    found = read('<base href="/arsip/"><a href="../berita/5/lima">lima</a>', CARDS)
    assert addresses(found) == [f"{ROOT}/berita/5/lima"]
    assert "correct the site file" in (found.problem or "")
    assert found.more == ()


def test_a_page_after_the_last_is_the_end_and_no_problem() -> None:
    beside = '<a href="/berita/9/samping">samping</a>'
    assert read(beside, CARDS, f"{ROOT}/terkini?page=2") == Found()
    assert read('<div class="kartu"><a href="/video/9">x</a></div>', CARDS, f"{ROOT}/terkini?page=2") == Found()


def test_a_listing_by_day_is_asked_for_each_day_and_may_be_empty() -> None:
    by_day = Listing(f"{ROOT}/indeks?date={{date:%d/%m/%Y}}&p={{page}}", "D", item=".kartu", first=0, step=20)
    today, yesterday = starts(by_day, [date(2026, 11, 21), date(2026, 11, 20)])
    assert yesterday == f"{ROOT}/indeks?date=20/11/2026&p=0"
    assert read(cards(1), by_day, yesterday).more == (f"{ROOT}/indeks?date=20/11/2026&p=20",)
    beside = "".join(f'<a href="/berita/{number}/populer">populer</a>' for number in range(20))
    assert read(beside[:300], by_day, today) == Found()
    assert "finds no links" in (read(beside, by_day, yesterday).problem or "")


def test_a_page_that_carries_its_list_as_data_is_read_as_data() -> None:
    news = [{"id": 7, "seo": {"slug": "tujuh"}, "title": "Tujuh &amp; lain", "date": "2026-11-20 12:00:00"}, {"id": 8}]
    found = read(f'<script id="data">{json.dumps({"props": {"news": news}})}</script>', DATA)
    [candidate] = found.candidates
    assert (candidate.url, candidate.title) == (f"{ROOT}/berita/7/tujuh", "Tujuh & lain")
    assert candidate.published == datetime(2026, 11, 20, 12, tzinfo=WIB)


def test_an_answer_that_is_json_is_read_as_data() -> None:
    api = Listing(f"{ROOT}/api?page={{page}}", "D", data="| data.news", link="/berita/{id}/{slug}", title="title")
    answer = {"data": {"news": [{"id": 7, "slug": "tujuh", "title": "Tujuh", "isi": "<p>a < b</p>"}]}}
    found = read(json.dumps(answer), api)
    assert [(one.url, one.title) for one in found.candidates] == [(f"{ROOT}/berita/7/tujuh", "Tujuh")]
    assert found.more == (f"{ROOT}/api?page=2",)
    assert "the answer is not JSON" in (read("<html><body>502</body></html>", api).problem or "")


def posts(count: int) -> str:
    one = {
        "date_gmt": "2026-11-20T12:00:00",
        "modified_gmt": "2026-11-20T13:00:00",
        "title": {"rendered": "Kaji &#8211; tiru"},
    }
    return json.dumps([{**one, "id": n, "link": f"{ROOT}/berita/{n}/x"} for n in range(count)])


def test_wordpress_posts_are_read_in_utc() -> None:
    [candidate] = read(posts(1), PRESS).candidates
    assert candidate.title == "Kaji \u2013 tiru"
    assert candidate.published == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert candidate.modified == datetime(2026, 11, 20, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[" * 90_000, "neither posts nor a page"),
        ('<?xml version="1.0"?><a/>', "neither posts nor a page"),
        ('{"items": [NaN]}', "neither posts nor a page"),
        ('[{"link": 1e999, "title": {"rendered": [NaN]}}, 7]', "lists 2 posts, none with an address"),
    ],
)
def test_a_rest_listing_that_is_nonsense_is_named_and_its_feed_is_tried(body: str, said: str) -> None:
    found = read(body, PRESS, url=starts(PRESS, [])[0])
    assert found.problem and said in found.problem and found.candidates == ()


@pytest.mark.parametrize("title", ['"Kabar \\ud800 satu"', '"Kabar &#xD800; \ud800satu"'])
def test_half_a_surrogate_in_a_title_costs_no_other_post(title: str) -> None:
    body = posts(2).replace('"Kaji &#8211; tiru"', title, 1).encode("utf-8", "surrogatepass")
    found = read(body, PRESS)
    assert len(found.candidates) == 2 and "\ud800" not in (found.candidates[0].title or "")


def test_a_brace_in_a_sitemaps_namespace_breaks_nothing() -> None:
    body = f'<urlset xmlns="http://x}}y"><url><loc>{ROOT}/berita/3/x</loc></url></urlset>'
    assert len(read(body, Sitemap(f"{ROOT}/sitemap.xml", "D")).candidates) == 1


def test_wordpress_goes_on_while_pages_are_full() -> None:
    first = starts(PRESS, [])[0]
    assert "search=studi+tiru" in first
    assert read(posts(50), PRESS).more == ()
    [second] = read(posts(50), PRESS, pages=3).more
    assert second == f"{first}&page=2"
    assert read(posts(50), PRESS, second, pages=3).more == (f"{first}&page=3",)
    assert read(posts(9), PRESS, second, pages=3).more == ()
    past = read('{"code": "rest_post_invalid_page_number", "message": ""}', PRESS, second, pages=3)
    assert (past.more, past.problem) == ((), None)


@pytest.mark.parametrize("body", ["<html>Tidak ditemukan</html>", '{"code": "rest_no_route"}', "[rusak", "null"])
def test_wordpress_without_a_rest_listing_is_read_by_its_feed(body: str) -> None:
    [feed] = read(body, PRESS).more
    assert feed == f"{ROOT}/?s=studi+tiru&feed=rss2"
    assert fallback(PRESS, starts(PRESS, [])[0]) == (feed,)
    assert fallback(PRESS, feed) == fallback(FEED, FEED.url) == ()
    assert addresses(read(rss(ONE), PRESS, feed)) == [f"{ROOT}/berita/1/satu"]
    assert "web page now" in (read("<html></html>", PRESS, feed).problem or "")


HEAD = """<link rel="alternate" type="application/rss+xml" href="/feed/"><link rel=alternate type=text/html href="/en/">
<link rel="alternate" type="application/atom+xml" href="https://lain.example/atom"><link rel="stylesheet" href="/a.css">
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">"""


def test_a_front_page_gives_its_articles_and_its_own_feeds() -> None:
    front = Front(f"{ROOT}/", "D")
    found = read(HEAD + '<a href="/berita/1/satu">x</a>', front)
    assert addresses(found) == [f"{ROOT}/berita/1/satu"]
    assert found.more == (f"{ROOT}/feed/",)
    assert advertised(HEAD.encode(), ROOT) == (f"{ROOT}/feed/", "https://lain.example/atom")
    assert addresses(read(rss(ONE), front, found.more[0])) == [f"{ROOT}/berita/1/satu"]


@pytest.mark.skipif(not PAGES.is_dir(), reason="the saved pages of REFERENCE_DATA are not at hand")
@pytest.mark.parametrize(("page", "host"), [("antara", "antaranews.com"), ("detik", "detik.com")])
def test_the_saved_feeds_of_2015_are_read(page: str, host: str) -> None:
    facts = SiteFacts((host,), (), Pattern(r"/berita/\d+/|/read/\d{4}/", "A"), ())
    body = (PAGES / f"{page}-mainpage.html").read_bytes()
    found = read_source(body, f"http://{host}/rss", Feed(f"http://{host}/rss", "A"), facts, site=page, now=NOW)
    assert found.problem is None
    assert len(found.candidates) >= 18
    assert all(each.title and each.published and each.published.year == 2015 for each in found.candidates)


SAMPLES = [rss(ONE), NEWS, cards(1), posts(2), HEAD, '<script id="data">{"props": {"news": [{"id": 1}]}}</script>']
PIECES = st.sampled_from(
    [b"<", b">", b"&", b"]]>", b"<!DOCTYPE", b"<![", b"\x00", b"\xff", b"<?xml", b"//[", b"<base href='http://['>"]
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    body = draw(st.sampled_from(SAMPLES)).encode()
    place = draw(st.integers(0, len(body)))
    gone = draw(st.integers(0, 40))
    return body[:place] + draw(st.one_of(st.binary(max_size=20), PIECES)) + body[place + gone :]


@pytest.mark.fault("E10")
@example(body=HEAD.replace(' type="application/atom', '\x01 type="application/atom').encode(), source=SOURCES[-1])
@given(body=st.one_of(st.binary(max_size=300), damaged()), source=st.sampled_from(SOURCES))
def test_no_body_makes_discovery_fail(body: bytes, source: Source) -> None:
    found = read(body, source)
    assert all(candidate.url.startswith("http") for candidate in found.candidates)
    assert found.candidates or found.more or found.problem or source is PRESS

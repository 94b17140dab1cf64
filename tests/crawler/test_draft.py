"""A new site's facts are guessed from its pages; what cannot be guessed is refused in plain words. All is synthetic."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import re2
from hypothesis import example, given
from hypothesis import strategies as st

from crawler import urls
from crawler.asking import asking
from crawler.facts import Feed, Front, Layout, Listing, Pattern, SiteFacts
from crawler.new_site import golden, shapes, site_file, write
from crawler.new_site.disguise import disguise, disguise_url
from crawler.new_site.draft import CannotDraft, Draft, draft, host_facts
from crawler.page import page_data
from crawler.page.tree import parse
from crawler.run import complete
from crawler.web.sniff import kind
from storage.database import Database, open_database
from tests import hostile as web
from tests import warta

TODAY = date(2026, 10, 14)
FRONT = f"{warta.HOME}/"
FEED_LINK = f'<link rel="alternate" type="application/rss+xml" href="{warta.FEED}">'


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "crawl.db", create=True) as opened:
        yield opened


def front(numbers: range, head: str = "") -> web.Answer:
    cards = "".join(
        f'<div class="kartu"><h3><a href="{warta.article_url(n)}">{warta.title(n)}</a></h3>'
        f'<span class="tanggal">14 Oktober 2026</span></div>'
        for n in numbers
    )
    menu = "".join(f'<a href="/{name}">{name}</a>' for name in ("tentang-kami", "redaksi", "tag/kopi"))
    return web.page(f"<!doctype html><html><head>{head}</head><body><nav>{menu}</nav>{cards}</body></html>")


def drafted(server: web.Hostile, db: Database, url: str = FRONT) -> Draft:
    config = warta.config(server, db.path.parent, now=warta.NOW)
    work = asking(lambda ask: draft(ask, url, warta.NOW), config, db, facts=host_facts(url), limits=warta.QUICK)
    return complete(work)


def test_a_site_with_a_feed_is_drafted_from_its_front_page(server: web.Hostile, db: Database) -> None:
    warta.publish(server, *range(1, 7))
    server.answers[FRONT] = front(range(1, 7), FEED_LINK)
    found = drafted(server, db)
    assert found.facts.hosts == (warta.HOST,)
    assert found.facts.sources == (Feed(warta.FEED, "A"), Front(FRONT, "A"))
    assert all(urls.is_article(warta.article_url(number), found.facts) for number in range(1, 99))
    assert not urls.is_article(f"{warta.HOME}/tag/kopi", found.facts)
    assert [layout.body for layout in found.facts.layouts] == [".isi"]
    assert len(found.samples) == 3


def test_a_site_of_which_only_the_front_page_is_known_is_listed_by_its_cards(server: web.Hostile, db: Database) -> None:
    warta.publish(server, *range(1, 9))
    del server.answers[warta.FEED]
    server.answers[FRONT] = front(range(1, 9))
    found = drafted(server, db, warta.article_url(3))
    expected = Listing(FRONT, "A", ".kartu", title="h3 a::text", published=".tanggal::text")
    assert found.facts.sources == (expected,)
    assert any("neither a feed nor a sitemap" in one for one in found.unsure)
    assert warta.article_url(3) in {sample.url for sample in found.samples}


WALL = "<html><head><title>Masuk</title></head><body><form><input type='password'></form>Silakan masuk</body></html>"
CHALLENGE = "<html><head><title>Just a moment...</title></head><body></body></html>"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (web.page("<html><body><p>Tidak ada apa-apa di sini.</p></body></html>"), "links to 0 articles"),
        (web.page(WALL), "asks to log in"),
        (web.page(CHALLENGE), "asks for proof of a person"),
        (web.page(b"\x89PNG\r\n\x1a\n\x00\x00", content_type="image/png"), "is no web page"),
        (web.page('{"a": 1}', content_type="application/json"), "is data, no web page"),
        (warta.xml(warta.feed([1])), "is a feed or sitemap"),
        (web.page("", 404), "answers 404"),
        (web.page(""), "is empty"),
        (web.endless, "larger than"),
    ],
)
def test_what_is_no_front_page_is_refused_in_plain_words(
    server: web.Hostile, db: Database, answer: web.Answer, words: str
) -> None:
    server.answers[FRONT] = answer
    with pytest.raises(CannotDraft, match=words):
        drafted(server, db)


def test_articles_behind_a_wall_are_no_ground_for_a_layout(server: web.Hostile, db: Database) -> None:
    warta.publish(server, *range(1, 7))
    server.answers[FRONT] = front(range(1, 7))
    for number in range(1, 7):
        server.answers[warta.article_url(number)] = web.page(WALL)
    with pytest.raises(CannotDraft, match="holds a text that can be read"):
        drafted(server, db)


@pytest.mark.parametrize("url", ["", "tidak ada", "ftp://a.example/", "http://localhost/"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(CannotDraft, match="no address of a site"):
        host_facts(url)


SHAPES = [
    ("/berita/{id}/{slug}", r"/berita/\d+/[^/]+", r"/berita/(\d+)/"),
    ("/daerah/d-{id}/{slug}", r"/daerah/d-\d+/[^/]+", r"/daerah/d-(\d+)/"),
    ("/kanal{n}/d-{id}/{slug}", r"/d-\d+/[^/]+", r"/d-(\d+)/"),
    ("/baca-{id}-{slug}", r"/baca-\d+-[^/]+", r"/baca-(\d+)-"),
    ("/2026/10/1{n}/{slug}/", r"/\d{4}/\d{2}/\d{2}/[^/]+", ""),
    ("/read/2026/10/1{n}/{id}/{slug}", r"/read/\d{4}/\d{2}/\d{2}/\d+/[^/]+", r"/(\d{4}/\d{2}/\d{2}/\d+)/"),
    ("/{slug}", "//[^/]+/[^/]+-[^/]+-[^/]+-[^/]+/?$", ""),
    ("/{slug}.html", r"//[^/]+/[^/]+-[^/]+-[^/]+-[^/]+\.html$", ""),
    ("/?p={id}", r"/\?p=\d+$", r"/\?p=(\d+)$"),
]


@pytest.mark.parametrize(("template", "article", "site_id"), SHAPES)
def test_the_form_of_addresses_is_told_from_a_few(template: str, article: str, site_id: str) -> None:
    slugs = ["panen-padi-di-sawah", "lomba-kopi-desa-baru", "nelayan-jaga-pantai-kita", "guru-baca-buku-pagi"]
    addresses = [
        f"https://kabar.example{template.format(id=861200 + n, n=n, slug=slug)}" for n, slug in enumerate(slugs)
    ]
    found = shapes.of_addresses(addresses, TODAY)
    assert found is not None
    assert (found.article, found.site_id) == (article, site_id)
    assert all(re2.search(found.article, address) for address in addresses)


def test_a_day_is_read_from_an_address_only_where_every_one_states_a_real_day() -> None:
    dated = [f"https://a.example/x/2610{day:02}0001/judul-berita-{day}" for day in range(1, 9)]
    found = shapes.of_addresses(dated, TODAY)
    assert found is not None and found.dates == (r"/(?P<yy>\d{2})(?P<m>\d{2})(?P<d>\d{2})\d{4}",)
    undated = [f"https://a.example/x/99{day}9990001/judul-berita-{day}" for day in range(1, 9)]
    other = shapes.of_addresses(undated, TODAY)
    assert other is not None and other.dates == ()


@given(st.lists(st.text(st.sampled_from("abc019-/.?p=&%_"), max_size=40), min_size=3, max_size=12))
def test_no_address_makes_the_guess_stumble(paths: list[str]) -> None:
    addresses = [f"https://a.example/{path}" for path in paths]
    found = shapes.of_addresses(addresses, TODAY)
    if found is not None:
        re2.compile(found.article)
        assert found.fits <= found.told


FACTS = SiteFacts(
    ("warta.example",),
    (Feed(warta.FEED, "A"), Listing(FRONT, "A", item=".kartu", title="h3 a::text", published=".tanggal::text")),
    Pattern(r"/berita/\d+/", "A"),
    (Layout("2026", "A", body=".isi"),),
    site_id=Pattern(r"/berita/(\d+)/", "A"),
)


def test_a_site_file_states_the_facts_and_is_read_back_as_they_were() -> None:
    text = site_file.render("warta_baru", FACTS, "warta.example: synthetic.")
    space: dict[str, object] = {}
    exec(compile(text, "warta_baru.py", "exec"), space)
    assert space["WartaBaru"].facts == FACTS  # type: ignore[attr-defined]
    assert max(map(len, text.splitlines())) <= 120
    assert "from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts\n" in text


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.kabar-desa.co.id/x", "kabardesa"),
        ("https://ppid.contoh.go.id/", "ppid_contoh"),
        ("https://contoh.example/", "contoh"),
        ("https://24jam.example/", "situs_24jam"),
    ],
)
def test_a_site_is_named_after_its_host(url: str, name: str) -> None:
    assert site_file.name_of(url) == name
    assert site_file.is_name(name)


HEADLINE = "Camat Glagah Resmikan Perpustakaan"
PAGE = (
    f'<!doctype html><html><head><title>{HEADLINE} - Warta</title><meta property="og:type" content="article">'
    f'<meta property="article:published_time" content="2026-10-14T08:00:00+07:00">'
    f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": HEADLINE})}</script>'
    f"<script>rahasia('Camat');</script></head><body><h1>{HEADLINE}</h1><time>14 Oktober 2026</time>"
    f'<div class="isi"><p>Pustakawan Sulastri menata seribu buku untuk warga Glagah pada Rabu pagi.</p>'
    f"<p>Baca juga: <a href='/berita/9/harga-cabai-melonjak-tinggi'>Harga Cabai Melonjak Tinggi</a></p>"
    f"{warta.body(5)}</div></body></html>"
)
ADDRESS = f"{warta.HOME}/berita/7/camat-glagah-resmikan-perpustakaan"


def test_no_word_of_a_pages_content_is_kept(tmp_path: Path) -> None:
    kept = golden.keep(tmp_path, "artikel", ADDRESS, PAGE.encode(), site="warta", facts=FACTS, now=warta.NOW)
    files = "".join(path.read_text(encoding="utf-8").lower() for path in tmp_path.iterdir())
    for word in ("camat", "glagah", "resmikan", "sulastri", "pustakawan sulastri", "seribu", "cabai", "rahasia"):
        assert word not in files
    assert kept.changed == ()
    fields = json.loads(kept.path.read_text(encoding="utf-8"))
    assert fields["url"] == kept.url == fields["expected"]["url"]
    assert fields["expected"]["published"] == "2026-10-14T08:00:00+07:00"
    assert fields["expected"]["method"] == "layout 2026"
    assert "baca juga" in (tmp_path / "artikel.html").read_text(encoding="utf-8").lower()


def test_a_headline_becomes_the_same_words_wherever_it_stands() -> None:
    page = disguise(PAGE.encode(), FACTS).decode()
    title = page.partition("<h1>")[2].partition("</h1>")[0]
    assert page.count(title) == 3
    assert disguise_url(ADDRESS, FACTS).endswith("/" + "-".join(title.lower().split()))


def test_a_feed_keeps_its_form() -> None:
    feed = disguise(warta.feed([1, 2]).encode(), FACTS).decode()
    assert feed.count("<item>") == 2 and feed.count("Wed, 14 Oct 2026 08:00:00 +0700") == 2
    assert "sintetis" not in feed and "/berita/1/" in feed


def test_each_refused_address_has_a_host(server: web.Hostile, db: Database) -> None:
    warta.publish(server, *range(1, 7))
    server.answers[FRONT] = front(range(1, 7), FEED_LINK)
    found = drafted(server, db)
    facts = replace(found.facts, article=Pattern("/baca-", "A"))
    refused = write.addresses(replace(found, accepted=(f"{warta.HOME}/baca-12-kabar",), facts=facts))["refused"]
    assert f"{warta.HOME}/" in refused and all(urlsplit(str(one)).netloc for one in refused)


@given(st.binary(max_size=300))
@example(b"\0{")
def test_no_body_makes_the_disguise_stumble(body: bytes) -> None:
    if kind(body) != "json":
        disguise(body, FACTS)


def test_an_article_that_stands_in_the_pages_data_is_found_there() -> None:
    data = {"props": {"menu": ["a"], "article": {"title": HEADLINE, "content": warta.body(3), "date": "2026-10-14"}}}
    page = f"<html><head><title>{HEADLINE}</title></head><body><script id='D'>{json.dumps(data)}</script></body></html>"
    found = page_data.guess(parse(page), "2026", "A")
    assert found == Layout("2026", "A", "content", published="date", data="#D::text | props.article")


def test_what_is_written_is_read_as_it_says_and_overwrites_nothing(
    server: web.Hostile, db: Database, tmp_path: Path
) -> None:
    warta.publish(server, *range(1, 7))
    server.answers[FRONT] = front(range(1, 7), FEED_LINK)
    found = drafted(server, db)
    (tmp_path / "spiders").mkdir()
    written = write.write(tmp_path, "warta", found, warta.NOW)
    assert [path.name for path in written.files] == [
        "warta.py", "feed.json", "front.json", "article.json", "article-2.json", "article-3.json", "urls.json",
    ]  # fmt: skip
    assert dict(written.pages) == {
        "feed.json": "https://warta.example/feed",
        "front.json": FRONT,
        "article.json": warta.article_url(1),
        "article-2.json": warta.article_url(2),
        "article-3.json": warta.article_url(3),
    }
    for path in written.files[1:-1]:
        page = golden.load(path)
        seen = golden.observe(page.body, page.url, site="warta", facts=found.facts, now=page.now)
        assert seen == page.expected
    told = json.loads(written.files[-1].read_text(encoding="utf-8"))
    assert all(urls.is_article(one["url"], found.facts) for one in told["accepted"])
    assert told["refused"] and not any(urls.is_article(one, found.facts) for one in told["refused"])
    with pytest.raises(write.AlreadyThere):
        write.write(tmp_path, "warta", found, warta.NOW)

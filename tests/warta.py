"""A synthetic site for the hostile server to play: its facts, its feed, its articles. No text is anybody's."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from article import RunReport
from config import ROOT, Config
from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts, Sitemap, Source
from crawler.manners import Limits
from crawler.run import complete, run_site
from crawler.site import NewsSite
from storage import candidates, runs
from storage.database import Database, open_store
from tests.hostile import Answer, Hostile, page

HOST = "warta.example"
HOME = f"https://{HOST}"
FEED = f"{HOME}/feed"
SITEMAP = f"{HOME}/sitemap.xml"
# What is asked for once a day to see how the site answers for what does not exist.
NOWHERE = f"{HOME}/berita/0/kabar-0"

NOW = datetime.fromisoformat("2026-10-14T12:00:00+07:00")
# Time enough for a page on a machine that is busy with other things; only what stalls on purpose takes it all.
QUICK = Limits(page_seconds=4, retries=0, wait=0.2)


class Warta(NewsSite):
    """A synthetic site of one feed."""

    name = "warta"
    facts = SiteFacts(
        hosts=(HOST,),
        sources=(Feed(FEED, "D"),),
        article=Pattern(rf"^https://{HOST}/berita/\d+/", "D"),
        site_id=Pattern(r"/berita/(\d+)/", "D"),
        layouts=(Layout("sintetis", "D", body=".isi", title="h1", published="time::attr(datetime)"),),
    )


def with_sources(*sources: Source) -> type[NewsSite]:
    """The same site with other sources."""
    return type("WartaLain", (NewsSite,), {"name": "warta", "facts": replace(Warta.facts, sources=sources)})


def listing_site(pages: int = 3) -> type[NewsSite]:
    """The same site with a listing of several pages instead of the feed."""
    listing = Listing(
        f"{HOME}/indeks?page={{page}}", "D", item="li", link="a::attr(href)", title="a::text", pages=pages
    )
    return with_sources(listing)


def sitemap_site() -> type[NewsSite]:
    """The same site with a sitemap instead of the feed."""
    return with_sources(Sitemap(SITEMAP, "D"))


def article_url(number: int) -> str:
    return f"{HOME}/berita/{number}/kabar-{number}"


def title(number: int) -> str:
    return f"Kabar sintetis nomor {number} dari Kecamatan Glagah"


_TEXT = (
    "warga desa panen padi jalan pasar guru murid lomba kopi nelayan pantai hutan kebun rapat camat dinas layanan "
    "kesehatan puskesmas bidan pemuda irigasi sawah jembatan festival seni tari musik batik pameran pelatihan "
    "komputer koperasi usaha rumah tangga sampah kompos taman baca perpustakaan sekolah beasiswa"
)


def body(number: int, sentences: int = 12) -> str:
    """Paragraphs that differ from one number to the next."""
    choose = random.Random(number)
    words_there_are = _TEXT.split()
    lines = []
    for index in range(sentences):
        words = " ".join(choose.choices(words_there_are, k=14))
        lines.append(f"Pada kegiatan ke-{index + 1} hari itu {words} menjadi bahan pembicaraan nomor {number}.")
    return "".join(f"<p>{line}</p>" for line in lines)


def article(number: int, headline: str | None = None, text: str | None = None, published: str | None = None) -> str:
    """The page of one article."""
    shown = escape(headline or title(number))
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{shown}</title></head><body>'
        f'<h1>{shown}</h1><time datetime="{published or "2026-10-14T08:00:00+07:00"}">14 Oktober 2026</time>'
        f'<div class="isi">{text or body(number)}</div></body></html>'
    )


def feed(numbers: Sequence[int], titles: Mapping[int, str] | None = None, when: str = "") -> str:
    """An RSS feed of the articles with these numbers."""
    items = "".join(
        f"<item><title>{escape((titles or {}).get(n, title(n)))}</title><link>{article_url(n)}</link>"
        f"<pubDate>{when or 'Wed, 14 Oct 2026 08:00:00 +0700'}</pubDate></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Warta</title>{items}</channel></rss>'


def xml(text: str, **headers: str) -> Answer:
    return page(text, content_type="application/rss+xml; charset=utf-8", **headers)


def indeks(numbers: Sequence[int]) -> Answer:
    """A page of the listing."""
    items = "".join(f'<li><a href="{article_url(n)}">{escape(title(n))}</a></li>' for n in numbers)
    return page(f"<!doctype html><html><body><ul>{items}</ul></body></html>")


def publish(server: Hostile, *numbers: int) -> None:
    """Let the site have these articles, and its feed list them."""
    server.answers[FEED] = xml(feed(numbers))
    for number in numbers:
        server.answers[article_url(number)] = page(article(number))


def config(server: Hostile | None, folder: Path, **values: object) -> Config:
    """The configuration of a crawl of the server, without delays."""
    given: dict[str, Any] = {"contact": "tests@jujugan.example", "delay": 0.0, "run_seconds": 60} | values
    if server:
        given.setdefault("gateway", server.gateway)
    return Config(database=folder / "crawl.db", watch=(ROOT / "watch" / "banyuwangi.toml",), **given)


class Crawl:
    """Crawls of one server into one database, an hour apart; each report is checked against the run's row.

    The server forgets before each crawl what it was asked in the last one.
    """

    def __init__(self, server: Hostile, folder: Path, store: str = "") -> None:
        self.server = server
        self.config = config(server, folder, store=store)
        self.now = NOW - timedelta(hours=1)

    def __call__(self, site: type[NewsSite] = Warta, limits: Limits = QUICK, **options: Any) -> RunReport:
        self.now += timedelta(hours=1)
        self.server.asked.clear()
        report = complete(run_site(site, self.config, now=self.now, limits=limits, **options))
        assert report.adds_up
        with self.database() as db:
            row = runs.latest(db, "warta")
            newest = db.one("SELECT state FROM run ORDER BY id DESC LIMIT 1")
        assert newest is not None and newest["state"] != "running"
        assert options.get("only") or (row is not None and row.report == report)
        return report

    def database(self) -> Database:
        return open_store(self.config)

    def state(self, number: int) -> str:
        """What the database says became of an article's candidate."""
        with self.database() as db:
            return candidates.known(db, "warta", [str(number)])[str(number)].state

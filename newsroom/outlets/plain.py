"""Smaller outlets on software of their own: a feed or a list of cards, and a plain page for each article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, ClassVar

from newsroom.outlets.base import Handler, Outlet
from newsroom.outlets.linked import news_article
from newsroom.outlets.pages import Ask, Era, Page
from newsroom.publication import Publication, Slot


@dataclass(frozen=True, slots=True)
class Cards:
    """How a list marks its cards; `inside` puts the link into the heading, else the heading stands in the link."""

    card: str = "post-card"
    heading: str = "h3"
    inside: bool = True
    meta: str = "post-date"


class Plain(Outlet):
    """`feed`, `lists` and `page` are REs over the path; `page` has the group `key`. `body` is the text's class."""

    folder = "plain"
    sections: ClassVar[tuple[str, ...]] = ("daerah", "pemerintahan", "peristiwa", "ekonomi")
    eras = (Era("before", date(2023, 1, 1), date(2025, 12, 1), 14), Era("article", date(2026, 1, 1)))
    weight = 2.0
    kilobytes = 30
    feed: ClassVar[str] = ""
    lists: ClassVar[str] = "/"
    page: ClassVar[str]
    body_class: ClassVar[str] = "isi-berita"
    marks: ClassVar[Cards] = Cards()
    per_feed: ClassVar[int] = 20

    def routes(self) -> Sequence[tuple[str, Handler]]:
        host = "(?:" + "|".join(map(re.escape, self.hosts)) + ")"
        feed = ((host + self.feed, lambda ask, _: self.rss(ask, ask.shelf.all()[: self.per_feed])),)
        return (
            *(feed if self.feed else ()),
            (host + self.lists, self._list),
            (host + self.page, lambda ask, match: self.article(ask, match["key"])),
        )

    def _list(self, ask: Ask, _: re.Match[str]) -> Page:
        return self.listing(ask, ask.shelf.all(), ask.page())

    def key(self, slot: Slot) -> str:
        return str(slot.number)

    def keys(self, piece: Publication) -> set[str]:
        return {self.key(piece.slot)} if self.key(piece.slot).isalnum() else super().keys(piece)

    def number(self, published: datetime) -> int:
        return 100000 + (published.date() - date(2018, 1, 1)).days * 40

    def template(self, piece: Publication) -> str:  # noqa: ARG002
        return "plain/article.html"

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        return {"ld": news_article(piece, piece.version(ask.now), piece.address(ask.now), self.title)}


class Bangsaonline(Plain):
    name = "bangsaonline"
    title = "BANGSAONLINE.com"
    hosts = ("bangsaonline.com",)
    aliases = {"www.bangsaonline.com": "bangsaonline.com"}
    feed = r"/feed/?"
    page = r"/berita/(?P<key>\d+)/[^/]+"
    weight = 2.5

    def url(self, slot: Slot) -> str:
        return f"{self.home}/berita/{slot.number}/{slot.slug}"


class Memorandum(Plain):
    name = "memorandum"
    title = "Memorandum"
    hosts = ("memorandum.disway.id",)
    feed = r"/rss/?"
    page = r"/read/(?P<key>\d+)/[^/]+"
    weight = 2.5

    def url(self, slot: Slot) -> str:
        return f"{self.home}/read/{slot.number}/{slot.slug}"


class Jatimtimes(Plain):
    """What it calls its sitemap is a feed."""

    name = "jatimtimes"
    title = "JatimTIMES"
    hosts = ("jatimtimes.com",)
    aliases = {"www.jatimtimes.com": "jatimtimes.com"}
    feed = r"/sitemap\.xml"
    page = r"/baca/(?P<key>\d+)/\d{8}/\d{6}/[^/]+"
    body_class = "isi"
    weight = 3.0

    def url(self, slot: Slot) -> str:
        return f"{self.home}/baca/{slot.number}/{slot.published:%Y%m%d/%H%M%S}/{slot.slug}"


class Suaraindonesia(Plain):
    """/news/section/13 hexadecimal digits/slug; no feed."""

    name = "suaraindonesia"
    title = "Suara Indonesia"
    hosts = ("suaraindonesia.co.id",)
    aliases = {"www.suaraindonesia.co.id": "suaraindonesia.co.id"}
    page = r"/news/[a-z]+/(?P<key>[0-9a-f]{13})/[^/]+"

    def url(self, slot: Slot) -> str:
        return f"{self.home}/news/{slot.section}/{self.key(slot)}/{slot.slug}"

    def key(self, slot: Slot) -> str:
        return f"{int(slot.published.timestamp()):08x}{slot.number % 0x100000:05x}"


class Surabayapagi(Plain):
    """Its own search for the district's name stands beside the feed."""

    name = "surabayapagi"
    title = "Surabaya Pagi"
    hosts = ("surabayapagi.com",)
    aliases = {"www.surabayapagi.com": "surabayapagi.com"}
    robots = "User-agent: *\nDisallow: /admin/\n"
    feed = r"/feed/?"
    lists = r"(?:/search/(?P<words>[a-z]+))?/?"
    page = r"/news-(?P<key>\d+)-[^/]+"
    body_class = "article-content"
    marks = Cards("category-text-wrap", "h2")

    def url(self, slot: Slot) -> str:
        return f"{self.home}/news-{slot.number}-{slot.slug}"

    def _list(self, ask: Ask, match: re.Match[str]) -> Page:
        words = match["words"]
        return self.listing(ask, ask.shelf.matching(words) if words else ask.shelf.all(), ask.page())


class Bwi24jam(Plain):
    name = "bwi24jam"
    title = "BWI 24 Jam"
    hosts = ("bwi24jam.co.id",)
    aliases = {"www.bwi24jam.co.id": "bwi24jam.co.id"}
    local = True
    lists = r"(?:/berita)?/?"
    page = r"/(?P<key>[a-z0-9]+(?:-[a-z0-9]+){3,})/?"
    body_class = "card-text"
    marks = Cards("col-md-6 mb-4", "h5", inside=False, meta="post-meta")

    def url(self, slot: Slot) -> str:
        return f"{self.home}/{self.key(slot)}"

    def key(self, slot: Slot) -> str:
        return slot.slug if slot.slug.count("-") >= 3 else f"{slot.slug}-{'-'.join(str(slot.number))}"


class Menpan(Plain):
    """One list of all its news, one of what the regions send it."""

    name = "menpan"
    title = "Kementerian PANRB"
    hosts = ("www.menpan.go.id",)
    aliases = {"menpan.go.id": "www.menpan.go.id"}
    sections = ("berita-daerah", "dari-istana")
    lists = r"/(?:site/berita-terkini(?P<region>/berita-daerah)?)?/?"
    page = r"/site/berita-terkini/[a-z-]+/(?P<key>[a-z0-9-]+)"
    body_class = "article-body-content"
    marks = Cards("article-header", "h2")
    weight = 4.0

    def tells(self, kind: str, town: str) -> bool:  # noqa: ARG002
        return kind in ("visit", "elsewhere", "outgoing", "other_sense", "official_visit")

    def url(self, slot: Slot) -> str:
        return f"{self.home}/site/berita-terkini/{slot.section}/{self.key(slot)}"

    def key(self, slot: Slot) -> str:
        return slot.slug if slot.slug.count("-") >= 2 else f"{slot.slug}-{'-'.join(str(slot.number))}"

    def _list(self, ask: Ask, match: re.Match[str]) -> Page:
        pieces = [piece for piece in ask.shelf.all() if not match["region"] or piece.slot.section == "berita-daerah"]
        return self.listing(ask, pieces, ask.page())


class Republika(Plain):
    """/index/{offset} beside a feed of fifteen; article codes of six letters and three digits."""

    name = "republika"
    title = "Republika Online"
    hosts = ("www.republika.co.id", "republika.co.id", "rejogja.republika.co.id")
    feed = r"/rss/?"
    lists = r"/(?:index/(?P<offset>\d{1,5}))?"
    page = r"/berita/(?P<key>[a-z0-9]{6}\d{3})/[^/]+"
    body_class = "article-content"
    marks = Cards("list-group-item", "h2")
    per_feed = 15
    cards = 50
    weight = 4.0
    robots = (
        "User-agent: *\nDisallow: /search/?q=\nDisallow: /feed/\nDisallow: /ajax/\n\nUser-agent: Scrapy\nDisallow: /\n"
    )

    def url(self, slot: Slot) -> str:
        return f"https://rejogja.republika.co.id/berita/{self.key(slot)}/{slot.slug}"

    def key(self, slot: Slot) -> str:
        letters = blake2b(str(slot.number).encode(), digest_size=6).digest()
        return "".join(chr(97 + one % 26) for one in letters) + f"{slot.number % 1000:03d}"

    def _list(self, ask: Ask, match: re.Match[str]) -> Page:
        return self.listing(ask, ask.shelf.all(), int(match["offset"] or 0) // 50 + 1)


PLAIN = (Bangsaonline, Memorandum, Jatimtimes, Suaraindonesia, Surabayapagi, Bwi24jam, Menpan, Republika)

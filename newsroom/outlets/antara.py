"""ANTARA Jawa Timur: jatim.antaranews.com; ids in the URL, AMP under /amp/, "COPYRIGHT" tails."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from newsroom.outlets.base import Handler, Outlet
from newsroom.outlets.linked import news_article
from newsroom.outlets.pages import Ask, Era, Page
from newsroom.publication import Publication, Slot


class Antara(Outlet):
    name = "antara"
    title = "ANTARA News Jawa Timur"
    hosts = ("jatim.antaranews.com",)
    sections = ("lintas-daerah", "ekonomi", "peristiwa", "pendidikan")
    eras = (Era("2016", date(2015, 6, 1), date(2018, 8, 1), 4), Era("2026", date(2020, 1, 1)))
    weight = 4.0
    robots = "User-agent: *\nAllow: /\nDisallow: /search\nDisallow: /print/\nSitemap: https://jatim.antaranews.com/sitemap.xml\n"
    kilobytes = 40
    gone = "soft"

    def routes(self) -> Sequence[tuple[str, Handler]]:
        host = r"jatim\.antaranews\.com"
        return (
            (host + r"/rss/terkini(?:\.xml)?", lambda ask, _: self.rss(ask, ask.shelf.live()[:20])),
            (host + r"/rss/ekonomi(?:\.xml)?", lambda ask, _: self.rss(ask, self._in(ask, "ekonomi")[:20])),
            (host + r"/rss/?", lambda ask, _: self.listing(ask, [], 1, heading="RSS")),
            (host + r"/sitemap\.xml", lambda ask, _: self.sitemap(ask, ask.shelf.all())),
            (host + r"/terkini/?(?P<page>\d{0,4})", self._latest),
            (host + r"/", lambda ask, _: self.listing(ask, ask.shelf.live(), 1)),
            (host + r"/tag/(?P<tag>[a-z0-9-]+)(?:/\d+)?", self.tag),
            (host + r"/search/?", self.search),
            (host + r"/(?:amp/)?berita/(?P<id>\d+)/[^/]+", self._article),
        )

    def url(self, slot: Slot) -> str:
        return f"https://jatim.antaranews.com/berita/{slot.number}/{slot.slug}"

    def key(self, slot: Slot) -> str:
        return str(slot.number)

    def number(self, published: datetime) -> int:
        return (
            352342 + int((published.date() - date(2020, 2, 10)).days * 281)
            if published.year > 2019
            else self._old(published)
        )

    def amp(self, piece: Publication) -> str:
        return piece.url.replace("/berita/", "/amp/berita/")

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        url, version = piece.address(ask.now), piece.version(ask.now)
        return {
            "ld": news_article(piece, version, url, "ANTARA"),
            "views": self.furniture.views(url, piece.published, ask.now),
        }

    def _old(self, published: datetime) -> int:
        return 261998 - int((date(2018, 8, 1) - published.date()).days * 60)

    def _in(self, ask: Ask, section: str) -> list[Publication]:
        return [piece for piece in ask.shelf.live() if piece.slot.section == section]

    def _latest(self, ask: Ask, match: re.Match[str]) -> Page:
        return self.listing(ask, ask.shelf.all(), int(match["page"] or ask.page()))

    def _article(self, ask: Ask, match: re.Match[str]) -> Page | None:
        return self.article(ask, match["id"])

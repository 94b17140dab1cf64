"""liputan6.com: feeds on feed.liputan6.com, channels as server-made pages, all pages of a piece in one document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from newsroom.outlets.base import Handler, Outlet
from newsroom.outlets.linked import news_article
from newsroom.outlets.pages import Ask, Era, Page
from newsroom.publication import Publication, Slot


class Liputan6(Outlet):
    name = "liputan6"
    title = "Liputan6.com"
    hosts = ("www.liputan6.com", "feed.liputan6.com", "regional.liputan6.com")
    aliases = {"liputan6.com": "www.liputan6.com"}
    sections = ("regional", "surabaya", "jatim")
    eras = (Era("2016", date(2015, 6, 1), date(2018, 12, 1), 3), Era("2026", date(2024, 1, 1)))
    weight = 2.0
    crawl_delay = 1.0
    robots = "User-agent: *\nDisallow: /search\nDisallow: /ajax/\n\nSitemap: https://www.liputan6.com/sitemap.xml\n"
    kilobytes = 80
    gzip = True

    def routes(self) -> Sequence[tuple[str, Handler]]:
        site = r"(?:www\.)?liputan6\.com"
        return (
            (r"feed\.liputan6\.com/rss/?(?P<section>regional|surabaya|news|jatim)?", self._rss),
            (
                site + r"/sitemap\.xml",
                lambda ask, _: self.sitemap_index(
                    ask, (f"{self.home}/sitemap_news.xml", f"{self.home}/sitemap_web.xml")
                ),
            ),
            (site + r"/sitemap_news\.xml", lambda ask, _: self.news_sitemap(ask, ask.shelf.live()[:40])),
            (site + r"/sitemap_web\.xml", lambda ask, _: self.sitemap(ask, ask.shelf.all())),
            (site + r"/indeks(?:/.*)?", lambda ask, _: Page(self.show("liputan6/empty.html", ask))),
            (site + r"/tag/[a-z0-9-]+", lambda ask, _: Page(self.show("liputan6/empty.html", ask))),
            (site + r"/(?P<section>regional|jatim|surabaya)?/?", self._channel),
            (site + r"/amp/(?P<id>\d+)/[^/]+", self._article),
            (site + r"/[a-z-]+/read/(?P<id>\d+)/[^/]+", self._article),
            (r"[a-z]+\.liputan6\.com/read/(?P<id>\d+)/[^/]+", self._article),
        )

    def url(self, slot: Slot) -> str:
        if slot.era == "2016":
            return f"https://regional.liputan6.com/read/{slot.number}/{slot.slug}"
        return f"https://www.liputan6.com/{slot.section}/read/{slot.number}/{slot.slug}"

    def key(self, slot: Slot) -> str:
        return str(slot.number)

    def number(self, published: datetime) -> int:
        return 2436773 + int((published.date() - date(2016, 2, 16)).days * 1064)

    def amp(self, piece: Publication) -> str:
        return f"https://www.liputan6.com/amp/{piece.slot.number}/{piece.slot.slug}"

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        url, version = piece.address(ask.now), piece.version(ask.now)
        whole = self.body(ask, piece, 0)
        cut = max(1, len(whole) // 2)
        return {"ld": news_article(piece, version, url, "Liputan6.com"), "halves": (whole[:cut], whole[cut:])}

    def _rss(self, ask: Ask, match: re.Match[str]) -> Page:
        section = match["section"]
        wanted = None if section in (None, "news") else section
        return self.rss(ask, [piece for piece in ask.shelf.live() if wanted in (None, piece.slot.section)][:20])

    def _channel(self, ask: Ask, match: re.Match[str]) -> Page:
        section = match["section"]
        pieces = [
            piece for piece in ask.shelf.all() if section is None or piece.slot.section == section or piece.archive
        ]
        return self.listing(ask, pieces, ask.page())

    def _article(self, ask: Ask, match: re.Match[str]) -> Page | None:
        return self.article(ask, match["id"])

"""timesindonesia.co.id: a Next.js front with relative dates, an API that wants a key, /read/{id}/... before."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from newsroom.outlets.base import Handler, Outlet
from newsroom.outlets.linked import news_article
from newsroom.outlets.pages import JSON, Ask, Era, Page
from newsroom.publication import Publication, Slot


class Timesindonesia(Outlet):
    name = "timesindonesia"
    title = "TIMES Indonesia"
    local = True
    hosts = ("timesindonesia.co.id",)
    aliases = {"www.timesindonesia.co.id": "timesindonesia.co.id"}
    sections = ("peristiwa-daerah", "pemerintahan", "ekonomi", "pendidikan", "wisata")
    eras = (Era("2018", date(2017, 6, 1), date(2020, 12, 1), 4), Era("2026", date(2024, 1, 1)))
    weight = 6.0
    robots = "User-agent: *\nAllow: /\nDisallow: /api/\nSitemap: https://timesindonesia.co.id/sitemap.xml\n"
    kilobytes = 35

    def routes(self) -> Sequence[tuple[str, Handler]]:
        site = r"(?:www\.)?timesindonesia\.co\.id"
        return (
            (
                site + r"/sitemap\.xml",
                lambda ask, _: self.sitemap_index(
                    ask, (f"{self.home}/sitemap-news.xml", f"{self.home}/sitemap-web.xml")
                ),
            ),
            (site + r"/sitemap-news\.xml", lambda ask, _: self.news_sitemap(ask, ask.shelf.live()[:30])),
            (site + r"/sitemap-web\.xml", lambda ask, _: self.sitemap(ask, ask.shelf.all())),
            (site + r"/api/news/all", lambda _, __: Page('{"message":"Invalid API key"}', "other", JSON, 401)),
            (
                site + r"/search/?",
                self.search,
            ),
            (
                site + r"/tag/(?P<tag>[a-z0-9-]+)",
                self.tag,
            ),
            (site + r"/(?P<section>[a-z-]*)/?", self._channel),
            (site + r"/(?:amp/)?read/[a-z-]*/?(?P<id>\d+)/\d{8}/\d{6}/[^/]+(?:/video\.html)?", self._article),
            (site + r"/(?:amp/)?[a-z-]+/(?P<id>\d{6,7})/[^/]+(?:/video\.html)?", self._article),
        )

    def url(self, slot: Slot) -> str:
        if slot.era == "2018":
            return f"https://timesindonesia.co.id/read/{slot.number}/{slot.published:%Y%m%d/%H%M%S}/{slot.slug}"
        return f"https://timesindonesia.co.id/{slot.section}/{slot.number}/{slot.slug}"

    def key(self, slot: Slot) -> str:
        return str(slot.number)

    def number(self, published: datetime) -> int:
        return 180151 + int((published.date() - date(2018, 8, 14)).days * 125)

    def amp(self, piece: Publication) -> str:
        return piece.url.replace(".co.id/", ".co.id/amp/")

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        views = self.furniture.views(piece.url, piece.published, ask.now)
        ld = news_article(piece, piece.version(ask.now), piece.address(ask.now), "TIMES Indonesia")
        return {"ld": ld, "views": f"{views / 1000:.2f}k", "data": self._data(ask, [piece])}

    def _data(self, ask: Ask, pieces: Sequence[Publication]) -> str:
        """What Next.js puts into the page for its own scripts."""
        news = [
            {
                "news_id": piece.slot.number,
                "news_title": piece.version(ask.now).title,
                "url_ci4": piece.address(ask.now),
            }
            for piece in pieces
        ]
        return json.dumps({"props": {"pageProps": {"news": news}}, "buildId": "tidn-2026"}, ensure_ascii=False)

    def _channel(self, ask: Ask, match: re.Match[str]) -> Page | None:
        section = match["section"]
        if section and section not in self.sections:
            return None
        return self.listing(
            ask, [piece for piece in ask.shelf.all() if section in ("", piece.slot.section)], ask.page()
        )

    def _article(self, ask: Ask, match: re.Match[str]) -> Page | None:
        return self.article(ask, match["id"])

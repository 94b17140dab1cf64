"""merdeka.com, and banyuwangi.merdeka.com of 2016-19: section sitemaps in Google News form, no query allowed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from newsroom.outlets.base import Handler, Outlet
from newsroom.outlets.linked import news_article
from newsroom.outlets.pages import Ask, Era, Page
from newsroom.publication import Publication, Slot

_SECTIONS = ("peristiwa", "politik", "jatim", "uang", "gaya")


class Merdeka(Outlet):
    name = "merdeka"
    title = "merdeka.com"
    hosts = ("www.merdeka.com", "banyuwangi.merdeka.com")
    aliases = {"merdeka.com": "www.merdeka.com"}
    sections = _SECTIONS
    eras = (
        Era("banyuwangi", date(2016, 3, 1), date(2019, 10, 1), 5),
        Era("2020", date(2018, 3, 1), date(2020, 12, 1), 2),
        Era("2025", date(2023, 2, 1), date(2025, 10, 1), 3),
        Era("2026", date(2026, 1, 1)),
    )
    robots = "User-agent: *\nDisallow: /*?\nDisallow: /search/*\nDisallow: *index*\n\nSitemap: https://www.merdeka.com/sitemap.xml\n"
    kilobytes = 50

    def routes(self) -> Sequence[tuple[str, Handler]]:
        site = r"(?:www\.)?merdeka\.com"
        return (
            (site + r"/rss/?", lambda ask, _: self.rss(ask, ask.shelf.live()[:20])),
            (site + r"/sitemap\.xml", self._index),
            (site + r"/(?P<section>[a-z-]+)/sitemap\.xml", self._section_map),
            (site + r"/(?P<section>peristiwa|politik|jatim|uang|gaya)?/?", self._hub),
            (site + r"/tag/(?P<tag>[a-z0-9-]+)/?", self.tag),
            (r"banyuwangi\.merdeka\.com/(?:info-banyuwangi/?)?(?:indeks/?)?", self._channel),
            (r"banyuwangi\.merdeka\.com/info-banyuwangi/(?P<key>[a-z0-9-]+-\d{6}[a-z0-9])\.html", self._article),
            (site + r"/[a-z-]+/read/(?P<key>\d+)/[^/]+", self._article),
            (site + r"/(?:amp/)?[a-z-]+/[a-z0-9-]+-(?P<key>\d+)-mvk\.html", self._article),
            (site + r"/(?:amp/)?[a-z-]+/(?P<key>[a-z0-9-]+)\.html", self._article),
        )

    def url(self, slot: Slot) -> str:
        if slot.era == "banyuwangi":
            return f"https://banyuwangi.merdeka.com/info-banyuwangi/{self.key(slot)}.html"
        path = {
            "2020": f"{slot.slug}.html",
            "2025": f"{slot.slug}-{slot.number}-mvk.html",
            "2026": f"read/{slot.number}/{slot.slug}",
        }[slot.era]
        return f"https://www.merdeka.com/{slot.section}/{path}"

    def key(self, slot: Slot) -> str:
        if slot.era == "banyuwangi":
            return f"{slot.slug}-{slot.published:%y%m%d}{'bcenqr2345'[slot.number % 10]}"
        return slot.slug if slot.era == "2020" else str(slot.number)

    def number(self, published: datetime) -> int:
        return 3108 + int((published.date() - date(2015, 1, 1)).days * 110)

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        url, version = piece.address(ask.now), piece.version(ask.now)
        ld = news_article(piece, version, url, "merdeka.com")
        ld["author"] = None
        return {"ld": ld, "relative": piece.slot.number % 3 == 0}

    def _index(self, ask: Ask, _: re.Match[str]) -> Page:
        others = ("dunia", "sepakbola", "teknologi", "sehat", "otomotif", "artis", "travel", "kuliner", "quran", "foto")
        maps = [f"https://www.merdeka.com/{name}/sitemap.xml" for name in (*_SECTIONS, *others)]
        return self.sitemap_index(ask, [*maps, "https://www.merdeka.com/arsip/sitemap.xml"])

    def _section_map(self, ask: Ask, match: re.Match[str]) -> Page | None:
        if match["section"] == "arsip":
            return self.sitemap(ask, ask.shelf.archive())
        fresh = [piece for piece in ask.shelf.live() if piece.published > ask.now - timedelta(days=5)]
        return self.news_sitemap(ask, [piece for piece in fresh if piece.slot.section == match["section"]])

    def _hub(self, ask: Ask, match: re.Match[str]) -> Page:
        pieces = [piece for piece in ask.shelf.live() if match["section"] in (None, piece.slot.section)]
        return self.listing(ask, pieces, 1, heading=match["section"] or "Terbaru")

    def _channel(self, ask: Ask, _: re.Match[str]) -> Page:
        return self.listing(ask, [piece for piece in ask.shelf.archive() if piece.slot.era == "banyuwangi"], 1)

    def _article(self, ask: Ask, match: re.Match[str]) -> Page | None:
        return self.article(ask, match["key"], page=0)

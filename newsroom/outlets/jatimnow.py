"""jatimnow.com (PopojiCMS): /baca-{id}-{slug}; "Pixel Code" junk before the text, no JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from newsroom.outlets.base import Handler, Outlet
from newsroom.outlets.pages import Ask, Era, Page
from newsroom.publication import Publication, Slot


class Jatimnow(Outlet):
    name = "jatimnow"
    title = "jatimnow.com"
    local = True
    hosts = ("jatimnow.com",)
    aliases = {"www.jatimnow.com": "jatimnow.com"}
    sections = ("peristiwa", "politik-pemerintahan", "ekonomi", "jatim-memilih")
    weight = 5.0
    eras = (Era("2018", date(2018, 5, 1), date(2021, 12, 1), 4), Era("popoji", date(2022, 1, 1)))
    robots = "User-agent: *\nDisallow: /po-admin/\nDisallow: /po-content/component/\nSitemap: https://jatimnow.com/sitemap.xml\n"
    kilobytes = 35
    gone = "home"

    def routes(self) -> Sequence[tuple[str, Handler]]:
        host = r"jatimnow\.com"
        return (
            (host + r"/(?:rss|feed|rss\.xml)/?", lambda ask, _: self.rss(ask, ask.shelf.live()[:20])),
            (host + r"/sitemap\.xml", lambda ask, _: self.sitemap(ask, ask.shelf.all())),
            (host + r"/(?:index/?|indeks/?|page/\d+)?", lambda ask, _: self.listing(ask, ask.shelf.all(), ask.page())),
            (host + r"/(?:category|kategori|kanal)/(?P<section>[a-z-]+)(?:/page/(?P<page>\d{1,4}))?", self._section),
            (host + r"/tag/(?P<tag>[a-z0-9-]+)(?:/page/(?P<page>\d{1,4}))?", self.tag),
            (
                host + r"/search/?",
                self.search,
            ),
            (host + r"/(?:amp/)?baca-(?P<id>\d+)-[^/]+", self._article),
        )

    def url(self, slot: Slot) -> str:
        return f"https://jatimnow.com/baca-{slot.number}-{slot.slug}"

    def key(self, slot: Slot) -> str:
        return str(slot.number)

    def number(self, published: datetime) -> int:
        return 6944 + int((published.date() - date(2018, 9, 18)).days * 31)

    def amp(self, piece: Publication) -> str:
        return piece.url.replace("/baca-", "/amp/baca-")

    def _section(self, ask: Ask, match: re.Match[str]) -> Page:
        pieces = [piece for piece in ask.shelf.all() if piece.slot.section == match["section"]]
        return self.listing(ask, pieces, int(match["page"] or ask.page()))

    def _article(self, ask: Ask, match: re.Match[str]) -> Page | None:
        return self.article(ask, match["id"])

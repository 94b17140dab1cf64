"""ngopibareng.id: /read/<slug> (with seven digits behind it in 2018), lists under /timeline/category/."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from newsroom.outlets.base import Handler, Outlet
from newsroom.outlets.linked import news_article
from newsroom.outlets.pages import Ask, Era, Page
from newsroom.publication import Publication, Slot


class Ngopibareng(Outlet):
    name = "ngopibareng"
    title = "Ngopibareng.id"
    hosts = ("www.ngopibareng.id",)
    aliases = {"ngopibareng.id": "www.ngopibareng.id"}
    sections = ("jawa-timur", "pemerintahan", "ekonomi", "wisata")
    eras = (Era("2018", date(2018, 3, 1), date(2019, 6, 1), 3), Era("2026", date(2020, 1, 1)))
    weight = 2.0
    kilobytes = 45

    def routes(self) -> Sequence[tuple[str, Handler]]:
        site = r"(?:www\.)?ngopibareng\.id"
        return (
            (site + r"/(?:rss|feed)/?", lambda ask, _: self.rss(ask, ask.shelf.live()[:15])),
            (site + r"/sitemap\.xml", lambda ask, _: self.sitemap(ask, ask.shelf.all())),
            (site + r"/(?:timeline/?|timeline/category/(?P<section>[a-z-]+))?", self._timeline),
            (
                site + r"/tag/(?P<tag>[a-z0-9-]+)",
                self.tag,
            ),
            (
                site + r"/search/?",
                self.search,
            ),
            (site + r"/(?:amp/)?read/(?P<key>[a-z0-9-]+)", lambda ask, match: self.article(ask, match["key"])),
        )

    def url(self, slot: Slot) -> str:
        return f"https://www.ngopibareng.id/read/{self.key(slot)}"

    def key(self, slot: Slot) -> str:
        return f"{slot.slug}-{slot.number % 10**7:07d}" if slot.era == "2018" else slot.slug

    def number(self, published: datetime) -> int:
        return 1800000 + int((published.date() - date(2018, 1, 1)).days * 900)

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        return {"ld": news_article(piece, piece.version(ask.now), piece.address(ask.now), "Ngopibareng.id")}

    def _timeline(self, ask: Ask, match: re.Match[str]) -> Page:
        """Its pager never ends: beyond the last page it shows the last one again and offers a next."""
        section = match["section"]
        pieces = [piece for piece in ask.shelf.all() if section in (None, piece.slot.section)]
        last = max(1, -(-len(pieces) // self.cards))
        return self.listing(ask, pieces, min(ask.page(), last), following=ask.page() + 1)

    def listing(self, ask: Ask, pieces: Sequence[Publication], page: int, **more: Any) -> Page:
        return super().listing(ask, pieces, page, **({"following": page + 1} | more))

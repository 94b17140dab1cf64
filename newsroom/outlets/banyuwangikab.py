"""banyuwangikab.go.id: /berita/ today, /berita-daerah/*.html before, one slug under both; an endless agenda."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from newsroom.outlets.base import Handler, Outlet
from newsroom.outlets.pages import JSON, Ask, Era, Page
from newsroom.publication import Publication, Slot


class Banyuwangikab(Outlet):
    name = "banyuwangikab"
    title = "Pemerintah Kabupaten Banyuwangi"
    hosts = ("banyuwangikab.go.id", "www.banyuwangikab.go.id")
    local = True
    sections = ("umum",)
    eras = (Era("2012", date(2013, 2, 1), date(2018, 12, 1), 6), Era("2020", date(2020, 6, 1)))
    weight = 2.5
    crawl_delay = 2.0
    robots = "User-agent: *\nDisallow: /api/\nDisallow: /admin\n"
    kilobytes = 30
    cards = 12

    def routes(self) -> Sequence[tuple[str, Handler]]:
        host = r"(?:www\.)?banyuwangikab\.go\.id"
        return (
            (host + r"/(?:berita(?:/kanal/(?:umum|semua))?|berita-daerah)?/?", self._list),
            (host + r"/sitemap\.xml", lambda ask, _: self.sitemap(ask, ask.shelf.all())),
            (
                host + r"/api/berita/newRelease",
                lambda _, __: Page('{"message":"Unauthenticated."}', "other", JSON, 401),
            ),
            (host + r"/agenda(?:/(?P<year>\d{4})/(?P<month>\d{1,2}))?", self._agenda),
            (host + r"/(?:public/)?berita/(?P<slug>[a-z0-9-]+)", self._article),
            (host + r"/berita-daerah/(?P<slug>[a-z0-9-]+)\.html", self._article),
        )

    def url(self, slot: Slot) -> str:
        if slot.era == "2012":
            return f"https://banyuwangikab.go.id/berita-daerah/{slot.slug}.html"
        return f"https://banyuwangikab.go.id/berita/{slot.slug}"

    def tells(self, kind: str, town: str) -> bool:
        return super().tells(kind, town) and kind not in ("elsewhere", "other_sense")

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        return {"views": self.furniture.views(piece.url, piece.published, ask.now)}

    def _article(self, ask: Ask, match: re.Match[str]) -> Page | None:
        return self.article(ask, match["slug"])

    def _list(self, ask: Ask, _: re.Match[str]) -> Page:
        """Old stories stand in the list under both of their addresses, as after the site's migration."""
        pieces = ask.shelf.all()
        twins = [
            piece.url.replace("/berita-daerah/", "/berita/").removesuffix(".html") for piece in ask.shelf.archive()[:3]
        ]
        month = ask.now.strftime("%Y/%m")
        return self.listing(
            ask, pieces, ask.page(), twins=twins if ask.page() == 1 else [], agenda=f"{self.home}/agenda/{month}"
        )

    def _agenda(self, ask: Ask, match: re.Match[str]) -> Page:
        """A calendar whose "next month" never ends: a trap for whoever follows every link."""
        try:
            month = date(int(match["year"] or ask.now.year), int(match["month"] or ask.now.month), 1)
            ahead, back = month + timedelta(days=32), month - timedelta(days=2)
        except (ValueError, OverflowError):
            return self.not_found(ask)
        links = [f"{self.home}/agenda/{day:%Y/%m}" for day in (back, ahead)]
        return Page(self.show("banyuwangikab/agenda.html", ask, month=month, links=links), "other")

"""radarbanyuwangi.jawapos.com: an Inertia page today; Promedia, WordPress and an older system before."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from newsroom.outlets.base import Handler, Outlet
from newsroom.outlets.pages import Ask, Era, Page
from newsroom.publication import Publication, Slot

_EPOCH = date(2023, 1, 1)


class Radarbanyuwangi(Outlet):
    name = "radarbanyuwangi"
    title = "Radar Banyuwangi"
    local = True
    hosts = ("radarbanyuwangi.jawapos.com",)
    sections = ("banyuwangi", "politik-pemerintahan", "ekonomi-bisnis", "pendidikan", "olahraga")
    eras = (
        Era("2018", date(2018, 2, 1), date(2019, 12, 1), 2),
        Era("2021", date(2021, 1, 15), date(2022, 11, 1), 3),
        Era("2024", date(2023, 2, 1), date(2025, 8, 1), 3),
        Era("2026", date(2025, 10, 1)),
    )
    weight = 8.0
    robots = "User-agent: *\nDisallow: /search?q=\nDisallow: /cms/\n"
    kilobytes = 40

    def routes(self) -> Sequence[tuple[str, Handler]]:
        host = r"radarbanyuwangi\.jawapos\.com"
        return (
            (host + r"/sitemap\.xml", self._index),
            (host + r"/sitemap-news\.xml", lambda ask, _: self.news_sitemap(ask, ask.shelf.live()[:50])),
            (host + r"/sitemap-web\.xml", lambda ask, _: self.sitemap(ask, ask.shelf.all())),
            (host + r"/(?:rss|feed)/?", lambda ask, _: self.rss(ask, ask.shelf.live()[:20])),
            (host + r"/(?P<section>[a-z-]*)", self._channel),
            (
                host + r"/tag/(?P<tag>[a-z0-9-]+)",
                lambda ask, match: self._data(ask, "News/Tag", "news", ask.shelf.tagged(match["tag"])),
            ),
            (
                host + r"/search",
                lambda ask, _: self._data(ask, "News/Search", "news", ask.shelf.matching(ask.query.get("q", ""))),
            ),
            (host + r"/read/\d{4}/\d\d/\d\d/(?P<id>\d+)/[^/]+", lambda ask, match: self.article(ask, match["id"])),
            (
                host + r"/[a-z-]+/\d\d/\d\d/\d{4}/(?P<slug>[a-z0-9-]+)/?",
                lambda ask, match: self.article(ask, match["slug"]),
            ),
            (host + r"/[a-z-]+/(?P<id>\d{9,10})/[^/]+", lambda ask, match: self.article(ask, match["id"])),
        )

    def url(self, slot: Slot) -> str:
        home = "https://radarbanyuwangi.jawapos.com"
        if slot.era == "2018":
            return f"{home}/read/{slot.published:%Y/%m/%d}/{self.key(slot)}/{slot.slug}"
        if slot.era == "2021":
            return f"{home}/politik-pemerintahan/{slot.published:%d/%m/%Y}/{slot.slug}/"
        return f"{home}/{slot.section}/{self.key(slot)}/{slot.slug}"

    def key(self, slot: Slot) -> str:
        """Six digits in 2018, the slug in 2021, nine digits from 81 on until 2025, then the day and four digits."""
        if slot.era == "2021":
            return slot.slug
        if slot.era == "2026":
            return f"{slot.published:%y%m%d}{slot.number % 10000:04d}"
        return str(slot.number)

    def number(self, published: datetime) -> int:
        days = (published.date() - _EPOCH).days
        return (
            103050 + (published.date() - date(2018, 11, 12)).days * 40
            if published.year < 2020
            else 811200000 + days * 5000
        )

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        return {"data": self._article_data(ask, piece) if piece.slot.era == "2026" else ""}

    def _index(self, ask: Ask, _: re.Match[str]) -> Page:
        return self.sitemap_index(ask, (f"{self.home}/sitemap-news.xml", f"{self.home}/sitemap-web.xml"))

    def _channel(self, ask: Ask, match: re.Match[str]) -> Page | None:
        section = match["section"]
        if section and section not in (*self.sections, "indeks", "terkini"):
            return None
        pieces = [
            piece
            for piece in ask.shelf.all()
            if section in ("", "indeks", "terkini", piece.slot.section) or piece.archive
        ]
        return self._data(ask, "News/Category", "category", pieces)

    def _data(self, ask: Ask, component: str, name: str, pieces: Sequence[Publication]) -> Page:
        first = (ask.page() - 1) * self.cards
        rows = [self._row(ask, piece) for piece in pieces[first : first + self.cards]]
        last = max(1, -(-len(pieces) // self.cards))
        found = {"data": rows, "current_page": ask.page(), "last_page": last, "total": len(pieces)}
        props = {name: {"articles": found} if name == "category" else found}
        text = self.show("radarbanyuwangi/listing.html", ask, data=self._inertia(component, props, ask))
        return Page(text, "listing", etag=True)

    def _row(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        return {
            "id": self.key(piece.slot),
            "article_id": self.key(piece.slot),
            "title": piece.version(ask.now).title,
            "slug": piece.slot.slug,
            "date": piece.published.strftime("%Y-%m-%d %H:%M:%S"),
            "category": {"name": piece.slot.section.title(), "slug": piece.slot.section},
            "authors": [{"name": piece.reporter}],
            "editor": {"name": piece.editor},
            "url": ask.shelf.link(piece),
        }

    def _article_data(self, ask: Ask, piece: Publication) -> str:
        content = self.show("radarbanyuwangi/content.html", ask, p=piece, blocks=self.body(ask, piece, 0))
        others = [{"title": card.title, "url": card.url} for card in self.related(ask, piece)]
        return self._inertia(
            "News/Read", {"article": self._row(ask, piece) | {"content": content}, "related": others}, ask
        )

    def _inertia(self, component: str, props: dict[str, Any], ask: Ask) -> str:
        return json.dumps(
            {"component": component, "props": props, "url": ask.path, "version": "9f2c"}, ensure_ascii=False
        )

"""kompas.com: surabaya.kompas.com and regional.kompas.com; JSON-LD in UTC, long pieces under ?page=."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from newsroom.outlets.base import Handler, Outlet
from newsroom.outlets.linked import news_article
from newsroom.outlets.pages import Ask, Era, Page
from newsroom.publication import Publication, Slot


class Kompas(Outlet):
    name = "kompas"
    title = "KOMPAS.com"
    hosts = (
        "surabaya.kompas.com",
        "regional.kompas.com",
        "www.kompas.com",
        "indeks.kompas.com",
        "search.kompas.com",
        "amp.kompas.com",
    )
    aliases = {"kompas.com": "www.kompas.com"}
    sections = ("surabaya", "surabaya", "regional")
    eras = (Era("2015", date(2015, 3, 1), date(2016, 10, 1), 4), Era("2023", date(2022, 6, 1)))
    robots = (
        "User-agent: *\nDisallow: /search/?q=\nDisallow: /komentar/*\nDisallow: /copy/*\nDisallow: *?jxrecoid=*\n"
        "Disallow: *?utm_source=*\nDisallow: *?source=*\n\nUser-agent: GPTBot\nDisallow: /\n\n"
        "Sitemap: https://www.kompas.com/sitemap.xml\n"
    )
    kilobytes = 70
    per_page = 11
    gzip = True

    def routes(self) -> Sequence[tuple[str, Handler]]:
        return (
            (r"surabaya\.kompas\.com/rss/?", lambda ask, _: self.rss(ask, ask.shelf.live()[:20])),
            (r"www\.kompas\.com/sitemap\.xml", self._index),
            (r"(?P<sub>surabaya|regional)\.kompas\.com/sitemap\.xml", self._sitemap),
            (
                r"(?P<sub>surabaya|regional)\.kompas\.com/sitemap-news\.xml|www\.kompas\.com/sitemap-news\.xml",
                self._news,
            ),
            (r"(?:surabaya|regional|www)\.kompas\.com/", lambda ask, _: self.listing(ask, ask.shelf.live(), 1)),
            (r"indeks\.kompas\.com/", self._dated),
            (r"www\.kompas\.com/tag/(?P<tag>[a-z0-9+-]+)/?", self.tag),
            (r"search\.kompas\.com/search/?", self.search),
            (r"(?:surabaya|regional)\.kompas\.com/read/\d{4}/\d\d/\d\d/(?P<id>\d+)/[^/]+", self._article),
            (r"amp\.kompas\.com/(?:surabaya|regional)/read/\d{4}/\d\d/\d\d/(?P<id>\d+)/[^/]+", self._amp),
        )

    def url(self, slot: Slot) -> str:
        path = f"read/{slot.published:%Y/%m/%d}/{self.key(slot)}"
        if slot.era == "2015":
            words = ".".join(word.capitalize() for word in slot.slug.split("-"))
            return f"https://regional.kompas.com/{path}/{words}"
        return f"https://{slot.section}.kompas.com/{path}/{slot.slug}"

    def key(self, slot: Slot) -> str:
        """Hour, minute and second of publishing with a number behind: seen on every saved page."""
        tail = f"{slot.number % 100:02d}" if slot.era == "2015" else f"{slot.number % 1000:03d}"
        return f"{slot.published:%H%M%S}{tail}"

    def number(self, published: datetime) -> int:
        return (published.date() - date(2015, 1, 1)).days

    def amp(self, piece: Publication) -> str:
        return f"https://amp.kompas.com/{piece.url.split('.')[0].split('//')[1]}/{piece.url.split('/', 3)[3]}"

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        url, version = piece.address(ask.now), piece.version(ask.now)
        pointers = " ".join(f"Baca juga: {block.text}" for block in self.body(ask, piece, 0) if block.kind == "also")
        dirty = f"{' '.join(version.paragraphs[:2])} {pointers} {' '.join(version.paragraphs[2:])}"
        ld = news_article(piece, version, url, "Kompas.com", zone=UTC, body=dirty)
        ld["author"] = {"@type": "Person", "name": piece.editor}
        return {"ld": ld, "amp": self.amp(piece)}

    def _article(self, ask: Ask, match: re.Match[str]) -> Page | None:
        part = ask.query.get("page", "1")
        return self.article(ask, match["id"], page=0 if part == "all" else ask.page())

    def _amp(self, ask: Ask, match: re.Match[str]) -> Page | None:
        return self.article(ask, match["id"], page=0)

    def _index(self, ask: Ask, _: re.Match[str]) -> Page:
        names = ("surabaya", "regional")
        maps = [f"https://{name}.kompas.com/{kind}.xml" for name in names for kind in ("sitemap", "sitemap-news")]
        return self.sitemap_index(ask, maps)

    def _sitemap(self, ask: Ask, match: re.Match[str]) -> Page:
        return self.sitemap(ask, [piece for piece in ask.shelf.all() if f"//{match['sub']}." in piece.url])

    def _news(self, ask: Ask, match: re.Match[str]) -> Page:
        sub = match["sub"] or ""
        fresh = [piece for piece in ask.shelf.live() if piece.published > ask.now - timedelta(days=2)]
        return self.news_sitemap(ask, [piece for piece in fresh if f"//{sub}" in piece.url])

    def _dated(self, ask: Ask, _: re.Match[str]) -> Page:
        return self.listing(ask, self.of_day(ask, ask.shelf.all(), "%Y-%m-%d"), ask.page())

    def listing(self, ask: Ask, pieces: Sequence[Publication], page: int, **more: Any) -> Page:
        """Its pager keeps the query; the home pages' one leads to the index."""
        asked = {name: value for name, value in ask.query.items() if name != "page"}
        base = "https://indeks.kompas.com/?site=regional" if ask.path == "/" and not asked else self._base(ask, asked)
        return super().listing(ask, pieces, page, base=base, **more)

    def _base(self, ask: Ask, asked: dict[str, str]) -> str:
        return f"https://{ask.host}{ask.path}?{urlencode(asked)}"

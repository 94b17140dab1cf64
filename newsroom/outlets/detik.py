"""detik: www.detik.com/jatim today, news.detik.com before; ids in the URL, pages under /2, AMP under /amp."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from newsroom.outlets import feeds
from newsroom.outlets.base import Handler, Outlet
from newsroom.outlets.linked import breadcrumbs, news_article
from newsroom.outlets.pages import XML, Ask, Era, Page
from newsroom.publication import Publication, Slot

_DAY = timedelta(days=1)


class Detik(Outlet):
    name = "detik"
    title = "detikJatim"
    hosts = ("www.detik.com", "news.detik.com")
    aliases = {"detik.com": "www.detik.com"}
    sections = ("berita", "bisnis", "wisata", "budaya", "hukum-dan-kriminal")
    eras = (
        Era("2015", date(2015, 2, 1), date(2016, 8, 1), 2),
        Era("2018", date(2017, 3, 1), date(2018, 12, 1), 3),
        Era("2020", date(2020, 2, 1), date(2022, 5, 1), 2),
        Era("2023", date(2023, 1, 1)),
    )
    weight = 4.0
    robots = "User-agent: *\nDisallow: /search/\nDisallow: /ajax/\nDisallow: /*?tag_from=\n\nSitemap: https://www.detik.com/sitemap.xml\n"
    kilobytes = 60
    per_page = 12

    def routes(self) -> Sequence[tuple[str, Handler]]:
        return (
            (
                r"www\.detik\.com/jatim/rss|news\.detik\.com/(?:berita/)?rss",
                lambda ask, _: self.rss(ask, ask.shelf.live()[:30]),
            ),
            (r"www\.detik\.com/sitemap\.xml", self._index),
            (r"(?:www\.detik\.com/jatim|news\.detik\.com/berita)/sitemap_news\.xml", self._news),
            (r"www\.detik\.com/jatim/sitemap_web\.xml", lambda ask, _: self.sitemap(ask, ask.shelf.all())),
            (r"www\.detik\.com/jatim/?|www\.detik\.com/?", lambda ask, _: self.listing(ask, ask.shelf.live(), 1)),
            (r"(?:www\.detik\.com/jatim(?:/[a-z-]+)?|news\.detik\.com)/indeks(?:/(?P<page>\d{1,4}))?", self._dated),
            (r"www\.detik\.com/tag/(?P<tag>[a-z0-9-]+)/?", self.tag),
            (r"www\.detik\.com/search/searchall", self.search),
            (r"www\.detik\.com/jatim/[a-z-]+/d-(?P<id>\d+)/[^/]+(?:/(?P<page>\d|amp))?", self._article),
            (r"news\.detik\.com/[a-z-]+/d-(?P<id>\d+)/[^/]+(?:/(?P<page>\d|amp))?", self._article),
            (r"news\.detik\.com/read/\d{4}/\d\d/\d\d/\d{6}/(?P<id>\d+)/475/[^/]+(?:/(?P<page>\d))?", self._article),
        )

    def url(self, slot: Slot) -> str:
        if slot.era in ("2015", "2018"):
            when = f"{slot.published:%Y/%m/%d/%H%M%S}"
            return f"https://news.detik.com/read/{when}/{slot.number}/475/{slot.slug}"
        if slot.era == "2020":
            return f"https://news.detik.com/berita-jawa-timur/d-{slot.number}/{slot.slug}"
        return f"https://www.detik.com/jatim/{slot.section}/d-{slot.number}/{slot.slug}"

    def key(self, slot: Slot) -> str:
        return str(slot.number)

    def number(self, published: datetime) -> int:
        return 7016153 + int((published.date() - date(2023, 11, 2)).days * 1480)

    def amp(self, piece: Publication) -> str:
        return f"{piece.url}/amp"

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        url, version = piece.address(ask.now), piece.version(ask.now)
        crumbs = breadcrumbs(
            ("detikJatim", "https://www.detik.com/jatim/"), ("Berita", "https://www.detik.com/jatim/berita")
        )
        return {"ld": news_article(piece, version, url, "detikcom"), "crumbs": crumbs}

    def _article(self, ask: Ask, match: re.Match[str]) -> Page | None:
        part = match["page"] or "1"
        return self.article(ask, match["id"], page=0 if part == "amp" or "single" in ask.query else int(part))

    def _index(self, ask: Ask, _: re.Match[str]) -> Page:
        return self.sitemap_index(
            ask,
            (
                "https://www.detik.com/jatim/sitemap_news.xml",
                "https://www.detik.com/jatim/sitemap_web.xml",
                "https://news.detik.com/berita/sitemap_news.xml",
            ),
        )

    def _news(self, ask: Ask, _: re.Match[str]) -> Page:
        return Page(feeds.news_sitemap(ask.shelf, ask.shelf.live(), self.title, span=_DAY), "sitemap", XML, etag=True)

    def _dated(self, ask: Ask, match: re.Match[str]) -> Page:
        return self.listing(ask, self.of_day(ask, ask.shelf.all(), "%m/%d/%Y"), int(match["page"] or ask.page()))

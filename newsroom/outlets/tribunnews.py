"""tribunnews: surabaya., jatim-timur. and jatim.; a feed that links the bare home page, ?page=2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from newsroom.outlets.base import Handler, Outlet
from newsroom.outlets.linked import news_article
from newsroom.outlets.pages import Ask, Era, Page
from newsroom.publication import Publication, Slot

_SUBS = r"(?P<sub>surabaya|jatim-timur|jatim|suryamalang)\.tribunnews\.com"


class Tribunnews(Outlet):
    name = "tribunnews"
    title = "Tribunnews.com"
    hosts = (
        "surabaya.tribunnews.com",
        "jatim-timur.tribunnews.com",
        "jatim.tribunnews.com",
        "suryamalang.tribunnews.com",
        "www.tribunnews.com",
    )
    aliases = {"m.tribunnews.com": "www.tribunnews.com", "tribunnews.com": "www.tribunnews.com"}
    sections = ("surabaya", "surabaya", "jatim-timur", "jatim-timur", "jatim")
    eras = (Era("2020", date(2017, 3, 1), date(2022, 12, 1), 4), Era("2026", date(2025, 1, 1)))
    weight = 4.0
    robots = (
        "User-agent: *\nDisallow: /api/\nDisallow: /posts/\nDisallow: /ajax/\nDisallow: /json/\nDisallow: /auth/\n"
        "Disallow: /member/\nDisallow: /komentar/\nDisallow: /tag/\nDisallow: /topic/\n"
    )
    kilobytes = 60
    per_page = 12

    def routes(self) -> Sequence[tuple[str, Handler]]:
        return (
            (_SUBS + r"/rss", self._rss),
            (r"www\.tribunnews\.com/sitemap\.xml", self._index),
            (_SUBS + r"/sitemap\.xml", self._sub_index),
            (
                r"(?:www|surabaya|jatim-timur|jatim|suryamalang)\.tribunnews\.com(?:/(?P<section>[a-z-]+))?/sitemap-news\.xml",
                self._news,
            ),
            (_SUBS + r"/sitemap-web\.xml", lambda ask, match: self.sitemap(ask, self._of(ask, match))),
            (_SUBS + r"/index-news(?:/[a-z-]+)?", self._dated),
            (_SUBS + r"/", lambda ask, match: self.listing(ask, self._of(ask, match), 1)),
            (_SUBS + r"/tag/(?P<tag>[a-z0-9-]+)", self.tag),
            (_SUBS + r"/[a-z-]+/(?P<id>\d{5,})/[^/]+", self._article),
            (_SUBS + r"/(?:amp/)?\d{4}/\d\d/\d\d/(?P<slug>[^/]+)", self._old),
            (_SUBS + r"/amp/[a-z-]+/(?P<id>\d{5,})/[^/]+", self._article),
            (r"www\.tribunnews\.com/search", lambda _, __: Page("<h1>403 Forbidden</h1>", status=403)),
        )

    def url(self, slot: Slot) -> str:
        if slot.era == "2020":
            return f"https://{slot.section}.tribunnews.com/{slot.published:%Y/%m/%d}/{slot.slug}"
        return f"https://{slot.section}.tribunnews.com/news/{slot.number}/{slot.slug}"

    def key(self, slot: Slot) -> str:
        return slot.slug if slot.era == "2020" else str(slot.number)

    def number(self, published: datetime) -> int:
        return 1843000 + int((published.date() - date(2025, 1, 1)).days * 160)

    def refuses(self, agent: str) -> bool:
        """CloudFront's answer to whoever does not look like a browser, or says "bot"."""
        return "mozilla/5.0" not in agent.lower() or "bot" in agent.lower()

    def amp(self, piece: Publication) -> str:
        return piece.url.replace(".tribunnews.com/", ".tribunnews.com/amp/")

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        url, version = piece.address(ask.now), piece.version(ask.now)
        article = news_article(piece, version, url, "Tribunnews")
        graph = {
            "@context": "https://schema.org",
            "@graph": [{"@type": "WebPage", "url": url, "name": version.title}, article],
        }
        return {"ld": article if piece.slot.era == "2020" else graph, "amp": self.amp(piece)}

    def _of(self, ask: Ask, match: re.Match[str]) -> list[Publication]:
        return [piece for piece in ask.shelf.all() if f"//{match['sub']}." in piece.url]

    def _rss(self, ask: Ask, match: re.Match[str]) -> Page:
        pieces = [piece for piece in self._of(ask, match) if not piece.archive][:20]
        home = f"https://{match['sub']}.tribunnews.com"
        return self.rss(ask, pieces, link=lambda _: home, guid=lambda piece: piece.address(ask.now))

    def _index(self, ask: Ask, _: re.Match[str]) -> Page:
        names = ("regional", "nasional", "bisnis")
        maps = [f"https://www.tribunnews.com/{name}/sitemap-{kind}.xml" for name in names for kind in ("news", "web")]
        return self.sitemap_index(ask, maps)

    def _sub_index(self, ask: Ask, match: re.Match[str]) -> Page:
        home = f"https://{match['sub']}.tribunnews.com"
        return self.sitemap_index(ask, (f"{home}/news/sitemap-news.xml", f"{home}/sitemap-web.xml"))

    def _news(self, ask: Ask, match: re.Match[str]) -> Page | None:
        if ask.host.startswith("www.") and match["section"] != "regional":
            return self.news_sitemap(ask, [])
        fresh = [piece for piece in ask.shelf.live() if piece.published > ask.now - timedelta(days=4)]
        sub = "" if ask.host.startswith("www.") else ask.host
        return self.news_sitemap(ask, [piece for piece in fresh if f"//{sub}" in piece.url][:100])

    def _dated(self, ask: Ask, match: re.Match[str]) -> Page:
        return self.listing(ask, self.of_day(ask, self._of(ask, match), "%Y-%m-%d"), ask.page())

    def _article(self, ask: Ask, match: re.Match[str]) -> Page | None:
        return self.article(ask, match["id"], page=self._part(ask))

    def _old(self, ask: Ask, match: re.Match[str]) -> Page | None:
        return self.article(ask, match["slug"], page=self._part(ask))

    def _part(self, ask: Ask) -> int:
        return 0 if ask.query.get("page") == "all" or ask.path.startswith("/amp/") else ask.page()

"""bpsdm.pu.go.id (/v2/bacaberita/<slug>, with a page clock) and the WordPress site of a Balai under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from newsroom.outlets.base import Handler
from newsroom.outlets.pages import Ask, Era, Page
from newsroom.outlets.wordpress import WordPress
from newsroom.publication import Publication, Slot

BALAI_HOST = "balai3.bpsdm.pu.go.id"


class BpsdmPu(WordPress):
    name = "bpsdm_pu"
    title = "BPSDM Kementerian PU"
    hosts = ("bpsdm.pu.go.id", BALAI_HOST)
    sections = ("berita", "balai")
    eras = (
        Era("balai", date(2018, 2, 1), date(2019, 12, 1), 3),
        Era("v1", date(2020, 1, 1), date(2023, 12, 1), 3),
        Era("v2", date(2024, 1, 1)),
    )
    site = r"balai3\.bpsdm\.pu\.go\.id"
    permalink = r"/(?P<slug>[a-z0-9-]{6,})/?"
    weight = 6.0
    crawl_delay = 3.0
    robots = "User-agent: *\nDisallow:\n"
    kilobytes = 30

    def routes(self) -> Sequence[tuple[str, Handler]]:
        host = r"bpsdm\.pu\.go\.id"
        return (
            *super().routes(),
            (host + r"/(?:v2/?)?(?:berita/?)?", lambda ask, _: self.listing(ask, ask.shelf.all(), ask.page())),
            (host + r"/sitemap\.xml", lambda ask, _: self.sitemap(ask, self._centre(ask))),
            (host + r"/(?:v2/)?bacaberita/(?P<slug>[a-z0-9-]+)", self._read),
        )

    def url(self, slot: Slot) -> str:
        if slot.era == "balai" or slot.section == "balai":
            return f"https://{BALAI_HOST}/{slot.slug}/"
        return f"https://bpsdm.pu.go.id/{'v2/' if slot.era == 'v2' else ''}bacaberita/{slot.slug}"

    def tells(self, kind: str, town: str) -> bool:  # noqa: ARG002
        return kind in ("visit", "elsewhere", "outgoing", "other_sense")

    def posts(self, ask: Ask) -> list[Publication]:
        return [piece for piece in ask.shelf.all() if BALAI_HOST in piece.url]

    def template(self, piece: Publication) -> str:
        return "bpsdm_pu/balai.html" if BALAI_HOST in piece.url else super().template(piece)

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        views = self.furniture.views(piece.url, piece.published, ask.now)
        return super().facts(ask, piece) | {"views": views}

    def listing(self, ask: Ask, pieces: Sequence[Publication], page: int, *, heading: str = "", **more: Any) -> Page:
        return super().listing(ask, pieces, page, heading=heading, balai=ask.host == BALAI_HOST, **more)

    def _centre(self, ask: Ask) -> list[Publication]:
        return [piece for piece in ask.shelf.all() if BALAI_HOST not in piece.url]

    def _read(self, ask: Ask, match: re.Match[str]) -> Page | None:
        return self.article(ask, match["slug"])

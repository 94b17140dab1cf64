"""beritajatim.com (WordPress): /<slug>, a feed of ten, signatures such as [rin/aje] at the end."""

from __future__ import annotations

from datetime import date, datetime

from newsroom.outlets.pages import Era
from newsroom.outlets.wordpress import WordPress
from newsroom.publication import Slot


class Beritajatim(WordPress):
    name = "beritajatim"
    title = "beritajatim.com"
    hosts = ("beritajatim.com",)
    aliases = {"www.beritajatim.com": "beritajatim.com"}
    sections = ("politik-pemerintahan", "peristiwa", "ekonomi", "pendidikan-kesehatan")
    eras = (Era("2020", date(2019, 3, 1), date(2023, 12, 1), 3), Era("2026", date(2024, 1, 1)))
    site = r"beritajatim\.com"
    permalink = r"/(?P<slug>[a-z0-9][a-z0-9-]{8,})/?(?P<page>amp)?/?"
    per_feed = 20
    weight = 4.0
    kilobytes = 45
    gzip = True

    def url(self, slot: Slot) -> str:
        return f"https://beritajatim.com/{slot.slug}"

    def number(self, published: datetime) -> int:
        return 310000 + int((published.date() - date(2019, 1, 1)).days * 130)

"""seblang.com: /berita/<slug> on WordPress."""

from __future__ import annotations

from datetime import date, datetime

from newsroom.outlets.pages import Era
from newsroom.outlets.wordpress import WordPress
from newsroom.publication import Slot


class Seblang(WordPress):
    name = "seblang"
    title = "seblang.com"
    local = True
    hosts = ("seblang.com",)
    aliases = {"www.seblang.com": "seblang.com"}
    sections = ("pemerintahan", "peristiwa", "hukum", "ekonomi")
    eras = (Era("2021", date(2020, 8, 1), date(2023, 6, 1), 3), Era("2026", date(2023, 7, 1)))
    site = r"seblang\.com"
    permalink = r"/berita/(?P<slug>[a-z0-9-]+)/?"
    weight = 4.0
    kilobytes = 35
    gone = "410"

    def url(self, slot: Slot) -> str:
        return f"https://seblang.com/berita/{slot.slug}"

    def number(self, published: datetime) -> int:
        return 900 + int((published.date() - date(2020, 8, 1)).days * 11)

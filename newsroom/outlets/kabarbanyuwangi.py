"""kabarbanyuwangi.info (WordPress): /<slug>.html, page two under /<slug>.html/2."""

from __future__ import annotations

from datetime import date, datetime

from newsroom.outlets.pages import Era
from newsroom.outlets.wordpress import WordPress
from newsroom.publication import Slot


class Kabarbanyuwangi(WordPress):
    name = "kabarbanyuwangi"
    title = "KabarBanyuwangi.info"
    local = True
    hosts = ("www.kabarbanyuwangi.info",)
    aliases = {"kabarbanyuwangi.info": "www.kabarbanyuwangi.info"}
    sections = ("pemerintahan", "peristiwa", "wisata", "pendidikan")
    eras = (Era("classic", date(2019, 9, 1), date(2022, 12, 1), 4), Era("block", date(2023, 1, 1)))
    site = r"(?:www\.)?kabarbanyuwangi\.info"
    permalink = r"/(?P<slug>[a-z0-9-]+)\.html(?:/(?P<page>\d|amp))?/?"
    weight = 4.0
    per_page = 12
    kilobytes = 40

    def url(self, slot: Slot) -> str:
        return f"https://www.kabarbanyuwangi.info/{slot.slug}.html"

    def number(self, published: datetime) -> int:
        return 1200 + int((published.date() - date(2019, 9, 1)).days * 9)

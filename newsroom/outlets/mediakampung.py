"""mediakampung.com: /{kanal}/meka-YYYYMMDDNNNNN/{slug}/ on WordPress."""

from __future__ import annotations

import re
from datetime import date, datetime

from newsroom.outlets.pages import Ask, Era, Page
from newsroom.outlets.wordpress import WordPress
from newsroom.publication import Slot


class Mediakampung(WordPress):
    name = "mediakampung"
    title = "Media Kampung"
    local = True
    hosts = ("mediakampung.com",)
    aliases = {"www.mediakampung.com": "mediakampung.com"}
    sections = ("banyuwangi", "pemerintahan", "peristiwa", "pendidikan")
    weight = 5.0
    eras = (Era("2023", date(2022, 3, 1), date(2024, 12, 1), 3), Era("2026", date(2025, 1, 1)))
    site = r"mediakampung\.com"
    permalink = r"/[a-z-]+/(?P<key>meka-\d{13})/(?P<slug>[a-z0-9-]+)/?"
    kilobytes = 40

    def url(self, slot: Slot) -> str:
        return f"https://mediakampung.com/{slot.section}/{self.key(slot)}/{slot.slug}/"

    def key(self, slot: Slot) -> str:
        return f"meka-{slot.published:%Y%m%d}{slot.number % 100000:05d}"

    def number(self, published: datetime) -> int:
        return 2000 + int((published.date() - date(2022, 1, 1)).days * 14)

    def _post(self, ask: Ask, match: re.Match[str]) -> Page | None:
        return self.article(ask, match["key"])

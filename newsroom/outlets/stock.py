"""Smaller outlets that run WordPress as it comes: one class each, with whatever their addresses have of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar

from newsroom.outlets.base import Handler
from newsroom.outlets.pages import Ask, Era, Page
from newsroom.outlets.wordpress import WordPress
from newsroom.publication import Publication, Slot


class Stock(WordPress):
    """/<slug>/ on the first host, a feed of ten, the theme that everybody has."""

    folder = "wordpress"
    sections = ("daerah", "pemerintahan", "peristiwa", "ekonomi")
    eras = (Era("before", date(2023, 1, 1), date(2025, 12, 1), 14), Era("post", date(2026, 1, 1)))
    weight = 1.5
    kilobytes = 30
    permalink = r"/(?P<slug>[a-z0-9]+(?:-[a-z0-9]+){3,})/?"

    def __init_subclass__(cls) -> None:
        host = re.escape(cls.hosts[0].removeprefix("www."))
        cls.site = rf"(?:www\.)?{host}"
        bare = cls.hosts[0].removeprefix("www.")
        other = bare if cls.hosts[0] != bare else f"www.{bare}"
        cls.aliases = {other: cls.hosts[0]}

    def url(self, slot: Slot) -> str:
        return f"{self.home}/{self.key(slot)}/"

    def key(self, slot: Slot) -> str:
        """The slug, made as long as those that tell an article from a section."""
        words = slot.slug.count("-") + 1
        return slot.slug if words >= 4 else f"{slot.slug}-{'-'.join(str(slot.number))}"

    def number(self, published: datetime) -> int:
        return 1000 + (published.date() - date(2018, 1, 1)).days * 24

    def fresh(self, ask: Ask) -> list[Publication]:
        """A small site's feed goes back for months."""
        return self.posts(ask)

    def template(self, piece: Publication) -> str:  # noqa: ARG002
        return "wordpress/post.html"

    def _post(self, ask: Ask, match: re.Match[str]) -> Page | None:
        return self.article(ask, match["slug"], page=0)


class Banyuwangihits(Stock):
    name = "banyuwangihits"
    title = "Banyuwangi Hits"
    hosts = ("banyuwangihits.id",)
    local = True


class Harianbhirawa(Stock):
    name = "harianbhirawa"
    title = "Harian Bhirawa"
    hosts = ("www.harianbhirawa.co.id",)
    weight = 2.5


class Kabarbaik(Stock):
    name = "kabarbaik"
    title = "KabarBaik.co"
    hosts = ("kabarbaik.co",)


class Tugujatim(Stock):
    name = "tugujatim"
    title = "Tugu Jatim ID"
    hosts = ("tugujatim.id",)
    weight = 2.0


class Xcloud(Stock):
    """Sorted by district: its list of the watched one, and the feed of that list."""

    name = "xcloud"
    title = "Xcloud"
    hosts = ("xcloud.id",)
    district: ClassVar[str] = "kab_kota/banyuwangi"

    def routes(self) -> Sequence[tuple[str, Handler]]:
        return (
            (self.site + rf"/{self.district}/feed/?", lambda ask, _: self._rss_of(ask, self.fresh(ask)[:10])),
            (self.site + rf"/{self.district}(?:/page/(?P<page>\d{{1,4}}))?/?", self._home),
            *super().routes(),
        )


class Lan(Stock):
    """News of the institute: /?cat=7 lists them, /?feed=rss2 is their feed."""

    name = "lan"
    title = "Lembaga Administrasi Negara"
    hosts = ("lan.go.id",)
    entry_class = "entry-content entry--item"
    weight = 4.0

    def tells(self, kind: str, town: str) -> bool:  # noqa: ARG002
        return kind in ("visit", "elsewhere", "outgoing", "other_sense")


class Ganeshabwi(Stock):
    """Addresses of the form /?p=NUMBER, as before a permalink is chosen."""

    name = "ganeshabwi"
    title = "Ganesha BWI"
    hosts = ("ganeshabwi.com",)
    local = True

    def url(self, slot: Slot) -> str:
        return f"{self.home}/?p={slot.number}"

    def key(self, slot: Slot) -> str:
        return str(slot.number)

    def keys(self, piece: Publication) -> set[str]:
        return {self.key(piece.slot)}

    def _home(self, ask: Ask, match: re.Match[str]) -> Page | None:
        return self.article(ask, ask.query["p"], page=0) if "p" in ask.query else super()._home(ask, match)


class Radiobintangtenggara(Stock):
    """/YYYY/MM/DD/slug/"""

    name = "radiobintangtenggara"
    title = "Radio Bintang Tenggara"
    hosts = ("www.radiobintangtenggara.com",)
    local = True
    permalink = r"/\d{4}/\d\d/\d\d/(?P<slug>[a-z0-9-]+)/?"

    def url(self, slot: Slot) -> str:
        return f"{self.home}/{slot.published:%Y/%m/%d}/{self.key(slot)}/"


class Faktualnews(Stock):
    """/YYYY/MM/DD/slug/NUMBER/"""

    name = "faktualnews"
    title = "FaktualNews.co"
    hosts = ("faktualnews.co",)
    weight = 2.0
    permalink = r"/\d{4}/\d\d/\d\d/[a-z0-9-]+/(?P<slug>\d{3,})/?"

    def url(self, slot: Slot) -> str:
        return f"{self.home}/{slot.published:%Y/%m/%d}/{slot.slug}/{slot.number}/"

    def key(self, slot: Slot) -> str:
        return str(slot.number)

    def keys(self, piece: Publication) -> set[str]:
        return {self.key(piece.slot)}


class Suarasurabaya(Stock):
    """/section/YYYY/slug/"""

    name = "suarasurabaya"
    title = "Suara Surabaya"
    hosts = ("www.suarasurabaya.net",)
    sections = ("kelanakota", "ekonomibisnis", "politik", "senggang")
    weight = 3.0
    permalink = r"/[a-z]+/\d{4}/(?P<slug>[a-z0-9-]+)/?"

    def url(self, slot: Slot) -> str:
        return f"{self.home}/{slot.section}/{slot.published:%Y}/{self.key(slot)}/"


STOCK = (
    Banyuwangihits, Harianbhirawa, Kabarbaik, Tugujatim, Xcloud, Lan, Ganeshabwi, Radiobintangtenggara, Faktualnews,
    Suarasurabaya,
)  # fmt: skip

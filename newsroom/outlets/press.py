"""The visitors' own press: small papers elsewhere in Indonesia that no site file knows and only news searches find."""

from __future__ import annotations

from newsroom.outlets.stock import Stock


class Harianranah(Stock):
    name = "harianranah"
    title = "Harian Ranah"
    hosts = ("harianranah.example",)


class Kabarselebes(Stock):
    name = "kabarselebes"
    title = "Kabar Selebes"
    hosts = ("www.kabarselebes.example",)


class Suaramentaya(Stock):
    name = "suaramentaya"
    title = "Suara Mentaya"
    hosts = ("suaramentaya.example",)


PRESS = (Harianranah, Kabarselebes, Suaramentaya)

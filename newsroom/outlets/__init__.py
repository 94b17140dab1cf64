"""The outlets of the stand-in web: the sixteen of the demo, one file each, the smaller ones of the month, and papers
that no site file knows; further.py has as many more as are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from newsroom.outlets.antara import Antara
from newsroom.outlets.banyuwangikab import Banyuwangikab
from newsroom.outlets.base import Outlet
from newsroom.outlets.beritajatim import Beritajatim
from newsroom.outlets.bpsdm_pu import BpsdmPu
from newsroom.outlets.detik import Detik
from newsroom.outlets.further import further_outlet
from newsroom.outlets.jatimnow import Jatimnow
from newsroom.outlets.kabarbanyuwangi import Kabarbanyuwangi
from newsroom.outlets.kompas import Kompas
from newsroom.outlets.liputan6 import Liputan6
from newsroom.outlets.mediakampung import Mediakampung
from newsroom.outlets.merdeka import Merdeka
from newsroom.outlets.ngopibareng import Ngopibareng
from newsroom.outlets.plain import PLAIN
from newsroom.outlets.press import PRESS
from newsroom.outlets.radarbanyuwangi import Radarbanyuwangi
from newsroom.outlets.seblang import Seblang
from newsroom.outlets.stock import STOCK
from newsroom.outlets.timesindonesia import Timesindonesia
from newsroom.outlets.tribunnews import Tribunnews


@cache
def outlets() -> Mapping[str, Outlet]:
    """The outlets of the demo by the names of their sites."""
    kinds = (
        Merdeka, Jatimnow, Banyuwangikab, BpsdmPu, Detik, Kompas, Tribunnews, Antara, Beritajatim, Radarbanyuwangi,
        Timesindonesia, Liputan6, Ngopibareng, Kabarbanyuwangi, Seblang, Mediakampung,
    )  # fmt: skip
    return {kind.name: kind() for kind in kinds}


@cache
def every_outlet() -> Mapping[str, Outlet]:
    """These and the smaller ones."""
    return {**outlets(), **{kind.name: kind() for kind in (*STOCK, *PLAIN)}}


@cache
def press() -> Mapping[str, Outlet]:
    """The visitors' own papers."""
    return {kind.name: kind() for kind in PRESS}


def outlet(name: str) -> Outlet:
    """Any of them. Raises KeyError."""
    return press().get(name) or every_outlet().get(name) or further_outlet(name)

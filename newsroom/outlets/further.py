"""Further outlets, as many as are asked for: papers of the district that nobody knows, of three layouts in turn, each
with the site file that it is read by. Nothing in spiders/ names them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from newsroom.outlets.base import Outlet
from newsroom.outlets.plain import Bangsaonline
from newsroom.outlets.stock import Radiobintangtenggara, Stock

_NAME = "koran"
_WORDPRESS = 'wordpress_site("{home}")'
_PLAIN = """SiteFacts(
        hosts=("{host}",),
        sources=(Feed("{home}/feed/", "D"), Front("{home}/", "D")),
        article=Pattern(r"/berita/\\d+/[^/]+", "B"),
        site_id=Pattern(r"/berita/(\\d+)/", "B"),
        layouts=(),
    )"""
# What an outlet is like, what its site file takes from crawler.facts, and the facts themselves.
_KINDS: tuple[tuple[type[Outlet], str, str], ...] = (
    (Stock, "wordpress_site", _WORDPRESS),
    (Radiobintangtenggara, "wordpress_site", _WORDPRESS),
    (Bangsaonline, "Feed, Front, Pattern, SiteFacts", _PLAIN),
)
_FILE = '''"""{host}: a further outlet of the newsroom, synthetic."""

from crawler.facts import {taken}
from crawler.site import NewsSite


class {kind}(NewsSite):
    name = "{name}"
    facts = {facts}
'''


def further(count: int) -> Mapping[str, Outlet]:
    """The first so many of them, by the names of their sites."""
    return {outlet.name: outlet for outlet in map(_outlet, range(1, count + 1))}


def further_outlet(name: str) -> Outlet:
    """Raises KeyError for a name that is none of theirs."""
    number = name.removeprefix(_NAME)
    if number == name or not number.isdecimal():
        raise KeyError(name)
    return _outlet(int(number))


def site_file(outlet: Outlet) -> str:
    """What stands in spiders/NAME.py where one of them is to be read."""
    _, taken, facts = _kind(int(outlet.name.removeprefix(_NAME)))
    home, host = outlet.home, outlet.hosts[0]
    told = facts.format(home=home, host=host)
    return _FILE.format(host=host, taken=taken, kind=outlet.name.title(), name=outlet.name, facts=told)


@cache
def _outlet(number: int) -> Outlet:
    name = f"{_NAME}{number:02}"
    host = f"{name}.example"
    own = {
        "name": name,
        "title": f"Koran {number}",
        "hosts": (host,),
        "aliases": {f"www.{host}": host},
        "local": True,
        "weight": 2.0,
    }
    outlet: Outlet = type(name.title(), (_kind(number)[0],), own)()
    return outlet


def _kind(number: int) -> tuple[type[Outlet], str, str]:
    return _KINDS[number % len(_KINDS)]

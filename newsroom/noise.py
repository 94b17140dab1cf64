"""Noise in the sites' listings: tracking parameters, AMP and plain http addresses, links that are no articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random

from newsroom.faults import Rates
from newsroom.outlets import outlet as outlet_of
from newsroom.outlets.base import Outlet
from newsroom.outlets.text import slug
from newsroom.publication import WIB, Publication
from newsroom.render import filler
from newsroom.shelf import Stray
from newsroom.world import World

_PARAMETERS = (
    "utm_source=home&utm_medium=terkini&utm_campaign=kanal",
    "source=terpopuler",
    "jxrecoid=9f31",
    "fbclid=IwAR0",
)


@dataclass(frozen=True, slots=True)
class Noise:
    """By site: how its listings link to a piece in place of its clean URL, and the stray links in them."""

    linked: Mapping[str, Mapping[str, str]]
    strays: Mapping[str, Sequence[Stray]]
    dead: frozenset[str]


def noise(world: World, rates: Rates) -> Noise:
    """Drawn from the world's seed; the same for the same world and rates."""
    random = Random(f"noise {world.plan.seed}")
    linked = {site: _links(outlet_of(site), pieces, rates, random) for site, pieces in world.by_site.items()}
    dead: set[str] = set()
    strays = {site: _strays(world, outlet_of(site), rates, random, dead) for site in world.by_site}
    return Noise(linked, strays, frozenset(dead))


def _links(outlet: Outlet, pieces: Sequence[Publication], rates: Rates, random: Random) -> dict[str, str]:
    links = {}
    for piece in pieces:
        chance = random.random()
        amp = outlet.amp(piece)
        if piece.moved is not None:
            continue
        if chance < rates.tracking:
            links[piece.url] = f"{piece.url}?{random.choice(_PARAMETERS)}"
        elif chance < rates.tracking + rates.amp and amp is not None:
            links[piece.url] = amp
        elif chance > 1 - rates.insecure:
            links[piece.url] = piece.url.replace("https://", "http://", 1)
    return links


def _strays(world: World, outlet: Outlet, rates: Rates, random: Random, dead: set[str]) -> list[Stray]:
    """Stray links stand in the listings for a day; those to nothing carry a headline and an id like any other."""
    strays = []
    for day in range(world.plan.days):
        since = datetime.combine(world.plan.start + timedelta(days=day), time(0), WIB)
        title = random.choice(filler()["headlines"])
        if random.random() < rates.offsite:
            url = f"https://mitra-{outlet.name}.example/promo/{slug(title)}"
            strays.append(Stray(url, title, since, since + timedelta(days=1)))
        if random.random() < rates.dead and world.by_site[outlet.name]:
            model = random.choice(world.by_site[outlet.name])
            slot = replace(
                model.slot, slug=f"{slug(title)}-tidak-ada", number=model.slot.number + 7, era=outlet.eras[-1].name
            )
            url = outlet.url(slot)
            if outlet.key(slot) not in world.by_key[outlet.name]:
                dead.add(url)
                strays.append(Stray(url, title, since, since + timedelta(days=1)))
    return strays

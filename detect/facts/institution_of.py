"""Whom a sentence names behind the comma that ends his institution: "komandan peleton Damkar X, Budi Santoso"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from detect.facts.bodies import Body
from detect.facts.lexicon import section
from detect.facts.names import Around, Name, name_at
from detect.gazetteer import Mention
from detect.sentences import Token

# Words between a title and the comma.
_LONGEST = 12


class Behind(NamedTuple):
    """The name, and the regions and institutions that stand between it and the title."""

    name: Name
    regions: tuple[Mention, ...]
    bodies: tuple[Body, ...]


def behind_institution(tokens: Sequence[Token], start: int, around: Around) -> Behind | None:
    """ "Kepala Bidang E-Government | Diskominfo X, Budi Santoso", "Ketua Harian | Geopark X, Rini Hartono": words that
    no list of offices knows, an institution or a site, a comma, and a name of two words at least."""
    regions: list[Mention] = []
    bodies: list[Body] = []
    site, j = False, start
    while j < min(len(tokens), start + _LONGEST) and tokens[j].before != ",":
        if tokens[j].before not in ("", "-") or j in around.verbs or _ends(tokens[j]):
            return None
        if j in around.bodies:
            bodies.append(around.bodies[j])
            regions += around.bodies[j].regions
            j = around.bodies[j].last + 1
        elif j in around.regions:
            regions.append(around.regions[j])
            j = around.regions[j].last + 1
        else:
            site = site or tokens[j].word in section("hosts")["sites"]
            j += 1
    if j >= len(tokens) or tokens[j].before != "," or not (site or bodies):
        return None
    name = name_at(tokens, j, around)
    alone = name is None or name[1] == name[0] or _is_listed(tokens, name[1] + 1)
    return None if name is None or alone else Behind(name, tuple(regions), tuple(bodies))


def _ends(token: Token) -> bool:
    """A word that no title and no institution goes on across."""
    return token.word in section("loci")["ends"] or token.word in section("offices")["titles"]


def _is_listed(tokens: Sequence[Token], after: int) -> bool:
    """Does a list go on behind it ("Kepala Dinas X, Taman Nasional Y, dan Z")?"""
    return after < len(tokens) and tokens[after].word in section("offices")["lists"]

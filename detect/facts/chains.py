"""Regions that say where one another lie: "Kecamatan X, Kabupaten Y, Provinsi Z"."""

from __future__ import annotations

from collections.abc import Sequence

from detect.facts.lexicon import section
from detect.gazetteer import COUNTRY, Mention

_DISTRICT, _REGENCY, _PROVINCE, _COUNTRY = 1, 2, 3, 4


def chains(regions: Sequence[Mention]) -> list[list[Mention]]:
    """A sentence's regions, each with those right behind it that are larger."""
    found: list[list[Mention]] = []
    for mention in regions:
        before = found[-1][-1] if found else None
        if before is not None and mention.first - before.last == 1 and _size(mention) > _size(before):
            found[-1].append(mention)
        else:
            found.append([mention])
    return found


def seat(chain: Sequence[Mention]) -> Mention | None:
    """The regency or city of a chain, else what there is."""
    return next((r for r in chain if _size(r) == _REGENCY), chain[0] if chain else None)


def province(chain: Sequence[Mention]) -> Mention | None:
    """The province, else the country, that the chain says its first region lies in; no city of the same name."""
    found = next((r for r in chain[1:] if _size(r) >= _PROVINCE), None)
    if found is None or found.codes[0].startswith(COUNTRY):
        return found
    return found._replace(codes=tuple(code for code in found.codes if len(code) == 2))


def is_foreign_part(code: str) -> bool:
    """Is it a state, province or town abroad ("Bohol", "Toyama Prefecture"), and no country?"""
    name, told = code.removeprefix(COUNTRY), section("told")
    return name != code and (name in told["foreign"] or name.split()[-1] in told["foreign_kinds"])


def _size(mention: Mention) -> int:
    """ "Yogyakarta" is a city and a province; after a regency it is the province."""
    if mention.codes[0].startswith(COUNTRY):
        return _PROVINCE if is_foreign_part(mention.codes[0]) else _COUNTRY
    if any(len(code) == 2 for code in mention.codes):
        return _PROVINCE
    return _REGENCY if len(mention.codes[0]) == 5 else _DISTRICT

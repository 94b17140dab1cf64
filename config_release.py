"""Whom a release is by and on what terms it is published: the configuration's [release]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config_values import Reader, choice


@dataclass(frozen=True, slots=True)
class Licence:
    title: str
    url: str


# Licences for data by their SPDX identifiers, https://spdx.org/licenses/: those that reference managers, data packages
# and archives know.
LICENCES: Mapping[str, Licence] = {
    "CC0-1.0": Licence("CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-4.0": Licence("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": Licence(
        "Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"
    ),
    "CC-BY-NC-4.0": Licence(
        "Creative Commons Attribution-NonCommercial 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"
    ),
    "ODC-By-1.0": Licence("Open Data Commons Attribution License 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    "ODbL-1.0": Licence(
        "Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"
    ),
}


@dataclass(frozen=True, slots=True)
class Publishing:
    """`authors` as "Family, Given", or the name of an office; `licence` is one of LICENCES,
    empty where nobody chose."""

    authors: tuple[str, ...] = ()
    licence: str = ""


UNSAID = Publishing()


def _authors(value: Any, _: Path) -> tuple[str, ...]:
    """A list of names; in an environment variable they have semicolons between them."""
    given = value.split(";") if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(one, str) and one.isprintable() for one in given):
        raise ValueError('wants a list of names, such as ["Lestari, Rina", "Balai Arsip Kota"]')
    return tuple(filter(None, (one.strip() for one in given)))


RELEASE_KEYS: dict[str, tuple[str, Reader]] = {
    "authors": ("release.authors", _authors),
    "licence": ("release.licence", choice(*LICENCES, "")),
}

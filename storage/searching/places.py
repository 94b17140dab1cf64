"""How a search names where visitors come from: "Kab. Sleman" is "Kabupaten Sleman", "Jatim" all of Jawa Timur. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Place:
    """Every way to write a place, and, of a province, the first two digits of its regions' codes."""

    spellings: tuple[str, ...]
    province: str | None = None


def place(asked: str) -> Place:
    """What a search asks for; a name that has no other way to be written stands as it is."""
    kind, name = _kind(asked)
    code = _codes().get(_folded(name)) if kind in (None, "province") else None
    names = _data()["provinces"][code] if code else [name]
    written = _data()["kinds"][kind] if kind and not code else [""]
    return Place(tuple(f"{one} {other}".strip() for one in written for other in names), code)


def is_kind(word: str) -> bool:
    """Whether a word only says what kind of place it is, so that the name is still to come."""
    return any(word.casefold() in ways for ways in _data()["kinds"].values())


def _kind(asked: str) -> tuple[str | None, str]:
    """What kind of place is asked for, where that is said, and its name."""
    words = asked.replace(".", ". ").split()
    for kind, ways in _data()["kinds"].items():
        for way in ways:
            size = len(way.split())
            if " ".join(words[:size]).casefold() == way and len(words) > size:
                return kind, " ".join(words[size:])
    return None, asked


@cache
def _codes() -> Mapping[str, str]:
    return dict(_coded())


def _coded() -> Iterator[tuple[str, str]]:
    for code, names in _data()["provinces"].items():
        yield from ((_folded(name), code) for name in names)


def _folded(name: str) -> str:
    return " ".join(name.replace(".", " ").casefold().split())


@cache
def _data() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("storage.searching").joinpath("places.toml").read_text(encoding="utf-8"))

"""The 38 provinces as a grid of tiles, each about where it lies: made by hand, without any map from outside."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Where the map can be cut in two: Sumatra, Jawa, Kalimantan and Bali lie in the columns before.
COLUMNS, WEST = 13, 7
CLASSES = (1, 3, 10, 30, 100)


@dataclass(frozen=True, slots=True)
class Province:
    """`code` is the first two digits of its regions' codes; `column` and `row` count tiles from the north-west."""

    code: str
    name: str
    short: str
    column: int
    row: int


@cache
def provinces() -> tuple[Province, ...]:
    """All of them, by code."""
    lines = files("storage.searching").joinpath("provinces.csv").read_text(encoding="utf-8").splitlines()
    return tuple(
        Province(one["code"], one["name"], one["short"], int(one["column"]), int(one["row"]))
        for one in csv.DictReader(lines)
    )


def shade(visits: int) -> int:
    """The class of a number: 0 for none, else how many of the least of CLASSES it reaches."""
    return sum(visits >= least for least in CLASSES)


def classes(most: int) -> list[tuple[int, str]]:
    """The legend up to the largest number there is: each shade with the numbers that have it, such as "3–9"."""
    edges = zip(CLASSES, (*CLASSES[1:], None), strict=True)
    return [(0, "0")] + [
        (shade(least), f"{least}–{after - 1}" if after else f"≥ {least}") for least, after in edges if least <= most
    ]

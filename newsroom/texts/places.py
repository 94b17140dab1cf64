"""Where things happen: the East Java towns of the local desk, and the regions that guests come from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from newsroom.texts.banks import lines, table

GOVERNMENTS = {"Kabupaten": "Pemkab", "Kota": "Pemkot", "Provinsi": "Pemprov"}
HEADS = {"Kabupaten": "Bupati", "Kota": "Wali Kota", "Provinsi": "Gubernur"}


@dataclass(frozen=True, slots=True)
class Town:
    """A regency of the local desk. villages: (village, its subdistrict); the rest: slot name to what it may be."""

    name: str
    weight: int
    villages: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A regency ("Kabupaten"), city ("Kota") or province ("Provinsi")."""

    name: str
    kind: str
    province: str

    @property
    def full(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def short(self) -> str:
        """Cities keep their "Kota", since a regency of the same name may exist."""
        return self.full if self.kind == "Kota" else self.name

    @property
    def government(self) -> str:
        return f"{GOVERNMENTS[self.kind]} {self.name}"

    @property
    def head(self) -> str:
        return f"{HEADS[self.kind]} {self.name}"


@cache
def towns() -> tuple[Town, ...]:
    return tuple(_town(entry) for entry in table("towns")["town"])


@cache
def regions() -> tuple[Region, ...]:
    """None of them is Banyuwangi."""
    rows = (line.split("|") for line in lines(table("regions")["regions"]))
    return tuple(Region(name, kind, province) for name, kind, province in rows)


def _town(entry: dict[str, str | int]) -> Town:
    own = {"name", "weight", "villages"}
    pairs = (pair.strip().split("/") for pair in str(entry["villages"]).split(","))
    others = ((key, str(value)) for key, value in entry.items() if key not in own)
    return Town(
        name=str(entry["name"]),
        weight=int(entry["weight"]),
        villages=tuple((village, subdistrict) for village, subdistrict in pairs),
        places=tuple((key, tuple(way.strip() for way in ways.split(","))) for key, ways in others),
    )

"""Invented people. Names are put together at random from common given names; nobody in particular is meant."""

from __future__ import annotations

from functools import cache
from random import Random

from newsroom.texts.banks import table

# Where a name of the Javanese kind is likely; the other islands have names of their own.
JAVA = ("Jawa", "Banten", "Yogyakarta", "Jakarta", "Bali")


@cache
def _names(bank: str) -> tuple[str, ...]:
    return tuple(table("names")[bank].split())


def man(rng: Random) -> str:
    return f"{rng.choice(_names('men'))} {rng.choice(_names('men_last'))}"


def woman(rng: Random) -> str:
    return f"{rng.choice(_names('women'))} {rng.choice(_names('women_last'))}"


def anyone(rng: Random) -> str:
    return man(rng) if rng.random() < 0.6 else woman(rng)


def from_region(province: str, rng: Random) -> str:
    """A name as it may sound in `province`."""
    if any(word in province for word in JAVA):
        return anyone(rng)
    first = rng.choice(_names("outer_men" if rng.random() < 0.7 else "outer_women"))
    return f"{first} {rng.choice(_names('outer_last'))}"


def short(name: str) -> str:
    """How the paper calls the person from the second mention on."""
    return name.split()[0]


def initials(name: str) -> str:
    """How the paper calls a suspect."""
    return "".join(word[0] for word in name.split())

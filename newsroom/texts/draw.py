"""Draw the facts of a happening from a plan's specifications.

| specification | draws | slots besides `{name}` |
| --- | --- | --- |
| `orang`, `pria`, `wanita` | a person | `.s` short name, `.i` initials |
| `12..40`, `100..900/50` | a number (in steps) | `.w` in words |
| `=a+b`, `=a-b` | a sum or difference of drawn numbers | `.w` |
| `hari+3..20`, `hari-5..40` | a day relative to the happening | `.h` weekday, `.l` in full |
| `kerja+3..20` | the same, put off to a working day | `.h`, `.l` |
| `desa` | a village of the town | `.kec` its subdistrict |
| `jam` | a time of day | |
| `daerah` | another regency or city | `.name`, `.full`, `.prov`, `.pemda`, `.kepala`, `.wakil` |
| `@bank` | a line of a shared word bank | |
| `this\\|that` | one of these | |

A name of several slots ("disease+remedy") takes its values together: `fever/rest|cough/tea`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import chain
from random import Random

from newsroom.texts import people, pressdates
from newsroom.texts.banks import table, words
from newsroom.texts.places import Region, Town, regions
from newsroom.texts.weave import Value

NUMBER_WORDS = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
    "sebelas", "dua belas", "tiga belas", "empat belas", "lima belas", "enam belas", "tujuh belas", "delapan belas",
    "sembilan belas", "dua puluh",
)  # fmt: skip
SATURDAY = 5
PEOPLE = {"orang": people.anyone, "pria": people.man, "wanita": people.woman}

# Facts of nobody's story, for the paragraphs of spare.toml: drawn anew at each use.
LOOSE_NUMBERS = {
    "angka": (12, 96),
    "angka2": (110, 890),
    "angka3": (1200, 9800),
    "kecil": (3, 9),
    "sedikit": (2, 5),
    "unara": (24, 67),
    "unara2": (19, 58),
}
LOOSE_PEOPLE = ("nara", "nara2", "pejabatx")


class BadSpecification(ValueError):
    """A fact's specification that means nothing."""


def number(value: int) -> str:
    """1250 as "1.250"."""
    return f"{value:,}".replace(",", ".")


def in_words(value: int) -> str:
    """4 as "empat"; above twenty in digits."""
    return NUMBER_WORDS[value] if 0 <= value < len(NUMBER_WORDS) else number(value)


def _loose() -> dict[str, Value]:
    facts: dict[str, Value] = dict.fromkeys(LOOSE_PEOPLE, people.anyone)
    facts |= {"ibu": people.woman, "bapak": people.man}
    for name, (low, high) in LOOSE_NUMBERS.items():
        facts[name] = partial(_any_number, low, high)
        facts[f"{name}.w"] = partial(_any_number_in_words, low, high)
    return facts


def _any_number(low: int, high: int, rng: Random) -> str:
    return number(rng.randint(low, high))


def _any_number_in_words(low: int, high: int, rng: Random) -> str:
    return in_words(rng.randint(low, high))


class FactDraw:
    """Draws one happening's facts; the same random source gives the same facts for every outlet."""

    def __init__(self, rng: Random, town: Town, happened: date, published: date) -> None:
        self._rng = rng
        self._town = town
        self._happened = happened
        self._published = published
        self._numbers: dict[str, int] = {}
        self._taken: set[str] = set()
        self.facts: dict[str, Value] = _loose()

    def draw(self, specs: Mapping[str, str]) -> dict[str, Value]:
        """All the facts of `specs`, the town's and the day's. Raises BadSpecification."""
        self.facts["kab"] = self._town.name
        for place, ways in self._town.places:
            self.facts[place] = self._rng.choice(ways)
        self._day("tgl", self._happened)
        for ahead, name in ((0, "tahun"), (-1, "tahunlalu"), (1, "tahundepan")):
            self.facts[name] = str(self._happened.year + ahead)
        self.facts["hari"] = pressdates.weekday(self._happened)
        self.facts["bulan"] = pressdates.month(self._happened)
        for name, spec in chain(specs.items(), table("common")["facts"].items()):
            self._one(name, spec)
        return self.facts

    def _one(self, name: str, spec: str) -> None:
        if spec in PEOPLE:
            self._person(name, self._fresh(lambda: PEOPLE[spec](self._rng)))
        elif spec == "desa":
            village, subdistrict = self._fresh_pair()
            self.facts |= {name: village, f"{name}.kec": subdistrict}
        elif spec == "jam":
            self.facts[name] = f"pukul {self._rng.randint(5, 22):02d}.{self._rng.randrange(0, 60, 5):02d} WIB"
        elif spec == "daerah":
            self._region(name)
        elif spec.startswith("hari"):
            self._day(name, self._happened + timedelta(days=self._offset(spec.removeprefix("hari"))))
        elif spec.startswith("kerja"):
            self._day(name, _working(self._happened + timedelta(days=self._offset(spec.removeprefix("kerja")))))
        elif spec.startswith("="):
            self._number(name, self._sum(spec[1:]))
        elif spec.startswith("@"):
            self.facts[name] = self._fresh(lambda: self._rng.choice(words("words")[spec[1:]]))
        elif ".." in spec:
            self._number(name, self._ranged(spec))
        else:
            self._words(name, self._rng.choice(spec.split("|")))

    def _words(self, name: str, chosen: str) -> None:
        names = name.split("+")
        self.facts.update(zip(names, chosen.split("/") if len(names) > 1 else [chosen], strict=True))

    def _person(self, name: str, person: str) -> None:
        self.facts |= {name: person, f"{name}.s": people.short(person), f"{name}.i": people.initials(person)}

    def _region(self, name: str) -> None:
        region = self._rng.choice(regions())
        while region.name in self._taken:
            region = self._rng.choice(regions())
        self._taken.add(region.name)
        self.facts.update(region_slots(name, region))

    def _day(self, name: str, day: date) -> None:
        self.facts[name] = partial(pressdates.one_day, day, self._published)
        self.facts[f"{name}.h"] = pressdates.weekday(day)
        self.facts[f"{name}.l"] = pressdates.long_date(day)

    def _number(self, name: str, value: int) -> None:
        self._numbers[name] = value
        self.facts |= {name: number(value), f"{name}.w": in_words(value)}

    def _offset(self, spec: str) -> int:
        sign = -1 if spec.startswith("-") else 1
        low, _, high = spec[1:].partition("..")
        return sign * self._rng.randint(int(low), int(high or low))

    def _sum(self, terms: str) -> int:
        if "-" in terms:
            first, second = terms.split("-")
            return self._numbers[first] - self._numbers[second]
        return sum(self._numbers[term] for term in terms.split("+"))

    def _ranged(self, spec: str) -> int:
        span, _, step = spec.partition("/")
        low, _, high = span.partition("..")
        if not (low.isdigit() and high.isdigit()):
            raise BadSpecification(f"{spec!r}: write low..high or low..high/step with whole numbers")
        return self._rng.randrange(int(low), int(high) + 1, int(step or 1))

    def _fresh_pair(self) -> tuple[str, str]:
        villages = [pair for pair in self._town.villages if pair[0] not in self._taken]
        pair = self._rng.choice(villages or self._town.villages)
        self._taken.add(pair[0])
        return pair

    def _fresh(self, draw: Callable[[], str]) -> str:
        for _ in range(20):
            value = draw()
            if value not in self._taken and people.short(value) not in self._taken:
                break
        self._taken |= {value, people.short(value)}
        return value


def _working(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


def region_slots(name: str, region: Region) -> dict[str, Value]:
    """The slots of a region under `name`."""
    return {
        name: region.short,
        f"{name}.name": region.name,
        f"{name}.full": region.full,
        f"{name}.prov": region.province,
        f"{name}.pemda": region.government,
        f"{name}.kepala": region.head,
        f"{name}.wakil": f"Wakil {region.head}",
    }

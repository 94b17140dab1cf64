"""Who comes to Banyuwangi, from where, how many, to learn what: one delegation drawn and turned into slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from newsroom.texts import people
from newsroom.texts.banks import Lines, lines, table, words
from newsroom.texts.draw import region_slots
from newsroom.texts.headcount import Headcount
from newsroom.texts.places import Region, regions
from newsroom.texts.weave import Value, Weaver

THEME_BANKS = ("topik", "pendek", "alasan", "masalah", "jelas", "ucap", "lihat", "tindak")
VAGUE_SHARE, PARTS_SHARE, WORDS_SHARE = 0.2, 0.45, 0.5


@dataclass(frozen=True, slots=True)
class Guests:
    """One delegation. region: None when it has no home district; country: for guests from abroad.

    slots: everything the papers may say of it, by slot name. english: what differs in English pieces; empty when
    the institution or its topic has no English words.
    """

    institution: str
    name: str
    english_name: str
    region: Region | None
    country: str | None
    town: str
    leader: str
    hosts: Lines
    headcount: Headcount
    programme: str | None
    loci: Lines
    topics: Lines
    slots: Mapping[str, Value]
    english: Mapping[str, Value]


@cache
def _institutions() -> tuple[dict[str, Any], ...]:
    return tuple(table("institutions")["institution"])


@cache
def _themes() -> tuple[dict[str, Any], ...]:
    return tuple(table("themes")["theme"])


def _loci(theme: Mapping[str, Any]) -> Lines:
    return lines(theme["places"]) + lines(theme["schemes"])


def draw_guests(rng: Random, without: Guests | None = None) -> Guests:
    """A delegation that shares neither kind, topic nor region with `without`."""
    choices = [(entry, _topics(entry, without)) for entry in _institutions()]
    if without:
        choices = [(entry, topics) for entry, topics in choices if topics and entry["id"] != without.institution]
    institution, topics = rng.choices(choices, [entry["weight"] for entry, _ in choices])[0]
    kinds = ("Kabupaten",) if institution.get("rural") else ("Kabupaten", "Kota")
    taken = without.region if without else None
    region = rng.choice([region for region in regions() if region.kind in kinds and region != taken])
    return _Builder(rng, institution, rng.choice(topics), region).guests()


def _topics(institution: Mapping[str, Any], without: Guests | None) -> list[dict[str, Any]]:
    """The themes that the institution comes for."""
    kinds = set(institution["likes"].split())
    fitting = [theme for theme in _themes() if kinds & set(theme["kinds"].split())]
    return [theme for theme in fitting if without is None or _loci(theme) != without.loci]


@dataclass(frozen=True, slots=True)
class _Country:
    """A country that guests come from, with the names that may occur there."""

    name: str
    english: str
    given: Lines
    family: Lines

    def person(self, rng: Random) -> str:
        return f"{rng.choice(self.given)} {rng.choice(self.family)}"


def _country(rng: Random) -> _Country:
    name, english, given, family = rng.choice(words("guests")["negara"]).split("=")
    return _Country(name, english, tuple(given.split(",")), tuple(family.split(",")))


class _Builder:
    """Puts one delegation's words together; every draw is made once, so that all outlets tell the same facts."""

    def __init__(self, rng: Random, institution: Mapping[str, Any], theme: Mapping[str, Any], nearest: Region) -> None:
        self._rng = rng
        self._institution = institution
        self._theme = theme
        self._nearest = nearest
        self._region = self._home()
        self._country = _country(rng) if institution.get("abroad") else None
        self._own = self._own_words()

    def guests(self) -> Guests:
        leader, *others = self._cast()
        headcount = self._headcount()
        programme = self._say("program") if "program" in self._institution else None
        self._own["program"] = programme or ""
        name = self._say("name")
        return Guests(
            institution=self._institution["id"],
            name=name,
            english_name=self._english_name(),
            region=self._region,
            country=self._country.name if self._country else None,
            town=self._town(),
            leader=leader,
            hosts=tuple(others[:2]),
            headcount=headcount,
            programme=programme,
            loci=_loci(self._theme),
            topics=lines(self._theme["topik"]),
            slots=self._slots(name) | _called(leader, *others) | _counted(headcount),
            english=self._english(headcount),
        )

    def _home(self) -> Region | None:
        if self._institution.get("homeless") or self._institution.get("abroad"):
            return None
        province = self._nearest.province
        return Region(province, "Provinsi", province) if self._institution.get("provincial") else self._nearest

    def _someone(self) -> str:
        if self._country:
            return self._country.person(self._rng)
        if self._institution.get("women"):
            return people.woman(self._rng)
        return people.from_region(self._region.province if self._region else "Jawa", self._rng)

    def _own_words(self) -> dict[str, Value]:
        banks = ("k", "rom", "kem", "namadesa", "namakop", "kampus", "namapesantren")
        own: dict[str, Value] = {bank: self._rng.choice(words("guests")[bank]) for bank in banks}
        if self._region:
            own |= region_slots("asal", self._region)
        elif self._country:
            own |= dict.fromkeys(("asal", "asal.full", "asal.name"), self._country.name)
        return own

    def _say(self, field: str) -> str:
        """One way of the institution's `field`, filled."""
        return self._fill(self._rng.choice(self._institution[field].split("|")), self._own)

    def _fill(self, template: str, facts: Mapping[str, Value]) -> str:
        return Weaver(self._rng, facts).weave(template)

    def _headcount(self) -> Headcount:
        low, _, high = self._institution["size"].partition("..")
        total = self._rng.randint(int(low), int(high))
        member = self._rng.choice(self._institution["member"].split("|"))
        vague = self._rng.random() < VAGUE_SHARE
        spelled = self._rng.random() < WORDS_SHARE
        parts = [(total, member)]
        if "aides" in self._institution and not vague and self._rng.random() < PARTS_SHARE:
            kinds = self._institution["aides"].split("|")
            chosen = self._rng.sample(kinds, self._rng.randint(1, min(2, len(kinds))))
            parts += [(self._rng.randint(2, max(3, total // 6)), aide) for aide in chosen]
        return Headcount(tuple(parts), vague, spelled)

    def _slots(self, name: str) -> dict[str, Value]:
        rng, theme, guests = self._rng, self._theme, words("guests")
        places = rng.sample(lines(theme["places"]), 2)
        head = tuple(self._fill(way, self._own) for way in self._institution["head"].split("|"))
        province = self._region.province if self._region and self._region.kind != "Provinsi" else ""
        slots = dict(self._own)
        slots |= {bank: lines(theme[bank]) for bank in THEME_BANKS}
        slots |= {bank: rng.choice(guests[bank]) for bank in ("tempat", "hadiah", "sebabbatal")}
        slots |= {"tamu": name, "tamu.s": self._say("short"), "jabatan": self._say("leader"), "cara": self._say("how")}
        slots |= {"judul": head, "lokus": places[0], "lokus2": places[1]}
        slots |= {"tuan.jab": rng.choice(theme["host"].split("|")), "tuan2.jab": rng.choice(guests["pejabat"])}
        slots["skema"] = rng.choice(lines(theme["schemes"]))
        slots["darimana"] = ("", f", {province},", f", Provinsi {province},") if province else ""
        slots["lain"] = rng.choice([region.government for region in regions() if region != self._nearest])
        return slots

    def _cast(self) -> tuple[str, ...]:
        """The leader, two hosts and another of the guests: nobody is called like another."""
        host = people.woman if self._theme.get("women") else people.anyone
        while True:
            cast = (self._someone(), host(self._rng), people.anyone(self._rng), self._someone())
            if len({people.short(name) for name in cast}) == len(cast):
                return cast

    def _english_own(self) -> dict[str, Value]:
        """The own words with the country's English name."""
        if not self._country:
            return self._own
        return {**self._own, **dict.fromkeys(("asal", "asal.full", "asal.name"), self._country.english)}

    def _english_name(self) -> str:
        if "en" not in self._institution:
            return ""
        return self._fill(self._rng.choice(self._institution["en"].split("|")), self._english_own())

    def _english(self, headcount: Headcount) -> dict[str, Value]:
        if "en" not in self._institution or "en_topic" not in self._theme:
            return {}
        own = self._english_own()
        return {
            "en.judul": self._fill(self._rng.choice(self._institution["en_head"].split("|")), own).removeprefix("the "),
            "en.asal": self._country.english if self._country else "",
            "jabatan": self._fill(self._institution["en_leader"], own),
            "en.topik": self._theme["en_topic"],
            "en.lokus": self._theme["en_loci"],
            "en.alasan": self._theme["en_reason"],
            "en.jelas": self._theme["en_explain"],
            "tuan.jab": self._rng.choice(words("guests")["english_pejabat"]),
            "jumlah.en": headcount.english,
        }

    def _town(self) -> str:
        """The home paper's dateline."""
        if self._region:
            return self._nearest.name
        if self._country:
            return self._country.name
        return str(self._own["kampus"]).split()[-1] if self._institution["id"] == "university" else "Jakarta"


def _counted(headcount: Headcount) -> dict[str, Value]:
    return {"jumlah": headcount.phrase, "susunan": headcount.sentences}


def _called(leader: str, host: str, second_host: str, guest: str) -> dict[str, Value]:
    cast = {"ketua": leader, "tuan": host, "tuan2": second_host, "peserta": guest}
    return {**cast, **{f"{who}.s": people.short(name) for who, name in cast.items()}}

"""Regions of Indonesia: which tokens name one, and which one.

Names and codes are the interior ministry's (detect/data/regions.csv); everyday names, abbreviations and words that say
what kind of region follows are in detect/data/regions.toml. A district is only found after a cue ("Kecamatan X"):
hundreds of them bear names that are also ordinary words.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from detect import kept
from detect.sentences import Token

Level = Literal["province", "regency", "city", "district"]
Names = dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]

DATA = Path(__file__).parent / "data"
# Stands before a country's name where a region has its code.
COUNTRY = "~"
_PREFIXES = ("Kabupaten Administrasi ", "Kota Administrasi ", "Kabupaten ", "Kota ")
# What the official name adds and everybody leaves out, where the rest does not name another region.
_INSIDE = ("", "(", ")", "/")
EVERY = "se-"
_PROVINCE, _VILLAGE = 2, 13  # characters of their codes
# Letters that a district's name has at least that no cue stands before.
_TOWN = 5
_DROPPED = ("kepulauan", "pulau", "daerah istimewa", "kep.")
# Provinces made out of another in 2022; the press went on calling their regencies by the older one's name.
_MADE_OF = {"93": "91", "94": "91", "95": "91", "96": "92"}
# Of "DI Yogyakarta"; in small letters it is "in".
_SPECIAL = "di"


class Region(NamedTuple):
    """`code` as the ministry writes it (2, 5 or 8 characters), `name` with its prefix ("Kabupaten Sleman")."""

    code: str
    name: str
    level: Level


class Mention(NamedTuple):
    """Tokens `first`..`last` (included) name a region, its own words starting at `name`.

    `codes` are the regions it can be (a bare "Malang" is two); `sure` is False for an ordinary word such as "Batu"
    that only counts where the article names the same region elsewhere with a cue.
    """

    first: int
    name: int
    last: int
    codes: tuple[str, ...]
    level: Level | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names of all regions, by their first word; made once by `load`."""

    regions: Mapping[str, Region]
    names: Names
    districts: Names
    towns: Names
    cues: Mapping[str, Level]
    ambiguous: frozenset[str]
    lower_case: frozenset[str]
    not_after: frozenset[str]
    behind: Mapping[str, Level]
    villages: Mapping[str, Names]  # of a watched regency, by its code
    begins: frozenset[str]  # the words that a region's name or what is said before it begins with

    def mentions(self, tokens: Sequence[Token]) -> list[Mention]:
        """Every region named in a sentence, longest name first, none inside another."""
        found: list[Mention] = []
        after = 0
        for i, token in enumerate(tokens):
            word = token.word
            if i < after or not (word in self.begins or (word.startswith(EVERY) and _word(token) in self.begins)):
                continue
            mention = self._at(tokens, i)
            if mention is None:
                continue
            if found and not found[-1].sure and _holds(mention, found[-1]):
                found[-1] = found[-1]._replace(sure=True)
            found.append(mention)
            after = mention.last + 1
        return found

    def town(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """The district, seat of a government or island named at token i without a cue, where a place must stand."""
        if not tokens[i].capital or len(tokens[i].text) < _TOWN:
            return None
        words = tuple(token.word for token in tokens[i : i + _TOWN])
        length, codes = _longest(self.towns, words)
        if not length:
            length, codes = _longest(self.districts, words)
        return Mention(i, i, i + length - 1, codes, "district", True) if length else None

    def _at(self, tokens: Sequence[Token], i: int) -> Mention | None:
        name = i
        level = self.cues.get(_word(tokens[i]))
        while name + 1 < len(tokens) and _word(tokens[name]) in self.cues and name - i < 3:
            if name > i and tokens[name].before not in _INSIDE:
                break
            level = self.cues[_word(tokens[name])]
            name += 1
        if level is None or name == i or tokens[name].before not in _INSIDE:
            return self._bare(tokens, i)
        length, codes = self._codes(tokens, name, level)
        if not length:
            return self._bare(tokens, i) if _word(tokens[i]) in self.names else None
        return Mention(i, name, name + length - 1, codes, level, True)

    def _codes(self, tokens: Sequence[Token], name: int, level: Level) -> tuple[int, tuple[str, ...]]:
        words = tuple(t.word for t in tokens[name : name + 6])
        length, codes = _longest(self.districts if level == "district" else self.names, words)
        return length, self._of_level(codes, level)

    def _bare(self, tokens: Sequence[Token], i: int) -> Mention | None:
        words = (_word(tokens[i]), *(t.word for t in tokens[i + 1 : i + 6]))
        length, codes = _longest(self.names, words)
        if not length:
            return None
        text = " ".join(words[:length])
        capital = tokens[i].capital or tokens[i].text[len(every(tokens[i])) :][:1].isupper()
        if (not capital and text not in self.lower_case) or (words[0] == _SPECIAL and not _is_special(tokens, i)):
            return None
        if i and not tokens[i].before and tokens[i - 1].word in self.not_after:
            return None
        after = tokens[i + length] if i + length < len(tokens) else None
        if after is not None and not after.before and after.word in self.behind:
            level = self.behind[after.word]
            return Mention(i, i, i + length, self._of_level(codes, level), level, True)
        return Mention(i, i, i + length - 1, codes, None, text not in self.ambiguous)

    def _of_level(self, codes: tuple[str, ...], level: Level) -> tuple[str, ...]:
        return tuple(c for c in codes if self.regions[c].level == level) or codes


def _is_special(tokens: Sequence[Token], i: int) -> bool:
    """ "DI Yogyakarta", not "Di Yogyakarta, mereka ..." nor a line in capitals."""
    return tokens[i].text.isupper() and not tokens[i + 1].text.isupper()


def _holds(outer: Mention, inner: Mention) -> bool:
    """ "Agam, Sumatera Barat": the province right behind it makes an ordinary word a region."""
    return outer.first - inner.last == 1 and any(
        len(o) == _PROVINCE < len(code) and contains(o, code) for code in inner.codes for o in outer.codes
    )


def every(token: Token) -> str:
    """ "se-" where the token has it: "se-Jawa Timur" is all of it."""
    return EVERY if token.word.startswith(EVERY) else ""


def _word(token: Token) -> str:
    return token.word.removeprefix(EVERY)


def parents(code: str) -> tuple[str, ...]:
    """The regions that hold this one, nearest first: ("35.10", "35") for "35.10.01"."""
    return tuple(code[:length] for length in (5, 2) if length < len(code))


def contains(outer: str, inner: str) -> bool:
    """Is `inner` the region `outer` or a part of it, as it is now or was until 2022 ("Sorong, Papua Barat")?"""
    return inner == outer or inner.startswith(outer + ".") or _MADE_OF.get(inner[:_PROVINCE]) == outer


def is_code(code: str) -> bool:
    """Whether a region has this code, told without reading all regions' names."""
    return f"\n{code},".encode() in (DATA / "regions.csv").read_bytes()


def fingerprint() -> str:
    """Changes with any region's name or code."""
    told = b"".join((DATA / name).read_bytes() for name in ("regions.csv", "regions.toml"))
    return hashlib.sha256(told).hexdigest()[:12]


@cache
def load() -> Gazetteer:
    """The gazetteer that ships with the package; read once, then kept."""
    words = kept.toml(DATA / "regions.toml")
    source = b"".join(path.read_bytes() for path in (DATA / "regions.csv", DATA / "regions.toml", Path(__file__)))
    regions, names, districts, towns, villages = kept.of(DATA / "regions", source, lambda: _read(words))
    lists = words["words"]
    levels: tuple[Level, ...] = ("province", "regency", "city", "district")
    cues = {word: level for level in levels for word in lists[level]}
    ambiguous, lower_case, not_after = (frozenset(lists[which]) for which in ("ambiguous", "lower_case", "not_after"))
    by_code = {code: Region._make(region) for code, region in regions.items()}
    known = frozenset((*names, *cues))
    return Gazetteer(
        by_code, names, districts, towns, cues, ambiguous, lower_case, not_after, words["behind"], villages, known
    )


def _read(words: Mapping[str, Any]) -> tuple[dict[str, tuple[str, str, Level]], Names, Names, Names, dict[str, Names]]:
    """The regions by their codes, in the order of these, and all names, in plain types."""
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = [(code, name.strip(), _level(code, name)) for code, name, _ in csv.reader(file)]
    regions = [Region(code, name, level) for code, name, level in rows if level is not None]
    return (
        {region.code: (region.code, region.name, region.level) for region in regions},
        _index(_spellings(regions, words["aliases"])),
        _index((_key(r.name), r.code) for r in regions if r.level == "district"),
        _index(_towns(regions, words["towns"])),
        _villages((code, name) for code, name, _ in rows if len(code) == _VILLAGE),
    )


def _towns(regions: Iterable[Region], towns: Mapping[str, str | list[str]]) -> Iterable[tuple[tuple[str, ...], str]]:
    """Every town and island with the code of each region it lies in or holds."""
    codes = {region.name: region.code for region in regions if region.level != "district"}
    for town, names in towns.items():
        for name in [names] if isinstance(names, str) else names:
            yield _key(town), codes[name]


def _villages(rows: Iterable[tuple[str, str]]) -> dict[str, Names]:
    """The villages by the regency that they are in."""
    of: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for code, name in rows:
        of.setdefault(code[:5], []).append((_key(name), code))
    return {regency: _index(spellings) for regency, spellings in of.items()}


def _level(code: str, name: str) -> Level | None:
    """What a row of regions.csv is, told by the length of its code; None for its heading and for villages."""
    levels: dict[int, Level] = {2: "province", 5: "city" if name.startswith("Kota ") else "regency", 8: "district"}
    return levels.get(len(code)) if code[0].isdigit() else None


def _spellings(
    regions: Iterable[Region], aliases: Mapping[str, str | list[str]]
) -> Iterable[tuple[tuple[str, ...], str]]:
    """Every way to write the name of a province, regency or city, with its code."""
    listed = [r for r in regions if r.level != "district"]
    by_name = {r.name: r.code for r in listed}
    plain = {_key(_without_prefix(r.name)) for r in listed}
    for region in listed:
        key = _key(_without_prefix(region.name))
        yield key, region.code
        yield from ((way, region.code) for way in _joined(key))
        short = next((key[len(d.split()) :] for d in _DROPPED if " ".join(key).startswith(d + " ")), None)
        if short and short not in plain:
            yield short, region.code
    for alias, names in aliases.items():
        for name in [names] if isinstance(names, str) else names:
            yield tuple(alias.split()), by_name[name]


def _joined(key: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """ "Tanjung Pinang" is also written "Tanjungpinang", "Bau Bau" also "Bau-Bau", "Toli-Toli" also "Tolitoli"."""
    if len(key) == 2:
        yield ("".join(key),)
        yield ("-".join(key),)
    elif len(key) == 1 and "-" in key[0]:
        yield (key[0].replace("-", ""),)
        yield tuple(key[0].split("-"))


def _without_prefix(name: str) -> str:
    return next((name[len(p) :] for p in _PREFIXES if name.startswith(p)), name)


def _key(name: str) -> tuple[str, ...]:
    return tuple(name.lower().split())


def _index(spellings: Iterable[tuple[tuple[str, ...], str]]) -> Names:
    gathered: dict[tuple[str, ...], dict[str, None]] = {}
    for words, code in spellings:
        gathered.setdefault(words, {})[code] = None
    index: Names = {}
    for words, codes in gathered.items():
        index.setdefault(words[0], []).append((words, tuple(codes)))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _longest(names: Names, words: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    for known, codes in names.get(words[0], ()) if words else ():
        if tuple(words[: len(known)]) == known:
            return len(known), codes
    return 0, ()

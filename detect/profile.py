"""The watched place: its names, people, offices and neighbours, read from a file in watch/."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from detect import gazetteer
from detect.letters import fold
from detect.lexicon import are_texts

Words = tuple[str, ...]


class ProfileError(ValueError):
    """A file in watch/ that cannot be used; the message names the file, the key and what to write instead."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks for the place from `since` to `until` (None: open). `short` are names the press uses."""

    name: str
    office: str
    short: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def serves(self, day: date | None) -> bool:
        """In office on that day? An unknown day counts as one within the term."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the detector knows of one place.

    `code` is the gazetteer's region code. `names` are its plain names, `abbreviations` count only when written in
    capitals, `epithets` are by-names used in place of the name. `not_the_place` are names that contain a name of the
    place without meaning it (outlets, namesakes elsewhere); `namesake_heads` are words ("pekon") that make the next
    word a village elsewhere, `village_heads` ("desa") only where another regency is named after it, and
    `village_kinds` ("wisata") may follow these. `shares_name_with` are region codes of neighbours or parents with the
    same name. `places`, `programmes` and `offices` stand in the place itself; `datelines` are towns its reporters
    write from.
    """

    name: str
    code: str
    names: tuple[str, ...]
    abbreviations: tuple[str, ...] = ()
    epithets: tuple[str, ...] = ()
    not_the_place: tuple[str, ...] = ()
    namesake_heads: tuple[str, ...] = ()
    village_heads: tuple[str, ...] = ()
    village_kinds: tuple[str, ...] = ()
    shares_name_with: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    datelines: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    version: str = ""
    phrases: Phrases = field(default_factory=lambda: Phrases({}), compare=False, repr=False)

    @property
    def told(self) -> str:
        """Its name and version, as verdicts name it."""
        return f"{self.name} {self.version}".strip()


@dataclass(frozen=True, slots=True)
class Phrases:
    """Folded phrases by their first word, longest first, each with the kind of name it is."""

    by_first: Mapping[str, tuple[tuple[Words, str], ...]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Phrases:
        gathered: dict[str, list[tuple[Words, str]]] = {}
        for phrase, kind in pairs:
            words = tuple(fold(word) for word in phrase.split())
            gathered.setdefault(words[0], []).append((words, kind))
        return cls({w: tuple(sorted(found, key=lambda f: -len(f[0]))) for w, found in gathered.items()})

    def at(self, words: Sequence[str], i: int) -> tuple[int, str] | None:
        """(number of words, kind) of the longest phrase that starts at word i."""
        for phrase, kind in self.by_first.get(words[i], ()):
            if tuple(words[i : i + len(phrase)]) == phrase:
                return len(phrase), kind
        return None


def load_profile(path: Path) -> Profile:
    """Read a watched place's file. Raises ProfileError naming the file and the key that is wrong."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ProfileError(f"{path}: cannot be read ({error.strerror}); name a file of watch/ under `watch`") from error
    except (ValueError, RecursionError) as error:
        raise ProfileError(f"{path}: not valid TOML in UTF-8: {error}") from error
    people = _people(raw.pop("people", []), path)
    values = {key: _value(key, value, path) for key, value in raw.items()}
    for required in ("name", "code", "names"):
        if not values.get(required):
            raise ProfileError(f"{path}: `{required}` is missing; every watched place states name, code and names")
    profile = Profile(**values, people=people)
    return replace(profile, phrases=_phrases(profile))


def load_profiles(paths: Sequence[Path]) -> tuple[Profile, ...]:
    """Read the files of all watched places.

    Raises ProfileError also where there is none, two are of one place, or the gazetteer has no region of that code.
    """
    if not paths:
        raise ProfileError("`watch` names no profile: name a file of watch/, or a folder with some in it")
    found: dict[str, tuple[Path, Profile]] = {}
    for path in paths:
        profile = load_profile(path)
        if not gazetteer.is_code(profile.code):
            raise ProfileError(
                f"{path}: `code` {profile.code} is no region's; detect/data/regions.csv has the codes, such as 34.71"
            )
        if profile.code in found:
            raise ProfileError(
                f"{path}: `code` {profile.code} is that of {found[profile.code][0]} too; a place has one profile"
            )
        found[profile.code] = path, profile
    return tuple(profile for _, profile in found.values())


def _value(key: str, value: Any, path: Path) -> Any:
    known = {f.name: f.type for f in fields(Profile) if f.name not in ("people", "phrases")}
    if key not in known:
        raise ProfileError(f"{path}: unknown key `{key}`; known are {', '.join(known)} and [[people]]")
    if known[key] == "str" and isinstance(value, str):
        return value
    if known[key] != "str" and are_texts(value):
        return tuple(value)
    raise ProfileError(f"{path}: `{key}` must be {'a text' if known[key] == 'str' else 'a list of texts'}")


def _people(value: Any, path: Path) -> tuple[Person, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ProfileError(f"{path}: `people` must be sections, each headed [[people]]")
    return tuple(_person(entry, path) for entry in value)


def _person(entry: dict[str, Any], path: Path) -> Person:
    known = {f.name for f in fields(Person)}
    if not set(entry) <= known or not {"name", "office"} <= set(entry):
        raise ProfileError(
            f"{path}: [[people]] {entry.get('name', '')}: needs name and office, may have {sorted(known)}"
        )
    wanted: dict[str, tuple[Callable[[Any], bool], str]] = {
        "name": (_is_text, "a text"), "office": (_is_text, "a text"), "short": (are_texts, "a list of texts"),
        "since": (_is_day, "a date such as 2021-02-26"), "until": (_is_day, "a date such as 2021-02-26"),
    }  # fmt: skip
    for key, value in entry.items():
        fits, kind = wanted[key]
        if not fits(value):
            raise ProfileError(f"{path}: [[people]] {entry['name']}: `{key}` must be {kind}")
    return Person(**{**entry, "short": tuple(entry.get("short", ()))})


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _phrases(profile: Profile) -> Phrases:
    kinds = (
        ("not", profile.not_the_place),
        ("name", profile.names),
        ("epithet", profile.epithets),
        ("place", profile.places),
        ("programme", profile.programmes),
        ("office", profile.offices),
    )
    return Phrases.of((phrase, kind) for kind, phrases in kinds for phrase in phrases)

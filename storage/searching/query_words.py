"""The words of the query grammar: English ones, and the Indonesian ones of query.toml that stand for them. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

FIELDS = ("site", "from", "date", "visited", "flagged", "decided", "programme", "to", "province", "place", "is")
DECIDED = ("open", "confirmed", "dismissed", "unsure")
# Fields with a closed set of values.
VALUES: Mapping[str, tuple[str, ...]] = {"flagged": ("yes", "no"), "decided": DECIDED, "is": ("visit",)}


def is_or(word: str) -> bool:
    return word == "OR" or word in _data()["joins"]


def field(name: str) -> str | None:
    """The field that goes by this name in either language."""
    return name if name in FIELDS else _data()["fields"].get(name)


def value(name: str, typed: str) -> str | None:
    """The value of a field with a closed set of them; None for what is not in it."""
    typed = typed.casefold()
    return typed if typed in VALUES[name] else _data()["values"][name].get(typed)


def fields() -> list[str]:
    """All names of fields, in both languages."""
    return [*FIELDS, *_data()["fields"]]


def written(english: str, language: str) -> str:
    """How a field's name is written in a language ("en" or "id")."""
    return _first(_data()["fields"], english) if language == "id" else english


def written_value(name: str, english: str, language: str) -> str:
    """The same of a value; one that a person chose freely stands as it is."""
    return _first(_data()["values"][name], english) if language == "id" and name in VALUES else english


def written_fields(language: str) -> str:
    """All fields, as a list."""
    return ", ".join(f"{written(one, language)}:" for one in FIELDS)


def written_choice(name: str, language: str) -> dict[str, str]:
    """A field's `name`, and the values `known` for it, as a list."""
    values = (written_value(name, one, language) for one in VALUES[name])
    return {"name": written(name, language), "known": ", ".join(values)}


def _first(names: Mapping[str, str], english: str) -> str:
    return next(name for name, one in names.items() if one == english)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("storage.searching").joinpath("query.toml").read_text(encoding="utf-8"))

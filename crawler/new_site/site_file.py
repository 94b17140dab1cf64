"""The text of a site file from its facts, in the form of those in spiders/. Pure."""

from __future__ import annotations

import keyword
from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Any
from urllib.parse import urlsplit

from crawler.facts import Feed, Front, Layout, Listing, Pattern, SiteFacts, Sitemap, WordPress
from crawler.lists.links import SECOND_LEVEL

_WIDTH = 120
_TAB = "    "
_POSITIONAL = ("url", "regex", "grade", "name")
# The order in which the files in spiders/ state their facts.
_ORDER = ("hosts", "sources", "article", "exclude", "site_id", "date_in_url", "layouts", "utc_offset", "keep_query")


def name_of(url: str) -> str:
    """A name for the site of an address: the words of its host, as a file may be called."""
    labels = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    labels = labels[:-1] or labels
    if len(labels) > 1 and labels[-1] in SECOND_LEVEL:
        labels = labels[:-1]
    name = "_".join("".join(letter for letter in label if letter.isalnum()) for label in labels).lower()
    return name if name[:1].isalpha() and not keyword.iskeyword(name) else f"situs_{name}"


def is_name(name: str) -> bool:
    """Whether a site may be called so: a file, a module and a key bear the name."""
    plain = name.replace("_", "a")
    return plain.isascii() and plain.isalnum() and plain == plain.lower() and name[:1].isalpha() and len(name) <= 40


def render(name: str, facts: SiteFacts, about: str) -> str:
    """The whole file, formatted as ruff formats it; `about` is its docstring, one line."""
    kinds = sorted({type(one).__name__ for one in _parts(facts)} | {"SiteFacts"})
    title = "".join(part.capitalize() for part in name.split("_"))
    lines = [
        f'"""{about}"""',
        "",
        f"from crawler.facts import {', '.join(kinds)}",
        "from crawler.site import NewsSite",
        "",
        "",
        f"class {title}(NewsSite):",
        f"{_TAB}name = {_string(name)}",
        f"{_TAB}facts = SiteFacts(",
        *(f"{_TAB * 2}{line}," for line in _arguments(facts, 2)),
        f"{_TAB})",
        "",
    ]
    return "\n".join(lines)


def _parts(facts: SiteFacts) -> list[Feed | Sitemap | WordPress | Listing | Front | Layout | Pattern]:
    patterns = [facts.article, facts.exclude, facts.site_id, *facts.date_in_url]
    return [*facts.sources, *facts.layouts, *(one for one in patterns if one is not None)]


def _arguments(value: Any, depth: int) -> list[str]:
    """The arguments that make a value anew, without those that are its default."""
    told = []
    stated = list(fields(value))
    if isinstance(value, SiteFacts):
        stated.sort(key=lambda field: _ORDER.index(field.name) if field.name in _ORDER else len(_ORDER))
    for field in stated:
        item = getattr(value, field.name)
        if field.default is not MISSING and item == field.default:
            continue
        is_positional = field.name in _POSITIONAL and not isinstance(value, SiteFacts)
        lead = "" if is_positional else f"{field.name}="
        told.append(f"{lead}{_value(item, depth, len(lead))}")
    return told


def _value(item: Any, depth: int, used: int) -> str:
    if isinstance(item, str):
        return _string(item)
    if isinstance(item, tuple):
        pieces = [_value(one, depth + 1, 0) for one in item]
        return _bracketed("(", pieces, ")", depth, used, is_tuple=True)
    if hasattr(item, "__dataclass_fields__"):
        return _bracketed(f"{type(item).__name__}(", _arguments(item, depth + 1), ")", depth, used)
    return repr(item)


def _bracketed(first: str, pieces: Sequence[str], last: str, depth: int, used: int, *, is_tuple: bool = False) -> str:
    """On one line where it fits, else all pieces on the next line, else one line a piece."""
    comma = "," if is_tuple and len(pieces) == 1 else ""
    line = f"{first}{', '.join(pieces)}{comma}{last}"
    if "\n" not in line and len(_TAB) * depth + used + len(line) < _WIDTH:
        return line
    inner, outer = f"\n{_TAB * (depth + 1)}", f"\n{_TAB * depth}"
    joined = ", ".join(pieces)
    if not is_tuple and "\n" not in joined and len(_TAB) * (depth + 1) + len(joined) <= _WIDTH:
        return f"{first}{inner}{joined}{outer}{last}"
    return f"{first}{inner}" + f",{inner}".join(pieces) + f",{outer}{last}"


def _string(text: str) -> str:
    if '"' in text:
        return repr(text)
    return f'r"{text}"' if "\\" in text else f'"{text}"'

"""Site files with one letter changed, for the test that the golden pages notice each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any
from zlib import crc32

from crawler.facts import SiteFacts

Variant = tuple[str, str, Callable[[str], Any]]


def mutants(facts: SiteFacts, *, every_letter: bool) -> Iterator[tuple[str, SiteFacts]]:
    """The facts with one letter or digit of one of their strings changed, each with the place of the change.

    One letter of each string, always the same one, or every letter of it.
    """
    for path, text, rebuild in _strings(facts):
        places = [place for place, letter in enumerate(text) if letter.isalnum()]
        if places and not every_letter:
            places = [places[crc32(f"{path}{text}".encode()) % len(places)]]
        for place in places:
            changed = text[:place] + _next(text[place]) + text[place + 1 :]
            yield f"{path}: {text!r} -> {changed!r}", rebuild(changed)


def _next(letter: str) -> str:
    if letter.isdigit():
        return str((int(letter) + 1) % 10)
    first = "a" if letter.islower() else "A"
    return chr((ord(letter) - ord(first) + 1) % 26 + ord(first))


def _strings(node: Any) -> Iterator[Variant]:
    """Every string that a site file states below `node`, but the grades: its path, itself, and what puts another in."""
    if isinstance(node, str):
        yield "", node, lambda text: text
    elif isinstance(node, tuple):
        for index, item in enumerate(node):
            for path, text, rebuild in _strings(item):
                yield f"[{index}]{path}", text, _in_tuple(node, index, rebuild)
    elif is_dataclass(node) and not isinstance(node, type):
        for field in fields(node):
            if field.name != "grade" and getattr(node, field.name) != field.default:
                for path, text, rebuild in _strings(getattr(node, field.name)):
                    yield f".{field.name}{path}", text, _in_field(node, field.name, rebuild)


def _in_tuple(node: tuple[Any, ...], index: int, rebuild: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: (*node[:index], rebuild(text), *node[index + 1 :])


def _in_field(node: Any, name: str, rebuild: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: replace(node, **{name: rebuild(text)})

"""The words of the page and the digest, in each language: one file of them for each part, `wording/words/PART.toml`.

An entry is `name = { en = "...", id = "..." }`, with `{slots}`; where the word hangs on a number, `en_one` is its form
for one (Indonesian has none).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Language = Literal["en", "id"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Words:
    """The words of one language. Called with a key ("queue.confirm") and its slots, gives the text."""

    def __init__(self, language: Language, entries: Mapping[str, Mapping[str, str]]) -> None:
        self.language = language
        self._entries = entries

    def __call__(self, key: str, **slots: object) -> str:
        """Raises KeyError for a word that no file has, or a slot that is not given."""
        entry = self._entries[key]
        form = f"{self.language}_one" if slots.get("n") == 1 else self.language
        return entry.get(form, entry[self.language]).format_map(slots)

    def get(self, key: str, default: str) -> str:
        """A word without slots, where there is one: for values of a closed set that may grow."""
        return self._entries.get(key, {}).get(self.language, default)


@cache
def words(language: Language) -> Words:
    return Words(language, entries())


@cache
def entries() -> Mapping[str, Mapping[str, str]]:
    """All entries by key, "part.name"."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(files("wording").joinpath("words").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            part = file.name.removesuffix(".toml")
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            found |= {f"{part}.{name}": entry for name, entry in table.items()}
    return found

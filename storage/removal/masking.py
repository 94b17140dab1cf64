"""Blanking out what a text quotes of others, however it is wrapped, marked up or escaped there.

Words are compared in folded case, without what stands between them; addresses and tags are left as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import re2

MASK = "[taken down]"
# So many words in a row are no accident: a long office's name is shorter.
WINDOW = 8
# A whole sentence or title of so many words is known again too, though it is shorter than that.
SENTENCE = 4

Words = tuple[str, ...]

_TOKEN = re2.compile(r"<[^<>]*>|[a-zA-Z]+://[^\s<>\"]+|&#?[A-Za-z0-9]{1,8};|[\p{L}\p{M}\p{N}]+")
_SENTENCES = re2.compile(r"[.!?\n]+")


@dataclass(frozen=True, slots=True)
class Quotes:
    """What is to be blanked out: every run of WINDOW words of some texts, and shorter wholes, by their length."""

    windows: frozenset[Words] = field(repr=False)
    wholes: dict[int, frozenset[Words]] = field(repr=False)

    @classmethod
    def of(cls, texts: Iterable[str], wholes: Iterable[str] = ()) -> Quotes:
        """The quotes of texts: their runs of words, their short sentences, and `wholes` however short they are."""
        windows: set[Words] = set()
        short: dict[int, set[Words]] = {}
        for text in texts:
            spoken = words(text)
            windows.update(tuple(spoken[at : at + WINDOW]) for at in range(len(spoken) - WINDOW + 1))
            for sentence in _SENTENCES.split(text):
                _add(short, words(sentence), SENTENCE)
        for whole in wholes:
            spoken = words(whole)
            windows.update(tuple(spoken[at : at + WINDOW]) for at in range(len(spoken) - WINDOW + 1))
            _add(short, spoken, 1)
        return cls(frozenset(windows), {length: frozenset(found) for length, found in short.items()})


def words(text: str) -> list[str]:
    """The words of a text in folded case, without tags, addresses and entities."""
    return [word for word, _, _ in each_word(text) if word]


def mask(text: str, quotes: Quotes) -> str:
    """The text with every quote replaced by MASK; tags inside a quote stay."""
    tokens = list(each_word(text))
    places = [place for place, (word, _, _) in enumerate(tokens) if word]
    found = _found([tokens[place][0] for place in places], quotes)
    parts, at = [], 0
    for first, last in found:
        start, end = tokens[places[first]][1], tokens[places[last]][2]
        inside = tokens[places[first] : places[last]]
        parts += [text[at:start], MASK, *(text[a:b] for word, a, b in inside if not word and text[a] == "<")]
        at = end
    return "".join([*parts, text[at:]])


def each_string(text: str, change: Callable[[str], str]) -> str:
    """A text changed, each string by itself where it is JSON."""
    if text[:1] not in ("[", "{"):
        return change(text)
    try:
        value = json.loads(text)
    except ValueError:
        return change(text)
    changed = _changed(value, change)
    return text if changed == value else json.dumps(changed, ensure_ascii=False)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case list():
            return [_changed(one, change) for one in value]
        case dict():
            return {key: _changed(one, change) for key, one in value.items()}
        case _:
            return value


def _add(short: dict[int, set[Words]], spoken: Sequence[str], least: int) -> None:
    if least <= len(spoken) < WINDOW:
        short.setdefault(len(spoken), set()).add(tuple(spoken))


def each_word(text: str) -> Iterator[tuple[str, int, int]]:
    """(word in folded case, start, end); the word is empty for a tag, an address or an entity."""
    for found in _TOKEN.finditer(text):
        token = found.group()
        is_word = token[0] not in "<&" and "://" not in token
        yield (token.casefold() if is_word else ""), found.start(), found.end()


def _found(spoken: Sequence[str], quotes: Quotes) -> list[tuple[int, int]]:
    """(first, last) word of each stretch that is quoted, apart from each other."""
    lengths = [(WINDOW, quotes.windows), *sorted(quotes.wholes.items(), reverse=True)]
    stretches: list[tuple[int, int]] = []
    for start in range(len(spoken)):
        length = next((n for n, known in lengths if tuple(spoken[start : start + n]) in known), 0)
        if not length:
            continue
        last = start + length - 1
        if stretches and start <= stretches[-1][1] + 1:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], last))
        else:
            stretches.append((start, last))
    return stretches

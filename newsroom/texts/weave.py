"""Fill templates: `{slot}` for a fact, `[this|that]` for a free choice of words (nested as deep as one likes).

A slot's value is a string, a bank of strings (drawn without repeats until it is empty) or a function of the random
source (for wordings that differ each time, such as dates). Values are templates themselves. The weaver remembers
which slots it used, so that the truth of a piece can say what the piece states.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TypeAlias

Value: TypeAlias = "str | tuple[str, ...] | Callable[[Random], str]"
Facts: TypeAlias = Mapping[str, Value]

SMALL_WORDS = frozenset(
    (
        *(
            "di",
            "ke",
            "dari",
            "dan",
            "yang",
            "untuk",
            "dengan",
            "pada",
            "oleh",
            "agar",
            "saat",
            "usai",
            "demi",
            "para",
            "bagi",
        ),
        *("atau", "of", "the", "in", "to", "for", "from", "and", "a", "an", "at", "on"),
    )
)
SENTENCE_ENDS = ".!?"


class BadTemplate(ValueError):
    """A template whose brackets do not pair."""


class UnknownSlot(LookupError):
    """A template names a slot for which there is no fact."""


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str


@dataclass(frozen=True, slots=True)
class _Choice:
    ways: tuple[tuple[_Node, ...], ...]


_Node: TypeAlias = "str | _Slot | _Choice"


@cache
def _parse(template: str) -> tuple[_Node, ...]:
    ways, end = _parse_ways(template, 0)
    if end != len(template) or len(ways) != 1:
        raise BadTemplate(f"unpaired bracket or bar at character {end} of {template!r}: pair every [ with a ]")
    return ways[0]


def _parse_ways(template: str, start: int) -> tuple[tuple[tuple[_Node, ...], ...], int]:
    """The ways from `start` to the closing bracket (or the end), and where that is."""
    ways: list[tuple[_Node, ...]] = []
    nodes: list[_Node] = []
    at = start
    while at < len(template) and template[at] != "]":
        mark = template[at]
        if mark == "[":
            inner, end = _parse_ways(template, at + 1)
            if end >= len(template):
                raise BadTemplate(f"no ] for the [ at character {at} of {template!r}")
            nodes.append(_Choice(inner))
            at = end + 1
        elif mark == "{":
            end = template.find("}", at)
            if end < 0:
                raise BadTemplate(f"no }} for the {{ at character {at} of {template!r}")
            nodes.append(_Slot(template[at + 1 : end]))
            at = end + 1
        elif mark == "|" and start > 0:
            ways.append(tuple(nodes))
            nodes = []
            at += 1
        else:
            end = _plain_end(template, at + 1)
            nodes.append(template[at:end])
            at = end
    ways.append(tuple(nodes))
    return tuple(ways), at


def _plain_end(template: str, at: int) -> int:
    while at < len(template) and template[at] not in "[]{}|":
        at += 1
    return at


class Weaver:
    """Fills templates from `facts` with the choices of `rng`; `used` are the slots that reached the text.

    A person (slots `name` and `name.s`) is called by the full name first and by the short one from then on.
    """

    def __init__(self, rng: Random, facts: Facts) -> None:
        self.rng = rng
        self.facts = facts
        self.used: set[str] = set()
        self._left: dict[str, list[str]] = {}
        self._introduced: set[str] = set()

    def start_over(self) -> None:
        """Forget who has been introduced: the headline does not introduce anybody."""
        self._introduced.clear()

    def weave(self, template: str) -> str:
        """The filled template. Raises UnknownSlot or BadTemplate."""
        return "".join(self._fill(node) for node in _parse(template))

    def _fill(self, node: _Node) -> str:
        if isinstance(node, str):
            return node
        if isinstance(node, _Choice):
            return "".join(self._fill(inner) for inner in self.rng.choice(node.ways))
        return self._slot(node.name)

    def _slot(self, name: str) -> str:
        if name not in self.facts:
            raise UnknownSlot(f"no fact for the slot {{{name}}}: add it to the piece's facts or to a shared bank")
        self.used.add(name)
        value = self.facts[self._as_called(name)]
        if isinstance(value, str):
            return self.weave(value)
        if isinstance(value, tuple):
            return self.weave(self._draw(name, value))
        return value(self.rng)

    def _as_called(self, name: str) -> str:
        person = name.removesuffix(".s")
        if f"{person}.s" not in self.facts:
            return name
        if person in self._introduced:
            return f"{person}.s"
        self._introduced.add(person)
        return person

    def _draw(self, name: str, bank: tuple[str, ...]) -> str:
        left = self._left.get(name)
        if not left:
            left = list(bank)
            self.rng.shuffle(left)
            self._left[name] = left
        return left.pop()


def sentence_case(text: str) -> str:
    """`text` with single spaces, and a capital at its start and after each sentence's end."""
    letters = list(" ".join(text.split()))
    capital = True
    for at, letter in enumerate(letters):
        if capital and letter.isalpha():
            letters[at] = letter.upper()
        if letter.isalnum():
            capital = False
        elif letter == " " and at and _ends_sentence(letters, at - 1):
            capital = True
    return "".join(letters)


def _ends_sentence(letters: list[str], at: int) -> bool:
    """Does the sentence end at `at` (closing quotation marks and brackets looked through)?"""
    quoted = letters[at] in '"”)'
    if quoted and at and letters[at] != ")":
        at -= 1
    if letters[at] not in SENTENCE_ENDS:
        return False
    # `"Mau ikut?" tanyanya.` goes on after the quotation; only a full stop closes the sentence for certain.
    return letters[at] == "." or not quoted


def title_case(text: str) -> str:
    """Every word capitalised but the small ones (the first always)."""
    words = text.split()
    return " ".join(word if at and word.lower() in SMALL_WORDS else _capital(word) for at, word in enumerate(words))


def _capital(word: str) -> str:
    for at, letter in enumerate(word):
        if letter.isalpha():
            return word[:at] + letter.upper() + word[at + 1 :]
        if letter.isdigit():
            break
    return word

"""An article's text with the words marked that state facts: several facts may rest on the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from article import Span
from digest.differences import ends_sentence


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text that state something: `kind` of fact, `name` under which a page can lead to them."""

    span: Span
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line. `kinds` are those of the facts it states, `names` of the marks that begin here."""

    text: str
    kinds: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def lines(text: str, marks: Iterable[Mark]) -> list[list[Piece]]:
    """The lines of a text, each in pieces; marks that lie outside the text, or hold nothing, are left out."""
    kept = [mark for mark in marks if 0 <= mark.span.start < mark.span.end <= len(text)]
    found: list[list[Piece]] = []
    start = 0
    for line in text.split("\n"):
        found.append(list(_pieces(text, start, start + len(line), kept)))
        start += len(line) + 1
    return found


def sentence(text: str, span: Span) -> tuple[str, str, str]:
    """The sentence around these words: what stands before them, they themselves, what follows."""
    first = text.rfind("\n", 0, span.start) + 1
    last = text.find("\n", span.end)
    last = len(text) if last < 0 else last
    for start, end in _ends(text, first, last):
        if end <= span.start:
            first = end
        elif start < span.end <= end:
            last = end
            break
    return text[first : span.start].lstrip(), text[span.start : span.end], text[span.end : last].rstrip()


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    here = [mark for mark in marks if mark.span.start < end and mark.span.end > start]
    edges = {start, end, *(edge for mark in here for edge in (mark.span.start, mark.span.end) if start < edge < end)}
    cuts = sorted(edges)
    for first, last in pairwise(cuts):
        over = [mark for mark in here if mark.span.start < last and mark.span.end > first]
        kinds = tuple(dict.fromkeys(mark.kind for mark in over))
        yield Piece(text[first:last], kinds, tuple(mark.name for mark in over if mark.span.start == first))


def _ends(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Where each sentence of a line starts and ends."""
    start = at = first
    for word in text[first:last].split(" "):
        at += len(word) + 1
        if ends_sentence(word):
            yield start, min(at, last)
            start = at
    yield start, last

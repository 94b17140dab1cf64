"""The lines of a text as a page shows them, and which of them are not the article's.

Inside an article's own text sites put the headlines of other articles ("Baca juga: ..."), calls to follow them and
notes of the trade. A headline of another article must never be read as this one's news: in doubt a line of links
goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.dates import is_only_date
from crawler.page.phrases import phrases
from crawler.text import normalise

_LONGEST_INSERT = 250
_LONGEST_NOTE = 150
# So many lines may stand above the title inside the element of the text: a path, a date, a name.
_MOST_ABOVE = 8

_INSERTS, _ONE_WORD_INSERTS = phrases("inserts"), frozenset(phrases("one_word_inserts"))
_FURNITURE, _ENDS, _NOTES = frozenset(phrases("furniture")), frozenset(phrases("ends")), phrases("notes")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: its pieces of text in order, each with whether it is a link."""

    pieces: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        return " ".join("".join(text for text, _ in self.pieces).split())

    @property
    def linked(self) -> float:
        """The share of the letters that are links, 0 to 1."""
        letters = sum(len(text.strip()) for text, _ in self.pieces)
        return sum(len(text.strip()) for text, is_link in self.pieces if is_link) / letters if letters else 0.0


def of_article(lines: Iterable[Line], title: str = "") -> list[str]:
    """The article's own lines, in order, without what stands above its title, the inserts, and all after its end."""
    kept: list[str] = []
    headline, follows_insert = normalise(title), False
    for line in map(_without_inline_insert, lines):
        text = line.text
        plain = normalise(text)
        if not plain or _is_note(text, plain) or (not kept and is_only_date(text)):
            continue
        if plain in _ENDS and kept:
            break
        if plain == headline and len(kept) < _MOST_ABOVE:
            kept.clear()
        elif _is_insert(line, plain) or plain in _FURNITURE:
            follows_insert = True
        elif not _is_of_links(line, plain, follows_insert):
            follows_insert = False
            kept.append(text)
    return kept


def _is_of_links(line: Line, plain: str, follows_insert: bool) -> bool:
    """Whether the line is another article's headline: all link, and a sentence's length or in an insert's list."""
    return line.linked > 0.9 and not _is_address(line.text) and (follows_insert or len(plain.split()) >= 4)


def _is_insert(line: Line, plain: str) -> bool:
    """Whether the line leads away: it begins like an insert and is short, or is one word, a colon and a link."""
    if len(plain) <= _LONGEST_INSERT and plain.startswith(_INSERTS):
        return any(
            plain == phrase or plain[len(phrase) :].startswith(" ") for phrase in _INSERTS if plain.startswith(phrase)
        )
    first, colon, rest = line.text.lstrip("([ ").partition(":")
    return bool(colon) and first.lower() in _ONE_WORD_INSERTS and line.linked > 0.5 and "http" not in rest


def _is_note(text: str, plain: str) -> bool:
    """Whether the line is a note of the trade, as in "Editor: ...", "COPYRIGHT © ..."."""
    if len(text) > _LONGEST_NOTE:
        return False
    for note in _NOTES:
        if plain.startswith(note):
            rest = text.lstrip("([ ")[len(note) :].lstrip()
            return (not rest or rest[0] in ":©(|/") and "http" not in rest
    return False


def _is_address(text: str) -> bool:
    text = text.strip(" )].")
    return text.startswith(("http://", "https://", "www.")) and " " not in text


def _without_inline_insert(line: Line) -> Line:
    """The line without an insert in the midst of its text: the words that lead to a link, and the link."""
    if not 0.0 < line.linked <= 0.9:
        return line
    kept: list[tuple[str, bool]] = []
    for text, is_link in line.pieces:
        leads_away = is_link and not _is_address(text) and kept and not kept[-1][1]
        lead = _insert_at_end(kept[-1][0]) if leads_away else None
        if lead is None:
            kept.append((text, is_link))
        else:
            kept[-1] = (kept[-1][0][:lead], False)
    return Line(tuple(kept))


def _insert_at_end(text: str) -> int | None:
    """Where the words of an insert begin that stand, with a colon, at the very end of a text; None without them."""
    if not text.rstrip().endswith(":"):
        return None
    ending = text.rstrip(" :").lower()
    for phrase in (*_INSERTS, *_ONE_WORD_INSERTS):
        before = ending.removesuffix(phrase)
        if before != ending and not before[-1:].isalnum():
            return len(before.rstrip(" (["))
    return None

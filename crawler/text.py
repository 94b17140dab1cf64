"""Text that is safe to store, and the same text reduced for comparing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# Format characters that shape Arabic and Javanese script; every other one only hides or reverses text.
_JOINERS = "\u200c\u200d"
# Letters by category that print nothing, and the mark that only keeps an accent apart (Unicode's Default_Ignorable).
_INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
_UNPRINTED = frozenset({"Cc", "Cf", "Cn", "Co"})
_LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
# What print adds to plain ASCII; nearly every article has some of it, and else nothing.
_PRINT = "\u2018\u2019\u201c\u201d\u2013\u2014\u2022\u2026"
# Texts that are clean as they stand: to see that takes a tenth of asking what becomes of each character.
_CLEAN = re.compile(f"[\n -~{_PRINT}]*")


class _Table(dict[int, str]):
    """A str.translate table that fills itself: the rule is asked once for each character ever met."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> str:
        self[code] = value = self._rule(chr(code))
        return value


def _stored(character: str) -> str:
    if character in _LINE_ENDS:
        return "\n"
    category = unicodedata.category(character)
    if category == "Zs" or character == "\t":
        return " "
    if category == "Cs":
        return "\ufffd"
    return "" if category in _UNPRINTED and character not in _JOINERS else character


def _seen(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    is_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return "" if category in _UNPRINTED or is_selector or character in _INVISIBLE else character


def _compared(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Mn" or character in _INVISIBLE:
        return ""
    return character if character.isalnum() or category == "Mc" else " "


_STORED, _SEEN, _COMPARED = _Table(_stored), _Table(_seen), _Table(_compared)


def clean(text: str) -> str:
    """The text fit for storage, feeds and mail; idempotent.

    Lone surrogates become U+FFFD; NUL, controls, byte order marks, bidirectional overrides, private and
    unassigned characters go; every kind of blank is a space; lines end in \\n; letters are composed (NFC).
    """
    if (text.isascii() and text.isprintable()) or _CLEAN.fullmatch(text):
        return text
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_STORED))


def words(text: str) -> frozenset[str]:
    """A set written as one line of words."""
    return frozenset(text.split())


def tidy(text: str) -> str:
    """Cleaned text on one line, with single spaces."""
    return " ".join(clean(text).split())


def normalise(text: str) -> str:
    """The text reduced to what makes it the same article: words in folded case, single spaces; idempotent.

    Invisible characters go before composition (one between a letter and its accent would keep the two
    apart), the combining marks that are left after it. Letters of other scripts are not folded.
    """
    if not text.isascii():
        # They become blanks below as well, but one character by another: most texts are plain ASCII without them.
        for mark in _PRINT:
            text = text.replace(mark, " ")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.translate(_SEEN)).casefold())
    return " ".join(unicodedata.normalize("NFKC", folded.translate(_COMPARED)).split())


def has_lookalikes(text: str) -> bool:
    """Whether Greek or Cyrillic letters stand inside Latin words, as in a name spelt to escape a search."""
    if text.isascii():
        return False
    return any(
        any("\u0370" <= c <= "\u052f" for c in word) and any("a" <= c <= "z" for c in word)
        for word in text.lower().split()
        if not word.isascii()
    )

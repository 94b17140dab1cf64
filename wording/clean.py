"""Page text made fit for where it goes: a terminal, a header, an XML file."""

from __future__ import annotations

import unicodedata

# Controls of a terminal and marks that turn the direction of everything after them.
_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
_UNPRINTABLE: dict[int, str | None] = {
    **dict.fromkeys({*range(0x20), *range(0x7F, 0xA0), *_TURNING, 0xFFFE, 0xFFFF} - {0x09, 0x0A}),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


def printable(text: str) -> str:
    """The text without what a terminal, a reader or an XML parser would take for more than text.

    Line ends and tabs stay. What XML 1.0 allows no document to hold (section 2.2: controls, surrogates, U+FFFE and
    U+FFFF) is dropped or replaced.
    """
    return text.translate(_UNPRINTABLE)


def one_line(text: str, most: int = 0) -> str:
    """The text in one line, without controls, cut to `most` characters where that is not 0."""
    spaced = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)
    flat = " ".join(printable(spaced).split())
    return flat if not most or len(flat) <= most else f"{flat[: most - 1].rstrip()}…"

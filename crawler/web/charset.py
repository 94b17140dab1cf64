"""Bytes of a page into text, for servers that lie about their encoding."""

from __future__ import annotations

import codecs
from functools import cache

import re2
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

# A larger share of replacement characters and mojibake than this, and the declared encoding is doubted.
_DOUBTFUL = 0.001
_FALLBACK = "utf-8"
# Never meant by a web page: UTF-7 hides markup from filters, and a declaration that ASCII can read is not UTF-16
# (WHATWG, "determining the character encoding").
_UNREADABLE = ("utf-16", "utf-32", "utf-7", "utf_16", "utf_32", "utf_7")

# UTF-8 read as cp1252 or latin-1: the letter of a lead byte, then the sign of a continuation byte, as in "Ã©".
_MOJIBAKE = re2.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)


def decode(body: bytes, content_type: str | None) -> tuple[str, str | None]:
    """The text of a page and, where its letters stay in doubt, a mark in plain words; never raises.

    A byte order mark decides, then the header, then the page's own declaration, else UTF-8. Where that gives more
    than 0.1 % of replacement characters and mojibake, what UTF-8, cp1252 or undoing a double encoding give is
    taken if it is better.
    """
    declared, body = _declared(body, content_type)
    text = body.decode(declared, errors="replace")
    if _doubt(text) > _DOUBTFUL or "\ufffd" in text:
        guesses = [text, body.decode("utf-8", errors="replace"), body.decode("cp1252", errors="replace")]
        guesses += [twice for twice in map(_undone, guesses) if twice]
        text = min(guesses, key=_doubt)
    return text, _mark(text, body, declared)


def _declared(body: bytes, content_type: str | None) -> tuple[str, bytes]:
    """The encoding that the page says it has, and the body without its byte order mark."""
    marked, bom = read_bom(body)
    if marked and bom:
        return marked, body[len(bom) :]
    header = http_content_type_encoding(content_type)
    if header and not header.startswith("utf-7") and _is_of_text(header):
        return header, body
    own = html_body_declared_encoding(body)
    return (own if own and not own.startswith(_UNREADABLE) and _is_of_text(own) else _FALLBACK), body


@cache
def _is_of_text(encoding: str) -> bool:
    """Whether any bytes can be read by it: Python has encodings of other things too (uu, zlib, idna, punycode)."""
    if encoding.replace("_", "-").endswith("unicode-escape"):
        return False
    try:
        b"\xff<p>".decode(encoding, errors="replace")
    except (LookupError, ValueError):
        return False
    return True


def _doubt(text: str) -> float:
    """The share of the text that looks wrongly decoded, 0 to 1."""
    if text.isascii():
        return 0.0
    wrong = text.count("\ufffd") + text.count("\x00")
    if any(lead in text for lead in "ÂÃâ"):
        wrong += len(_MOJIBAKE.findall(text))
    return wrong / len(text)


def _undone(text: str) -> str | None:
    """The text whose UTF-8 was once read as cp1252 and encoded again; None where that was not so."""
    if _doubt(text) <= _DOUBTFUL:
        return None
    try:
        once = b"".join(c.encode("latin-1" if c <= "\xff" else "cp1252") for c in text)
        return once.decode("utf-8")
    except UnicodeError:
        return None


def _mark(text: str, body: bytes, declared: str) -> str | None:
    if _doubt(text) > _DOUBTFUL:
        return f"letters in doubt (declared as {declared})"
    if text.endswith("\ufffd") and _ends_inside_a_character(body):
        return "cut off inside a character"
    return None


def _ends_inside_a_character(body: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    decoder.decode(body[-8:])
    return bool(decoder.getstate()[0])

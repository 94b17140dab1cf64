"""Telephone numbers in running text, in the forms that Indonesians write them in.

A number is one by its own form: a country code, a mobile's 08, or an area code that stands apart. What could as well be
a sum, a date or the number of a decision is none. Lengths and area codes: Fundamental Technical Plan 2000 (FTP 2000,
KM 4/2001) as amended.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import re2

# A stretch of digits with what is written between the parts of a number.
_STRETCH = re2.compile(r"\(?\+? ?\(?\d[\d ().+\-\x{2010}-\x{2014}]{6,}")
_BETWEEN = frozenset({"", " ", "-", ".", " - ", ")", ") ", " (", "(", ")-", ".(", "-("})
_DASHES = dict.fromkeys(range(0x2010, 0x2015), "-")
_BLANKED, _ZEROED = str.maketrans("()+.-", "     "), str.maketrans("123456789", "000000000")

_CUES = (
    "telp",
    "telepon",
    "telpon",
    "tlp",
    "tel",
    "hp",
    "wa",
    "whatsapp",
    "fax",
    "faks",
    "faksimile",
    "hubungi",
    "call",
)
_MONEY = ("rp", "idr", "usd", "us$", "$", "sgd", "rm", "€")
_UNITS = ("rupiah", "ribu", "juta", "miliar", "milyar", "triliun", "dolar", "orang", "jiwa", "persen", "unit", "ton")
_TWO_DIGIT_AREAS = ("21", "22", "24", "31", "61")
_COMPLETE, _LONGEST = 9, 12


class _Part(NamedTuple):
    digits: str
    start: int
    end: int
    before: str


def find(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each telephone number, in order and apart from each other."""
    for stretch in _STRETCH.finditer(text):
        parts = _parts(stretch.group(), stretch.start())
        at = 0
        while at < len(parts):
            last = _last(text, parts, at)
            if last is None:
                at += 1
                continue
            yield _span(text, parts[at], parts[last])
            at = last + 1


def _parts(stretch: str, offset: int) -> list[_Part]:
    plain = stretch.translate(_DASHES)
    between = [*filter(None, plain.translate(_ZEROED).split("0"))]
    if plain[0].isdecimal():
        between.insert(0, "")
    parts = []
    for digits, before in zip(plain.translate(_BLANKED).split(), between, strict=False):
        start = offset + len(before)
        offset = start + len(digits)
        parts.append(_Part(digits, start, offset, before))
    return parts


def _last(text: str, parts: list[_Part], first: int) -> int | None:
    """The last part of the number that begins with a part; None where none does."""
    head = parts[first]
    has_plus = head.before.endswith(("+", "+ ", "+("))
    if _is_glued(text[max(0, head.start - 1) : head.start]) or _is_amount(text, head, has_plus=has_plus):
        return None
    national = _national(head, has_plus=has_plus)
    if national is None:
        return None
    last = _reach(parts, first, national)
    whole = "".join([national, *(part.digits for part in parts[first + 1 : last + 1])])
    if not national:  # as in +62 (0)812
        whole = whole.removeprefix("0")
    if _is_glued(text[parts[last].end : parts[last].end + 1]) or _is_sum(
        parts[first : last + 1], text, has_plus=has_plus
    ):
        return None
    return last if _is_number(whole, text, head, has_plus=has_plus, is_apart=last > first) else None


def _is_glued(beside: str) -> bool:
    """Whether what stands beside a number makes it a part of a word."""
    return beside == "_" or beside.isalnum()


def _national(head: _Part, *, has_plus: bool) -> str | None:
    """What of a number's first part belongs to it within the country; None where no number begins so."""
    digits = head.digits
    for code in ("0062", "62"):
        if digits.startswith(code) and (has_plus or code == "0062" or digits[2:3] in ("", "8")):
            return digits[len(code) :].removeprefix("0")
    if has_plus:
        return digits
    return digits[1:] if digits.startswith("0") and len(digits) > 2 else None


def _reach(parts: list[_Part], first: int, national: str) -> int:
    """How far the parts go on: until a whole number is there, then as long as they are written alike."""
    count, last = len(national), first
    for at in range(first + 1, len(parts)):
        part, before = parts[at], parts[at - 1]
        if part.before not in _BETWEEN or count + len(part.digits) > _LONGEST + 1:
            break
        is_alike = part.before == before.before and len(part.digits) >= min(3, len(before.digits))
        if count >= _COMPLETE and not (is_alike and at - first > 1):
            break
        count, last = count + len(part.digits), at
    return last


def _is_number(whole: str, text: str, head: _Part, *, has_plus: bool, is_apart: bool) -> bool:
    if has_plus and not head.digits.startswith("62"):
        return 8 <= len(whole) <= 15
    if whole.startswith("8"):
        return 8 <= len(whole) <= _LONGEST
    if not (has_plus or head.digits.startswith("0")):
        return False  # 62 by itself is a country code before a mobile's number only
    area = next((code for code in _TWO_DIGIT_AREAS if whole.startswith(code)), whole[:3])
    if area[:1] in ("", "0", "1", "8") or not 5 <= len(whole) - len(area) <= 8:
        return False
    return has_plus or (is_apart and head.digits == f"0{area}") or _has_cue(text, head)


def _has_cue(text: str, head: _Part) -> bool:
    """Whether the word before says that a telephone number follows."""
    words = text[max(0, head.start - 16) : head.start].lower().rstrip(" :.(").rsplit(maxsplit=1)
    return bool(words) and words[-1].strip("(./") in _CUES


def _is_amount(text: str, head: _Part, *, has_plus: bool) -> bool:
    before = text[max(0, head.start - 6) : head.start].lower().rstrip(" .(")
    return not has_plus and before.endswith(_MONEY)


def _is_sum(parts: list[_Part], text: str, *, has_plus: bool) -> bool:
    """Whether it is written as a sum: in thousands with dots, or with what is counted behind it."""
    if parts[0].digits.startswith("0") or (has_plus and parts[0].digits.startswith("62")):
        return False
    in_thousands = len(parts[0].digits) <= 3 and all(part.before == "." and len(part.digits) == 3 for part in parts[1:])
    after = text[parts[-1].end : parts[-1].end + 12].lower().split()
    return (len(parts) > 1 and in_thousands) or bool(after and after[0].strip(".,;") in _UNITS)


def _span(text: str, first: _Part, last: _Part) -> tuple[int, int]:
    """From its plus or bracket to its last digit."""
    start = first.start
    while text[start - 1 : start] in {"+", "("} or text[max(0, start - 2) : start] in {"+ ", "( "}:
        start -= 1
    return start, last.end

"""Personal numbers taken out of a text before it is hashed, stored or shown.

Only numbers whose own form says what they are: a wrongly kept number can be redacted later, a wrongly
redacted sum of money or date is lost.
"""

from __future__ import annotations

from typing import Protocol

import re2

from crawler.text import words

NIK_PLACEHOLDER = "[NIK disamarkan]"
PHONE_PLACEHOLDER = "[nomor telepon disamarkan]"
EMAIL_PLACEHOLDER = "[surel disamarkan]"

# 16 digits, written together or in fours: region (6), birth (6: day + 40 for women), serial (4).
_NIK = re2.compile(r"\b\d{16}\b|\b\d{4}([ .-])\d{4}[ .-]\d{4}[ .-]\d{4}\b|\b\d{6}[ .-]\d{6}[ .-]\d{4}\b")
_PROVINCES = frozenset(
    {*range(11, 20), 21, *range(31, 37), 51, 52, 53, *range(61, 66), *range(71, 77), 81, 82, *range(91, 98)}
)
_PHONE = re2.compile(
    r"(?:\+\s?62|\b62)[ .-]?(?:\(0?\d{2,3}\)[ .-]?\d{5,8}|8\d{1,2}[ .-]?\d{3,4}[ .-]?\d{3,5}|\d{2,3}[ .-]?\d{5,8})\b"
    r"|\b08\d{1,2}[ .-]?\d{3,4}[ .-]?\d{3,5}\b"
    r"|\(0\d{2,3}\)[ .-]?\d{3,4}[ .-]?\d{2,4}\b"
    r"|\b0\d{2,3}-\d{6,8}\b"
)
_EMAIL = re2.compile(r"\b[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}\b")
# An address that names an office, not a person, is part of a press release.
_OFFICES = words(
    """admin bagian bpsdm bupati cs contact dinas disparbud diskominfo dpmptsp dprd hello helpdesk hubungi humas info
    informasi kab kantor kecamatan kominfo kontak layanan marketing media newsroom office panitia pemkab pemkot
    pengaduan ppid press prokopim protokol public redaksi sekretariat support umum"""
)


class _Match(Protocol):
    def start(self) -> int: ...
    def end(self) -> int: ...
    def group(self) -> str: ...


def redact(text: str) -> str:
    """The text with NIK, telephone numbers and private e-mail addresses replaced by placeholders; idempotent."""
    if "@" in text:
        text = _EMAIL.sub(lambda m: m.group() if _is_office(m.group()) else EMAIL_PLACEHOLDER, text)
    text = _NIK.sub(lambda m: NIK_PLACEHOLDER if _is_nik(m.group()) and not _is_joined(m, text) else m.group(), text)
    return str(_PHONE.sub(lambda m: m.group() if _is_joined(m, text) else PHONE_PLACEHOLDER, text))


def _is_office(address: str) -> bool:
    words = address.partition("@")[0].lower().replace("_", ".").replace("-", ".").split(".")
    return any(word.rstrip("0123456789") in _OFFICES for word in words)


def _is_nik(number: str) -> bool:
    """Whether 16 digits are built as a NIK (Permendagri 104/2019): known province, a day and a month, a serial."""
    digits = "".join(c for c in number if c.isdigit())
    province, regency, district = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    day, month, serial = int(digits[6:8]), int(digits[8:10]), int(digits[12:])
    is_born = 1 <= day % 40 <= 31 and day <= 71 and 1 <= month <= 12
    return province in _PROVINCES and 1 <= regency <= 79 and district >= 1 and is_born and serial >= 1


def _is_joined(match: _Match, text: str) -> bool:
    """Whether the number is only a piece of something longer: a sum, a decision's number, an address of a page."""
    before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 7]
    if before[-1:] in set("/_=") and not before[:1].isdigit():
        return True
    if before[-1:] in set(".,-") and before[:1].isdigit():
        return True
    # "0812.../0813..." are two telephone numbers, "050-123456/2018" is a letter's number.
    digits_after = len(after[1:]) - len(after[1:].lstrip("0123456789"))
    return after[:1] in set(".,-/") and 0 < digits_after < 6

"""Personal numbers taken out of a text before it is hashed, stored or shown.

Only numbers whose own form says what they are: a wrongly kept number can be redacted later, a wrongly
redacted sum of money or date is lost.
"""

from __future__ import annotations

import re2

from crawler.page import telephones
from crawler.text import words

NIK_PLACEHOLDER = "[NIK disamarkan]"
PHONE_PLACEHOLDER = "[nomor telepon disamarkan]"
EMAIL_PLACEHOLDER = "[surel disamarkan]"

# 16 digits, written together or in fours: region (6), birth (6: day + 40 for women), serial (4).
_NIK = re2.compile(r"\b\d{16}\b|\b\d{4}([ .-])\d{4}[ .-]\d{4}[ .-]\d{4}\b|\b\d{6}[ .-]\d{6}[ .-]\d{4}\b")
_PROVINCES = frozenset(
    {*range(11, 20), 21, *range(31, 37), 51, 52, 53, *range(61, 66), *range(71, 77), 81, 82, *range(91, 98)}
)
_EMAIL = re2.compile(r"\b[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}\b")
# An address that names an office, not a person, is part of a press release.
_OFFICES = words(
    """admin bagian bpsdm bupati cs contact dinas disparbud diskominfo dpmptsp dprd hello helpdesk hubungi humas info
    informasi kab kantor kecamatan kominfo kontak layanan marketing media newsroom office panitia pemkab pemkot
    pengaduan ppid press prokopim protokol public redaksi sekretariat support umum"""
)


# An address that calls a number is no page's.
_CALLS = ("wa.me/", "wa.me/+", "phone=", "phone=+", "phone=%2b", "t.me/+")


def redact(text: str) -> str:
    """The text with NIK, telephone numbers and private e-mail addresses replaced by placeholders; idempotent.

    Telephone numbers of offices go like those of people, since nothing in them tells the two apart.
    """
    redacted = _redacted(text)
    while redacted != text:  # what stood beside a number may have hidden another one
        text, redacted = redacted, _redacted(redacted)
    return text


def _redacted(text: str) -> str:
    if "@" in text:
        text = _EMAIL.sub(lambda m: m.group() if _is_office(m.group()) else EMAIL_PLACEHOLDER, text)
    text = _NIK.sub(
        lambda m: NIK_PLACEHOLDER if _is_nik(m.group()) and not _is_joined(text, *m.span()) else m.group(), text
    )
    return _without_telephones(str(text))


def _without_telephones(text: str) -> str:
    parts, at = [], 0
    for start, end in telephones.find(text):
        if not _is_joined(text, start, end):
            parts += [text[at:start], PHONE_PLACEHOLDER]
            at = end
    return "".join([*parts, text[at:]])


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


def _is_joined(text: str, start: int, end: int) -> bool:
    """Whether the number is only a piece of something longer: a sum, a decision's number, an address of a page."""
    before, after = text[max(0, start - 24) : start], text[end : end + 7]
    if before.lower().endswith(_CALLS):
        return False
    if before[-1:] in {"/", "_", "="} and not before[-2:-1].isdigit():
        return True
    if before[-1:] in {".", ",", "-"} and before[-2:-1].isdigit():
        return True
    # "0812.../0813..." are two telephone numbers, "050-123456/2018" is a letter's number.
    digits_after = len(after[1:]) - len(after[1:].lstrip("0123456789"))
    return after[:1] in {".", ",", "-", "/"} and 0 < digits_after < 6

"""The form of a site's article addresses, told from a few of them. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, urlsplit

_LEAST = 3
# A form that so few of the addresses have is a stray.
_STRAY = 0.15
_SAME_WORD = 0.6
_SLUG_WORDS = 4
_LONG_NUMBER = 4
_PREFIXED = re.compile(r"([a-z]{1,12})-\d{3,}(?:-.*)?")
_HEX = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{8,40}")
_CODE = re.compile(r"(?=.*\d.*\d)(?=.*[a-z])[a-z0-9]{6,16}")
_DATES = (
    (re.compile(r"(\d{4})(\d{2})(\d{2})\d*"), 8, r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    (re.compile(r"(\d{2})(\d{2})(\d{2})\d*"), 6, r"(?P<yy>\d{2})(?P<m>\d{2})(?P<d>\d{2})"),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Patterns (RE2) as a site file states them; `fits` of the `told` addresses have one of the forms."""

    article: str
    site_id: str = ""
    dates: tuple[str, ...] = ()
    keep_query: tuple[str, ...] = ()
    fits: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True)
class _Form:
    article: str
    site_id: str
    date: str


def of_addresses(addresses: Sequence[str], today: date) -> Shape | None:
    """The forms that most of the addresses have; None for too few addresses, or where no two are alike."""
    known = list(dict.fromkeys(addresses))
    if len(known) < _LEAST:
        return None
    if shape := _by_query(known):
        return shape
    prefixes = _prefixes(known)
    groups: dict[tuple[str, ...], list[list[str]]] = {}
    for address in known:
        segments = _segments(address)
        if segments:
            groups.setdefault(_signature(segments, prefixes), []).append(segments)
    wanted = [rows for rows in groups.values() if len(rows) >= max(_LEAST, _STRAY * len(known))]
    wanted.sort(key=len, reverse=True)
    forms = [_form(rows, prefixes, today) for rows in wanted]
    if not forms:
        return None
    return Shape(
        article="|".join(dict.fromkeys(form.article for form in forms)),
        site_id=forms[0].site_id if len(forms) == 1 else "",
        dates=tuple(dict.fromkeys(form.date for form in forms if form.date)),
        fits=sum(map(len, wanted)),
        told=len(known),
    )


def _by_query(addresses: Sequence[str]) -> Shape | None:
    """/?p=NUMBER, as WordPress has it before a permalink is chosen."""
    found = [parse_qs(urlsplit(address).query).get("p", [""])[0] for address in addresses]
    fits = sum(number.isdecimal() for number in found)
    if fits < _SAME_WORD * len(addresses):
        return None
    return Shape(r"/\?p=\d+$", r"/\?p=(\d+)$", (), ("p",), fits, len(addresses))


def _segments(address: str) -> list[str]:
    return [segment for segment in urlsplit(address).path.split("/") if segment]


def _prefixes(addresses: Sequence[str]) -> frozenset[str]:
    """Words that most addresses have before a number, as in d-8612345 or baca-98363-judul."""
    counts: Counter[str] = Counter()
    for address in addresses:
        found = {match[1] for segment in _segments(address) if (match := _PREFIXED.fullmatch(segment))}
        counts.update(found)
    return frozenset(word for word, count in counts.items() if count >= _SAME_WORD * len(addresses))


def _signature(segments: Sequence[str], prefixes: frozenset[str]) -> tuple[str, ...]:
    kinds = [_kind(segment, prefixes) for segment in segments]
    if kinds[-1] in ("word", "code"):
        kinds[-1] = "slug"
    return (*kinds, "html" if segments[-1].endswith(".html") else "")


def _kind(segment: str, prefixes: frozenset[str]) -> str:
    match = _PREFIXED.fullmatch(segment)
    if match and match[1] in prefixes:
        return f"{match[1]}-"
    if segment.isdecimal():
        is_year = len(segment) == 4 and segment[:2] in ("19", "20")
        return "year" if is_year else "two" if len(segment) == 2 else "number"
    if _HEX.fullmatch(segment):
        return "hex"
    return "code" if _CODE.fullmatch(segment) else "word"


def _form(rows: Sequence[Sequence[str]], prefixes: frozenset[str], today: date) -> _Form:
    kinds = _signature(rows[0], prefixes)[:-1]
    columns = [[row[place] for row in rows] for place in range(len(kinds))]
    patterns = [_pattern(kind, column) for kind, column in zip(kinds, columns, strict=True)]
    identity = _identity(kinds, columns)
    day = _day(kinds, columns, today)
    start = min([place for place in (identity, day[0] if day else None) if place is not None], default=None)
    first = 0 if start is None else start - (start > 0 and len(set(columns[start - 1])) == 1)
    if identity is not None and first < identity:  # a folder or a day tells it already: any number will do
        patterns[identity] = _any_number(patterns[identity])
    article = "".join(f"/{pattern}" for pattern in patterns[first:])
    if start is None:
        article = _of_slugs(patterns, columns)
    elif kinds[-1] in ("number", "year", "two"):
        article += "/?$"
    return _Form(article, _id_pattern(identity, kinds, columns, patterns, first), day[1] if day else "")


def _pattern(kind: str, column: Sequence[str]) -> str:
    lengths = sorted(map(len, column))
    if kind == "year":
        return r"\d{4}"
    if kind == "two":
        return r"\d{2}"
    if kind == "number":
        is_day = lengths[0] == lengths[-1] == 8
        return r"\d{8}" if is_day else rf"\d{{{min(lengths[0], 5)},}}" if lengths[0] > 2 else r"\d+"
    if kind in ("hex", "code"):
        letters = "[0-9a-f]" if kind == "hex" else "[a-z0-9]"
        return f"{letters}{{{lengths[0]}}}" if lengths[0] == lengths[-1] else f"{letters}{{{lengths[0]},}}"
    if kind.endswith("-"):
        numbers = [one.removeprefix(kind).partition("-")[0] for one in column]
        size = {len(number) for number in numbers}
        digits = rf"\d{{{size.pop()}}}" if len(size) == 1 and len(numbers[0]) > 8 else r"\d+"
        return f"{kind}{digits}" + ("-[^/]+" if all("-" in one.removeprefix(kind) for one in column) else "")
    if len(set(column)) == 1 and len(column) >= _LEAST:
        return re.escape(column[0]).replace(r"\-", "-")
    return r"[^/]+\.html" if all(one.endswith(".html") for one in column) else "[^/]+"


def _any_number(pattern: str) -> str:
    return r"\d+" if pattern.startswith(r"\d{") and pattern.endswith(",}") else pattern


def _of_slugs(patterns: Sequence[str], columns: Sequence[Sequence[str]]) -> str:
    """An address of words only: a folder of articles tells it, or a slug of several words."""
    folders = [place for place, column in enumerate(columns[:-1]) if len(set(column)) == 1]
    end = r"\.html$" if patterns[-1].endswith(r"\.html") else "/?$"
    if folders:
        return "".join(f"/{pattern}" for pattern in patterns[folders[0] : -1]) + f"/{_slug(columns[-1], 2)}{end}"
    return "//[^/]+" + "".join(f"/{pattern}" for pattern in patterns[:-1]) + f"/{_slug(columns[-1], _SLUG_WORDS)}{end}"


def _slug(column: Sequence[str], most: int) -> str:
    fewest = min(one.count("-") + 1 for one in column)
    return "-".join(["[^/]+"] * max(1, min(most, fewest)))


def _identity(kinds: Sequence[str], columns: Sequence[Sequence[str]]) -> int | None:
    """The segment that holds a number of the article's own."""
    for place, (kind, column) in enumerate(zip(kinds, columns, strict=True)):
        is_long = min(map(len, column)) >= (_LONG_NUMBER if kind == "number" else 1)
        is_number = kind in ("number", "hex", "code") or kind.endswith("-")
        if is_number and is_long and len(set(column)) == len(column):
            return place
    return None


def _id_pattern(
    identity: int | None,
    kinds: Sequence[str],
    columns: Sequence[Sequence[str]],
    patterns: Sequence[str],
    first: int,
) -> str:
    if identity is None:
        return ""
    own, kind = patterns[identity], kinds[identity]
    if kind.endswith("-"):
        digits = own.removeprefix(kind).removesuffix("-[^/]+")
        numbers = [one.removeprefix(kind).partition("-")[0] for one in columns[identity]]
        if len(set(numbers)) != len(numbers):
            return ""
        own, tail = f"{kind}({digits})", "-" if "-[^/]+" in patterns[identity] else "/"
    else:
        own, tail = f"({own})", "/"
    if identity == len(kinds) - 1 and tail == "/":
        tail = "/?$"
    if kinds[:identity][-3:] == ("year", "two", "two"):  # some sites count anew each day
        return f"/(\\d{{4}}/\\d{{2}}/\\d{{2}}/{own[1:]}{tail}"
    before = f"/{patterns[identity - 1]}" if first < identity and len(set(columns[identity - 1])) == 1 else ""
    return f"{before}/{own}{tail}"


def _day(kinds: Sequence[str], columns: Sequence[Sequence[str]], today: date) -> tuple[int, str] | None:
    """Where the addresses hold the day, and the pattern that reads it."""
    for place in range(len(kinds) - 2):
        three = list(zip(*columns[place : place + 3], strict=True))
        if kinds[place : place + 3] == ("year", "two", "two") and all(_real(y, m, d, today) for y, m, d in three):
            return place, r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/"
        if kinds[place : place + 3] == ("two", "two", "year") and all(_real(y, m, d, today) for d, m, y in three):
            return place, r"/(?P<d>\d{2})/(?P<m>\d{2})/(?P<y>\d{4})/"
    for place, (kind, column) in enumerate(zip(kinds, columns, strict=True)):
        lead = kind if kind.endswith("-") else ""
        if not (lead or kind == "number"):
            continue
        digits = [one.removeprefix(lead).partition("-")[0] for one in column]
        size = len(digits[0])
        for read, taken, pattern in _DATES:
            fits = size >= 8 and all(len(one) == size and _is_day(read, one, today) for one in digits)
            if fits:
                return place, f"/{lead}{pattern}" + (rf"\d{{{size - taken}}}" if size > taken else "")
    return None


def _is_day(read: re.Pattern[str], digits: str, today: date) -> bool:
    found = read.fullmatch(digits)
    return found is not None and _real(found[1], found[2], found[3], today)


def _real(year: str, month: str, day: str, today: date) -> bool:
    """Whether it is a day of the last thirty years."""
    try:
        found = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return False
    return 0 <= (today - found).days + 1 <= 30 * 366

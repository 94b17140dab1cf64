"""Small changes of SQL in a string, that leave it SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator

_IS_SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE|JOIN|ORDER BY|GROUP BY|AND|UNION)\b")
_SWAPS = (
    (r"(?<!NULL) AND (?!EXISTS)", " OR "),
    (r" OR (?!IGNORE|REPLACE)", " AND "),
    (r" IS NULL", " IS NOT NULL"),
    (r" IS NOT NULL", " IS NULL"),
    (r" DESC\b", ""),
    (r"\bLEFT JOIN ", "JOIN "),
    (r"\bDISTINCT ", ""),
    (r"\bNOT EXISTS\b", "EXISTS"),
    (r"\bNOT IN\b", "IN"),
    (r"\bmin\(", "max("),
    (r"\bmax\(", "min("),
    (r"(?<= )<(?= )", "<="),
    (r"(?<= )<=(?= )", "<"),
    (r"(?<= )>(?= )", ">="),
    (r"(?<= )>=(?= )", ">"),
    (r"(?<= )<>(?= )", "="),
    (r"\bUNION ALL\b", "UNION"),
    (r"(?<=WHERE )(\S+) =(?= )", r"\1 <>"),
    (r"(?<=AND )(\S+) =(?= )", r"\1 <>"),
)


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    if _IS_SQL.search(text):
        for pattern, instead in _SWAPS:
            for place in re.finditer(pattern, text):
                yield place.start(), place.end(), place.expand(instead)


def swaps(text: str) -> list[int]:
    """The line within the string of each change that is possible, counted from 0."""
    return [text.count("\n", 0, start) for start, _, _ in _found(text)]


def swapped(text: str, number: int) -> str:
    """The string with the change of that number."""
    start, end, instead = list(_found(text))[number]
    return text[:start] + instead + text[end:]

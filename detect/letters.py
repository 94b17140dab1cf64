"""Letters as readers see them: marks, quotes, and look-alikes of other scripts folded to Latin letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

QUOTES = frozenset('"“”„‟«»〝〞＂')
DASHES = frozenset("-‐‑‒–—―−")
# Marks that always stand between words; full stops, commas, hyphens and apostrophes may stand inside one.
SEPARATORS = "".join(QUOTES) + "()[]{}<>|•·*_…\t\r\v\f\x85\u2028\u2029=~^`´«»→►▪■●+"

# Cyrillic and Greek letters that Latin text is disguised with (Unicode TR39's confusables, the part that prints alike).
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝгтмнквьӏɡαβεικνορτυχωϲ",
    "aeopcyxijshdqwrtmhkbblgabeiknoptuxwc",
)


def fold(word: str) -> str:
    """A word for comparing: lower case, no accents, invisibles or English 's; look-alike letters replaced."""
    return (word.lower() if word.isascii() else _fold_slowly(word)).removesuffix("'s")


@lru_cache(maxsize=4096)
def _fold_slowly(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).casefold().replace("’", "'").replace("‘", "'")
    kept = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf", "Cc"))
    has_latin = any("a" <= c <= "z" for c in kept)
    swapped = kept.translate(_LOOKALIKES)
    return swapped if has_latin or swapped.isascii() else kept


@lru_cache(maxsize=2048)
def is_slip(word: str, name: str) -> bool:
    """At most two letters wrong, missing or swapped (Damerau-Levenshtein distance, restricted; Damerau 1964)."""
    if abs(len(word) - len(name)) > 2 or word[-1] != name[-1]:
        return False
    before: list[int] = []
    last = list(range(len(name) + 1))
    for i, a in enumerate(word, start=1):
        row = [i]
        for j, b in enumerate(name, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == name[j - 2] and word[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1] <= 2

"""Are two names of one institution? "Unej" and "Universitas Jember", "Kementerian Desa" and its full name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from detect.facts.lexicon import institutions
from detect.letters import is_slip

_MINISTRY, _OFFICE = "kementerian ", "dinas"
_NATIONAL = ("kementerian ", "mahkamah ", "universitas ", "institut ", "politeknik ")

# Shorter abbreviations fit too many names, shorter names too many others with a letter wrong.
_SHORTEST, _LONG = 3, 12


def are_one(key: str, other: str) -> bool:
    """The same institution: one name goes on where the other ends, one abbreviates the other, or a letter is wrong."""
    if key == other or _extends(key, other) or _extends(other, key):
        return True
    if len(key) > _LONG and is_slip(key, other):
        return True
    short, full = sorted((key, other), key=len)
    return " " not in short and " " in full and abbreviates(short, full.split())


def top_key(named: Sequence[str]) -> str:
    """The key of an institution by the words of its name: the top organisation, abbreviations spelt out."""
    known, words = institutions(), list[str]()
    for word in named:
        spelt = known.canonical.get(word, known.spellings.get(word, word))
        words += (spelt.removeprefix(_MINISTRY) if words == [_OFFICE] else spelt).split()  # "Dinas Kominfo"
    tops = [i for i, word in enumerate(words) if word in known.tops]
    key = " ".join(words[tops[-1] :] if tops else words)
    return known.english.get(key, key)


@lru_cache(maxsize=4096)
def is_national(key: str) -> bool:
    """Is it the key of a body that no region has of its own, by its top organisation ("Puslatbang KMP LAN" is LAN)?"""
    national = institutions().national
    if key in national or key.startswith(_NATIONAL):
        return True
    return any(key.endswith(f" {top}") for top in national if " " in top)


def is_branch(key: str) -> bool:
    """Is it a branch of a national body that is of no region ("Puslatbang KDOD LAN Samarinda")?"""
    return key.endswith(institutions().branches)


def top_branch(key: str) -> str:
    """The national body that it is a branch of, else the key itself."""
    return next((top for top in institutions().branches if key.endswith(top)), key)


def abbreviates(short: str, words: Sequence[str]) -> bool:
    """Is `short` made of the beginnings of the words in their order ("unej" of "universitas jember", "bkpsdm")?"""
    if len(short) < _SHORTEST or not words or short[0] != words[0][0]:
        return False
    starts = {0}
    for word in words:
        starts |= {end for start in starts for end in _eaten(short, start, word)}
    return len(short) in starts and short[-1] in "".join(words[-2:])


def _eaten(short: str, start: int, word: str) -> Iterator[int]:
    """Where the abbreviation can go on after taking letters of `word` from its beginning, in order."""
    if start >= len(short) or word[0] != short[start]:
        return
    i = start
    for letter in word:
        if i < len(short) and short[i] == letter:
            i += 1
            yield i


def _extends(longer: str, shorter: str) -> bool:
    return " " in shorter and longer.startswith(shorter + " ")

"""The forms that an Indonesian word takes: kunjungan is found by berkunjung, mengunjungi and kunker too. Pure.

A word is taken apart into its possible roots and those are put together again in every regular way (Sneddon 1996,
Indonesian Reference Grammar, chapter 1); the index then says which of these words there are. So nothing hangs on a
dictionary of roots, and a wrong root does no harm where its forms are no words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

_SHORTEST_ROOT = 4
_LONGEST = 40
_CLITICS = ("nya", "lah", "kah", "pun")
_SUFFIXES = ("kan", "an", "i")
# Each prefix with the suffixes that go with it.
_PLAIN = {
    "ber": ("", "an", "kan"), "di": ("", "kan", "i"), "ter": ("", "kan", "i"), "ke": ("", "an"), "se": ("", "an"),
    "per": ("", "an", "kan", "i"), "memper": ("", "kan", "i"), "diper": ("", "kan", "i"), "keber": ("an",),
    "keter": ("an",), "be": ("", "an"), "te": ("",), "pe": ("", "an"),
}  # fmt: skip
_WITH_NASAL = {"me": ("", "kan", "i"), "pe": ("", "an"), "kepe": ("an",)}
# What a root's first letter makes of me- and pe-; k, p, s and t are swallowed.
_NASALS = {
    "ng": tuple("aeiough"),
    "m": tuple("bfv"),
    "n": tuple("dcjz"),
    "": tuple("lmnrwy"),
}
_VOWELS = "aeiou"
_SECOND = frozenset("aeioulrhwy")
_SWALLOWED = {"k": "ng", "p": "m", "s": "ny", "t": "n"}
# One root takes an l.
_WITH_L = dict.fromkeys(("belajar", "pelajar", "mempelajar", "dipelajar", "pembelajar"), "ajar")


def forms(word: str) -> tuple[str, ...]:
    """The word in lower case and every regular form of its possible roots, itself first."""
    word = word.casefold()
    if not word.isalpha() or len(word) > _LONGEST:
        return (word,)
    found = [word]
    for root in sorted(roots(word)):
        found += _built(root)
    return tuple(dict.fromkeys(found))


def shorts(word: str, its_forms: Iterable[str]) -> tuple[str, ...]:
    """What a short form stands for, or the short forms whose first word this is; several words are a phrase."""
    long = _short_forms().get(word.casefold().rstrip("."))
    spelt = (long,) if long else ()
    known = set(its_forms)
    return (*spelt, *(short for short, meaning in _short_forms().items() if meaning.split()[0] in known))


def roots(word: str) -> set[str]:
    """What may be left when the affixes are taken off, the word itself included."""
    whole = {word} | {word.removesuffix(one) for one in _CLITICS if word.endswith(one)}
    bare = whole | {one.removesuffix(end) for one in whole for end in _SUFFIXES if one.endswith(end)}
    found: set[str] = set()
    for one in bare:
        # what a prefix can be taken off is no root, but for a word as it was typed
        found |= set(filter(_can_be_root, _without_prefix(one))) or {one}
    longer = {root for root in found for end in _SUFFIXES if _is_root(root.removesuffix(end), found - {root})}
    return {root for root in whole | found - longer if len(root) >= _SHORTEST_ROOT}


def _is_root(text: str, known: set[str]) -> bool:
    """Whether this is so surely a root that with a suffix it is none; short ones often only look like one."""
    return text in known and len(text) > _SHORTEST_ROOT


def _can_be_root(text: str) -> bool:
    """Whether a root may begin like this: with one consonant at most, or two that go together."""
    first, second = text[:1], text[1:2]
    return len(text) >= _SHORTEST_ROOT and (first in _VOWELS or second in _SECOND or (first == "s" and second in "kpt"))


def _without_prefix(word: str) -> Iterator[str]:
    if word in _WITH_L:
        yield _WITH_L[word]
    for prefix in _PLAIN:
        if word.startswith(prefix):
            yield word.removeprefix(prefix)
    for prefix in _WITH_NASAL:
        rest = word.removeprefix(prefix)
        if rest != word:
            tried = (rest, rest[1:], rest[2:], *(f"{letter}{rest[len(made) :]}" for letter, made in _SWALLOWED.items()))
            yield from (root for root in tried if root and _with_nasal(root) == rest)


def _built(root: str) -> Iterator[str]:
    stems: list[tuple[str, tuple[str, ...]]] = [(root, ("", *_SUFFIXES))]
    stems += [(f"{prefix}{root}", suffixes) for prefix, suffixes in _PLAIN.items()]
    stems += [(f"{prefix}{_with_nasal(root)}", suffixes) for prefix, suffixes in _WITH_NASAL.items()]
    stems += [(with_l, ("", *_SUFFIXES)) for with_l, bare in _WITH_L.items() if bare == root]
    for stem, suffixes in stems:
        for suffix in suffixes:
            yield f"{stem}{suffix}"
            yield f"{stem}{suffix}nya"


def _with_nasal(root: str) -> str:
    if root[0] in _SWALLOWED:
        return f"{_SWALLOWED[root[0]]}{root[1:]}"
    nasal = next((nasal for nasal, letters in _NASALS.items() if root[0] in letters), "")
    return f"{nasal}{root}"


@cache
def _short_forms() -> Mapping[str, str]:
    return tomllib.loads(files("storage.searching").joinpath("forms.toml").read_text(encoding="utf-8"))

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
_PLAIN = ("ber", "di", "ter", "ke", "se", "per", "memper", "diper", "keber", "keter", "be", "te", "pe")
_WITH_NASAL = ("me", "pe", "kepe")
# What a root's first letter makes of me- and pe-; k, p, s and t are swallowed.
_NASALS = {
    "ng": tuple("aeiough"),
    "m": tuple("bfv"),
    "n": tuple("dcjz"),
    "": tuple("lmnrwy"),
}
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
    bare = {word} | {word.removesuffix(one) for one in _CLITICS if word.endswith(one)}
    bare |= {one.removesuffix(end) for one in bare for end in _SUFFIXES if one.endswith(end)}
    found = {root for one in bare for root in (one, *_without_prefix(one))}
    found |= {root for one in bare for start, root in _WITH_L.items() if one == start}
    return {root for root in found if len(root) >= _SHORTEST_ROOT}


def _without_prefix(word: str) -> Iterator[str]:
    for prefix in _PLAIN:
        if word.startswith(prefix):
            yield word.removeprefix(prefix)
    for prefix in _WITH_NASAL:
        for nasal in ("ng", "ny", "m", "n", ""):
            if word.startswith(prefix + nasal):
                rest = word.removeprefix(prefix + nasal)
                yield rest
                yield from (f"{letter}{rest}" for letter, made in _SWALLOWED.items() if made == nasal)


def _built(root: str) -> Iterator[str]:
    stems = [f"{prefix}{root}" for prefix in ("", *_PLAIN)]
    stems += [f"{prefix}{_with_nasal(root)}" for prefix in _WITH_NASAL]
    stems += [with_l for with_l, bare in _WITH_L.items() if bare == root]
    for stem in stems:
        for suffix in ("", *_SUFFIXES):
            yield f"{stem}{suffix}"
            yield f"{stem}{suffix}nya"


def _with_nasal(root: str) -> str:
    if root[0] in _SWALLOWED:
        return f"{_SWALLOWED[root[0]]}{root[1:]}"
    nasal = next((nasal for nasal, letters in _NASALS.items() if root[0] in letters), "")
    return f"{nasal}{root}"


@cache
def _short_forms() -> Mapping[str, str]:
    return tomllib.loads(files("storage").joinpath("forms.toml").read_text(encoding="utf-8"))

"""Groups of people that are told of by what they do and where they are from.

"67 hukum tua di Kabupaten X", "pelaku usaha mikro asal X", "kades dari Ngebel, Ponorogo". What they do is open ("datuk
penghulu", "pekaseh subak"): a number before any words makes them a group; others open on a word that facts.toml knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from detect.facts.cues import VERBS
from detect.facts.lexicon import institutions, section
from detect.facts.numbers import number
from detect.facts.scene import Seen
from detect.gazetteer import Mention, every

# Words of what a group is called, of the number before it, of the small place that it is from.
_LONGEST, _NUMBER, _PLACE = 6, 3, 4


class Group(NamedTuple):
    """Tokens `first`..`last` (included) tell of people with the place that they are from; `region` is that, or the
    one that it lies in, None where the gazetteer knows neither."""

    first: int
    last: int
    region: Mention | None


def groups(seen: Seen) -> Iterator[Group]:
    """Every group of a sentence whose home is told, in order, none inside another."""
    i = 0
    while i < len(seen.tokens):
        group = _at(seen, i)
        if group is not None:
            yield group
            i = group.last
        i += 1


def counted(seen: Seen) -> Iterator[Group]:
    """Groups whose number is told and whose home is not, told apart by more than a word ("20 relawan desa", "puluhan
    pengurus koperasi"); reporters and the heads of offices travel with others and are none."""
    inside = {i for body in seen.bodies for i in range(body.first, body.last + 1)}
    for i in range(len(seen.tokens)):
        if not (_is_counted(seen, i) and _is_head(seen, i)) or _is_unnamed(seen, i):
            continue
        j = i + 1
        while j < len(seen.words) and not seen.tokens[j].before and j not in inside:
            if not (_is_known(seen, j) or _is_head(seen, j) or seen.tokens[j].capital):
                break
            j += 1
        if i + 1 < j <= i + _LONGEST and j not in inside:
            yield Group(i, j - 1, None)


def _is_known(seen: Seen, j: int) -> bool:
    return seen.words[j] in institutions().vocabulary or seen.words[j] in section("groups")["pairs"]


def _is_unnamed(seen: Seen, i: int) -> bool:
    """Heads of offices come with their government, those of villages as visitors of their own."""
    words = section("groups")
    of_village = seen.words[i] in words["paired"] and not words["named"].isdisjoint(seen.words[i + 1 : i + 2])
    return seen.words[i] in words["unnamed"] and not of_village


def _at(seen: Seen, i: int) -> Group | None:
    if not (_is_head(seen, i) or (_is_counted(seen, i) and _is_word(seen, i))):
        return None
    j = i + 1
    while j < min(len(seen.words), i + _LONGEST) and _goes_on(seen, j):
        j += 1
    return _from_home(seen, i, j)


def _from_home(seen: Seen, first: int, j: int) -> Group | None:
    """ "... asal X", "... se-Kabupaten X", "... di Kabupaten X", "... X", "... dari Ngebel, X"."""
    if j >= len(seen.words):
        return None
    linked = seen.words[j] in section("groups")["links"]
    if not linked and not every(seen.tokens[j]) and any(t.capital for t in seen.tokens[first + 1 : j]):
        return None  # "Pengurus Masjid Agung X" are of the mosque
    if linked and seen.tokens[j].before in ("", ")"):
        j += 1
    while j < len(seen.words) and seen.words[j] in section("groups")["fillers"]:
        j += 1
    region = _region_at(seen, j)
    if region is not None:
        return Group(first, region.last, region) if seen.tokens[j].before in ("", ")") else None
    end = j
    while end < min(len(seen.words), j + _PLACE) and _is_of_place(seen, end, j):
        end += 1
    if end == j:
        return None
    region = _region_at(seen, end)
    if region is not None and seen.tokens[end].before == ",":
        return Group(first, region.last, region)
    return Group(first, end - 1, None) if linked or every(seen.tokens[j]) else None


def _region_at(seen: Seen, i: int) -> Mention | None:
    return next((r for r in seen.regions if r.first == i), None)


def _is_of_place(seen: Seen, i: int, first: int) -> bool:
    token = seen.tokens[i]
    named = token.capital and token.before in ("", ")" if i == first else "")
    return named and _region_at(seen, i) is None and seen.cue(i) not in VERBS


def _is_head(seen: Seen, i: int) -> bool:
    words, word = section("groups"), seen.words[i]
    if word not in words["heads"]:
        return False
    return word not in words["paired"] or not words["pairs"].isdisjoint(seen.words[i + 1 : i + 2])


def _is_counted(seen: Seen, i: int) -> bool:
    """ "67 hukum tua", "para pewarta", "belasan wartawan"."""
    if not i or seen.tokens[i].before:
        return False
    if seen.words[i - 1] in section("groups")["several"]:
        return True
    before = (number(seen.tokens, k) for k in range(max(0, i - _NUMBER), i))
    return any(found is not None and found.last == i - 1 for found in before)


def _goes_on(seen: Seen, j: int) -> bool:
    """Is the word, which may stand in brackets, still of what the group is called?"""
    token, word = seen.tokens[j], seen.words[j]
    if token.before not in ("", "(", ")") or word in section("groups")["links"] or every(token):
        return False
    known = word in institutions().vocabulary or word in institutions().connectors or _is_head(seen, j)
    return _region_at(seen, j) is None and (known or _is_word(seen, j) or (token.capital and seen.cue(j) not in VERBS))


def _is_word(seen: Seen, i: int) -> bool:
    """A word that may say who somebody is: none of the grammar, no measure, no name."""
    token, word = seen.tokens[i], seen.words[i]
    if token.capital or not word.isalpha() or seen.cue(i) or word in section("groups")["never"]:
        return False
    return word not in section("headcount")["others"] and word not in section("offices")["no_office"]

"""How many people came: the number the article gives, parts added up; None when it gives none or only "puluhan"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from article import Fact
from detect.facts.cues import COUNTS
from detect.facts.lexicon import holds, phrases, section, table
from detect.facts.numbers import Number, number
from detect.facts.parties import Party
from detect.facts.scene import Scene, Seen

# Fewer are a leader and his driver; more are a year's visitors.
_LEAST, _MOST = 2, 5000
# How far before a number stand the word for a total, and a word for others than guests; words between it and its noun.
_REACH, _FAR, _FILLERS = 4, 6, 2
# "Rombongan Sleman berjumlah 15 orang, dari Kudus 9 orang": how far a number stands from whom it counts.
_BESIDE = 3
_PARAGRAPHS = {0: 1.0, 1: 2.0, 2: 1.5}
# A second delegation's number must stand where it is told who came.
_SECOND = 2.0


class _Count(NamedTuple):
    seen: Seen
    first: int
    last: int
    value: int
    total: bool
    weight: float


def headcount(scene: Scene, came: Sequence[Party]) -> tuple[Fact[int] | None, ...]:
    """People of each party that came; where the article only gives one number for all, the first party has it."""
    counts = [c for seen in scene.seen for c in _counts(seen, came)]
    counts = [c for c in counts if c.weight > 0]
    none: tuple[Fact[int] | None, ...] = (None,) * max(len(came), 1)
    if not counts:
        return none
    totals = [c for c in counts if c.total]
    if totals:
        return (_fact(scene, max(totals, key=lambda c: (c.weight, c.value))), *none[1:])
    best = max(counts, key=lambda c: (c.weight, -c.seen.index))
    own = _owner(best, came)
    facts = list(none)
    facts[own or 0] = _fact(scene, best)
    if own is not None:
        for count in counts:
            other = _owner(count, came)
            if other is not None and facts[other] is None and count.value != best.value and count.weight >= _SECOND:
                facts[other] = _fact(scene, count)
    return tuple(facts)


def _fact(scene: Scene, count: _Count) -> Fact[int]:
    return Fact(count.value, scene.span(count.seen, count.first, count.last))


def _owner(count: _Count, came: Sequence[Party]) -> int | None:
    """Which party's people are counted: the only one that the sentence names, else the one right before the number."""
    named = [(m.last, i) for i, party in enumerate(came) for m in party.members if m.seen.index == count.seen.index]
    if len({i for _, i in named}) == 1:
        return named[0][1]
    beside = [(last, i) for last, i in named if 0 < count.first - last <= _BESIDE]
    return max(beside)[1] if beside else None


def _counts(seen: Seen, came: Sequence[Party]) -> Iterator[_Count]:
    """Each sum of people in a sentence: "8 dosen dan 73 mahasiswa" is one, of 81; parts of a number told before it
    ("60 orang, terdiri dari 20 kades") are left out, but not a total behind them."""
    last: _Count | None = None
    parts = False
    for found in _people(seen):
        count = _Count(seen, found.first, found.last, found.value, _is_total(seen, found), _weight(seen, found, came))
        if last is None:
            last = count
            continue
        parts = parts or not section("headcount")["parts"].isdisjoint(seen.words[last.last + 1 : count.first])
        joins = _joins(last, count)
        if parts or (count.total and not joins):
            yield from [count] if count.total else []
        elif joins or count.first - last.last <= 2:
            last = last._replace(last=count.last, value=last.value + count.value, weight=max(last.weight, count.weight))
        else:
            yield last
            last = count
    if last is not None:
        yield last


def _joins(last: _Count, count: _Count) -> bool:
    """ "dan 73 mahasiswa", "ditambah lima ketua": is the number added to the one before?"""
    before = count.seen.words[max(last.last + 1, count.first - 2) : count.first]
    return not section("headcount")["plus"].isdisjoint(before)


def _people(seen: Seen) -> Iterator[Number]:
    """Numbers that count people of a delegation."""
    i = 0
    while i < len(seen.tokens):
        found = number(seen.tokens, i)
        if found is None:
            if seen.words[i][0].isdecimal():
                yield from _joined(seen, i)
            i += 1
            continue
        noun = _noun(seen, found.last + 1)
        if noun is not None and _LEAST <= found.value <= _MOST and not _counts_others(seen, found):
            yield Number(found.first, noun, found.value)
        i = found.last + 1


def _joined(seen: Seen, i: int) -> Iterator[Number]:
    """ "12-member" is one word."""
    before, hyphen, noun = seen.words[i].partition("-")
    if hyphen and hyphen + noun in section("headcount")["joined"] and before.isdecimal() and int(before) <= _MOST:
        yield Number(i, i, int(before))


def _noun(seen: Seen, start: int) -> int | None:
    """The token that says people are counted, within a few words of the number."""
    words, enclitic = section("headcount"), table("offices")["enclitic"]
    for j in range(start, min(len(seen.tokens), start + _FILLERS + 1)):
        word = seen.words[j].removesuffix(enclitic)
        if seen.tokens[j].before:
            return None
        if word in words["people"]:
            barred = words["others"] | (words["not_people"] if word in words["heads"] else frozenset())
            return j if barred.isdisjoint(seen.words[j + 1 : j + 3]) else None
        if word not in words["fillers"]:
            return None
    return None


def _counts_others(seen: Seen, found: Number) -> bool:
    """Tourists, inhabitants, the number of a class."""
    words = section("headcount")
    before = seen.words[max(0, found.first - _FAR) : found.first]
    if not words["others"].isdisjoint(before):
        return True
    ordinal = seen.words[found.first].startswith(table("headcount")["ordinal"])
    return bool(before) and before[-1] in words["before"] and not ordinal


def _is_total(seen: Seen, found: Number) -> bool:
    if holds(phrases("headcount", "course"), seen.words):
        return False
    return not section("headcount")["total"].isdisjoint(seen.words[max(0, found.first - _REACH) : found.first])


def _weight(seen: Seen, found: Number, came: Sequence[Party]) -> float:
    """How likely those counted are the visitors."""
    if seen.background:
        return 0.0
    words = section("headcount")
    weight = _PARAGRAPHS.get(seen.reading.sentence.paragraph, 0.5)
    stands = any(m.seen.index == seen.index and m.role > 0 for party in came for m in party.members)
    told = seen.says(COUNTS) or stands or not words["mentioned"].isdisjoint(seen.words)
    weight += 2.0 if told or _is_total(seen, found) else -0.5
    weight -= 2.0 * holds(phrases("headcount", "course"), seen.words)
    weight += 1.0 * (not words["counting"].isdisjoint(seen.words[max(0, found.first - 2) : found.first]))
    return weight - 0.5 * seen.tokens[found.first].quoted

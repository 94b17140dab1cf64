"""How many people came: the number the article gives, parts added up; None when it gives none or only "puluhan"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from article import Fact
from detect.facts.besides import one_more
from detect.facts.cues import COUNTS
from detect.facts.lexicon import calendar_words, holds, phrases, section, table
from detect.facts.numbers import Number, may_be_number, number, word_value
from detect.facts.parties import Party
from detect.facts.scene import Scene, Seen
from detect.facts.uncounted import counts_no_guests, has_uncounted, is_year, of_place

# Fewer are a leader and his driver; more are a year's visitors.
_LEAST, _MOST = 2, 5000
# How far before a number stand the word for a total, and a word for others than guests; words between it and its noun.
_REACH, _FAR, _FILLERS, _DOER = 4, 6, 2, 6
# A number that goes on a list behind a comma, where no verb stands between.
_LISTED = 6
# "Rombongan Sleman berjumlah 15 orang, dari Kudus 9 orang": how far a number stands from whom it counts.
_BESIDE = 6
_PARAGRAPHS = {0: 1.0, 1: 2.0, 2: 1.5}
# A second delegation's number must stand where it is told who came.
_SECOND = 2.0
# At most this much says that nothing tells whether the guests are counted.
_UNSURE = 0.5
# Fewer "rombongan" than this are parties, more are people in one.
_GROUPS = 10


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
    counts = [c for c in counts if not counts_no_guests(c.seen, c.first, c.last, c.value, len(came))]
    counts = [c for c in counts if c.weight > _UNSURE or not of_place(c.seen, c.last)]
    counts = [c for c in counts if c.weight > 0] or [c for c in counts if c.weight == 0 and not c.seen.background]
    none: tuple[Fact[int] | None, ...] = (None,) * max(len(came), 1)
    if not counts:
        return none
    most = max((c.value for c in counts if not c.total and c.weight >= _SECOND), default=0)
    totals = [c for c in counts if c.total and c.value >= most]
    if totals:
        best = max(totals, key=lambda c: (c.weight, c.value))
        return (_fact(scene, best._replace(value=best.value + _companions(best, counts))), *none[1:])
    best = max(_first_told(counts), key=lambda c: (c.weight, -c.seen.index))
    if has_uncounted(best.seen, best.first, best.last):
        return none
    best = best._replace(value=best.value + _companions(best, counts))
    own = _owner(scene, best, came)
    facts = list(none)
    facts[own or 0] = _fact(scene, best)
    if own is not None:
        for count in counts:
            other = _owner(scene, count, came)
            if other is not None and facts[other] is None and count.value != best.value and count.weight >= _SECOND:
                facts[other] = _fact(scene, count)
    return tuple(facts)


def _first_told(counts: Sequence[_Count]) -> Sequence[_Count]:
    """Without those who are told of as company of more people."""
    more = [(c, other) for c in counts for other in counts if other.seen.index < c.seen.index and other.value > c.value]
    company = [c for c, other in more if other.weight > _UNSURE and _come_along(c, other)]
    return [c for c in counts if c not in company]


def _companions(best: _Count, counts: Sequence[_Count]) -> int:
    """ "40 peserta ... Mereka didampingi 3 widyaiswara": told in the next sentence of those who came along."""
    words = section("headcount")
    for count in counts:
        later = count.seen.index > best.seen.index and count.value < best.value and not count.seen.background
        if later and words["parts"].isdisjoint(count.seen.words[: count.first]) and _come_along(count, best):
            return count.value
    return 0


def _come_along(count: _Count, best: _Count) -> bool:
    """ "Delapan dosen pendamping", "didampingi 3 widyaiswara", "Mereka bersama 7 pegawai"."""
    words, seen = section("headcount"), count.seen
    before, near = seen.words[max(0, count.first - 3) : count.first], seen.index - best.seen.index <= 3
    if not words["companions"].isdisjoint(seen.words[count.last : count.last + 2]):
        return True
    opens = before[-1:] and before[-1] in words["along"] and (len(before) == 1 or before[0] in words["mentioned"])
    behind = count.first <= 1 and not words["beside"].isdisjoint(seen.words[count.last + 1 :])
    return near and (not words["beside"].isdisjoint(before) or bool(opens) or behind)


def _fact(scene: Scene, count: _Count) -> Fact[int]:
    return Fact(count.value, scene.span(count.seen, count.first, count.last))


def _owner(scene: Scene, count: _Count, came: Sequence[Party]) -> int | None:
    """Which party's people are counted: the only one that the sentence names, else the one right before the number;
    where it names none, the only one of the sentence before."""
    named = _named(count.seen, came)
    if not named and len(came) > 1 and count.seen.index:
        before = scene.seen[count.seen.index - 1]
        same = before.reading.sentence.paragraph == count.seen.reading.sentence.paragraph
        named = _named(before, came) if same else []
    if len({i for _, i in named}) == 1:
        return named[0][1]
    beside = [(last, i) for last, i in named if 0 < count.first - last <= _BESIDE]
    return max(beside)[1] if beside else _home(count, came)


def _home(count: _Count, came: Sequence[Party]) -> int | None:
    """ "12 orang dari X": the party whose name follows."""
    at = count.last + 2
    if at > len(count.seen.words) or count.seen.words[at - 1] not in section("told")["natives"]:
        return None
    behind = (i for i, p in enumerate(came) for m in p.members if m.seen is count.seen and 0 <= m.first - at <= 1)
    return next(behind, None)


def _named(seen: Seen, came: Sequence[Party]) -> list[tuple[int, int]]:
    return [(m.last, i) for i, party in enumerate(came) for m in party.members if m.seen.index == seen.index]


def _counts(seen: Seen, came: Sequence[Party]) -> Iterator[_Count]:
    """Each sum of people in a sentence: "8 dosen dan 73 mahasiswa" is one, of 81; parts of a number told before it
    ("60 orang, terdiri dari 20 kades"; "18 orang, 7 dari DPRD dan 11 dari dinas") are left out, but not a total behind
    them."""
    last: _Count | None = None
    parts, first, added = False, 0, 0
    for found in _people(seen):
        if found.first < seen.earlier or is_year(seen, found):
            continue
        count = _Count(seen, found.first, found.last, found.value, _is_total(seen, found), _weight(seen, found, came))
        if last is None:
            last, first, added = count, count.value, 0
            continue
        between = seen.words[last.last + 1 : count.first]
        told = (*between, *seen.words[count.last + 1 : count.last + 1 + _REACH])
        parts = parts or (not _besides(between) and not section("headcount")["parts"].isdisjoint(between))
        parts = parts or not section("headcount")["rest"].isdisjoint(told)
        joins = _joins(last, count)
        accompanied = bool(between[-1:]) and between[-1] in section("headcount")["beside"]
        if (parts and not accompanied) or (count.total and not joins):
            yield from [count] if count.total else []
        elif joins or accompanied or count.first - last.last <= 2:
            added += 1
            value = first if added > 1 and last.value + count.value == 2 * first else last.value + count.value
            last = last._replace(last=count.last, value=value, weight=max(last.weight, count.weight))
        else:
            yield last
            last, first, added = count, count.value, 0
    if last is not None:
        yield last


def _besides(between: Sequence[str]) -> bool:
    """ "belum termasuk 13 kepala dinas": these come on top."""
    return holds(phrases("headcount", "besides"), between)


def _joins(last: _Count, count: _Count) -> bool:
    """ "dan 73 mahasiswa", "ditambah lima ketua": is the number added to the one before?"""
    before = count.seen.words[max(last.last + 1, count.first - 2) : count.first]
    between = range(last.last + 1, count.first)
    comma = any(count.seen.tokens[i].before == "," for i in (*between, count.first))
    if comma and len(between) < _LISTED and not any(count.seen.cue(i) in COUNTS for i in between):
        return True
    return not section("headcount")["plus"].isdisjoint(before) or _besides(
        count.seen.words[last.last + 1 : count.first]
    )


def _people(seen: Seen) -> Iterator[Number]:
    """Numbers that count people of a delegation."""
    i, counted = 0, False
    while i < len(seen.tokens):
        found = number(seen.tokens, i) if may_be_number(seen.words[i]) else None
        if found is None:
            if "-" in seen.words[i]:
                yield from _joined(seen, i)
            i += 1
            continue
        noun = _noun(seen, found.last + 1)
        if noun is None and (_is_group(seen, found) or (counted and _goes_on(seen, found))):
            noun = found.last
        if noun is not None and _LEAST <= found.value <= _MOST and not _counts_others(seen, found):
            counted = True
            yield Number(found.first, noun, found.value + one_more(seen, found.first, noun))
        i = found.last + 1


def _is_group(seen: Seen, found: Number) -> bool:
    """ "a party of 22", "eleven of us", "pesertanya 33", "kami berdelapan"."""
    before = " ".join(seen.words[max(0, found.first - 2) : found.first])
    after = " ".join(seen.words[found.last + 1 : found.last + 3])
    words = section("headcount")
    if (
        before in words["groups"]
        or after in words["us"]
        or seen.words[found.first].startswith(table("headcount")["all_of"])
    ):
        return True
    ends = found.last + 1 == len(seen.words) or seen.tokens[found.last + 1].before.startswith(",")
    noun = seen.words[found.first - 1].removesuffix(table("offices")["enclitic"]) if found.first else ""
    return ends and noun in words["counted"]


def _goes_on(seen: Seen, found: Number) -> bool:
    """ "30 orang dari X dan 12 dari Y": the noun is not said again."""
    words = section("headcount")
    before, after = seen.words[max(0, found.first - 1) : found.first], seen.words[found.last + 1 : found.last + 2]
    joined = not words["plus"].isdisjoint(before) or seen.tokens[found.first].before in (",", ":")
    return joined and not words["of"].isdisjoint(after)


def _joined(seen: Seen, i: int) -> Iterator[Number]:
    """ "12-member" is one word."""
    before, hyphen, noun = seen.words[i].partition("-")
    if hyphen and hyphen + noun in section("headcount")["joined"]:
        value = word_value(before)
        if value is not None and _LEAST <= value <= _MOST:
            yield Number(i, i, value)


def _noun(seen: Seen, start: int) -> int | None:
    """The token that says people are counted, within a few words of the number."""
    words, enclitic = section("headcount"), table("offices")["enclitic"]
    for j in range(start, min(len(seen.tokens), start + _FILLERS + 1)):
        if seen.words[j] in words["kin"]:
            return None
        word = seen.words[j].removesuffix(enclitic)
        if seen.tokens[j].before.removeprefix(")" if j == start else ""):
            return None
        if word in words["people"] or _is_person(word):
            units = word in words["heads"] and not words["not_people"].isdisjoint(seen.words[j + 1 : j + 2])
            return None if units or not words["others"].isdisjoint(seen.words[j + 1 : j + 3]) else j
        if word not in words["fillers"]:
            return None
    return None


def _is_person(word: str) -> bool:
    """ "pegiat", "relawan", "karyawati": nouns of doers, of "pe-" without "-an" or with "-wan", "-wati"."""
    doer = word.startswith("pe") and len(word) >= _DOER and not word.endswith(("an", "i-an"))
    things = section("headcount")["things"] | calendar_words()
    return (doer or word.endswith(("wan", "wati"))) and word not in things


def _counts_others(seen: Seen, found: Number) -> bool:
    """Tourists, inhabitants, the number of a class."""
    words = section("headcount")
    enclitic = table("offices")["enclitic"]
    before = [word.removesuffix(enclitic) for word in seen.words[max(0, found.first - _FAR) : found.first]]
    if not words["others"].isdisjoint(before) or _is_of_each(seen, found):
        return True
    if found.value < _GROUPS and not words["grouped"].isdisjoint(seen.words[found.last + 1 : found.last + 2]):
        return True
    ordinal = seen.words[found.first].startswith(table("headcount")["ordinal"])
    touches = not seen.tokens[found.first].before
    return touches and bool(before) and before[-1] in words["before"] and not ordinal


def _is_of_each(seen: Seen, found: Number) -> bool:
    """ "tiap lima orang", "600 orang sehari", "ada yang dua orang"."""
    each, behind = section("headcount")["each"], found.last + 2
    before = seen.words[max(0, found.first - 2) : found.first]
    after = [t.word for t in seen.tokens[behind : behind + 2] if not t.before]
    return not each.isdisjoint((*before[-1:], *after)) or " ".join(before) in section("headcount")["some"]


def _is_total(seen: Seen, found: Number) -> bool:
    if holds(phrases("headcount", "course"), seen.words):
        return False
    before = seen.words[max(0, found.first - _REACH) : found.first]
    return not section("headcount")["total"].isdisjoint(before) or holds(phrases("headcount", "all_told"), before)


def _weight(seen: Seen, found: Number, came: Sequence[Party]) -> float:
    """How likely those counted are the visitors."""
    if seen.background:
        return 0.0
    words = section("headcount")
    weight = _PARAGRAPHS.get(seen.reading.sentence.paragraph, 0.5)
    stands = any(m.seen.index == seen.index and m.role > 0 for party in came for m in party.members)
    counting = not words["counting"].isdisjoint(seen.words[max(0, found.first - 2) : found.first])
    told = seen.says(COUNTS) or stands or counting or not words["mentioned"].isdisjoint(seen.words)
    weight += 2.0 if told or _is_total(seen, found) else -0.5
    weight -= 2.0 * holds(phrases("headcount", "course"), seen.words)
    weight -= 1.0 * (not told and seen.words[found.last] in words["locals"])
    weight += 1.0 * counting
    return weight - 0.5 * seen.tokens[found.first].quoted

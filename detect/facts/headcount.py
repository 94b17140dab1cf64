"""How many people came: the number the article gives, parts added up; None when it gives none or only "puluhan"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from article import Fact
from detect.facts.cues import COUNTS
from detect.facts.lexicon import holds, phrases, section, table
from detect.facts.numbers import Number, may_be_number, number, word_value
from detect.facts.parties import Party
from detect.facts.scene import Scene, Seen
from detect.facts.uncounted import counts_no_guests, has_uncounted

# Fewer are a leader and his driver; more are a year's visitors.
_LEAST, _MOST = 2, 5000
# How far before a number stand the word for a total, and a word for others than guests; words between it and its noun.
_REACH, _FAR, _FILLERS, _DOER = 4, 6, 2, 6
# A number that goes on a list behind a comma, where no verb stands between.
_LISTED = 6
# "Rombongan Sleman berjumlah 15 orang, dari Kudus 9 orang": how far a number stands from whom it counts.
_BESIDE = 3
_PARAGRAPHS = {0: 1.0, 1: 2.0, 2: 1.5}
# A second delegation's number must stand where it is told who came.
_SECOND = 2.0
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
    counts = [c for c in counts if c.weight > 0] or [c for c in counts if c.weight == 0 and not c.seen.background]
    none: tuple[Fact[int] | None, ...] = (None,) * max(len(came), 1)
    if not counts:
        return none
    most = max((c.value for c in counts if not c.total and c.weight >= _SECOND), default=0)
    totals = [c for c in counts if c.total and c.value >= most]
    if totals:
        return (_fact(scene, max(totals, key=lambda c: (c.weight, c.value))), *none[1:])
    best = max(counts, key=lambda c: (c.weight, -c.seen.index))
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
    return max(beside)[1] if beside else None


def _named(seen: Seen, came: Sequence[Party]) -> list[tuple[int, int]]:
    return [(m.last, i) for i, party in enumerate(came) for m in party.members if m.seen.index == seen.index]


def _counts(seen: Seen, came: Sequence[Party]) -> Iterator[_Count]:
    """Each sum of people in a sentence: "8 dosen dan 73 mahasiswa" is one, of 81; parts of a number told before it
    ("60 orang, terdiri dari 20 kades"; "18 orang, 7 dari DPRD dan 11 dari dinas") are left out, but not a total behind
    them."""
    last: _Count | None = None
    parts, first, added = False, 0, 0
    for found in _people(seen):
        count = _Count(seen, found.first, found.last, found.value, _is_total(seen, found), _weight(seen, found, came))
        if last is None:
            last, first, added = count, count.value, 0
            continue
        between = seen.words[last.last + 1 : count.first]
        parts = parts or (not _besides(between) and not section("headcount")["parts"].isdisjoint(between))
        joins = _joins(last, count)
        accompanied = between[-1:] and between[-1] in section("headcount")["beside"]
        if (parts and not accompanied) or (count.total and not joins):
            yield from [count] if count.total else []
        elif joins or count.first - last.last <= 2:
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
            one_more = _is_beside(seen, found.first, noun) or _and_one(seen, noun)
            yield Number(found.first, noun, found.value + one_more)
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


def _is_beside(seen: Seen, first: int, noun: int) -> bool:
    """ "Ia dan enam stafnya", "bersama delapan koleganya", "23 petani lain": whoever is named with them is one more."""
    words, enclitic = section("headcount"), table("offices")["enclitic"]
    if first > 1 and seen.words[first - 1] == "dan":
        named = _is_named(seen, first - 2) and (seen.words[noun].endswith(enclitic) or _leads(seen, first - 2))
        if named or seen.words[first - 2] in words["he"]:
            return True
    if seen.words[noun].removesuffix(enclitic) in words["peers"]:
        return True
    return not words["more"].isdisjoint(seen.words[noun + 1 : noun + 2])


def _and_one(seen: Seen, noun: int) -> bool:
    """ "delapan guru dan seorang laboran"."""
    words = section("headcount")
    after = seen.words[noun + 1 : noun + 3]
    return len(after) == 2 and after[0] in words["plus"] and after[1] in words["one"]


def _is_named(seen: Seen, i: int) -> bool:
    """Does somebody's name end at token i, or is it the one word that opens the sentence?"""
    return any(person.last == i for person in seen.people) or (i == 0 and seen.tokens[0].capital)


def _leads(seen: Seen, i: int) -> bool:
    """Is he the subject of the sentence ("Kabag X Hartono dan empat stafnya"), not named after "bersama"?"""
    start = next((person.start for person in seen.people if person.last == i), 0)
    return section("headcount")["along_with"].isdisjoint(seen.words[max(0, start - _FAR) : start])


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
    return (doer or word.endswith(("wan", "wati"))) and word not in section("headcount")["things"]


def _counts_others(seen: Seen, found: Number) -> bool:
    """Tourists, inhabitants, the number of a class."""
    words = section("headcount")
    before = seen.words[max(0, found.first - _FAR) : found.first]
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

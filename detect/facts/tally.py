"""Numbers that count people, in one sentence: "40 peserta", "a party of 22", "bertujuh", "17 notaris asal Sleman"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from detect.facts.besides import one_more
from detect.facts.cues import BRINGS, VERBS
from detect.facts.lexicon import calendar_words, section, table
from detect.facts.numbers import Number, may_be_number, number, word_value
from detect.facts.scene import Seen

# Fewer are a leader and his driver; more are a year's visitors.
LEAST, _MOST = 2, 5000
# How far before a number stands a word for others than guests; words between a number and its noun, and the letters
# that a noun of doers has at least.
_FAR, _FILLERS, _DOER = 6, 2, 6
# Words of a clause before a number that says of what each has so many.
_CLAUSE = 5
# Words before an English noun; words between unknown people and their home.
_ADJECTIVES, _HOME = 3, 3
_QUOTES = "\"“”'"
# Fewer "rombongan" than this are parties, more are people in one.
_GROUPS = 10


def people(seen: Seen) -> Iterator[Number]:
    """Numbers that count people of a delegation."""
    i, counted = 0, False
    while i < len(seen.tokens):
        found = number(seen.tokens, i) if may_be_number(seen.words[i]) else None
        if found is None or _is_one_of(seen, found):
            if found is None and "-" in seen.words[i]:
                yield from _joined(seen, i)
            i += 1
            continue
        noun = _counted_as(seen, found, counted=counted)
        if (
            noun is not None
            and not _is_about(seen, found.first)
            and _least(seen, found) <= found.value <= _MOST
            and not _counts_others(seen, found)
        ):
            counted = True
            yield Number(found.first, noun, found.value + one_more(seen, found.first, noun))
            i = max(i, noun)
        i = max(i, found.last) + 1


def _counted_as(seen: Seen, found: Number, *, counted: bool) -> int | None:
    """The last token that tells who is counted, the number's own where none follows it; None where no people are."""
    start = found.last + 1
    noun = next(
        (j for j in (_noun(seen, start), _in_english(seen, start), _of_many(seen, start)) if j is not None), None
    )
    if noun is None and (_is_group(seen, found) or (counted and _goes_on(seen, found))):
        noun = found.last
    return _unknown_noun(seen, found) if noun is None and found.value >= LEAST else noun


def _is_about(seen: Seen, first: int) -> bool:
    """ "Lebih dari | seratus perempuan": nobody knows how many."""
    return " ".join(seen.words[max(0, first - 2) : first]) in section("headcount")["about"]


def _least(seen: Seen, found: Number) -> int:
    """ "Satu asisten dan tiga staf": on a list one counts too."""
    return 1 if seen.words[found.first] in section("headcount")["single_one"] else LEAST


def _is_one_of(seen: Seen, found: Number) -> bool:
    """ "Ia satu | dari 23 pimpinan": the whole is what the number behind it counts."""
    return found.value == 1 and seen.words[found.last + 1 : found.last + 2] == ("dari",)


def _of_many(seen: Seen, start: int) -> int | None:
    """ "31 dari 32 orang"."""
    if seen.words[start : start + 1] != ("dari",) or start + 1 >= len(seen.words):
        return None
    whole = number(seen.tokens, start + 1) if may_be_number(seen.words[start + 1]) else None
    return None if whole is None else _noun(seen, whole.last + 1)


def _in_english(seen: Seen, start: int) -> int | None:
    """ "41 public administration students": what tells the people apart stands before them."""
    words = section("headcount")
    for j in range(start, min(len(seen.tokens), start + _ADJECTIVES + 1)):
        token = seen.tokens[j]
        if token.before or seen.words[j] in words["little"]:
            return None
        if seen.words[j] in words["english"]:
            return j
    return None


def _unknown_noun(seen: Seen, found: Number) -> int | None:
    """ "17 notaris asal X", "mengirim 17 notaris", "dibimbing enam patun": whoever is counted is from somewhere or
    brought along, and neither a place nor a thing."""
    noun = found.last + 1
    if noun >= len(seen.words) or not _may_be_people(seen, noun):
        return None
    before = seen.words[found.first - 1] if found.first else ""
    brought = before in section("headcount")["led_by"] or (
        found.first > 0 and (seen.cue(found.first - 1) in BRINGS or _are_with_him(seen, found.first))
    )
    return noun if brought or _has_home(seen, noun) else None


def _are_with_him(seen: Seen, first: int) -> bool:
    """ "Ia bersama | 26 krama subak"."""
    words = section("headcount")
    if first < 2 or seen.words[first - 1] not in words["along"]:
        return False
    return seen.words[first - 2] in words["he"] or any(person.last == first - 2 for person in seen.people)


def _may_be_people(seen: Seen, i: int) -> bool:
    token, word = seen.tokens[i], seen.words[i]
    if token.before or token.capital or seen.cue(i) or not word.replace("-", "").isalpha():
        return False
    if word.endswith("an") and not word.endswith(("wan", "rekan")):
        return False
    return word not in _known() and not any(body.first == i for body in seen.bodies)


@cache
def _known() -> frozenset[str]:
    """Nouns that count nobody, and those of people."""
    words = section("headcount")
    known = words["things"] | words["people"] | words["heads"] | words["others"] | words["kin"]
    return known | section("groups")["never"] | calendar_words()


def _has_home(seen: Seen, noun: int) -> bool:
    """Within a few words a region follows that is not the watched place's."""
    for j in range(noun + 1, min(len(seen.tokens), noun + _HOME + 2)):
        region = next((r for r in seen.regions if r.first == j), None)
        if region is not None:
            return not seen.tokens[j].before and not seen.reading.mentioned(("name", "inside"), j, region.last)
        if seen.tokens[j].before or seen.cue(j) in VERBS:
            return False
    return False


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
    return ends and found.first > 0 and (_tells_how_many(seen, found.first) or seen.cue(found.first - 1) in BRINGS)


def _tells_how_many(seen: Seen, first: int) -> bool:
    """ "Pesertanya | 33", "tim berjumlah | 17", "peserta kami ada | 39"."""
    words, enclitic = section("headcount"), table("offices")["enclitic"]
    before = [word.removesuffix(enclitic) for word in seen.words[max(0, first - 3) : first]]
    if before[-1] in words["amounts"]:
        return not words["counted"].isdisjoint(before)
    return before[-1] in words["counted"] | words["numbering"]


def _goes_on(seen: Seen, found: Number) -> bool:
    """ "30 orang dari X dan 12 dari Y": the noun is not said again."""
    words = section("headcount")
    before, after = seen.words[max(0, found.first - 1) : found.first], seen.words[found.last + 1 : found.last + 2]
    joined = not words["plus"].isdisjoint(before) or seen.tokens[found.first].before in (",", ":")
    if joined and not words["of"].isdisjoint(after):
        return True
    ends = not after or bool(seen.tokens[found.last + 1].before.strip(_QUOTES))
    return ends and not seen.tokens[found.first].before and _is_of_others(seen, found.first)


def _is_of_others(seen: Seen, first: int) -> bool:
    """ "dari Mulawarman 28 mahasiswa, dari Unand | 33": does a name with "dari" stand right before?"""
    names = [*((b.first, b.last) for b in seen.bodies), *((r.first, r.last) for r in seen.regions)]
    start = next((begin for begin, end in names if end == first - 1), first - 1)
    return start > 0 and seen.words[start - 1] in section("told")["natives"]


def _joined(seen: Seen, i: int) -> Iterator[Number]:
    """ "12-member" is one word."""
    before, hyphen, noun = seen.words[i].partition("-")
    if hyphen and hyphen + noun in section("headcount")["joined"]:
        value = word_value(before)
        if value is not None and LEAST <= value <= _MOST:
            yield Number(i, i, value)


def _noun(seen: Seen, start: int) -> int | None:
    """The token that says people are counted, within a few words of the number."""
    words, enclitic = section("headcount"), table("offices")["enclitic"]
    for j in range(start, min(len(seen.tokens), start + _FILLERS + 1)):
        if seen.words[j] in words["kin"] or seen.words[j] in words["others"]:
            return None
        word = seen.words[j].removesuffix(enclitic)
        if seen.tokens[j].before.removeprefix(")" if j == start else ""):
            return None
        if word in words["people"] or word in words["english"] or _is_person(word):
            units = word in words["heads"] and not words["not_people"].isdisjoint(seen.words[j + 1 : j + 2])
            return None if units or not words["others"].isdisjoint(seen.words[j + 1 : j + 3]) else j
        if word not in words["fillers"]:
            return None
    return None


@lru_cache(maxsize=4096)
def _is_person(word: str) -> bool:
    """ "pegiat", "relawan", "karyawati": nouns of doers, of "pe-" without "-an" or with "-wan", "-wati"."""
    doer = word.startswith("pe") and len(word) >= _DOER and not word.endswith(("an", "i-an"))
    things = section("headcount")["no_doers"] | calendar_words()
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
    """ "tiap lima orang", "600 orang sehari", "ada yang dua orang", "setiap kelompok didampingi dua orang"."""
    each, behind = section("headcount")["each"], found.last + 2
    before = seen.words[max(0, found.first - 2) : found.first]
    after = [t.word for t in seen.tokens[behind : behind + 2] if not t.before]
    if not each.isdisjoint((*before[-1:], *after)) or " ".join(before) in section("headcount")["some"]:
        return True
    start = found.first
    while start > max(0, found.first - _CLAUSE) and not seen.tokens[start].before:
        start -= 1
    return not section("headcount")["each_of"].isdisjoint(seen.words[start : found.first])

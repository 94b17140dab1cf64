"""Somebody who is counted besides the number that the text gives: "ia dan enam stafnya" are seven."""

from __future__ import annotations

from itertools import pairwise

from detect.facts.lexicon import section, table
from detect.facts.scene import Seen

# How far before a name stands the word that it comes with somebody else.
_WITH = 6
# "43 guru turut dalam perjalanan itu beserta seorang pengawas": how far behind them one more is told of.
_FAR = 9
# How long a list may be that ends with a number ("terdiri dari ketua X, sekretaris Y, dan tujuh anggota").
_LIST = 16
# Words of an office in a list.
_OFFICE = 5
# Behind the people counted, within how many words one more is told of.
_WITHIN = 4


def one_more(seen: Seen, first: int, noun: int) -> bool:
    """Tokens `first`..`noun` count people: is there one more?"""
    return _is_beside(seen, first, noun) or _and_one(seen, noun)


def _is_beside(seen: Seen, first: int, noun: int) -> bool:
    """ "Ia dan enam stafnya", "bersama delapan koleganya", "23 petani lain": whoever is named with them is one more."""
    words, enclitic = section("headcount"), table("offices")["enclitic"]
    if first > 1 and seen.words[first - 1] == "dan":
        named = _is_named(seen, first - 2) and (seen.words[noun].endswith(enclitic) or _leads(seen, first - 2))
        if named or seen.words[first - 2] in words["he"] or _is_held(seen, first - 2, noun):
            return True
    if seen.words[noun].removesuffix(enclitic) in words["peers"]:
        return True
    return not words["more"].isdisjoint(seen.words[noun + 1 : noun + 2])


def _is_held(seen: Seen, last: int, noun: int) -> bool:
    """ "Bupati | dan sebelas pejabatnya": an office that one person holds, whose people are counted."""
    if (
        not seen.words[noun].endswith(table("offices")["enclitic"])
        or seen.words[last] not in section("headcount")["held"]
    ):
        return False
    titles = section("offices")["titles"]
    return any(seen.words[i] in titles for i in range(max(0, last - 1), last + 1)) and _opens_clause(seen, last)


def _opens_clause(seen: Seen, last: int) -> bool:
    """Do only words of the office stand before it in its clause, and none that it comes along with others?"""
    start = last
    while start and not seen.tokens[start].before:
        start -= 1
    return section("headcount")["along_with"].isdisjoint(seen.words[start:last])


def _and_one(seen: Seen, noun: int) -> bool:
    """ "delapan guru dan seorang laboran", "10 penyuluh KB, dan seorang ahli gizi"."""
    words = section("headcount")
    far = seen.words[noun + 1 : noun + _FAR]
    if any(after in words["one"] and plus in words["surely_plus"] for plus, after in pairwise(far)):
        return True
    near = seen.words[noun + 1 : noun + _WITHIN + 1]
    return any(plus in words["plus"] and one in words["one"] for plus, one in pairwise(near))


def _is_named(seen: Seen, i: int) -> bool:
    """Does somebody's name end at token i, or is it the one word that opens the sentence?"""
    return any(person.last == i for person in seen.people) or (i == 0 and seen.tokens[0].capital)


def _leads(seen: Seen, i: int) -> bool:
    """Is he the subject of the sentence ("Kabag X Hartono dan empat stafnya"), not named after "bersama"?"""
    start = next((person.start for person in seen.people if person.last == i), 0)
    return section("headcount")["along_with"].isdisjoint(seen.words[max(0, start - _WITH) : start])


def heads(seen: Seen, first: int) -> int:
    """ "Terdiri dari ketua X, sekretaris, | tujuh anggota": how many at the head of the list are told by their office,
    one of each? None of them where anybody else is told there too."""
    words = section("headcount")
    made = next((i for i in range(first - 1, max(0, first - _LIST), -1) if seen.words[i] in words["made_of"]), 0)
    if not made or seen.words[made - 1] not in words["parts"]:
        return 0
    end = first - (seen.words[first - 1] in words["plus"])
    if seen.tokens[end].before != ",":
        return 0
    items = [i for i in range(made + 1, end) if i == made + 1 or seen.tokens[i].before == ","]
    joined = any(seen.words[i] in section("uncounted")["joins"] for i in range(made + 1, end))
    return 0 if joined or any(seen.words[i] not in words["single_office"] for i in items) else len(items)


def one_between(seen: Seen, start: int, end: int) -> bool:
    """ "Lima komisioner, | bersama koordinator sekretariat dan | enam staf", "Sebelas anggota | ditemani direktur
    beserta | dua staf": does an office of one stand between?"""
    words = section("headcount")
    if end - start < 2 or seen.words[end - 1] not in words["plus"]:
        return False
    led = next((i for i in range(end - 2, start - 1, -1) if seen.words[i] in words["led_by"]), None)
    if led is not None and _is_one_office(seen, led + 1, end - 1, named=True):
        return True
    opens = seen.words[start] in words["along"] or seen.tokens[start].before == ","
    return opens and _is_one_office(seen, start + (seen.words[start] in words["along"]), end - 1)


def _is_one_office(seen: Seen, start: int, end: int, *, named: bool = False) -> bool:
    """Do tokens `start`..`end` (excluded) tell of one office, whose holder is not named unless he may be?"""
    if not 0 < end - start <= _OFFICE or seen.words[start] not in section("headcount")["single_office"]:
        return False
    if any(seen.tokens[i].before or seen.words[i] in section("uncounted")["joins"] for i in range(start + 1, end)):
        return False
    return named or not any(person.first < end and start <= person.last for person in seen.people)

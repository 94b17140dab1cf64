"""Has the visit happened, is it announced or called off, or is an old one told again?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from article import Status, Visit
from detect.facts.lexicon import calendar_words
from detect.gazetteer import DATA
from detect.reading import Reading
from detect.signals import LEAD, Signal

# An article published longer after the visit than this tells it again.
_RECAP_AFTER = timedelta(days=60)
_VISITING = frozenset(
    ["study", "learn_to", "learn_of", "copy_of", "visit", "visit_of", "go", "bring", "brought", "visited"]
)
# Who plans to copy something has mostly seen it.
_TO_COME = _VISITING - {"copy_of"}
# Tokens within which one word belongs to another: a verb and its object, a day and the verb before it, a hitch.
_NEAR, _BEHIND, _HITCH = 5, 12, 3
_EARLIEST = 1990
_YEAR_DIGITS = 4


def status(
    readings: Sequence[Reading], signals: Sequence[Signal], visits: Sequence[Visit], published: date | None
) -> Status:
    """Where the visit's day is known, it decides between announced, happened and recap; else the words do."""
    opening = _opening(readings)
    if any(_is_called_off(reading) for reading in opening):
        return "cancelled"
    received = any(s.name == "received" and s.zone != "rest" for s in signals)
    announced = not received and any(_announces(reading) for reading in opening)
    day = min((v.date_start.value for v in visits if v.date_start), default=None)
    if day is not None and published is not None:
        # The day of the paper is often that of the announcement.
        if day > published or (day == published and announced):
            return "announced"
        return "recap" if published - day > _RECAP_AFTER else "happened"
    if announced:
        return "announced"
    return "recap" if any(_tells_again(reading) for reading in opening) or _is_old(readings, published) else "happened"


def _opening(readings: Sequence[Reading]) -> list[Reading]:
    """Title and lead."""
    body = [r for r in readings if r.sentence.part == "body"]
    return [r for r in readings if r.sentence.part == "title"] + body[: LEAD + 1]


def _visits(reading: Reading, kinds: frozenset[str] = _VISITING) -> list[int]:
    """The tokens with which the sentence names a visit."""
    return [i for i, cue in reading.grammar.items() if cue.kind in kinds]


def _tells_again(reading: Reading) -> bool:
    return bool(_visits(reading)) and any(True for _ in reading.of("recap"))


def _is_called_off(reading: Reading) -> bool:
    """Does the sentence say that the visit which it names does not take place?"""
    words = [token.word for token in reading.tokens]
    named = _visits(reading) + [i for i, word in enumerate(words) if word in _words()["called_off.journeys"]]
    if not named:
        return False
    if _is_unmet(reading, named):
        return True
    cues = [(cue.first, cue.last, False) for cue in reading.of("cancelled")]
    cues += [(i, i, True) for i, word in enumerate(words) if word in _words()["called_off.active"]]
    return any(_concerns(reading, named, *cue) and not _is_over(reading, *cue[:2]) for cue in cues)


def _concerns(reading: Reading, named: Sequence[int], first: int, last: int, active: bool) -> bool:
    """Is it the visit that is called off, and the one to here? "Ke X batal" is of another."""
    after = [i for i in named if last < i <= last + _NEAR and not _comma(reading, last, i)]
    before = [i for i in named if i < first and not active]
    return bool(after or before) and not _leads_elsewhere(reading, last if after else first, bool(after))


def _comma(reading: Reading, first: int, last: int) -> bool:
    return any("," in reading.tokens[i].before for i in range(first + 1, last + 1))


def _leads_elsewhere(reading: Reading, at: int, after: bool) -> bool:
    """Is the nearest goal on that side another place?"""
    goals = [i for i, cue in reading.grammar.items() if cue.kind == "to" and (i > at if after else i < at)]
    if not goals:
        return False
    goal = min(goals) if after else max(goals)
    return any(m.side == "other" and m.first == goal + 1 for m in reading.mentions)


def _is_over(reading: Reading, first: int, last: int) -> bool:
    """Was it called off once only ("setelah sempat ditunda"), not at all, or moved to another day?"""
    words = [token.word for token in reading.tokens]
    hitch = words[max(0, first - _HITCH) : first]
    return not _words()["called_off.over"].isdisjoint(hitch) or not _words()["called_off.moved"].isdisjoint(
        words[last + 1 : last + 1 + _HITCH]
    )


def _is_unmet(reading: Reading, named: Sequence[int]) -> bool:
    """ "yang sedianya berlangsung", of a visit named before."""
    words = [token.word for token in reading.tokens]
    if not _words()["called_off.after_all"].isdisjoint(words):
        return False
    return any(
        words[i] in _words()["called_off.unmet"]
        and words[i - 1] == "yang"
        and not _words()["called_off.happens"].isdisjoint(words[i + 1 : i + 1 + _HITCH])
        and min(named) < i
        for i in range(1, len(words))
    )


def _announces(reading: Reading) -> bool:
    """ "akan berkunjung", "berangkat pekan depan", "menjadwalkan studi banding", "hendak bertolak"."""
    words = [token.word for token in reading.tokens]
    named = _visits(reading, _TO_COME)
    for cue in reading.of("announced"):
        ahead = " ".join(words[cue.first : cue.last + 1]) in _words()["to_come.ahead"]
        behind = ahead and any(cue.first - _BEHIND <= i < cue.first for i in named)
        if not reading.tokens[cue.first].quoted and (behind or _follows(named, cue.last)):
            return True
    return any(_is_to_come(words, named, i) for i, token in enumerate(reading.tokens) if not token.quoted)


def _is_to_come(words: Sequence[str], named: Sequence[int], i: int) -> bool:
    if words[i] in _words()["to_come.about"]:
        return not _words()["to_come.leaving"].isdisjoint(words[i + 1 : i + 1 + _HITCH])
    return words[i] in _words()["to_come.plans"] and _follows(named, i)


def _follows(named: Sequence[int], at: int) -> bool:
    return any(at < i <= at + _NEAR for i in named)


def _is_old(readings: Sequence[Reading], published: date | None) -> bool:
    """Is the visit first told of with a year before the paper's?"""
    told = next(
        (
            r
            for r in readings
            if r.sentence.part == "body" and _visits(r) and any(m.side == "place" for m in r.mentions)
        ),
        None,
    )
    if told is None or published is None:
        return False
    words = [token.word for token in told.tokens]
    # In January last year's visit may be last month's.
    newest = (published - _RECAP_AFTER).year - (published.year > (published - _RECAP_AFTER).year)
    timed = calendar_words() | _words()["again.dated"]
    return any(
        word.isdigit()
        and len(word) == _YEAR_DIGITS
        and _EARLIEST <= int(word) <= min(newest, published.year - 1)
        and before in timed
        and _words()["again.since"].isdisjoint(words[max(0, i - _HITCH) : i])
        for i, (before, word) in enumerate(pairwise(words))
    )


@cache
def _words() -> Mapping[str, frozenset[str]]:
    with (DATA / "status.toml").open("rb") as file:
        tables = tomllib.load(file)
    return {f"{table}.{key}": frozenset(words) for table, lists in tables.items() for key, words in lists.items()}

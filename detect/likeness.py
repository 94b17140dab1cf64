"""How surely two reports tell of one visit: points for who came, when, and what else both say.

Record linkage after Fellegi and Sunter (A Theory for Record Linkage, JASA 64, 1969): every field that agrees speaks for
one visit by as much as it would be a coincidence otherwise, and the sum decides. The points are set by hand, in steps
of a half; the texts' likeness has no part in it, since two delegations of one week are told in the same words.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from article import Fact, Visit
from detect.delegation import Party, Tie, parties, tie
from detect.facts.lexicon import listing, section
from detect.homes import is_known, wordings
from detect.profile import Phrases
from detect.sentences import tokenise

Words = frozenset[str]

# What it takes: the same guest about the same time, or as much.
_ENOUGH = 4.0
_WHO = {
    Tie.ONE: 3.0,
    Tie.PART: 2.5,
    Tie.OFFICE: 2.0,
    Tie.NEIGHBOURS: 1.5,
    Tie.WITHIN: 1.0,
    Tie.UNTOLD: 0.0,
    Tie.SIBLINGS: 0.5,
    Tie.OTHERS: 0.0,
}
# The days are the same; they overlap, or papers differ by one; one report has no day but was printed about then; nobody
# knows; and a few days lie between, as where one paper gives the day of another event.
_SAME_DAYS, _OVERLAP, _PRINTED, _UNKNOWN, _DAYS_BETWEEN = 2.0, 1.5, 1.5, 1.0, -0.5
_STAY = 1.0  # for several days that both tell alike
_SLACK, _FEW = timedelta(days=1), timedelta(days=4)
# Days within which all reports of a visit lie, or the days that they tell: between a visit and a report without its
# day; two such reports lie closer together.
REACH = 14
_AROUND, _TOGETHER = timedelta(days=REACH), timedelta(days=7)
_LEADER, _COUNT, _ROUND_COUNT = 2.0, 2.0, 1.0
_TRAINING, _CLASS = 1.0, 3.0
_HOSTS, _SIGHTS, _ASIDE = 0.5, 0.5, 0.5
_LEVELS = frozenset(["i", "ii", "iii", "iv"])
_ROMAN = frozenset("ivxl")


class Report(NamedTuple):
    """One delegation in one article. `article` is anything that tells articles apart."""

    visit: Visit
    published: date | None
    article: Hashable


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says, prepared for being compared many times."""

    report: Report
    days: tuple[date, date] | None
    who: list[Party]
    abroad: Words
    training: Words
    group: Words
    leader: Words
    hosts: tuple[Words, ...]
    sights: tuple[Words, ...]


def told(report: Report) -> Told:
    """Take a report apart."""
    visit = report.visit
    training, group = _training(visit.programme)
    start = visit.date_start.value if visit.date_start else None
    end = visit.date_end.value if visit.date_end else start
    return Told(
        report,
        (start, end) if start and end else None,
        parties(visit),
        _abroad(visit),
        training,
        group,
        _words(visit.leader.value) if visit.leader else frozenset(),
        tuple(_words(fact.value) for fact in visit.hosts),
        tuple(_sight(fact.value) for fact in visit.loci),
    )


def likeness(one: Report, other: Report) -> float:
    """0 when two reports cannot be taken for one visit, else how surely they can (4 and more)."""
    return compare(told(one), told(other))


def compare(one: Told, other: Told) -> float:
    """`likeness` of two reports that were taken apart."""
    when = _when(one, other)
    if when is None or are_elsewhere(one, other) or are_classes(one, other):
        return 0.0
    between = tie(one.who, other.who)
    if between in (Tie.OTHERS, Tie.UNTOLD) and _are_taught(one, other):
        between = Tie.PART
    if between in (Tie.OTHERS, Tie.UNTOLD) and one.abroad & other.abroad:
        between = Tie.PART  # of one country or town abroad, under names in two languages
    if between not in _WHO or (between is Tie.SIBLINGS and _differ_in_number(one, other)):
        return 0.0
    if between is Tie.OTHERS and _are_of_others(one, other):
        return 0.0
    points = _WHO[between] + when + _what(one, other) - _ASIDE * (_is_aside(one) or _is_aside(other))
    return points if points >= _ENOUGH else 0.0


def _are_of_others(one: Told, other: Told) -> bool:
    """Are both known to be of some region, and not of one? Or two schools, whatever number came from each?"""
    if all("campus" in {party.kind for party in report.who} for report in (one, other)):
        return True
    homes = [{code for party in report.who for code in party.codes} for report in (one, other)]
    return all(homes) and homes[0].isdisjoint(homes[1])


def _is_aside(report: Told) -> bool:
    """Does an article about others' visit only say that they were there too?"""
    return any(fact.mark == "also_there" for fact in report.report.visit.visitors)


def are_apart(one: Told, other: Told) -> bool:
    """Two of a kind, or days far apart: nothing that others say alike makes one visit of them."""
    if one.days and other.days and _between(one.days, other.days) is None:
        return True
    return are_elsewhere(one, other) or are_classes(one, other) or tie(one.who, other.who) is Tie.RIVALS


def are_elsewhere(one: Told, other: Told) -> bool:
    """Whoever goes on to another watched place makes another visit."""
    return one.report.visit.place != other.report.visit.place


def are_classes(one: Told, other: Told) -> bool:
    """Different levels of training, or classes of one, are different groups."""
    levels, others = one.training & _LEVELS, other.training & _LEVELS
    if levels and others and levels != others:
        return True
    return bool(one.group and other.group and one.group != other.group)


def _abroad(visit: Visit) -> Words:
    """The places that a delegation is from and that no list of the country's regions and islands knows."""
    told = (_country(fact.value) for fact in visit.origin if fact.code is None)
    return frozenset(name for name in told if name not in section("told")["islands"] and not is_known(name))


def _country(name: str) -> str:
    """ "Timor-Leste's" is Timor Leste."""
    return name.casefold().replace("’", "'").removesuffix("'s").replace("-", " ")


def _are_taught(one: Told, other: Told) -> bool:
    """A training of the state has participants from everywhere: one paper names its school or nobody, another one of
    those taught, unless that is a school as well. Led by somebody else, they are those of another course."""
    state = frozenset(wordings()["trainings"]["state"])
    if not _is_named_alike(one.training, other.training) or state.isdisjoint(one.training & other.training):
        return False
    if one.leader and other.leader and not _is_named_alike(one.leader, other.leader):
        return False
    schools = [any(party.state or _holds_courses(party) for party in report.who) for report in (one, other)]
    return (any(schools) or not (one.who and other.who)) and not all(schools)


def _holds_courses(party: Party) -> bool:
    """Is it the school that a region has for its servants and for others'?"""
    return party.key.partition(" ")[0] in wordings()["trainings"]["schools"]


def _when(one: Told, other: Told) -> float | None:
    """Points for the days; None where they rule one visit out."""
    if one.days and other.days:
        return _between(one.days, other.days)
    first, second = one.report.published, other.report.published
    if one.days or other.days:
        return _printed(one.days or other.days, second if one.days else first)
    if first is None or second is None:
        return _UNKNOWN
    return _PRINTED if abs(first - second) <= _TOGETHER else None


def _printed(days: tuple[date, date] | None, published: date | None) -> float | None:
    """One report tells the days; of the other there is at most the day it was published."""
    if days is None or published is None:
        return _UNKNOWN
    return _PRINTED if days[0] - _AROUND <= published <= days[1] + _AROUND else None


def _between(mine: tuple[date, date], theirs: tuple[date, date]) -> float | None:
    if mine == theirs:
        return _SAME_DAYS + (_STAY if mine[0] != mine[1] else 0.0)
    gap = max(mine[0] - theirs[1], theirs[0] - mine[1])
    return _OVERLAP if gap <= _SLACK else _DAYS_BETWEEN if gap <= _FEW else None


def _what(one: Told, other: Told) -> float:
    """Points for what else both say alike. What only one says counts nothing, and neither do numbers and leaders that
    differ: one paper tells of a part of the delegation, another of the whole. Others who received it count against it,
    by little, since one visit has several hosts."""
    points = 0.0
    counts = _counts(one, other)
    if len(counts) == 2 and counts[0] == counts[1]:
        # Fifty come often, fifty-three seldom.
        points += _ROUND_COUNT if counts[0] % 10 == 0 else _COUNT
    if _is_named_alike(one.leader, other.leader):
        points += _LEADER
    points += _TRAINING if _is_named_alike(one.training, other.training) else 0.0
    points += _CLASS if one.group and one.group == other.group else 0.0
    if one.hosts and other.hosts:
        points += _HOSTS if any(_is_named_alike(a, b) for a in one.hosts for b in other.hosts) else -_HOSTS
    return points + (_SIGHTS if any(_is_one_sight(a, b) for a in one.sights for b in other.sights) else 0.0)


def _counts(one: Told, other: Told) -> list[int]:
    return [t.report.visit.headcount.value for t in (one, other) if t.report.visit.headcount]


def _differ_in_number(one: Told, other: Told) -> bool:
    """Two offices of one government may come together, and then as one number of people: under two, each came by
    itself, and the town's days here are no more than that."""
    return len(set(_counts(one, other))) == 2 and not _is_named_alike(one.leader, other.leader)


def _training(fact: Fact[str] | None) -> tuple[Words, Words]:
    """The training's name and the class: {"pkn", "ii"} and {"angkatan", "xii"} of "PKN Tingkat II Angkatan XII"."""
    words = [token.word for token in tokenise(fact.value, 0)[0]] if fact else []
    at = next((i for i, word in enumerate(words) if word in section("programmes")["classes"]), len(words))
    number = next((word for word in words[at + 1 : at + 3] if word.isdigit() or set(word) <= _ROMAN), None)
    named = [_trainings().at(words[:at], i) for i in range(at)]
    short = next((found[1] for found in named if found is not None), None)
    name = {short, *(_LEVELS & set(words[:at]))} if short else words[:at]
    return frozenset(name), frozenset([words[at], number]) if number else frozenset()


@cache
def _trainings() -> Phrases:
    """Every way to name a known training, with its short form."""
    return Phrases.of(
        (way, entry["short"].lower()) for entry in listing("programme") for way in (*entry["long"], *entry["names"])
    )


def _words(name: str) -> Words:
    return frozenset(token.word for token in tokenise(name, 0)[0])


def _sight(name: str) -> Words:
    """What tells a sight from others, or all words of a name that has nothing but general ones."""
    spellings = wordings()["spellings"]
    words = frozenset(spellings.get(word, word) for word in _words(name))
    return words - frozenset(wordings()["sights"]["general"]) or words


def _is_named_alike(name: Words, other: Words) -> bool:
    """One is the other, or a part of it ("Wati" and "Wati Lestari")."""
    return bool(name) and bool(other) and (name <= other or other <= name)


def _is_one_sight(name: Words, other: Words) -> bool:
    """Also where half of the words are spelt otherwise, as those of halls and beaches are."""
    return _is_named_alike(name, other) or 2 * len(name & other) >= len(name | other) > 0

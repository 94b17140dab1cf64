"""Who of the watched place received or briefed the visitors, by name without titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from article import Fact
from detect.facts.lexicon import holds, phrases, section
from detect.facts.parties import Party
from detect.facts.people import Person
from detect.facts.scene import Scene, Seen
from detect.facts.sides import Side, placed
from detect.mentions import is_slip

# How far a verb stands from its subject behind it, and a passive from the agent before it.
_RIGHT, _LEFT, _NEAR = 10, 14, 3
# A surname repeated later must be long enough not to be an ordinary word.
_SURNAME = 4


@dataclass(slots=True)
class _Someone:
    """Everybody whose names fit into one another."""

    words: frozenset[str]
    side: Side
    mentions: list[tuple[Seen, Person]] = field(default_factory=list)


def hosts(scene: Scene, came: Sequence[Party]) -> tuple[Fact[str], ...]:
    """People of the place who receive, accompany or speak, in the order of the text."""
    found: list[_Someone] = []
    for seen, person, side in placed(scene):
        words = frozenset(seen.words[person.first : person.last + 1])
        someone = next((s for s in found if _is_same(s, words, side)), None)
        if someone is None:
            someone = _Someone(words, side)
            found.append(someone)
        someone.words |= words
        someone.side = side if someone.side == "unknown" else someone.side
        someone.mentions.append((seen, person))
    from_afar = bool(came) and not any(party.is_region for party in came)
    return tuple(_fact(scene, s) for s in found if _took_part(scene, s, from_afar))


def _is_same(someone: _Someone, words: frozenset[str], side: Side) -> bool:
    if {someone.side, side} == {"own", "other"}:
        return False
    if words <= someone.words or someone.words <= words:
        return True
    return len(words) == len(someone.words) == 1 and is_slip(*words, *someone.words)


def _fact(scene: Scene, someone: _Someone) -> Fact[str]:
    seen, person = max(someone.mentions, key=lambda m: m[1].last - m[1].first)
    return Fact(scene.words(seen, person.first, person.last), scene.span(seen, person.first, person.last))


def _took_part(scene: Scene, someone: _Someone, from_afar: bool) -> bool:
    """`from_afar`: the guests are of no regional government, so its offices are the host's."""
    if someone.side == "own":
        return any(_acts(*m) or _is_there(*m) for m in someone.mentions) or _speaks_later(scene, someone)
    if someone.side == "other":
        return False
    if any(_is_put_as_host(scene, *m) for m in someone.mentions):
        return True
    local = from_afar and any(_holds_office(*m, "regional") for m in someone.mentions)
    return local and (any(_acts(*m) for m in someone.mentions) or _speaks_later(scene, someone))


def _acts(seen: Seen, person: Person) -> bool:
    """Does the person speak or receive in this sentence?"""
    if _is_elsewhere(seen):
        return False
    words = section("hosts")
    if not words["does"].isdisjoint(seen.words[person.end + 1 : person.end + _RIGHT]):
        return True
    if not words["done"].isdisjoint(seen.words[max(0, person.start - _NEAR) : person.start]):
        return True
    return not words["passive"].isdisjoint(_left(seen, person))


def _left(seen: Seen, person: Person) -> tuple[str, ...]:
    return seen.words[max(0, person.start - _LEFT) : person.start]


def _is_elsewhere(seen: Seen) -> bool:
    """Is the sentence of another time, or of somebody asked later?"""
    return seen.background or not section("hosts")["absent"].isdisjoint(seen.words)


def _is_there(seen: Seen, person: Person) -> bool:
    """An office-holder of the place who is named without a word that puts him elsewhere is taken to be there."""
    if _is_elsewhere(seen) or person.office is None:
        return False
    words = section("hosts")
    if not words["spoken_of"].isdisjoint(seen.words[max(0, person.start - _NEAR) : person.start]):
        return False
    return words["away"].isdisjoint(seen.words[person.end + 1 : person.end + 1 + _NEAR])


def _holds_office(seen: Seen, person: Person, kind: str) -> bool:
    if person.office is None:
        return False
    return not section("hosts")[kind].isdisjoint(seen.words[person.office[0] : person.office[1] + 1])


def _speaks_later(scene: Scene, someone: _Someone) -> bool:
    """ "ujar Anas", "Anas mengatakan": a part of the name beside a word of saying."""
    names = {word for word in someone.words if len(word) >= _SURNAME}
    return any(
        word in names and seen.tokens[i].capital and _speaks(seen, i)
        for seen in scene.seen
        if not names.isdisjoint(seen.words) and not _is_elsewhere(seen)
        for i, word in enumerate(seen.words)
    )


def _speaks(seen: Seen, i: int) -> bool:
    words = section("hosts")
    before, after = seen.words[max(0, i - 2) : i], seen.words[i + 1 : i + 1 + _NEAR]
    return not words["done"].isdisjoint(before) or not words["does"].isdisjoint(after)


def _is_put_as_host(scene: Scene, seen: Seen, person: Person) -> bool:
    """Is somebody of whom nothing says where he belongs put in the host's place?"""
    if _is_elsewhere(seen):
        return False
    words, left = section("hosts"), _left(seen, person)
    if _holds_office(seen, person, "bringing"):
        return False
    if not words["passive"].isdisjoint(left) and not _guest_between(scene, seen, person.start):
        return True
    if not words["accompanied"].isdisjoint(left) and not words["guests"].isdisjoint(left):
        return True
    if _receives(seen, person.end) or (_welcomes(scene, seen) and _acts(seen, person)):
        return True
    return _acts(seen, person) and _holds_office(seen, person, "small")


def _guest_between(scene: Scene, seen: Seen, start: int) -> bool:
    """Does another region stand between the verb and the person ("diterima ... Bupati Sleman Sri Purnomo")?"""
    passive = section("hosts")["passive"]
    verb = max((i for i in range(start) if seen.words[i] in passive), default=0)
    return any(verb < r.first < start and not scene.owns(seen, r) for r in seen.regions)


def _welcomes(scene: Scene, seen: Seen) -> bool:
    """ "Selamat datang" in this sentence, or in the one before it in the same paragraph."""
    before = scene.seen[seen.index - 1] if seen.index else seen
    same = before.reading.sentence.paragraph == seen.reading.sentence.paragraph
    welcome = phrases("hosts", "welcome")
    return holds(welcome, seen.words) or (same and holds(welcome, before.words))


def _receives(seen: Seen, last: int) -> bool:
    """ "X menyambut mereka", "X menerima rombongan": X is a host whoever he is."""
    words = section("hosts")
    for i in range(last + 1, min(len(seen.words), last + _RIGHT)):
        if seen.words[i] in words["receives"]:
            return True
        if seen.words[i] in words["takes"]:
            return not words["visitors"].isdisjoint(seen.words[i + 1 : i + 3])
    return False

"""Who of the watched place received or briefed the visitors, by name without titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from article import Fact
from detect.facts.lexicon import section
from detect.facts.parties import Party
from detect.facts.people import Person
from detect.facts.scene import Scene, Seen
from detect.facts.sides import Side, placed
from detect.facts.ties import GUEST, HOST, acts, holds_office, is_elsewhere, tie
from detect.mentions import is_slip

_NEAR = 3
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
        if _is_no_person(seen, person):
            continue
        words = frozenset(seen.words[person.first : person.last + 1])
        someone = next((s for s in found if _is_same(s, words, side)), None)
        if someone is None:
            someone = _Someone(words, side)
            found.append(someone)
        someone.words |= words
        someone.side = side if someone.side == "unknown" else someone.side
        someone.mentions.append((seen, person))
    from_afar = bool(came) and not any(party.is_region for party in came)
    return tuple(_fact(scene, s) for s in found if _took_part(scene, s, came, from_afar))


def _is_no_person(seen: Seen, person: Person) -> bool:
    """ "Direktur Bank X", "pemilik Festival Film Pelajar": what somebody runs stands where his name would."""
    if not section("hosts")["sites"].isdisjoint(seen.words[max(0, person.first - 1) : person.first + 1]):
        return True
    if seen.reading.mentioned(("name", "inside"), person.last, person.last):
        return True
    return seen.words[person.last] in section("hosts")["no_names"]


def _is_same(someone: _Someone, words: frozenset[str], side: Side) -> bool:
    if {someone.side, side} == {"own", "other"}:
        return False
    if words <= someone.words or someone.words <= words:
        return True
    return len(words) == len(someone.words) == 1 and is_slip(*words, *someone.words)


def _fact(scene: Scene, someone: _Someone) -> Fact[str]:
    seen, person = max(someone.mentions, key=lambda m: m[1].last - m[1].first)
    return Fact(scene.words(seen, person.first, person.last), scene.span(seen, person.first, person.last))


def _took_part(scene: Scene, someone: _Someone, came: Sequence[Party], from_afar: bool) -> bool:
    """`from_afar`: the guests are of no regional government, so its offices are the host's."""
    if someone.side == "own":
        return any(acts(*m) or _is_there(*m) for m in someone.mentions) or _speaks_later(scene, someone)
    if someone.side == "other":
        return False
    ties = [tie(scene, *m, came) for m in someone.mentions]
    if min(ties) <= GUEST:
        return False
    if max(ties) >= HOST:
        return True
    local = from_afar and any(holds_office(*m, "regional") for m in someone.mentions)
    return local and (any(acts(*m) for m in someone.mentions) or _speaks_later(scene, someone))


def _is_there(seen: Seen, person: Person) -> bool:
    """An office-holder of the place who is named without a word that puts him elsewhere is taken to be there."""
    if is_elsewhere(seen, person) or person.office is None:
        return False
    words = section("hosts")
    if not words["spoken_of"].isdisjoint(seen.words[max(0, person.start - _NEAR) : person.start]):
        return False
    return words["away"].isdisjoint(seen.words[person.end + 1 : person.end + 1 + _NEAR])


def _speaks_later(scene: Scene, someone: _Someone) -> bool:
    """ "ujar Anas", "Anas mengatakan": a part of the name beside a word of saying."""
    names = {word for word in someone.words if len(word) >= _SURNAME}
    return any(
        word in names and seen.tokens[i].capital and _speaks(seen, i)
        for seen in scene.seen
        if not names.isdisjoint(seen.words) and not is_elsewhere(seen)
        for i, word in enumerate(seen.words)
    )


def _speaks(seen: Seen, i: int) -> bool:
    words = section("hosts")
    before, after = seen.words[max(0, i - 2) : i], seen.words[i + 1 : i + 1 + _NEAR]
    return not words["done"].isdisjoint(before) or not words["does"].isdisjoint(after)

"""On which side everybody named stands: of the watched place, of the others, or not told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from detect.facts.lexicon import section, table
from detect.facts.people import Person
from detect.facts.scene import Scene, Seen
from detect.letters import fold

Side = Literal["own", "other", "unknown"]

# Words of company that can stand between two people of one side.
_COMPANY = 5


class Placed(NamedTuple):
    """Somebody named in a sentence, with his side."""

    seen: Seen
    person: Person
    side: Side


def placed(scene: Scene) -> list[Placed]:
    """Everybody named outside quotations, in order; who is with somebody is of his side ("Wabup X didampingi Asisten
    Y", "Kepala Bandara X serta Kadishub Sleman Y")."""
    found: list[Placed] = []
    for seen, person in _named(scene):
        side = _side(scene, seen, person)
        if side == "unknown" and found and _goes_on(found[-1], seen, person):
            side = found[-1].side
        if side == "own" and found and found[-1].side == "unknown" and _is_joined(found[-1], seen, person):
            found[-1] = found[-1]._replace(side="own")
        found.append(Placed(seen, person, side))
    return found


def _named(scene: Scene) -> Iterator[tuple[Seen, Person]]:
    """Holders of offices, and the place's known people wherever they are named."""
    for seen in scene.seen:
        holders = list(seen.people)
        taken = {i for p in holders for i in range(p.first, p.last + 1)}
        known = [m for m in seen.reading.mentions if m.kind == "person" and taken.isdisjoint((m.first, m.last))]
        inside = [m for m in seen.reading.mentions if m.kind == "inside"]
        for person in sorted((*holders, *(Person(m.first, m.last, None) for m in known)), key=lambda p: p.first):
            part = next((m for m in inside if m.first <= person.first <= m.last), None)
            if part is not None and part.last < person.last and part.first < person.first:
                person, part = person._replace(first=part.last + 1), None  # "Direktur RSUD Genteng Sri Wahyuni"
            if not seen.tokens[person.first].quoted and part is None:
                yield seen, person


def _goes_on(before: Placed, seen: Seen, person: Person) -> bool:
    if before.seen is seen:
        return _is_with(seen, before.person, person)
    next_one = before.seen.index + 1 == seen.index
    return next_one and before.side == "own" and seen.words[0] in section("hosts")["also"] and not seen.background


def _is_with(seen: Seen, first: Person, second: Person) -> bool:
    """Do only words of company stand between two people?"""
    between = seen.words[first.end + 1 : second.start]
    allowed = section("hosts")["company"] | section("offices")["degrees"]
    return len(between) <= _COMPANY and allowed.issuperset(between)


def _is_joined(before: Placed, seen: Seen, person: Person) -> bool:
    """ "bertemu X serta Y": two who stand in one place of the sentence, neither of them with the other."""
    between = seen.words[before.person.end + 1 : person.start]
    return before.seen is seen and len(between) == 1 and between[0] in section("told")["lists"]


def _side(scene: Scene, seen: Seen, person: Person) -> Side:
    mentions = seen.reading.mentions
    if any(m.kind == "person" and m.first <= person.last and person.first <= m.last for m in mentions):
        return "own"
    if any(scene.owns(seen, region) for region in person.regions):
        return "own"
    if person.regions:
        return "other"
    first, last = person.office or (person.first, person.last)
    if any(m.side == "place" and first <= m.first <= last for m in mentions):
        return "own"
    if any(scene.owns_body(seen, body) for body in person.bodies) or _is_known(scene, seen, person):
        return "own"
    return "unknown"


def _is_known(scene: Scene, seen: Seen, person: Person) -> bool:
    """ "Wabup Yusuf": part of the name of somebody whom the profile knows, with a word of his office."""
    if person.office is None:
        return False
    name = set(seen.words[person.first : person.last + 1])
    words, vice = section("hosts")["vice"], table("hosts")["vice_full"]
    office = {vice if word in words else word for word in seen.words[person.office[0] : person.office[1] + 1]}
    return any(
        name <= {fold(word) for word in known.name.split()} and office & {fold(word) for word in known.office.split()}
        for known in scene.profile.people
    )

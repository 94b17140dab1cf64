"""What tells that somebody came with the guests, or is of another place than the watched one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detect import gazetteer
from detect.facts.identity import are_one
from detect.facts.lexicon import holds, institutions, phrases, section
from detect.facts.members import is_local
from detect.facts.names import Name
from detect.facts.parties import Party
from detect.facts.people import Person
from detect.facts.scene import Scene, Seen

# How far words that tell it stand before the person and behind.
_NEAR, _BESIDE = 3, 5


def came_along(scene: Scene, seen: Seen, person: Person, came: Sequence[Party]) -> Iterator[str]:
    """ "Rombongan dipimpin X", "salah seorang peserta, X", "Dekan Fakultas Y, X", "X, yang membawa 30 orang"."""
    leaders = section("leaders")
    if holds(phrases("hosts", "of_guests"), seen.words[person.start : person.end + 1 + _BESIDE]):
        yield "of_guests"
    if _is_of_party(scene, seen, person, came):
        yield "of_party"
    before = seen.words[max(0, person.start - _NEAR) : person.start]
    goes_on = person.end + 1 < len(seen.words) and not seen.tokens[person.end + 1].before
    named = seen.words[person.start : person.end + 1 + goes_on]
    if not section("hosts")["bringing"].isdisjoint(before[-1:]):
        yield "brought"
    if not (leaders["led"] - leaders["of_any"]).isdisjoint((*before, *named)):
        yield "led"
    if not section("hosts")["participants"].isdisjoint((*before[-1:], *named)):
        yield "participant"
    yield from _comes(seen, person)


def _comes(seen: Seen, person: Person) -> Iterator[str]:
    """ "X tiba bersama ...", "tim datang dengan X", "X bertanya", "X membawa 30 orang"."""
    before, after = seen.words[max(0, person.start - 2) : person.start], seen.words[person.end + 1 :]
    if len(before) == 2 and before[0] in section("hosts")["comes"] and before[1] in section("hosts")["with"]:
        yield "came_with"
    yield from (kind for kind in ("comes", "asks") if not section("hosts")[kind].isdisjoint(after[:1]))
    leads = section("leaders")["leads"] - section("hosts")["takes"]
    brings = [i for i, verb in enumerate(after[:_BESIDE]) if verb in leads]
    if any(word[:1].isdigit() for i in brings for word in after[i + 1 : i + 2]):
        yield "brings_many"
    if any(not section("hosts")["visitors"].isdisjoint(after[i + 1 : i + 3]) for i in brings):
        yield "brings_guests"


def is_of_elsewhere(scene: Scene, seen: Seen, held: Name) -> bool:
    """The place's own heads are in its profile, its villages in the gazetteer: another "Bupati X" or "Kades Y" is not
    of the place; `held` are the tokens of the office."""
    office = range(held[0], held[1] + 1)
    heads = section("hosts")["heads"]
    first = held[0] + (seen.words[held[0]] in section("hosts")["deputies"])
    if seen.words[first] in heads:
        return any(heads & set(known.office.split()) for known in scene.profile.people)
    known_words = institutions().vocabulary | section("offices")["titles"]
    named = [i for i in office if seen.tokens[i].capital and seen.words[i] not in known_words]
    if seen.words[held[0]] not in section("hosts")["of_villages"]:
        return False
    own = gazetteer.load().villages.get(scene.profile.code, {})
    return bool(named) and not any(seen.words[i] in own for i in named)


def _is_of_party(scene: Scene, seen: Seen, person: Person, came: Sequence[Party]) -> bool:
    """Does his office name an institution that came?"""
    societies = institutions().societies
    others = [
        body.key
        for body in person.bodies
        if not scene.owns_body(seen, body) and (seen.words[body.first] in societies or not is_local(seen, body))
    ]
    guests = [m.body.key for party in came for m in party.members if m.body is not None] if others else []
    return any(are_one(key, guest) for key in others for guest in guests)

"""On whose side somebody stands of whom no place is told: by what is said of him and where it is said."""

from __future__ import annotations

from collections.abc import Sequence

from detect import gazetteer
from detect.facts.identity import are_one
from detect.facts.lexicon import holds, institutions, phrases, section
from detect.facts.members import is_local
from detect.facts.parties import Party
from detect.facts.people import Person
from detect.facts.scene import Scene, Seen

# From this much on somebody is a host: one plain sign is enough, of the weaker ones it takes two. So far down, a guest.
HOST, GUEST = 1.5, -1.0
_PLAIN, _LOCAL, _HERE, _EXPLAINS, _ACTS, _OFFICIAL = 3.0, 2.0, 1.0, 1.5, 0.5, 1.0
_GUESTS_OWN, _TAKES_HOME = -1.0, -1.0
_LEADS, _GUEST, _ABROAD, _NATIONAL, _AWAY = -3.0, -2.5, -1.0, -1.5, -0.5
# How far a verb stands from its subject behind it, and a passive from the agent before it.
_RIGHT, _LEFT, _NEAR, _BESIDE = 10, 14, 3, 5


def tie(scene: Scene, seen: Seen, person: Person, came: Sequence[Party] = ()) -> float:
    """Above 0: rather a host; below: rather a guest, who may be of one of the parties that came."""
    if holds(phrases("hosts", "of_here"), seen.words[person.start : person.end + 3]):
        return _LEADS if scene.is_away and _stands_here(scene, seen, person) < 0 else _PLAIN
    headline = seen.reading.sentence.part == "title"  # it runs names and verbs together
    if not headline and seen.words[max(0, person.start - 1)] in section("hosts")["received"]:
        return _PLAIN
    if headline or is_elsewhere(seen, person) or _came_along(scene, seen, person, came):
        return _LEADS
    if _is_put_as_host(scene, seen, person):
        return _PLAIN
    words = section("hosts")
    after = seen.words[person.end + 1 : person.end + 1 + _BESIDE]
    weight = _LOCAL * (holds_office(seen, person, "local_people") or not words["local_people"].isdisjoint(after[:1]))
    weight += _NATIONAL * any(not scene.owns_body(seen, b) and not is_local(seen, b) for b in person.bodies)
    here = _stands_here(scene, seen, person)
    weight += _HERE * here
    weight += _official(scene, here) * _is_plain_official(seen, person)
    weight += _AWAY * scene.is_away
    weight += _ACTS * (not words["guests"].isdisjoint(seen.words[person.end + 1 :]))
    weight += _ACTS * acts(seen, person) + _EXPLAINS * (not words["explains"].isdisjoint(after))
    weight += _GUEST * (not words["wonders"].isdisjoint(after))
    weight += _TAKES_HOME * (not words["takes_home"].isdisjoint(_behind(scene, seen, person)))
    return weight


def _behind(scene: Scene, seen: Seen, person: Person) -> tuple[str, ...]:
    """What is told behind somebody's name, in the next sentence of the paragraph as well."""
    after = scene.seen[seen.index + 1] if seen.index + 1 < len(scene.seen) else seen
    same = after is not seen and after.reading.sentence.paragraph == seen.reading.sentence.paragraph
    return (*seen.words[person.end + 1 :], *(after.words if same else ()))


def _official(scene: Scene, here: float) -> float:
    """What an office that only regions have says: reporters leave out their own region, and the last one named."""
    if scene.is_away and here <= 0:
        return _GUESTS_OWN
    return (_OFFICIAL + _ACTS * scene.at_home) * (not scene.is_away)


def _is_plain_official(seen: Seen, person: Person) -> bool:
    """An office that only regions have, with no region told: reporters leave out their own."""
    return holds_office(seen, person, "regional") and not person.regions


def acts(seen: Seen, person: Person) -> bool:
    """Does the person speak or receive in this sentence?"""
    if is_elsewhere(seen, person):
        return False
    words = section("hosts")
    if not words["does"].isdisjoint(seen.words[person.end + 1 : person.end + _RIGHT]):
        return True
    if not words["done"].isdisjoint(seen.words[max(0, person.start - _NEAR) : person.start]):
        return True
    return not words["passive"].isdisjoint(_left(seen, person))


def is_elsewhere(seen: Seen, person: Person | None = None) -> bool:
    """Is the sentence of another time, or of somebody asked later? Of other times the person may only speak."""
    if not section("hosts")["absent"].isdisjoint(seen.words):
        return True
    return seen.background and (person is None or not _speaks_of_it(seen, person))


def _speaks_of_it(seen: Seen, person: Person) -> bool:
    """ "Kades X, Hartono, menyampaikan bahwa dulu pernah pula ...": what makes it another time is behind his words."""
    after = seen.words[person.end + 1 : person.end + 1 + _NEAR]
    before = seen.words[: person.first]
    then = holds(phrases("told", "background"), before) or holds(phrases("told", "ago"), before)
    return not then and not section("hosts")["does"].isdisjoint(after)


def holds_office(seen: Seen, person: Person, kind: str) -> bool:
    """Has the person's office one of these words of facts.toml?"""
    if person.office is None:
        return False
    return not section("hosts")[kind].isdisjoint(seen.words[person.office[0] : person.office[1] + 1])


def _left(seen: Seen, person: Person) -> tuple[str, ...]:
    return seen.words[max(0, person.start - _LEFT) : person.start]


def _came_along(scene: Scene, seen: Seen, person: Person, came: Sequence[Party]) -> bool:
    """ "Rombongan dipimpin X", "salah seorang peserta, X", "Dekan Fakultas Y, X", "X, yang membawa 30 orang"."""
    said = seen.words[person.start : person.end + 1 + _BESIDE]
    if holds_office(seen, person, "bringing") or _is_of_elsewhere(scene, seen, person) or _comes(seen, person):
        return True
    if holds(phrases("hosts", "of_guests"), said):
        return True
    societies = institutions().societies
    others = [
        body.key
        for body in person.bodies
        if not scene.owns_body(seen, body) and (seen.words[body.first] in societies or not is_local(seen, body))
    ]
    guests = [m.body.key for party in came for m in party.members if m.body is not None]
    if any(are_one(key, guest) for key in others for guest in guests):
        return True
    leaders, words = section("leaders"), section("hosts")
    before = seen.words[max(0, person.start - _NEAR) : person.start]
    goes_on = person.end + 1 < len(seen.words) and not seen.tokens[person.end + 1].before
    named = seen.words[person.start : person.end + 1 + goes_on]
    if not words["bringing"].isdisjoint(before[-1:]):
        return True
    if not (leaders["led"] - leaders["of_any"]).isdisjoint((*before, *named)) or not words["participants"].isdisjoint(
        (*before[-1:], *named)
    ):
        return True
    after = seen.words[person.end + 1 : person.end + 1 + _BESIDE]
    brings = [i for i, verb in enumerate(after) if verb in leaders["leads"] - words["takes"]]
    counted = any(word[:1].isdigit() for i in brings for word in after[i + 1 : i + 2])
    return counted or any(not words["visitors"].isdisjoint(after[i + 1 : i + 3]) for i in brings)


def _comes(seen: Seen, person: Person) -> bool:
    """ "X tiba bersama ...", "tim datang dengan X", "X bertanya"."""
    words = section("hosts")
    before, after = seen.words[max(0, person.start - 2) : person.start], seen.words[person.end + 1 : person.end + 3]
    with_him = len(before) == 2 and before[0] in words["comes"] and before[1] in words["with"]
    return with_him or not (words["comes"] | words["asks"]).isdisjoint(after[:1])


def _is_of_elsewhere(scene: Scene, seen: Seen, person: Person) -> bool:
    """The place's own heads are in its profile, its villages in the gazetteer: another "Bupati X" or "Kades Y" is not
    of the place."""
    if person.office is None or person.regions:
        return False
    office = range(person.office[0], person.office[1] + 1)
    heads, deputies = section("hosts")["heads"], section("hosts")["deputies"]
    first = person.office[0] + (seen.words[person.office[0]] in deputies)
    if seen.words[first] in heads:
        return any(heads & set(known.office.split()) for known in scene.profile.people)
    known_words = institutions().vocabulary | section("offices")["titles"]
    named = [i for i in office if seen.tokens[i].capital and seen.words[i] not in known_words]
    if seen.words[person.office[0]] not in section("hosts")["of_villages"]:
        return False
    own = gazetteer.load().villages.get(scene.profile.code, {})
    return bool(named) and not any(seen.words[i] in own for i in named)


def _stands_here(scene: Scene, seen: Seen, person: Person) -> float:
    """Was the place the last that was named before him (1), or another region (-2/3), or neither (0)?"""
    for index in range(seen.index, max(-1, seen.index - _NEAR), -1):
        one = scene.seen[index]
        if one.reading.sentence.part == "title":
            break
        end = person.start if one is seen else len(one.words)
        own = [m.first for m in one.reading.mentions if m.kind in ("name", "inside") and m.first < end]
        own = [first for first in own if not one.tokens[first].quoted]
        others = (r for r in one.regions if r.first < end and r.sure and not one.tokens[r.first].quoted)
        other = [r.first for r in others if not scene.owns(one, r)]
        if own or other:
            return 1.0 if max(own, default=-1) > max(other, default=-1) else _ABROAD / _HERE
    return 0.0


def _is_put_as_host(scene: Scene, seen: Seen, person: Person) -> bool:
    """Is somebody of whom nothing says where he belongs put in the host's place?"""
    words, left = section("hosts"), _left(seen, person)
    if not words["passive"].isdisjoint(left) and not _guest_between(scene, seen, person.start):
        return True
    around = (*left, *seen.words[person.end + 1 : person.end + 1 + _NEAR])
    if not words["accompanied"].isdisjoint(around) and not words["guests"].isdisjoint(around):
        return True
    if _receives(seen, person.end) or (_welcomes(scene, seen) and acts(seen, person)):
        return True
    wonders = not words["wonders"].isdisjoint(seen.words[person.end + 1 : person.end + 1 + _BESIDE])
    small = holds_office(seen, person, "small") and not holds_office(seen, person, "units")
    return acts(seen, person) and small and not wonders


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

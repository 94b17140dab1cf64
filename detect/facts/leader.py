"""Who leads the delegation, by name without titles; None when the article does not say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from article import Fact
from detect.facts.hosts import Somebody
from detect.facts.identity import are_one
from detect.facts.lexicon import holds, phrases, section
from detect.facts.parties import Party
from detect.facts.people import Person
from detect.facts.scene import Scene, Seen
from detect.facts.sides import placed
from detect.gazetteer import contains

# How far a word of leading stands behind the name and before it, and how far back a pronoun's name does.
_REACH, _NEAR, _BACK = 8, 5, 2
# Said to lead, to bring the others along, to hold the office of those who came, to mentor them.
_LEADS, _BRINGS, _HEADS, _MENTORS = 4, 3, 2, 1


class _Candidate(NamedTuple):
    seen: Seen
    person: Person
    rank: int


def leader(scene: Scene, party: Party, came: Sequence[Party], people: Sequence[Somebody]) -> Fact[str] | None:
    """Whoever is said to lead or bring the party's people, else its highest office-holder named first; `came` are all
    that came, since a person of whom no region is told may be of any of them, and `people` all who are named."""
    receiving = {(m.seen.index, m.person.first) for one in people if one.received() for m in one.mentions}
    found = [c for c in _candidates(scene, party, came, receiving) if c.rank]
    in_body = [c for c in found if c.seen.reading.sentence.part == "body"]  # headlines run names together
    best = max(in_body, key=lambda c: c.rank, default=None)
    if best is None:
        return None
    seen, person = _fullest(best, in_body)
    return Fact(scene.words(seen, person.first, person.last), scene.span(seen, person.first, person.last))


def _fullest(best: _Candidate, found: Sequence[_Candidate]) -> tuple[Seen, Person]:
    """The same person by a longer name, where one is given."""
    name = set(best.seen.words[best.person.first : best.person.last + 1])
    same = [c for c in found if name <= set(c.seen.words[c.person.first : c.person.last + 1]) and c.rank]
    chosen = max(same, key=lambda c: (c.person.last - c.person.first, c is best))
    return chosen.seen, chosen.person


def _candidates(
    scene: Scene, party: Party, came: Sequence[Party], receiving: Collection[tuple[int, int]]
) -> Iterator[_Candidate]:
    before: tuple[Seen, Person] | None = None
    for seen, person, side in placed(scene):
        if side == "own" or seen.background or not _may_be_of(seen, person, party, came):
            continue
        yield _Candidate(seen, person, _rank(seen, person, (seen.index, person.first) in receiving))
        if before is not None and _by_pronoun(scene, before[0]):
            yield _Candidate(*before, _BRINGS)
        before = seen, person
    if before is not None and _by_pronoun(scene, before[0]):
        yield _Candidate(*before, _BRINGS)


def _may_be_of(seen: Seen, person: Person, party: Party, came: Sequence[Party]) -> bool:
    """By the region of the office or its institution; where it names neither, by the sentence or as all came as one."""
    codes = [code for region in person.regions for code in region.codes]
    if codes and party.is_region:
        return any(contains(party.key, code) for code in codes)
    keys = {m.body.key for m in party.members if m.body is not None}
    if any(are_one(body.key, key) for body in person.bodies for key in keys):
        return True
    return not codes and (len(came) == 1 or any(m.seen is seen and m.role > 0 for m in party.members))


def _rank(seen: Seen, person: Person, receives: bool) -> int:
    """How clearly somebody leads; 0 for hosts and for those who only speak."""
    words = section("leaders")
    if _is_said_to_lead(seen, person):
        return _LEADS
    if not words["leads"].isdisjoint(seen.words[person.end + 1 : person.end + _REACH]):
        return _BRINGS
    if person.office is None or receives:
        return 0
    office = seen.words[person.office[0] : person.office[1] + 1]
    if not words["heads"].isdisjoint(office):
        return _HEADS
    return _MENTORS * (not section("hosts")["bringing"].isdisjoint(office))


def _is_said_to_lead(seen: Seen, person: Person) -> bool:
    """ "dipimpin X", "X, ketua rombongan", "X, yang memimpin tim", "saya yang memimpin," kenang X."""
    words = section("leaders")
    around = seen.words[max(0, person.start - _NEAR) : person.end + 1]
    behind = seen.words[person.end + 1 : person.end + 1 + _REACH]
    if not words["led"].isdisjoint(around) or not words["leading"].isdisjoint(behind):
        return True
    return holds(phrases("leaders", "of_group"), (*around, *behind)) or holds(phrases("leaders", "myself"), seen.words)


def _by_pronoun(scene: Scene, seen: Seen) -> bool:
    """ "Pada Mei lalu ia mengajak 26 mahasiswa": told of whoever was named last before."""
    words = section("leaders")
    for later in scene.seen[seen.index + 1 : seen.index + 1 + _BACK]:
        pairs = zip(later.words, later.words[1:], strict=False)
        if any(he in words["he"] and verb in words["leads"] | words["leading"] for he, verb in pairs):
            return not later.background
        if later.people:
            return False
    return False

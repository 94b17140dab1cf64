"""What was studied or visited at the watched place: offices, programmes, places, and subjects of study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from article import Fact
from detect.facts.bodies import Body
from detect.facts.cues import COMES_TO, LEARNS, MEETS, SEES
from detect.facts.lexicon import section
from detect.facts.parties import Party
from detect.facts.scene import Scene, Seen
from detect.facts.sights import Kind, is_new_name, name_end, same_words, sights
from detect.facts.subjects import subjects

_LEAST = 2.0
# How likely each kind of name is a locus before anything is known of its sentence.
_BASE: dict[Kind, float] = {
    "landmark": 2.0, "electronic": 1.5, "festival": 1.5, "programme": 2.0, "place": 1.0, "named": 1.0, "office": 0.5,
    "system": 0.5, "hall": 0.0,
}  # fmt: skip
_BACKGROUND, _VENUE, _HELD, _COME_TO = -3.0, -2.0, -2.0, -1.5
_EARLY, _NEAR, _SEVERAL = 3, 3, 3


class Locus(NamedTuple):
    """Tokens `first`..`last` (included) of a sentence name what was studied, with how likely it was."""

    seen: Seen
    first: int
    last: int
    kind: Kind
    weight: float

    @property
    def key(self) -> frozenset[str]:
        return same_words(self.seen.words[self.first : self.last + 1])


def loci(scene: Scene, came: Sequence[Party]) -> tuple[Fact[str], ...]:
    """In the order of the text, each once, in its longest form."""
    found = [locus for seen in scene.seen for locus in _of_sentence(scene, seen, came) if locus.weight >= _LEAST]
    kept: list[Locus] = []
    for locus in sorted(found, key=lambda f: (f.seen.reading.sentence.part == "title", f.first - f.last, f.seen.index)):
        if not any(_overlap(locus.key, other.key) for other in kept):
            kept.append(locus)
    places = [(f.seen, f.first, f.last) for f in kept]
    for subject in subjects(scene, beside_names=bool(kept)):
        if not any(_overlap(subject.key, other.key) for other in kept):
            places.append((subject.seen, subject.first, subject.last))
    places.sort(key=lambda place: (place[0].index, place[1]))
    return tuple(Fact(scene.words(*place), scene.span(*place)) for place in places)


def _overlap(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one


def _of_sentence(scene: Scene, seen: Seen, came: Sequence[Party]) -> Iterator[Locus]:
    """What a sentence names; in a list, each is as likely as the one before."""
    taken: set[int] = set()
    found: list[Locus] = []
    campus = any(m.body is not None and m.body.kind == "campus" for party in came for m in party.members)

    def is_guest(body: Body) -> bool:
        return any(m.seen is seen and m.body == body for party in came for m in party.members)

    for first, last, kind in sights(scene, seen, is_guest):
        if not taken.isdisjoint(range(first, last + 1)) or _lies_elsewhere(scene, seen, first, last, kind):
            continue
        taken |= set(range(first, last + 1))
        weight = _BASE[kind] + _context(seen, first, last, kind) + 0.5 * (campus and kind == "place")
        found.append(Locus(seen, first, last, kind, weight))
    found = _briefing(seen, found)
    found += [more for locus in found if locus.weight >= _LEAST for more in _continued(locus, taken)]
    before: Locus | None = None
    for locus in sorted(found, key=lambda f: f.first):
        if before is not None and _in_list(before, locus) and not _is_held(locus.seen, locus.first, locus.last):
            locus = locus._replace(weight=max(locus.weight, before.weight))
        before = locus
        yield locus


def _lies_elsewhere(scene: Scene, seen: Seen, first: int, last: int, kind: Kind) -> bool:
    """Does the name hold another region's ("Kantor Regional BKN Surabaya"), or the next words ("Desa X, Sleman")?"""
    end = last + (kind == "place" and not _is_known(seen, first, last))
    return any(first <= r.first <= end and r.sure and not scene.owns(seen, r) for r in seen.regions)


def _is_known(seen: Seen, first: int, last: int) -> bool:
    return any(m.kind == "inside" and first <= m.first <= last for m in seen.reading.mentions)


def _briefing(seen: Seen, found: list[Locus]) -> list[Locus]:
    """Several offices of the place that brief the guests together."""
    offices = [f for f in found if f.kind == "office"]
    if seen.background or len(offices) < _SEVERAL or section("loci")["briefs"].isdisjoint(seen.words):
        return found
    return [f._replace(weight=max(f.weight, _LEAST)) if f.kind == "office" else f for f in found]


def _continued(locus: Locus, taken: set[int]) -> Iterator[Locus]:
    """ "Pantai Parangtritis, Kampung Kopi, dan Rumah Apung": names that go on a list of what was seen."""
    seen, joins = locus.seen, section("loci")["joins"]
    i = locus.last + 1
    while seen.reading.sentence.part == "body":
        joined = i < len(seen.words) and seen.tokens[i].before.endswith(",")
        while i < len(seen.words) and seen.words[i] in joins:
            joined, i = True, i + 1
        if not joined or i >= len(seen.words) or i in taken or not is_new_name(seen, i):
            return
        last = name_end(seen, i)
        goes_on = last + 1 < len(seen.words) and not seen.tokens[last + 1].before and seen.words[last + 1] not in joins
        if goes_on:
            return  # the name is the subject of what follows
        yield Locus(seen, i, last, "named", locus.weight)
        i = last + 1


def _in_list(before: Locus, locus: Locus) -> bool:
    between = locus.seen.words[before.last + 1 : locus.first]
    joined = bool(between) or locus.seen.tokens[locus.first].before.endswith(",")
    return joined and len(between) <= 2 and section("loci")["joins"].issuperset(between)


def _context(seen: Seen, first: int, last: int, kind: Kind) -> float:
    """Do the guests see it, or are they only received in it?"""
    words, before = section("loci"), seen.words[:first]
    if seen.background:
        return _BACKGROUND
    targets, going = not words["targets"].isdisjoint(before), not words["going"].isdisjoint(before)
    weight = 1.0 * seen.says(SEES) + 0.5 * (seen.reading.sentence.paragraph <= _EARLY)
    weight += 1.0 * (not words["going"].isdisjoint(before[-_NEAR:]))
    weight += 1.5 if targets else 0.5 * going
    weight += 0.5 * (kind in ("office", "system") and any(seen.cue(i) in LEARNS for i in range(first)))
    if kind in ("office", "hall", "place") and before[-1:] and before[-1] in words["inside"] and seen.says(MEETS):
        weight += _VENUE
    if kind == "place" and _is_held(seen, first, last):
        return weight + _HELD
    if kind != "office":
        return weight
    brought = not targets and _is_brought(seen, first)
    come_to = any(seen.cue(i) in COMES_TO for i in range(last + 1, last + 1 + _NEAR))
    return weight + _HELD * (brought or _is_held(seen, first, last)) + _COME_TO * come_to


def _is_brought(seen: Seen, first: int) -> bool:
    """ "bersama Dinas X", where the sentence does not go on to what is seen ("bersama 5 hakim mempelajari Y di X")."""
    brought = section("loci")["brought"]
    last = max((i for i in range(first) if seen.words[i] in brought), default=-1)
    return last >= 0 and not any(seen.cue(i) in SEES for i in range(last + 1, first))


def _is_held(seen: Seen, first: int, last: int) -> bool:
    """Is it named only as the office somebody holds ("Kepala Dinas X, Budi")?"""
    if any(p.office is not None and p.office[0] <= first and last <= p.office[1] for p in seen.people):
        return True
    return first > 0 and seen.words[first - 1] in section("offices")["titles"]

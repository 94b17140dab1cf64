"""Where an article names what can be seen or studied at the watched place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from detect import gazetteer
from detect.facts.bodies import Body
from detect.facts.lexicon import section
from detect.facts.parties import Party
from detect.facts.scene import Scene, Seen
from detect.facts.sights import Kind, is_new_name, name_end, same_words, sights


class Mention(NamedTuple):
    """Tokens `first`..`last` (included) of a sentence name it; `outer`: they tell where the name before lies;
    `office`: what institution it is, whatever it is called."""

    seen: Seen
    first: int
    last: int
    kind: Kind
    outer: bool = False
    office: str | None = None

    @property
    def key(self) -> frozenset[str]:
        return same_words(self.seen.words[self.first : self.last + 1])

    @property
    def in_title(self) -> bool:
        return self.seen.reading.sentence.part == "title"


def mentions(scene: Scene, came: Sequence[Party]) -> list[Mention]:
    """Every one in the order of the text; none of another region's and none of the guests' own institutions."""
    return [mention for seen in scene.seen for mention in _in_sentence(scene, seen, came)]


def _in_sentence(scene: Scene, seen: Seen, came: Sequence[Party]) -> Iterator[Mention]:
    taken: set[int] = set()
    found: list[Mention] = []

    def is_guest(body: Body) -> bool:
        return any(m.seen is seen and m.body == body for party in came for m in party.members)

    for first, last, kind in sights(scene, seen, is_guest):
        if not taken.isdisjoint(range(first, last + 1)) or _lies_elsewhere(scene, seen, first, last, kind):
            continue
        taken |= set(range(first, last + 1))
        office = next((b.key for b in seen.bodies if b.first == first and b.kind == "office"), None)
        found.append(Mention(seen, first, last, kind, office=office))
        found += _continued(seen, last, taken)
    ends = {mention.last: mention for mention in found}
    for mention in found:
        yield mention._replace(outer=_is_outer(mention, ends, scene.profile.code))


def _is_outer(mention: Mention, ends: Mapping[int, Mention], watched: str) -> bool:
    """ "Dusun Pancer, Desa Sumberagung", "Posyandu Mawar di Kelurahan Lateng", "Desa Watukebo, Rogojampi"."""
    seen, first, words = mention.seen, mention.first, section("loci")
    inside = first > 0 and seen.words[first - 1] in words["inside"]
    end = first - 1 - inside
    end -= inside and end > 0 and seen.words[end] in words["behind_name"]
    before = ends.get(end)
    if before is None or not (inside or seen.tokens[first].before in (",", "(")):
        return False
    if inside and before.kind == "programme":
        return False  # the programme is seen there
    head = seen.words[first]
    of_village = seen.words[before.first] in words["villages"]
    bare = mention.kind == "village" or (inside and _is_bare(mention) and before.kind in ("place", "office"))
    bare = bare or (of_village and _is_district(mention, watched))
    return (head in words["areas"] and head != seen.words[before.first]) or bare


def _is_bare(mention: Mention) -> bool:
    """ "Klenteng X di | Rogojampi": a district's own name and nothing else; a hall's has more words than one."""
    inside = (m for m in mention.seen.reading.mentions if m.kind == "inside")
    return mention.first == mention.last and any(m.first == mention.first == m.last for m in inside)


def _is_district(mention: Mention, watched: str) -> bool:
    """Is it the bare name of a district of the watched regency?"""
    words = mention.seen.words[mention.first : mention.last + 1]
    known = gazetteer.load().districts.get(words[0], ())
    return any(name == words and any(code.startswith(watched) for code in codes) for name, codes in known)


def _lies_elsewhere(scene: Scene, seen: Seen, first: int, last: int, kind: Kind) -> bool:
    """Does the name hold another region's ("Kantor Regional BKN Surabaya"), or the next words ("Desa X, Sleman")?"""
    known = any(m.kind == "inside" and first <= m.first <= last for m in seen.reading.mentions)
    end = last
    if kind == "place" and not known:  # "Taman Nasional X di Kabupaten Y" as well
        end += 2 if section("loci")["inside"].issuperset(seen.words[last + 1 : last + 2]) else 1
    return any(first <= r.first <= end and r.sure and not scene.owns(seen, r) for r in seen.regions)


def _continued(seen: Seen, last: int, taken: set[int]) -> Iterator[Mention]:
    """ "Pantai Parangtritis, Kampung Kopi, dan Rumah Apung": names that go on a list of what was seen."""
    joins, i = section("loci")["joins"], last + 1
    while seen.reading.sentence.part == "body":
        joined = i < len(seen.words) and seen.tokens[i].before.endswith(",")
        while i < len(seen.words) and seen.words[i] in joins:
            joined, i = True, i + 1
        if not joined or i >= len(seen.words) or i in taken or not is_new_name(seen, i, initials=True):
            return
        end = name_end(seen, i)
        if end + 1 < len(seen.words) and not seen.tokens[end + 1].before and seen.words[end + 1] not in joins:
            return  # the name is the subject of what follows
        taken |= set(range(i, end + 1))
        yield Mention(seen, i, end, "listed")
        i = end + 1

"""What speaks for and against one name's having been gone to or studied."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from detect import gazetteer
from detect.facts.cues import LEARNS, MEETS, SEES
from detect.facts.facilities import surroundings
from detect.facts.lexicon import section
from detect.facts.mentioned import Mention
from detect.facts.scene import Scene, Seen
from detect.facts.sides import Side

_NEAR, _BESIDE, _LATE = 3, 6, 5
_MANY, _LONG = 4, 4
# What else its sentence is about.
_SAYING = ("say", "want", "admire", "purpose")
# Signs that count otherwise for an office than for a place.
_BY_KIND = ("place", "office", "programme", "hall", "facility")
_OF_KIND = (
    "seen", "going", "told", "target", "late", "lead", "known", "brought", "inside_met", "inside", "elsewhere",
    "learned", "repeated", "guests_do", "row", "title", "long", "receives", "gone_before", "second",
)  # fmt: skip


def measures(
    scene: Scene, group: Sequence[Mention], told_by: Sequence[Side], in_row: Container[int]
) -> dict[str, float]:
    """From 0 to 1 each; the sentences `in_row` name several others."""
    told = [m for m in group if not m.seen.background and not m.seen.tokens[m.first].quoted]
    first = min(group, key=lambda m: m.seen.index)
    paragraph = min((m.seen.reading.sentence.paragraph for m in group if not m.in_title), default=0)
    kind = group[0].kind
    signs: dict[str, float] = {
        "name": 1.0, kind: 1.0, "row": float(any(m.seen.index in in_row for m in group)),
        "told": 1.0 if told else 0.0, "title": float(any(m.in_title for m in group)),
        "lead": float(paragraph == 1),
        "second": float(paragraph == 2), "late": float(paragraph >= _LATE), "known": float(_is_known(group)),
        "repeated": min(len(group) - 1, _MANY) / _MANY, "long": min(first.last - first.first, _LONG) / _LONG,
    }  # fmt: skip
    for mention in told:
        signs.update((sign, 1.0) for sign in _signs(scene, mention))
        signs[f"by_{told_by[mention.seen.index]}"] = 1.0
        if kind == "facility":
            signs.update((f"plain_{sign}", 1.0) for sign in surroundings(mention.seen, mention.first, mention.last))
        if not mention.seen.says(SEES):
            signs[f"aside_by_{told_by[mention.seen.index]}"] = 1.0
    apart = {f"{kind}_{sign}": signs.get(sign, 0.0) for sign in _OF_KIND} if kind in _BY_KIND else {}
    return {**signs, **apart}


def _is_known(group: Sequence[Mention]) -> bool:
    """Does the profile or the gazetteer know it as the place's own, by the region that its list ends in at least?"""
    ends = ((m, _list_end(m) if m.kind == "office" else m.last) for m in group)
    return any(m.first <= n.first <= end for m, end in ends for n in m.seen.reading.mentions if n.kind in _OWN)


def _list_end(mention: Mention) -> int:
    """ "Dinas X, Dinas Y, dan Badan Z Kabupaten W": the last token of the list that the office stands in."""
    seen, end, joins = mention.seen, mention.last, section("loci")["joins"]
    for body in seen.bodies:
        between = seen.words[end + 1 : body.first]
        joined = bool(between) or seen.tokens[body.first].before == ","
        if body.first > end and joined and len(between) <= 1 and joins.issuperset(between):
            end = body.last
    return end


_OWN = ("inside", "name")


def _signs(scene: Scene, mention: Mention) -> Iterator[str]:
    """What its sentence says of one mention."""
    seen, first, last = mention.seen, mention.first, mention.last
    before = (*_opening(scene, seen), *seen.words[:first])
    yield from (f"of_{kind}" for kind in _SAYING if seen.says(frozenset([kind])))
    if seen.says(SEES):
        yield "seen"
    if not section("hosts")["guests"].isdisjoint(seen.words[:_NEAR]):
        yield "guests_do"
    if any(r.sure and not scene.owns(seen, r) for r in seen.regions):
        yield "elsewhere"
    if _is_told_elsewhere(scene, seen, first):
        yield "after_elsewhere"
    yield from _beside(scene, seen, first, last)
    yield from _ways(before)
    yield from _studied(mention)
    if before[-1:] and before[-1] in section("loci")["inside"]:
        yield "inside_met" if seen.says(MEETS) else "inside"
    if is_held(seen, first, last):
        yield "held_by_host" if section("hosts")["passive"] & set(before) else "held"
    if _is_brought(seen, first):
        yield "brought"


def _opening(scene: Scene, seen: Seen) -> Sequence[str]:
    """The sentence that opens the list whose item this is ("ke empat lokus, yaitu: ...")."""
    opener = seen.reading.sentence.opened_by
    return next((one.words for one in scene.seen if one.reading.sentence.index == opener), ())


def _is_of_place(scene: Scene, seen: Seen, first: int, last: int) -> bool:
    """Is the village one of the place's?"""
    known = gazetteer.load().villages.get(scene.profile.code, {})
    if not known or any(m.kind == "inside" and first <= m.first <= last for m in seen.reading.mentions):
        return True
    return last == first or seen.words[first + 1] in known


def _beside(scene: Scene, seen: Seen, first: int, last: int) -> Iterator[str]:
    """What its head and the words next to it say."""
    words, before = section("loci"), seen.words[:first]
    if not words["rated"].isdisjoint(seen.words[max(0, first - _BESIDE) : last + 1 + _NEAR]):
        yield "rated"
    if seen.words[first] in words["nature"]:
        yield "nature"
    if seen.words[first] in words["district"]:
        yield "district"
    if seen.words[first] in section("told")["villages"] and not _is_of_place(scene, seen, first, last):
        yield "foreign_village"
    if not words["from"].isdisjoint(before[-1:]):
        yield "from"
    if not words["beside"].isdisjoint(before[-2:]):
        yield "beside"


def _studied(mention: Mention) -> Iterator[str]:
    """Does a word of learning stand before it?"""
    seen, first = mention.seen, mention.first
    near = set(seen.words[max(0, first - _NEAR) : first])
    if any(seen.cue(i) in LEARNS for i in range(max(0, first - _BESIDE), first)) or near & section("loci")["learning"]:
        yield "learned"
        if mention.kind == "named":
            yield "learned_name"


def _ways(before: Sequence[str]) -> Iterator[str]:
    """What the words before it say: gone to, among the targets, received by."""
    words = section("loci")
    if words["going"] & set(before[-_NEAR:]):
        yield "going"
    elif words["going"] & set(before):
        yield "gone_before"
    if words["targets"] & set(before):
        yield "target"
    if section("hosts")["passive"] & set(before[-_BESIDE:]):
        yield "receives"


def _is_told_elsewhere(scene: Scene, seen: Seen, first: int) -> bool:
    """Is another region the last that was named before it?"""
    for index in range(seen.index, max(-1, seen.index - _NEAR), -1):
        one = scene.seen[index]
        end = first if one is seen else len(one.words)
        own = max((m.first for m in one.reading.mentions if m.kind == "name" and m.first < end), default=-1)
        other = max((r.first for r in one.regions if r.first < end and r.sure and not scene.owns(one, r)), default=-1)
        if own >= 0 or other >= 0:
            return other > own
    return False


def _is_brought(seen: Seen, first: int) -> bool:
    """ "bersama Dinas X", where the sentence does not go on to what is seen ("bersama 5 hakim mempelajari Y di X")."""
    brought = section("loci")["brought"]
    last = max((i for i in range(first) if seen.words[i] in brought), default=-1)
    return last >= 0 and not any(seen.cue(i) in SEES for i in range(last + 1, first))


def is_held(seen: Seen, first: int, last: int) -> bool:
    """Is it named only as the office somebody holds ("Kepala Dinas X, Budi")?"""
    if any(p.office is not None and p.office[0] <= first and last <= p.office[1] for p in seen.people):
        return True
    return first > 0 and seen.words[first - 1] in section("offices")["titles"]

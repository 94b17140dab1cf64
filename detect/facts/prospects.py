"""All that an article names or speaks of and that the guests may have come to see or study, each with its mentions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from detect.facts.bodies import Body
from detect.facts.cues import LEARNS, MEETS, SEES
from detect.facts.lexicon import section
from detect.facts.parties import Party
from detect.facts.scene import Scene, Seen
from detect.facts.sights import Kind, is_new_name, name_end, same_words, sights
from detect.facts.subjects import Subject, spoken_of

_NEAR, _BESIDE, _EARLY, _LATE = 3, 6, 3, 5
_MANY, _LONG = 4, 4


class Mention(NamedTuple):
    """Tokens `first`..`last` (included) of a sentence name it; `outer`: they tell where the name before lies."""

    seen: Seen
    first: int
    last: int
    kind: Kind
    outer: bool = False

    @property
    def key(self) -> frozenset[str]:
        return same_words(self.seen.words[self.first : self.last + 1])

    @property
    def in_title(self) -> bool:
        return self.seen.reading.sentence.part == "title"


class Prospect(NamedTuple):
    """One place, office, programme or subject, and what speaks for and against it (detect/data/loci.toml says how
    much each of the `measures` counts)."""

    mentions: tuple[Mention, ...]
    measures: Mapping[str, float]

    @property
    def shown(self) -> Mention:
        """The mention that names it most fully, in the text rather than in the headline."""
        return min(self.mentions, key=lambda m: (m.in_title, m.first - m.last, m.seen.index))

    @property
    def key(self) -> frozenset[str]:
        return self.shown.key


def prospects(scene: Scene, came: Sequence[Party]) -> list[Prospect]:
    """Names first, then subjects; each once."""
    named = [group for group in _grouped(scene, came) if not all(_is_aside(mention) for mention in group)]
    spoken = _spoken(spoken_of(scene))
    count = {"names": min(len(named), 2 * _MANY) / _MANY, "subjects": min(len(spoken), _MANY) / _MANY}
    found = [Prospect(tuple(group), {**_measures(scene, group), **count}) for group in named]
    return [*found, *(Prospect(mentions, {**of, **count}) for mentions, of in spoken)]


def _is_aside(mention: Mention) -> bool:
    """Named only in passing: of other guests' visits, or as the office of somebody."""
    return mention.seen.background or _is_held(mention.seen, mention.first, mention.last)


def _grouped(scene: Scene, came: Sequence[Party]) -> list[list[Mention]]:
    """The mentions of one name together, by its longest form."""
    mentions = [m for seen in scene.seen for m in _in_sentence(scene, seen, came)]
    groups: list[list[Mention]] = []
    for mention in sorted(mentions, key=lambda m: (m.first - m.last, m.seen.index)):
        same = next((g for g in groups if mention.key <= g[0].key), None)
        if same is None:
            groups.append([mention])
        else:
            same.append(mention)
    return groups


def _in_sentence(scene: Scene, seen: Seen, came: Sequence[Party]) -> Iterator[Mention]:
    taken: set[int] = set()
    found: list[Mention] = []

    def is_guest(body: Body) -> bool:
        return any(m.seen is seen and m.body == body for party in came for m in party.members)

    for first, last, kind in sights(scene, seen, is_guest):
        if not taken.isdisjoint(range(first, last + 1)) or _lies_elsewhere(scene, seen, first, last, kind):
            continue
        taken |= set(range(first, last + 1))
        found.append(Mention(seen, first, last, kind))
        found += _continued(seen, last, taken)
    ends = {mention.last: mention for mention in found}
    for mention in found:
        yield mention._replace(outer=_is_outer(mention, ends))


def _is_outer(mention: Mention, ends: Mapping[int, Mention]) -> bool:
    """ "Dusun Pancer, Desa Sumberagung", "Posyandu Mawar di Kelurahan Lateng"."""
    seen, first, words = mention.seen, mention.first, section("loci")
    inside = first > 0 and seen.words[first - 1] in words["inside"]
    before = ends.get(first - 1 - inside)
    if before is None or not (inside or seen.tokens[first].before in (",", "(")):
        return False
    head = seen.words[first]
    return (head in words["areas"] and head != seen.words[before.first]) or mention.kind == "village"


def _lies_elsewhere(scene: Scene, seen: Seen, first: int, last: int, kind: Kind) -> bool:
    """Does the name hold another region's ("Kantor Regional BKN Surabaya"), or the next words ("Desa X, Sleman")?"""
    known = any(m.kind == "inside" and first <= m.first <= last for m in seen.reading.mentions)
    end = last + (kind == "place" and not known)
    return any(first <= r.first <= end and r.sure and not scene.owns(seen, r) for r in seen.regions)


def _continued(seen: Seen, last: int, taken: set[int]) -> Iterator[Mention]:
    """ "Pantai Parangtritis, Kampung Kopi, dan Rumah Apung": names that go on a list of what was seen."""
    joins, i = section("loci")["joins"], last + 1
    while seen.reading.sentence.part == "body":
        joined = i < len(seen.words) and seen.tokens[i].before.endswith(",")
        while i < len(seen.words) and seen.words[i] in joins:
            joined, i = True, i + 1
        if not joined or i >= len(seen.words) or i in taken or not is_new_name(seen, i):
            return
        end = name_end(seen, i)
        if end + 1 < len(seen.words) and not seen.tokens[end + 1].before and seen.words[end + 1] not in joins:
            return  # the name is the subject of what follows
        taken |= set(range(i, end + 1))
        yield Mention(seen, i, end, "listed")
        i = end + 1


def _measures(scene: Scene, group: Sequence[Mention]) -> dict[str, float]:
    """From 0 to 1 each."""
    told = [m for m in group if not m.seen.background and not m.seen.tokens[m.first].quoted]
    first = min(group, key=lambda m: m.seen.index)
    paragraph = min((m.seen.reading.sentence.paragraph for m in group if not m.in_title), default=0)
    signs: dict[str, float] = {
        "name": 1.0, group[0].kind: 1.0, "told": 1.0 if told else 0.0, "title": float(any(m.in_title for m in group)),
        "lead": float(paragraph == 1),
        "second": float(paragraph == 2), "late": float(paragraph >= _LATE), "known": float(_is_known(group)),
        "repeated": min(len(group) - 1, _MANY) / _MANY, "long": min(first.last - first.first, _LONG) / _LONG,
    }  # fmt: skip
    for mention in told:
        for sign in _signs(scene, mention):
            signs[sign] = 1.0
    return signs


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
    words, before = section("loci"), seen.words[:first]
    near = set(before[-_NEAR:])
    if seen.says(SEES):
        yield "seen"
    if mention.outer:
        yield "outer"
    if any(r.sure and not scene.owns(seen, r) for r in seen.regions):
        yield "elsewhere"
    if _is_told_elsewhere(scene, seen, first):
        yield "after_elsewhere"
    yield from _ways(before)
    if any(seen.cue(i) in LEARNS for i in range(max(0, first - _BESIDE), first)) or near & words["learning"]:
        yield "learned"
        if mention.kind == "named":
            yield "learned_name"
    if before[-1:] and before[-1] in words["inside"]:
        yield "inside_met" if seen.says(MEETS) else "inside"
    if _is_held(seen, first, last):
        yield "held_by_host" if section("hosts")["passive"] & set(before) else "held"
    if _is_brought(seen, first):
        yield "brought"


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


def _is_held(seen: Seen, first: int, last: int) -> bool:
    """Is it named only as the office somebody holds ("Kepala Dinas X, Budi")?"""
    if any(p.office is not None and p.office[0] <= first and last <= p.office[1] for p in seen.people):
        return True
    return first > 0 and seen.words[first - 1] in section("offices")["titles"]


def _spoken(found: Sequence[Subject]) -> list[tuple[tuple[Mention, ...], dict[str, float]]]:
    """Subjects with the same words are one."""
    groups: list[list[Subject]] = []
    for subject in found:
        same = next((g for g in groups if g[0].key <= subject.key or subject.key <= g[0].key), None)
        if same is None:
            groups.append([subject])
        else:
            same.append(subject)
    out = []
    for group in groups:
        signs = {"subject": 1.0, "subject_repeated": min(len(group) - 1, _MANY) / _MANY}
        for subject in group:
            signs.update((f"subject_{sign}", 1.0) for sign in subject.signs)
        clearest = max(group, key=lambda s: (len(s.signs), -s.seen.index))
        mentions = [clearest, *(s for s in group if s is not clearest)]
        signs["subject_long"] = min(clearest.last - clearest.first, _LONG) / _LONG
        out.append((tuple(Mention(s.seen, s.first, s.last, "subject") for s in mentions), signs))
    return out

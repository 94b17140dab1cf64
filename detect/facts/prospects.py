"""All that an article names or speaks of and that the guests may have come to see or study, each with its mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from detect.facts.identity import abbreviates, are_one
from detect.facts.lexicon import section
from detect.facts.mentioned import Mention, mentions
from detect.facts.parties import Party
from detect.facts.scene import Scene
from detect.facts.sides import Side
from detect.facts.signs import is_held, measures
from detect.facts.subjects import Subject, spoken_of
from detect.facts.voices import voices

_MANY, _LONG = 4, 4
# So many names in a sentence are a list of what was seen.
_ROW = 3


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
    """Names first, then subjects, then kinds of places in plain words; each once."""
    found, told_by = mentions(scene, came), voices(scene)
    groups = _grouped([m for m in found if m.kind != "facility"])
    named = [group for group in groups if not all(_is_aside(mention) for mention in group)]
    subjects = _beside(spoken_of(scene), groups)
    spoken = _spoken(subjects, told_by)
    plain = _grouped([m for m in found if m.kind == "facility" and not any(_is_in(m, s) for s in subjects)])
    count = {"names": min(len(named), 2 * _MANY) / _MANY, "subjects": min(len(spoken), _MANY) / _MANY}
    rows = Counter(m.seen.index for group in named for m in group if not m.in_title)
    in_row = {index for index, several in rows.items() if several >= _ROW}
    return [
        *(Prospect(tuple(g), {**measures(scene, g, told_by, in_row), **count}) for g in named),
        *(Prospect(said, {**of, **count}) for said, of in spoken),
        *(Prospect(tuple(g), {**measures(scene, g, told_by, in_row), **count}) for g in plain),
    ]


def _beside(subjects: Sequence[Subject], named: Sequence[Sequence[Mention]]) -> list[Subject]:
    """Without those that are part of a name."""
    taken = {(m.seen.index, i) for group in named for m in group for i in range(m.first, m.last + 1)}
    return [subject for subject in subjects if (subject.seen.index, subject.last) not in taken]


def _is_in(mention: Mention, subject: Subject) -> bool:
    return mention.seen is subject.seen and mention.first <= subject.last and subject.first <= mention.last


def _is_aside(mention: Mention) -> bool:
    """Named only in passing: of other guests' visits, as the office that somebody holds, or to say where another place
    lies. Who runs a place is mostly met there ("pengurus BUMDes X")."""
    seen, first = mention.seen, mention.first
    runs = section("offices")["of_many"] | section("hosts")["local_people"]
    held = is_held(seen, first, mention.last) and runs.isdisjoint(seen.words[max(0, first - 1) : first])
    return mention.outer or seen.background or held


def _grouped(found: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions of one name together, by its longest form; an office by any of its names."""
    groups: list[list[Mention]] = []
    for mention in sorted(found, key=lambda m: (m.first - m.last, m.seen.index)):
        same = next((g for g in groups if mention.key <= g[0].key or _is_one_office(mention, g[0])), None)
        if same is None:
            groups.append([mention])
        else:
            same.append(mention)
    return groups


def _is_one_office(one: Mention, other: Mention) -> bool:
    """ "DPMPTSP" and "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"."""
    if one.office is None or other.office is None:
        return False
    short, full = sorted((_named(one.office), _named(other.office)), key=len)
    return are_one(one.office, other.office) or (len(short) == 1 and abbreviates(short[0], full))


def _named(key: str) -> list[str]:
    """The words of an office's key that tell it from others."""
    return [word for word in key.split() if word not in section("loci")["unsaid_offices"]]


def _spoken(found: Sequence[Subject], told_by: Sequence[Side]) -> list[tuple[tuple[Mention, ...], dict[str, float]]]:
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
            signs[f"subject_by_{told_by[subject.seen.index]}"] = 1.0
        clearest = max(group, key=lambda s: (len(s.signs), -s.seen.index))
        said = [clearest, *(s for s in group if s is not clearest)]
        signs["subject_long"] = min(clearest.last - clearest.first, _LONG) / _LONG
        if "subject_main" in signs:
            signs.update({f"main_{sign}": signs.get(f"subject_{sign}", 0.0) for sign in _OF_MAIN})
        out.append((tuple(Mention(s.seen, s.first, s.last, "subject") for s in said), signs))
    return out


# Signs that count otherwise for what districts travel for most.
_OF_MAIN = ("title", "object", "early", "told", "repeated", "quoted")

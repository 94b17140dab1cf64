"""Who of the watched place received or briefed the visitors, by name without titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from article import Fact
from detect.facts.lexicon import section
from detect.facts.parties import Party
from detect.facts.people import Person
from detect.facts.scene import Scene, Seen
from detect.facts.sides import Placed, Side, placed
from detect.facts.ties import ABSENT, cues, is_elsewhere, signs
from detect.facts.weights import fitted, odds
from detect.mentions import is_slip

_NEAR = 3
# A surname repeated later must be long enough not to be an ordinary word.
_SURNAME = 4


class Somebody(NamedTuple):
    """Somebody whom the article names, and what speaks for and against his having received the guests
    (detect/data/hosts.toml says how much each of the `measures` counts)."""

    mentions: tuple[Placed, ...]
    measures: Mapping[str, float]

    @property
    def shown(self) -> Placed:
        """The first mention of the longest form of the name."""
        return max(self.mentions, key=lambda m: m.person.last - m.person.first)

    def received(self, weights: Mapping[str, float] | None = None) -> bool:
        return odds(self.measures, fitted("hosts") if weights is None else weights) >= 0.0


@dataclass(slots=True)
class _Group:
    """Mentions whose names fit into one another."""

    words: frozenset[str]
    side: Side
    mentions: list[Placed] = field(default_factory=list)


def hosts(scene: Scene, found: Sequence[Somebody]) -> tuple[Fact[str], ...]:
    """Those likely to have received the guests, in the order of the text."""
    shown = (somebody.shown for somebody in found if somebody.received())
    return tuple(
        Fact(scene.words(m.seen, m.person.first, m.person.last), scene.span(m.seen, m.person.first, m.person.last))
        for m in shown
    )


def everybody(scene: Scene, came: Sequence[Party]) -> list[Somebody]:
    """All whom the article names, each once, in the order of the text."""
    groups: list[_Group] = []
    for mention in placed(scene):
        seen, person, side = mention
        if _is_no_person(seen, person):
            continue
        words = frozenset(seen.words[person.first : person.last + 1])
        group = next((g for g in groups if _is_same(g, words, side)), None)
        if group is None:
            group = _Group(words, side)
            groups.append(group)
        group.words |= words
        group.side = side if group.side == "unknown" else group.side
        group.mentions.append(mention)
    told = [group for group in groups if not _is_in_title_only(group)]
    return [Somebody(tuple(group.mentions), _measures(scene, group, came)) for group in told]


def _is_in_title_only(group: _Group) -> bool:
    """ "Sekda Sleman Buka Rahasia": named in a title alone is a verb in capitals, since texts name their people."""
    return all(
        m.seen.reading.sentence.part == "title"
        and not m.seen.reading.mentioned(("person",), m.person.first, m.person.last)
        for m in group.mentions
    )


def _is_no_person(seen: Seen, person: Person) -> bool:
    """ "Direktur Bank X", "pemilik Festival Film Pelajar": what somebody runs stands where his name would; behind a
    comma ("Ketua Geopark Melati, Rini Hartono") it is his name, and behind a word in lower case ("kepala kebun Rini
    Hartono") where it is of several words."""
    before = seen.tokens[max(0, person.first - 1)]
    glued = not seen.tokens[person.first].before and (before.capital or person.first == person.last)
    if not section("hosts")["sites"].isdisjoint(seen.words[max(0, person.first - glued) : person.first + 1]):
        return True
    if not section("offices")["units"].isdisjoint(seen.words[person.first : person.last + 1]):
        return True
    if seen.reading.mentioned(("name", "inside"), person.last, person.last):
        return True
    return seen.words[person.last] in section("hosts")["no_names"]


def _is_same(group: _Group, words: frozenset[str], side: Side) -> bool:
    if {group.side, side} == {"own", "other"}:
        return False
    if words <= group.words or group.words <= words:
        return True
    return len(words) == len(group.words) == 1 and is_slip(*words, *group.words)


def _measures(scene: Scene, group: _Group, came: Sequence[Party]) -> dict[str, float]:
    """Each 1.0: every sign, what counts otherwise for people of the place, and what is of no mention alone; of
    somebody who is nowhere said to be there nothing else counts."""
    each = [signs(scene, m.seen, m.person, came) for m in group.mentions]
    if not any(ABSENT.isdisjoint(one) for one in each):
        return dict.fromkeys(("somebody", "absent"), 1.0)
    found = frozenset[str]().union(*each)
    about = frozenset[str]().union(*(cues(m.seen) for m in group.mentions))
    own = {f"own_{sign}" for sign in found} if group.side == "own" else set[str]()
    whole = {"somebody", f"side_{group.side}"}
    if _speaks_later(scene, group):
        whole |= {"later", f"{group.side}_later"}
    if came and not any(party.is_region for party in came):
        # The guests are of no regional government, so its offices are the host's.
        whole |= {"from_afar", *({"afar_official"} if "official" in found else ())}
    if not came:
        whole.add("nobody_came")
    return dict.fromkeys(sorted(found | own | whole | about), 1.0)


def _speaks_later(scene: Scene, group: _Group) -> bool:
    """ "ujar Anas", "Anas mengatakan": a part of the name beside a word of saying."""
    names = {word for word in group.words if len(word) >= _SURNAME}
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

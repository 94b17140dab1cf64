"""What speaks for and against a number's being that of the guests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detect.facts.cues import BRINGS, COUNTS, VERBS
from detect.facts.lexicon import holds, phrases, section
from detect.facts.parties import Party
from detect.facts.scene import Scene, Seen

_NEAR, _BEHIND, _LATE = 4, 5, 4
_FEW, _SOME, _MANY = 3, 9, 150
# Signs that count otherwise where few people are counted.
_OF_FEW = ("says", "stands", "late", "lead", "brought", "names_place", "owner_there", "owner_here")
# And near a name of the place, and where the sentence does not tell of the visit.
_OF_HERE = ("after_group", "after_joined", "after_accompanied", "says", "brought")
_UNTOLD = (
    "owner_here",
    "owner_there",
    "after_there_are",
    "after_group",
    "guest_named",
    "noun_guest",
    "figures",
    "some",
    "usual",
)
_KINDS = (
    "guest",
    "bring",
    "brought",
    "visited",
    "visit",
    "go",
    "led",
    "learn_to",
    "study",
    "receive",
    "received",
    "say",
)


def measures(scene: Scene, seen: Seen, span: tuple[int, int], value: int, came: Sequence[Party]) -> dict[str, float]:
    """From 0 to 1 each, of the people that tokens `span` (both included) count."""
    first, last = span
    named = [m for party in came for m in party.members if m.seen.index == seen.index]
    signs = dict.fromkeys(_signs(scene, seen, first, last), 1.0)
    signs |= dict.fromkeys(_size(value), 1.0) | {"people": 1.0}
    signs |= dict.fromkeys(_cues(seen), 1.0)
    if any(m.role > 0 for m in named):
        signs["stands"] = 1.0
    if _is_of_strangers(scene, seen, first, came):
        signs["strangers"] = 1.0
    if named:
        signs["guest_named"] = 1.0
        if any(0 < first - m.last <= _NEAR for m in named):
            signs["guest_before"] = 1.0
        if any(0 < m.first - last <= _NEAR for m in named):
            signs["guest_behind"] = 1.0
    if "near_here" in signs:
        signs |= {f"here_{sign}": 1.0 for sign in _OF_HERE if sign in signs}
    if "says" not in signs:
        signs |= {f"untold_{sign}": 1.0 for sign in _UNTOLD if sign in signs}
    if value <= _FEW:
        signs |= {f"few_{sign}": 1.0 for sign in _OF_FEW if sign in signs}
    return signs


def _cues(seen: Seen) -> Iterator[str]:
    """What the sentence tells of."""
    reading = seen.reading
    said = {cue.kind for cue in reading.grammar.values()} | {cue.kind for cue in reading.colour}
    return (f"cue_{kind}" for kind in _KINDS if kind in said)


def _is_of_strangers(scene: Scene, seen: Seen, first: int, came: Sequence[Party]) -> bool:
    """Is the last region named before them neither the place's nor a guest's?"""
    before = [r for r in seen.regions if r.last < first and r.sure]
    if not came or not before or scene.owns(seen, before[-1]):
        return False
    named = {word for party in came for m in party.members for word in m.seen.words[m.first : m.last + 1]}
    return named.isdisjoint(seen.words[before[-1].name : before[-1].last + 1])


def _size(value: int) -> Iterator[str]:
    yield "few" if value <= _FEW else "some" if value <= _SOME else "many" if value > _MANY else "usual"


def _signs(scene: Scene, seen: Seen, first: int, last: int) -> Iterator[str]:
    yield from _place(seen, first)
    yield from _sentence(seen, first)
    yield from _verbs(seen, first, last)
    yield from _noun(seen.words[last])
    yield from _owner(scene, seen, first, last)


def _place(seen: Seen, first: int) -> Iterator[str]:
    """Where in the article it stands, and where in the sentence."""
    sentence = seen.reading.sentence
    yield "title" if sentence.part == "title" else f"paragraph_{min(sentence.paragraph, _LATE)}"
    if sentence.paragraph >= _LATE:
        yield "late"
    if sentence.paragraph == 1:
        yield "lead"
    if seen.tokens[first].quoted:
        yield "quoted"
    if first == 0:
        yield "opens"
    if seen.words[first][0].isdigit():
        yield "figures"


def _sentence(seen: Seen, first: int) -> Iterator[str]:
    """What else the sentence tells."""
    words, known = section("headcount"), section("guests_counted")
    if seen.background:
        yield "background"
    if seen.says(COUNTS):
        yield "says"
    if not words["counting"].isdisjoint(seen.words[max(0, first - 2) : first]):
        yield "counting"
    if holds(phrases("headcount", "course"), seen.words):
        yield "course"
    if any(m.kind == "name" for m in seen.reading.mentions):
        yield "names_place"
    if not known["earlier"].isdisjoint(seen.words):
        yield "earlier"
    if not known["not_all"].isdisjoint(seen.words[max(0, first - 2 * _NEAR) : first]):
        yield "not_all"


def _verbs(seen: Seen, first: int, last: int) -> Iterator[str]:
    words = section("guests_counted")
    if not section("headcount")["mentioned"].isdisjoint(seen.words[max(0, first - 1) : first]):
        yield "they_are"
    if not section("headcount")["he"].isdisjoint(seen.words[max(0, first - 2) : first]):
        yield "with_him"
    if any(seen.cue(i) in BRINGS for i in range(max(0, first - 2), first)):
        yield "brought"
    near = seen.words[max(0, first - _NEAR) : first]
    for sign in ("group", "holds", "there_are", "only", "accompanied", "others", "joined"):
        if not words[sign].isdisjoint(near):
            yield f"after_{sign}"
    if _after_agent(near):
        yield "after_agents"
    if not section("hosts")["passive"].isdisjoint(seen.words[:first]):
        yield "received"
        if not words["accompanied"].isdisjoint(near):
            yield "received_by"
    yield from _behind(seen, last)


def _behind(seen: Seen, last: int) -> Iterator[str]:
    """What is told of them behind their number."""
    words, behind = section("guests_counted"), seen.words[last + 1 : last + 1 + _NEAR]
    for sign in ("group", "works", "who", "also"):
        if not words[sign].isdisjoint(behind):
            yield f"before_{sign}"
    verb = next((seen.cue(i) for i in range(last + 1, min(len(seen.words), last + 1 + 2 * _BEHIND)) if seen.cue(i)), "")
    if verb in VERBS:
        yield "before_verb"
    if verb in COUNTS:
        yield "before_visit"


def _after_agent(near: Sequence[str]) -> bool:
    """ "Dijelaskan oleh", "told by", but not "accompanied by"."""
    words = section("guests_counted")
    company = [i for i, word in enumerate(near, 1) if word in words["accompanied"]]
    return any(word in words["agents"] and i not in company for i, word in enumerate(near))


def _noun(noun: str) -> Iterator[str]:
    words, kinds = section("headcount"), section("guests_counted")
    yield "noun_person" if noun == "orang" else "noun_guest" if noun in kinds["guest_nouns"] else "noun_other"
    if noun in kinds["pupils"]:
        yield "noun_pupil"
    if noun in words["locals"]:
        yield "noun_local"
    if noun in section("uncounted")["staff"]:
        yield "noun_staff"


def _owner(scene: Scene, seen: Seen, first: int, last: int) -> Iterator[str]:
    """Whose people they are: the last name before them and the next behind, of the place or of elsewhere."""
    names = [(r.first, r.last, scene.owns(seen, r)) for r in seen.regions]
    names += [(b.first, b.last, scene.owns_body(seen, b)) for b in seen.bodies]
    names += [(m.first, m.last, True) for m in seen.reading.mentions if m.kind in ("name", "inside", "person")]
    before = max((n for n in names if n[1] < first), key=lambda n: (n[1], n[2]), default=None)
    behind = min((n for n in names if n[0] > last), key=lambda n: (n[0], not n[2]), default=None)
    if before is not None:
        yield "owner_here" if before[2] else "owner_there"
        if first - before[1] <= _NEAR:
            yield "near_here" if before[2] else "near_there"
    if behind is not None and behind[0] - last <= _NEAR:
        yield "of_here" if behind[2] else "of_there"
        if behind[0] - last <= 2:
            yield "close_here" if behind[2] else "close_there"

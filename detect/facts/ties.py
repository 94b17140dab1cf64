"""What ties somebody to the watched place or to its guests: the signs of one mention, each by a name.

How much each counts is in detect/data/hosts.toml.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detect.facts.along import came_along, is_of_elsewhere
from detect.facts.lexicon import holds, phrases, section
from detect.facts.members import is_local
from detect.facts.parties import Party
from detect.facts.people import Person
from detect.facts.scene import Scene, Seen

# How far a verb stands from its subject behind it, and a passive from the agent before it.
_RIGHT, _LEFT, _NEAR, _BESIDE = 10, 14, 3, 5
_EARLY, _LATE = ("lead", "lead", "second"), 5
_AGE = 2
# Word lists of facts.toml that tell something of whoever holds such an office.
_OFFICES = ("regional", "small", "bringing", "local_people", "units")


def signs(scene: Scene, seen: Seen, person: Person, came: Sequence[Party] = ()) -> frozenset[str]:
    """All that speaks for or against his being of the place and there; `came` are the parties he may be of."""
    found = {*_where(scene, seen, person), *_office(scene, seen, person), *_is_there(seen, person)}
    if ABSENT.isdisjoint(found):
        found.update((*_says(scene, seen, person), *_receives(scene, seen, person)))
    if "of_here" not in found:
        found.update(came_along(scene, seen, person, came))
    found.update(f"{one}_{other}" for one, other in _TOGETHER if one in found and other in found)
    if "wonders" in found:
        found.discard("small_acts")  # whoever is amazed speaks as a guest
    found.update(name for name, kinds in _KINDS.items() if not kinds.isdisjoint(found))
    if ABSENT.isdisjoint(found) and "no_office" not in found:
        found.add("there")
    return frozenset(found)


# Signs that say much the same: he came along, he is put in the host's place.
_KINDS = {
    "along": frozenset(
        ["bringing", "of_elsewhere", "of_guests", "of_party", "brought", "led", "participant", "came_with", "comes",
         "asks", "brings_many", "brings_guests"]
    ),
    "as_host": frozenset(["passive", "accompanied_guests", "receives", "welcomes_acts", "small_acts"]),
}  # fmt: skip
# Of whom one of these is said is not there; any other holder of an office is taken to be.
ABSENT = frozenset(["elsewhere", "spoken_of", "not_there"])
# Signs that count otherwise where they meet.
_TOGETHER = (
    ("official", "away"), ("official", "home"), ("official", "here"), ("official", "abroad"), ("small", "acts"),
    ("of_here", "away"), ("of_here", "home"),
    ("welcomes", "acts"), ("accompanied", "guests"),
)  # fmt: skip


def _where(scene: Scene, seen: Seen, person: Person) -> Iterator[str]:
    """Where the mention stands, and the article."""
    sentence = seen.reading.sentence
    if sentence.part == "title":
        yield "title"
    elif sentence.paragraph < len(_EARLY):
        yield _EARLY[sentence.paragraph]
    else:
        yield "late" if sentence.paragraph >= _LATE else "mid"
    if scene.at_home:
        yield "home"
    elif scene.is_away:
        yield "away"
    yield from _last_named(scene, seen, person)
    if seen.background:
        yield "background"
    if is_elsewhere(seen, person):
        yield "elsewhere"


def _last_named(scene: Scene, seen: Seen, person: Person) -> Iterator[str]:
    """Was the place the last that was named before him, or another region?"""
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
            yield "here" if max(own, default=-1) > max(other, default=-1) else "abroad"
            return


def _office(scene: Scene, seen: Seen, person: Person) -> Iterator[str]:
    """What his office says."""
    mentions = seen.reading.mentions
    if any(m.kind == "person" and m.first <= person.last and person.first <= m.last for m in mentions):
        yield "known"
    yield from _called(seen, person)
    if not _words("local_people").isdisjoint(seen.words[person.end + 1 : person.end + 2]):
        yield "local_people"
    if person.office is None:
        yield "no_office"
        return
    first, last = person.office
    held = seen.words[first : last + 1]
    away = not person.regions and is_of_elsewhere(scene, seen, person.office)
    if away:
        yield "of_elsewhere"
    yield from (kind for kind in _OFFICES if not _words(kind).isdisjoint(held) and not (away and kind == "small"))
    if not section("offices")["groups"].isdisjoint(held):
        yield "group"
    if any(m.side == "place" and first <= m.first <= last for m in mentions):
        yield "office_here"
    if person.regions:
        yield "regions"
    elif not away and not _words("regional").isdisjoint(held):
        yield "official"  # reporters leave out their own region
    if not person.regions and not person.bodies:
        yield "bare_office"
    for body in person.bodies:
        own = scene.owns_body(seen, body)
        yield "own_body" if own else "other_body" if is_local(seen, body) else "far_body"


def _called(seen: Seen, person: Person) -> Iterator[str]:
    """How he is named: "Mbah Sastro", "Sastro (54)", "pemandu Ijen"."""
    offices = section("offices")
    if person.first == person.last:
        glued = person.office is not None and person.office[1] + 1 == person.first
        yield "glued" if glued and not seen.tokens[person.first].before else "one_word"
    if person.first and seen.words[person.first - 1] in offices["by_name"] | offices["parents"]:
        yield "familiar"
    behind = seen.tokens[person.last + 1 : person.last + 2]
    if any(token.before in ("(", ",") and token.text.isdigit() and len(token.text) == _AGE for token in behind):
        yield "aged"


def cues(seen: Seen) -> frozenset[str]:
    """What else the sentence is about, by the detector's own words."""
    return frozenset(f"cue_{cue.kind}" for cue in (*seen.reading.grammar.values(), *seen.reading.colour))


def _says(scene: Scene, seen: Seen, person: Person) -> Iterator[str]:
    """What he says and does."""
    if acts(seen, person):
        yield "acts"
    after = seen.words[person.end + 1 :]
    beside = after[:_BESIDE]
    yield from (kind for kind in ("explains", "wonders") if not _words(kind).isdisjoint(beside))
    if not _words("guests").isdisjoint(after):
        yield "guests_behind"
    behind = _behind(scene, seen, person)
    yield from (kind for kind in ("takes_home", "gives") if not _words(kind).isdisjoint(behind))
    if not _words("one_of").isdisjoint(seen.words[max(0, person.start - _NEAR) : person.end + 1 + _BESIDE]):
        yield "one_of"


def _receives(scene: Scene, seen: Seen, person: Person) -> Iterator[str]:
    """What puts him in the host's place whoever he is."""
    left, after = _left(seen, person), seen.words[person.end + 1 :]
    if holds(phrases("hosts", "of_here"), seen.words[person.start : person.end + 3]):
        yield "of_here"
    if seen.words[max(0, person.start - 1)] in _words("received"):
        yield "received"
    if not _words("passive").isdisjoint(left):
        yield "guest_between" if _guest_between(scene, seen, person.start) else "passive"
    around = (*left, *after[:_NEAR])
    yield from (kind for kind in ("accompanied", "guests") if not _words(kind).isdisjoint(around))
    if _does_receive(seen, person.end):
        yield "receives"
    if _welcomes(scene, seen):
        yield "welcomes"


def _is_there(seen: Seen, person: Person) -> Iterator[str]:
    """Is he spoken of, or said to be elsewhere?"""
    if not _words("spoken_of").isdisjoint(seen.words[max(0, person.start - _NEAR) : person.start]):
        yield "spoken_of"
    if not _words("away").isdisjoint(seen.words[person.end + 1 : person.end + 1 + _NEAR]):
        yield "not_there"


def _words(kind: str) -> frozenset[str]:
    return section("hosts")[kind]


def _behind(scene: Scene, seen: Seen, person: Person) -> tuple[str, ...]:
    """What is told behind somebody's name, in the next sentence of the paragraph as well."""
    after = scene.seen[seen.index + 1] if seen.index + 1 < len(scene.seen) else seen
    same = after is not seen and after.reading.sentence.paragraph == seen.reading.sentence.paragraph
    return (*seen.words[person.end + 1 :], *(after.words if same else ()))


def acts(seen: Seen, person: Person) -> bool:
    """Does the person speak or receive in this sentence?"""
    if is_elsewhere(seen, person):
        return False
    if not _words("does").isdisjoint(seen.words[person.end + 1 : person.end + _RIGHT]):
        return True
    if not _words("done").isdisjoint(seen.words[max(0, person.start - _NEAR) : person.start]):
        return True
    return not _words("passive").isdisjoint(_left(seen, person))


def is_elsewhere(seen: Seen, person: Person | None = None) -> bool:
    """Is the sentence of another time, or of somebody asked later? Of other times the person may only speak."""
    if not _words("absent").isdisjoint(seen.words):
        return True
    return seen.background and (person is None or not _speaks_of_it(seen, person))


def _speaks_of_it(seen: Seen, person: Person) -> bool:
    """ "Kades X, Hartono, menyampaikan bahwa dulu pernah pula ...": what makes it another time is behind his words."""
    after = seen.words[person.end + 1 : person.end + 1 + _NEAR]
    before = seen.words[: person.first]
    then = holds(phrases("told", "background"), before) or holds(phrases("told", "ago"), before)
    return not then and not _words("does").isdisjoint(after)


def _left(seen: Seen, person: Person) -> tuple[str, ...]:
    return seen.words[max(0, person.start - _LEFT) : person.start]


def _guest_between(scene: Scene, seen: Seen, start: int) -> bool:
    """Does another region stand between the verb and the person ("diterima ... Bupati Sleman Sri Purnomo")?"""
    verb = max((i for i in range(start) if seen.words[i] in _words("passive")), default=0)
    return any(verb < r.first < start and not scene.owns(seen, r) for r in seen.regions)


def _welcomes(scene: Scene, seen: Seen) -> bool:
    """ "Selamat datang" in this sentence, or in the one before it in the same paragraph."""
    before = scene.seen[seen.index - 1] if seen.index else seen
    same = before.reading.sentence.paragraph == seen.reading.sentence.paragraph
    welcome = phrases("hosts", "welcome")
    return holds(welcome, seen.words) or (same and holds(welcome, before.words))


def _does_receive(seen: Seen, last: int) -> bool:
    """ "X menyambut mereka", "X menerima rombongan": X is a host whoever he is."""
    for i in range(last + 1, min(len(seen.words), last + _RIGHT)):
        if seen.words[i] in _words("receives"):
            return True
        if seen.words[i] in _words("takes"):
            return not _words("visitors").isdisjoint(seen.words[i + 1 : i + 3])
    return False

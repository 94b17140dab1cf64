"""Names of what can be seen or studied at a place: offices, programmes, places, services, festivals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from detect import gazetteer
from detect.facts.bodies import Body
from detect.facts.cues import IN_NAMES, LEARNS
from detect.facts.facilities import facilities
from detect.facts.lexicon import calendar_words, holds, institutions, phrases, section, table
from detect.facts.members import is_local
from detect.facts.scene import Scene, Seen

Kind = Literal[
    "landmark",
    "hall",
    "electronic",
    "system",
    "festival",
    "programme",
    "office",
    "place",
    "named",
    "spelt",
    "worked",
    "village",
    "listed",
    "facility",
    "subject",
]

_LONGEST_NAME, _LONG_VILLAGE = 6, 6
# Capitals this short are initials ("OPD", "UMKM"), no name.
_INITIALS = 5
_QUOTES = "\"“”'"


class Sight(NamedTuple):
    """Tokens `first`..`last` (included) of a sentence name something."""

    first: int
    last: int
    kind: Kind


def sights(scene: Scene, seen: Seen, is_guest: Callable[[Body], bool]) -> Iterator[Sight]:
    """All in one sentence, the surest kind first; they may overlap. A headline names what the body names better."""
    yield from _of_the_profile(scene, seen)
    yield from _known(seen)
    if seen.reading.sentence.part == "title":
        return
    for body in seen.bodies:
        never = holds(phrases("loci", "never"), seen.words[body.first : body.first + 3])
        never = never or seen.words[body.first] in section("loci")["groups"]
        if not never and not is_guest(body) and _of_the_place(scene, seen, body):
            yield Sight(body.first, body.last, "office")
    guests = {i for body in seen.bodies if is_guest(body) for i in range(body.first, body.last + 1)}
    yield from (place for place in _places(seen) if place.first not in guests)
    yield from _villages(scene, seen)
    for i in range(1, len(seen.words)):
        if not seen.tokens[i].capital:
            continue
        if _follows_a_goal(seen, i) and is_new_name(seen, i):
            yield Sight(i, name_end(seen, i), "named")
        elif _is_spelt_out(seen, i) and is_new_name(seen, i, initials=True):
            yield Sight(i, i, "spelt")
        elif _is_worked_on(seen, i) and is_new_name(seen, i, initials=True):
            yield Sight(i, name_end(seen, i), "worked")
    yield from (Sight(first, last, "facility") for first, last in facilities(seen))


def _is_worked_on(seen: Seen, i: int) -> bool:
    """ "pengelolaan X", "aplikasi Y", "seperti Z"."""
    lower = i == 1 or not seen.tokens[i - 1].capital  # "Tempat Pengelolaan Sampah" is one name
    return lower and seen.words[i - 1] in section("loci")["works"] and not seen.tokens[i].before.strip(_QUOTES)


def _is_spelt_out(seen: Seen, i: int) -> bool:
    """ "SIAP (Sistem Antrean Puskesmas)": capitals, then in brackets a name that begins with the first of them."""
    text, behind = seen.tokens[i].text, seen.tokens[i + 1 : i + 3]
    if not (text.isupper() and len(text) > 1 and len(behind) > 1 and behind[0].before == "("):
        return False
    return all(token.capital for token in behind) and behind[0].text[0] == text[0] and not behind[1].before


def _villages(scene: Scene, seen: Seen) -> Iterator[Sight]:
    """ "Kemiren": a village of the place without a word that says so; a short name may be anything."""
    known = gazetteer.load().villages.get(scene.profile.code, {})
    for i, word in enumerate(seen.words):
        named = i > 0 and seen.tokens[i - 1].capital and not seen.tokens[i].before
        if word not in known or len(word) < _LONG_VILLAGE or not i or named:
            continue
        if is_new_name(seen, i):
            length = next((len(name) for name, _ in known[word] if seen.words[i : i + len(name)] == name), 0)
            if length:
                yield Sight(i, i + length - 1, "village")


def _known(seen: Seen) -> Iterator[Sight]:
    """Landmarks and halls by their lists, services by "e-", systems and festivals."""
    words, landmarks, halls = section("loci"), phrases("loci", "landmarks"), phrases("loci", "halls")
    for i, word in enumerate(seen.words):
        if seen.tokens[i].before != "-" and not _may_be_known(word):
            continue
        if (word in landmarks.by_first or word in halls.by_first) and (listed := _listed(seen, i)) is not None:
            yield listed
            continue
        capital = seen.tokens[i].capital
        if (start := _electronic(seen, i)) is not None:
            yield Sight(start, _run(seen, i, words["electronic"]), "electronic")
        if word in words["systems"] and capital:
            yield Sight(i, i, "system")
        if word in words["festival"] and capital and (first := _name_start(seen, i)) < i:
            yield Sight(first, i, "festival")


@lru_cache(maxsize=8192)
def _may_be_known(word: str) -> bool:
    words, landmarks, halls = section("loci"), phrases("loci", "landmarks"), phrases("loci", "halls")
    listed = word in landmarks.by_first or word in halls.by_first
    return listed or word.startswith("e-") or word in words["systems"] or word in words["festival"]


def _electronic(seen: Seen, i: int) -> int | None:
    """The first token of a service whose "e-" stands at token i: "e-kinerja", "E-Kinerja"."""
    token, word = seen.tokens[i], seen.words[i]
    if i and token.before == "-" and seen.words[i - 1] == "e" and not token.text.isupper():
        return i - 1
    return i if word.startswith("e-") and len(word) > len("e-id") and word[2:].isalpha() else None


def _listed(seen: Seen, i: int) -> Sight | None:
    landmarks, halls = phrases("loci", "landmarks"), phrases("loci", "halls")
    if found := landmarks.at(seen.words, i):
        return Sight(i, _completed(seen, i + found[0] - 1), "landmark")
    found = halls.at(seen.words, i)
    if found is None:
        return None
    last, office = i + found[0] - 1, any(body.first == i + found[0] for body in seen.bodies)
    return Sight(i, last if office else max(last, name_end(seen, i)), "hall")


def _of_the_profile(scene: Scene, seen: Seen) -> Iterator[Sight]:
    """What the profile lists as standing in the place ("Pantai Watu Ulo" for its "Watu Ulo")."""
    words = section("loci")
    for mention in seen.reading.mentions:
        listed = scene.profile.phrases.at(seen.words, mention.first) if mention.kind == "inside" else None
        programme = listed is not None and listed[1] == "programme"
        if mention.kind != "inside" or not (programme or seen.tokens[mention.first].capital):
            continue
        if any(person.first <= mention.first <= person.last for person in seen.people):
            continue  # "Giri" in a man's name
        first, headed = mention.first, False
        before = seen.tokens[first - 1] if first and not seen.tokens[first].before else None
        if before is not None and before.capital and before.word in words["heads"]:
            first, headed = first - 1, True
        school = next((b for b in seen.bodies if b.kind == "campus" and b.first < mention.first <= b.last), None)
        if school is not None:
            first = school.first  # "SMPN 1 Giri" lies there
        if seen.words[first] not in words["district"] or _is_gone_to(seen, first):
            last = _completed(seen, mention.last) if programme else mention.last
            last = name_end(seen, last) if headed else last
            hall = seen.words[first] in words["hall_heads"]
            last = max(last, name_end(seen, first)) if hall else last
            last = last if school is None else max(mention.last, school.last)
            yield Sight(first, last, "hall" if hall else "programme" if programme else "place")


def _places(seen: Seen) -> Iterator[Sight]:
    """ "Desa X", "Pantai Y", "Puskesmas Z": a head and a capitalised name."""
    words, never = section("loci"), phrases("loci", "never")
    for i, word in enumerate(seen.words):
        if word not in words["heads"] or holds(never, seen.words[i : i + 3]):
            continue
        if any(b.first <= i <= b.last and (b.kind != "campus" or b.regions) for b in seen.bodies):
            continue
        last = name_end(seen, i)
        if last > i:
            yield Sight(i, last, "place")


def _is_gone_to(seen: Seen, first: int) -> bool:
    """A district mostly says where a village lies ("Desa X, Kecamatan Y")."""
    return first > 0 and not seen.tokens[first].before and seen.words[first - 1] in section("loci")["going"]


def _of_the_place(scene: Scene, seen: Seen, body: Body) -> bool:
    if body.regions:
        return scene.owns(seen, body.regions[-1])
    if body.kind == "campus" or seen.words[body.first] in section("loci")["services"]:
        return scene.owns_body(seen, body)
    return is_local(seen, body)


def _follows_a_goal(seen: Seen, i: int) -> bool:
    """ "menuju X", "inovasi bernama X"."""
    words = section("loci")
    goal = seen.words[i - 1] in words["goes_to"] or seen.words[i - 1] in words["programmes"] or _is_learned(seen, i)
    return goal and not seen.tokens[i].before.strip(_QUOTES)


def _is_learned(seen: Seen, i: int) -> bool:
    """ "mempelajari Bangga Kencana": a name of two words at least, and none of a study visit's own."""
    return seen.cue(i - 1) in LEARNS - {"study"} and not seen.cue(i) and name_end(seen, i) > i


def is_new_name(seen: Seen, i: int, *, initials: bool = False) -> bool:
    """A capitalised word of no person, region, institution or day, and none that offices are named with."""
    token, word = seen.tokens[i], seen.words[i]
    short = token.text.isupper() and len(word) <= _INITIALS and not initials
    if not token.capital or short or word in calendar_words():
        return False
    offices = section("offices")
    if word in institutions().vocabulary or word in offices["titles"] or word in offices["honorifics"]:
        return False
    if word in section("loci")["no_name"] or len(word) <= 2:
        return False
    spans = [(p.first, p.last) for p in seen.people]
    spans += [(r.first, r.last) for r in seen.regions] + [(b.first, b.last) for b in seen.bodies]
    spans += [(m.first, m.last) for m in seen.reading.mentions if m.kind in ("name", "person")]
    return not any(first <= i <= last for first, last in spans)


def _completed(seen: Seen, last: int) -> int:
    """With the abbreviation in brackets, or the village that a programme is seen in ("Smart City Desa Sukamaju")."""
    words = section("loci")
    after = seen.tokens[last + 1 : last + 3]
    if after and after[0].before == "(" and (len(after) < 2 or after[1].before.startswith(")")):
        return last + 1
    village = last + 1
    if village < len(seen.words) and seen.words[village] in words["village"]:
        return name_end(seen, village)
    return last


def _run(seen: Seen, i: int, allowed: frozenset[str]) -> int:
    """The last token of the words right behind token i that are allowed."""
    last = i
    while last + 1 < len(seen.words) and not seen.tokens[last + 1].before and seen.words[last + 1] in allowed:
        last += 1
    return last


def name_end(seen: Seen, i: int) -> int:
    """The last token of the capitalised name that goes on after token i; a number may follow its head ("SMKN 1 X")."""
    last = i
    for j in range(i + 1, min(len(seen.tokens), i + _LONGEST_NAME)):
        token = seen.tokens[j]
        numbered = token.text[0].isdigit() and token.text.isalnum() and j == i + 1
        if token.before or not (token.capital or numbered) or seen.cue(j) not in ("", *IN_NAMES):
            break
        if any(person.first == j for person in seen.people):
            break
        last = j
    return last if last > i + 1 or not seen.tokens[last].text.isdigit() else i


def _name_start(seen: Seen, i: int) -> int:
    first = i
    while first and first > i - _LONGEST_NAME and seen.tokens[first - 1].capital and not seen.tokens[first].before:
        first -= 1
    return first


def same_words(words: tuple[str, ...]) -> frozenset[str]:
    """A name for comparing: spellings made one, "desa" and "program" left out."""
    spellings, unsaid = table("loci")["spellings"], section("loci")["unsaid"]
    spelt = (part for word in words for part in spellings.get(word, word).replace("-", " ").split())
    return frozenset(part for part in spelt if part not in unsaid)

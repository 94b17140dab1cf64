"""The training programme whose participants came ("Diklatpim III", "PKN Tingkat II", "KKL"); None for other visits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from article import Fact
from detect.facts.lexicon import listing, section, table
from detect.facts.scene import Scene, Seen
from detect.profile import Phrases
from detect.sentences import Token

_ROMAN = {"i": "I", "ii": "II", "iii": "III", "iv": "IV"}
_FIGURES = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_ROMAN_LETTERS, _NEAR = frozenset("ivxl"), 3
# Words between a training's name and its class.
_WHOSE = 6
_STEPS = ("tingkat", "tk", "level", "tkt")


class _Programme(NamedTuple):
    """`behind` says that another is named before it, where the article tells of both; a `journey` is a part of a
    course, which is named with it. `students` says that its abbreviation stands for something else where no students
    are told of, `of_students` that its full name does. Plain words are a name with `capital` letters only."""

    short: str
    level: bool
    behind: bool = False
    journey: bool = False
    students: bool = False
    of_students: bool = False
    capital: bool = False

    @property
    def is_word(self) -> bool:
        """ "Diklatpim" says what it is, and "PKN" does not."""
        return self.level and not self.short.isupper()


class _Mention(NamedTuple):
    """Tokens `first`..`last` of a sentence, its level among them; without that the name ends at token `named`."""

    seen: Seen
    first: int
    named: int
    last: int
    programme: _Programme
    abbreviated: bool
    level: str | None

    @property
    def step(self) -> str:
        """ "Tingkat" before the level, where it is no part of the name."""
        token = self.seen.tokens[self.last - 1]
        return token.text if self.last - 1 > self.named and token.word in _STEPS else ""


def programme(scene: Scene) -> Fact[str] | None:
    """The programme told of first, in the press's short form where the article uses it, with its level."""
    found = [m for seen in scene.seen if not seen.background for m in _mentions(seen)]
    if not found:
        return next((fact for seen in scene.seen for fact in _training(scene, seen)), None)
    first = [m for m in found if not m.programme.behind] or found
    fact = _titled(scene, first)
    courses = [m for m in found if m.programme.behind]
    if not (courses and first[0].programme.journey):
        return fact
    return replace(fact, value=f"{fact.value}, {_titled(scene, courses).value}")


def _titled(scene: Scene, found: Sequence[_Mention]) -> Fact[str]:
    """The one of these that the title names, or that is told of first, with its level; where the article spells it out,
    with its class as well: papers call it by either name, and whoever looks for it may know one of them."""
    titled = {m.programme for m in found if m.seen.reading.sentence.part == "title"}
    body = [m for m in found if m.seen.reading.sentence.part == "body"]
    told = [m for m in body if m.programme in titled] or body or found
    same = [m for m in found if m.programme == told[0].programme]
    short = next((m for m in same if m.abbreviated), None)
    whole = [m for m in same if not (m.abbreviated or (short and m.programme.is_word))]
    full = next((m for m in whole if _abbreviation(m) > m.named), None)
    spelt = next(iter(whole), None)
    shown = full or short or told[0]
    fact = Fact("", scene.span(shown.seen, shown.first, max(shown.last, _abbreviation(shown))))
    if full is not None:
        name = scene.words(full.seen, full.first, _abbreviation(full))
    elif spelt is None or short is None:
        name = _name(scene, shown)
    else:
        name = f"{scene.words(spelt.seen, spelt.first, spelt.named)} ({_name(scene, short)})"
    return replace(fact, value=" ".join([name, *_steps(scene, same, spelt is not None or shown.programme.behind)]))


def _steps(scene: Scene, same: Sequence[_Mention], classed: bool) -> Iterator[str]:
    """ "Tingkat II", "Angkatan XII"; or the level alone ("II")."""
    levels = sorted((m for m in same if m.level), key=lambda m: (m.level not in _ROMAN.values(), not m.step))
    if levels:
        yield f"{levels[0].step} {levels[0].level}".strip() if classed else f"{levels[0].level}"
    for mention in same if classed else ():
        end = max(mention.last, _abbreviation(mention))
        if (last := _class_of(mention.seen, end)) > end:
            yield scene.words(mention.seen, end + 1, last)
            return


def trainees(scene: Scene) -> Fact[str] | None:
    """ "Peserta Diklatpim III Angkatan II": a class by its number and the training that it follows, the first in the
    text. Without the number it would be any class of that training."""
    for seen in scene.seen:
        if seen.background or seen.reading.sentence.part != "body":
            continue
        for mention in _mentions(seen):
            first, named = mention.first, max(mention.last, _abbreviation(mention))
            if (last := _class(seen, named)) > named:
                first -= first > 0 and seen.words[first - 1] in section("programmes")["trainees"]
                return Fact(scene.words(seen, first, last), scene.span(seen, first, last))
    return None


def abbreviations(scene: Scene) -> frozenset[str]:
    """What the article writes behind a training's name in brackets ("Kuliah Kerja Profesi (KKP)"): the training there,
    whatever else it may stand for."""
    found = (m for seen in scene.seen for m in _mentions(seen) if not m.abbreviated)
    return frozenset(m.seen.words[m.named + 1] for m in found if _abbreviation(m) > m.named)


def _abbreviation(mention: _Mention) -> int:
    """The last token of a name with its abbreviation in brackets, if one follows."""
    following = mention.seen.tokens[mention.named + 1 : mention.named + 3]
    closed = len(following) == 1 or (len(following) > 1 and following[1].before.startswith(")"))
    return mention.named + (closed and following[0].before == "(" and following[0].text[0].isupper())


def _training(scene: Scene, seen: Seen) -> Iterator[Fact[str]]:
    """ "peserta Diklat Pengelolaan Arsip": a training known by its own name only."""
    words = section("programmes")
    for i, word in enumerate(seen.words):
        starts = seen.tokens[i].capital and seen.reading.sentence.part == "body"
        if not (starts and _may_open(seen, i)) or seen.background:
            continue
        if word not in words["schools"] and any(b.first <= i <= b.last for b in seen.bodies):
            continue
        last = _name_end(seen, i)
        told = not words["participants"].isdisjoint(seen.words[max(0, i - _NEAR) : i])
        told = told or word in words["of_students"] or word not in words["trainings"]
        end = _class(seen, last)
        if last > i and (told or end > last):
            yield Fact(scene.words(seen, i, end), scene.span(seen, i, end))


def _may_open(seen: Seen, i: int) -> bool:
    """ "Kursus Pamong", "peserta Sekolah Tani", "lawatan bertajuk Village Field Study": may a training's name begin?"""
    words = section("programmes")
    before = seen.words[i - 1] if i else ""
    if seen.words[i] in words["trainings"] or (seen.words[i] in words["schools"] and before in words["followers"]):
        return True
    return before in words["titled"] and not words["teaching"].isdisjoint(seen.words[i : _name_end(seen, i) + 1])


def _name_end(seen: Seen, first: int) -> int:
    """The last word of the name that begins there."""
    last = first
    while last + 1 < len(seen.words) and _is_in_name(seen, last + 1):
        last += 1
    return last


def _is_in_name(seen: Seen, i: int) -> bool:
    token = seen.tokens[i]
    if token.word in section("programmes")["classes"]:
        return False
    regions = any(r.first <= i <= r.last for r in seen.regions) and not _is_abbreviated(seen, i)
    return token.capital and token.before in ("", "(") and not regions and seen.cue(i) in ("", "study")


def _is_abbreviated(seen: Seen, last: int) -> bool:
    """ "Kursus Jabatan Puncak (KJP)": does the abbreviation behind say that this word, a region's name too, is part?"""
    after = seen.tokens[last + 1 : last + 2]
    if not after or after[0].before != "(":
        return False
    start = max(0, last + 1 - len(after[0].text))
    return after[0].word == "".join(word[0] for word in seen.words[start : last + 1])


def _class(seen: Seen, last: int) -> int:
    """With the class that came: "Angkatan III", "Gelombang I", "angkatan ke-68", "(PPRA) LX"."""
    after, words = seen.tokens[last + 1 : last + 4], section("programmes")
    if after and after[0].word in words["classes"]:
        at = 1 + (len(after) > 2 and after[1].word in words["ordinal"])
        return last + 1 + at if at < len(after) and _is_number(after[at]) else last
    alone = after and len(after[0].text) > 1 and after[0].text.isupper() and set(after[0].word) <= _ROMAN_LETTERS
    return last + bool(alone and after[0].before in ("", ")"))


def _class_of(seen: Seen, last: int) -> int:
    """With whom the class is of ("CPNS Kementerian X Angkatan 12"); only where its number follows."""
    for i in range(last, min(len(seen.tokens), last + _WHOSE)):
        if i > last and (not seen.tokens[i].capital or seen.tokens[i].before.removeprefix(")")):
            return last
        if (end := _class(seen, i)) > i:
            return end
    return last


def _is_number(token: Token) -> bool:
    return token.word.removeprefix(table("headcount")["ordinal"]).isdigit() or set(token.word) <= _ROMAN_LETTERS


def _name(scene: Scene, mention: _Mention) -> str:
    """ "PIM III" and "Diklat PIM III" are Diklatpim III; a council's own school keeps its name ("Sespimti")."""
    if mention.programme.level and mention.abbreviated:
        return mention.programme.short
    return scene.words(mention.seen, mention.first, mention.named)


@cache
def _known() -> tuple[Phrases, dict[str, tuple[_Programme, bool]]]:
    kinds: dict[str, tuple[_Programme, bool]] = {}
    pairs: list[tuple[str, str]] = []
    for entry in listing("programme"):
        programme = _Programme(**{key: value for key, value in entry.items() if key not in ("names", "long")})
        for abbreviated, phrases in ((True, entry["names"]), (False, entry["long"])):
            for phrase in phrases:
                kinds[phrase] = (programme, abbreviated)
                pairs.append((phrase, phrase))
    return Phrases.of(pairs), kinds


def _mentions(seen: Seen) -> Iterator[_Mention]:
    phrases, kinds = _known()
    i = 0
    while i < len(seen.words):
        found = phrases.at(seen.words, i) if seen.words[i] in phrases.by_first else None
        if found is None:
            i += 1
            continue
        programme, abbreviated = kinds[found[1]]
        last = i + found[0] - 1
        end, level = _level(seen, last) if programme.level else (last, None)
        mention = _Mention(seen, i, last, end, programme, abbreviated, level)
        if _is_name(seen, mention):
            yield mention
        i = last + 1


def _is_name(seen: Seen, said: _Mention) -> bool:
    """ "pim" needs its level ("PIM III"), an abbreviation its capitals, "studi lapangan" its students."""
    programme, token = said.programme, seen.tokens[said.first]
    of_students = programme.students if said.abbreviated else programme.of_students
    if of_students and section("programmes")["students"].isdisjoint(seen.words):
        return False
    if programme.capital and not all(t.capital for t in seen.tokens[said.first : said.named + 1]):
        return False
    if token.word == "pim":
        return said.level is not None
    return not said.abbreviated or token.text[0].isupper() or len(token.text) > 4 or said.named > said.first


def _level(seen: Seen, last: int) -> tuple[int, str | None]:
    """The level within the next words: "Tingkat IV", "(Diklatpim) III", "Tk. 3"."""
    for j in range(last + 1, min(len(seen.words), last + 4)):
        word = seen.words[j]
        if word in _ROMAN and (seen.tokens[j].text.isupper()):
            return j, _ROMAN[word]
        if word in _FIGURES and seen.words[j - 1] in (*_STEPS, seen.words[last]):
            return j, word
        if word not in _STEPS and seen.tokens[j].before != "(":
            break
    return last, None

"""The training programme whose participants came ("Diklatpim III", "PKN Tingkat II", "KKL"); None for other visits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from article import Fact
from detect.facts.lexicon import listing, section
from detect.facts.scene import Scene, Seen
from detect.profile import Phrases

_ROMAN = {"i": "I", "ii": "II", "iii": "III", "iv": "IV"}
_FIGURES = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_ROMAN_LETTERS, _NEAR = frozenset("ivxl"), 3
_STEPS = ("tingkat", "tk", "level", "tkt")


class _Programme(NamedTuple):
    """`behind` says that the training it belongs to is named before it, where the article tells of both,
    `students` that its abbreviation stands for something else where no students are told of."""

    short: str
    level: bool
    behind: bool = False
    students: bool = False


class _Mention(NamedTuple):
    seen: Seen
    first: int
    last: int
    programme: _Programme
    abbreviated: bool
    level: str | None


def programme(scene: Scene) -> Fact[str] | None:
    """The programme told of first, in the press's short form where the article uses it, with its level."""
    found = [m for seen in scene.seen if not seen.background for m in _mentions(seen)]
    if not found:
        return next((fact for seen in scene.seen for fact in _training(scene, seen)), None)
    found = [m for m in found if not m.programme.behind] or found
    told = [m for m in found if m.seen.reading.sentence.part == "body"] or found
    same = [m for m in found if m.programme == told[0].programme]
    levels = [m for m in same if m.level]
    level = next((m.level for m in levels if m.level in _ROMAN.values()), levels[0].level if levels else None)
    short = next((m for m in same if m.abbreviated), None)
    full = next((m for m in same if _in_full(m)), None)
    if full is not None:
        last = _class(full.seen, full.last + 1)
        return Fact(scene.words(full.seen, full.first, last), scene.span(full.seen, full.first, last))
    shown = short or told[0]
    span = scene.span(shown.seen, shown.first, shown.last)
    if short is None:
        return Fact(scene.words(shown.seen, shown.first, shown.last), span)
    spelt = next((m for m in same if not (m.abbreviated or m.programme.level)), None)
    name = _name(scene, short) if spelt is None else _both(scene, spelt, _name(scene, short))
    return Fact(f"{name} {level}" if level else name, span)


def trainees(scene: Scene) -> Fact[str] | None:
    """ "Peserta Diklatpim III Angkatan II": a class by its number and the training that it follows, the first in the
    text. Without the number it would be any class of that training."""
    for seen in scene.seen:
        if seen.background or seen.reading.sentence.part != "body":
            continue
        for mention in _mentions(seen):
            first, last = mention.first, _class(seen, _abbreviation(mention))
            if last > _abbreviation(mention):
                first -= first > 0 and seen.words[first - 1] in section("programmes")["trainees"]
                return Fact(scene.words(seen, first, last), scene.span(seen, first, last))
    return None


def abbreviations(scene: Scene) -> frozenset[str]:
    """What the article writes behind a training's name in brackets ("Kuliah Kerja Profesi (KKP)"): the training there,
    whatever else it may stand for."""
    found = (m for seen in scene.seen for m in _mentions(seen) if not m.abbreviated)
    return frozenset(m.seen.words[m.last + 1] for m in found if _abbreviation(m) > m.last)


def _abbreviation(mention: _Mention) -> int:
    """The last token of a name with its abbreviation in brackets, if one follows."""
    following = mention.seen.tokens[mention.last + 1 : mention.last + 3]
    closed = len(following) == 1 or (len(following) > 1 and following[1].before.startswith(")"))
    return mention.last + (closed and following[0].before == "(" and following[0].text[0].isupper())


def _both(scene: Scene, spelt: _Mention, short: str) -> str:
    """ "Kuliah Kerja Lapangan (KKL)": papers call it by either, and whoever looks for it may know one of them."""
    return f"{scene.words(spelt.seen, spelt.first, spelt.last)} ({short})"


def _training(scene: Scene, seen: Seen) -> Iterator[Fact[str]]:
    """ "peserta Diklat Pengelolaan Arsip": a training known by its own name only."""
    words = section("programmes")
    for i, word in enumerate(seen.words):
        starts = word in words["trainings"] and seen.tokens[i].capital and seen.reading.sentence.part == "body"
        if not starts or seen.background or any(b.first <= i <= b.last for b in seen.bodies):
            continue
        last = i
        while last + 1 < len(seen.words) and _is_in_name(seen, last + 1):
            last += 1
        told = not words["participants"].isdisjoint(seen.words[max(0, i - _NEAR) : i]) or word in words["of_students"]
        if last > i and told:
            yield Fact(scene.words(seen, i, last), scene.span(seen, i, last))


def _is_in_name(seen: Seen, i: int) -> bool:
    token = seen.tokens[i]
    regions = any(r.first <= i <= r.last for r in seen.regions)
    return token.capital and token.before in ("", "(") and not regions and seen.cue(i) in ("", "study")


def _class(seen: Seen, last: int) -> int:
    """With the class that came: "Angkatan III", "Gelombang I"."""
    after = seen.tokens[last + 1 : last + 3]
    numbered = len(after) == 2 and (after[1].text.isdigit() or set(after[1].word) <= _ROMAN_LETTERS)
    return last + 2 if numbered and after[0].word in section("programmes")["classes"] else last


def _in_full(mention: _Mention) -> bool:
    """ "Kuliah Kerja Lapangan (KKL)": the name with its abbreviation in brackets, where no level goes with it."""
    return not (mention.abbreviated or mention.programme.level) and _abbreviation(mention) > mention.last


def _name(scene: Scene, mention: _Mention) -> str:
    """ "PIM III" and "Diklat PIM III" are Diklatpim III; a council's own school keeps its name ("Sespimti")."""
    if mention.programme.level:
        return mention.programme.short
    return scene.words(mention.seen, mention.first, mention.first)


@cache
def _known() -> tuple[Phrases, dict[str, tuple[_Programme, bool]]]:
    kinds: dict[str, tuple[_Programme, bool]] = {}
    pairs: list[tuple[str, str]] = []
    for entry in listing("programme"):
        programme = _Programme(entry["short"], entry["level"], entry.get("behind", False), entry.get("students", False))
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
        other = abbreviated and programme.students and section("programmes")["students"].isdisjoint(seen.words)
        if not other and _is_name(seen, i, last, abbreviated, level):
            yield _Mention(seen, i, end, programme, abbreviated, level)
        i = last + 1


def _is_name(seen: Seen, first: int, last: int, abbreviated: bool, level: str | None) -> bool:
    """ "pim" needs its level ("PIM III"), an abbreviation its capitals."""
    text = seen.tokens[first].text
    if seen.words[first] == "pim":
        return level is not None
    return not abbreviated or text[0].isupper() or len(text) > 4 or last > first


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

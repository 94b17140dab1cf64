"""Where a sentence names the watched place: by a name of its own, its people, or what stands in it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from detect import gazetteer
from detect.letters import is_slip
from detect.lexicon import Cue, Lexicon
from detect.profile import Phrases, Profile
from detect.reading import Kind, Mention
from detect.sentences import Document, Sentence, Token

# The press hardly misspells a long name by more than two letters, and no other region is that near.
_LONG_NAME = 9
# What stands in the place is what an article is about when it names it as often as this, whatever else it leaves out.
_OFTEN = 3
_KINDS: dict[str, Kind] = {"name": "name", "epithet": "name", "person": "person"}


@dataclass(frozen=True, slots=True)
class Place:
    """How one article names the watched place. `namesake`: the name means a village elsewhere in it; `sure`: the
    article says that it is about the place, so that names of its villages need no word before them."""

    profile: Profile
    people: Phrases
    namesake: bool
    sure: bool
    lexicon: Lexicon

    def begins(self, tokens: Sequence[Token]) -> list[int]:
        """Where in a sentence a naming can begin: most words, and most news, are by this told to be of elsewhere."""
        villages, phrases, people = _begins(self.profile.code), self.profile.phrases.by_first, self.people.by_first
        found = []
        for i, token in enumerate(tokens):
            word = token.word.removeprefix(gazetteer.EVERY)
            known = word in phrases or word in villages or word in people
            if known or (token.capital and self._is_abbreviated_or_misspelt(token)):
                found.append(i)
        return found

    def mentions(self, sentence: Sentence, colour: Sequence[Cue] = ()) -> list[Mention]:
        """Every naming in a sentence, longest first."""
        begins = self.begins(sentence.tokens)
        if not begins:
            return []
        tokens, words = sentence.tokens, sentence.words
        former = {cue.last + 1 for cue in colour if cue.kind == "former"}
        bodies = {cue.last + 1 for cue in colour if cue.kind in ("body", "institution")}
        bodies |= {i + 1 for i in bodies if i < len(words) and words[i].isdigit()}  # "SMPN 1 Giri"
        found: list[Mention] = []
        after = 0
        for i in begins:
            match = self._at(tokens, words, i, bodies) if i >= after else None
            if match is not None:
                after = i + match[0]
                if self._stands(tokens, i, match[1], former):
                    found.append(Mention("place", _KINDS.get(match[1], "inside"), i, after - 1))
        return found

    def _at(self, tokens: Sequence[Token], words: Sequence[str], i: int, bodies: set[int]) -> tuple[int, str] | None:
        """How many words at i name the place, and how."""
        token, word, profile = tokens[i], words[i], self.profile
        if word.startswith(gazetteer.EVERY):  # "kades se-X"
            word = word.removeprefix(gazetteer.EVERY)
            words, bodies = [*words[:i], word, *words[i + 1 :]], {*bodies, i}
        if word in profile.phrases.by_first or word in self.people.by_first:
            return profile.phrases.at(words, i) or self.people.at(words, i)
        districts, villages = _districts(profile.code), gazetteer.load().villages.get(profile.code, {})
        if word in districts and (i in bodies or _is_bare(tokens, i)) and (length := _length(districts, words, i)):
            return length, "inside"
        if word in villages and (length := _length(villages, words, i)):
            told = _in_village(tokens, i, profile) or (self.sure and (i in bodies or _is_bare(tokens, i)))
            if told and not (word in gazetteer.load().names or _lies_elsewhere(tokens, i + length - 1, profile)):
                return length, "inside"
        return (1, "name") if token.capital and self._is_abbreviated_or_misspelt(token) else None

    def _is_abbreviated_or_misspelt(self, token: Token) -> bool:
        """Is a word with a capital the place's abbreviation, or a slip in a long name of it?"""
        if token.text in self.profile.abbreviations:
            return True
        if len(token.word) < _LONG_NAME - 2:
            return False
        return any(is_slip_of(token.word, name, self.lexicon) for name in self.profile.names)

    def _stands(self, tokens: Sequence[Token], i: int, kind: str, former: set[int]) -> bool:
        """Does the phrase mean the watched place here?"""
        if kind == "not":
            return False
        if kind == "person":
            return tokens[i].capital and i not in former
        if kind != "name":
            return not self.namesake
        return not self.namesake and (_headed(tokens, i, self.profile) or not _is_province(tokens, i, self.profile))


def is_slip_of(word: str, name: str, lexicon: Lexicon) -> bool:
    """Is a word a slip in a long name?"""
    near = len(name) >= _LONG_NAME and abs(len(word) - len(name)) <= 3
    return near and word[0] == name[0].lower() and is_slip(lexicon.bare(word), name.lower())


def place_of(document: Document, profile: Profile, lexicon: Lexicon, published: date | None) -> Place:
    """How an article names the place; its people are those in office on the day."""
    sure = dateline_in(document, profile) or _is_told(document, profile)
    return Place(profile, _people(profile, published), _is_namesake(document, profile), sure, lexicon)


def names_place(document: Document, profile: Profile, lexicon: Lexicon) -> bool:
    """Does the article name the place: by name, by a district of its own, by several things that stand in it, or by
    one under its dateline?"""
    here = dateline_in(document, profile)
    place = Place(profile, Phrases({}), False, here, lexicon)
    inside: Counter[str] = Counter()
    for sentence in document.sentences:
        if not place.begins(sentence.tokens):
            continue
        for mention in place.mentions(sentence, lexicon.cues(sentence.words)[1]):
            if mention.kind == "name":
                return True
            inside[sentence.tokens[mention.last].word] += 1
    if any(_names_district(sentence.tokens, profile, bool(inside)) for sentence in document.sentences):
        return True
    return len(inside) > (0 if here else 1) or any(count >= _OFTEN for count in inside.values())


def _is_told(document: Document, profile: Profile) -> bool:
    """Does the article name the place anywhere?"""
    return any(_is_name(s.tokens, i, profile) for s in document.sentences for i, t in enumerate(s.tokens) if t.capital)


def dateline_in(document: Document, profile: Profile) -> bool:
    """Was the article written in the place?"""
    if document.dateline is None:
        return False
    dateline = document.text[document.dateline.start : document.dateline.end].lower()
    return any(town in dateline for town in _towns(profile.datelines, profile.code))


@cache
def _towns(datelines: tuple[str, ...], code: str) -> tuple[str, ...]:
    """Where the place's reporters write from, in lower case."""
    return (*(town.lower() for town in datelines), *district_names(code))


def _names_district(tokens: Sequence[Token], profile: Profile, confirmed: bool) -> bool:
    """ "Kecamatan Licin": a district that only this place has, or one of several of the name where more confirms it."""
    matches = any if confirmed else all
    regions = gazetteer.load()
    for i, token in enumerate(tokens):
        if regions.cues.get(token.word) == "district":
            found = regions.mentions(tokens[i : i + 4])
            if found and matches(gazetteer.contains(profile.code, code) for code in found[0].codes):
                return True
    return False


@cache
def _districts(code: str) -> gazetteer.Names:
    """The districts of a region by their first word."""
    codes, regions = _codes(), gazetteer.load().regions
    own: gazetteer.Names = {}
    for within in codes[bisect_left(codes, code) : bisect_left(codes, code + "/")]:  # "/" comes right after "."
        if regions[within].level == "district":
            name = tuple(regions[within].name.lower().split())
            own.setdefault(name[0], []).append((name, (within,)))
    return own


@cache
def _codes() -> Sequence[str]:
    """Of all regions, in their order: those within a region stand behind it."""
    return sorted(gazetteer.load().regions)


@cache
def _begins(code: str) -> frozenset[str]:
    """The first words of a region's districts and villages."""
    return frozenset((*_districts(code), *gazetteer.load().villages.get(code, {})))


@cache
def district_names(code: str) -> tuple[str, ...]:
    """The names of a region's districts, in lower case."""
    return tuple(" ".join(name) for names in _districts(code).values() for name, _ in names)


def _is_bare(tokens: Sequence[Token], i: int) -> bool:
    """A long name amid words that are none: "di Singojuruh", not "Pabrik Genteng Jaya"."""
    return i > 0 and tokens[i].capital and len(tokens[i].word) >= 6 and not tokens[i - 1].capital


def _in_village(tokens: Sequence[Token], i: int, profile: Profile) -> bool:
    """ "Desa Tamansari", "Desa Wisata Tamansari"."""
    head = i - 1 - (i > 1 and tokens[i - 1].word in profile.village_kinds)
    return tokens[i].capital and head >= 0 and tokens[head].word in profile.village_heads


def _length(names: gazetteer.Names, words: Sequence[str], i: int) -> int:
    """How many words at i are one of the names ("Puskesmas Singojuruh", "Balai Desa Tamansari")."""
    for name, _ in names.get(words[i], ()):
        if tuple(words[i : i + len(name)]) == name:
            return len(name)
    return 0


def _people(profile: Profile, published: date | None) -> Phrases:
    return _called(tuple((p.name, *p.short) for p in profile.people if p.serves(published)))


@lru_cache(maxsize=1024)
def _called(people: tuple[tuple[str, ...], ...]) -> Phrases:
    return Phrases.of((name, "person") for names in people for name in names)


def _headed(tokens: Sequence[Token], i: int, profile: Profile) -> bool:
    """Does a word for a village stand right before?"""
    return bool(i) and not tokens[i].before and tokens[i - 1].word in (*profile.namesake_heads, *profile.village_heads)


def _is_province(tokens: Sequence[Token], i: int, profile: Profile) -> bool:
    """ "X, Y" where X lies in a province that bears the place's name Y: the province is meant."""
    if not profile.shares_name_with or i == 0:
        return False
    before = gazetteer.load().mentions(tokens[max(0, i - 4) : i])
    if not before or before[-1].last != min(i, 4) - 1 or profile.code in before[-1].codes:
        return False
    return any(gazetteer.contains(p, code) for code in before[-1].codes for p in profile.shares_name_with)


def _is_namesake(document: Document, profile: Profile) -> bool:
    """Is a village elsewhere meant? So when its head or its regency says so before the place is named with its own."""
    if not profile.namesake_heads and not profile.village_heads:
        return False
    elsewhere = False
    for sentence in document.sentences:
        tokens = sentence.tokens
        for i in range(1, len(tokens)):
            if not (tokens[i].capital and _is_name(tokens, i, profile)):
                continue
            if tokens[i - 1].word in gazetteer.load().cues:
                return elsewhere
            sure = _headed(tokens, i, profile) and tokens[i - 1].word in profile.namesake_heads
            placed = _headed(tokens, i, profile) and _lies_elsewhere(tokens, i, profile)
            elsewhere = elsewhere or sure or placed or _is_in_district_elsewhere(tokens, i, profile)
    return elsewhere


def _is_in_district_elsewhere(tokens: Sequence[Token], i: int, profile: Profile) -> bool:
    """ "BUMDes X, Kecamatan Y": a district of another regency right after the name and a comma?"""
    after = tokens[i + 1 : i + 6]
    if not after or after[0].before != "," or gazetteer.load().cues.get(after[0].word) != "district":
        return False
    found = gazetteer.load().mentions(after)
    return bool(found) and found[0].first == 0 and not any(gazetteer.contains(profile.code, c) for c in found[0].codes)


def _is_name(tokens: Sequence[Token], i: int, profile: Profile) -> bool:
    if tokens[i].word not in profile.phrases.by_first:
        return False
    match = profile.phrases.at([t.word for t in tokens[i : i + 4]], 0)
    return match is not None and match[1] == "name"


def _lies_elsewhere(tokens: Sequence[Token], i: int, profile: Profile) -> bool:
    """ "Desa X, Kecamatan Y, Kabupaten Z": do the words right after the name put it in another regency?"""
    regions, after = gazetteer.load(), tokens[i + 1 : i + 8]
    if not after or not (after[0].before in (",", "(") or after[0].word in regions.cues):
        return False
    for region in regions.mentions(after):
        if region.level in ("regency", "city") and not any(gazetteer.contains(profile.code, c) for c in region.codes):
            return True
    return False

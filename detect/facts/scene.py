"""What an article's sentences name: regions, institutions and people, and which of them belong to the watched place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from article import Span
from detect import gazetteer
from detect.facts.bodies import Body, bodies
from detect.facts.cues import ABROAD, VERBS
from detect.facts.identity import is_national
from detect.facts.lexicon import holds, phrases, section, table
from detect.facts.people import Person, people
from detect.gazetteer import COUNTRY, Mention, every
from detect.mentions import Reading
from detect.profile import Profile
from detect.sentences import Token

# What the readings call the watched place itself, and what stands in it.
_OWN = ("name", "inside")


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence with what it names. `background` says it tells of other guests or times; only up to token `earlier`
    where it then comes back to these ("setelah sebelumnya X, kini giliran Y")."""

    reading: Reading
    index: int
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    regions: tuple[Mention, ...]
    bodies: tuple[Body, ...]
    people: tuple[Person, ...]
    background: bool
    earlier: int = 0

    def says(self, kinds: frozenset[str]) -> bool:
        """Has the sentence a cue of one of these kinds?"""
        reading = self.reading
        return any(c.kind in kinds for c in reading.grammar.values()) or any(c.kind in kinds for c in reading.colour)

    def cue(self, i: int) -> str:
        """The grammar cue at token i, "" when none."""
        found = self.reading.grammar.get(i)
        return found.kind if found is not None else ""


@dataclass(frozen=True, slots=True)
class Scene:
    """All sentences of an article. `text` is Article.text; `certain` are the regions that are named at all, `clear`
    those that are named so that no other region can be meant. `own_keys` are institutions that it says are of the
    place; `dateline` are the words of its dateline."""

    text: str
    profile: Profile
    seen: tuple[Seen, ...]
    certain: frozenset[str]
    clear: frozenset[str]
    own_keys: frozenset[str] = frozenset()
    dateline: tuple[Token, ...] = ()

    @property
    def at_home(self) -> bool:
        """Was the article written in the watched place?"""
        names = {name.lower() for name in (*self.profile.names, *self.profile.datelines)}
        districts = _districts(self.profile.code)
        return any(token.word in names or token.word in districts for token in self.dateline)

    @property
    def is_away(self) -> bool:
        """Was it written elsewhere, most likely in the guests' own region?"""
        return bool(self.dateline) and not self.at_home

    def span(self, seen: Seen, first: int, last: int) -> Span:
        """The characters of tokens first..last, with the closing bracket of an abbreviation that ends them."""
        start, end = seen.tokens[first].start + len(every(seen.tokens[first])), seen.tokens[last].end
        inside = self.text[start:end]
        open_bracket = inside.count("(") > inside.count(")") and self.text[end : end + 1] == ")"
        return Span(start, end + open_bracket)

    def words(self, seen: Seen, first: int, last: int) -> str:
        """The text of tokens first..last, its spaces single."""
        span = self.span(seen, first, last)
        return " ".join(self.text[span.start : span.end].split())

    def means(self, mention: Mention) -> bool:
        """Is a region meant? "Batu" alone is one only where "Kota Batu" stands elsewhere in the article."""
        return mention.sure or not self.certain.isdisjoint(mention.codes)

    def owns(self, seen: Seen, mention: Mention) -> bool:
        """Does the mention mean the watched place or a part of it?"""
        if any(m.kind in _OWN and m.first <= mention.last and mention.first <= m.last for m in seen.reading.mentions):
            return True
        inside = [gazetteer.contains(self.profile.code, code) for code in mention.codes]
        return any(inside) if mention.level == "district" else all(inside)

    def owns_body(self, seen: Seen, body: Body) -> bool:
        """Is it an institution of the watched place: by its region, by a name the profile lists?"""
        if body.regions:
            return self.owns(seen, body.regions[-1])
        if body.key in self.own_keys:
            return True
        return any(m.kind in _OWN and body.first <= m.first <= body.last for m in seen.reading.mentions)


@lru_cache(maxsize=16)
def _districts(code: str) -> frozenset[str]:
    """The districts of a regency whose names are one word."""
    regions = gazetteer.load().regions.values()
    return frozenset(r.name.lower() for r in regions if r.level == "district" and gazetteer.contains(code, r.code))


def see(text: str, readings: Sequence[Reading], profile: Profile, dateline: Sequence[Token] = ()) -> Scene:
    """Find everything that the sentences of `text` name."""
    villages = _villages(readings)
    seen: list[Seen] = []
    certain: set[str] = set()
    for reading in readings:
        one = _seen(reading, len(seen), villages, seen[-1] if seen else None)
        certain.update(code for region in one.regions if region.sure for code in region.codes)
        seen.append(one)
    clear = frozenset(region.codes[0] for one in seen for region in one.regions if len(region.codes) == 1)
    scene = Scene(text, profile, tuple(seen), frozenset(certain), clear, dateline=tuple(dateline))
    return replace(scene, own_keys=_own_keys(scene))


def _own_keys(scene: Scene) -> frozenset[str]:
    """ "BPPT X ... BPPT": an institution said once to be of the place is meant where its region is left out, unless
    another region's of that name is told of too."""
    own: set[str] = set()
    others: set[str] = set()
    for seen in scene.seen:
        for body in seen.bodies:
            here = bool(body.regions) and scene.owns(seen, body.regions[-1]) and not is_national(body.key)
            keys = {body.key, body.short or body.key}
            if here:
                own |= keys
            elif body.regions:
                others |= keys
    return frozenset(own - others)


def _seen(reading: Reading, index: int, villages: frozenset[str], before: Seen | None) -> Seen:
    tokens = reading.sentence.tokens
    words = tuple(token.word for token in tokens)
    verbs = frozenset(i for i, cue in reading.grammar.items() if cue.kind in VERBS)
    regions = sorted((*gazetteer.load().mentions(tokens), *_countries(reading)), key=lambda mention: mention.first)
    named = bodies(tokens, regions, verbs)
    holders = people(tokens, regions, named, verbs, villages)
    earlier = _earlier(tokens)
    told = [token.word for token in tokens[earlier:] if not token.quoted]
    background = _is_background(told) or _carries_on(before, reading, words)
    return Seen(reading, index, tokens, words, tuple(regions), tuple(named), tuple(holders), background, earlier)


def _is_background(told: Sequence[str]) -> bool:
    """Earlier guests or times; "sehari sebelumnya" and "pekan lalu (13/11)" only tell when something was."""
    spans = section("told")["spans"]
    kept = [w for i, w in enumerate(told) if not (w in section("told")["before"] and _says_when(told, i, spans))]
    return holds(phrases("told", "background"), kept)


def _says_when(told: Sequence[str], i: int, spans: frozenset[str]) -> bool:
    """Is a span of time counted back from, or the day spelt out right behind, or are the same guests told of?"""
    counted = i > 0 and told[i].endswith(table("offices")["enclitic"]) and told[i - 1] in spans
    return counted or any(word[:1].isdigit() or word in section("told")["same"] for word in told[i + 1 : i + 2])


def _earlier(tokens: Sequence[Token]) -> int:
    """Where a sentence that begins with earlier guests comes to those of this visit; 0 when it does not."""
    words = [token.word for token in tokens]
    again, background = phrases("told", "again"), phrases("told", "background")
    turns = (i for i, w in enumerate(words) if w in again.by_first and again.at(words, i) and not tokens[i].quoted)
    return next((i for i in turns if i and holds(background, words[:i])), 0)


def _countries(reading: Reading) -> list[Mention]:
    """Countries as regions without a ministry's code: their name with a mark takes its place."""
    found = []
    for cue in reading.colour:
        words = reading.sentence.tokens[cue.first : cue.last + 1]
        if cue.kind == ABROAD and words[0].capital:
            name = " ".join(token.word for token in words)
            if name not in section("told")["no_country"]:
                found.append(Mention(cue.first, cue.first, cue.last, (COUNTRY + name,), None, True))
    return found


def _villages(readings: Sequence[Reading]) -> frozenset[str]:
    """What the article calls a village: the name right after "Desa" or "Kelurahan"."""
    heads = section("told")["villages"]
    found = set()
    for reading in readings:
        tokens = reading.sentence.tokens
        for before, token in pairwise(tokens):
            if before.word in heads and token.capital and not token.before:
                found.add(token.word)
    return frozenset(found)


def _carries_on(before: Seen | None, reading: Reading, words: Sequence[str]) -> bool:
    """ "Sebelumnya datang pula X. Mereka ...": the same paragraph goes on about the others."""
    if before is None or not before.background or words[0] not in section("told")["pronouns"]:
        return False
    return before.reading.sentence.paragraph == reading.sentence.paragraph

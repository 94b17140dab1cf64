"""What an article's sentences name: regions, institutions and people, and which of them belong to the watched place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from article import Span
from detect import gazetteer
from detect.facts import abroad
from detect.facts.background import is_background, others_until
from detect.facts.bodies import Body, bodies
from detect.facts.cues import VERBS
from detect.facts.identity import is_national
from detect.facts.lexicon import holds, phrases, section
from detect.facts.people import Person, people
from detect.gazetteer import Mention, every
from detect.mentions import Reading
from detect.profile import Profile
from detect.sentences import Token

# What the readings call the watched place itself, and what stands in it.
_OWN = ("name", "inside")
# Longer words in capitals are names of places more often than of papers.
_INITIALS = 4
# The last paragraph that still tells what the article is about.
_LEAD = 1


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
    def told_at(self) -> list[Token]:
        """The dateline without the outlet's name ("SANGATTA, Kabar Kaltim", "MalangVoice")."""
        domains = section("dateline")["domains"]
        behind = [*(token.word for token in self.dateline[1:]), ""]
        return [t for t, word in zip(self.dateline, behind, strict=False) if word not in domains and not _is_outlet(t)]

    @property
    def is_away(self) -> bool:
        """Was it written elsewhere, most likely in the guests' own region?"""
        return bool(self.told_at) and not self.at_home

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
        if seen.reading.mentioned(_OWN, mention.first, mention.last):
            return True
        inside = [gazetteer.contains(self.profile.code, code) for code in mention.codes]
        return any(inside) if mention.level == "district" else all(inside)

    def owns_body(self, seen: Seen, body: Body) -> bool:
        """Is it an institution of the watched place: by its region, by a name the profile lists?"""
        if body.regions:
            return self.owns(seen, body.regions[-1])
        if body.key in self.own_keys:
            return True
        end = body.last + 1  # "Balai Taman Nasional | Alas Purwo"
        return any(m.kind in _OWN and body.first <= m.first <= end for m in seen.reading.mentions)


def _is_outlet(token: Token) -> bool:
    """ "TribunJatim", "Suarabwi", "SJP": words and initials that papers are called by, and places are not."""
    words, text = section("dateline"), token.text
    initials = len(text) <= _INITIALS and text.isupper()
    joined = not text.isupper() and text[1:] != text[1:].lower()
    if initials or joined or token.word in words["domains"] or token.word in words["papers"]:
        return True
    return token.word.startswith(tuple(words["begin"])) or token.word.endswith(tuple(words["end"]))


@lru_cache(maxsize=1024)
def _districts(code: str) -> frozenset[str]:
    """The districts of a regency whose names are one word."""
    regions = gazetteer.load().regions.values()
    return frozenset(r.name.lower() for r in regions if r.level == "district" and gazetteer.contains(code, r.code))


def see(text: str, readings: Sequence[Reading], profile: Profile, dateline: Sequence[Token] = ()) -> Scene:
    """Find everything that the sentences of `text` name."""
    villages = _villages(readings) | _own_villages(profile.code)
    seen: list[Seen] = []
    certain: set[str] = set()
    towns: dict[str, str] = {}
    for reading in readings:
        one = _seen(reading, len(seen), villages, seen[-1] if seen else None, towns)
        certain.update(code for region in (*one.regions, *_in_names(one)) if region.sure for code in region.codes)
        seen.append(one)
    home = gazetteer.load().mentions(dateline)
    certain.update(code for region in home if region.first == region.name for code in region.codes)
    clear = frozenset(region.codes[0] for one in seen for region in one.regions if len(region.codes) == 1)
    scene = Scene(text, profile, tuple(seen), frozenset(certain), clear, dateline=tuple(dateline))
    return replace(scene, own_keys=_own_keys(scene))


def _in_names(seen: Seen) -> Iterator[Mention]:
    """ "RSUD Ende", "Disdukcapil Bone": behind an institution even an ordinary word is the region it is named by."""
    for body in seen.bodies:
        yield from (region._replace(sure=True) for region in body.regions if seen.tokens[region.name].capital)


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


def _seen(reading: Reading, index: int, villages: frozenset[str], before: Seen | None, known: dict[str, str]) -> Seen:
    """What one sentence names; `known` are the towns abroad that those before it told of."""
    tokens = reading.sentence.tokens
    words = reading.sentence.words
    verbs = frozenset(i for i, cue in reading.grammar.items() if cue.kind in VERBS)
    regions = _regions(reading, known)
    named = [_to_its_name(reading, body) for body in bodies(tokens, regions, verbs)]
    holders = people(tokens, regions, named, verbs, villages)
    earlier = others_until(tokens)
    told = [token for token in tokens[earlier:] if not token.quoted]
    background = is_background(told, leads=reading.sentence.paragraph <= _LEAD) or _carries_on(before, reading, words)
    return Seen(reading, index, tokens, words, tuple(regions), tuple(named), tuple(holders), background, earlier)


def _to_its_name(reading: Reading, body: Body) -> Body:
    """ "RSUD Melati Rini Hartono": an institution that the profile knows ends with its name."""
    inside = (m.last for m in reading.mentions if m.kind == "inside" and body.first <= m.first and m.last < body.last)
    last = max(inside, default=body.last)
    return body if any(last < region.last for region in body.regions) else body._replace(last=last)


def _regions(reading: Reading, known: dict[str, str]) -> list[Mention]:
    """Regions and countries in order; "Papua" is none inside "Papua Nugini"."""
    countries = abroad.countries(reading, known)
    inside = {i for country in countries for i in range(country.first, country.last + 1)}
    tokens = reading.sentence.tokens
    found = (r for r in reading.regions if inside.isdisjoint((r.name, r.last)) and not _is_paper(tokens, r))
    return sorted((*found, *countries), key=lambda mention: mention.first)


def _is_paper(tokens: Sequence[Token], region: Mention) -> bool:
    """ "Kalteng Pos", "Suara NTB": a newspaper's name."""
    words = section("dateline")
    behind = tokens[region.last + 1 : region.last + 2]
    if behind and behind[0].capital and not behind[0].before and behind[0].word in words["behind"]:
        return True
    before = tokens[region.first - 1] if region.first else None
    return before is not None and before.capital and not tokens[region.first].before and before.word in words["before"]


def _villages(readings: Sequence[Reading]) -> frozenset[str]:
    """What the article calls a village: the name right after "Desa" or "Kelurahan"."""
    heads = section("told")["villages"]
    found: set[str] = set()
    for reading in readings:
        tokens = reading.sentence.tokens
        for i, (before, token) in enumerate(pairwise(tokens)):
            if before.word in heads and token.capital and not token.before:
                held = i > 0 and tokens[i - 1].word in section("told")["head_of"]  # "Kepala Desa Hartono"
                found.update(() if held else (token.word,))
    return frozenset(found)


@lru_cache(maxsize=16)
def _own_villages(code: str) -> frozenset[str]:
    """The villages of a regency whose names are one word."""
    known = gazetteer.load().villages.get(code, {})
    return frozenset(first for first, names in known.items() if any(len(name) == 1 for name, _ in names))


def _carries_on(before: Seen | None, reading: Reading, words: Sequence[str]) -> bool:
    """ "Sebelumnya datang pula X. Mereka ...", "Sleman bukan yang pertama. Awal Mei ...": the same paragraph goes on
    about the others."""
    if before is None or before.reading.sentence.paragraph != reading.sentence.paragraph:
        return False
    return holds(phrases("told", "not_first"), before.words) or (
        before.background and words[0] in section("told")["pronouns"]
    )

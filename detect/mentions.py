"""Who and where: the words of a sentence that name the watched place, or somebody and somewhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from detect import gazetteer
from detect.letters import QUOTES
from detect.letters import is_slip as is_slip
from detect.lexicon import Cue, Lexicon
from detect.place import place_of
from detect.profile import Profile
from detect.reading import Kind, Side
from detect.reading import Mention as Mention
from detect.reading import Reading as Reading
from detect.sentences import Document, Sentence, Token

_ASKS = "tanya"
_ABBREVIATION = 4  # letters; shorter names of institutions are written in capitals


def read_all(document: Document, profile: Profile, lexicon: Lexicon, published: date | None) -> list[Reading]:
    """Every sentence with its cues and mentions."""
    place = place_of(document, profile, lexicon, published)
    regions = gazetteer.load()
    named = [regions.mentions(sentence.tokens) for sentence in document.sentences]
    certain = {code for found in named for region in found if region.sure for code in region.codes}
    readings = []
    for sentence, found in zip(document.sentences, named, strict=True):
        grammar, colour = lexicon.cues(sentence.words)
        grammar.update(_asked(sentence.tokens, grammar))
        mentions = place.mentions(sentence, colour)
        bodies = {cue.last for cue in colour if cue.kind == "body"}
        mentions += _regions([r for r in found if _is_region(r, bodies, certain)], mentions, profile)
        mentions += _institutions(sentence.tokens, grammar, colour, mentions)
        mentions += _schools(sentence, grammar, colour, mentions)
        mentions += _guests(sentence.tokens, grammar, colour, mentions)
        mentions.sort(key=lambda m: m.first)
        readings.append(Reading(sentence, grammar, tuple(colour), tuple(mentions), tuple(found)))
    return _seated(readings)


def _asked(tokens: Sequence[Token], grammar: Mapping[int, Cue]) -> dict[int, Cue]:
    """ ""Bukunya tidak hilang?" tanya Kabid X": right behind what was said it is speech, and nobody is asked."""
    spoken = (i for i, token in enumerate(tokens) if token.word == _ASKS and not QUOTES.isdisjoint(token.before))
    return {i: Cue("say", i, i) for i in spoken if not tokens[i].quoted and i in grammar and grammar[i].last == i}


def _seated(readings: list[Reading]) -> list[Reading]:
    """An institution said to stand in the place stands there wherever it is named: the title seldom says so."""
    here = {_words(r, m) for r in readings for m in r.mentions if m.kind == "institution" and m.side == "place"}
    if not here:
        return readings
    return [
        replace(r, mentions=tuple(m._replace(side="place") if _words(r, m) in here else m for m in r.mentions))
        for r in readings
    ]


def _words(reading: Reading, mention: Mention) -> tuple[str, ...]:
    return tuple(token.word for token in reading.tokens[mention.first : mention.last + 1])


def _is_region(region: gazetteer.Mention, bodies: set[int], certain: set[str]) -> bool:
    """An ordinary word is a region after a body's name ("RSUD Siak"; `bodies` are the last words of such names), or
    where the article names it plainly as well."""
    return region.sure or region.first - 1 in bodies or not certain.isdisjoint(region.codes)


def _regions(found: Iterable[gazetteer.Mention], taken: Sequence[Mention], profile: Profile) -> list[Mention]:
    """Other regions; a province in apposition ("Pemkab Sragen, Jawa Tengah") belongs to the name before it."""
    out: list[Mention] = []
    for region in found:
        if _overlaps(taken, region.first, region.last) or profile.code in region.codes:
            continue  # the place's own name counts only where place.py says so
        if any(gazetteer.contains(profile.code, code) for code in region.codes):
            out.append(Mention("place", "inside", region.first, region.last))
            continue
        is_province = region.level in (None, "province") and len(region.codes[0]) == 2
        if is_province and any(m.last == region.first - 1 for m in (*taken, *out)):
            continue
        parent = all(code == profile.code[:2] for code in region.codes)
        out.append(Mention("other", "parent" if parent else "region", region.first, region.last))
    return out


def _institutions(
    tokens: Sequence[Token], grammar: dict[int, Cue], colour: Sequence[Cue], taken: Sequence[Mention]
) -> list[Mention]:
    """Ministries, universities and the like under their own name, unless a region in the name says whose they are."""
    out: list[Mention] = []
    for cue in colour:
        if cue.kind not in ("institution", "abroad") or (out and cue.first <= out[-1].last):
            continue
        text = tokens[cue.first].text
        short = len(text) <= _ABBREVIATION and cue.first == cue.last
        if not (text.isupper() if short else text[0].isupper()):
            continue
        last = cue.last
        while last + 1 < len(tokens) and _goes_on(tokens, last + 1, grammar):
            last += 1
        if not _overlaps(taken, cue.first, last):
            kind: Kind = "institution" if cue.kind == "institution" else "abroad"
            out.append(Mention(_seat(tokens, last, taken), kind, cue.first, last))
    return out


def _goes_on(tokens: Sequence[Token], i: int, grammar: dict[int, Cue]) -> bool:
    """Does an institution's name go on at word i: in capitals, or over a conjunction between capitals?"""
    if i in grammar or set(tokens[i].before) - {"("}:
        return False
    joins = len(tokens[i].text) == 3 and i + 1 < len(tokens) and tokens[i + 1].capital and i + 1 not in grammar
    return (
        tokens[i].capital or tokens[i].text.isdigit() or (joins and not tokens[i + 1].before and tokens[i - 1].capital)
    )


def _seat(tokens: Sequence[Token], last: int, taken: Sequence[Mention]) -> Side:
    """Whose an institution is: "Pondok Pesantren Darussalam, X" stands in the watched place."""
    cues = gazetteer.load().cues
    for mention in taken:
        gap = tokens[last + 1 : mention.first + 1]
        apart = [token for token in gap[:-1] if token.word not in cues]
        if gap and not apart and gap[0].before in (",", "(") and not any(token.before for token in gap[1:]):
            return mention.side
    return "other"


def _schools(
    sentence: Sentence, grammar: dict[int, Cue], colour: Sequence[Cue], taken: Sequence[Mention]
) -> list[Mention]:
    """ "mahasiswa Ubaya", "Rutan Kraksaan": a name right after people who belong somewhere, or after an office that is
    called after its town, known or not.

    Headlines capitalise everything: there only an abbreviation in capitals counts."""
    tokens = sentence.tokens
    out: list[Mention] = []
    no_name = {i for c in colour if c.kind in ("training", "guest", "rank") for i in range(c.first, c.last + 1)}
    for cue in colour:
        first = cue.last + 1
        if cue.kind not in ("guest", "seat") or first >= len(tokens) or first in no_name:
            continue
        if first in grammar or tokens[first].before:
            continue
        text = tokens[first].text
        named = text.isupper() and len(text) > 1 if sentence.part == "title" else text[0].isupper()
        # A school's name may be long, with the town at its end; an office's is the town.
        if named and not _overlaps(taken, first, first + (4 if cue.kind == "guest" else 1)):
            out.append(Mention("other", "institution", first, first))
    return out


def _guests(
    tokens: Sequence[Token], grammar: dict[int, Cue], colour: Sequence[Cue], taken: Sequence[Mention]
) -> list[Mention]:
    """ "rombongan", "40 pejabat" and the like where no name follows that says whose."""
    out: list[Mention] = []
    for cue in colour:
        if cue.kind != "guest":
            continue
        end = cue.last
        while end + 1 < len(tokens) and end - cue.last < 6 and end + 1 not in grammar and not tokens[end + 1].before:
            end += 1
        if not _overlaps((*taken, *out), cue.first, end):
            out.append(Mention("guests", "people", cue.first, cue.last))
    return out


def _overlaps(mentions: Iterable[Mention], first: int, last: int) -> bool:
    return any(m.first <= last and first <= m.last for m in mentions)

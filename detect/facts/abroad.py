"""Countries, and what lies in them: "Timor-Leste", "Toyama Prefecture", "Provinsi Krabi, Thailand"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detect.facts.cues import ABROAD
from detect.facts.lexicon import institutions, phrases, section
from detect.gazetteer import COUNTRY, Mention
from detect.mentions import Reading

# Words of the longest foreign name.
_FOREIGN = 4
# What makes the code of an unknown town or province abroad that of a part of its country.
_PART = " province"


def countries(reading: Reading, known: dict[str, str]) -> list[Mention]:
    """Countries as regions without a ministry's code: their name with a mark takes its place. `known` are the towns
    and provinces abroad that the article told of before, each with its code; new ones are added."""
    found, tokens = list[Mention](), reading.sentence.tokens
    abroad = ((c.first, c.last) for c in reading.colour if c.kind == ABROAD)
    for first, last in dict.fromkeys((*abroad, *_foreign(reading))):
        name = " ".join(token.word for token in tokens[first : last + 1])
        if tokens[first].capital and name not in section("told")["no_country"]:
            several = name.endswith("s") and first > 0  # "the Netherlands"
            start = first - (several and tokens[first - 1].word in section("calendar")["english"])
            found.append(Mention(start, start, last, (COUNTRY + name,), None, True))
    taken = {i for country in found for i in range(country.first, country.last + 1)}
    parts = [part for country in found if (part := _part(reading, country, taken)) is not None]
    for part in parts:
        if part.name == part.last:
            known[tokens[part.name].word] = part.codes[0]
    return [*found, *parts, *_told_again(reading, known, (*found, *parts))]


def _part(reading: Reading, country: Mention, taken: set[int]) -> Mention | None:
    """ "dari Krabi, | Thailand", "Provinsi Krabi, | Thailand": an unknown name that the country is told behind, where
    the word before it says that it is a place."""
    tokens, end = reading.sentence.tokens, country.first
    if end < 2 or tokens[end].before != ",":
        return None
    start, told = end, section("told")
    taken = taken | {i for region in reading.regions for i in range(region.first, region.last + 1)}
    while start and end - start < _FOREIGN and tokens[start - 1].capital and (start == end or not tokens[start].before):
        if tokens[start - 1].word in told["levels"] or start - 1 in taken or start - 1 in reading.grammar:
            break
        start -= 1
    name = " ".join(token.word for token in tokens[start:end])
    known = institutions().heads | institutions().trailing
    if not start or start == end or tokens[start].before or start - 1 in taken or not known.isdisjoint(name.split()):
        return None
    opens = tokens[start - 1].word
    if opens not in told["levels"] and opens not in told["natives"] and opens not in told["from"]:
        return None
    return Mention(start - (opens in told["levels"]), start, end - 1, (COUNTRY + name + _PART,), None, True)


def _told_again(reading: Reading, known: dict[str, str], found: Sequence[Mention]) -> Iterator[Mention]:
    """The same town or province without its country."""
    if not known:
        return
    inside = {i for mention in found for i in range(mention.first, mention.last + 1)}
    tokens, held = reading.sentence.tokens, section("offices")["titles"] | section("told")["levels"]
    for i, token in enumerate(tokens):
        if token.capital and token.word in known and i not in inside:
            first = i - (i > 0 and tokens[i - 1].word in held and not token.before)
            yield Mention(first, i, i, (known[token.word],), None, True)


def _foreign(reading: Reading) -> Iterator[tuple[int, int]]:
    """Foreign states, provinces and towns that facts.toml knows beside the lexicon's countries."""
    known, tokens = phrases("told", "foreign", "countries"), reading.sentence.tokens
    kinds = section("told")["foreign_kinds"]
    for i, token in enumerate(tokens):
        if token.word in kinds and (start := _foreign_name(reading, i)) < i:
            yield start, i - (" ".join(t.word for t in tokens[start:i]) in section("told")["foreign"])
        if token.word in known.by_first and token.capital:
            at = known.at([t.word for t in tokens[i : i + _FOREIGN]], 0)
            if at is not None:
                yield i, i + at[0] - 1


def _foreign_name(reading: Reading, kind: int) -> int:
    """ "Quang Nam province", "Toyama Prefecture": where the unknown name starts that ends before token `kind`."""
    tokens, start = reading.sentence.tokens, kind
    known = {i for region in reading.regions for i in range(region.first, region.last + 1)}
    while start and kind - start < _FOREIGN and tokens[start - 1].capital and not tokens[start].before:
        if start == 1 or start - 1 in known or start - 1 in reading.grammar:
            return kind
        start -= 1
    return start

"""What the names of an article stand beside, and by which rules they play their parts: small weights, learnt as those
of words are.

wording.py leaves names out; here only the side of each is known. "datang ke <place>", "<other> bertanya" and "<other>
learns at" are told of any place and any guests, so that they weigh what no rule of the grammar has been written for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detect.grammar import Role
from detect.measures import Measure
from detect.reading import Reading
from detect.wording import READ, Present, carried, stem

# Sentences, the title's too, in which news says who goes where.
_OPENING = 4


def company(weights: Mapping[str, float], readings: Sequence[Reading], parts: Sequence[Sequence[Role]]) -> Measure:
    """The log-odds that the company of the names carries; `parts` holds the roles of each reading."""
    return carried("company", weights, present(readings, parts))


def present(readings: Sequence[Reading], parts: Sequence[Sequence[Role]]) -> Present:
    """Each neighbour and each rule, with where it stands first."""
    found: Present = {}
    for n, (reading, roles) in enumerate(zip(readings[:READ], parts, strict=False)):
        for key, i in (*_beside(reading), *_rules(roles, early=n < _OPENING)):
            found.setdefault(key, (reading, i))
    return found


def _rules(roles: Sequence[Role], *, early: bool) -> Iterator[tuple[str, int]]:
    for role in roles:
        told = f"<{role.mention.side}>: {role.rule}"
        yield told, role.cue.first
        if early:
            yield f"{told}, early", role.cue.first


def _beside(reading: Reading) -> Iterator[tuple[str, int]]:
    """The word right before and right after each name, where no mark stands between them."""
    sides = {i: f"<{m.side}>" for m in reversed(reading.mentions) for i in range(m.first, m.last + 1)}
    for mention in reading.mentions:
        own = f"<{mention.side}>"
        before = _class(reading, mention.first - 1, sides) if not reading.tokens[mention.first].before else None
        if before not in (None, own):
            yield f"{before} {own}", mention.first - 1
        last = mention.last + 1
        after = _class(reading, last, sides) if not any(t.before for t in reading.tokens[last : last + 1]) else None
        if after not in (None, own):
            yield f"{own} {after}", last


def _class(reading: Reading, i: int, sides: Mapping[int, str]) -> str | None:
    """The stem of word i, or what it is: a name of somebody's, another name, a number."""
    if not 0 <= i < len(reading.tokens):
        return None
    token = reading.tokens[i]
    if i in sides:
        return sides[i]
    if not token.word.isalpha():
        return "<number>" if token.word[:1].isdigit() else None
    named = token.capital and i > 0 and reading.sentence.part != "title"
    return "<name>" if named else stem(token.word)

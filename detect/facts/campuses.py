"""A campus and its parts, told side by side: one institution."""

from __future__ import annotations

from collections.abc import Sequence

from detect.facts.body import Body
from detect.facts.lexicon import institutions
from detect.sentences import Token


def is_part(tokens: Sequence[Token], whole: Body, body: Body) -> bool:
    """ "Universitas X Fakultas Y": is the second a part of the first?"""
    first = tokens[body.first]
    return (
        whole.kind == "campus"
        and first.word in institutions().inner
        and whole.last == body.first - 1
        and not first.before
    )


def is_whole(tokens: Sequence[Token], part: Body, body: Body) -> bool:
    """ "Jurusan X, Fakultas Y, | Universitas Z": is the second what the first is a part of?"""
    known, between = institutions(), tokens[part.last + 1 : body.first]
    if part.kind != "campus" or body.kind != "campus" or part.key.split()[0] not in known.inner:
        return False
    named = all(t.capital or t.word in known.connectors for t in between)
    return named and tokens[body.first].before.removeprefix(")") == ","

"""Abbreviations in brackets: they tell how far the name before them goes, whatever words it is made of."""

from __future__ import annotations

from collections.abc import Container, Sequence

from detect.facts.identity import abbreviates
from detect.facts.lexicon import institutions
from detect.sentences import Token

# Words of the longest name that an abbreviation is looked for behind.
_LONGEST = 12
# Words of the longest abbreviation ("Dinas PMD").
_SHORT = 3


def abbreviated(tokens: Sequence[Token], first: int, ends: Container[int]) -> int:
    """ "Tim Pengendalian Inflasi Daerah | (TPID)": the token of the abbreviation that stands for the capitalised words
    from token `first` on, `first` where there is none; no name runs across the tokens `ends`."""
    known = institutions().connectors
    for i in range(first + 1, min(len(tokens), first + _LONGEST)):
        token = tokens[i]
        if token.before.endswith("("):
            closed = i + 1 == len(tokens) or tokens[i + 1].before.startswith(")")
            words = [t.word for t in tokens[first:i] if t.word not in known]
            return i if closed and token.before == "(" and abbreviates(token.word, words) else first
        named = token.capital or token.word in known
        if not named or i in ends or token.before not in ("", ",", "-", "/"):
            return first
    return first


def in_brackets(tokens: Sequence[Token], first: int) -> int:
    """How many tokens from `first` on are an abbreviation that closes its brackets; 0 for a remark ("perencanaan
    berbasis data") and what ends in a number ("bagian 1")."""
    for length in range(1, _SHORT + 1):
        end = first + length
        if end >= len(tokens) or tokens[end].before.startswith(")"):
            remark = length > 1 and tokens[first].text.islower()
            numbered = tokens[first].text[0].isdigit() or tokens[end - 1].text.isdigit()
            return 0 if remark or numbered else length
    return 0

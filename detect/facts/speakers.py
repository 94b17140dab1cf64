"""People told of at the head of a sentence without an office that the lexicon knows.

"Rini Hartono menjelaskan", "Petugas loket desa, Rini Hartono (26), membuka catatannya".
"""

from __future__ import annotations

from collections.abc import Sequence

from detect.facts.lexicon import section
from detect.facts.names import Around, Name, name_at
from detect.sentences import Token

# Words of whatever somebody is, and between the name and the verb ("Rini Hartono juga memperlihatkan").
_LONGEST, _REACH = 9, 3
_AGE = 2
# How Indonesian verbs of doing begin; and letters that shorter words seldom have.
_ACTIVE, _VERB = ("mem", "men", "ber"), 6
# How long what is said of somebody between commas may be.
_DESCRIBED = 14


def speaker(tokens: Sequence[Token], around: Around) -> Name | None:
    """ "Rini Hartono menjelaskan", "Rini Hartono dari kelompok X bercerita", "Rini (54) ...": words in capitals that
    open a sentence and speak, or whose age is told."""
    # "Menurut Rini Hartono (26), ...": the word before the name is no part of it.
    told_by = bool(tokens) and tokens[0].word in section("offices")["told_by"]
    name = name_at(tokens, 1 if told_by else 0, around)
    if name is None or name[1] + 1 >= len(tokens):
        return None
    behind = tokens[name[1] + 1]
    if behind.before == "(" and behind.text.isdigit() and len(behind.text) == _AGE:
        return name
    if name[0] == name[1] or behind.before:
        return None
    if behind.word in section("told")["natives"]:
        return name if _acts(tokens, name[1] + 1, _LONGEST) else None
    return name if behind.word in section("hosts")["explains"] else None


def described(tokens: Sequence[Token], around: Around) -> Name | None:
    """ "Susi, pendamping warga yang mengantar tamu, menceritakan": what stands behind the name says who that is."""
    offices = section("offices")
    if tokens and (tokens[0].word in offices["no_office"] or tokens[0].word in offices["connectives"]):
        return None
    name = name_at(tokens, 0, around)
    if name is None or name[1] + 1 >= len(tokens):
        return None
    told = name[1] + 1
    if tokens[told].before != "," or tokens[told].capital:
        return None
    last = min(len(tokens), told + _DESCRIBED)
    closing = next((i for i in range(told + 1, last) if tokens[i].before.endswith(",")), None)
    return name if closing is not None and _acts(tokens, closing) else None


def apposed(tokens: Sequence[Token], around: Around) -> Name | None:
    """The name behind the comma in "Petugas loket desa, Rini Hartono, memperlihatkan": what opens the sentence says who
    that is, and a verb of speaking or showing follows."""
    offices = section("offices")
    if not tokens or tokens[0].word in offices["no_office"] or 0 in around.verbs or tokens[0].quoted:
        return None
    comma = next((i for i in range(1, min(len(tokens), _LONGEST + 1)) if tokens[i].before or i in around.verbs), 0)
    if comma < 2 or tokens[comma].before != "," or comma in around.verbs:
        return None
    name = name_at(tokens, comma, around)
    if name is None or (name[0] == name[1] and tokens[name[0] - 1].word not in offices["by_name"]):
        return None
    return name if _acts(tokens, name[1] + 1) else None


def _acts(tokens: Sequence[Token], i: int, reach: int = _REACH) -> bool:
    """Does a verb of speaking or showing stand at token i or shortly behind it, an age left out?"""
    does = section("hosts")["does"]
    if i < len(tokens) and tokens[i].before == "(" and tokens[i].text.isdigit():
        i += 1
    for j in range(i, min(len(tokens), i + reach)):
        if (tokens[j].capital and reach == _REACH) or (j > i and tokens[j].before):
            return False
        if tokens[j].word in does or _is_active(tokens[j].word):
            return True
    return False


def _is_active(word: str) -> bool:
    """ "membimbing", "bersedia": built like what somebody does."""
    return len(word) > _VERB and word.startswith(_ACTIVE)

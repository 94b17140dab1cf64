"""Where a person's name begins and ends: titles and degrees are left out, "bin" and initials stay in."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from detect.facts.bodies import Body
from detect.facts.lexicon import calendar_words, institutions, section, table
from detect.gazetteer import Mention
from detect.sentences import Token

Name = tuple[int, int]

_LONGEST = 6
# Letters of an initial or a short name before a full stop ("Moh. Amin"), and of the parts of a degree ("S.Pd").
_INITIAL, _DEGREE = 3, 2
# Letters of a corps ("(P)", "(Pnb)").
_CORPS = 3
# How long what stands between the commas may be.
_APPOSED = 12
# A noun of doing: a prefix and "-an" around a root.
_NOUNS, _ABSTRACT = ("pem", "pen", "per", "pel", "ke"), 8
_QUOTES = ("", "'", "’")


class Around(NamedTuple):
    """What else a sentence names: its regions and institutions by the token they start at, tokens that are verbs, and
    the villages that the article tells of."""

    regions: Mapping[int, Mention]
    bodies: Mapping[int, Body]
    verbs: Container[int]
    villages: Container[str]


def name_at(tokens: Sequence[Token], j: int, around: Around) -> Name | None:
    """The first and last token of a name right at token j, or after the comma there."""
    if j >= len(tokens) or tokens[j].before.lstrip(")") not in ("", ",", "."):
        return None
    while j < len(tokens) and tokens[j].word in section("offices")["honorifics"]:
        j = _behind_service(tokens, j + 1)
    first = j
    while j < len(tokens) and j - first < _LONGEST and _is_part(tokens, j, first, around):
        j += 1
    if j == first or (j == first + 1 and not _can_stand_alone(tokens[first])):
        return None
    return first, j - 1


def _behind_service(tokens: Sequence[Token], j: int) -> int:
    """ "Letkol Laut (P) Hartono": the branch of service that belongs to the rank before token j."""
    branch, corps = tokens[j : j + 1], tokens[j + 1 : j + 2]
    if not branch or branch[0].before or branch[0].word not in section("offices")["services"]:
        return j
    return j + 1 + any(token.before == "(" and len(token.text) <= _CORPS for token in corps)


def name_before(tokens: Sequence[Token], i: int, around: Around) -> Name | None:
    """The name in "Budi Prasetyo, Kabag Humas" or "Siti Aminah selaku Kepala Dinas", whose office starts at token i."""
    offices = section("offices")
    last = i - 1
    if last >= 0 and tokens[last].word in offices["named_before"]:
        last -= 1
    elif last >= 1 and tokens[last].word in offices["the_one"] and not tokens[i].before:
        last -= 1 + (tokens[last - 1].word in offices["one_of"])
        if not tokens[last + 1].before.startswith(","):
            return None
    elif not tokens[i].before.startswith((",", "(")):
        return None
    while last > 0 and (tokens[last].word in offices["degrees"] or len(tokens[last].text) == 1):
        last -= 1
    first = last
    while first > 0 and last - first < _LONGEST - 1 and _is_part(tokens, first, 0, around):
        if tokens[first].before not in ("", ".") or tokens[first].word in offices["honorifics"]:
            break
        first -= 1
    no_name = offices["honorifics"] | offices["told_by"]  # "Menurut Rini Hartono, kepala X"
    while first <= last and (not _is_part(tokens, first, first, around) or tokens[first].word in no_name):
        first += 1
    if first <= last and tokens[first].before == "-":
        return None  # "E-Village Budgeting, Bupati X"
    titled = first > 0 and tokens[first - 1].word in offices["honorifics"]
    alone = 0 < first == last and not tokens[first].before and _tells_who(tokens[first - 1])
    opens = first == last == 0 and _is_told_of(tokens, i)
    return (first, last) if last - first >= (not (titled or alone or opens)) else None


def _tells_who(token: Token) -> bool:
    """ "... adalah Saridi, ketua kelompok", "dijawab Saridi, ketua kelompok": one word is a name here."""
    hosts = section("hosts")
    return token.word in section("offices")["are"] or token.word in hosts["done"] or token.word in hosts["passive"]


def _is_told_of(tokens: Sequence[Token], i: int) -> bool:
    """ "Hartono, petani kopi di sana, menjelaskan": is the one word that opens the sentence somebody's name, since his
    office stands between commas?"""
    offices = section("offices")
    if (
        tokens[0].word in offices["no_office"]
        or tokens[0].word in offices["connectives"]
        or not _can_stand_alone(tokens[0])
    ):
        return False
    closing = next((j for j in range(i + 1, min(len(tokens), i + _APPOSED)) if tokens[j].before.endswith(",")), None)
    return closing is not None and not tokens[closing].capital


def is_degree(tokens: Sequence[Token], j: int) -> bool:
    """ "SE", "M.Si", "S. Pd": a known degree, or a letter or two with a full stop before something as short."""
    degrees = section("offices")["degrees"]
    if tokens[j].word in degrees:
        return True
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    if following is None or len(tokens[j].text) > _DEGREE:
        return False
    return (following.before == "." and len(following.text) <= _INITIAL) or following.word in degrees


def _can_stand_alone(token: Token) -> bool:
    """Many Indonesians bear one name; an initial, an abbreviation or "daerahnya" is none."""
    attached = token.word.endswith(table("offices")["enclitic"])
    return len(token.text) > _DEGREE and not token.text.isupper() and not attached


def _is_part(tokens: Sequence[Token], j: int, first: int, around: Around) -> bool:
    token = tokens[j]
    initial = token.before == "." and j > 0 and _is_shortened(tokens[j - 1])
    if j > first and token.before not in _QUOTES and not initial:
        return False
    if not token.capital:
        following = j + 1 < len(tokens) and tokens[j + 1].capital and not tokens[j + 1].before
        return j > first and token.word in section("offices")["particles"] and following
    return not token.text[0].isdigit() and not _ends(tokens, j, first, around)


def _is_shortened(token: Token) -> bool:
    """ "A. Amin", "Moch. Amin": an initial, or a name that is hardly ever written out."""
    return len(token.text) <= _INITIAL or token.word in section("offices")["shortened"]


def _ends(tokens: Sequence[Token], j: int, first: int, around: Around) -> bool:
    """Words that end a name or cannot begin one: degrees, offices, institutions, regions, days, verbs of a headline."""
    word = tokens[j].word
    if j > first and is_degree(tokens, j):
        return True
    if word in section("offices")["titles"] or _is_day(tokens, j) or word in section("told")["towards"]:
        return True
    if (j in around.regions and around.regions[j].sure) or j in around.bodies or j in around.verbs:
        return True
    return j == first and (word in institutions().vocabulary or is_abstract(word))


def _is_day(tokens: Sequence[Token], j: int) -> bool:
    """A month or day of the week, unless a name goes on behind it ("Juni Hartono")."""
    if tokens[j].word not in calendar_words():
        return False
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    named = following is not None and following.capital and not following.before and not tokens[j].before
    return not named or following is None or following.word in calendar_words() or tokens[j - 1].text.isdigit()


def is_abstract(word: str) -> bool:
    """ "Pemadaman", "Persampahan" (a field of work), "Pemandunya" (somebody's guide): how no name begins."""
    circumfixed = len(word) >= _ABSTRACT and word.endswith("an") and word.startswith(_NOUNS)
    return circumfixed or (len(word) > _ABSTRACT and word.endswith(table("offices")["enclitic"]))

"""Who came, taken apart so that two papers' names for the same guests can be told to be one.

The guest's own press names an office ("BPBD Sleman"), the host's press its region ("Pemkab Sleman"), a third paper the
head ("Bupati Sleman"), an English one "Sleman regency".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from article import Visit
from detect import gazetteer
from detect.facts.bodies import Body, Kind, bodies
from detect.facts.identity import abbreviates, are_one, is_national
from detect.facts.lexicon import institutions
from detect.homes import indonesian, region_of, wordings
from detect.sentences import Token, tokenise

_PROVINCE, _REGENCY = 2, 5  # characters of a code
_ROMAN = frozenset("ivx")


class Tie(Enum):
    """How two guests belong together, closest first."""

    ONE = "the same institution, or the same government"
    PART = "a body and a part of it: a council and its commission, a ministry and its school"
    OFFICE = "a government and its office or its council"
    NEIGHBOURS = "two parts of one institution that are named otherwise"
    WITHIN = "a province and a region in it"
    UNTOLD = "one of them is not named"
    SIBLINGS = "two offices of one government"
    OTHERS = "two that have nothing to do with each other"
    RIVALS = "two of a kind that are told apart by their number: Komisi I and Komisi II"


_CLOSEST = {tie: rank for rank, tie in enumerate(Tie)}


class Party(NamedTuple):
    """A guest. `codes` are the regions it can be of (a bare "Malang" is two; a country has its name), `kind` and `key`
    the institution where one is named, `short` the spelt-out form of its abbreviation, `initials` those of its words,
    `unit` what the name says before the institution, `state` that it is the state's, `national` that it is no region's
    either, `lent` that its name tells no region and the delegation's stands in,
    `called` the abbreviation that the name itself gives in brackets."""

    codes: frozenset[str]
    kind: Kind | None = None
    key: str = ""
    short: str = ""
    initials: str = ""
    unit: frozenset[str] = frozenset()
    state: bool = False
    national: bool = False
    lent: bool = False
    called: str = ""


def parties(visit: Visit) -> list[Party]:
    """The guests of one delegation; one of whom no region is known is of the delegation's."""
    origin = [region_of(fact.value, fact.code) for fact in visit.origin]
    nearest = [codes for codes in origin if any(len(code) != _PROVINCE for code in codes)]
    home = frozenset[str]().union(*(nearest or origin))
    training = visit.programme.value.lower().split() if visit.programme else []
    found = [
        # "PKA Kaltara" are the province's people in a training.
        Party(party.codes) if party.key and party.codes and party.key in training else party
        for fact in visit.visitors
        for party in _named(fact.value, fact.code)
    ]
    if not found and home:
        return [Party(home, lent=True)]
    return [party if party.codes else _at_home(party, home) for party in found]


def _at_home(party: Party, home: frozenset[str]) -> Party:
    """A guest whose name tells no region is of the delegation's. A ministry is of none, but of its country."""
    lent = frozenset(code for code in home if not (party.national and code[0].isdigit()))
    return party._replace(codes=lent, lent=True) if lent else party


def tie(ours: Sequence[Party], theirs: Sequence[Party]) -> Tie:
    """The closest tie between two delegations; rivals stay so unless a guest is named by both."""
    if not ours or not theirs:
        return Tie.UNTOLD
    found = {_tie(a, b) for a in ours for b in theirs}
    if Tie.RIVALS in found and Tie.ONE not in found:
        return Tie.RIVALS
    return min(found, key=_CLOSEST.__getitem__)


@lru_cache(maxsize=65536)
def _tie(a: Party, b: Party) -> Tie:
    if _is_numbered_apart(a.key, b.key) and (a.codes & b.codes or not (a.codes and b.codes)):
        return Tie.RIVALS
    if "campus" in (a.kind, b.kind) or a.national or b.national or not (a.codes and b.codes):
        return _of_institutions(a, b)
    if not _shares(a.codes, b.codes):
        return _apart(a, b)
    if a.kind == b.kind == "office":
        return Tie.ONE if _is_one(a, b) else Tie.PART if _is_part(a, b) else Tie.SIBLINGS
    if a.kind == b.kind:
        return Tie.ONE
    # A commission is of kind "office" with the council in its name.
    return Tie.PART if _is_part(a, b) else Tie.OFFICE


def _apart(a: Party, b: Party) -> Tie:
    """Of two regions. Where a name tells none, one paper may have named the city, another its province."""
    if (a.lent or b.lent) and (a.state or b.state) and a.key and _is_one(a, b):
        return Tie.ONE  # a school of the state, and those taught from everywhere
    if not _within(a.codes, b.codes):
        return Tie.OTHERS
    return Tie.ONE if (a.lent or b.lent) and a.key and _is_one(a, b) else Tie.WITHIN


def _of_institutions(a: Party, b: Party) -> Tie:
    """Where regions do not tell."""
    if a.key and b.key and _is_one(a, b):
        return Tie.NEIGHBOURS if a.unit and b.unit and not a.unit & b.unit else Tie.ONE
    if _is_part(a, b):
        return Tie.PART
    if any(p.kind == "campus" and p.key.partition(" ")[0] in institutions().inner for p in (a, b)):
        return Tie.UNTOLD  # a faculty, nobody says of which university
    if _is_english(a.key) != _is_english(b.key):
        return Tie.UNTOLD  # nobody has put the name into Indonesian
    if not _shares(a.codes, b.codes):
        return Tie.OTHERS
    if any(not code[0].isdigit() for code in a.codes & b.codes):
        # Of one country abroad, named in two languages.
        return Tie.NEIGHBOURS if a.kind and b.kind else Tie.OFFICE
    return Tie.SIBLINGS if a.kind == b.kind != "campus" else Tie.OTHERS


def _is_one(a: Party, b: Party) -> bool:
    if not (a.key and b.key) or (a.kind != b.kind and "council" in (a.kind, b.kind)) or _is_called_otherwise(a, b):
        return False
    letters = not _are_of_two_sorts(a, b)
    if a.key == b.key or (letters and (a.key == b.initials or b.key == a.initials)):
        return True
    lent = (a.lent or b.lent) and not a.kind == b.kind == "campus"
    if a.codes and b.codes and not (lent or _shares(a.codes, b.codes) or _within(a.codes, b.codes)):
        return False  # letters of an abbreviation fit many names
    named = ((x, y) for x in (a.key, a.short) for y in (b.key, b.short) if x and y)
    return any(_are_one(x, y) for x, y in named if letters or x == y or (" " in x and " " in y))


def _are_of_two_sorts(a: Party, b: Party) -> bool:
    """A campus and an office, or the state's body and a region's: not to be told to be one by letters ("KPU Blitar" is
    no "Kementerian Pekerjaan Umum")."""
    state = any(x.national and y.codes and not y.lent for x, y in ((a, b), (b, a)))
    return state or {a.kind, b.kind} == {"campus", "office"}


def _is_called_otherwise(a: Party, b: Party) -> bool:
    """A campus with its abbreviation in brackets is not another with one of its own ("ITN" is not "... (ITS)")."""
    pairs = ((x.called, y.called or y.key) for x, y in ((a, b), (b, a)) if x.called and x.kind == "campus")
    return any(" " not in other and called != other for called, other in pairs)


def _are_one(key: str, other: str) -> bool:
    """Also "rsud soeroto" and "rumah sakit umum daerah soeroto", abbreviated before a name that both have; not "bank"
    and "badan kepegawaian", which only begins with its letters."""
    if key in institutions().vocabulary or other in institutions().vocabulary:
        return False
    if are_one(key, other) or _is_of_the_state(key, other) or _is_of_the_state(other, key):
        return True
    short, full = sorted((key.split(), other.split()), key=len)
    while len(short) > 1 and len(full) > 1 and short[-1] == full[-1]:
        short, full = short[:-1], full[:-1]
    return len(short) == 1 < len(full) and short != key.split() != full and abbreviates(short[0], full)


def _is_of_the_state(school: str, full: str) -> bool:
    """ "puslatbang kmp" and "puslatbang kmp lembaga administrasi negara"."""
    return full.startswith(school + " ") and is_national(full.removeprefix(school + " "))


def _is_part(a: Party, b: Party) -> bool:
    """ "komisi iv dprd" and "dprd", "puslatbang kmp lembaga administrasi negara" and the agency itself."""
    return any(
        whole.key != part.key
        and (f" {part.key}".endswith(f" {whole.key}") or whole.key in _spelt(part.key) or _is_inner(part, whole))
        for whole, part in ((a, b), (b, a))
        if whole.key
    )


def _is_inner(part: Party, campus: Party) -> bool:
    """ "prodi manajemen unsri" and "universitas sriwijaya": part of a campus whose letters no list spells out."""
    if not part.kind == campus.kind == "campus" or part.key.partition(" ")[0] not in institutions().inner:
        return False
    return " " in campus.key and abbreviates(part.key.rpartition(" ")[2], campus.key.split())


def _spelt(key: str) -> Iterator[str]:
    """The institutions that the abbreviations in a name stand for."""
    known = institutions().canonical
    return (known[word] for word in key.split() if word in known)


def _is_english(key: str) -> bool:
    return key.partition(" ")[0] in wordings()["institutions"]["english"]


def _is_numbered_apart(key: str, other: str) -> bool:
    """ "komisi i dprd" and "komisi iii dprd": alike but for a number that both have."""
    mine, theirs = key.split(), other.split()
    if key == other or len(mine) != len(theirs):
        return False
    return all(x == y or (_is_number(x) and _is_number(y)) for x, y in zip(mine, theirs, strict=True))


def _is_number(word: str) -> bool:
    return word.isdigit() or set(word) <= _ROMAN


def _shares(codes: frozenset[str], others: frozenset[str]) -> bool:
    """A district's people are their regency's."""
    return not {code[:_REGENCY] for code in codes}.isdisjoint(code[:_REGENCY] for code in others)


def _within(codes: frozenset[str], others: frozenset[str]) -> bool:
    return any(gazetteer.contains(a, b) or gazetteer.contains(b, a) for a in codes for b in others)


@lru_cache(maxsize=4096)
def _named(name: str, code: str | None) -> tuple[Party, ...]:
    """The guests of one name; a government and its council are two ("Pemkab dan DPRD Tuban")."""
    tokens = indonesian(tokenise(name, 0)[0])
    regions = gazetteer.load().mentions(tokens)
    named = bodies(tokens, regions)
    codes = region_of(name, code)
    rest = "" if codes else " ".join(t.word for t in tokens)
    government = Party(codes, key=rest)
    if not named:
        return (government,)
    body = max(named, key=lambda b: b.last - b.first)
    if body.key in wordings()["institutions"]["government"]:
        return (government,)
    both = body.first and tokens[0].word in institutions().governments
    return (_party(tokens, body, codes), *((government,) if both else ()))


def _party(tokens: Sequence[Token], body: Body, codes: frozenset[str]) -> Party:
    short = institutions().canonical.get(body.short or "", body.short or "")
    until = min((region.first for region in body.regions), default=len(tokens))
    initials = "".join(t.word[0] for t in tokens[body.first : until] if t.capital)
    state = body.kind != "campus" and any(is_national(end) for end in _ends(body.key))
    key = " ".join(wordings()["abbreviations"].get(word, word) for word in body.key.split())
    return Party(
        codes, body.kind, key, short, initials, _unit(tokens, body), state, state and not codes, called=body.short or ""
    )


def _ends(key: str) -> Iterator[str]:
    """ "puslatbang kmp lembaga administrasi negara" ends in the agency that it is a school of."""
    words = key.split()
    return (" ".join(words[i:]) for i in range(len(words)))


def _unit(tokens: Sequence[Token], body: Body) -> frozenset[str]:
    """ "Pusdiklat" of "Pusdiklat Kemenaker": the words before the institution's own name or abbreviation."""
    top = body.key.partition(" ")[0]
    found: list[str] = []
    for token in tokens[body.first : body.last + 1]:
        if token.word == top or institutions().canonical.get(token.word) == body.key:
            break
        found.append(token.word)
    return frozenset(found)

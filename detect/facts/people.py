"""People named in a sentence with the office they hold.

"Kepala Dinas Kesehatan Sleman, dr Sri Hartati" and "Budi Prasetyo, Kabag Humas" both give a name and an office.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cache
from typing import NamedTuple

from detect.facts.bodies import Body
from detect.facts.institution_of import behind_institution
from detect.facts.lexicon import calendar_words, institutions, section, table
from detect.facts.names import Around, Name, is_abstract, is_degree, name_at, name_before
from detect.facts.speakers import apposed, described, speaker
from detect.gazetteer import Mention
from detect.sentences import Token

# How far behind a name its verb stands.
_TOLD = 4
_LONGEST_OFFICE, _PLAIN = 26, 9
_ROMAN = frozenset(["i", "ii", "iii", "iv", "v", "vi"])


class Person(NamedTuple):
    """Tokens `first`..`last` (included) are the name; `office` are the tokens of the office (first, last), None when
    only the name is known. `regions` and `bodies` are those named in the office."""

    first: int
    last: int
    office: Name | None
    regions: tuple[Mention, ...] = ()
    bodies: tuple[Body, ...] = ()

    @property
    def start(self) -> int:
        """The first token of name and office."""
        return min(self.first, self.office[0]) if self.office else self.first

    @property
    def end(self) -> int:
        """The last token of name and office."""
        return max(self.last, self.office[1]) if self.office else self.last


def people(
    tokens: Sequence[Token],
    regions: Sequence[Mention],
    bodies: Sequence[Body],
    verbs: Container[int] = (),
    villages: Container[str] = (),
) -> list[Person]:
    """Everybody named with an office, in order.

    `verbs` are tokens that belong to no name; `villages` are names of villages that the article tells elsewhere
    ("Kepala Desa Sukamaju Hartono" is Hartono).
    """
    starts = {at: region for region in regions for at in (region.first, region.name)}
    around = Around(starts, {body.first: body for body in bodies}, verbs, villages)
    offices, enclitic = section("offices"), table("offices")["enclitic"]
    titles, occupations, untitled, openers = offices["titles"], offices["occupations"], _before_names(), _openers()
    found: list[Person] = []
    i = 0
    while i < len(tokens):
        told = tokens[i].word
        if i and told not in openers and not told.endswith(enclitic):
            i += 1
            continue
        word = told.removesuffix(enclitic)
        person = _holder(tokens, i, around) if word in titles else None
        if word in occupations:
            person = _of_occupation(tokens, i, around)
        if person is None and tokens[i].word in untitled:
            person = _untitled(tokens, i, around)
        if person is None and i == 0:
            person = _opening(tokens, around)
        if person is not None and found and (found[-1].first, found[-1].last) == (person.first, person.last):
            if found[-1].office is None:
                found[-1] = person
            i = person.end  # "Pemandunya Edi Hartono, petani": one man's two offices
        elif person is not None:
            found.append(person)
            i = person.end
        i += 1
    return found


def _opening(tokens: Sequence[Token], around: Around) -> Person | None:
    """Somebody who speaks at the head of the sentence, with whatever he is said to be."""
    name = speaker(tokens, around) or described(tokens, around)
    if name is not None:
        return Person(*name, None)
    name = apposed(tokens, around)
    if name is None:
        return None
    end = next(i for i in range(1, name[0] + 1) if tokens[i].before)
    regions = [region for at, region in around.regions.items() if at == region.first < end]
    bodies = [body for at, body in around.bodies.items() if at < end]
    return Person(*name, (0, end - 1), tuple(regions), tuple(bodies))


@cache
def _before_names() -> frozenset[str]:
    """Words other than offices that a name follows."""
    offices = section("offices")
    return offices["honorifics"] | offices["met_by"] | offices["told_by"]


@cache
def _openers() -> frozenset[str]:
    """All words that somebody may be told of by."""
    offices = section("offices")
    return _before_names() | offices["titles"] | offices["occupations"]


def _untitled(tokens: Sequence[Token], i: int, around: Around) -> Person | None:
    """ "Ny. Rina Hartono", "diterima langsung Budi Prasetyo": somebody whose office is not told."""
    offices, j = section("offices"), i + 1
    if tokens[i].word in offices["met_by"] or (tokens[i].word in offices["told_by"] and not tokens[i].capital):
        while j < len(tokens) and tokens[j].word in offices["met_how"]:
            j += 1
    elif tokens[i].word not in offices["honorifics"]:
        return None
    name = name_at(tokens, j, around)
    if name is None:
        return None
    behind = tokens[name[1] + 1] if name[1] + 1 < len(tokens) else None
    acts = behind is not None and (behind.before == "," or behind.word in section("hosts")["does"])
    known = tokens[i].word in offices["by_name"] or (acts and tokens[i].word in offices["parents"])
    if name[0] == name[1] and not known:
        return None
    told_later = behind is not None and behind.before == "," and behind.word in offices["titles"]
    return None if told_later else Person(*name, None)


def _of_occupation(tokens: Sequence[Token], i: int, around: Around) -> Person | None:
    """ "Pegiat wisata, Hartono": one word right behind an occupation is more often where they are from."""
    person = _holder(tokens, i, around)
    if person is None or person.office is None or person.first < i or person.last > person.first:
        return person
    if tokens[person.office[1] + 1].before == ",":
        return person
    before = name_before(tokens, i, around)
    return Person(*before, (i, person.office[1]), person.regions, person.bodies) if before is not None else None


def _holder(tokens: Sequence[Token], i: int, around: Around) -> Person | None:
    """The person whose office starts at token i."""
    end, regions, bodies = _office(tokens, i, around)
    name = name_at(tokens, end, around)
    if name is None or _is_site(tokens, name):
        behind = behind_institution(tokens, end, around)
        if behind is not None:
            return Person(*behind.name, (i, behind.name[0] - 1), (*regions, *behind.regions), (*bodies, *behind.bodies))
    if name is None:
        end, name = _behind_plain_words(tokens, end, around)
    if name is None:
        before = name_before(tokens, i, around)
        return Person(*before, (i, end - 1), regions, bodies) if before is not None else None
    later = _set_off(tokens, name, around)
    if later is not None:
        end, name = name[1] + 1, later
    elif _names_group(tokens, i, end, name):
        before = name_before(tokens, i, around)
        return Person(*before, (i, name[1]), regions, bodies) if before is not None else None
    return Person(*name, (i, end - 1), regions, bodies)


def _is_site(tokens: Sequence[Token], name: Name) -> bool:
    """ "Koordinator Ijen Geopark": the name of what somebody runs."""
    return any(token.word in section("hosts")["sites"] for token in tokens[name[0] : name[1] + 1])


def _names_group(tokens: Sequence[Token], i: int, end: int, name: Name) -> bool:
    """ "ketua kelompok nelayan Bina Laut": the group's name, where it does not speak itself."""
    if i and tokens[i - 1].word in section("hosts")["done"]:
        return False  # "menurut ketua kelompok tani Hartono"
    follows = name[0] == end and not tokens[end].before
    return follows and tokens[end - 1].word in section("offices")["groups"] and not _tells(tokens, name[1] + 1)


def _behind_plain_words(tokens: Sequence[Token], end: int, around: Around) -> tuple[int, Name | None]:
    """ "Ketua rombongan, Siti Aminah", "Kepala kebun Siti Aminah mengatakan": a few words in lower case between."""
    j = end
    while (
        j < min(len(tokens), end + _PLAIN) and not tokens[j].capital and not tokens[j].before and j not in around.verbs
    ):
        j += 1
    if j == end or j >= len(tokens) or tokens[j].before not in ("", ","):
        return end, None
    name = name_at(tokens, j, around)
    if name is None or (not tokens[j].before and (name[0] == name[1] or not _tells(tokens, name[1] + 1))):
        return end, None
    return j, name


def _tells(tokens: Sequence[Token], i: int) -> bool:
    """Does a verb of speaking or showing stand at token i, or shortly behind it ("yang menjadi pemateri mengajak")?"""
    return any(
        token.word in section("hosts")["does"] and not any(t.before for t in tokens[i : j + 1])
        for j, token in enumerate(tokens[i : i + _TOLD], i)
    )


def _set_off(tokens: Sequence[Token], name: Name, around: Around) -> Name | None:
    """ "Kepala Desa Sukamaju, Arifin", "Direktur RSUD Panti Asih, dr. Wati": the name is behind the comma."""
    j = name[1] + 1
    quarters = section("offices")["quarters"]
    if j < len(tokens) and tokens[j].capital and not tokens[j].before and tokens[j].word in quarters:
        j += 1  # "Dusun Melati Tengah"
    if j >= len(tokens) or tokens[j].before != "," or (_ends_office(name[0] - 1, around) and name[1] > name[0]):
        return None
    if is_degree(tokens, j) and tokens[j].word not in section("offices")["honorifics"]:
        return None
    later = name_at(tokens, j, around)
    after = later[1] + 1 if later else len(tokens)
    offices = section("offices")
    following = tokens[after] if after < len(tokens) and not is_degree(tokens, after) else None
    listed = following is not None and (
        following.word in offices["lists"] or (following.before == "," and _may_be_listed(following))
    )
    return None if listed and name[1] > name[0] else later


def _ends_office(i: int, around: Around) -> bool:
    """Is token i the last of a region: "Direktur PDAM Sleman Budi Hartono, ..." has named the office in full?"""
    return any(region.last == i for region in around.regions.values())


def _may_be_listed(token: Token) -> bool:
    """Can the word behind a comma be the next name of a list?"""
    return token.capital and token.word not in section("offices")["titles"] and token.word not in calendar_words()


def _office(tokens: Sequence[Token], i: int, around: Around) -> tuple[int, tuple[Mention, ...], tuple[Body, ...]]:
    """Where the office that starts at token i ends (excluded), and what it names."""
    regions: list[Mention] = []
    bodies: list[Body] = []
    j = i
    while j < min(len(tokens), i + _LONGEST_OFFICE) and (j == i or _goes_on(tokens, j, around)):
        if j in around.bodies:
            body = around.bodies[j]
            bodies.append(body)
            regions += body.regions
            j = body.last + 1
        elif j in around.regions:
            regions.append(around.regions[j])
            j = around.regions[j].last + 1
        elif j == i or _office_word(tokens, j, around):
            j += 1
        else:
            break
    while j > i + 1 and tokens[j - 1].word in section("offices")["links"]:
        j -= 1
    return j, tuple(regions), tuple(bodies)


def _goes_on(tokens: Sequence[Token], j: int, around: Around) -> bool:
    """Only brackets stand before token j, or a comma before a province ("Bupati Sleman, Provinsi Yogyakarta")."""
    marks = tokens[j].before
    if marks in ("", ")", "/", "(") or (marks == "-" and tokens[j].text.isupper()):
        return True  # "BPM-PD" as well
    return marks in (",", "),") and j in around.regions and _is_province(around.regions[j])


def _is_province(region: Mention) -> bool:
    """ "Yogyakarta" is a province as well as a city."""
    return any(len(code) == 2 for code in region.codes)


def _office_word(tokens: Sequence[Token], j: int, around: Around) -> bool:
    token, offices, known = tokens[j], section("offices"), institutions()
    if token.word in offices["honorifics"] and token.word not in offices["titles"]:
        return False
    if token.text == "I" and j + 1 < len(tokens) and tokens[j + 1].word in offices["balinese"]:
        return False
    if (
        token.word in offices["links"]
        or token.word in offices["titles"]
        or token.word in _ROMAN
        or token.text.isdigit()
    ):
        return True
    if tokens[j - 1].word in offices["villages"] and token.word in around.villages:
        return True
    if tokens[j - 1].word in offices["units"] and j + 1 in around.bodies and not tokens[j + 1].before:
        return True  # "Kepala Bidang Mutasi BKPP X"
    if token.capital and j + 1 in around.bodies and not tokens[j + 1].before and not tokens[j].before:
        return True  # "Kasi Pidum Kejari X": no name runs into an institution's
    if token.capital and tokens[j - 1].word in section("hosts")["sites"]:
        return True  # "Ketua Harian Geopark X"
    if token.word in section("told")["delegations"] and tokens[j - 1].word in offices["titles"]:
        return True  # "Ketua rombongan Hartono"
    if token.word in known.vocabulary or token.word in known.heads or (token.capital and is_abstract(token.word)):
        return True
    return len(token.text) > 1 and token.text.isupper() and token.word not in offices["degrees"]

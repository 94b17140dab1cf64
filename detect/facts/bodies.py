"""Institutions named in a sentence: "Dinas Kesehatan (Dinkes) Kota Tangerang Selatan", "Universitas Jember", "LAN".

An institution's name starts at a head ("Dinas", "Universitas", "Bappeda") and goes on while the words are such as
offices are named with, up to a region. A campus may bear any capitalised name; an office may not, since a person's name
often follows it directly.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from detect.facts.body import Body, Kind
from detect.facts.brackets import abbreviated, in_brackets
from detect.facts.campuses import is_part, is_whole
from detect.facts.english import office_of
from detect.facts.identity import top_key
from detect.facts.lexicon import institutions, section
from detect.facts.societies import is_society
from detect.gazetteer import Mention, every
from detect.sentences import Token

__all__ = ["Body", "Kind", "bodies"]

_ROMAN = frozenset(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii"])
# Keys of abbreviations that stand for a campus start with one of these.
_CAMPUS_KEYS = ("universitas ", "institut ", "school ")
_OFFICE, _SEAT = "dinas", "kantor"
# Words of a name, unknown words of a campus's own name, words of a comma list, letters of unknown initials.
_LONGEST, _UNKNOWN, _LIST = 24, 4, 6
_INITIALS = (2, 6)
# Letters of the Arabic article in a name ("Al-Hikmah").
_ARTICLE = 2
# Shorter abbreviations count only in capitals ("LAN", "BI").
_SHORT = 4


def bodies(tokens: Sequence[Token], regions: Sequence[Mention], verbs: Container[int] = ()) -> list[Body]:
    """Every institution named in a sentence, none inside another; `verbs` are tokens that no name runs across."""
    starts = {at: region for region in regions for at in (region.first, region.name)}
    found: list[Body] = []
    heads = institutions().heads
    i = 0
    while i < len(tokens):
        if tokens[i].word not in heads and not tokens[i].text[0].isupper():
            i += 1
            continue
        body = office_of(tokens, starts[i]) if i in starts and starts[i].first == i else None
        body = body or (_body(tokens, i, starts, verbs) if _is_head(tokens[i]) else _initials(tokens, i, starts))
        if body is None:
            i += 1
            continue
        i = body.last + 1
        if found and is_part(tokens, found[-1], body):
            found[-1] = found[-1]._replace(last=body.last, regions=(*found[-1].regions, *body.regions))
        elif found and is_whole(tokens, found[-1], body):
            found[-1] = body._replace(first=found[-1].first)
        else:
            found.append(body)
    return found


def _is_head(token: Token) -> bool:
    known = institutions()
    return token.word in known.heads or (token.capital and token.word.startswith(known.families))


def _initials(tokens: Sequence[Token], i: int, starts: Mapping[int, Mention]) -> Body | None:
    """ "UM Sidoarjo", "ITN Malang": unknown initials right before a region are an institution of it."""
    region, text = starts.get(i + 1), tokens[i].text
    if region is None or region.first != i + 1 or region.name != region.first or tokens[i + 1].before or i in starts:
        return None
    if not (text.isupper() and text.isalpha() and _INITIALS[0] <= len(text) <= _INITIALS[1]):
        return None
    shouted = tokens[i + 1].text.isupper() and len(tokens[i + 1].text) > _INITIALS[1]
    if shouted or tokens[i].word in _ROMAN or tokens[i].word in section("told")["towards"]:
        return None
    key = institutions().canonical.get(tokens[i].word, tokens[i].word)
    kind: Kind = "campus" if key == tokens[i].word or key.startswith(_CAMPUS_KEYS) else "office"
    return Body(i, region.last, kind, key, (region,), None)


def _body(tokens: Sequence[Token], i: int, starts: Mapping[int, Mention], verbs: Container[int]) -> Body | None:
    kind = _kind(tokens, i)
    if kind is None:
        return None
    chunk = _Chunk(tokens, i, kind, starts, verbs)
    chunk.extend()
    known, word = institutions(), tokens[i].word
    alone = word in known.closed or word in known.councils or word.startswith(known.families)
    first = _name_before(tokens, i, verbs) if word in known.trailing else i
    if chunk.last == first and not alone:
        return None
    chunk.regions += [starts[at] for at in range(first, i) if at in starts and at == starts[at].first]
    of_all = bool(chunk.regions) and bool(every(tokens[chunk.regions[-1].first]))
    kind = "office" if of_all else kind  # "SMA se-Kabupaten X": all schools of it
    return Body(first, chunk.last, kind, chunk.key(), tuple(chunk.regions), chunk.short)


def _name_before(tokens: Sequence[Token], i: int, verbs: Container[int]) -> int:
    """The first token of an English name that ends in its head; "Mahasiswa" before it is no part of it."""
    first, never = i, section("headcount")["people"]
    while first and i - first < _UNKNOWN and tokens[first - 1].capital and not tokens[first].before:
        if first - 1 in verbs or tokens[first - 1].word in never | section("calendar")["english"]:
            break
        first -= 1
    return first


def _kind(tokens: Sequence[Token], i: int) -> Kind | None:
    """What kind of institution starts here, if one does; an office in lower case only where a name of one follows."""
    known, token = institutions(), tokens[i]
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    pair = (token.word, following.word if following else "")
    opens = following is not None and (following.capital or following.before == "(")
    named = opens and (pair[1] in known.vocabulary or pair in known.pairs)
    if not token.capital and not named:
        return None
    if token.word in known.campuses or pair in known.open_pairs:
        return "campus"
    if known.canonical.get(token.word, "").startswith(_CAMPUS_KEYS) and (
        token.text.isupper() or len(token.text) > _SHORT
    ):
        return "campus"
    if token.word in known.councils:
        return "council"
    abbreviated = token.word in known.closed or token.word.startswith(known.families)
    if pair in known.pairs or (abbreviated and (token.text.isupper() or len(token.text) > _SHORT)):
        return "office"
    return "office" if token.word in known.offices and opens else None


class _Chunk:
    """The growing name: tokens `first`..`last`."""

    def __init__(
        self, tokens: Sequence[Token], first: int, kind: Kind, starts: Mapping[int, Mention], verbs: Container[int]
    ) -> None:
        self.tokens, self.first, self.kind, self.starts, self.verbs = tokens, first, kind, starts, verbs
        self.last = first
        self.sure = abbreviated(tokens, first, verbs)
        self.regions: list[Mention] = []
        self.short: str | None = None
        self.brackets: set[int] = set()

    def extend(self) -> None:
        """Take in tokens until one no longer belongs to the name; behind its region only an abbreviation does."""
        j = self.first + 1
        while j < len(self.tokens) and j - self.first < _LONGEST:
            step = self._step(j) or int(j < self.sure or self._is_patron(j))
            if not step:
                return
            self.last = j + step - 1
            j += step
            if self.regions and not (j < len(self.tokens) and self.tokens[j].before.removeprefix(")") == "("):
                return

    def key(self) -> str:
        """The top organisation in the name, abbreviations spelt out, regions and brackets left out."""
        campus, known = self.kind == "campus", institutions()
        skipped = set(self.brackets)
        skipped |= {k for region in self.regions for k in range(region.first, region.last + 1) if not campus}
        words = [(k, self.tokens[k].word) for k in range(self.first, self.last + 1) if k not in skipped]
        tails = frozenset[str]() if campus else known.tails
        return top_key([word for k, word in words if word not in tails or k == self.first])

    def _step(self, j: int) -> int:
        """How many tokens from j on belong to the name; 0 ends it."""
        marks = self.tokens[j].before.removeprefix(")")
        if marks == "(":
            return self._bracket(j)
        if (
            marks not in ("", "/")
            and not (marks == "-" and (self.tokens[j].text.isupper() or len(self.tokens[j - 1].text) <= _ARTICLE))
            and not (marks == "," and self._list_goes_on(j))
        ):
            return 0
        region = self.starts.get(j)
        of_company = self.tokens[self.first].word in institutions().companies
        if region is not None and region.first >= self.first and not of_company:
            self.regions.append(region)
            return region.last - j + 1
        return int(self._word(j))

    def _word(self, j: int) -> bool:
        known, token, before = institutions(), self.tokens[j], self.tokens[j - 1]
        if token.word in known.connectors:
            return self._connects(j)
        if token.text.isdigit() and self.kind == "campus" and self.tokens[self.first].word in known.numbered:
            return True  # "SMK Muhammadiyah 1 X"
        if token.word in _ROMAN or token.word in known.numbered or token.text.isdigit() or len(token.text) == 1:
            numbered = before.word in known.numbered or (token.word in known.numbered and token.capital)
            return numbered or is_society(self.tokens, self.first)
        return self._names(j)

    def _is_patron(self, j: int) -> bool:
        """ "RSUD | dr. | Soedono": whom a hospital is named after."""
        known, titles = institutions(), section("offices")["honorifics"]
        if self.tokens[self.first].word not in known.hospitals:
            return False
        if self.tokens[j].word in titles:
            return j == self.first + 1 and not self.tokens[j].before
        before = self.tokens[j - 1]
        return self.tokens[j].capital and self.tokens[j].before in ("", ".") and before.word in titles

    def _connects(self, j: int) -> bool:
        """ "Kebudayaan dan Pariwisata": an abbreviation is complete, and another institution is not joined on."""
        known = institutions()
        following = self.tokens[j + 1] if j + 1 < len(self.tokens) else None
        complete = self.tokens[j - 1].word in known.closed and self.kind != "campus"
        if complete or following is None or following.before or _opens_another(following):
            return False
        return not self._is_village(j + 1) and self._names(j + 1)

    def _is_village(self, j: int) -> bool:
        """ "Dinas Pertanian dan | Desa Tamansari": one that is named, and no field as in "Masyarakat dan Desa"."""
        named, known = self.tokens[j + 1 : j + 2], institutions()
        if self.tokens[j].word not in section("offices")["villages"] or not named or j + 1 in self.starts:
            return False
        return named[0].capital and not named[0].before and named[0].word not in known.vocabulary | known.heads

    def _names(self, j: int) -> bool:
        """Is this a word that institutions are named with?"""
        known, token = institutions(), self.tokens[j]
        if not token.capital or j in self.verbs or (self.kind == "campus" and token.word == _OFFICE):
            return False
        if token.word.startswith(known.families) or (
            token.text.isupper() and len(token.text) > 1 and not self._shouts(j)
        ):
            return True
        if token.word in known.vocabulary or token.word in known.heads or token.word in known.tails:
            return token.word not in known.governments or self.kind == "campus"
        return self._own_name(j)

    def _own_name(self, j: int) -> bool:
        """An unknown word of a campus's or ministry's name, a few in a row at most."""
        known, offices, word = institutions(), section("offices"), self.tokens[j].word
        if self.tokens[j - 1].word in offices["villages"] | known.named_after and word not in offices["titles"]:
            return True
        if self.tokens[self.first].word in known.canonical:
            return False  # "ITS" is a whole name
        if (
            self.kind != "campus"
            and self.tokens[self.first].word not in known.open
            and not is_society(self.tokens, self.first)
        ):
            return False
        if word in offices["titles"] or word in offices["honorifics"]:
            return False
        if word in known.campus_ends and not self._goes_on_known(j):
            return False
        last_known = j - 1
        while last_known > self.first and self.tokens[last_known].word not in known.heads | known.vocabulary:
            last_known -= 1
        return j - last_known <= _UNKNOWN

    def _goes_on_known(self, j: int) -> bool:
        """ "Angkatan Laut" is a force, "Angkatan IX" a year."""
        following = self.tokens[j + 1] if j + 1 < len(self.tokens) else None
        return following is not None and following.capital and following.word in institutions().vocabulary

    def _shouts(self, j: int) -> bool:
        """Is the whole line in capitals, so that capitals say nothing?"""
        before, first = self.tokens[j - 1], self.tokens[self.first]
        return before.text.isupper() and first.text.isupper() and len(self.tokens[j].text) > _INITIALS[1] - 1

    def _list_goes_on(self, j: int) -> bool:
        """A comma inside the name: one-word parts, then "dan" and the last of them, or the region of all ("Dinas
        Perdagangan, Koperasi, UKM Kabupaten X")."""
        known = institutions()
        if self.tokens[self.first + (self.tokens[self.first].word == _SEAT)].word not in known.listed:
            return False
        parts = (known.vocabulary - known.heads) | known.fields
        for k in range(j, min(j + _LIST, len(self.tokens) - 1)):
            token, following = self.tokens[k], self.tokens[k + 1]
            if token.word in known.connectors:
                return following.capital and following.word in parts and not self._is_village(k + 1)
            if not token.capital or token.word not in parts:
                return False
            several = k > j or self.tokens[j - 1].before == ","
            if several and k + 1 in self.starts and not following.before:
                return True
        return False

    def _bracket(self, j: int) -> int:
        end = j + in_brackets(self.tokens, j)
        if end > j:
            self.short = self.short or " ".join(token.word for token in self.tokens[j:end])
            self.brackets |= set(range(j, end))
        return end - j


def _opens_another(token: Token) -> bool:
    """Does the word open an institution of its own, rather than say what this one is for?"""
    known = institutions()
    own = known.offices | known.closed | known.councils | known.campuses | (known.heads - known.vocabulary)
    return (token.word in own and token.word not in known.fields) or token.word.startswith(known.families)

"""What a sentence names beside the watched place: governments of regions and institutions, each as it stands there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from detect.facts.bodies import Body
from detect.facts.chains import chains, province, seat
from detect.facts.company import goes_on, is_along
from detect.facts.identity import is_national
from detect.facts.lexicon import institutions, section
from detect.facts.scene import Scene, Seen
from detect.facts.standing import in_slot, is_given, standing
from detect.gazetteer import COUNTRY, Mention

# Names that reach this far apart can still be one list ("Bupati Siti Aminah, Bupati Budi Prasetyo").
_FAR = 8
_ROW, _VILLAGE = 3, 3
# An office without its region that stands this clearly is the guests' own, where the article is told from their home.
_NAMELESS = 2.0

Form = Literal["body", "government", "holder", "bare"]


class Member(NamedTuple):
    """Tokens `first`..`last` (included) name a region's government or an institution.

    `form` says how: an institution's name, a government's, by an office-holder, or the bare region. `region` is the
    regency or city it is of, `province` the one the next words say that lies in. `role` says how clearly it stands as
    a visitor; `listed` that three or more regions stand in a row; `along` that it is an institution told of as company
    of those who came.
    """

    seen: Seen
    first: int
    last: int
    form: Form
    region: Mention | None
    province: Mention | None
    body: Body | None
    role: float
    listed: bool
    along: bool = False


def members(scene: Scene, seen: Seen) -> list[Member]:
    """All of a sentence, institutions first: a region named alone is read in their light."""
    return _coordinated([*_institutions(scene, seen), *_governments(scene, seen)])


def is_local(seen: Seen, body: Body) -> bool:
    """An office such as every region has, with nothing in its name that makes it a national one."""
    known = institutions()
    if is_national(body.key):
        return False
    words = seen.words[body.first : body.last + 1]
    return words[0] in known.local and known.national_words.isdisjoint(words)


def _institutions(scene: Scene, seen: Seen) -> Iterator[Member]:
    before: Member | None = None
    for body in seen.bodies:
        chain = _behind(seen, body) or _country_of(seen, body)
        chain = chain or _shared(seen, body) or _told_before(seen, body)
        region = seat((*body.regions, *chain))
        if scene.owns_body(seen, body) or (region is not None and scene.owns(seen, region)):
            continue
        nameless = region is None and is_nameless(seen, body)
        role = standing(seen, body.first, body.last, gives=region is None)
        along = is_along(seen, body.first, body.last, nameless=nameless)
        if before is not None and not along and (before.along or (nameless and _stands_for_all(before))):
            along = goes_on(seen, before.last, body.first)
        if nameless and not along and (role < _NAMELESS or not scene.is_away) and not _acts_for(scene, seen, body):
            continue
        shared = _joined_to(seen, body.first) < body.first
        first, where = _from(seen, body.first) if shared else body.first, province(chain)
        before = Member(seen, first, body.last, "body", region, where, body, role, False, along)
        yield before


def _acts_for(scene: Scene, seen: Seen, body: Body) -> bool:
    """ "Pemkab X melalui | Dinas Y": the office by which another region's government does it."""
    named = (r for r in seen.regions if r.last == body.first - 2 and r.first < r.name)
    return is_through(seen, body.first) and any(not scene.owns(seen, r) for r in named)


def is_through(seen: Seen, first: int) -> bool:
    """Does a word such as "melalui" stand right before token `first`?"""
    return first > 0 and seen.words[first - 1] in section("told")["through"]


def _stands_for_all(member: Member) -> bool:
    """Is its region that of the offices joined to it ("Inspektorat X dan Bappeda")?"""
    return member.region is not None and member.role >= _NAMELESS


def is_nameless(seen: Seen, body: Body) -> bool:
    """ "Dinas Kesehatan", "koperasi": every region has one."""
    return is_local(seen, body) and not _sends(seen, body) and not _has_name(seen, body)


def is_adopted(member: Member) -> bool:
    """Is it such an office, of which no region is told?"""
    return member.body is not None and member.region is None and is_nameless(member.seen, member.body)


def _sends(seen: Seen, body: Body) -> bool:
    """ "karyawan PT X": a society or company whose people are named right before it."""
    named = body.last > body.first
    return named and seen.words[body.first] in institutions().societies and in_slot(seen, body.first)


def _has_name(seen: Seen, body: Body) -> bool:
    """ "RSUD Panti Asih", "Badan Pengelola Geopark X": a name of its own tells it from those of every other region."""
    known = institutions()
    if not known.named_after.isdisjoint(seen.words[body.first + 1 : body.last]):
        return True
    own = [t for t in seen.tokens[body.first + 1 : body.last + 1] if t.capital and t.word not in known.vocabulary]
    named = any(t.word not in known.heads and len(t.text) > 1 and not t.text.isupper() for t in own)
    return named and seen.words[body.first] in known.societies


def _behind(seen: Seen, body: Body) -> Sequence[Mention]:
    """The regions that say where an institution is: those its name ends in, a campus's town, a village's regency."""
    for chain in chains(seen.regions):
        if chain[0] in body.regions:
            return chain
        first = chain[0].first
        if is_local(seen, body) and _says_where(seen, body.last, first):
            return chain
        named_alone = first == chain[0].name
        in_village = not section("offices")["villages"].isdisjoint(_words(seen, body))
        says_where = len(chain) > 1 or in_village or (body.kind == "campus" and named_alone)
        if first == body.last + 1 and (says_where or _is_seat(seen, body, chain)):
            return chain
    return ()


def _is_seat(seen: Seen, body: Body, chain: Sequence[Mention]) -> bool:
    """ "Pondok Pesantren Al-Hikmah, Kecamatan X, ...", "Balai Taman Nasional Y, Provinsi X, ...": set off by commas it
    says where the school or office stands."""
    behind = seen.tokens[chain[-1].last + 1].before if chain[-1].last + 1 < len(seen.tokens) else ","
    if seen.tokens[chain[0].first].before.removeprefix(")") not in (",", "(") or not behind:
        return False
    return (body.kind == "campus" and chain[0].level == "district") or any(len(code) == 2 for code in chain[0].codes)


def _says_where(seen: Seen, last: int, first: int) -> bool:
    """ "Gapoktan Tani Makmur, Lombok Tengah", "Gapoktan Makmur dari Batang", "BUMDes Maju, Desa Ponggok, Klaten"."""
    told, between = section("told"), seen.words[last + 1 : first]
    if len(between) == 1 and between[0] in told["natives"]:
        return True
    set_off = last < first and seen.tokens[first].before.endswith(",")
    villages = section("offices")["villages"]
    return set_off and (not between or (len(between) <= _VILLAGE and between[0] in villages))


def _shared(seen: Seen, body: Body) -> Sequence[Mention]:
    """ "Dinas X dan DPRD Kabupaten Y": the region that the second names is the first's as well."""
    if body.regions or not is_local(seen, body):
        return ()
    joins = section("told")["joins"]
    following = next((b for b in seen.bodies if b.first > body.last), None)
    between = seen.words[body.last + 1 : following.first] if following is not None else ()
    joined = between[:1] and between[0] in joins and all(word in section("offices")["titles"] for word in between[1:])
    return following.regions if following is not None and joined else ()


def _told_before(seen: Seen, body: Body) -> Sequence[Mention]:
    """ "Dinas X setempat", "Dinas X kota tersebut": of the region that the sentence named last."""
    told, behind = section("told"), seen.words[body.last + 1 : body.last + 3]
    named = len(behind) > 1 and behind[0] in told["kinds"] and behind[1] in told["that"]
    if body.regions or not is_local(seen, body) or not (named or not told["there"].isdisjoint(behind[:1])):
        return ()
    return [r for r in seen.regions if r.last < body.first][-1:]


def _country_of(seen: Seen, body: Body) -> Sequence[Mention]:
    """ "Timor Leste's Ministry of Finance"."""
    return [r for r in seen.regions if r.last == body.first - 1 and r.codes[0].startswith(COUNTRY)]


def _words(seen: Seen, body: Body) -> tuple[str, ...]:
    return seen.words[body.first : body.last + 1]


def _governments(scene: Scene, seen: Seen) -> Iterator[Member]:
    taken = {i for body in seen.bodies for i in range(body.first, body.last + 1)}
    taken |= {r.first for body in seen.bodies for r in (*_behind(seen, body), *_country_of(seen, body))}
    found = chains(seen.regions)
    listed = _listed(seen, [chain[0] for chain in found])
    for chain in found:
        place = seat(chain)
        if place is None or place.first in taken or any(scene.owns(seen, r) for r in chain) or not scene.means(place):
            continue
        form = _form(seen, place)
        role = standing(seen, chain[0].first, chain[-1].last, gives=False) + (form == "holder")
        first = _from(seen, place.first) if form == "government" else place.first
        yield Member(seen, first, place.last, form, place, province(chain), None, role, chain[0].first in listed)


def _form(seen: Seen, mention: Mention) -> Form:
    if mention.first == mention.name:
        return "bare"
    titles = section("offices")["titles"]
    around = seen.words[max(0, mention.first - 1) : mention.first + 1]
    if seen.words[mention.name - 1] in titles or around[-1] in titles or "wali" in around:
        return "holder"
    return "government"


def _from(seen: Seen, first: int) -> int:
    """ "Pemerintah Daerah (Pemda) Kabupaten X", "Pemkab dan DPRD X": from the name's first word."""
    told, start = section("told"), _joined_to(seen, first)
    while start and seen.words[start - 1] in told["government"] and start > first - 5:
        start -= 1
    return start


def _joined_to(seen: Seen, first: int) -> int:
    """ "Pemkab dan | DPRD X": the first lacks the region."""
    told = section("told")
    joined = first >= 2 and seen.words[first - 1] in told["joins"] and seen.words[first - 2] in told["shared"]
    return first - 2 if joined else first


def _listed(seen: Seen, regions: Sequence[Mention]) -> set[int]:
    """First tokens of the regions that stand three or more in a row."""
    found: set[int] = set()
    row: list[Mention] = []
    for mention in regions:
        row = [*row, mention] if row and _goes_on(seen, row[-1], mention) else [mention]
        if len(row) >= _ROW:
            found |= {m.first for m in row}
    return found


def _goes_on(seen: Seen, before: Mention, mention: Mention) -> bool:
    between = seen.tokens[before.last + 1 : mention.first + 1]
    joins = section("told")["joins"]
    return len(between) <= _FAR + 1 and any(t.before.startswith(",") or t.word in joins for t in between)


def _coordinated(found: Sequence[Member]) -> list[Member]:
    """ "Bupati A, Bupati B dan Bupati C": what is joined by commas and "dan" stands in one place of the sentence."""
    shared = sorted(found, key=lambda m: m.first)
    pairs = [(i, i + 1) for i in range(len(shared) - 1)]
    for one, other in (*pairs, *((b, a) for a, b in reversed(pairs))):
        role = shared[one].role
        likelier = role > shared[other].role >= 0 and not _is_giver(shared[other])
        gone_to = role < 0 and one < other and shared[other].form == "bare" and _follows(shared[one], shared[other])
        if gone_to or (likelier and joined(*sorted((shared[one], shared[other]), key=lambda m: m.first))):
            shared[other] = shared[other]._replace(role=role)
    return sorted(shared, key=lambda m: (m.form != "body", m.first))


def _is_giver(member: Member) -> bool:
    """ "Atas saran Kementerian X, Dinas Y mengirim ..."."""
    return member.region is None and is_given(member.seen, member.first)


def _follows(first: Member, second: Member) -> bool:
    """ "ke Italia serta Amerika": the second is gone to as well."""
    between = first.seen.words[first.last + 1 : second.first]
    return len(between) == 1 and between[0] in section("told")["joins"]


def joined(first: Member, second: Member) -> bool:
    """Do only commas, "dan" and names stand between two of one form?"""
    if first.form != second.form or first.form == "bare":
        return False
    tokens, joins = first.seen.tokens, section("told")["joins"]
    between = tokens[first.last + 1 : second.first]
    if len(between) > _FAR or not all(t.word in joins or t.capital for t in between):
        return False
    return any(t.word in joins for t in between) or any(t.before == "," for t in (*between, tokens[second.first]))

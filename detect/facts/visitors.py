"""Which of the parties came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from detect.facts.chains import is_foreign_part
from detect.facts.company import attends, goes_on
from detect.facts.identity import is_branch, is_national
from detect.facts.lexicon import section
from detect.facts.members import Member, is_local, joined
from detect.facts.parties import Party
from detect.facts.scene import Scene
from detect.gazetteer import COUNTRY, contains

# A party needs this much, and this share of what the clearest one has (counted up to a ceiling).
_LEAST, _SHARE, _CEILING = 2.0, 0.4, 8.0
# Named in a row of at least three, or as a government in the lead.
_PROMINENT, _IN_ROW = 1.5, 3
# An institution that first stands as a visitor behind the lead is more often one that is talked of.
_LEAD, _SECOND, _AFTERTHOUGHT, _OWN_NAME = 1, 2, 2.5, 1.5
# A headline alone must be this clear; so must the province around the watched place, which is named all the time.
_HEADLINE, _PARENT = 5.0, 4.0
# Named twice, or once early.
_PRESENT = 1.0
# The regions of an organiser's people are told after the lead, and the organiser is clear.
_LATE, _ORGANISER = 3, 3.0
# Words from what opens a list of regions to the first of them, and from one to the next.
_OPENED, _GAP = 8, 5


class Guests(NamedTuple):
    """`came` are the visitors, `sent` the regions whose people an organiser among them brought; `told` is False where
    nothing puts the visitor as one and only the article's clearest party is named. Of `also` it only says that they
    were there too."""

    came: tuple[Party, ...]
    sent: tuple[Party, ...]
    told: bool = True
    also: tuple[Party, ...] = ()


def guests(scene: Scene, parties: Sequence[Party]) -> Guests:
    """The parties that the article reports as visitors, in the order of the text."""
    able = [p for p in parties if _can_come(scene, p, parties)]
    sent = [p for p in parties if _is_sent(p, able)]
    able = [p for p in able if p not in sent]
    rows = _rows(able)
    strength = {p.key: (p.standing if scene.is_away else p.score) + _PROMINENT * _is_prominent(p, rows) for p in able}
    least = max(_LEAST, _SHARE * min(max(strength.values(), default=0.0), _CEILING))
    came = [p for p in able if strength[p.key] >= least + _afterthought(p)]
    while beside := [p for p in able if p not in came and any(_are_together(p, other) for other in came)]:
        came += beside
    also = [p for p in able if came and p not in came and p.is_region and any(_attends(m) for m in p.members)]
    came = [p for p in able if p in came or p in also]
    came = [p for p in came if not any(_is_part(p, whole) for whole in came)]
    told = [p for p in came if _is_told(p)] or came
    countries = [p for p in told if _is_country_of(p, told)]
    told, sent = [p for p in told if p not in countries], [*sent, *countries]
    return Guests(tuple(told or _clearest(scene, able)), tuple(sent), bool(told), tuple(also))


def _attends(member: Member) -> bool:
    return attends(member.seen, member.first, member.last)


def _are_together(party: Party, other: Party) -> bool:
    """ "Kementerian X serta Badan Y", "Dinas X bersama Puskesmas Y": named side by side where one of them stands as a
    visitor."""
    pairs = ((m, n) for m in party.members for n in other.members if m.seen is n.seen and min(m.role, n.role) > 0)
    if not party.is_region and not is_national(party.key):
        bodies = [(m, n) for m, n in pairs if m.form == n.form == "body" and n.last < m.first]
        return any(goes_on(m.seen, n.last, m.first) for m, n in bodies)
    return any(_in_one_row(*pair) or joined(*sorted(pair, key=lambda m: m.first)) for pair in pairs)


def _is_part(party: Party, whole: Party) -> bool:
    """ "Direktorat X" beside its ministry: a part is no visitor of its own."""
    if party is whole or party.is_region or not is_national(whole.key):
        return False
    parts = section("told")["of_ministry"]
    standing = [m for m in party.members if m.role > 0 and m.body is not None]
    return _open(standing, parts) and not _open([m for m in whole.members if m.body is not None], parts)


def _open(members: Sequence[Member], words: frozenset[str]) -> bool:
    """Do all of their names begin with one of the words?"""
    return bool(members) and all(m.seen.words[m.first] in words for m in members)


def _in_one_row(one: Member, other: Member) -> bool:
    """ "pejabat dari Fiji, Vanuatu, dan Tonga": in the lead, or where one stands clearly."""
    return one.listed and other.listed and (_paragraph(one) <= _LEAD or max(one.role, other.role) >= _ORGANISER)


def _is_country_of(party: Party, came: Sequence[Party]) -> bool:
    """The country of a ministry, campus or province that came is where it is from, not another visitor."""
    if not party.key.startswith(COUNTRY) or any(m.form != "bare" for m in party.members):
        return False
    others = [p for p in came if not p.is_region]
    name = set(party.key.removeprefix(COUNTRY).split())
    if any(name <= set(m.seen.words[m.first : m.last + 1]) for p in others for m in p.members):
        return True  # "Tokyo University"
    sentences = {m.seen.index for m in party.members}
    parts = [] if is_foreign_part(party.key) else [p for p in came if is_foreign_part(p.key)]
    if any(m.seen.index in sentences and m.role > 0 for p in parts for m in p.members):
        return True  # "Quang Nam province in Vietnam"
    if any(m.province is not None and party.key in m.province.codes for p in parts for m in p.members):
        return True  # "Provinsi Krabi, Thailand"
    lines = {_paragraph(m) for m in party.members}
    return any(_paragraph(m) in lines and m.role > 0 for p in others for m in p.members)


def _clearest(scene: Scene, able: Sequence[Party]) -> list[Party]:
    """Where nobody is plainly put as the visitor, whoever the article is most about."""
    presence = {p.key: _presence(scene, p) for p in able}
    best = max(able, key=lambda p: presence[p.key], default=None)
    return [best] if best is not None and presence[best.key] >= _PRESENT else []


def _presence(scene: Scene, party: Party) -> float:
    """Named as what can send people, early, and where the article was written."""
    if scene.profile.code.startswith(party.key) and not any(_is_government(m) for m in party.members):
        return 0.0
    standing = [m for m in party.members if not m.seen.background and not m.seen.tokens[m.first].quoted]
    early = any(_paragraph(m) <= 1 for m in standing)
    home = any(token.word in _names(party) for token in scene.dateline)
    spelt = sum(m.form != "bare" for m in standing[:_IN_ROW])
    return sum(max(m.role, 0.0) for m in standing) + 0.5 * spelt + 1.0 * early + 1.0 * home


def _names(party: Party) -> frozenset[str]:
    return frozenset(m.seen.words[m.region.name] for m in party.members if m.region is not None)


def in_body(member: Member) -> bool:
    """Does the mention stand in the text rather than in its headline?"""
    return member.seen.reading.sentence.part == "body"


def _paragraph(member: Member) -> int:
    return member.seen.reading.sentence.paragraph


def _afterthought(party: Party) -> float:
    """How much clearer it must be for being told of late: an office or a society such as every region has, and a region
    named in passing, sooner than an institution of its own name."""
    first = min((_paragraph(m) for m in party.members if m.role > 0), default=0)
    if party.is_region:
        in_passing = all(m.form == "bare" for m in party.members)
        return _AFTERTHOUGHT if first > _LEAD and in_passing else 0.0
    if is_branch(party.key):
        return 0.0  # told of late as whoever holds the course
    local = any(m.body is not None and is_local(m.seen, m.body) for m in party.members)
    if local:
        return _AFTERTHOUGHT if first > _LEAD else 0.0
    return _OWN_NAME if first > _SECOND else 0.0


def _is_told(party: Party) -> bool:
    """Named in the body as well: a headline alone shortens institutions beyond recognition, and regions hardly."""
    as_region = party.is_region and any(m.form != "body" for m in party.members)
    return any(in_body(m) for m in party.members) or (as_region and party.score >= _HEADLINE)


def _is_prominent(party: Party, rows: frozenset[int]) -> bool:
    standing = [m for m in party.members if m.role > 0]
    in_row = any(_stands_in_row(m) and m.seen.index in rows for m in standing)
    return in_row or any(m.form in ("holder", "government") and _paragraph(m) == 1 for m in standing)


def _rows(parties: Sequence[Party]) -> frozenset[int]:
    """Sentences that name three or more governments, offices or office-holders beside one another."""
    named = Counter(m.seen.index for p in parties for m in p.members if _stands_in_row(m) and m.role > 0)
    return frozenset(index for index, count in named.items() if count >= _IN_ROW)


def _stands_in_row(member: Member) -> bool:
    """ "Bupati A, Wali Kota B", or right in the lead "Kabupaten A, Kabupaten B"."""
    return _is_government(member) or (member.form == "government" and _paragraph(member) == 1)


def _is_government(member: Member) -> bool:
    """An institution, an office-holder, or a government by name ("Pemkab X"), not just a region ("Kabupaten X")."""
    governments = section("told")["shared"] - section("told")["kinds"]
    return member.form in ("holder", "body") or member.seen.words[member.first] in governments


def _can_come(scene: Scene, party: Party, parties: Sequence[Party]) -> bool:
    """Could the region's own people be meant, not only where an institution or a smaller region lies?"""
    if not party.is_region:
        return True
    if contains(party.key, scene.profile.code):
        return any(_is_government(m) or m.role >= _PARENT for m in party.members)
    if _is_seat_of_state(party) and any(is_national(p.key) and p.score > 0 for p in parties if not p.is_region):
        return False
    if any(_bears(m, party.key) for p in parties if not p.is_region for m in p.members):
        return any(_is_government(m) for m in party.members)
    inner = [p for p in parties if p is not party and p.is_region and contains(party.key, p.key) and p.score > 0]
    return not inner or any(_is_government(m) and m.role > 0 for m in party.members)


def _is_seat_of_state(party: Party) -> bool:
    """ "Mereka dari Jakarta": where a ministry's people come from, and no visitor of its own."""
    return party.key[:2] in section("told")["seat_of_state"] and all(m.form == "bare" for m in party.members)


def _bears(member: Member, code: str) -> bool:
    """Does the institution's name end in this region ("Universitas Muhammadiyah Sidoarjo")?"""
    return any(region is not None and code in region.codes for region in (member.region, member.province))


def _is_sent(party: Party, able: Sequence[Party]) -> bool:
    """A region listed among those whose people an organiser or a province brought."""
    if not party.is_region or not any(m.listed and _is_of_group(m) for m in party.members):
        return False
    if any(_is_government(m) and m.role > 0 for m in party.members):
        return False
    clear = [p for p in able if p is not party and p.score >= _ORGANISER]
    organisers = [p for p in clear if not any(m.listed and m.role > 0 for m in p.members)]
    if any(not p.is_region or contains(p.key, party.key) for p in organisers):
        return True
    return any(m.listed and _is_of_group(m) and m.seen.index > _LATE for m in party.members)


def _is_of_group(member: Member) -> bool:
    """ "peserta dari A, B dan C": listed among those who take part."""
    if member.seen.background or member.seen.tokens[member.first].quoted:
        return False
    start = _list_start(member)
    opened = member.seen.words[max(0, start - _OPENED) : start]
    told = not section("told")["members"].isdisjoint(opened) and section("told")["owns"].isdisjoint(
        member.seen.words[:start]
    )
    return member.role > 0 or told


def _list_start(member: Member) -> int:
    """The token that the list of regions begins with."""
    start = member.first
    for region in reversed([r for r in member.seen.regions if r.first < member.first]):
        if start - region.last > _GAP:
            break
        start = region.first
    return start

"""The parties of an article: all that names one region's government or one institution, taken together.

"Pemkab Sleman", "Bupati Sleman" and "Sleman" are one party; so are "Kementerian Keuangan", "Kemenkeu" and its offices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from detect.facts.identity import are_one, is_branch, is_national, top_branch
from detect.facts.lexicon import institutions, section
from detect.facts.members import Member, is_adopted, members
from detect.facts.programme import abbreviations
from detect.facts.scene import Scene
from detect.facts.standing import in_slot
from detect.gazetteer import COUNTRY, Mention, contains

# How the keys of ministries begin.
_MINISTRY = "kementerian "
# The clearest mentions count; that a name is repeated all through an article adds nothing more.
_COUNTED = 4


@dataclass(slots=True)
class Party:
    """All mentions of one region or one institution. `key` is a region code or an institution's key; `offices` are
    those of a region that the article names without it."""

    key: str
    members: list[Member] = field(default_factory=list)
    offices: list[Member] = field(default_factory=list)

    @property
    def is_region(self) -> bool:
        return self.key[0].isdigit() or self.key.startswith(COUNTRY)

    @property
    def score(self) -> float:
        """How clearly the party stands as a visitor."""
        return sum(sorted((m.role for m in self.members), reverse=True)[:_COUNTED])

    @property
    def standing(self) -> float:
        """The same where the article is told from home, and a place gone to may be the visitor's own."""
        return sum(sorted((max(m.role, 0.0) for m in self.members), reverse=True)[:_COUNTED])


def parties(scene: Scene) -> list[Party]:
    """All parties but the watched place, in the order of first mention."""
    found: dict[str, Party] = {}
    shorts: dict[str, str] = {}
    trainings = abbreviations(scene)
    for seen in scene.seen:
        for member in members(scene, seen):
            if member.first == member.last and seen.words[member.first] in trainings:
                continue
            key = _key(scene, member, found, shorts)
            found.setdefault(key, Party(key)).members.append(member)
    for key, party in [(k, p) for k, p in found.items() if shorts.get(k, k) != k and shorts[k] in found]:
        found[shorts[key]].members.extend(party.members)  # abbreviated first, explained later
        del found[key]
    return _with_parts(_merged(shorts, _adopted(scene, _of_ministries(list(found.values())))))


def _of_ministries(found: list[Party]) -> list[Party]:
    """ "Pusdiklat X" is the "Pusdiklat X Kementerian Y" that the article tells of as well."""
    national = [p for p in found if not p.is_region and is_national(p.key)]
    ministries = [p for p in national if p.key.startswith(_MINISTRY)]
    kept = []
    for party in found:
        whole = None if party.is_region or party in national else next((w for w in national if _begins(party, w)), None)
        if whole is None and len(ministries) == 1 and party not in ministries and _is_part_of_any(party):
            whole = ministries[0]
        if whole is None:
            kept.append(party)
        else:
            whole.members.extend(party.members)
    return kept


def _is_part_of_any(party: Party) -> bool:
    """ "Deputi Bidang X": of the one ministry that the article names."""
    parts = section("told")["of_ministry"]
    named = [(m, m.body) for m in party.members if m.body is not None and m.region is None]
    return len(named) == len(party.members) and all(m.seen.words[b.first] in parts for m, b in named)


def _begins(party: Party, whole: Party) -> bool:
    """Is each of its names the beginning of a longer one of the other's?"""
    longer = [m.seen.words[m.first : m.last + 1] for m in whole.members]
    names = [m.seen.words[m.first : m.last + 1] for m in party.members]
    return all(any(len(n) < len(w) and w[: len(n)] == n for w in longer) for n in names)


def _with_parts(found: list[Party]) -> list[Party]:
    """ "Fakultas X" told of alone is of the university that the article names; "mahasiswa Fakultas X" came as such."""
    inner = institutions().inner
    parts = [p for p in found if not p.is_region and p.key.split()[0] in inner and not any(map(_has_people, p.members))]
    wholes = [p for p in found if p not in parts and any(m.body and m.body.kind == "campus" for m in p.members)]
    whole = max(wholes, key=lambda p: p.score, default=None)
    if whole is None or whole.is_region:
        return found
    whole.offices.extend(m for p in parts for m in p.members)
    return [p for p in found if p not in parts]


def _has_people(member: Member) -> bool:
    return in_slot(member.seen, member.first)


def _adopted(scene: Scene, found: list[Party]) -> list[Party]:
    """ "Dinas Kesehatan" told of by its own region's paper: an office of the region that the article is most about."""
    regions = [p for p in found if p.is_region and not contains(p.key, scene.profile.code)]
    home = max(regions, key=lambda p: (p.standing, len(p.members)), default=None)
    kept = []
    for party in found:
        if party.is_region or not all(is_adopted(m) for m in party.members):
            kept.append(party)
        elif home is not None:
            home.offices.extend(party.members)
    return kept


def _merged(shorts: Mapping[str, str], found: list[Party]) -> list[Party]:
    """ "Perumdam Tirta Sari, Kota X ... Perumdam Tirta Sari": a region's own institution named without its region."""
    bodies = [(m.body.key, p) for p in found if p.is_region for m in p.members if m.body is not None]
    of_regions = {shorts.get(key, key): party for key, party in bodies}
    kept = []
    for party in found:
        whole = None if party.is_region or is_national(party.key) else _whole(party.key, of_regions)
        if whole is None:
            kept.append(party)
        else:
            whole.members.extend(party.members)
    return kept


def _whole(key: str, of_regions: Mapping[str, Party]) -> Party | None:
    """The region's party that has an institution of this name, or of its beginning in a headline."""
    return next((p for k, p in of_regions.items() if k == key or (" " in k and _extends(key, k))), None)


def _extends(longer: str, shorter: str) -> bool:
    return longer.startswith(shorter + " ")


def _key(scene: Scene, member: Member, found: dict[str, Party], shorts: dict[str, str]) -> str:
    """The party that a mention belongs to; `shorts` are abbreviations that the article itself explains."""
    body, region = member.body, member.region
    if region is not None and (body is None or not (body.kind == "campus" or is_branch(body.key))):
        key = _place_key(scene, region, found)
        if body is not None and body.short and body.short not in institutions().canonical:
            shorts.setdefault(body.short, key)  # "Himpunan Pandu (HP) X ... HP X"
            shorts.setdefault(f"{body.short} {member.seen.words[body.last]}", key)
        return key
    assert body is not None
    key = top_branch(shorts.get(body.key, body.key))
    if region is not None:
        key = next((k for k, party in found.items() if any(_is_campus_of(m, region) for m in party.members)), key)
    known = next((k for k in found if are_one(k, key)), key)
    if body.short:
        shorts[institutions().canonical.get(body.short, body.short)] = known
    return known


def _place_key(scene: Scene, region: Mention, found: dict[str, Party]) -> str:
    """The code of the region, of a district its regency's; a country's name. Where a name is a regency's and a city's,
    the one that the article names clearly elsewhere is meant."""
    clear = [code for code in region.codes if code in scene.clear]
    code = next((code for code in region.codes if code in found), (*clear, *region.codes)[0])
    return code if code.startswith(COUNTRY) else code[:5]


def _is_campus_of(member: Member, region: Mention) -> bool:
    """An article hardly tells of two universities that bear one town's name."""
    campus = member.body is not None and member.body.kind == "campus"
    return campus and member.region is not None and not set(member.region.codes).isdisjoint(region.codes)

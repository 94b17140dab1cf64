"""How an article names a party: in full, by its own office, with the region's code."""

from __future__ import annotations

from article import Fact
from detect.facts.lexicon import institutions
from detect.facts.members import Member
from detect.facts.parties import Party
from detect.facts.scene import Scene
from detect.facts.visitors import in_body
from detect.gazetteer import COUNTRY, Mention

# "Pemkab Kudus" says more than "Kudus" wherever the article puts it as a visitor; a full name more than an
# abbreviation even where it stands less clearly.
_NAMED, _SPELT = 1.5, 0.5
_KINDS = {"city": "Kota", "province": "Provinsi"}


def visitor(scene: Scene, party: Party) -> Fact[str]:
    """The visitor's name; an office-holder stands for the region he holds the office of."""
    named = [m for m in party.members if m.form != "bare" and m.role >= _NAMED and in_body(m)]
    member = _spelt_out(party, max(named or party.members, key=_clearness))
    span = scene.span(member.seen, member.first, member.last)
    code = region_code(scene, member.region) if member.region is not None else None
    if member.form != "holder" or member.region is None:
        return Fact(scene.words(member.seen, member.first, member.last), span, code=code)
    kind = _KINDS.get(member.region.level or "", "Kabupaten")
    name = scene.words(member.seen, member.region.name, member.region.last)
    return Fact(f"{kind} {name}", span, "named by an office-holder", code)


def region_code(scene: Scene, region: Mention) -> str | None:
    """The one region meant; None for a country, and where a regency and a city share the name and nothing in the
    article tells them apart."""
    if len(region.codes) == 1:
        return None if region.codes[0].startswith(COUNTRY) else region.codes[0]
    meant = [code for code in region.codes if code in scene.clear]
    return meant[0] if len(meant) == 1 else None


def _clearness(member: Member) -> tuple[bool, bool, float, bool, int]:
    lead = member.seen.reading.sentence.paragraph == 1
    return in_body(member), lead, member.role, member.form in ("body", "government"), -member.seen.index


def _spelt_out(party: Party, chosen: Member) -> Member:
    """The full name of an institution rather than its abbreviation, where the article gives it."""
    if chosen.form != "body" or not _is_short(chosen):
        return chosen
    full = [m for m in party.members if m.form == "body" and not _is_short(m) and m.role >= _SPELT]
    return max(full, key=_clearness, default=chosen)


def _is_short(member: Member) -> bool:
    return member.last - member.first < 2 and member.seen.words[member.first] in institutions().closed

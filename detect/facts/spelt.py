"""Which mention of an institution says its name most fully."""

from __future__ import annotations

from collections.abc import Iterator

from detect.facts.identity import are_one
from detect.facts.lexicon import institutions
from detect.facts.members import Member
from detect.facts.parties import Party
from detect.facts.visitors import in_body

# A full name says more than an abbreviation even where it stands less clearly.
_SPELT = 0.5


def spelt_out(party: Party, chosen: Member) -> Member:
    """The full name of an institution rather than its abbreviation, where the article gives it."""
    if not _is_short(chosen):
        chosen = chosen if chosen.region is not None else _with_region(party, chosen)
        return max(_longer(party, chosen), key=lambda m: m.last - m.first, default=chosen)
    spelt = [m for m in party.members if m.form == "body" and not _is_short(m) and m.role >= _SPELT]
    full = [m for m in spelt if not party.is_region or not is_another(chosen, m)]
    return max(full, key=clearness, default=chosen)


def _longer(party: Party, chosen: Member) -> Iterator[Member]:
    """ "Pengadilan Agama Kuningan" for "PA Kuningan": the same institution in more words, and none that is part of it
    ("Pusdiklat Kementerian X")."""
    first = chosen.seen.words[chosen.first]
    for member in party.members:
        named = member.body is not None and in_body(member) and not member.seen.background and member.role >= 0
        whole = chosen.region is None or member.region is not None
        if named and whole and member.last - member.first > chosen.last - chosen.first:
            opens = member.seen.words[member.first]
            known = chosen.body is not None and opens == chosen.body.key.partition(" ")[0]
            if (opens == first or known) and not is_another(chosen, member):
                yield member


def _with_region(party: Party, chosen: Member) -> Member:
    """ "Disparbud Bangka Tengah" rather than "Disparbud"."""
    told = (m for m in party.members if m.region is not None and in_body(m) and not m.seen.background)
    longer = (m for m in told if m.last - m.first > chosen.last - chosen.first)
    return next((m for m in longer if not is_another(chosen, m)), chosen)


def _is_short(member: Member) -> bool:
    return member.last - member.first < 2 and member.seen.words[member.first] in institutions().closed


def is_another(one: Member, other: Member) -> bool:
    """An institution that is not the same by another name."""
    if one.body is None or other.body is None or one.body.kind != other.body.kind:
        return True
    return not are_one(one.body.key, other.body.key)


def clearness(member: Member) -> tuple[bool, bool, bool, float, bool, int]:
    lead = member.seen.reading.sentence.paragraph == 1
    part = member.form == "holder" and member.region is not None and member.region.level == "district"
    return in_body(member), not part, lead, member.role, member.form in ("body", "government"), -member.seen.index

"""How an article names a party: in full, by its own office, with the region's code."""

from __future__ import annotations

from functools import cache

from article import Fact
from detect import gazetteer
from detect.facts.cues import IN_NAMES
from detect.facts.groups import Group, groups
from detect.facts.identity import is_national
from detect.facts.lexicon import holds, institutions, listing, phrases, section
from detect.facts.members import Member, is_local, is_through
from detect.facts.parties import Party
from detect.facts.people import Person
from detect.facts.programme import programme
from detect.facts.scene import Scene, Seen
from detect.facts.spelt import clearness, is_another, spelt_out
from detect.facts.taken import taken_along
from detect.facts.visitors import in_body
from detect.gazetteer import COUNTRY, Mention

# "Pemkab Kudus" says more than "Kudus" wherever the article puts it as a visitor.
_NAMED = 1.5
# Names of one party.
_NAMES = 4
# The last paragraph that an office stands for its region by, and that tells who sent a group.
_LEAD, _SENDER = 1, 2
# Words between a trade and the region its people are from, and of a name that ends in a region.
_TRADE, _OWN_NAME = 4, 5
_ROMAN = frozenset("ivx")
_KINDS = {"city": "Kota", "province": "Provinsi", "district": "Kecamatan"}


def visitors(scene: Scene, party: Party) -> tuple[Fact[str], ...]:
    """The party by its name; an institution joined to it or that sent it, or a council that stands as a visitor beside
    its region's government, is named as well."""
    main = _chosen(scene, party)
    others = [m for m in party.members if m.body is not None and m.role >= _NAMED and in_body(m) and not _is_held(m)]
    joined = [m for m in (*others, *party.offices) if _are_joined(main, m)]
    senders = [m for m in party.members if _is_group(main) and _opens_with(m, _SENDER)]
    councils = [m for m in others if m.body is not None and m.body.kind == "council" and _is_told_apart(party)]
    along = [m for m in (*party.members, *party.offices) if m.along and in_body(m) and _is_another_s(m, main)]
    second = [*(joined[:1] or sorted(senders or councils, key=clearness)[-1:]), *along]
    named = [main]
    for m in second:
        if _is_apart(m, main) and len(named) < _NAMES and all(_is_beside(m, other) for other in named):
            named.append(m)
    taken = next(taken_along(main), None) if main.body is not None and main.body.kind in ("office", "campus") else None
    people = () if taken is None else (_people(scene, main.seen, taken),)
    return (*(_named(scene, m) for m in named), *people)


def _is_another_s(member: Member, main: Member) -> bool:
    """Is it no office of the government that came, whose people the delegation is made of anyway, nor one that somebody
    only holds an office in? The head of a council stands for the council."""
    if member.body is None or member.body.kind == "council":
        return True
    head, apart = member.seen.words[member.first], section("told")["vertical"] | institutions().societies
    of_government = main.body is None and not _is_group(main) and head not in apart
    return not (of_government and is_local(member.seen, member.body)) and not _is_held(member)


def _is_apart(member: Member, main: Member) -> bool:
    return member.seen is not main.seen or member.first > main.last or member.last < main.first


def _people(scene: Scene, seen: Seen, group: Group) -> Fact[str]:
    return Fact(scene.words(seen, group.first, group.last), scene.span(seen, group.first, group.last))


def _chosen(scene: Scene, party: Party) -> Member:
    members = [m for m in party.members if not m.along] or party.members
    if any(not _is_of_district(m) and m.role >= _NAMED and in_body(m) for m in members):
        members = [m for m in members if not _is_of_district(m)]
    clear = [m for m in members if m.form != "bare" and m.role >= _NAMED and in_body(m)]
    if not clear and all(m.form in ("bare", "government") for m in party.members):
        clear = [m for m in party.offices if in_body(m)]
    chosen = max(clear or members, key=clearness)
    if chosen.body is not None and (chosen.body.kind == "council" or chosen.role <= 0):
        chosen = next((m for m in party.members if m.form == "holder" and m.role >= _NAMED), chosen)
    if chosen.body is None and not _is_group(chosen):
        chosen = max((m for m in party.members if _opens_with(m, _LEAD)), key=clearness, default=chosen)
    if (
        chosen.form in ("bare", "government")
        and not _is_group(chosen)
        and not _of_trainees(chosen)
        and programme(scene)
    ):
        chosen = max((m for m in party.members if _trains(m)), key=clearness, default=chosen)
    return spelt_out(party, chosen) if chosen.form == "body" else _unabbreviated(party, chosen)


def _is_of_district(member: Member) -> bool:
    """ "Camat X": one of those who came, where their regency is told of as well."""
    return member.form == "holder" and member.region is not None and member.region.level == "district"


def _of_trainees(member: Member) -> bool:
    """ "Peserta Latsar Kabupaten X": are those trained told of by the region itself?"""
    return not section("told")["trainees"].isdisjoint(member.seen.words[: member.first])


def _trains(member: Member) -> bool:
    """ "BPSDM X", "Badan Diklat X": the office that trains the region's officials."""
    told, words = section("told"), member.seen.words[member.first : member.last + 1]
    if member.body is None or member.role < 0 or member.along or not in_body(member) or member.seen.background:
        return False
    return words[0] in told["trainers"] or holds(phrases("told", "train"), words)


def _is_group(member: Member) -> bool:
    """Is the region named as where a group of people is from?"""
    return member.body is None and in_body(member) and _from_group(member) < member.first


def _opens_with(member: Member, reach: int) -> bool:
    """Is it the region's institution that the first paragraphs tell of?"""
    if member.body is None or member.region is None or member.seen.words[member.first] in section("told")["seat"]:
        return False
    early = in_body(member) and member.seen.reading.sentence.paragraph <= reach
    return early and member.role > 0 and not member.along


def _named(scene: Scene, member: Member) -> Fact[str]:
    """The name; an office-holder stands for the region he holds the office of, a trade for those who came."""
    code = region_code(scene, member.region) if member.region is not None else None
    span = scene.span(member.seen, member.first, member.last)
    if member.form != "holder" or member.region is None:
        first = _from_name(member)
        span = scene.span(member.seen, first, member.last)
        return Fact(scene.words(member.seen, first, member.last), span, code=code)
    kind = _KINDS.get(member.region.level or "", "Kabupaten")
    name = scene.words(member.seen, member.region.name, member.region.last)
    return Fact(f"{kind} {name}", span, "by_office_holder", code)


def _from_name(member: Member) -> int:
    """The first token of the whole name that ends in the region: "Masjid Agung X", "petani kopi asal X"."""
    seen, first = member.seen, member.first
    plain = member.form == "bare" or seen.words[first] in section("told")["levels"]
    if not plain or not in_body(member):
        return first
    if (start := _from_group(member)) < first:
        return start
    if seen.tokens[first].before == ",":
        return _from_village(member)
    start = first
    while start > max(0, first - _OWN_NAME) and not seen.tokens[start].before and _is_of_name(seen, start - 1):
        start -= 1
    known = institutions().vocabulary | institutions().heads
    return first if start == 0 and first == 1 and seen.words[0] not in known else start  # "Mewakili Kabupaten X"


def _is_of_name(seen: Seen, i: int) -> bool:
    """A capitalised word that is no visitor by itself ("Rombongan"), no office and no verb."""
    word = seen.words[i]
    told, offices = section("told"), section("offices")
    if not seen.tokens[i].capital or seen.tokens[i].text[0].isdigit() or seen.cue(i) not in ("", *IN_NAMES):
        return False
    if (
        word in _trainings()
        or set(word) <= _ROMAN
        or word in offices["titles"]
        or word in told["towards"]
        or word in told["government"]
        or word in told["delegations"]
    ):
        return False
    named = any(p.first <= i <= p.last and not _is_of_many(seen, p) for p in seen.people)
    return not named and not any(r.first <= i <= r.last for r in seen.regions)


@cache
def _trainings() -> frozenset[str]:
    """ "Peserta Latsar X" are of X, not of an institution of that name."""
    return frozenset(name.split()[0] for entry in listing("programme") for name in (*entry["names"], *entry["long"]))


def _is_of_many(seen: Seen, person: Person) -> bool:
    """ "Pengurus Masjid Agung X" names the mosque."""
    return person.office is not None and seen.words[person.office[0]] in section("offices")["of_many"]


def _from_village(member: Member) -> int:
    """ "Nagari Pariangan, Tanah Datar", "Kecamatan Ngaglik, Sleman": from the smaller area on."""
    seen, heads = member.seen, section("offices")["villages"] | section("loci")["district"]
    for i in range(member.first - 1, max(-1, member.first - 1 - _TRADE), -1):
        if seen.words[i] in heads and seen.tokens[i].capital:
            return i
        if i + 1 < member.first and seen.words[i] in section("groups")["heads"] and not seen.tokens[i + 1].before:
            return i  # "relawan Taman Penyu, Kecamatan X"
        if seen.tokens[i].before not in ("", "-") or not seen.tokens[i].capital:
            break
    return member.first


def _from_group(member: Member) -> int:
    """ "Petani kopi asal X", "kades dari Ngebel, X": the first token of whoever is from there."""
    seen, first = member.seen, member.first
    set_off = seen.tokens[first].before == ","  # "perbekel se-Kecamatan Ngebel, X"
    return next((group.first for group in groups(seen) if group.first < first <= group.last + set_off), first)


def _are_joined(one: Member, other: Member) -> bool:
    """ "Dinas X dan Komisi III DPRD Y"."""
    first, last = sorted((one, other), key=lambda m: m.first)
    between = one.seen.words[first.last + 1 : last.first]
    joins, titles = section("told")["joins"], section("offices")["titles"]
    joined = between[:1] and between[0] in joins and titles.issuperset(between[1:])
    through = first is one and one.form == "government" and is_through(other.seen, other.first)
    return one.seen is other.seen and bool(joined or (through and len(between) == 1))


def _is_beside(member: Member, main: Member) -> bool:
    """Another institution than the main one, and not the whole that this is a part of ("DPRD X", "Komisi I DPRD X")."""
    if not is_another(main, member) or _is_unit(member, main):
        return False
    return member.body is None or main.body is None or not set(_words(member)) < set(_words(main))


def _is_unit(member: Member, main: Member) -> bool:
    """ "Direktorat X" beside its ministry."""
    units = section("told")["of_ministry"]
    of_ministry = main.body is not None and is_national(main.body.key) and main.seen.words[main.first] not in units
    return of_ministry and member.region is None and member.seen.words[member.first] in units


def _words(member: Member) -> tuple[str, ...]:
    return member.seen.words[member.first : member.last + 1]


def _is_held(member: Member) -> bool:
    """ "Anggota DPRD X, Hartono, berharap": somebody's office only."""
    return any(p.office is not None and p.office[0] <= member.first <= p.office[1] for p in member.seen.people)


def _is_told_apart(party: Party) -> bool:
    """Is there a government or office of the region that stands as a visitor, and is no council?"""
    others = (m for m in party.members if m.form in ("government", "holder") or m.body is not None)
    return any(m.role >= _NAMED and not (m.body is not None and m.body.kind == "council") for m in others)


def region_code(scene: Scene, region: Mention) -> str | None:
    """The one region meant; None for a country, and where a regency and a city share the name and nothing in the
    article tells them apart."""
    if len(region.codes) == 1:
        return None if region.codes[0].startswith(COUNTRY) else region.codes[0]
    meant = [code for code in region.codes if code in scene.clear]
    return meant[0] if len(meant) == 1 else None


def _unabbreviated(party: Party, chosen: Member) -> Member:
    """ "Kabupaten Rokan Hilir" rather than "Rohil", where the article says both."""
    if _is_official(chosen) or chosen.first < chosen.last or _from_name(chosen) < chosen.first:
        return chosen
    full = [m for m in party.members if m.body is None and in_body(m) and not m.seen.background and _is_official(m)]
    return max(full, key=clearness, default=chosen)


def _is_official(member: Member) -> bool:
    """Is the region called by its name, and not by an abbreviation of it?"""
    if member.region is None or member.region.codes[0].startswith(COUNTRY):
        return True
    region = gazetteer.load().regions.get(member.region.codes[0])
    return region is None or member.seen.words[member.region.last] in region.name.casefold().split()

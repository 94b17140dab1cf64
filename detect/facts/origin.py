"""The regions the visitors are from, as the article names them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from article import Fact, Span
from detect import gazetteer
from detect.facts.identity import is_branch
from detect.facts.lexicon import institutions, listing, section
from detect.facts.members import Member
from detect.facts.parties import Party
from detect.facts.scene import Scene, Seen
from detect.facts.surface import region_code
from detect.gazetteer import COUNTRY, Mention, contains

# Characters of a regency's code.
_REGENCY = 5

# "Maluku, dan Papua": how far names of a list stand apart.
_LISTED = 2

Place = tuple[Seen, Mention]


def origin(
    scene: Scene, came: Party, sent: tuple[Party, ...], named: Collection[str] = (), trained: Sequence[Place] = ()
) -> tuple[Fact[str], ...]:
    """The regions of one delegation: its own, the province said to hold it, those an organiser's people are from.

    `named` are the districts that the visitors are called by, `trained` where single trainees are from.
    """
    places: dict[str, list[Place]] = {}
    seated = is_branch(came.key) and bool(sent or trained)
    for party in (came, *sent):
        for member in party.members if not (seated and party is came) else ():
            for place in _places(scene, member, party is came):
                places.setdefault(_one(places, place[1]), []).append(place)
    for place in trained:
        places.setdefault(_one(places, place[1]), []).append(place)
    for code in [code for code in places if len(code) > _REGENCY and not code.startswith(COUNTRY)]:
        around = _around(scene, places[code][0][1])
        if around is not None:
            places.setdefault(around[1].codes[0], []).append(around)
    for place in (*_provinces(scene, places), *_countries(scene, places)):
        places.setdefault(place[1].codes[0], []).append(place)
    whole = {code for code in places if len(code) <= _REGENCY}
    parts = [code for code in places if len(code) > _REGENCY and code[:_REGENCY] in whole and code not in named]
    return tuple(_fact(scene, named) for code, named in places.items() if code not in parts)


def from_islands(scene: Scene) -> tuple[Fact[str], ...]:
    """ "Peserta dari Sulawesi, Maluku, dan Papua": the islands that the people of a national body are from."""
    told = section("told")
    for seen in scene.seen:
        if seen.background:
            continue
        longer = {i for r in seen.regions if r.last > r.first for i in range(r.first, r.last + 1)}
        named = (i for i, word in enumerate(seen.words) if word in told["islands"] and seen.tokens[i].capital)
        at = [i for i in named if i not in longer]
        listed = [i for i, before in zip(at[1:], at, strict=False) if i - before <= _LISTED]
        if listed and seen.words[at[0] - 1] in told["natives"] | told["goals"]:
            return tuple(Fact(scene.words(seen, i, i), scene.span(seen, i, i)) for i in (at[0], *listed))
    return ()


def from_dateline(scene: Scene) -> tuple[Fact[str], ...]:
    """The region that an article told from home was written in."""
    found = []
    known, told = gazetteer.load(), scene.told_at
    towns = (known.town(scene.dateline, i) for i, token in enumerate(scene.dateline) if token in told)
    for mention in known.mentions(scene.dateline) or [town for town in towns if town is not None]:
        name = scene.dateline[mention.name : mention.last + 1]
        inside = any(contains(scene.profile.code, code) or contains(code, scene.profile.code) for code in mention.codes)
        if not inside and mention.name == mention.first:
            span = Span(name[0].start, name[-1].end)
            value = " ".join(scene.text[span.start : span.end].split())
            code = mention.codes[0] if len(mention.codes) == 1 else None
            found.append(Fact(value, span, "by_dateline", code))
    return tuple(found[:1])


def _one(places: dict[str, list[Place]], mention: Mention) -> str:
    return next((code for code in mention.codes if code in places), mention.codes[0])


def _places(scene: Scene, member: Member, with_province: bool) -> Iterator[Place]:
    if member.role < 0:
        return
    if with_province and member.region is None and (town := _town(member)) is not None:
        yield _around(scene, town) or (member.seen, town)
    for mention in (member.region, member.province if with_province else None):
        if mention is not None and scene.means(mention):
            yield member.seen, mention


def _around(scene: Scene, town: Mention) -> Place | None:
    """The regency that a district lies in, where the article names it."""
    holds = {code[:_REGENCY] for code in town.codes if len(code) > _REGENCY}
    named = ((seen, m) for seen in scene.seen for m in seen.regions if not holds.isdisjoint(m.codes))
    return next(((seen, m) for seen, m in named if not seen.background and not scene.owns(seen, m)), None)


def _town(member: Member) -> Mention | None:
    """The small town that an institution's name ends in or that stands right behind it ("RSUD Panti Asih Wlingi",
    "Universitas X (Unx), Purwokerto,")."""
    tokens, body = member.seen.tokens, member.body
    if body is None or (body.kind != "campus" and tokens[body.first].word not in section("told")["in_towns"]):
        return None
    found = gazetteer.load().town
    inside = (found(tokens, i) for i in range(max(body.first + 1, body.last - 1), body.last + 1))
    town = next((m for m in inside if m is not None and m.last == body.last), None)
    if town is None and body.last + 1 < len(tokens):
        town = found(tokens, body.last + 1)
        after = town.last + 1 if town is not None else len(tokens)
        town = town if after == len(tokens) or tokens[after].before or not tokens[after].capital else None
    known = institutions().vocabulary | institutions().heads
    return None if town is None or tokens[town.first].word in known else town


def _provinces(scene: Scene, places: dict[str, list[Place]]) -> list[Place]:
    """Provinces named apart from the region they hold ("Dari Provinsi Bali yang jauh, Pemkab Badung ...")."""
    found = []
    for seen in scene.seen:
        own = [r.last for r in seen.regions if scene.owns(seen, r)]
        for mention in seen.regions:
            code = mention.codes[0]
            holds = len(code) == 2 and any(contains(code, inner) and inner != code for inner in places)
            beside_own = mention.first - 1 in own or contains(code, scene.profile.code)
            if holds and not beside_own and not seen.background and not seen.tokens[mention.first].quoted:
                found.append((seen, mention))
    return found


def _countries(scene: Scene, places: Collection[str]) -> list[Place]:
    """The country named apart from its town or province that guests are from ("Ermera, a part of Timor-Leste")."""
    parts = {code.removeprefix(COUNTRY) for code in places if code.startswith(COUNTRY)}
    if not parts:
        return []
    around = [land["names"] for land in listing("abroad") if not parts.isdisjoint(land["parts"])]
    wanted = {COUNTRY + name for names in around if parts.isdisjoint(names) for name in names}
    told = ((seen, m) for seen in scene.seen if not seen.background for m in seen.regions if m.codes[0] in wanted)
    return [(seen, m) for seen, m in told if not seen.tokens[m.first].quoted][:1]


def _fact(scene: Scene, named: list[Place]) -> Fact[str]:
    """The fullest way in which the article names the region: the same for every delegation from it."""
    codes = named[0][1].codes
    every = [(seen, m) for seen in scene.seen for m in seen.regions if m.codes == codes and not scene.owns(seen, m)]
    return as_named(scene, *max((*named, *every), key=lambda place: len(_words(scene, *place))))


def as_named(scene: Scene, seen: Seen, mention: Mention) -> Fact[str]:
    """A region as it is named there."""
    first = _first(seen, mention)
    span = scene.span(seen, first, mention.last)
    return Fact(scene.words(seen, first, mention.last), span, code=region_code(scene, mention))


def _words(scene: Scene, seen: Seen, mention: Mention) -> str:
    return scene.words(seen, mention.name, mention.last)


def _first(seen: Seen, mention: Mention) -> int:
    """ "Kabupaten Sleman" keeps its kind; "Pemkab Sleman" and "Bupati Sleman" give "Sleman"."""
    before = mention.name - 1
    return before if before >= mention.first and seen.words[before] in section("told")["levels"] else mention.name

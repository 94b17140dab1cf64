"""An article's facts: one Visit for each delegation that it reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from article import Article, Fact, Visit
from detect.facts.dates import days
from detect.facts.headcount import headcount
from detect.facts.hosts import Somebody, everybody, hosts
from detect.facts.identity import is_national
from detect.facts.leader import leader
from detect.facts.lexicon import section
from detect.facts.loci import loci
from detect.facts.origin import from_dateline, from_islands, origin
from detect.facts.parties import Party, parties
from detect.facts.programme import programme, trainees
from detect.facts.scene import Scene, see
from detect.facts.set_out import set_out
from detect.facts.surface import visitors
from detect.facts.trainees import homes
from detect.facts.visitors import Guests, guests
from detect.gazetteer import contains
from detect.mentions import Reading
from detect.profile import Profile
from detect.sentences import Document, tokenise


def find(article: Article, document: Document, readings: Sequence[Reading], profile: Profile) -> tuple[Visit, ...]:
    """The visits that an article taken for a report of one tells of; each Span counts characters of Article.text.

    Always at least one: where nobody is named, the other facts still stand. Where and who received them is the same
    for all delegations of an article; who came, from where, how many, and when the article tells it, is each one's own.
    """
    scene = scene_of(document, readings, profile)
    who = guests(scene, parties(scene))
    counts = headcount(scene, who.came)
    when = days(article, document, scene)
    people = everybody(scene, who.came)
    shared = Visit(
        programme=programme(scene),
        date_start=when.start,
        date_end=when.end,
        loci=loci(scene, who.came),
        hosts=hosts(scene, people),
    )
    groups = _delegations(who)
    found = [_visit(scene, who, people, group, _sum(who, group, counts), shared) for group in groups]
    if len(groups) > 1:
        own = (days(article, document, scene, sentences) for sentences in _told_apart(groups))
        found = [replace(v, date_start=d.start, date_end=d.end) for v, d in zip(found, own, strict=True)]
    if found:
        return tuple(found)
    followers = trainees(scene)
    return (replace(shared, visitors=(followers,) if followers else (), headcount=counts[0]),)


def _marked(fact: Fact[str], party: Party, who: Guests) -> Fact[str]:
    if party in who.also:
        return replace(fact, mark="also_there")
    return fact if who.told else replace(fact, mark="not_said_to_have_come")


def _told_apart(groups: Sequence[Sequence[Party]]) -> list[frozenset[int]]:
    """The sentences in which each delegation, and no other, is named as one that came."""
    named = [frozenset(m.seen.index for p in group for m in p.members if m.role > 0) for group in groups]
    return [own.difference(*(other for other in named if other is not own)) for own in named]


def scene_of(document: Document, readings: Sequence[Reading], profile: Profile) -> Scene:
    """What the article names, with its dateline."""
    dateline = document.dateline
    tokens = tokenise(document.text[dateline.start : dateline.end], dateline.start)[0] if dateline else ()
    return see(document.text, readings, profile, tokens)


def _delegations(who: Guests) -> list[list[Party]]:
    """Each region's people are a delegation of their own; an organiser and those it brings are one."""
    national = [p for p in who.came if not p.is_region]
    regional = [[p] for p in who.came if p.is_region]
    return [*([national] if national else []), *regional]


def _is_of_the_state(party: Party) -> bool:
    """Ministries and the like are of no region, wherever an article about them was written."""
    bodies = [m.body for m in party.members if m.body is not None]
    return any(is_national(body.key) and body.kind != "campus" for body in bodies)


def _sum(who: Guests, group: Sequence[Party], counts: Sequence[Fact[int] | None]) -> Fact[int] | None:
    told = [count for party, count in zip(who.came, counts, strict=False) if party in group and count is not None]
    if not told:
        return None
    return Fact(sum(count.value for count in told), told[0].span, "added_up" if len(told) > 1 else told[0].mark)


def _name(place: Fact[str]) -> str:
    """The region's name as it may be written again, in a dateline's capitals or without its kind."""
    words = place.value.casefold().split()
    return " ".join(word for word in words if word not in section("told")["levels"])


def _home(scene: Scene, who: Guests) -> list[Fact[str]]:
    """Where an article told from home was written, as its text names that region where another delegation is of it."""
    written = from_dateline(scene)
    named = [place for party in who.came for place in origin(scene, party, ())]
    return [next((place for place in named if _lies_in(home, place)), home) for home in written]


def _lies_in(home: Fact[str], place: Fact[str]) -> bool:
    held = home.code is not None and place.code is not None and contains(place.code, home.code)
    return held or _name(home) == _name(place)


def _visit(
    scene: Scene,
    who: Guests,
    people: Sequence[Somebody],
    group: Sequence[Party],
    count: Fact[int] | None,
    shared: Visit,
) -> Visit:
    named = {id(party): visitors(scene, party) for party in group}
    codes = {fact.code for facts in named.values() for fact in facts if fact.code is not None}
    places = [
        p for party in group for p in origin(scene, party, who.sent, codes, () if who.sent else homes(scene, party))
    ]
    national = any(_is_of_the_state(party) for party in group)
    if national:
        places += from_islands(scene)
    elif not places:
        places = _home(scene, who) or set_out(scene)
    unique = {(place.code or place.value): place for place in reversed(places)}
    known = {_name(place) for place in unique.values() if place.code}
    kept = [place for place in unique.values() if place.code or _name(place) not in known]
    if all(party in who.also for party in group):
        shared = replace(shared, programme=None, loci=(), hosts=())
    return replace(
        shared,
        visitors=tuple(_marked(fact, party, who) for party in group for fact in named[id(party)]),
        origin=tuple(sorted(kept, key=lambda place: place.span.start if place.span else 0)),
        headcount=count,
        leader=next((found for party in group if (found := leader(scene, party, who.came, people))), None),
    )

"""Who publishes what, when and where: the whole simulated world, fixed by its seed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from newsroom import fate, incidents
from newsroom.at_home import told_at_home
from newsroom.incidents import Incident
from newsroom.outlets import outlet as outlet_of
from newsroom.outlets import outlets, press
from newsroom.outlets.base import Outlet
from newsroom.outlets.pages import Era
from newsroom.outlets.text import slug
from newsroom.publication import CopyKind, Publication, Slot, Version
from newsroom.render import filler
from newsroom.shelf import Shelf, Stray
from newsroom.texts import Story, retell, stories


@dataclass(frozen=True, slots=True)
class Plan:
    """What the world is made from. Shares are of all stories, 0 to 1; `history` is the days of articles that the
    sites already show when the simulated time begins; `sites` are those of the demo unless named.
    `later_edits` is the share of the visits that are edited or taken down one to seven days after they came out;
    `press` that of the visits of which a paper of the visitors' own tells."""

    seed: int = 1
    start: date = date(2026, 10, 1)
    days: int = 30
    per_day: int = 38
    visits: int = 50
    history: int = 5
    retold: float = 0.3
    copied: float = 0.04
    edited: float = 0.06
    deleted: float = 0.015
    moved: float = 0.012
    archive: bool = True
    sites: tuple[str, ...] = ()
    later_edits: float = 0.0
    press: float = 0.0
    incidents: tuple[Incident, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A story on its way into an outlet's pages."""

    outlet: Outlet
    era: Era
    story: Story
    published: datetime
    copy_of: int | None = None
    copy: CopyKind | None = None
    archive: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """Every publication, oldest first, and the same by site (newest first) and by the site's own key."""

    plan: Plan
    publications: tuple[Publication, ...]
    by_site: Mapping[str, Sequence[Publication]] = field(repr=False)
    by_key: Mapping[str, Mapping[str, Publication]] = field(repr=False)

    def shelf(
        self, site: str, now: datetime, linked: Mapping[str, str] | None = None, strays: Sequence[Stray] = ()
    ) -> Shelf:
        """What a site has to show at `now`. Raises KeyError for a site that is not in this world."""
        pieces = self.by_site[site]
        out = bisect_left(pieces, -now.timestamp(), key=lambda piece: -piece.published.timestamp())
        return Shelf(pieces[out:], self.by_key[site], linked or {}, strays, now)


def build(plan: Plan) -> World:
    """The world of a plan: the same plan gives the same world, to the letter."""
    random = Random(f"world {plan.seed}")
    pieces = _quietened(_reprinted(_placed(plan, random), plan, random), plan) + _extra(plan)
    if plan.archive:
        pieces += _archive(plan, random)
    pieces += _at_home(pieces, plan)
    publications = _published(pieces, plan)
    papers = press().values() if plan.press else ()
    by_site: dict[str, list[Publication]] = {outlet.name: [] for outlet in (*_outlets(plan), *papers)}
    for publication in publications:
        by_site[publication.site].append(publication)
    return World(
        plan,
        tuple(publications),
        {site: tuple(reversed(found)) for site, found in by_site.items()},
        {site: _keys(outlet_of(site), found) for site, found in by_site.items()},
    )


def _outlets(plan: Plan) -> list[Outlet]:
    return [outlet_of(name) for name in plan.sites or outlets()]


def _placed(plan: Plan, random: Random) -> list[Piece]:
    """Each story of the period at one outlet; no outlet tells the same happening twice."""
    days = plan.history + plan.days
    first = plan.start - timedelta(days=plan.history)
    told = stories(plan.seed, first, days, plan.per_day, plan.visits * days // plan.days)
    told = _retold(told, plan.retold, random)
    taken: dict[str, set[str]] = {}
    pieces = []
    for story in told:
        outlet = _pick(plan, story, taken.setdefault(story.event, set()), random)
        published = story.published + timedelta(seconds=random.randrange(60))
        if outlet is not None:
            pieces.append(Piece(outlet, outlet.eras[-1], story, published))
    return pieces


def _retold(told: Sequence[Story], share: float, random: Random) -> list[Story]:
    """The stories with further reports of about `share` of the visits that only one outlet tells."""
    counts: dict[str, int] = {}
    for story in told:
        counts[story.event] = counts.get(story.event, 0) + 1
    out = list(told)
    for story in told:
        if story.kind == "visit" and counts[story.event] == 1 and random.random() < share:
            for _ in range(random.choice((1, 1, 2))):
                again = retell(story, random.randrange(10**6))
                later = max(again.published, story.published + timedelta(minutes=random.randint(20, 900)))
                out.append(replace(again, published=later))
    return sorted(out, key=lambda story: (story.published, story.event, story.title))


def _pick(plan: Plan, story: Story, taken: set[str], random: Random) -> Outlet | None:
    """An outlet for the story, by weight; None when every one that would tell it has."""
    free = [one for one in _outlets(plan) if one.name not in taken and one.tells(story.kind, story.town)]
    if not free:
        return None
    outlet = random.choices(free, [one.weight for one in free])[0]
    taken.add(outlet.name)
    return outlet


def _reprinted(pieces: list[Piece], plan: Plan, random: Random) -> list[Piece]:
    """The pieces, and reprints of some of them on one to four further sites."""
    out = sorted(pieces, key=lambda piece: piece.published)
    taken: dict[str, set[str]] = {}
    for piece in out:
        taken.setdefault(piece.story.event, set()).add(piece.outlet.name)
    copies: list[Piece] = []
    for at, piece in enumerate(out):
        # A visit comes with a press release of the district's office, which many print as it is.
        if random.random() >= plan.copied * (5 if piece.story.kind == "visit" else 1):
            continue
        for _ in range(random.randint(1, 4)):
            outlet = _pick(plan, piece.story, taken[piece.story.event], random)
            story, kind = fate.reprint(piece.story, random)
            published = piece.published + timedelta(minutes=random.randint(15, 30 * 60), seconds=random.randrange(60))
            if outlet is not None:
                copies.append(Piece(outlet, outlet.eras[-1], story, published, at, kind))
    return out + copies


def _quietened(pieces: list[Piece], plan: Plan) -> list[Piece]:
    """The pieces without most of those that would come out on a holiday; no copy loses its original."""
    random = Random(f"holidays {plan.seed}")
    holidays = [one for one in plan.incidents if one.kind == "holiday"]

    def dropped(piece: Piece) -> bool:
        share = next((one.share for one in holidays if one.since <= piece.published < one.until), 1.0)
        return random.random() >= share

    gone = {at for at, piece in enumerate(pieces) if dropped(piece)}
    kept = [at for at, piece in enumerate(pieces) if at not in gone and piece.copy_of not in gone]
    place = {at: number for number, at in enumerate(kept)}
    return [
        piece if piece.copy_of is None else replace(piece, copy_of=place[piece.copy_of])
        for piece in (pieces[at] for at in kept)
    ]


def _extra(plan: Plan) -> list[Piece]:
    """What the incidents publish: plain local news."""
    wanted = incidents.extras(plan.incidents)
    pool: list[Story] = []
    number = 0
    while len(pool) < len(wanted):
        number += 1
        told = stories(plan.seed * 1000 + number, plan.start, 1, 200, 0)
        pool += [story for story in told if story.kind == "local_news" and story.town == "Banyuwangi"]
    outlets_of = {outlet.name: outlet for outlet in _outlets(plan)}
    return [
        Piece(outlets_of[site], outlets_of[site].eras[-1], replace(story, published=moment), moment)
        for (site, moment), story in zip(wanted, pool, strict=False)
    ]


def _at_home(pieces: Sequence[Piece], plan: Plan) -> list[Piece]:
    """The visitors' own press, in no site's list: only a search finds it."""
    visits = [piece for piece in pieces if piece.story.kind == "visit" and not piece.archive]
    first = {piece.story.event: piece.story for piece in reversed(visits)}
    since, days = plan.start - timedelta(days=plan.history), plan.history + plan.days
    told = told_at_home(first.values(), plan.press, since, days, plan.seed) if plan.press else []
    return [Piece(outlet, outlet.eras[-1], story, story.published) for outlet, story in told]


def _archive(plan: Plan, random: Random) -> list[Piece]:
    """A few pieces of each outlet's earlier eras, half of them visits."""
    pieces = []
    for outlet in _outlets(plan):
        for era in outlet.eras:
            for _ in range(era.pieces if era.last else 0):
                assert era.last is not None
                day = era.first + timedelta(days=random.randrange((era.last - era.first).days))
                story = _old_story(outlet, day, random)
                pieces.append(Piece(outlet, era, story, story.published, archive=True))
    return pieces


def _old_story(outlet: Outlet, day: date, random: Random) -> Story:
    while True:
        story = stories(random.randrange(10**9), day, 1, 1, random.randrange(2))[0]
        if outlet.tells(story.kind, story.town):
            return story


def _published(pieces: Sequence[Piece], plan: Plan) -> list[Publication]:
    """The pieces as publications, oldest first: numbered as their sites count, with URLs, edits and ends."""
    numbers: dict[str, int] = {}
    slugs: set[tuple[str, str]] = set()
    urls: dict[int, str] = {}
    out = []
    for at, piece in sorted(enumerate(pieces), key=lambda pair: (pair[1].published, pair[1].outlet.name)):
        slot = _slot(piece, numbers, slugs, Random(f"slot {plan.seed} {at}"))
        url = piece.outlet.url(slot)
        urls[at] = url
        first = urls.get(piece.copy_of) if piece.copy_of is not None else None
        out.append(_publication(piece, slot, url, first, plan))
    return out


def _slot(piece: Piece, numbers: dict[str, int], slugs: set[tuple[str, str]], random: Random) -> Slot:
    """Ids rise with time within a site, and a slug that is taken gets a number behind it, as on the real ones."""
    outlet = piece.outlet
    number = max(numbers.get(outlet.name, 0) + 1, outlet.number(piece.published) + random.randrange(9))
    numbers[outlet.name] = number
    own = slug(piece.story.title)
    words = own if (outlet.name, own) not in slugs else f"{own}-{number}"
    slugs.add((outlet.name, words))
    return Slot(piece.era.name, number, words, random.choice(outlet.sections), piece.published)


def _publication(piece: Piece, slot: Slot, url: str, first: str | None, plan: Plan) -> Publication:
    random = Random(f"fate {plan.seed} {url}")
    story = piece.story
    plain = Publication(
        site=piece.outlet.name,
        slot=slot,
        url=url,
        versions=(Version(slot.published, story.title, story.paragraphs),),
        reporter=story.reporter,
        editor=random.choice(filler()["editors"]),
        town=story.town,
        tags=tuple(dict.fromkeys((*story.tags, story.town))),
        kind=story.kind,
        event=story.event,
        facts=story.truth,
        copy_of=first,
        copy=piece.copy,
        pages=piece.outlet.page_count(piece.era, len(story.paragraphs)),
        archive=piece.archive,
    )
    if piece.archive:
        return plain
    if plan.later_edits and plain.kind == "visit" and random.random() < plan.later_edits:
        return fate.changed_later(plain, random)
    return fate.live_through(plain, piece.outlet, random, plan.edited, plan.deleted, plan.moved)


def _keys(outlet: Outlet, found: Iterable[Publication]) -> dict[str, Publication]:
    """Raises ValueError when two publications of a site would share a key."""
    keys: dict[str, Publication] = {}
    for publication in found:
        for key in outlet.keys(publication):
            if key in keys:
                raise ValueError(f"{outlet.name}: {publication.url} and {keys[key].url} have one key, {key}")
            keys[key] = publication
    return keys

"""Plain local news and every other kind that is no visit: a plan's facts drawn for the happening, then told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain
from random import Random

from newsroom.texts.banks import Plan, one_side, plans, words
from newsroom.texts.compose import Draft, compose
from newsroom.texts.draw import SATURDAY, FactDraw
from newsroom.texts.places import Town, towns

LOCAL_FILES = ("local_crime", "local_nature", "local_city", "local_leisure")
OTHER_FILES = ("outgoing", "elsewhere", "roundup", "other_sense", "official_visit")
DISTRICT = "Banyuwangi"
ANYWHERE = ("local_news", "other_sense")


@dataclass(frozen=True, slots=True)
class Telling:
    """A finished piece without its byline: the text, the dateline's town and the tags."""

    draft: Draft
    town: str
    tags: tuple[str, ...]


def tell(event: str, kind: str, happened: date, published: date, rng: Random) -> Telling:
    """The piece of `event`: its facts follow from `event` and `happened` alone, its wording from `rng`.

    A plan's `dateline` is a fact's name or a town; without one it is the local desk's town.
    """
    source = Random(event)
    town = source.choices(towns(), [town.weight for town in towns()])[0] if kind in ANYWHERE else towns()[0]
    plan = source.choice([plan for plan in _plans(kind) if _fits(plan, town, happened)])
    if sides := plan.only.get("sides"):
        plan = one_side(plan, source.randint(1, sides))
    facts = FactDraw(source, town, happened, published).draw(plan.facts)
    shared = words("shared") | words("spare")
    draft = compose(plan, {**shared, **facts}, rng, plan.only.get("spare", "spare.umum"))
    dateline = plan.only.get("dateline", town.name)
    return Telling(draft, str(facts.get(dateline, dateline)), plan.tags)


def _plans(kind: str) -> tuple[Plan, ...]:
    if kind == "local_news":
        return tuple(chain.from_iterable(plans(name) for name in LOCAL_FILES))
    return plans(kind)


def _fits(plan: Plan, town: Town, happened: date) -> bool:
    if "needs" in plan.only and plan.only["needs"] not in dict(town.places):
        return False
    if plan.only.get("where") == "banyuwangi" and town.name != DISTRICT:
        return False
    if plan.only.get("workday") and happened.weekday() >= SATURDAY:
        return False
    return happened.month in plan.only.get("months", range(1, 13))

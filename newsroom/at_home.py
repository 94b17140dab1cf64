"""What the visitors' own press tells: of the visits, and mostly of other towns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from random import Random

from newsroom.outlets import press
from newsroom.outlets.base import Outlet
from newsroom.texts import Story, retell, stories

_OTHER_A_DAY = 12


def told_at_home(
    visits: Iterable[Story], share: float, first: date, days: int, seed: int
) -> list[tuple[Outlet, Story]]:
    """Reports of a `share` of the visits, and news of other towns over `days` from `first`, each with its paper."""
    random = Random(f"press {seed}")
    told = [retell(story, random.randrange(10**6)) for story in visits if random.random() < share]
    other = stories(seed * 1000, first, days, _OTHER_A_DAY, 0)
    told += [story for story in other if story.kind == "local_news" and story.town != "Banyuwangi"]
    papers = tuple(press().values())
    return [(random.choice(papers), story) for story in told]

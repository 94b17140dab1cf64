"""A period's output: which happening is told when, by how many outlets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import count, cycle
from random import Random
from typing import Any

from newsroom.texts import people
from newsroom.texts.draw import SATURDAY
from newsroom.texts.local import OTHER_FILES, Telling, tell
from newsroom.texts.shingles import likeness, shingles
from newsroom.texts.story import WIB, Story
from newsroom.texts.visits import status_of, tell_visit

# Nine pieces in ten are plain local news; visits, and the kinds that look like visits and are none, share the rest.
SPECIAL_SHARE, LEAST_OTHER_SHARE = 0.1, 0.05
TELLINGS = {1: 60, 2: 28, 3: 12}
RETOLD_WITHIN = 2
FIRST_HOUR, LAST_HOUR, MORNING = 5, 21, 10
STAFF = 40
RETELL_DRAFTS = 6
# Days from the visit's first day to the paper's: reported soon after, announced before, looked back on later.
LAGS = {"happened": (0, 2), "announced": (-9, -2), "cancelled": (-3, 0), "recap": (6, 25)}


class TooManyVisits(ValueError):
    """More visits than stories."""


@dataclass(frozen=True, slots=True)
class _Assignment:
    event: str
    kind: str
    happened: date


def stories(seed: int, start: date, days: int, per_day: int, visits: int) -> list[Story]:
    """`days * per_day` stories, oldest first.

    visits: the number of visiting delegations' happenings among them; some are told by two or three outlets.
    Raises TooManyVisits when they do not fit.
    """
    total = days * per_day
    if visits > total:
        raise TooManyVisits(f"{visits} visits do not fit into {days} days of {per_day} stories: ask for more stories")
    mark = f"{seed}-{start:%y%m%d}"
    rng = Random(f"issue {mark} {days} {per_day} {visits}")
    times = [_moment(start + timedelta(days=at // per_day), rng) for at in range(total)]
    slots: list[_Assignment | None] = [None] * total
    _place_visits(slots, times, visits, mark, rng)
    _place_others(slots, times, mark, rng)
    told = [_write(slot, times[at], f"{mark} {at}") for at, slot in enumerate(slots) if slot]
    return sorted(told, key=lambda story: (story.published, story.event))


def retell(story: Story, seed: int) -> Story:
    """An independent report of the same happening by another outlet: of several drafts the one least like `story`."""
    rng = Random(f"retell {story.event} {story.published.isoformat()} {seed}")
    assignment = _Assignment(story.event, story.kind, story.happened)
    published = _later(story, rng)
    original = shingles(story.text)
    drafts = [
        _write(assignment, published, f"retold {seed} {attempt} {story.title}") for attempt in range(RETELL_DRAFTS)
    ]
    return min(drafts, key=lambda draft: likeness(original, shingles(draft.text)))


def _later(story: Story, rng: Random) -> datetime:
    """Some hours after `story`; of an announced visit still before it."""
    published = story.published + timedelta(minutes=rng.randint(40, 30 * 60))
    announced = story.kind == "visit" and status_of(story.event) == "announced"
    return published if not announced or published.date() < story.happened else story.published + timedelta(minutes=25)


def _moment(day: date, rng: Random) -> datetime:
    return datetime.combine(day, time(rng.randint(FIRST_HOUR, LAST_HOUR), rng.randrange(60)), WIB)


def _place_visits(slots: list[_Assignment | None], times: list[datetime], visits: int, mark: str, rng: Random) -> None:
    """Every visit gets a slot; further outlets get slots of the following days while there are any to spare."""
    firsts = rng.sample(range(len(slots)), visits)
    for number, at in enumerate(sorted(firsts)):
        event = f"visit-{mark}-{number}"
        slots[at] = _Assignment(event, "visit", _visit_day(event, times[at], rng))
    for at in sorted(firsts):
        first = slots[at]
        outlets = rng.choices(list(TELLINGS), list(TELLINGS.values()))[0]
        for again in _free(slots, times, at, first)[: outlets - 1]:
            slots[again] = first


def _free(slots: list[_Assignment | None], times: list[datetime], at: int, first: _Assignment | None) -> list[int]:
    """The free slots in which another outlet may tell `first`, soonest first."""
    last = times[at].date() + timedelta(days=RETOLD_WITHIN)
    if first and status_of(first.event) == "announced":
        last = min(last, first.happened - timedelta(days=1))
    later = (i for i, slot in enumerate(slots) if slot is None and times[at] < times[i] and times[i].date() <= last)
    return sorted(later, key=lambda i: times[i])


def _place_others(slots: list[_Assignment | None], times: list[datetime], mark: str, rng: Random) -> None:
    free = [at for at, slot in enumerate(slots) if slot is None]
    special = SPECIAL_SHARE * len(slots) - (len(slots) - len(free))
    chosen = set(rng.sample(free, min(len(free), round(max(special, LEAST_OTHER_SHARE * len(slots))))))
    kinds, numbers = cycle(rng.sample(OTHER_FILES, len(OTHER_FILES))), count()
    for at in free:
        kind = next(kinds) if at in chosen else "local_news"
        day = times[at].date() - timedelta(days=_news_age(times[at], rng))
        slots[at] = _Assignment(f"{kind}-{mark}-{next(numbers)}", kind, day)


def _news_age(published: datetime, rng: Random) -> int:
    """Days from the happening to the paper: a morning's paper has the news of the day before at the newest."""
    return rng.choice((1, 1, 2)) if published.hour < MORNING else rng.choice((0, 0, 0, 1, 1))


def _visit_day(event: str, published: datetime, rng: Random) -> date:
    """The visit's first day, seen from the paper's; delegations come on working days."""
    status = status_of(event)
    soonest, latest = LAGS[status]
    if status == "happened" and published.hour < MORNING:
        soonest = 1
    day = published.date() - timedelta(days=rng.randint(soonest, latest))
    step = 1 if latest < 0 else -1
    while day.weekday() >= SATURDAY:
        day += timedelta(days=step)
    return day


def _write(assignment: _Assignment, published: datetime, mark: str) -> Story:
    rng = Random(f"{assignment.event} told {mark}")
    truth: Mapping[str, Any] | None = None
    if assignment.kind == "visit":
        telling, truth = tell_visit(assignment.event, assignment.happened, published.date(), rng)
    else:
        telling = tell(assignment.event, assignment.kind, assignment.happened, published.date(), rng)
    return _story(assignment, telling, published, truth, rng)


def _story(
    assignment: _Assignment, telling: Telling, published: datetime, truth: Mapping[str, Any] | None, rng: Random
) -> Story:
    return Story(
        event=assignment.event,
        kind=assignment.kind,
        title=telling.draft.title,
        paragraphs=telling.draft.paragraphs,
        reporter=rng.choice(_staff()),
        town=telling.town,
        happened=assignment.happened,
        published=published,
        truth=truth,
        tags=telling.tags,
    )


@cache
def _staff() -> tuple[str, ...]:
    rng = Random("newsroom staff")
    return tuple(people.anyone(rng) for _ in range(STAFF))

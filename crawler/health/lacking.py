"""A field that a site's articles had and have no more: title, date, author, length of the text. Pure.

The newest articles that lack it are weighed against the share of those of the last 30 days that had it: an alarm needs
that so many in a row come by chance less than once in 5,000 times.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from math import comb
from statistics import median

from storage.health.alarms import Found
from storage.health.harvest import Fields
from storage.told import told

CHANCE = 1 / 5_000
_ENOUGH = 20
# A text shorter than this part of the usual one, and than nearly all before it.
_SHORT = 1 / 3

Has = Callable[[Fields], bool]


def findings(read: Sequence[Fields], before: Sequence[Fields], step: str) -> tuple[list[Found], set[tuple[str, str]]]:
    """What the articles of a run (in the order of being read) lack, and the fields that they have again.

    `before` are the site's articles of the last 30 days, newest first.
    """
    found: list[Found] = []
    well: set[tuple[str, str]] = set()
    if not read:
        return found, well
    usual = median(one.length for one in before) if before else 0
    for name, has in _fields(usual):
        newest = list(reversed(read))
        lack = lost(newest, before, has)
        if lack:
            slots = {"usual": round(usual)} if name == "length" else {}
            found.append(Found("field_lost", name, told(f"lack_{name}", n=lack[0], all=lack[1], **slots), step))
        elif has(newest[0]):
            well.add(("field_lost", name))
    return found, well


def _fields(usual: float) -> list[tuple[str, Has]]:
    return [
        ("title", lambda one: one.title),
        ("date", lambda one: one.published),
        ("author", lambda one: one.author),
        ("length", lambda one: one.length > _SHORT * usual),
    ]


def lost(newest: Sequence[Fields], before: Sequence[Fields], has: Has) -> tuple[int, int] | None:
    """How many of how many newest articles lack the field, where that is no chance; newest first, as `before`."""
    streak = list(takewhile(lambda one: not has(one), before)) if not any(map(has, newest)) else []
    past = before[len(streak) :]
    if len(past) < _ENOUGH:
        return None
    shown = [*newest, *streak]
    share = (sum(map(has, past)) + 1) / (len(past) + 2)
    lacking = sum(not has(one) for one in shown)
    if 2 * lacking < len(shown) or at_least(lacking, len(shown), 1 - share) > CHANCE:
        return None
    return lacking, len(shown)


def at_least(count: int, of: int, chance: float) -> float:
    """The probability of so many or more of a number of trials (binomial)."""
    return sum(comb(of, k) * chance**k * (1 - chance) ** (of - k) for k in range(count, of + 1))

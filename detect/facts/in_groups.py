"""Guests who are counted group by group: "Kelompok A (18 orang) ... Kelompok B (17 orang)"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from detect.facts.lexicon import section
from detect.facts.scene import Seen


class Counted(Protocol):
    """A number of people, told from token `first` of a sentence."""

    @property
    def seen(self) -> Seen: ...
    @property
    def first(self) -> int: ...
    @property
    def value(self) -> int: ...


def in_groups(best: Counted, counts: Iterable[Counted]) -> int | None:
    """How many they are together; None where the best number is not that of one of several groups."""
    if _label(best) is None:
        return None
    groups = {label: count.value for count in counts if (label := _label(count)) is not None}
    return sum(groups.values()) if len(groups) > 1 else None


def _label(count: Counted) -> tuple[str, str] | None:
    """The group's kind and letter or number, where they stand right before the number: ("kelompok", "b")."""
    kind, _, name = " ".join(count.seen.words[max(0, count.first - 2) : count.first]).partition(" ")
    if kind not in section("headcount")["groups_of"]:
        return None
    named = name in section("headcount")["nth"] or name.isdigit() or (len(name) == 1 and name.isalpha())
    return (kind, name) if named else None

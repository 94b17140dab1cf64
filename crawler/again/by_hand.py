"""Facts of the articles that editors, and not the rules, took for reports of a visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from article import Visit
from crawler.rules import Rules
from storage.database import Database
from storage.desk import by_hand


@dataclass(frozen=True, slots=True)
class Found:
    """How many texts were read, and how many of them state anything."""

    read: int
    stating: int


def read_facts(db: Database, rules: Rules, now: datetime) -> Found:
    """Read every text flagged or confirmed by hand of which no fact is known; each is stored as soon as it is read."""
    stating = 0
    unread = by_hand.unread(db)
    for one in unread:
        found = rules.facts(one.article, one.place)
        if found[0] == Visit():
            continue
        with db.write():
            by_hand.state(db, one, found, now)
        stating += 1
    return Found(len(unread), stating)

"""Alarms: what is wrong with a site, since when, and when it was over. They never touch what is stored of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Database
from storage.values import from_time, from_time_or_none, to_time

AlarmState = Literal["new", "continuing", "resolved"]

# Findings that explain something and ask nobody to do anything: kept beside the alarms, never told as one.
NOTES = frozenset({"holiday", "answers_all"})


@dataclass(frozen=True, slots=True)
class Found:
    """What one run found wrong: a cause of crawler/health/causes.py, what it is about ("" for the whole site), what was
    seen, and what the administrator can do next."""

    cause: str
    subject: str
    words: str
    step: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """A stored finding. `runs` is in how many runs it was seen, `resolved` when one showed that it is over."""

    alarm_id: int
    site: str
    cause: str
    subject: str
    words: str
    step: str
    since: datetime
    last_seen: datetime
    runs: int
    resolved: datetime | None

    @property
    def state(self) -> AlarmState:
        if self.resolved is not None:
            return "resolved"
        return "new" if self.runs == 1 else "continuing"

    @property
    def is_note(self) -> bool:
        """Whether it only explains something, such as a holiday a silence."""
        return self.cause in NOTES


def record(
    db: Database, site: str, found: Sequence[Found], well: Collection[tuple[str, str]], now: datetime
) -> list[Alarm]:
    """Keep what a run found, and end the alarms of which it saw that they are over; those ended now.

    `well` has (cause, subject) of each thing that the run saw to be in order. What a run found nothing about stands
    as it was.
    """
    moment = to_time(now)
    for one in found:
        db.execute(_RECORD, [site, one.cause, one.subject, one.words, one.step, moment, moment])
    ended = [
        alarm
        for alarm in of_site(db, site)
        if (alarm.cause, alarm.subject) in well and not any(_same(alarm, one) for one in found)
    ]
    for alarm in ended:
        db.execute(
            "UPDATE alarm SET resolved = ? WHERE site = ? AND cause = ? AND subject = ? AND resolved IS NULL",
            [moment, site, alarm.cause, alarm.subject],
        )
    return ended


_RECORD = """
INSERT INTO alarm (site, cause, subject, words, step, since, last_seen, runs) VALUES (?, ?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (site, cause, subject) WHERE resolved IS NULL DO UPDATE SET
    words = excluded.words, step = excluded.step, last_seen = excluded.last_seen, runs = runs + 1
"""


def of_site(db: Database, site: str) -> list[Alarm]:
    """What stands of one site, the oldest first, notes included."""
    rows = db.rows("SELECT * FROM alarm WHERE site = ? AND resolved IS NULL ORDER BY since, id", [site])
    return [_alarm(row) for row in rows]


def standing(db: Database) -> list[Alarm]:
    """What stands of every site, by site and then the oldest first, notes included."""
    return [_alarm(row) for row in db.rows("SELECT * FROM alarm WHERE resolved IS NULL ORDER BY site, since, id")]


def over_untold(db: Database) -> list[Alarm]:
    """What the administrator was told of and that is over, untold so far, in the order of ending."""
    rows = db.rows(
        """SELECT alarm.* FROM alarm JOIN notice_item AS told ON told.alarm = alarm.id AND told.kind = 'new'
        WHERE alarm.resolved IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM notice_item WHERE notice_item.alarm = alarm.id AND notice_item.kind = 'over')
        ORDER BY alarm.resolved, alarm.id"""
    )
    return [_alarm(row) for row in rows]


def raised(db: Database, since: datetime, until: datetime) -> list[Alarm]:
    """Every alarm and note first found within a stretch of time, the oldest first, whatever became of it."""
    rows = db.rows(
        "SELECT * FROM alarm WHERE since >= ? AND since <= ? ORDER BY since, id", [to_time(since), to_time(until)]
    )
    return [_alarm(row) for row in rows]


def _same(alarm: Alarm, found: Found) -> bool:
    return (alarm.cause, alarm.subject) == (found.cause, found.subject)


def _alarm(row: dict[str, Any]) -> Alarm:
    return Alarm(
        alarm_id=row["id"],
        site=row["site"],
        cause=row["cause"],
        subject=row["subject"],
        words=row["words"],
        step=row["step"],
        since=from_time(row["since"]),
        last_seen=from_time(row["last_seen"]),
        runs=row["runs"],
        resolved=from_time_or_none(row["resolved"]),
    )

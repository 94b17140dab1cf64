"""Reports to the administrator: what broke and what is over, each told once, apart from the editors' digests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database
from storage.digest import outbox
from storage.digest.outbox import Delivery
from storage.health import alarms, mishaps
from storage.health.alarms import Alarm
from storage.health.mishaps import Mishap
from storage.values import from_time, to_time

# What breaks within this time goes out as one report.
EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Untold:
    """Alarms and mishaps that no report has told, those told that are over since, and messages that do not arrive."""

    new: tuple[Alarm, ...]
    over: tuple[Alarm, ...]
    deliveries: tuple[Delivery, ...]
    mishaps: tuple[Mishap, ...] = ()
    mishaps_over: tuple[Mishap, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.over or self.deliveries or self.mishaps or self.mishaps_over)


@dataclass(frozen=True, slots=True)
class Notice:
    subject: str
    text: str
    html: str


def untold(db: Database) -> Untold:
    """What the next report is to tell. An alarm that was over before any report told it is not told.

    A report that does not arrive is not itself reported: its administrator would be told of it for ever.
    """
    wrong, well = mishaps.untold(db)
    told = {(row["kind"], row["alarm"], row["delivery"]) for row in db.rows(_TOLD)}
    return Untold(
        tuple(one for one in alarms.standing(db) if not one.is_note and ("new", one.alarm_id, None) not in told),
        tuple(alarms.over_untold(db)),
        tuple(
            one
            for one in outbox.troubled(db)
            if one.digest is not None and (kind := _kind(one)) and (kind, None, one.outbox_id) not in told
        ),
        tuple(wrong),
        tuple(well),
    )


_TOLD = """
SELECT kind, alarm, delivery FROM notice_item LEFT JOIN alarm AS about ON about.id = notice_item.alarm
WHERE delivery IS NOT NULL OR about.resolved IS NULL
"""


def is_too_soon(db: Database, now: datetime) -> bool:
    """Whether the last report is too new for another one."""
    row = db.one("SELECT composed FROM notice ORDER BY id DESC LIMIT 1")
    return row is not None and timedelta(0) <= now - from_time(row["composed"]) < EVERY


def compose(db: Database, told: Untold, render: Callable[[Untold], Notice], host: str, now: datetime) -> Notice:
    """Keep a report and queue it. Inside `write()`."""
    made = render(told)
    row = {"composed": to_time(now), "subject": made.subject, "text": made.text, "html": made.html}
    notice = db.insert("notice", row)
    for alarm in told.new:
        db.insert("notice_item", {"notice": notice, "kind": "new", "alarm": alarm.alarm_id})
    for alarm in told.over:
        db.insert("notice_item", {"notice": notice, "kind": "over", "alarm": alarm.alarm_id})
    for one in told.deliveries:
        db.insert("notice_item", {"notice": notice, "kind": _kind(one), "delivery": one.outbox_id})
    for mishap in (*told.mishaps, *told.mishaps_over):
        mishaps.tell(db, mishap, notice)
    outbox.queue_notice(db, notice, host, now)
    return made


def _kind(one: Delivery) -> str | None:
    """What of a delivery is worth a report: a refusal, since waiting does not mend it, and the end of all tries."""
    if one.state == "given_up":
        return "given_up"
    return "refused" if one.fault == "refused" else None

"""The outbox: each digest and each report to the administrator once for every channel, until the channel has it.

A parcel is claimed in a transaction of its own before it is sent, and settled in another one after. Whoever is killed
between the two leaves it claimed: it is sent again once the claim has run out, under the same Message-ID.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Database
from storage.values import from_list, from_time, from_time_or_none, to_list, to_time

Channel = Literal["mail", "administrator", "feed", "webhook", "chat"]
State = Literal["waiting", "sent", "given_up"]
# Why it did not arrive: the other side said no for good, or not now; said nothing in time; took it and did not say so;
# or this process was ended while it sent.
Fault = Literal["refused", "temporary", "hung", "unclear", "unknown"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one channel is to get, exactly as it was composed. `digest` is its number, None for a report to the
    administrator; `reached` are those of the channel's addresses that have it already. `edition` is the part of the
    digest that it is, empty for the whole."""

    outbox_id: int
    message_id: str
    channel: Channel
    digest: int | None
    composed: datetime
    subject: str
    summary: str
    text: str
    html: str
    json: str
    attempts: int
    reached: tuple[str, ...]
    queued: datetime
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a parcel stands. `next_try` is None once it is sent or given up. `edition` is the part of the digest."""

    outbox_id: int
    digest: int | None
    channel: Channel
    message_id: str
    state: State
    queued: datetime
    attempts: int
    next_try: datetime | None
    fault: Fault | None
    error: str | None
    sent: datetime | None
    edition: str = ""


def edition(places: Iterable[str]) -> str:
    """What the part of a digest is called that is restricted to these places (region codes): "34.71+35.10"."""
    return "+".join(sorted(places))


def queue_digest(
    db: Database, number: int, channels: Iterable[Channel], host: str, now: datetime, editions: Iterable[str] = ()
) -> None:
    """Queue a digest for these channels, and these parts of it for mail, in the transaction that numbers it; `host`
    ends its Message-IDs."""
    for channel in channels:
        _queue(db, channel, f"digest.{number}", host, now, {"digest": number})
    for part in editions:
        _queue(db, "mail", f"digest.{number}.{part}", host, now, {"digest": number, "edition": part})


def queue_notice(db: Database, notice: int, host: str, now: datetime) -> None:
    """Queue a report to the administrator, in the transaction that stores it."""
    _queue(db, "administrator", f"notice.{notice}", host, now, {"notice": notice})


def _queue(db: Database, channel: Channel, name: str, host: str, now: datetime, about: dict[str, Any]) -> None:
    moment = to_time(now)
    row: dict[str, Any] = {
        "channel": channel,
        # The time keeps a new database's numbers apart from an earlier one's.
        "message_id": f"<{name}.{moment.replace('-', '').replace(':', '')}.{channel}@{host}>",
        "state": "waiting",
        "queued": moment,
        "next_try": moment,
    }
    if channel == "feed":  # the page serves it from the same database: it is there with the commit
        row |= {"state": "sent", "sent": moment, "next_try": None}
    db.insert("outbox", row | about)


def claim(db: Database, now: datetime, until: datetime) -> Parcel | None:
    """Take the next parcel that is due, so that nobody else sends it before `until`; None where there is none."""
    row = db.one(f"{_PARCEL} WHERE outbox.state = 'waiting' AND next_try <= ? ORDER BY outbox.id", [to_time(now)])
    if row is None:
        return None
    db.execute(
        "UPDATE outbox SET attempts = attempts + 1, next_try = ?, fault = 'unknown', error = ? WHERE id = ?",
        [to_time(until), f"the attempt of {to_time(now)} was cut off", row["id"]],
    )
    return _parcel(row)


_PARCEL = """
SELECT outbox.*, coalesce(digest.composed, notice.composed) AS composed,
       coalesce(digest.subject, notice.subject) AS subject, coalesce(digest.summary, '') AS summary,
       coalesce(digest.text, notice.text) AS text, coalesce(digest.html, notice.html) AS html,
       coalesce(digest.json, '{}') AS json, digest.editions
FROM outbox LEFT JOIN digest ON digest.number = outbox.digest LEFT JOIN notice ON notice.id = outbox.notice
"""


def arrived(db: Database, outbox_id: int, now: datetime) -> None:
    """Say that the channel has it."""
    db.execute(
        "UPDATE outbox SET state = 'sent', sent = ?, next_try = NULL, fault = NULL, error = NULL WHERE id = ?",
        [to_time(now), outbox_id],
    )


def failed(
    db: Database, outbox_id: int, fault: Fault, error: str, reached: Iterable[str], next_try: datetime | None
) -> None:
    """Say that it did not arrive at all its addresses; `next_try` None gives it up. One that arrived stays so."""
    db.execute(
        """UPDATE outbox SET state = ?, next_try = ?, fault = ?, error = ?, reached = ?
        WHERE id = ? AND state <> 'sent'""",
        [
            "given_up" if next_try is None else "waiting",
            None if next_try is None else to_time(next_try),
            fault,
            error,
            to_list(reached),
            outbox_id,
        ],
    )


def hurry(db: Database, now: datetime) -> None:
    """Make due at once what waits for its next try, and what was given up; not what is being sent."""
    db.execute(
        """UPDATE outbox SET state = 'waiting', next_try = :now
        WHERE state = 'given_up' OR state = 'waiting' AND fault IS NOT 'unknown' AND next_try > :now""",
        {"now": to_time(now)},
    )


def of_digests(db: Database, numbers: Iterable[int]) -> dict[int, list[Delivery]]:
    """How these digests stand, channel by channel."""
    found: dict[int, list[Delivery]] = {number: [] for number in numbers}
    marks = ",".join("?" * len(found))
    for row in db.rows(f"SELECT * FROM outbox WHERE digest IN ({marks}) ORDER BY id", list(found)):
        found[row["digest"]].append(_delivery(row))
    return found


def troubled(db: Database) -> list[Delivery]:
    """What was given up, and what waits after a try that failed, the oldest first."""
    rows = db.rows(
        "SELECT * FROM outbox WHERE state = 'given_up' OR state = 'waiting' AND fault IS NOT NULL ORDER BY id"
    )
    return [_delivery(row) for row in rows]


def _delivery(row: dict[str, Any]) -> Delivery:
    return Delivery(
        outbox_id=row["id"],
        digest=row["digest"],
        channel=row["channel"],
        message_id=row["message_id"],
        state=row["state"],
        queued=from_time(row["queued"]),
        attempts=row["attempts"],
        next_try=from_time_or_none(row["next_try"]),
        fault=row["fault"],
        error=row["error"],
        sent=from_time_or_none(row["sent"]),
        edition=row["edition"],
    )


def _parcel(row: dict[str, Any]) -> Parcel:
    row = row | (json.loads(row["editions"])[row["edition"]] if row["edition"] else {})
    return Parcel(
        outbox_id=row["id"],
        message_id=row["message_id"],
        channel=row["channel"],
        digest=row["digest"],
        composed=from_time(row["composed"]),
        subject=row["subject"],
        summary=row["summary"],
        text=row["text"],
        html=row["html"],
        json=row["json"],
        attempts=row["attempts"] + 1,
        reached=from_list(row["reached"]),
        queued=from_time(row["queued"]),
        edition=row["edition"],
    )

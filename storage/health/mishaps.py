"""What goes wrong with the installation itself: a failed backup, a changed program, a disk that is nearly full, a log
of writes that cannot be emptied, a network in which no name is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Database
from storage.values import from_time, from_time_or_none, to_time

About = Literal["backup", "log", "network", "restart", "room"]


@dataclass(frozen=True, slots=True)
class Mishap:
    """`times` is how often it was seen, `resolved` when it went well again."""

    mishap_id: int
    about: About
    words: str
    since: datetime
    last_seen: datetime
    times: int
    resolved: datetime | None


def record(db: Database, about: About, words: str, now: datetime) -> None:
    """Note that it went wrong, or went wrong again."""
    db.execute(
        """INSERT INTO mishap (about, words, since, last_seen, times) VALUES (?, ?, ?, ?, 1)
        ON CONFLICT (about) WHERE resolved IS NULL DO UPDATE SET
            words = excluded.words, last_seen = excluded.last_seen, times = times + 1""",
        [about, words, to_time(now), to_time(now)],
    )


def over(db: Database, about: About, now: datetime) -> None:
    """Note that it went well; nothing where nothing stands."""
    db.execute("UPDATE mishap SET resolved = ? WHERE about = ? AND resolved IS NULL", [to_time(now), about])


def standing(db: Database) -> list[Mishap]:
    """What has not gone well since, the oldest first."""
    return [_mishap(row) for row in db.rows("SELECT * FROM mishap WHERE resolved IS NULL ORDER BY since, id")]


def untold(db: Database) -> tuple[list[Mishap], list[Mishap]]:
    """What no report has told yet, and what one has told that is over since. What was over before it was told is not
    told."""
    new = db.rows("SELECT * FROM mishap WHERE resolved IS NULL AND notice IS NULL ORDER BY since, id")
    gone = db.rows(
        """SELECT * FROM mishap WHERE resolved IS NOT NULL AND notice IS NOT NULL AND over_notice IS NULL
        ORDER BY resolved, id"""
    )
    return [_mishap(row) for row in new], [_mishap(row) for row in gone]


def tell(db: Database, mishap: Mishap, notice: int) -> None:
    """Note which report to the administrator tells it, or that it is over."""
    column = "notice" if mishap.resolved is None else "over_notice"
    db.execute(f"UPDATE mishap SET {column} = ? WHERE id = ?", [notice, mishap.mishap_id])


def _mishap(row: dict[str, Any]) -> Mishap:
    return Mishap(
        mishap_id=row["id"],
        about=row["about"],
        words=row["words"],
        since=from_time(row["since"]),
        last_seen=from_time(row["last_seen"]),
        times=row["times"],
        resolved=from_time_or_none(row["resolved"]),
    )

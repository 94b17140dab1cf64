"""Beats: when each part of the daemon was last alive."""

from __future__ import annotations

from datetime import datetime

from storage.database import Database
from storage.values import from_time, to_time


def beat(db: Database, name: str, now: datetime) -> None:
    """Say that the named part is alive."""
    db.execute(
        "INSERT INTO beat (name, at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
        [name, to_time(now)],
    )


def last(db: Database, name: str) -> datetime | None:
    row = db.one("SELECT at FROM beat WHERE name = ?", [name])
    return None if row is None else from_time(row["at"])

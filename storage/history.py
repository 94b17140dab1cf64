"""How rows stood at a moment of the past. Triggers keep what changes (storage/migrations/s17_history.py)."""

from __future__ import annotations

from datetime import datetime

from storage.database import Database
from storage.values import to_time


def at(db: Database, now: datetime) -> None:
    """Say what time it is, before rows are changed that do not say so themselves. Inside `write()`."""
    db.execute("UPDATE moment SET at = :now WHERE at < :now", {"now": to_time(now)})

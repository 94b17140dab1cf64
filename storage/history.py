"""How rows stood at a moment of the past. Triggers keep what changes (storage/migrations/s17_history.py)."""

from __future__ import annotations

from datetime import datetime

from storage.database import Database
from storage.values import to_time


def at(db: Database, now: datetime) -> None:
    """Say what time it is, before rows are changed that do not say so themselves. Inside `write()`."""
    db.execute("UPDATE moment SET at = :now WHERE at < :now", {"now": to_time(now)})


def forget(db: Database, article_id: int) -> int:
    """Forget how what goes with an article stood, as a takedown asks for; how many entries. Inside `write()`."""
    return db.execute("DELETE FROM history WHERE article = ?", [article_id])

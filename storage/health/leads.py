"""Leads: the documents that a source's answer led to, for when it has not changed and is not taken apart again."""

from __future__ import annotations

from collections.abc import Sequence

from storage.database import Database


def keep(db: Database, url: str, leads: Sequence[str]) -> None:
    """Say what the answer of `url` leads to now, in order."""
    db.execute("DELETE FROM lead WHERE url = ?", [url])
    db.insert_all("lead", [{"url": url, "position": at, "leads_to": lead} for at, lead in enumerate(leads)])


def of(db: Database, url: str) -> tuple[str, ...]:
    """What the last answer of `url` led to, in order."""
    return tuple(row["leads_to"] for row in db.rows("SELECT leads_to FROM lead WHERE url = ? ORDER BY position", [url]))

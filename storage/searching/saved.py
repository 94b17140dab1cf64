"""Searches that people keep under a name. All that writes is called inside `write()`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Database
from storage.searching import query
from storage.searching.query import QueryError
from storage.values import from_time, to_time

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class SavedSearch:
    search_id: int
    name: str
    query: str
    who: str
    saved: datetime


def save(db: Database, name: str, text: str, *, who: str, now: datetime) -> None:
    """Keep a search, or change the one of this name. Raises QueryError."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise QueryError("name", most=LONGEST_NAME)
    clauses = query.parse(text)
    if not clauses:
        raise QueryError("empty")
    spelt = query.spelt(clauses)
    if len(spelt) > query.LONGEST:  # it is read again as it is spelt
        raise QueryError("long", most=query.LONGEST)
    db.execute(
        """INSERT INTO saved_search (name, query, who, saved) VALUES (?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET query = excluded.query, who = excluded.who, saved = excluded.saved""",
        [name, spelt, who, to_time(now)],
    )


def forget(db: Database, search_id: int) -> None:
    db.execute("DELETE FROM saved_search WHERE id = ?", [search_id])


def get(db: Database, search_id: int) -> SavedSearch | None:
    row = db.one("SELECT * FROM saved_search WHERE id = ?", [search_id])
    return None if row is None else _saved(row)


def all_saved(db: Database) -> list[SavedSearch]:
    """By name."""
    return [_saved(row) for row in db.rows("SELECT * FROM saved_search ORDER BY name COLLATE NOCASE")]


def _saved(row: dict[str, Any]) -> SavedSearch:
    return SavedSearch(row["id"], row["name"], row["query"], row["who"], from_time(row["saved"]))

"""The watched places by name, and to which of them belongs what was judged before a place was told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from storage import history
from storage.database import Database
from storage.values import to_time


def names(db: Database) -> dict[str, str]:
    """What each place that is, or was, watched is called, by region code; in the order of their names."""
    return {row["code"]: row["name"] for row in db.rows("SELECT code, name FROM watched_place ORDER BY name, code")}


def lacks(db: Database, watched: Mapping[str, str]) -> bool:
    """Whether one of these places (name by region code) is not known by this name yet."""
    known = names(db)
    return any(known.get(code) != name for code, name in watched.items())


def keep(db: Database, watched: Mapping[str, str], now: datetime) -> None:
    """Know these places by these names. Verdicts of before step s20 are told by their profile's name. Inside `write()`.

    One that asks nothing and that no report rests on stays without a place.
    """
    history.at(db, now)
    for code, name in watched.items():
        db.execute(
            """INSERT INTO watched_place (code, name, since) VALUES (?, ?, ?)
            ON CONFLICT (code) DO UPDATE SET name = excluded.name""",
            [code, name, to_time(now)],
        )
    for row in db.rows(f"SELECT DISTINCT watch FROM verdict WHERE {_OF_BEFORE}"):
        profile = row["watch"]
        for code, name in watched.items():
            if profile in (name, f"{name} {_version(profile)}"):
                db.execute(f"UPDATE verdict SET place = ? WHERE watch = ? AND {_OF_BEFORE}", [code, profile])
    db.execute(
        """UPDATE report SET place = (SELECT verdict.place FROM verdict WHERE verdict.id = report.verdict)
        WHERE place IS NULL
          AND EXISTS (SELECT 1 FROM verdict WHERE verdict.id = report.verdict AND verdict.place IS NOT NULL)"""
    )


_OF_BEFORE = """place IS NULL
    AND (flagged = 1 OR undecided IS NOT NULL OR id IN (SELECT verdict FROM report))"""


def _version(profile: str) -> str:
    return profile.rpartition(" ")[2]

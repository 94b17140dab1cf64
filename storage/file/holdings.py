"""The copies that this installation has made of its data and knows of. All that writes is called inside `write()`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from storage.database import Database
from storage.values import from_time, from_time_or_none, to_time

Kind = Literal["backup", "release"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_MISSING = "found missing"


@dataclass(frozen=True, slots=True)
class Holding:
    """A copy: a backup is one file, a release a folder. `gone` is None while it is there."""

    holding_id: int
    kind: Kind
    path: Path
    made: datetime
    sha256: str | None
    gone: datetime | None
    note: str | None


def record(
    db: Database, kind: Kind, path: Path, made: datetime, *, sha256: str | None = None, note: str | None = None
) -> int:
    """Note a copy made at `path`; its number. What the same place held before is gone from then on.

    A relative path is noted as it is reached from the working directory.
    """
    place = str(path.absolute())
    db.execute(
        "UPDATE holding SET gone = ?, note = coalesce(note || '; ', '') || 'rewritten' WHERE path = ? AND gone IS NULL",
        [to_time(made), place],
    )
    row = {"kind": kind, "path": place, "made": to_time(made), "sha256": sha256, "note": note}
    return db.insert("holding", row)


def known(db: Database, kind: Kind | None = None) -> list[Holding]:
    """The copies that are there as far as it is known, the newest first."""
    kinds = KINDS if kind is None else (kind,)
    rows = db.rows(
        f"SELECT * FROM holding WHERE gone IS NULL AND kind IN ({', '.join('?' * len(kinds))}) "
        "ORDER BY made DESC, id DESC",
        kinds,
    )
    return [_holding(row) for row in rows]


def rewritten(db: Database, holding_id: int, sha256: str) -> None:
    """Note that a copy was rewritten where it is: its bytes are others now."""
    db.execute("UPDATE holding SET sha256 = ? WHERE id = ?", [sha256, holding_id])


def mark_gone(db: Database, holding_id: int, now: datetime, *, note: str = _MISSING) -> None:
    """Note that a copy is there no longer, `note` saying why. What was noted as gone before stays as it is."""
    db.execute("UPDATE holding SET gone = ?, note = ? WHERE id = ? AND gone IS NULL", [to_time(now), note, holding_id])


def find_again(db: Database) -> list[Holding]:
    """Know again what was found missing and is there, such as on a disk that was not mounted; the copies."""
    last = db.rows(
        "SELECT * FROM holding WHERE id IN (SELECT max(id) FROM holding GROUP BY path) AND note = ?", [_MISSING]
    )
    found = [held for held in map(_holding, last) if is_there(held)]
    for held in found:
        db.execute("UPDATE holding SET gone = NULL, note = 'found again' WHERE id = ?", [held.holding_id])
    return found


def is_there(held: Holding) -> bool:
    """Whether it can be seen: not on a disk that is not mounted, nor in a folder that this user may not enter."""
    try:
        return held.path.exists()
    except OSError:
        return False


def _holding(row: dict[str, Any]) -> Holding:
    return Holding(
        holding_id=row["id"],
        kind=row["kind"],
        path=Path(row["path"]),
        made=from_time(row["made"]),
        sha256=row["sha256"],
        gone=from_time_or_none(row["gone"]),
        note=row["note"],
    )

"""Whether a database can be where it is to be, and whether one that is there is sound."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from storage.errors import Damaged, FolderMissing, NotWritable

if TYPE_CHECKING:
    from storage.database import Database


def check_place(path: Path) -> None:
    """Whether a database can be at `path`; nothing is made. Raises FolderMissing, NotWritable, Damaged."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise FolderMissing(f"the folder {folder} of the database {path.name} does not exist: create it")
    if path.is_dir():
        raise Damaged(f"{path} is a folder, not a database file: name a file in it")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotWritable(f"the folder {folder} of the database is not writable: give this program's user the right")
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        raise NotWritable(f"the database {path} is not readable and writable: give this program's user the right")


def check(db: Database, pragma: Literal["quick_check", "integrity_check"] = "quick_check") -> None:
    """Look through the whole file (SQLite's own check, and foreign_key_check). Raises Damaged."""
    found = [str(row[pragma]) for row in db.rows(f"PRAGMA {pragma}(5)")]
    if found != ["ok"]:
        raise Damaged(f"{db.path} is damaged ({'; '.join(found)}): restore the newest backup")
    orphans = db.rows("PRAGMA foreign_key_check")
    if orphans:
        tables = ", ".join(sorted({str(row["table"]) for row in orphans}))
        raise Damaged(f"{db.path} has {len(orphans)} rows that refer to nothing ({tables}): restore the newest backup")

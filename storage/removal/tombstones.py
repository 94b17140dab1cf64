"""What was taken down and may not come back: known by its address, and by hashes of its text.

The same list stands in a file beside the database, for the day on which an older backup takes the database's place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from storage.database import Database
from storage.errors import Damaged
from storage.file import unfinished as files
from storage.values import from_time, from_time_or_none, to_time

MarkKind = Literal["address", "text", "title", "band"]
KINDS: tuple[MarkKind, ...] = get_args(MarkKind)

# A text that shares so many of the 32 bands is nearly the same. Of 1,000 pairs each (tests/crawler/test_copies.py): 73
# and 87 % of two kinds of reprints, every one with a paragraph more, and none of what only shares quotations or
# standing words.
SAME_BANDS = 6


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One article that was taken down. `marks` are (kind, value) each; `finished` is None while bytes may be left."""

    site: str
    key: str
    url: str
    reason: str
    at: datetime
    marks: frozenset[tuple[MarkKind, str]] = field(repr=False)
    finished: datetime | None = None

    def of(self, kind: MarkKind) -> list[str]:
        return sorted(value for one, value in self.marks if one == kind)


def put(db: Database, tombstone: Tombstone) -> None:
    """Note a takedown as not finished; one of the same article keeps its time and reason. Inside `write()`."""
    db.execute(
        """INSERT INTO tombstone (site, key, url, reason, at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (site, key) DO UPDATE SET finished = NULL""",
        [tombstone.site, tombstone.key, tombstone.url, tombstone.reason, to_time(tombstone.at)],
    )
    row = db.rows("SELECT id FROM tombstone WHERE site = ? AND key = ?", [tombstone.site, tombstone.key])[0]
    for kind, value in sorted(tombstone.marks):
        db.execute("INSERT OR IGNORE INTO tombstone_mark VALUES (?, ?, ?)", [kind, value, row["id"]])


def finish(db: Database, told: Iterable[Tombstone], now: datetime) -> None:
    """Say that nothing is left of these. Inside `write()`."""
    for one in told:
        db.execute("UPDATE tombstone SET finished = ? WHERE site = ? AND key = ?", [to_time(now), one.site, one.key])


def reopen(db: Database) -> None:
    """Say that something may be left of all of them. Inside `write()`."""
    db.execute("UPDATE tombstone SET finished = NULL")


def every(db: Database) -> list[Tombstone]:
    """All of them, in the order they came."""
    marks: dict[int, set[tuple[MarkKind, str]]] = {}
    for row in db.each("SELECT * FROM tombstone_mark"):
        marks.setdefault(row["tombstone"], set()).add((row["kind"], row["value"]))
    rows = db.rows("SELECT * FROM tombstone ORDER BY id")
    return [_tombstone(row, frozenset(marks.get(row["id"], ()))) for row in rows]


def is_empty(db: Database) -> bool:
    """Whether nothing was ever taken down, as in most databases."""
    return db.one("SELECT 1 FROM tombstone") is None


def unfinished(db: Database) -> list[str]:
    """The addresses of which something may still be left."""
    return [row["url"] for row in db.rows("SELECT url FROM tombstone WHERE finished IS NULL ORDER BY id")]


def of_pages(db: Database, site: str, addresses: Mapping[str, str]) -> dict[str, str]:
    """Of the site's pages (key: address) those that were taken down, each with the reason."""
    found = {}
    for key, address in addresses.items():
        row = db.one(
            """SELECT reason FROM tombstone WHERE site = :site AND key = :key UNION ALL
            SELECT reason FROM tombstone_mark JOIN tombstone ON tombstone.id = tombstone_mark.tombstone
            WHERE kind = 'address' AND value = :address""",
            {"site": site, "key": key, "address": address},
        )
        if row is not None:
            found[key] = row["reason"]
    return found


def has_title(db: Database, hashes: Sequence[str]) -> bool:
    """Whether something with one of these titles was taken down."""
    marks = ",".join("?" * len(hashes))
    return db.one(f"SELECT 1 FROM tombstone_mark WHERE kind = 'title' AND value IN ({marks})", hashes) is not None


def titles(db: Database) -> set[str]:
    """The hashes of all titles that were taken down."""
    return {row["value"] for row in db.each("SELECT value FROM tombstone_mark WHERE kind = 'title'")}


def has_text(db: Database, content_hash: str, bands: Iterable[int]) -> bool:
    """Whether a text that is the same, or nearly so, was taken down."""
    if db.one("SELECT 1 FROM tombstone_mark WHERE kind = 'text' AND value = ?", [content_hash]):
        return True
    values = sorted({str(band) for band in bands})
    marks = ",".join("?" * len(values))
    return (
        db.one(
            f"""SELECT 1 FROM tombstone_mark WHERE kind = 'band' AND value IN ({marks})
            GROUP BY tombstone HAVING count(*) >= ?""",
            [*values, SAME_BANDS],
        )
        is not None
    )


def beside(database: Path) -> Path:
    """The file that holds the same list."""
    return database.with_name(f"{database.name}.takedowns.json")


def keep_beside(db: Database) -> None:
    """Write the list beside the database, whole or not at all. Raises Busy, NotWritable, DiskFull, StorageError."""
    path = beside(db.path)
    told = [
        {"site": one.site, "key": one.key, "url": one.url, "reason": one.reason, "at": to_time(one.at)}
        | {kind: one.of(kind) for kind in KINDS}
        for one in every(db)
    ]
    with files.unfinished(path) as partial:
        partial.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        files.sync(partial)
        partial.replace(path)
        files.sync(path.parent)


def kept_beside(database: Path) -> list[Tombstone]:
    """What the file beside a database lists; nothing where there is none. Raises Damaged."""
    path = beside(database)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return [_tombstone(row, frozenset((kind, value) for kind in KINDS for value in row[kind])) for row in told]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Damaged(
            f"{path}, the list of what was taken down, cannot be read ({error}): it is JSON; mend it by hand, since "
            "without it a backup that is put back brings those texts back"
        ) from error


def _tombstone(row: Mapping[str, Any], marks: frozenset[tuple[MarkKind, str]]) -> Tombstone:
    at, finished = from_time(row["at"]), from_time_or_none(row.get("finished"))
    return Tombstone(row["site"], row["key"], row["url"], row["reason"], at, marks, finished)

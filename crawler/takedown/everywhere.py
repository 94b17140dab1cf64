"""A takedown in all that the installation holds: its database, backups, releases, and files beside the database."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.takedown.removal import enforce, pages, spellings
from storage.database import Database, check, new_file, open_database
from storage.errors import StorageError
from storage.file import holdings
from storage.file.holdings import Holding
from storage.file.scrub import merge_index, scrub
from storage.file.unfinished import hand_over, sync, unfinished
from storage.removal import quoted, takedown, tombstones
from storage.removal.takedown import Removed
from storage.removal.tombstones import Tombstone

_PIECE, _OVERLAP = 8 << 20, 4096
_NAMES = {
    "article": "articles",
    "version": "texts",
    "raw_page": "kept pages",
    "verdict": "verdicts",
    "evidence": "quoted reasons",
    "report": "reports of visits",
    "fact": "facts",
    "candidate": "listed titles",
    "decision": "editors' words",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file or folder; `todo` says what is left to a person, None where nothing is."""

    path: Path
    did: str
    todo: str | None = None

    def __str__(self) -> str:
        return f"left: {self.path}: {self.todo}" if self.todo else f"{self.path}: {self.did}"


def planned(db: Database, wanted: Sequence[Tombstone], now: datetime) -> Iterator[Outcome]:
    """What would be removed from the database, and where else it would be looked for; nothing is changed."""
    yield Outcome(db.path, f"would remove {_said(enforce(db, wanted, now, is_trial=True))}")
    for held in holdings.known(db):
        yield Outcome(held.path, f"would look through the {held.kind}")


def everywhere(db: Database, wanted: Sequence[Tombstone], now: datetime) -> Iterator[Outcome]:
    """Take these down in everything, part by part. Killed at any point, it goes on when it is called again.

    Raises StorageError where the database itself cannot be written.
    """
    there = takedown.held(db, pages(db, wanted))
    removed = enforce(db, wanted, now)
    tombstones.keep_beside(db)
    with db.write():
        holdings.find_again(db)
    yield Outcome(db.path, f"removed {_said(removed)}")
    for number, channel, at in takedown.sent(db, removed.digests):
        yield Outcome(db.path, f"digest {number} went out to {channel} at {at}: what has left cannot be called back")
    left = [Outcome(db.path, "", todo)] if (todo := scrub(db)) else []
    if not db.is_file:
        yield Outcome(db.path, "the server's own backups and archived logs still hold it: let them go")
    outcomes = [*left, *_copies(db, wanted, now)]
    outcomes += _strays(db, [*there.titles, *there.bodies], [held.path for held in holdings.known(db)])
    if not any(one.todo for one in outcomes):
        with db.write():
            tombstones.finish(db, wanted, now)
    yield from outcomes


def _said(removed: Removed) -> str:
    """What was removed, in words."""
    rows = [f"{removed.rows[table]} {name}" for table, name in _NAMES.items() if removed.rows[table]]
    rows += [f"visit {visit} (no other report)" for visit in removed.visits]
    rows += [f"its words in digest {number}" for number in removed.digests]
    others = sorted(set(quoted.SWEPT) - {"digest", "decision"})
    rows += [f"its words in {removed.rows[table]} rows of {table}" for table in others if removed.rows[table]]
    return ", ".join(rows) or "nothing: it holds nothing of it"


def _copies(db: Database, wanted: Sequence[Tombstone], now: datetime) -> Iterator[Outcome]:
    """Every copy of the data that the database knows of."""
    for held in holdings.known(db):
        if not holdings.is_there(held):
            with db.write():
                holdings.mark_gone(db, held.holding_id, now)
            yield Outcome(held.path, f"the {held.kind} is not there; should it come back, `doctor` will say so")
        elif held.kind == "backup":
            yield rewritten(db, held, lambda backup: f"removed {_said(enforce(backup, wanted, now))}")
        elif _may_hold(held.path, wanted):
            yield Outcome(held.path, "", "delete this release, export it anew, and tell those who have it")
        else:
            yield Outcome(held.path, "the release does not hold it")


def rewritten(db: Database, held: Holding, change: Callable[[Database], str]) -> Outcome:
    """A change made in a backup too, which is one file again afterwards; `change` says what it did, in words."""
    try:
        with unfinished(held.path) as file:
            with open_database(held.path) as backup:
                did = change(backup)
                merge_index(backup)
                check(backup)
                backup.compact(file)
            shutil.copymode(held.path, file)
            hand_over(file, held.path)
            with file.open("rb") as made:
                digest = hashlib.file_digest(made, "sha256").hexdigest()
            sync(file)
            with db.write():
                holdings.rewritten(db, held.holding_id, digest)
            file.replace(held.path)
            sync(held.path.parent)
    except StorageError as error:
        return Outcome(held.path, "", f"delete this backup: it could not be rewritten ({error})")
    return Outcome(held.path, f"the backup is rewritten: {did}")


def _may_hold(release: Path, wanted: Sequence[Tombstone]) -> bool:
    """Whether a release tells of one of these, by its address; one that cannot be read may."""
    asked = [url for one in wanted for url in (one.url, *spellings(one.of("address")))]
    where = f"url IN ({','.join('?' * len(asked))})"
    files = sorted(release.glob("*.db"))
    try:
        for path in files:
            with new_file(path) as raw:
                tables = [table for table in raw.sql.tables if "url" in table.columns_dict]
                if any(table.count_where(where, asked) for table in tables):
                    return True
    except StorageError:
        return True
    return not files


def _strays(db: Database, texts: Sequence[str], known: Collection[Path]) -> Iterator[Outcome]:
    """Files beside the database that hold one of the texts and that nothing here knows of, such as a copy made by
    hand; `known` are not looked into."""
    finder = quoted.probes(texts)
    if finder is None:
        return
    own = {db.path.with_name(db.path.name + end) for end in ("", "-wal", "-shm")} | {*known}
    for path in sorted(db.path.absolute().parent.rglob("*")):
        if own.isdisjoint((path, *path.parents)) and path.is_file() and holds(path, finder.search):
            yield Outcome(path, "", "delete it: it holds a sentence of the text, and is no copy that is known here")


def holds(path: Path, search: Callable[[bytes], object]) -> bool:
    """Whether a file holds what is searched for; one that cannot be read may."""
    try:
        with path.open("rb") as file:
            before = b""
            while piece := file.read(_PIECE):
                if search(before + piece):
                    return True
                before = piece[-_OVERLAP:]
    except OSError:
        return True
    return False

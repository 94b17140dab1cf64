"""Backups: whole copies of the database, each one file, made while others write to it.

By `VACUUM INTO`: one reading transaction, which holds up no writer and is not begun anew by one (as a backup by
`sqlite3_backup_step` in several steps is); and what was deleted is not copied along. Not compressed: a file that any
SQLite opens is checked, restored and, for a takedown, rewritten as it is, and raw pages are compressed already.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from config import Config
from storage import runs
from storage.database import Database, as_it_is, check, open_store
from storage.errors import DiskFull, NotWritable, StorageError, give_right
from storage.file import holdings
from storage.file.holdings import Holding
from storage.file.unfinished import hand_over, plain_errors, sweep, sync, unfinished
from storage.migrations import migrations

# Room that a backup leaves: on a disk that it filled nothing could be stored either.
SPARE_BYTES = 64 * 2**20

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and looked through; `size` in bytes, `made` the moment that it shows."""

    path: Path
    made: datetime
    size: int
    sha256: str


def make(source: Path, target: Path, now: datetime, note: Callable[[Backup], None]) -> Backup:
    """Copy the database `source` to `target`, which must not exist; only its owner may read it.

    The copy is looked through (integrity_check, foreign_key_check, the schema's steps) and written to the disk before
    it gets its name. `note` is called just before that, so that no copy is ever unknown; what it raises ends it all.
    Raises FolderMissing, DatabaseMissing, NotWritable, Damaged, NewerSchema, Busy, DiskFull, StorageError.
    """
    if target.exists():
        raise StorageError(f"{target} exists: name a new file, or a folder")
    with unfinished(target) as file:
        copy(source, file)
        with as_it_is(file) as copied:
            check(copied, "integrity_check")
        with file.open("rb") as written:
            sha256 = hashlib.file_digest(written, "sha256").hexdigest()
        sync(file)
        made = Backup(target, now, file.stat().st_size, sha256)
        note(made)
        file.rename(target)
        sync(target.parent)
    return made


def before_upgrade(config: Config, now: datetime) -> Backup:
    """A backup of the database as an older version left it, which cannot hold a note of it yet: `note` is for later.

    It lies beside the nightly ones and is not thinned with them. Raises what `make` raises.
    """
    folder, database = config.backup_folder, config.database
    make_folder(folder)
    sweep(folder)
    target = dated(folder, database.with_name(f"{database.stem}-before-upgrade{database.suffix}"), now)
    return make(database, target, now, lambda _: None)


@contextmanager
def opened(config: Config, now: datetime, *, busy_seconds: float) -> Iterator[Database]:
    """The database, which is made where there is none; an older one is backed up before it is brought up to date.

    Raises what `make` and `open_database` raise.
    """
    database = config.database
    is_older = not config.store and database.exists() and database.stat().st_size > 0 and lacking(database)
    made = before_upgrade(config, now) if is_older else None
    with open_store(config, create=True, busy_seconds=busy_seconds) as db:
        if made:
            _log.info("the database is brought up to date; the one from before is kept as %s", made.path)
            with db.write():
                note(db, made)
        yield db


def note(db: Database, made: Backup) -> None:
    """Note a backup among the copies that are known. Inside `write()`."""
    holdings.record(db, "backup", made.path, made.made, sha256=made.sha256)


def lacking(database: Path) -> tuple[str, ...]:
    """The steps of this program's schema that the database lacks. Raises what `as_it_is` raises."""
    with as_it_is(database) as db:
        return tuple(step.name for step in migrations.pending(db.sql))


def make_folder(folder: Path) -> None:
    """Make a folder of backups where there is none. Raises NotWritable, StorageError."""
    with plain_errors(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        hand_over(folder, folder.parent)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotWritable(f"{folder} is not writable: {give_right()}")


def copy(source: Path, file: Path) -> None:
    """Write the database `source` to a new file, which only the owner of `source` may read. Nothing is checked.

    Raises DatabaseMissing, NotWritable, Damaged, NewerSchema, Busy, DiskFull.
    """
    with as_it_is(source) as db:
        require_room(db, file.parent)
        with plain_errors(file):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            hand_over(file, source)
        try:
            db.copy_into(file)
        except DiskFull as error:
            raise DiskFull(
                f"the disk of {file.parent.parent} is full or does not write ({error.__cause__}): make room; of the "
                f"copy of {source} nothing is left"
            ) from error


def require_room(db: Database, folder: Path) -> None:
    """Raises DiskFull where a copy of the database, and some room besides, does not fit into a folder."""
    pages, unused, size = (
        int(db.rows(f"PRAGMA {name}")[0][name]) for name in ("page_count", "freelist_count", "page_size")
    )
    wanted, free = (pages - unused) * size + SPARE_BYTES, shutil.disk_usage(folder).free
    if free < wanted:
        raise DiskFull(
            f"the disk of {folder.parent} has {free / 1e6:.0f} MB free, and a copy of {db.path} wants "
            f"{wanted / 1e6:.0f} MB: make room, or name another folder"
        )


def dated(folder: Path, database: Path, now: datetime) -> Path:
    """What a backup of this moment is called in a folder of backups."""
    return folder / f"{database.stem}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{database.suffix}"


def thin(db: Database, folder: Path, keep: int, now: datetime) -> list[Path]:
    """Remove all but the newest `keep` of a folder's dated backups of this database; those removed. Inside `write()`.

    Files of other names stay. What the folder was said to hold and holds no longer is noted as missing.
    """
    dates = re.compile(re.escape(db.path.stem) + r"-\d{8}T\d{6}Z" + re.escape(db.path.suffix))
    with plain_errors(folder):
        found = sorted(path for path in folder.iterdir() if dates.fullmatch(path.name))
        surplus = found[:-keep]
        for path in surplus:
            path.unlink()
    for held in _inside(db, folder):
        if held.path in surplus:
            holdings.mark_gone(db, held.holding_id, now, note=f"removed: {keep} newer ones are kept")
        elif not holdings.is_there(held):
            holdings.mark_gone(db, held.holding_id, now)
    return surplus


def newest(db: Database, folder: Path) -> Holding | None:
    """The backup that was made last in a folder, as far as it is known."""
    return max(_inside(db, folder), key=lambda held: held.holding_id, default=None)


def is_due(db: Database, config: Config, now: datetime) -> bool:
    """Whether one of the timetable's times has passed since the last backup; before the first, since the first run."""
    since, entry = _since(db, config.backup_folder), config.backup.entry
    return db.is_file and entry is not None and since is not None and entry.has_passed(since, now)


def is_overdue(db: Database, config: Config, now: datetime) -> bool:
    """Whether two of the timetable's times have passed, so that the backup is not just under way."""
    since, entry = _since(db, config.backup_folder), config.backup.entry
    return db.is_file and entry is not None and since is not None and entry.slot(entry.slot(since)) <= now


def _since(db: Database, folder: Path) -> datetime | None:
    last = newest(db, folder)
    return last.made if last else runs.first_start(db)


def _inside(db: Database, folder: Path) -> list[Holding]:
    return [held for held in holdings.known(db, "backup") if held.path.parent == folder]

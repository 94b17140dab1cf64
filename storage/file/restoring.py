"""A backup put in the place of the database, which is kept beside it: the one or the other, never half of either."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage.database import Database, as_it_is, check, check_place, open_database
from storage.errors import Busy, Damaged, NewerSchema, StorageError
from storage.file import backups, holdings
from storage.file.holdings import Holding
from storage.file.unfinished import hand_over, plain_errors, sync, unfinished


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, and where the database from before is now: None where there was none. `steps` are the
    steps of the schema that the backup lacked; `unread` says why the database from before could not be read."""

    kept: Path | None
    steps: tuple[str, ...]
    unread: str | None


def restore(source: Path, database: Path, now: datetime, mend: Callable[[Database], None] = lambda _: None) -> Restored:
    """Put a copy of the backup `source`, brought up to date, in the place of `database`; see `put_back` for the rest.

    Everybody is logged out, since log-ins that have ended since would be there again, and backups and releases that the
    database from before knows of stay known. `mend` is called with the copy before it takes its place.
    """

    def renew(file: Path, held: list[Holding], kept: Path | None) -> tuple[str, ...]:
        steps = backups.lacking(file)
        _bring_up_to_date(file, held, kept, source, now, mend)
        return steps

    return put_back(source, database, now, renew)


def put_back(
    source: Path,
    database: Path,
    now: datetime,
    prepare: Callable[[Path, list[Holding], Path | None], tuple[str, ...]] = lambda *_: (),
) -> Restored:
    """Put a copy of the backup `source` in the place of `database`. Called under `only_daemon`'s lock.

    `prepare` is given the copy before it takes its place, with what the database from before knows of and where that is
    kept; it gives the steps of the schema that it took. Raises DatabaseMissing, FolderMissing, NotWritable, Damaged,
    NewerSchema, Busy where a process has the database open, DiskFull, StorageError.
    """
    database = database.resolve()
    check_place(database)
    _check_source(source, database)
    there, kept = database.exists(), _kept(database, now)
    with unfinished(database) as file:
        backups.copy(source, file)
        held, unread = _held(database) if there else ([], None)
        steps = prepare(file, held, kept if there else None)
        with plain_errors(database):
            sync(file)
            if there:
                _match(file, database)
                _keep(database, kept, is_sound=unread is None)
            else:
                hand_over(file, database.parent)
                _move_log(database, kept)
            file.replace(database)
            sync(database.parent)
    return Restored(kept if there else None, steps, unread)


def _check_source(source: Path, database: Path) -> None:
    if source.exists() and database.exists() and source.samefile(database):
        raise StorageError(f"{source} is the database itself: name a backup of it")
    with as_it_is(source, untouched=True) as backup:
        try:
            check(backup, "integrity_check")
        except Damaged as error:
            raise Damaged(f"{error}, another than the one named") from error


def _kept(database: Path, now: datetime) -> Path:
    """Where the database from before is kept."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return database.with_name(f"{database.stem}-before-restore-{stamp}{database.suffix}")


def _held(database: Path) -> tuple[list[Holding], str | None]:
    """The copies that the database knows of, or why it cannot be read."""
    try:
        with as_it_is(database, untouched=True) as before:
            check(before)
            has_list = before.sql.table("holding").exists()
            return (holdings.known(before) if has_list else []), None
    except (Damaged, NewerSchema) as error:
        return [], str(error)


def _bring_up_to_date(
    file: Path,
    held: list[Holding],
    kept: Path | None,
    source: Path,
    now: datetime,
    mend: Callable[[Database], None],
) -> None:
    with open_database(file) as db:
        with db.write():
            db.execute("DELETE FROM login")
            known = {one.path for one in holdings.known(db)}
            for one in held:
                if one.path not in known:
                    holdings.record(db, one.kind, one.path, one.made, sha256=one.sha256, note=one.note)
            if kept is not None:
                holdings.record(db, "backup", kept, now, note=f"the database that {source.name} took the place of")
        mend(db)
        check(db)


def _match(file: Path, database: Path) -> None:
    shutil.copymode(database, file)
    hand_over(file, database)


def _keep(database: Path, kept: Path, *, is_sound: bool) -> None:
    """Give the database a second name, under which it stays when its own goes to the copy.

    It is never without its own name, and never beside a write-ahead log that is not its own. Raises Busy.
    """
    for other in database.parent.glob(f"{database.stem}-before-restore-*{database.suffix}"):
        if other.samefile(database):  # a restore was killed between the two steps
            other.unlink()
    if is_sound:
        _leave_log(database)
    os.link(database, kept)
    if not is_sound:  # what of it can be saved is in its log, too
        _move_log(database, kept)


def _move_log(database: Path, kept: Path) -> None:
    """Put a log out of the way: beside another database than its own it would damage that one."""
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{database}{suffix}").rename(f"{kept}{suffix}")


def _leave_log(database: Path) -> None:
    """Write the write-ahead log back into the database; it can be done only where nobody else has it open."""
    try:
        with as_it_is(database) as db:
            db.rows("PRAGMA journal_mode=DELETE")
    except Busy as error:
        raise Busy(f"a process has {database} open, such as a crawl or a shell: end it first ({error})") from error

"""What can go wrong with the database file, each as one clear line for the operator."""

from __future__ import annotations

import os
from pathlib import Path

# Result codes: https://www.sqlite.org/rescode.html
_BUSY, _LOCKED, _READONLY, _IO, _CORRUPT, _FULL, _CANNOT_OPEN, _NOT_A_DATABASE = 5, 6, 8, 10, 11, 13, 14, 26
# What to do about a file that is damaged.
PUT_BACK = "put the newest backup back with `jujugan restore PATH`"


class StorageError(Exception):
    """The database or an export cannot be used as asked; the message says what, where and what to do."""


class FolderMissing(StorageError):
    """The folder that should hold the file does not exist."""


class DatabaseMissing(StorageError):
    """There is no database at this path and none was to be created."""


class ServerMissing(StorageError):
    """The PostgreSQL server does not answer."""


class OnTheNetwork(StorageError):
    """The database lies on another machine's disk, where two processes do not see each other's locks."""


class NotWritable(StorageError):
    """The file or its folder cannot be written by this user."""


class Damaged(StorageError):
    """The file is no SQLite database, belongs to another program, or is broken."""


class NewerSchema(StorageError):
    """A newer version of this program has changed the database."""


class DiskFull(StorageError):
    """The disk is full or refuses to write; what was not committed is undone."""


class Busy(StorageError):
    """Another process kept the write lock for longer than the time-out."""


class WriteOutsideTransaction(StorageError):
    """A function that writes was called outside `with db.write():`."""


class NestedWrite(StorageError):
    """`db.write()` was entered inside another one."""


class NaiveTime(StorageError, ValueError):
    """A datetime without a time zone was given."""


class UnknownCandidate(StorageError, LookupError):
    """A candidate that was never recorded was to be settled."""


def is_busy(error: Exception) -> bool:
    return _code(error) == _BUSY


def give_right() -> str:
    """What to do about a file that may not be written; it names the user who this program runs as."""
    try:
        import pwd
    except ModuleNotFoundError:  # no Unix
        return "give this program's user the right"
    user = os.geteuid()
    try:
        name = pwd.getpwuid(user).pw_name
    except KeyError:  # as in a container that has no name for it
        name = f"user {user}"
    return f"give this program's user the right (it runs as {name})"


def is_read_only(error: Exception) -> bool:
    return _code(error) == _READONLY


def in_plain_words(error: Exception, path: Path) -> StorageError | None:
    """What an error of the SQLite library means for the file; None where it is a mistake in a statement."""
    code = _code(error)
    if code in (_BUSY, _LOCKED):
        return Busy(f"another process kept {path} locked for too long ({error}): see what else writes to it")
    if code in (_IO, _FULL):
        return DiskFull(f"the disk of {path} is full or does not write ({error}): make room, nothing half is stored")
    if code in (_READONLY, _CANNOT_OPEN):
        return NotWritable(f"{path} cannot be opened for writing ({error}): {give_right()}")
    if code in (_CORRUPT, _NOT_A_DATABASE):
        return Damaged(f"{path} is damaged or no SQLite database ({error}): {PUT_BACK}")
    return None


def _code(error: Exception) -> int:
    # The low byte is the primary code; errors that the driver itself raises have none.
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF

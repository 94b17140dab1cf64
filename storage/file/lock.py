"""The lock that keeps a second daemon from a database, and a restore or an upgrade from a running one."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from config import AlreadyRunning, ConfigError
from storage.file.unfinished import hand_over


@contextlib.contextmanager
def only_daemon(database: Path) -> Iterator[None]:
    """Hold the lock beside the database; the kernel frees it however the process ends.

    Raises AlreadyRunning, ConfigError.
    """
    with _opened(database) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            who = _written(handle) or "unknown"
            raise AlreadyRunning(f"another daemon (process {who}) works on {database}; stop it first") from None
        handle.seek(0)
        handle.truncate()
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def holder(database: Path) -> int | None:
    """The process that holds the lock; None where nobody does, 0 where it cannot be told which of ours it is.

    Raises ConfigError.
    """
    with _opened(database) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return _proven(_written(handle), os.fstat(handle.fileno()).st_ino)
    return None


def _opened(database: Path) -> IO[str]:
    real = database.resolve()  # a link to the database is no second one
    path = real.with_name(real.name + ".lock")
    try:
        handle = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"{path}: the lock file cannot be made ({error.strerror}): give this user the right to its folder"
        ) from None
    hand_over(path, path.parent)
    return handle


def _written(handle: IO[str]) -> str:
    handle.seek(0)
    return handle.read(20).strip()


def _proven(who: str, inode: int) -> int:
    """The process that the lock file names, where the kernel says so too: its number may be another container's."""
    if not who.isdecimal():
        return 0
    try:
        locks = Path("/proc/locks").read_text(encoding="utf-8")
    except FileNotFoundError:  # no Linux
        return int(who)
    # 1: FLOCK ADVISORY WRITE 4711 fd:01:262147 0 EOF
    held = (line.split() for line in locks.splitlines() if " FLOCK " in line)
    return int(who) if any(f[4] == who and f[5].endswith(f":{inode}") for f in held if len(f) > 5) else 0

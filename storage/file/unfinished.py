"""Files and folders that are whole or not there: written in a hidden folder and named when they are finished."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from storage.errors import Busy, DiskFull, FolderMissing, NotWritable, StorageError

_SUFFIX = ".unfinished"
_LOCK = "lock"


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """Where to write what is to become `target`: a path in a hidden folder beside it that is this process's alone.

    The folder goes with the block; what a killed process left in it goes when it is worked in again, or by `sweep`.
    Raises Busy where another process writes the same, FolderMissing, NotWritable, DiskFull, StorageError.
    """
    if not target.parent.is_dir():
        raise FolderMissing(f"the folder {target.parent}, in which to write {target.name}, does not exist: create it")
    folder = target.with_name(f".{target.name}{_SUFFIX}")
    with plain_errors(target):
        claim = _claim(folder)
        if claim is None:
            raise Busy(f"another process is writing {target} just now: wait for it")
        with claim:
            try:
                _clear(folder)
                yield folder / target.name
            finally:
                shutil.rmtree(folder, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what killed processes left unfinished in a folder. Raises NotWritable, StorageError."""
    with plain_errors(folder):
        for left in folder.glob(f".*{_SUFFIX}"):
            claim = _claim(left)
            if claim is not None:
                with claim:
                    shutil.rmtree(left, ignore_errors=True)


def sync(path: Path) -> None:
    """Let a file, or a folder's names, outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def hand_over(path: Path, like: Path) -> None:
    """Give a file that root has made to the one whom `like` belongs to, so that the daemon can use it."""
    if os.geteuid() == 0:
        owner = like.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Raises what the operating system refuses for a file as one of ours: NotWritable, DiskFull, StorageError."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull(f"the disk of {path} is full ({error.strerror}): make room, nothing half is left") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise NotWritable(f"{path} may not be written ({error.strerror}): give this user the right") from error
        raise StorageError(f"{path} cannot be written ({error}): see what is wrong with its disk") from error


def _clear(folder: Path) -> None:
    for left in folder.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name != _LOCK:
            left.unlink()


def _claim(folder: Path) -> IO[bytes] | None:
    """The folder's lock, which ends with the process; None where another one has it."""
    path = folder / _LOCK
    while True:
        folder.mkdir(mode=0o700, exist_ok=True)
        try:
            claim = path.open("ab")
        except FileNotFoundError:  # swept in between
            continue
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            claim.close()
            return None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(claim.fileno()), path.stat()):
                return claim
        claim.close()

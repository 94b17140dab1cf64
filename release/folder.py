"""A folder that is whole or not there: made under another name, and given its own when everything is written."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import DiskFull, FolderMissing, NotWritable, StorageError


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """Yield the folder to write into; it becomes `folder`, which must not exist yet or be empty.

    Raises FolderMissing, NotWritable, DiskFull, StorageError; then nothing is left of it.
    """
    folder = folder.absolute()
    _check_place(folder)
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    with _plain_errors(folder):
        partial.mkdir()
        try:
            yield partial
            for path in (*files(partial), partial):
                _sync(path)
            partial.rename(folder)
            _sync(folder.parent)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise


def files(folder: Path) -> list[Path]:
    """Every file below the folder, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _check_place(folder: Path) -> None:
    if not folder.parent.is_dir():
        raise FolderMissing(f"the folder {folder.parent}, in which to make the release, does not exist: create it")
    if folder.is_dir() and any(folder.iterdir()):
        raise StorageError(f"{folder} exists and is not empty: name a new folder for the release")
    if folder.exists() and not folder.is_dir():
        raise StorageError(f"{folder} is a file: name a new folder for the release")
    if not os.access(folder.parent, os.W_OK | os.X_OK):
        raise NotWritable(f"the folder {folder.parent} is not writable: give this program's user the right")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _plain_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kind = {errno.ENOSPC: DiskFull, errno.EACCES: NotWritable, errno.EROFS: NotWritable}.get(
            error.errno or 0, StorageError
        )
        raise kind(f"the release {folder} could not be written ({error}): nothing is left of it") from error

"""A folder that is whole or not there: made under another name, and given its own when everything is written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import FolderMissing, NotWritable, StorageError
from storage.file.unfinished import sync, unfinished


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """Yield the folder to write into; it becomes `folder`, which must not exist yet or be empty.

    Raises Busy, FolderMissing, NotWritable, DiskFull, StorageError; then nothing is left of it.
    """
    folder = folder.absolute()
    _check_place(folder)
    with unfinished(folder) as made:
        made.mkdir()
        yield made
        for path in (*files(made), made):
            sync(path)
        made.rename(folder)
        sync(folder.parent)


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

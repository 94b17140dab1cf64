"""What is made of data files, kept for the next process as Python keeps its modules: in __pycache__ beside them.

To read the TOML that people write takes a process longer than all it does with it before its first page. What is kept
is taken only where it was made of these very bytes by this very code, and nothing needs it: where it is of others,
damaged, or cannot be written, it is made anew.
"""

from __future__ import annotations

import marshal
import os
import sys
import tomllib
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
_MARK = sha256().digest_size


def toml(path: Path) -> dict[str, Any]:
    """The tables of a file that ships with the program. Raises what reading it and tomllib raise."""
    written = path.read_bytes()
    return of(path, written, lambda: tomllib.loads(written.decode("utf-8")))


def of(name: Path, source: bytes, make: Callable[[], T]) -> T:
    """What `make` makes of the source, of plain types alone, or what it made of the same one before.

    The source is all that the made depends on: with the code that makes it, where that may change. Python's own version
    stands in the name of the file.
    """
    path = Path(cache_from_source(f"{name}.py"))
    with suppress(OSError, NotImplementedError):
        found = path.read_bytes()
        if found[:_MARK] == _mark(source, found[_MARK:]):
            made: T = marshal.loads(found[_MARK:])
            return made
    made = make()
    plain: Any = made
    if not sys.dont_write_bytecode:
        with suppress(OSError, ValueError):  # a folder that is only read; a kind of value that marshal does not know
            _keep(path, source, marshal.dumps(plain))
    return made


def _mark(source: bytes, told: bytes) -> bytes:
    return sha256(sha256(source).digest() + told).digest()


def _keep(path: Path, source: bytes, told: bytes) -> None:
    """Whole or not at all: other processes may read or write it at this moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        written.write_bytes(_mark(source, told) + told)
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)

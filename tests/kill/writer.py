"""Stores whole articles, one transaction each, until it is killed; every commit is acknowledged to `told`."""

from __future__ import annotations

import os
import time
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from storage.database import Database, open_database
from tests.storing import begin, save, synthetic_article


def write(told: Connection, path: Path, first: int, where: str, pause_at: int) -> None:
    """Articles from number `first` on. `where` it is before or after, it stops at article `pause_at` just before, or
    just after, its commit (and before its acknowledgement), says "pause" and waits to be killed."""
    with open_database(path, create=True) as db:
        run = begin(db)
        for number in count(first):
            stops = where if number == pause_at else ""
            _store(db, run, number, told, stops)
            os.write(told.fileno(), f"{number}\n".encode())


def _store(db: Database, run: int, number: int, told: Connection, stops: str) -> None:
    article = synthetic_article(url=f"https://berita.example/{number}", body=f"Catatan {number}. " * 200)
    with db.write():
        save(db, run, article)
        if stops == "before":
            _pause(told)
    if stops == "after":
        _pause(told)


def _pause(told: Connection) -> None:
    os.write(told.fileno(), b"pause\n")
    time.sleep(3600)

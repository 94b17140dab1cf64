"""Stores whole articles, one transaction each, until it is killed; every commit is acknowledged on stdout.

`python -m tests.kill.writer DATABASE FIRST_NUMBER [before|after PAUSE_AT]`: with the last two it stops at that article
just before, or just after, its commit (before the acknowledgement), says "pause" and waits to be killed.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from storage.database import Database, open_database
from tests.storing import begin, save, synthetic_article


def store(db: Database, run: int, number: int, pause_before: bool, pause_after: bool) -> None:
    article = synthetic_article(url=f"https://berita.example/{number}", body=f"Catatan {number}. " * 200)
    with db.write():
        save(db, run, article)
        if pause_before:
            pause()
    if pause_after:
        pause()
    os.write(1, f"{number}\n".encode())


def pause() -> None:
    os.write(1, b"pause\n")
    time.sleep(3600)


def main(path: str, first: str, where: str = "", pause_at: str = "0") -> None:
    db = open_database(Path(path), create=True)
    run = begin(db)
    number = int(first)
    while True:
        at = number == int(pause_at)
        store(db, run, number, pause_before=at and where == "before", pause_after=at and where == "after")
        number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])

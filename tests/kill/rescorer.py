"""Rescores a database by scripted rules until it is killed; every batch and the end are acknowledged on stdout.

`python -m tests.kill.rescorer DATABASE RULES [before|after]`: with the last it stops just before, or just after, the
transaction that puts everything in place, says "pause" and waits to be killed.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import crawler.again.rescore as module
from article import Fact, Visit
from storage.database import Database, open_database
from tests.rescoring import Scripted, scripted
from tests.storing import NOW

TEXTS = 120
NAMES = ("Pemkab Sleman", "Pemkab Bantul", "Pemkab Tuban", "DPRD Kota Misal")


def rules(number: int) -> Scripted:
    """Each number flags other texts, and finds other visitors in them."""
    found: dict[str, tuple[Visit, ...] | None] = {}
    for text in range(TEXTS):
        name, day = NAMES[(text * number) % len(NAMES)], date(2018, 10, 1 + text % 5 * 6)
        visit = Visit(visitors=(Fact(name),), date_start=Fact(day))
        found[f"Teks {text}."] = None if (text + number) % 3 == 0 else (visit,)
    return scripted(found, str(number))


def pause() -> None:
    os.write(1, b"pause\n")
    time.sleep(3600)


def tell(done: int, _: int) -> None:
    os.write(1, f"{done}\n".encode())


def main(path: str, number: str, where: str = "") -> None:
    module.BATCH = 10
    put = module._put_in_place

    def stop(db: Database, *arguments: Any) -> None:
        put(db, *arguments)
        if where == "before":
            pause()

    module._put_in_place = stop  # type: ignore[assignment]
    with open_database(Path(path)) as db:
        module.rescore(db, rules(int(number)), NOW, tell)
    os.write(1, b"done\n")
    if where == "after":
        pause()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Takes a text down as the command does, and is killed where it is told to.

`python -m tests.kill.taker DATABASE URL [POINT]`: a point is "before commit 2" or "after vacuum 1", counted from the
start of the process, over the database and its backups; the process ends itself there by SIGKILL.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.takedown.everywhere import everywhere
from crawler.takedown.removal import find, tombstone
from storage.database import SqliteStore, open_database
from tests.storing import NOW


def die_at(point: str) -> None:
    """Let the process end at this point."""
    counts = {"commit": 0, "vacuum": 0}
    write, rewrite, compact = SqliteStore.write, SqliteStore.rewrite, SqliteStore.compact

    def pass_by(when: str, what: str) -> None:
        if f"{when} {what} {counts[what]}" == point:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def writing(self: SqliteStore) -> Iterator[None]:
        counts["commit"] += 1
        with write(self):
            yield
            pass_by("before", "commit")
        pass_by("after", "commit")

    def rewriting(self: SqliteStore) -> None:
        counts["vacuum"] += 1
        pass_by("before", "vacuum")
        rewrite(self)
        pass_by("after", "vacuum")

    def compacting(self: SqliteStore, into: Path) -> None:
        counts["vacuum"] += 1
        pass_by("before", "vacuum")
        compact(self, into)
        pass_by("after", "vacuum")

    SqliteStore.compact = compacting  # type: ignore[method-assign]
    SqliteStore.write = writing  # type: ignore[method-assign]
    SqliteStore.rewrite = rewriting  # type: ignore[method-assign]


def main(path: str, url: str, point: str = "") -> None:
    with open_database(Path(path)) as db:
        die_at(point)
        found = find(db, url)
        wanted = [*found.taken, *(tombstone(db, page, "uji", NOW) for page in found.pages)]
        left = [str(one) for one in everywhere(db, wanted, NOW) if one.todo]
    assert not left, left


if __name__ == "__main__":
    main(*sys.argv[1:])

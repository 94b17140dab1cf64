"""Getting removed bytes out of a database's files: out of the search index, the free pages and the write-ahead log.

SQLite forgets where a deleted row was, not what it said: the index keeps words until its parts are merged, the file
keeps pages until they are used again, and the log keeps what was written before.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from storage.database import Database

# Pages of the search index merged in one transaction, so that a crawl that writes meanwhile waits but shortly.
_MERGED_AT_ONCE = 500
_TRIES, _PAUSE_SECONDS = 10, 0.5


def scrub(db: Database, pause: Callable[[float], None] = time.sleep) -> str | None:
    """Rewrite the database without what was deleted; what could not be done, None where nothing is left.

    Writers wait while the file is rewritten; that needs free space for the database twice over, and as much memory as
    the file is large where SQLite keeps what it works with in memory (pysqlite3's is built so, SQLITE_TEMP_STORE=3: no
    PRAGMA temp_store moves it to a file). Raises Busy, DiskFull.
    """
    if not db.is_file:
        db.rewrite()
        return None
    merge_index(db)
    free, size = free_memory(), db.size()
    if size < free:
        db.rewrite()
    elif db.rows("PRAGMA freelist_count")[0]["freelist_count"]:  # none: it was written anew just now
        return (
            f"to rewrite {db.path} takes {size / 1e6:.0f} MB of memory, and {free / 1e6:.0f} are free: stop the "
            "daemon, run `jujugan backup FILE` and `jujugan restore FILE`, which take little, and delete FILE and the "
            "database from before, whose name `restore` says"
        )
    for _ in range(_TRIES):
        if not db.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]["busy"]:
            return None
        pause(_PAUSE_SECONDS)
    return f"another program reads {db.path}, so that its log {log_of(db.path).name} cannot be emptied: stop it"


def free_memory() -> float:
    """Bytes of memory that are free, without end where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return float("inf")
    return float(next((line.split()[1] for line in lines if line.startswith("MemAvailable:")), "inf")) * 1024


def merge_index(db: Database) -> None:
    """Merge the search index into one part, in which nothing of what was removed is left."""
    pages = -_MERGED_AT_ONCE  # a negative number first: all parts, not only those that are due
    while True:
        with db.write():
            before = _changes(db)
            db.execute("INSERT INTO search (search, rank) VALUES ('merge', ?)", [pages])
            merged = _changes(db) - before
        if merged < 2:  # https://www.sqlite.org/fts5.html#the_merge_command: then there was nothing to do
            return
        pages = _MERGED_AT_ONCE


def _changes(db: Database) -> int:
    return int(db.rows("SELECT total_changes() AS n")[0]["n"])


def log_of(path: Path) -> Path:
    """The write-ahead log of a database."""
    return path.with_name(f"{path.name}-wal")

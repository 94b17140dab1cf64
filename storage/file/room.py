"""Room on the disk: crawls stop while there is still some, so that editors' decisions can be kept; and the log of
writes, which may not take it all."""

from __future__ import annotations

import contextlib
import shutil
from datetime import datetime

from storage.database import Database, DiskFull
from storage.file import sqlite
from storage.file.scrub import log_of
from storage.health import mishaps

# A run of a large site with its raw pages takes some 20 MB, and its log of writes 64 MB more.
KEPT_FREE = 256 * 1024 * 1024


def is_short(db: Database, now: datetime) -> bool:
    """Whether no crawl may begin; noted for the administrator until there is room again. Raises Busy.

    A server's disk is not looked at: it says itself when it is full.
    """
    if not db.is_file:
        return False
    free = shutil.disk_usage(db.path.absolute().parent).free
    is_noted = _is_noted(db, "room")
    if free >= KEPT_FREE:
        if is_noted:
            with db.write():
                mishaps.over(db, "room", now)
        return False
    if not is_noted:
        words = f"{free // 2**20} MB are free in {db.path.absolute().parent}, crawls need {KEPT_FREE // 2**20}"
        with contextlib.suppress(DiskFull), db.write():  # it is to be kept once there is room for that much
            mishaps.record(db, "room", words, now)
    return True


def shorten_log(db: Database, now: datetime) -> None:
    """Empty SQLite's log of writes where it has grown beyond its limit. That a reader which never ends keeps it from
    being emptied is noted for the administrator until it is. Raises Busy."""
    if not db.is_file:
        return
    log = log_of(db.path)
    size = log.stat().st_size if log.exists() else 0
    if size > sqlite.WAL_LIMIT and db.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]["busy"]:
        words = f"{log} has {size // 2**20} MB, since another program reads the database without an end"
        with db.write():
            mishaps.record(db, "log", words, now)
    elif _is_noted(db, "log"):
        with db.write():
            mishaps.over(db, "log", now)


def _is_noted(db: Database, about: mishaps.About) -> bool:
    return any(one.about == about for one in mishaps.standing(db))

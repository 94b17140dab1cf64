"""Room on the disk: crawls stop while there is still some, so that editors' decisions can be kept."""

from __future__ import annotations

import contextlib
import shutil
from datetime import datetime

from storage import mishaps
from storage.database import Database, DiskFull

# A run of a large site with its raw pages takes some 20 MB, and its log of writes 64 MB more.
KEPT_FREE = 256 * 1024 * 1024


def is_short(db: Database, now: datetime) -> bool:
    """Whether no crawl may begin; noted for the administrator until there is room again. Raises Busy.

    A server's disk is not looked at: it says itself when it is full.
    """
    if not db.is_file:
        return False
    free = shutil.disk_usage(db.path.absolute().parent).free
    is_noted = any(one.about == "room" for one in mishaps.standing(db))
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

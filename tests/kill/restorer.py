"""Restores a backup and kills itself at a point: `python -m tests.kill.restorer BACKUP DATABASE copied|kept|named`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from storage.file import backups, restoring
from tests.kill.saver import dies_after
from tests.storing import NOW


def main(backup: str, database: str, point: str) -> None:
    if point == "copied":
        backups.copy = dies_after(backups.copy)
    if point == "kept":
        vars(os)["link"] = dies_after(os.link)
    if point == "named":
        Path.replace = dies_after(Path.replace)  # type: ignore[method-assign]
    restoring.restore(Path(backup), Path(database), NOW)


if __name__ == "__main__":
    main(*sys.argv[1:])

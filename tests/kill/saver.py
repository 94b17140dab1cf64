"""Makes one backup; says "begin" on stdout when it begins, and is killed, or kills itself at a point.

`python -m tests.kill.saver DATABASE TARGET [copied|checked|named]`: with the last it ends itself by SIGKILL when the
copy is written, when it is looked through and about to get its name, or when it has just got it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from storage.file import backups
from storage.file.unfinished import sync
from tests.storing import NOW


def dies_after(work: Callable[..., Any]) -> Callable[..., Any]:
    def then_die(*arguments: Any) -> None:
        work(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)

    return then_die


def main(database: str, target: str, point: str = "") -> None:
    if point == "copied":
        backups.copy = dies_after(backups.copy)
    if point == "checked":
        vars(backups)["sync"] = dies_after(sync)
    if point == "named":
        Path.rename = dies_after(Path.rename)  # type: ignore[method-assign]
    os.write(1, b"begin\n")
    backups.make(Path(database), Path(target), NOW, lambda _: None)


if __name__ == "__main__":
    main(*sys.argv[1:])

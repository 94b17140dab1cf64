"""Children that are there at once, to be killed by the hundred: forked off a process that has the modules loaded."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import Any, TextIO

_NURSERY = multiprocessing.get_context("forkserver")
_NURSERY.set_forkserver_preload(["tests.kill.daemon", "tests.kill.upgrader", "tests.kill.writer"])


@contextmanager
def killed(work: Callable[..., None], *given: object) -> Iterator[tuple[BaseProcess, TextIO]]:
    """A child at `work`, whose first argument is the pipe to tell by, and what it tells; at the end it is killed."""
    heard, told = _NURSERY.Pipe(duplex=False)
    child: Any = _NURSERY.Process(target=work, args=(told, *given))
    child.start()
    told.close()  # the child's end alone stays open, so that the lines end with it
    try:
        with open(heard.fileno(), encoding="utf-8", closefd=False) as lines:
            yield child, lines
    finally:
        child.kill()
        child.join()
        child.close()
        heard.close()

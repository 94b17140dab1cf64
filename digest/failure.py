"""How a sending may fail, told apart: what went wrong decides when it is tried again and who is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from storage.digest.outbox import Fault
from wording.clean import one_line

# Everything between the first word to a server and its last, however slowly it speaks.
WHOLE_SECONDS = 120.0
STEP_SECONDS = 30.0


class NotDelivered(Exception):
    """A channel did not take a message. `reached` are those of its addresses that have it all the same."""

    def __init__(self, fault: Fault, words: str, reached: Iterable[str] = ()) -> None:
        self.fault = fault
        self.words = one_line(words, 300)
        self.reached = tuple(reached)
        super().__init__(self.words)


@contextmanager
def bounded(line: Callable[[], socket.socket | None], seconds: float) -> Iterator[threading.Event]:
    """Cut the line after so many seconds: a time-out for each step does not end a server that answers in drips.

    Gives what says whether it was cut.
    """
    is_cut = threading.Event()

    def cut() -> None:
        is_cut.set()
        held = line()
        if held is not None:
            with suppress(OSError):  # it is closed already
                # On the plain socket: to end an encrypted line in form would wait for the other side.
                socket.socket.shutdown(held, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_cut
    finally:
        timer.cancel()

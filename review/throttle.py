"""How often a log-in may fail. Kept in memory: whoever can start the daemon anew need not guess passwords."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
# From one address for one name, and from one address for whatever names.
FOR_A_NAME, FOR_AN_ADDRESS = 5, 20
_MOST_KEPT = 10_000

_Key = tuple[str, str]


class Throttle:
    """Failures by address and name, the oldest of many forgotten first."""

    def __init__(self) -> None:
        self._failures: OrderedDict[_Key, deque[datetime]] = OrderedDict()

    def wait(self, address: str, name: str, now: datetime) -> timedelta | None:
        """How long to wait before the next try, None for not at all."""
        waits = [self._wait(key, most, now) for key, most in _keys(address, name)]
        return max((wait for wait in waits if wait), default=None)

    def failed(self, address: str, name: str, now: datetime) -> None:
        for key, most in _keys(address, name):
            self._failures.setdefault(key, deque(maxlen=most)).append(now)
            self._failures.move_to_end(key)
        while len(self._failures) > _MOST_KEPT:
            self._failures.popitem(last=False)

    def succeeded(self, address: str, name: str) -> None:
        self._failures.pop((address, name.casefold()), None)

    def _wait(self, key: _Key, most: int, now: datetime) -> timedelta | None:
        tries = [at for at in self._failures.get(key, ()) if now - at < WINDOW]
        return tries[0] + WINDOW - now if len(tries) >= most else None


def _keys(address: str, name: str) -> tuple[tuple[_Key, int], tuple[_Key, int]]:
    return ((address, name.casefold()), FOR_A_NAME), ((address, ""), FOR_AN_ADDRESS)

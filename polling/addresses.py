"""The addresses that hosts answer at, asked for once a day: sites of different names may be on one machine."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from polling.keys import keys

ASKED_EVERY = timedelta(days=1)
_AT_ONCE = 32


def resolve(host: str) -> frozenset[str]:
    """The addresses of a host, none where its name is not known now."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return frozenset()
    return frozenset(str(place[0]) for *_, place in found)


class Addresses:
    """The addresses by host, as `resolve` last gave them."""

    def __init__(self, resolve: Callable[[str], frozenset[str]] = resolve) -> None:
        self._resolve = resolve
        self._known: dict[str, frozenset[str]] = {}
        self._asked: datetime | None = None

    def of(self, hosts: Iterable[str], now: datetime) -> Mapping[str, frozenset[str]]:
        """Those of these hosts; new ones are asked for now, all others once a day."""
        if self._asked is None or now - self._asked >= ASKED_EVERY:
            self._known.clear()
            self._asked = now
        if new := sorted(set(hosts) - self._known.keys()):
            with ThreadPoolExecutor(_AT_ONCE) as threads:
                self._known |= dict(zip(new, threads.map(self._resolve, new), strict=True))
        return self._known

    def keys(self, hosts: Mapping[str, Iterable[str]], now: datetime) -> dict[str, str]:
        """Each site's key (polling/keys.py) by where its hosts answer now; `hosts` are those by site."""
        return keys(hosts, self.of((host for its in hosts.values() for host in its), now))


def none_of(_: str) -> frozenset[str]:
    """For behind a gateway, where names need not exist."""
    return frozenset()

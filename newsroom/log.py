"""What was asked of the stand-in web: how often, when, and how many requests at once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit


@dataclass(slots=True)
class Seen:
    """One request. `at` is seconds on the server's monotonic clock, `clock` the newsroom's time in ISO 8601;
    `together` is how many requests for the same host were under way when it came, itself included. `kind` is that of
    the page (outlets/pages.py); `known` says that this address answered with the same text the last time."""

    at: float
    clock: str
    url: str
    host: str
    path: str
    agent: str
    together: int
    status: int = 0
    bytes: int = 0
    kind: str = "other"
    known: bool = False


class RequestLog:
    """Thread-safe; grows by one entry a request."""

    def __init__(self) -> None:
        self._seen: list[Seen] = []
        self._open: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._marks: dict[str, str] = {}

    @contextmanager
    def request(self, url: str, agent: str, now: datetime) -> Iterator[Seen]:
        """One request under way; the caller fills in status and bytes."""
        host, path = _parts(url)
        with self._lock:
            self._open[host] += 1
            seen = Seen(time.monotonic(), now.isoformat(), url, host, path, agent, self._open[host])
            self._seen.append(seen)
        try:
            yield seen
        finally:
            with self._lock:
                self._open[host] -= 1

    def answered(self, entry: Seen, status: int, size: int, kind: str, mark: str) -> None:
        """What an answer was; `mark` tells its text from others."""
        entry.status, entry.bytes, entry.kind = status, size, kind
        with self._lock:
            entry.known = bool(mark) and self._marks.get(entry.url) == mark
            self._marks[entry.url] = mark

    def seen(self, host: str | None = None) -> list[Seen]:
        """Every request so far, oldest first."""
        with self._lock:
            return [seen for seen in self._seen if host is None or seen.host == host]

    def counts(self) -> dict[str, Counter[str]]:
        """By host, how often each path was asked for (without its query)."""
        out: dict[str, Counter[str]] = {}
        for seen in self.seen():
            out.setdefault(seen.host, Counter())[seen.path] += 1
        return out

    def clear(self) -> None:
        with self._lock:
            self._seen.clear()
            self._marks.clear()


def _parts(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", url[:200]
    return parts.hostname or "", parts.path or "/"

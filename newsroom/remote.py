"""A newsroom that runs in another process, steered through its control endpoint."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

_direct = build_opener(ProxyHandler({})).open


class RemoteNewsroom:
    """Like `newsroom.server.Newsroom` for whoever only sets the clock and orders faults.

    Its methods raise urllib.error.URLError when nothing answers, and HTTPError for an order not understood.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")

    @property
    def gateway(self) -> str:
        return f"{self.base_url}/{{url}}"

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self._order("clock", {})["now"])

    @now.setter
    def now(self, moment: datetime) -> None:
        self._order("clock", {"now": moment.isoformat()})

    def requests(self) -> list[dict[str, Any]]:
        """What was asked of it so far, as `newsroom.log.Seen` has it."""
        found: list[dict[str, Any]] = self._order("log", {})["requests"]
        return found

    def misbehave(self, pattern: str, fault: str, *, times: int | None = None) -> None:
        self._order("fault", {"pattern": pattern, "fault": fault, "times": times})

    def behave(self) -> None:
        self._order("behave", {})

    def _order(self, name: str, order: dict[str, Any]) -> dict[str, Any]:
        request = Request(f"{self.base_url}/_newsroom/{name}", json.dumps(order).encode(), method="POST")
        with _direct(request, timeout=30) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

"""What refuses a write outside a transaction, however it comes: SQLite itself, as long as it is told to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storage.interface import Params

# Statements that are remembered: more than any work has that reads and writes in turn.
REMEMBERED = 1_000


class Guard:
    """The guard of one connection, of which it needs `execute`: asked before each transaction, and to read outside one.

    Each change of `query_only` makes SQLite compile every statement anew, with the triggers that it sets off: a third
    of what a crawl's statements cost, if it were told before and after each article. Hence a guard that was lifted
    stays so until a statement comes that SQLite has not yet taken for one that only reads.
    """

    def __init__(self, execute: Callable[..., Any]) -> None:
        self._execute = execute
        self._is_lifted = False
        self._reads: set[str] = set()

    def lift(self) -> None:
        """Let statements write."""
        if not self._is_lifted:
            self._execute("PRAGMA query_only=OFF")
            self._is_lifted = True

    def read(self, sql: str, params: Params) -> Any:
        """Run a statement outside a transaction; its cursor. Raises SQLite's own error for one that writes."""
        if not self._is_lifted or sql in self._reads:
            return self._execute(sql, params)
        self._execute("PRAGMA query_only=ON")
        self._is_lifted = False
        cursor = self._execute(sql, params)
        if len(self._reads) < REMEMBERED:
            self._reads.add(sql)
        return cursor

"""The facts of visits made by hand: a process of its own reads them, since this one judges no texts."""

from __future__ import annotations

import asyncio

import child
from config import Config


class Reader:
    """One process at a time; what is flagged while it reads is read after it.

    A process that fails leaves its visits without facts: the next one reads them too.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self._task: asyncio.Task[None] | None = None
        self._is_asked = False

    def start(self) -> None:
        """An article was flagged or confirmed, and this is committed."""
        self._is_asked = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._read())

    async def is_done(self, seconds: float) -> bool:
        """Whether nothing is being read any more, after waiting so long for it."""
        if self._task is not None and not self._task.done():
            await asyncio.wait({self._task}, timeout=seconds)
        return self._task is None or self._task.done()

    async def _read(self) -> None:
        while self._is_asked:
            self._is_asked = False
            await child.run(child.ours("cli", "facts"), self.config)

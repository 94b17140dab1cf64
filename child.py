"""One crawl in a process of its own, bounded in time and memory: what a page can do to it stays in it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import resource
import signal
import sys
from collections import deque

from config import ROOT, Config

log = logging.getLogger("jujugan")

STOP_SECONDS = 10


async def run_child(site: str, config: Config) -> str:
    """`scrapy crawl SITE` in a process of its own; returns in plain words how it ended."""
    command = (sys.executable, "-m", "scrapy", "crawl", site)
    child = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        env=os.environ | config.environment(),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: _limit(config.run_memory_mb),
    )
    last_words: deque[str] = deque(maxlen=1)
    reading = asyncio.create_task(_relay(site, child, last_words))
    try:
        await asyncio.wait_for(child.wait(), config.run_seconds + 60)
    except TimeoutError:
        return f"stopped: it ran longer than {config.run_seconds + 60} seconds"
    finally:
        await _end(child)
        await reading
    if child.returncode == 0:
        return "ended without closing its run"
    code = child.returncode or 0
    how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
    return f"the crawl process {how}{': ' + last_words[-1] if last_words else ''}"


async def _end(child: asyncio.subprocess.Process) -> None:
    """Ask, wait, then kill; a child never outlives its run."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if child.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(sign)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(child.wait(), STOP_SECONDS)


async def _relay(site: str, child: asyncio.subprocess.Process, last_words: deque[str]) -> None:
    """Pass the child's warnings on to our log, one line an event, control characters escaped."""
    assert child.stderr is not None
    async for raw in child.stderr:
        line = "".join(c if c.isprintable() else "?" for c in raw.decode("utf-8", "replace").rstrip())[:500]
        if line:
            last_words.append(line)
            log.debug("%s: %s", site, line)


def _limit(memory_mb: int) -> None:
    # address space is larger than resident memory: Scrapy's own limit ends a run first, this one is the wall
    limit = max(memory_mb * 4, 2048) * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

"""A worker for the tests of the queue: some sites end it in the middle of their run, as a page may that eats all
memory; what it begins, ends and gives up goes to stdout."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from cluster.engine import Order, Queue


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


async def crawl(order: Order, attempt: int) -> None:
    say("begun", order.site, attempt)
    if order.site.startswith("poison"):
        os.kill(os.getpid(), signal.SIGKILL)
    if order.site.startswith("endless"):
        await asyncio.Event().wait()
    await asyncio.sleep(0.01)
    say("done", order.site, attempt)


async def plan() -> None:
    """Nothing: what is to be read is ordered by the test."""


async def main(address: str, heartbeat: str) -> None:
    async with Queue(address, float(heartbeat), 0) as queue:
        await queue.work(plan, crawl, lambda order: say("failed", order.site), 2)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

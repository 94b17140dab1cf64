"""A worker: takes site runs from the queue, plans whenever it is its turn, and stops when it cannot tell that it lives.

It does not go on without the queue: what it was reading is another's after some heartbeats. Whoever started it starts
it again (systemd, a container's restart policy).
"""

from __future__ import annotations

import asyncio
import logging
import signal
from datetime import UTC, datetime

import child as children
from child import ours
from cluster.engine import Queue
from cluster.jobs import Jobs
from cluster.planning import Clock, Planning
from config import Config, ConfigError
from storage.database import StorageError, open_store

log = logging.getLogger("jujugan")


def run(config: Config, *, crawls: bool) -> None:
    """Work until SIGTERM, SIGINT or SIGHUP; without `crawls`, plan only.

    Raises ConfigError, QueueLost, Over and StorageError.
    """
    config.require_contact()
    _require_queue(config)
    if config.now is not None:
        raise ConfigError("JUJUGAN_NOW moves the clock of single commands; a worker lives in real time: unset it")
    children.as_started()
    asyncio.run(_until_told(config, crawls))


async def plan_once(config: Config, now: Clock) -> int:
    """Order every site that is due; how many. Raises ConfigError, QueueLost and StorageError."""
    _require_queue(config)
    await _register(config)
    async with _queue(config) as queue:
        planning = Planning(config, queue, now)
        try:
            return await planning.plan()
        finally:
            planning.close()


def _require_queue(config: Config) -> None:
    if not config.queue:
        raise ConfigError(f'{config.path}: there is no queue; set store = "postgresql://...", or use `jujugan run`')


def _queue(config: Config) -> Queue:
    return Queue(config.queue, config.cluster.heartbeat, config.cluster.retry)


async def _register(config: Config) -> None:
    """Raises StorageError."""
    told = await children.run(ours("cluster.register"), config)
    if told.code != 0:
        raise StorageError(f"the sites cannot be registered: {told.said}")


async def _until_told(config: Config, crawls: bool) -> None:
    loop, this = asyncio.get_running_loop(), asyncio.current_task()
    assert this is not None
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(sign, this.cancel)
    try:
        await _work(config, crawls, lambda: datetime.now(UTC))
    except asyncio.CancelledError:
        log.info("stopped")


async def _work(config: Config, crawls: bool, now: Clock) -> None:
    await _register(config)
    with open_store(config) as db:
        jobs = Jobs(config, db, now)
        async with _queue(config) as queue:
            planning = Planning(config, queue, now)
            try:
                log.info("%s", "a worker has begun" if crawls else "a planner has begun")
                await queue.work(planning.plan, jobs.crawl if crawls else None, jobs.failed, config.parallel_runs)
            finally:
                planning.close()

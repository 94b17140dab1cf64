"""Commands for many machines; they need the extra `cluster`, and nothing else loads it."""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from commands.shared import UNEXPECTED, common, load, say, undated
from commands.watching import log_to_stderr
from config import Config, ConfigError
from polling.ticks import wait_for_the_date


@click.command()
@common
def worker(config_path: Path | None, db: Path | None) -> None:
    """Read sites from the queue, on one of many machines."""
    _run(undated(config_path, db), crawls=True)


@click.command()
@click.option("--once", is_flag=True, help="Order what is due now, and end.")
@common
def plan(once: bool, config_path: Path | None, db: Path | None) -> None:
    """Put the sites that are due into the queue, each minute; every worker does so too."""
    if once:
        _run_once(load(config_path, db))
    else:
        _run(undated(config_path, db), crawls=False)


def _run(config: Config, *, crawls: bool) -> None:
    workers, engine = _loaded()
    log_to_stderr()
    wait_for_the_date()
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # it repeats each run that was not good, with a trace
    try:
        workers.run(config, crawls=crawls)
    except (engine.Over, engine.QueueLost) as error:
        say(f"jujugan: {error}")
        sys.exit(UNEXPECTED)


def _run_once(config: Config) -> None:
    workers, engine = _loaded()
    try:
        ordered = asyncio.run(workers.plan_once(config, lambda: datetime.now(UTC)))
    except engine.QueueLost as error:
        say(f"jujugan: {error}")
        sys.exit(UNEXPECTED)
    click.echo(f"ordered={ordered}")


def _loaded() -> tuple[Any, Any]:
    """The workers and their engine. Raises ConfigError where the extra is not installed."""
    try:
        from cluster import engine, worker
    except ImportError as error:
        raise ConfigError(f"{error}: install requirements/cluster.txt to work on many machines") from None
    return worker, engine

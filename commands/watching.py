"""Commands of the one who keeps the installation: the daemon, the examination, the demo."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click

import doctor as machine
import ready
from commands.shared import UNEXPECTED, common, load, say, undated
from config import ConfigError
from storage.database import StorageError, is_there
from wording.clean import one_line


class OneLine(logging.Formatter):
    """A message in one line without controls: servers' own words stand in some of them."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        return one_line(super().formatMessage(record))


def log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


@click.command()
@common
def run(config_path: Path | None, db: Path | None) -> None:
    """The daemon: crawls by the timetable and serves the page at 127.0.0.1:8600."""
    import scheduler

    log_to_stderr()
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    config = undated(config_path, db)
    ready.check(config)
    scheduler.main(config)


@click.command("doctor")
@common
def examine(config_path: Path | None, db: Path | None) -> None:
    """What is wrong with this installation, in plain words."""
    say("Looking through this installation; a large database takes a while.")
    problems = machine.problems()
    try:
        config = load(config_path, db)
        problems += ready.problems(config)
        if is_there(config):
            say(ready.newest_backup(config))
    except ConfigError as error:
        problems.append(str(error))
    except StorageError:
        pass  # it is among the problems
    for problem in problems:
        click.echo(f"- {problem}")
    if problems:
        sys.exit(UNEXPECTED)
    click.echo("Nothing is wrong with this installation.")


@click.command()
@click.option("--days", type=click.IntRange(2, 366), default=30, show_default=True, help="Days of news to play.")
@click.option("--page/--no-page", default=None, help="Keep the page open afterwards (default: on a terminal).")
@common
def demo(days: int, page: bool | None, config_path: Path | None, db: Path | None) -> None:
    """A month of the local newsroom in about five minutes, then the page."""
    from demo import main as play

    keep_open = page if page is not None else sys.stdout.isatty()
    sys.exit(play(load(config_path, db), days, db, keep_open))

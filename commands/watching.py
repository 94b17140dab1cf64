"""Commands of the one who keeps the installation: the daemon, the sites' health, the examination, the demo."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click

import config as settings
import doctor as machine
import ready
from commands.shared import UNEXPECTED, common, load, local, say
from config import ConfigError
from ready import clock
from storage.database import open_database


@click.command()
@common
def run(config_path: Path | None, db: Path | None) -> None:
    """The daemon: crawls by the timetable and serves the page at 127.0.0.1:8600."""
    import scheduler

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    config = load(config_path, db)
    ready.check(config)
    scheduler.main(config)


@click.command()
@common
def sites(config_path: Path | None, db: Path | None) -> None:
    """The health of each site: last good run, newest article, what is wrong."""
    from storage import sites as stored

    config = load(config_path, db)
    with open_database(config.database) as database:
        rows = {row.name: row for row in stored.health(database, clock(config))}
    names = sorted({*rows, *(config.sites or settings.site_names())})
    wide = max(map(len, names))
    click.echo(f"{'site':{wide}} state        last good run     newest article    articles flagged")
    for name in names:
        row = rows.get(name)
        state = (row.last_state or "never read") if row else "never read"
        good, newest = (local(row.last_good_run), local(row.newest_article)) if row else ("-", "-")
        counts = (row.articles, row.flagged) if row else (0, 0)
        click.echo(f"{name:{wide}} {state:12} {good:17} {newest:17} {counts[0]:8} {counts[1]:7}")
        for problem in row.problems if row else ():
            click.echo(f"    {problem}")


@click.command("doctor")
@common
def examine(config_path: Path | None, db: Path | None) -> None:
    """What is wrong with this installation, in plain words."""
    say("Looking through this installation; a large database takes a while.")
    problems = machine.problems()
    try:
        problems += ready.problems(load(config_path, db))
    except ConfigError as error:
        problems.append(str(error))
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
    """A month of the local newsroom in about two minutes, then the page."""
    from demo import main as play

    keep_open = page if page is not None else sys.stdout.isatty()
    sys.exit(play(load(config_path, db), days, db, keep_open))

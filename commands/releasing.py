"""Commands for researchers: the release."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from commands.shared import common, load, say
from ready import clock
from storage.database import open_database
from timetable import TIMEZONE


def _day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> datetime | None:
    """The first moment of a day, where the sites are."""
    return value and value.replace(tzinfo=TIMEZONE).astimezone(UTC)


@click.command(epilog="Example: jujugan export release-2026-11")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    help="Only what was first published on this day or later.",
)
@click.option("--with-text", is_flag=True, help="With the bodies of articles; shows the terms and asks.")
@click.option("--yes", is_flag=True, help="Agree to the terms of --with-text without being asked.")
@common
def export(
    folder: Path, since: datetime | None, with_text: bool, yes: bool, config_path: Path | None, db: Path | None
) -> None:
    """A release for researchers: SQLite, CSV, JSON Lines and Parquet, with all that is needed to cite and check it."""
    from detect.gazetteer import fingerprint
    from release import parquet, readme
    from release.make import Asked, make

    config = load(config_path, db)
    if with_text:
        for line in readme.TERMS:
            say(line)
        if not yes:
            click.confirm("Do you agree?", abort=True, err=True)
    if not parquet.is_there():
        say(readme.WITHOUT_PARQUET)
    with open_database(config.database) as database:
        for path in make(database, folder, Asked(since, with_text), clock(config), fingerprint()):
            click.echo(path)

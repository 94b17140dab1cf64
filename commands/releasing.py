"""Commands for researchers: the release."""

from __future__ import annotations

import importlib.util
import os
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import click

from commands.shared import WrongArgument, common, load, say
from config_values import YEARS
from ready import clock
from storage.database import is_there, open_store
from storage.file import holdings
from timetable import TIMEZONE


def _first_moment(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    """Of a day, where the sites are."""
    return None if value is None else _midnight(_day(value))


def _last_moment(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    """Of a day, where the sites are; a moment, as a release itself tells it, as it is."""
    if value is None:
        return None
    if value.endswith("Z"):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise click.BadParameter(f"{value} is no moment: write it as 2026-06-30T12:00:00Z") from None
    return _midnight(_day(value) + timedelta(days=1)) - timedelta(seconds=1)


def _day(value: str) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value} is no day: write it as 2026-06-30") from None
    if day.year not in YEARS:
        raise click.BadParameter(f"{value} is not of the years {YEARS[0]} to {YEARS[-1]}")
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), TIMEZONE).astimezone(UTC)


@click.command(epilog="Example: jujugan export release-2026-06 --as-of 2026-06-30")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--as-of", callback=_last_moment, metavar="DATE", help="As things stood at the end of this day.")
@click.option(
    "--since", callback=_first_moment, metavar="DATE", help="Only what was first published on this day or later."
)
@click.option("--with-text", is_flag=True, help="With the bodies of articles; shows the terms and asks.")
@click.option("--warc", is_flag=True, help="With the pages kept, as WARC; shows the terms and asks.")
@click.option("--by-content", is_flag=True, help="Number rows by what they say: the same wherever the same was read.")
@click.option("--yes", is_flag=True, help="Agree to the terms without being asked.")
@common
def export(
    folder: Path,
    as_of: datetime | None,
    since: datetime | None,
    with_text: bool,
    warc: bool,
    by_content: bool,
    yes: bool,
    config_path: Path | None,
    db: Path | None,
) -> None:
    """A release for researchers: SQLite, CSV, JSON Lines and Parquet, with all that is needed to cite and check it."""
    from detect.gazetteer import fingerprint
    from release import manifest, readme
    from release import warc as pages
    from release.datapackage import digest
    from release.make import Asked, make

    config = load(config_path, db)
    now = clock(config)
    if as_of is not None and as_of > now:
        raise click.BadParameter(f"{as_of.astimezone(TIMEZONE):%Y-%m-%d} is not over yet", param_hint="--as-of")
    if warc and not pages.is_there():
        raise click.UsageError("WARC files need the extra `research`: install requirements/research.txt")
    if with_text or warc:
        for line in readme.TERMS:
            say(line)
        if not yes:
            click.confirm("Do you agree?", abort=True, err=True)
    _say_what_is_missing()
    asked = Asked(as_of, since, with_text, warc, by_content, config.release)
    with open_store(config) as database:

        def note(files: Path) -> None:
            with database.write():
                holdings.record(database, "release", folder, now, sha256=digest(files / manifest.NAME))

        made = make(database, folder, asked, fingerprint(), note)
    for path in made:
        click.echo(path)


def _say_what_is_missing() -> None:
    from release import figures, parquet, readme

    if not parquet.is_there():
        say(readme.WITHOUT_PARQUET)
    if not figures.is_there():
        say(readme.WITHOUT_FIGURES)


@click.command(epilog="Example: jujugan explore release-2026-06 --port 8010")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Where this machine asks.")
@common
def explore(folder: Path, port: int, config_path: Path | None, db: Path | None) -> None:
    """Open the release in FOLDER in Datasette: facets, full-text search, questions ready to ask; for this machine."""
    from release.metadata import NAME
    from storage.release.building import DATABASE

    load(config_path, db)
    for name in (DATABASE, NAME):
        if not (folder / name).is_file():
            raise WrongArgument(f"{folder} is no release, {name} is missing: name a folder that `jujugan export` made")
    if importlib.util.find_spec("datasette") is None:
        raise click.UsageError("exploring needs the extra `explore`: install requirements/explore.txt")
    say(f"Open http://127.0.0.1:{port}/ in a browser of this machine; Ctrl-C ends it.")
    serve = ["serve", "-i", str(folder / DATABASE), "-m", str(folder / NAME), "-h", "127.0.0.1", "-p", str(port)]
    # The rows of a big release take longer to count than Datasette waits by itself.
    patience = ["--setting", "sql_time_limit_ms", "10000", "--setting", "facet_time_limit_ms", "2000"]
    os.execv(sys.executable, [sys.executable, "-P", "-m", "datasette", *serve, *patience])


@click.command(epilog="Example: jujugan merge jatim-2026-06 bali-2026-06 both-2026-06")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DIR...")
@click.argument("into", type=click.Path(path_type=Path), metavar="OUT")
@common
def merge(folders: tuple[Path, ...], into: Path, config_path: Path | None, db: Path | None) -> None:
    """Join the releases of several installations in one, without duplicates; each row keeps where it came from."""
    from release import manifest
    from release.datapackage import digest
    from release.merge import merge as joined

    config = load(config_path, db)
    _say_what_is_missing()

    def note(files: Path) -> None:
        if is_there(config):
            with open_store(config) as database, database.write():
                holdings.record(database, "release", into, clock(config), sha256=digest(files / manifest.NAME))

    made = joined(folders, into, config.release, note)
    for path in made:
        click.echo(path)

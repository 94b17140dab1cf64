"""What the commands share: their exit codes, their common options, how they speak."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

import config as settings
from article import RunReport
from config import Config, ConfigError
from timetable import LONG_AGO, TIMEZONE

DONE, UNEXPECTED, WRONG_ARGUMENTS, SITE_NOT_GOOD, LOCKED, WRONG_CONFIG = 0, 1, 2, 3, 75, 78
LEFT_TO_DO = SITE_NOT_GOOD  # done as far as this program can


class WrongArgument(click.ClickException):
    """An argument that names nothing there is: one line, without click's lesson on how to call the command."""

    exit_code = WRONG_ARGUMENTS


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Every command takes --config and --db."""
    for option in (
        click.option(
            "--db", type=click.Path(path_type=Path), help="The database to use instead of the configured one."
        ),
        click.option("--config", "config_path", type=click.Path(path_type=Path), help="The configuration file to use."),
    ):
        command = option(command)
    return command


def _gateway(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    try:
        return settings.gateway(value) if value else None
    except ConfigError as error:
        raise WrongArgument(str(error)) from None


through_gateway = click.option(
    "--gateway", callback=_gateway, help="Read through another server, such as http://127.0.0.1:9000/{url}."
)


def undated(config_path: Path | None, db: Path | None, **overrides: Any) -> Config:
    """The settings, for what waits by itself on a machine that has lost the date; a database that is named is a file,
    whatever they name. Raises ConfigError."""
    if db is not None:
        overrides |= {"database": db.absolute(), "store": ""}
    return settings.load(config_path, **overrides)


def load(config_path: Path | None, db: Path | None, **overrides: Any) -> Config:
    """The same for what acts at once. Raises ConfigError, also where the machine has lost the date."""
    config = undated(config_path, db, **overrides)
    if config.now is None and datetime.now(UTC) < LONG_AGO:
        raise ConfigError(
            f"this machine's clock shows {datetime.now(UTC):%Y-%m-%d}, by which nothing can be dated: set it first"
        )
    return config


def say(text: str) -> None:
    click.echo(text, err=True)


def known_sites(names: Sequence[str]) -> tuple[str, ...]:
    """Each of the names once. Raises WrongArgument for one that is no site's."""
    known = settings.site_names()
    for name in names:
        if name not in known:
            raise WrongArgument(f'no site is called "{name}"; {settings.hint(name, list(known))}')
    return tuple(dict.fromkeys(names))


def totals(reports: Iterable[RunReport]) -> str:
    """The last line of a round, for scripts."""
    rows = list(reports)
    states = {state: sum(row.state == state for row in rows) for state in ("good", "partial", "failed")}
    counts = {
        name: sum(getattr(row, name) for row in rows) for name in ("seen", "new", "versions", "copies", "flagged")
    }
    fields: dict[str, int] = {"sites": len(rows)} | states | counts
    return " ".join(f"{name}={count}" for name, count in fields.items())


def tell_run(report: RunReport) -> None:
    """One line a finished run, with its problems below."""
    say(f"{report.site}: {report.state}; {report.seen} seen, {report.new} new, {report.flagged} flagged")
    for problem in report.problems:
        say(f"    {problem}")


def local(moment: datetime | None) -> str:
    return moment.astimezone(TIMEZONE).strftime("%Y-%m-%d %H:%M") if moment else "-"

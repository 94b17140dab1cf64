"""The command that reads a site's past."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import click

import config as settings
import ready
from article import RunReport
from commands.shared import DONE, SITE_NOT_GOOD, WrongArgument, common, known_sites, load, say, through_gateway
from config import Config
from polling.outlook import Outlook
from ready import clock, whole_runs
from storage.database import Database
from storage.health import backfill as stored
from storage.health import beats
from storage.health.backfill import Window
from timetable import TIMEZONE

# The site's own run is given way to from so long before it is due: a request under way ends, and a delay goes by.
_AHEAD = timedelta(seconds=90)
# A daemon that has not beaten for so long is none.
_DEAD = timedelta(minutes=3)
# A run that began so long before its limit of time has ended, however it ended.
_GRACE = timedelta(minutes=2)


@click.command(epilog="Example: jujugan backfill detik --since 2026-01-01 --until 2026-03-31")
@click.argument("site")
@click.option("--since", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day to read.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day to read (default: yesterday).")
@through_gateway
@common
def backfill(
    site: str,
    since: datetime,
    until: datetime | None,
    gateway: str | None,
    config_path: Path | None,
    db: Path | None,
) -> None:
    """Past articles of SITE, politely and resumably; where `archive` is set, from the web archive."""
    from crawler.past.backfill import NothingToAsk, Teller, backfill_site
    from crawler.run import site_class

    [name] = known_sites([site])
    config = load(config_path, db, gateway=gateway)
    ready.check(config)
    last = until.date() if until else clock(config).astimezone(TIMEZONE).date() - timedelta(days=1)
    _check(since.date(), last, clock(config))
    teller = Teller(_tell_window, lambda reason: say(f"waiting: {reason}"))
    try:
        with whole_runs(config):
            counts = backfill_site(
                site_class(name),
                config,
                since.date(),
                last,
                hold=lambda database: holder(database, config, name, lambda: clock(config)),
                sleep=time.sleep,
                tell=teller,
            )
    except NothingToAsk as error:
        raise WrongArgument(str(error)) from None
    click.echo(" ".join(f"{field}={getattr(counts, field)}" for field in counts.__dataclass_fields__))
    sys.exit(DONE if counts.is_whole else SITE_NOT_GOOD)


def _check(since: date, until: date, now: datetime) -> None:
    """Raises WrongArgument."""
    if until > now.astimezone(TIMEZONE).date():
        raise WrongArgument(f"--until {until} is in the future")
    if since > until:
        raise WrongArgument(f"--since {since} is after the last day to read, {until}")


def holder(db: Database, config: Config, site: str, now: Callable[[], datetime]) -> Callable[[], str | None]:
    """What says why a site must be left alone now: it, or one that shares a host with it, is being read, or is due."""
    outlook = Outlook(db, config.timetable)
    longest = timedelta(seconds=config.run_seconds) + _GRACE
    watched = frozenset(config.sites or settings.site_names())

    def hold() -> str | None:
        moment = now()
        mates = outlook.neighbours(site) | {site}
        for run in stored.under_way(db, mates, moment - longest):
            if run.pid != os.getpid() and _lives(run.pid):
                return f"{run.site} is being read"
        beat = beats.last(db, "daemon")
        if beat is None or moment - beat > _DEAD:
            return None
        due = [mate for mate in sorted(mates & watched) if outlook.next(mate, moment).is_due(moment + _AHEAD)]
        return f"the own run of {due[0]} is due" if due else None

    return hold


def _lives(pid: int) -> bool:
    """Whether the process is there: a run that was killed says "running" until the daemon starts anew."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _tell_window(window: Window, report: RunReport, done: int, of: int) -> None:
    """One line a run, with its problems below."""
    host = urlsplit(window.source).hostname or window.source
    say(
        f"{report.site}: {window.since} to {window.until} ({host}): {report.seen} listed, {report.new} new, "
        f"{report.known} known, {report.failed} not read; {done} of {of} windows done"
    )
    for problem in report.problems:
        say(f"    {problem}")

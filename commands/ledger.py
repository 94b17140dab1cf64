"""The command that shows what was asked of a host: to look at, and to send to a webmaster who asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import click

import config as settings
from commands.shared import WrongArgument, common, load, local
from ready import clock
from storage.database import Database, open_store
from storage.health import ledger as stored
from storage.health import robots
from storage.health.ledger import HostDay

_HEAD = "day         requests         kB  304  known  errors  busy  allowed  refused  waits"


@click.command(epilog="Example: jujugan ledger www.detik.com --days 7")
@click.argument("host")
@click.option("--days", type=click.IntRange(1, 3660), default=14, show_default=True, help="How far back to look.")
@common
def ledger(host: str, days: int, config_path: Path | None, db: Path | None) -> None:
    """What was asked of HOST and of the hosts below it, day by day (UTC), and how it was obeyed.

    304 and known are answers without news: not modified, or a body that was known already.
    """
    config = load(config_path, db)
    now = clock(config)
    since = (now - timedelta(days=days - 1)).date()
    with open_store(config) as database:
        for name in _named(database, host.lower().strip(".")):
            click.echo(f"{name}, the last {days} days")
            _print(stored.days(database, name, since), robots.asked(database, name))
            wish = stored.paused(database, name, now)
            if wish:
                click.echo(f"it asks to be left alone until {local(wish.until)} WIB (answered {wish.status}); obeyed")
            click.echo("")


def _named(database: Database, host: str) -> list[str]:
    """The hosts that a name stands for. Raises WrongArgument."""
    known = stored.hosts(database)
    found = [name for name in known if name in (host, f"www.{host}") or name.endswith(f".{host}")]
    if not found:
        told = settings.hint(host, known) if known else "nothing has been asked of any host yet"
        raise WrongArgument(f'nothing was ever asked of "{host}"; {told}')
    return found


def _print(days: list[HostDay], robots_asked: datetime | None) -> None:
    if not days:
        click.echo("nothing was asked of it in this time")
        return
    click.echo(_HEAD)
    for one in days:
        manners = one.manners
        click.echo(
            f"{one.day}  {one.requests:8} {one.bytes / 1000:10.0f} {one.not_modified:4} {one.known:6} {one.errors:7} "
            f"{one.busy:5} {manners.allowed:8} {manners.refused:8} {manners.waits:6}"
        )
    requests, unchanged = sum(one.requests for one in days), sum(one.not_modified + one.known for one in days)
    volume = sum(one.bytes for one in days) / 1_000_000
    click.echo(
        f"in all {requests} requests, {volume:.1f} MB; {100 * unchanged / max(requests, 1):.0f} % brought no news"
    )
    click.echo(_robots(days, robots_asked))


def _robots(days: list[HostDay], asked_at: datetime | None) -> str:
    words = next((one.manners.robots for one in days if one.manners.robots), None)
    delay = next((one.manners.crawl_delay for one in days if one.manners.crawl_delay), None)
    waited = sum(one.manners.waited for one in days)
    said = {None: "not asked for", "rules": "read and obeyed", "none": "there is none"}.get(words, words)
    asked = f"; Crawl-delay {delay:g} s, obeyed" if delay else ""
    last = f" (asked {local(asked_at)} WIB, at most once a day)" if asked_at else ""
    return f"robots.txt: {said}{last}{asked}; Retry-After: {waited:.0f} s asked for in all"

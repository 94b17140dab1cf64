"""The command that takes a text down in everything that the installation holds."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from commands.shared import DONE, LEFT_TO_DO, WrongArgument, common, load, local, say
from ready import clock
from storage.database import Database, open_store
from storage.removal.tombstones import Tombstone


@click.command(
    epilog='Example: jujugan takedown https://contoh.example/berita/7/judul --reason "the author asks for it"'
)
@click.argument("url", required=False)
@click.option("--reason", help="Why; kept with the address.")
@click.option("--copies", is_flag=True, help="Take down the same text at other addresses too.")
@click.option("--dry-run", is_flag=True, help="Show what would be removed, and remove nothing.")
@click.option("--again", is_flag=True, help="Enforce all takedowns anew, as after a backup was put in place by hand.")
@common
def takedown(
    url: str | None,
    reason: str | None,
    copies: bool,
    dry_run: bool,
    again: bool,
    config_path: Path | None,
    db: Path | None,
) -> None:
    """Remove the text at URL from everything this installation holds, and keep it away.

    Killed at any point and started again, it completes. Exit code 3: something is left that only you can do.
    """
    from crawler.takedown.everywhere import everywhere, planned
    from crawler.takedown.removal import known

    if again == bool(url):
        raise WrongArgument("name one address to take down, or --again for all that were taken down")
    config = load(config_path, db)
    with open_store(config) as database:
        now = clock(config)
        wanted = _wanted(database, url, reason, copies, now) if url else known(database)
        is_left = False
        for one in (planned if dry_run else everywhere)(database, wanted, now):
            click.echo(str(one))
            is_left = is_left or one.todo is not None
    sys.exit(LEFT_TO_DO if is_left else DONE)


def _wanted(database: Database, url: str, reason: str | None, with_copies: bool, now: datetime) -> list[Tombstone]:
    """The takedowns of what stands under an address, those before included. Raises WrongArgument."""
    from crawler.takedown.removal import find, tombstone

    found = find(database, url)
    if not (found.pages or found.taken):
        raise WrongArgument(f"nothing is stored under {url}: give its address as the page or the digest shows it")
    for one in found.taken:
        say(f"{one.url} was taken down {local(one.at)} ({one.reason}); what may be left of it is removed")
    if not found.pages:
        return list(found.taken)
    if not reason or not reason.strip():
        raise WrongArgument('say why, as in --reason "the author asks for it": it is kept with the address')
    for copy in found.copies:
        say(f"the same text: {copy.url} ({'goes too' if with_copies else 'stays; --copies takes it down too'})")
    pages = (*found.pages, *(found.copies if with_copies else ()))
    return [*found.taken, *(tombstone(database, page, reason.strip(), now) for page in pages)]

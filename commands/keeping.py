"""Commands that keep the data safe: a copy of the database, and a copy put in its place."""

from __future__ import annotations

import os
from pathlib import Path

import click

from commands.shared import WrongArgument, common, load, say
from config import Config
from ready import clock
from storage.database import Database, StorageError, open_store, require_file
from storage.file import backups, holdings
from storage.file.backups import Backup
from storage.file.lock import only_daemon
from storage.file.unfinished import sweep
from storage.removal import tombstones

# What is in nobody's way: the crawls, the page and the sending go first.
_NICE = 10


@click.command(epilog="Example: jujugan backup /mnt/usb/")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@common
def backup(path: Path | None, config_path: Path | None, db: Path | None) -> None:
    """A whole copy of the database, looked through: a new file at PATH, or a dated one in the folder PATH.

    Without PATH it is the nightly one: it goes into the folder that [backup] names, of which the newest are kept.
    The daemon and crawls may go on meanwhile.
    """
    os.nice(_NICE)
    config = load(config_path, db)
    require_file(config, "pg_basebackup and an archive of its log keep it safe")
    _require_current(config.database)
    with open_store(config) as database:
        made = _into_the_folder(database, config) if path is None else _at(database, config, path.absolute())
    say(f"{made.size / 1e6:.1f} MB, whole and looked through")
    click.echo(made.path)


@click.command(epilog="Example: jujugan restore data/backups/jujugan-20261122T193000Z.db")
@click.argument("path", type=click.Path(path_type=Path))
@common
def restore(path: Path, config_path: Path | None, db: Path | None) -> None:
    """Put a backup in the place of the database, which is kept beside it. The daemon must be stopped first."""
    from crawler.takedown.everywhere import everywhere
    from crawler.takedown.removal import enforce
    from storage.file.restoring import restore as put

    config = load(config_path, db)
    require_file(config, "put the server's own backup back, then run `jujugan takedown --again`")
    now, taken = clock(config), tombstones.kept_beside(config.database.resolve())

    def mend(copy: Database) -> None:
        enforce(copy, taken, now)

    if not path.is_file():
        raise WrongArgument(f"there is no backup at {path}: name a file that `jujugan backup` has made")
    with only_daemon(config.database):
        done = put(path.absolute(), config.database, now, mend=mend)
    if done.steps:
        say(f"the backup was of an older version: its schema was brought up to date ({', '.join(done.steps)})")
    if done.unread:
        say(f"the database from before could not be read ({done.unread}); copies it knew of are known no longer")
    if done.kept:
        say(f"the database from before is kept as {done.kept}")
    if taken:
        say("what was taken down is taken down in it too:")
        with open_store(config) as database:
            for one in everywhere(database, taken, now):
                say(f"    {one}")
    say("everybody is logged out of the page; start the daemon again")
    click.echo(config.database)


def _require_current(database: Path) -> None:
    """A database that this program is to bring up to date first is none to copy on the way: its daemon may be running.

    Raises StorageError.
    """
    if backups.lacking(database):
        raise StorageError(f"{database} is of an older version: run `jujugan upgrade`, which copies it first")


def _into_the_folder(db: Database, config: Config) -> Backup:
    folder, now = config.backup_folder, clock(config)
    backups.make_folder(folder)
    made = _at(db, config, folder)
    with db.write():
        again = holdings.find_again(db)
        gone = backups.thin(db, folder, config.backup.keep, now)
        if again:  # what was taken down meanwhile stands in them still
            tombstones.reopen(db)
    for held in again:
        say(f"{held.path} had been missing and is there again")
    for path in gone:
        say(f"{path} is removed: {config.backup.keep} newer ones are kept")
    return made


def _at(db: Database, config: Config, path: Path) -> Backup:
    now = clock(config)
    target = backups.dated(path, config.database, now) if path.is_dir() else path
    if target.parent.is_dir():
        sweep(target.parent)

    def note(made: Backup) -> None:
        with db.write():
            backups.note(db, made)

    return backups.make(config.database, target, now, note)

"""What must be right before a run begins, and what a run that is broken off leaves behind."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NoReturn

from config import Config, ConfigError
from detect.profile import ProfileError, load_profiles
from storage import runs
from storage.database import DatabaseMissing, StorageError, is_there, library_warning, open_store
from storage.database import check as check_database
from storage.digest import outbox
from storage.errors import Damaged
from storage.file import backups, holdings
from storage.removal import tombstones
from timetable import TIMEZONE


def clock(config: Config) -> datetime:
    """Now, or the time that a moved clock shows."""
    return config.now or datetime.now(UTC)


def check(config: Config) -> None:
    """Say whatever would stop every run before one is begun. Raises ConfigError, ProfileError."""
    if config.gateway is None:
        config.require_contact()
    load_profiles(config.profiles)


def problems(config: Config) -> list[str]:
    """Everything that is wrong with what the configuration names, in plain words."""
    found = []
    steps: tuple[Callable[[], object], ...] = (
        config.require_contact,
        config.digest.check_secrets,
        lambda: load_profiles(config.profiles),
        lambda: _look_through(config),
    )
    for step in steps:
        try:
            step()
        except DatabaseMissing:
            continue  # the first crawl makes it
        except (ConfigError, ProfileError, StorageError) as error:
            found.append(str(error))
    found += _undelivered(config) + _unsaved(config) + _still_held(config)
    warning = library_warning()
    return [*found, warning] if warning else found


def newest_backup(config: Config) -> str:
    """When the newest of the nightly backups was made, in plain words. Raises StorageError."""
    if config.store:
        return "backups of a PostgreSQL database are the server's own"
    with open_store(config) as db:
        newest = backups.newest(db, config.backup_folder)
    if newest is None:
        return "there is no backup yet"
    hours = (clock(config) - newest.made).total_seconds() / 3600
    return f"the newest backup is {hours:.0f} hours old: {newest.path}"


def _look_through(config: Config) -> None:
    with open_store(config) as db:
        check_database(db)


def _undelivered(config: Config) -> list[str]:
    """What the outbox could not deliver, in plain words; a database that cannot be read is told of elsewhere."""
    try:
        with open_store(config) as db:
            rows = outbox.troubled(db)
    except StorageError:
        return []
    return [
        f"{f'digest {one.digest}' if one.digest else 'a report'} has not reached {one.channel} "
        f"({one.state.replace('_', ' ')} after {one.attempts} tries): {one.error}; "
        "mend it under [digest], then run `jujugan digest --send`"
        for one in rows
    ]


def _unsaved(config: Config) -> list[str]:
    """What is wrong with the backups; a database that cannot be read is told of elsewhere."""
    try:
        with open_store(config) as db:
            newest = backups.newest(db, config.backup_folder)
            is_overdue = backups.is_overdue(db, config, clock(config))
    except StorageError:
        return []
    if newest is not None and not holdings.is_there(newest):
        return [f"the newest backup, {newest.path}, is not there: see what became of it, then run `jujugan backup`"]
    if is_overdue:
        last = f"is from {newest.made.astimezone(TIMEZONE):%Y-%m-%d %H:%M}" if newest else "was never made"
        return [f"a backup is overdue: the newest one {last}; run `jujugan backup` and see what it says"]
    return []


def _still_held(config: Config) -> list[str]:
    """Takedowns that are not carried through; a database that cannot be read is told of elsewhere."""
    try:
        with open_store(config) as db:
            noted = {(one.site, one.key) for one in tombstones.every(db)}
            urls = tombstones.unfinished(db)
    except StorageError:
        return []
    try:
        urls += [one.url for one in tombstones.kept_beside(config.database) if (one.site, one.key) not in noted]
    except Damaged as error:
        return [str(error)]
    return [f"{url} was taken down, and something of it may be left: run `jujugan takedown --again`" for url in urls]


@contextlib.contextmanager
def whole_runs(config: Config) -> Iterator[None]:
    """Ctrl-C, SIGTERM or a terminal that closes leaves no run of this process that says "running" for ever.

    Raises KeyboardInterrupt.
    """

    def break_off(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    signals = [signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
        signals.append(signal.SIGHUP)
    before = {one: signal.signal(one, break_off) for one in signals}
    try:
        yield
    except KeyboardInterrupt:
        if is_there(config):
            with open_store(config) as database, database.write():
                runs.close_stale(database, clock(config), os.getpid())
        raise
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)

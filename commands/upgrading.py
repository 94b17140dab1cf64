"""The command that moves an installation to the version of the program that was just installed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import click

import ready
from commands.shared import UNEXPECTED, common, load, say
from config import AlreadyRunning, Config
from ready import clock
from storage.database import as_it_is, check, open_store, require_file
from storage.file import backups
from storage.file.backups import Backup
from storage.file.lock import holder, only_daemon
from storage.file.restoring import put_back

# The unit gives the daemon 45 seconds to end its crawls.
STOP_SECONDS = 60
_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Running:
    """A daemon at work: its process, and the arguments of the systemctl that starts and stops it where systemd did."""

    pid: int
    unit: tuple[str, ...] = ()


@click.command()
@common
def upgrade(config_path: Path | None, db: Path | None) -> None:
    """After a new version was installed: stop the daemon, back up, bring the database up to date, start again."""
    config = load(config_path, db)
    require_file(config, "stop all workers, back the server up, and start the new version, which mends the schema")
    ready.check(config)
    backups.make_folder(config.backup_folder)
    with as_it_is(config.database) as before:
        for folder in (config.database.parent, config.backup_folder):
            backups.require_room(before, folder)
    daemon = running(config.database)
    if daemon:
        say(f"stopping the daemon (process {daemon.pid})")
        stop(daemon, config.database)
    with only_daemon(config.database):
        made = backups.before_upgrade(config, clock(config))
        say(f"the database from before is kept as {made.path}")
        _bring_up_to_date(config, made)
    if daemon is None or not daemon.unit:
        say("start the daemon again: jujugan run" if daemon else "no daemon was running; start it: jujugan run")
    elif not _systemctl("start", daemon):
        _systemctl("stop", daemon)  # systemd would try again
        with only_daemon(config.database):
            _put_back(config, made)
        say(f"the new version did not start; journalctl -u {daemon.unit[-1]} has its words")
        sys.exit(UNEXPECTED)
    else:
        say("the daemon is started again")


def running(database: Path) -> Running | None:
    """The daemon that works on a database. Raises AlreadyRunning where it cannot be told which process it is."""
    pid = holder(database)
    if pid is None:
        return None
    if pid == 0:
        raise AlreadyRunning(f"a daemon works on {database}, in a container or on another machine; stop it there first")
    return Running(pid, unit_of(_cgroup(pid)))


def unit_of(cgroup: str) -> tuple[str, ...]:
    """Pure. The arguments that name a process's service to systemctl, by its /proc/PID/cgroup; none where it is none.

    A shell in a terminal belongs to a scope, a service of somebody's own to that person's systemd.
    """
    found = re.search(r"^0::(/.*)/([^/]+\.service)$", cgroup, re.MULTILINE)
    if not found or found[2].startswith("user@"):
        return ()
    return ("--user", found[2]) if "/user@" in found[1] else (found[2],)


def stop(daemon: Running, database: Path) -> None:
    """End the daemon and wait until it has freed its lock. Raises AlreadyRunning where it does not end."""
    if not (daemon.unit and _systemctl("stop", daemon)):
        try:
            os.kill(daemon.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass  # it has just ended
        except PermissionError:
            raise AlreadyRunning(
                f"the daemon (process {daemon.pid}) is another user's: stop it, then run this again"
            ) from None
    until = time.monotonic() + STOP_SECONDS
    while holder(database) is not None:
        if time.monotonic() > until:
            raise AlreadyRunning(f"the daemon (process {daemon.pid}) has not ended in {STOP_SECONDS} s: see its log")
        time.sleep(_LOOK_SECONDS)


def _bring_up_to_date(config: Config, made: Backup) -> None:
    steps = backups.lacking(config.database)
    try:
        with open_store(config) as db:
            check(db)
            with db.write():
                backups.note(db, made)
    except BaseException:
        say("the upgrade failed")
        if steps and backups.lacking(config.database) == steps:
            say("the database is as it was, since all steps are one transaction")
        else:
            _put_back(config, made)
        say("put the earlier version of the program back and start it, or mend what is said here and run this again")
        raise
    say(f"the schema is brought up to date: {', '.join(steps)}" if steps else "the schema was up to date")


def _put_back(config: Config, made: Backup) -> None:
    done = put_back(made.path, config.database, clock(config))
    say(f"the database is as it was before; what became of it meanwhile is kept as {done.kept}")


def _systemctl(verb: str, daemon: Running) -> bool:
    try:
        done = subprocess.run(["systemctl", *daemon.unit[:-1], verb, daemon.unit[-1]], check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0


def _cgroup(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cgroup").read_text(encoding="utf-8")
    except OSError:
        return ""

"""An upgrade: stop, back up, bring up to date, start again; and everything as it was where a step fails."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands import upgrading
from commands.upgrading import Running, unit_of, upgrade
from config import ROOT, AlreadyRunning, Config
from storage.database import Database, open_database
from storage.file import backups, holdings
from storage.file.lock import holder
from storage.migrations import migrations
from tests.commands.test_cli import jujugan, one_line
from tests.storage.test_backups import articles
from tests.storage.test_restoring import older
from tests.storing import NOW

pytestmark = pytest.mark.sqlite_file

HOLDS = """
import sys, time
from pathlib import Path
from storage.file.lock import only_daemon
with only_daemon(Path(sys.argv[1])):
    print("holds", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database of an older version, with four articles."""
    return older(tmp_path / "j.db")


class Daemon:
    """A process that holds the lock as a daemon does, until it is told to end."""

    def __init__(self, database: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDS, str(database)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "holds\n"

    def __enter__(self) -> Daemon:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()


def test_the_daemon_is_stopped_and_an_older_database_is_saved_and_brought_up_to_date(old: Path) -> None:
    with Daemon(old) as daemon:
        done = jujugan("upgrade", "--db", str(old), JUJUGAN_CONTACT="a@example.org")
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        assert daemon.process.wait(10) == -signal.SIGTERM
    assert f"stopping the daemon (process {daemon.process.pid})" in done.stderr
    assert "brought up to date: holdings_schema" in done.stderr
    assert "start the daemon again: jujugan run" in done.stderr
    assert backups.lacking(old) == ()
    with open_database(old) as db:
        (saved,) = holdings.known(db, "backup")
    assert saved.path.name.startswith("j-before-upgrade-")
    assert backups.lacking(saved.path) == ("holdings_schema",)
    assert articles(saved.path) == articles(old) == 4


def test_a_wrong_configuration_or_a_newer_database_stops_nothing(old: Path) -> None:
    with Daemon(old) as daemon:
        assert "contact is empty" in one_line(jujugan("upgrade", "--db", str(old)), 78)
        with open_database(old) as db, db.write():
            db.insert("_sqlite_migrations", {"migration_set": "jujugan", "name": "later", "applied_at": "x"})
        line = one_line(jujugan("upgrade", "--db", str(old), JUJUGAN_CONTACT="a@example.org"), 78)
        assert "newer version" in line
        at = {"JUJUGAN_CONTACT": "a@example.org", "JUJUGAN_BACKUP_FOLDER": str(old / "under-a-file")}
        assert "cannot be written" in one_line(jujugan("upgrade", "--db", str(old), **at), 78)
        assert daemon.process.poll() is None


def in_process(old: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The command in this process, which fails; what it said."""
    monkeypatch.setenv("JUJUGAN_CONTACT", "a@example.org")
    done = CliRunner().invoke(upgrade, ["--db", str(old)])
    assert done.exit_code != 0
    return done.output


def break_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("this step is broken")

    monkeypatch.setattr(type(migrations), "apply", broken)


@pytest.mark.fault("A17")
def test_a_step_that_fails_leaves_the_database_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_a_step(monkeypatch)
    assert "the database is as it was, since all steps are one transaction" in in_process(old, monkeypatch)
    assert backups.lacking(old) == ("holdings_schema",)
    assert articles(old) == 4
    assert holder(old) is None


def test_a_database_that_is_damaged_afterwards_is_put_back(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(*_: object) -> None:
        raise RuntimeError("found damaged")

    monkeypatch.setattr(upgrading, "check", find)
    assert "is as it was before; what became of it meanwhile is kept as" in in_process(old, monkeypatch)
    assert backups.lacking(old) == ("holdings_schema",)
    (kept,) = old.parent.glob("j-before-restore-*.db")
    assert backups.lacking(kept) == ()


@pytest.fixture
def systemctl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A systemctl that notes what it is asked, stops the daemon, and fails at what it is told to."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def put(fails_at: str, pid: int = 0) -> Path:
        program = folder / "systemctl"
        program.write_text(
            f'#!/bin/sh\necho "$@" >> {folder}/asked\n[ "$1" = stop ] && kill {pid}\n[ "$1" != "{fails_at}" ]\n'
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        monkeypatch.setattr(upgrading, "_cgroup", lambda _: "0::/system.slice/jujugan.service\n")
        monkeypatch.setenv("JUJUGAN_CONTACT", "a@example.org")
        return folder / "asked"

    return put


def test_a_service_is_stopped_and_started_by_systemd(old: Path, systemctl: Callable[..., Path]) -> None:
    with Daemon(old) as daemon:
        asked = systemctl("nothing", daemon.process.pid)
        done = CliRunner().invoke(upgrade, ["--db", str(old)])
    assert done.exit_code == 0, done.output
    assert asked.read_text() == "stop jujugan.service\nstart jujugan.service\n"
    assert "the daemon is started again" in done.output


def test_where_the_new_version_does_not_start_the_database_is_put_back(
    old: Path, systemctl: Callable[..., Path]
) -> None:
    with Daemon(old) as daemon:
        asked = systemctl("start", daemon.process.pid)
        done = CliRunner().invoke(upgrade, ["--db", str(old)])
    assert done.exit_code == 1
    assert asked.read_text() == "stop jujugan.service\nstart jujugan.service\nstop jujugan.service\n"
    assert "did not start; journalctl -u jujugan.service has its words" in done.output
    assert backups.lacking(old) == ("holdings_schema",)


def test_a_daemon_that_does_not_end_stops_the_upgrade(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrading, "STOP_SECONDS", 0)
    with subprocess.Popen(["true"]) as another:
        another.wait()
    with Daemon(old), pytest.raises(AlreadyRunning, match="has not ended"):
        upgrading.stop(Running(another.pid), old)


def test_a_daemon_that_cannot_be_told_is_not_touched(db: Database, tmp_path: Path) -> None:
    with Daemon(db.path):
        (tmp_path / "news.db.lock").write_text("1")
        with pytest.raises(AlreadyRunning, match="in a container or on another machine"):
            upgrading.running(db.path)
    assert upgrading.running(db.path) is None


@pytest.mark.parametrize(
    ("cgroup", "unit"),
    [
        ("0::/system.slice/jujugan.service\n", ("jujugan.service",)),
        (
            "0::/user.slice/user-1000.slice/user@1000.service/app.slice/jujugan.service\n",
            ("--user", "jujugan.service"),
        ),
        ("0::/user.slice/user-1000.slice/session-3.scope\n", ()),
        ("0::/user.slice/user-1000.slice/user@1000.service\n", ()),
        ("12:cpu:/system.slice/jujugan.service\n", ()),
        ("", ()),
    ],
)
def test_a_service_is_told_from_a_shell(cgroup: str, unit: tuple[str, ...]) -> None:
    assert unit_of(cgroup) == unit


def test_the_daemon_itself_saves_an_older_database_before_it_changes_it(old: Path) -> None:
    with backups.opened(Config(database=old), NOW, busy_seconds=1) as db:
        (saved,) = holdings.known(db, "backup")
        assert articles(saved.path) == 4
    assert saved.path == old.parent / "backups" / "j-before-upgrade-20181017T032200Z.db"
    assert (backups.lacking(old), backups.lacking(saved.path)) == ((), ("holdings_schema",))


def test_a_database_that_is_up_to_date_or_new_is_opened_without_a_backup(tmp_path: Path) -> None:
    (tmp_path / "j.db").touch()
    for _ in range(2):
        with backups.opened(Config(database=tmp_path / "j.db"), NOW, busy_seconds=1) as db:
            assert holdings.known(db) == []

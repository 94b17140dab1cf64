"""A private PostgreSQL, and workers as processes that are started anew when they die, for the tests of the queue."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, LiteralString

import psycopg

_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
BIN = _DEBIAN[-1] if _DEBIAN else None
# The server refuses to run as root.
_AS_POSTGRES = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


class Postgres:
    """A server of its own in a folder of its own, reached by a socket there."""

    def __init__(self) -> None:
        assert BIN is not None
        self.folder = Path(tempfile.mkdtemp(prefix="jujugan-pg-"))
        if _AS_POSTGRES:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "jujugan", "-A", "trust", "--no-sync", "-E", "UTF8")
        self.start()

    @property
    def address(self) -> str:
        return f"postgresql://jujugan@/postgres?host={self.folder}"

    @property
    def pid(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def start(self) -> None:
        given = f"-c listen_addresses='' -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "-o", given, "start")

    def empty(self) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")

    def rows(self, query: LiteralString) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.address, autocommit=True) as connection:
            return connection.execute(query).fetchall()

    def kill(self) -> None:
        """As a power cut would: the server and all its processes at once; it may be started again."""
        parent, pids = self.pid, []
        for status in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                pids += [int(status.parent.name)] * (int(status.read_text().rsplit(")", 1)[1].split()[1]) == parent)
        for pid in (parent, *pids):
            with contextlib.suppress(ProcessLookupError):
                while True:  # until it is gone
                    os.kill(pid, signal.SIGKILL)
                    time.sleep(0.01)

    def _run(self, program: str, *arguments: str) -> None:
        assert BIN is not None
        done = subprocess.run(
            [*_AS_POSTGRES, str(BIN / program), *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, cwd="/",
        )  # fmt: skip
        assert done.returncode == 0, done.stdout


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    try:
        yield server
    finally:
        server.kill()
        shutil.rmtree(server.folder)

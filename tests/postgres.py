"""A PostgreSQL server of the tests' own: a private data folder, a socket in it, gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

_FOLDERS = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/bin"), Path("/usr/local/bin"))
_numbers = count()


def binaries() -> Path | None:
    """The folder of the server's programs; None where there is no server."""
    return next((folder for folder in _FOLDERS if (folder / "initdb").exists()), None)


class Server:
    """`is_safe` has it write to the disk before it says so, for tests that kill it."""

    def __init__(self, folder: Path, programs: Path, is_safe: bool = False) -> None:
        self.folder, self.programs = folder, programs
        self.data = folder / "data"
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        self._run(
            "initdb", "-D", str(self.data), "-U", "tests", "--auth=trust", "--locale=C", "-E", "UTF8", "--no-sync"
        )
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(f"listen_addresses = ''\nunix_socket_directories = '{folder}'\nmax_connections = 60\n")
            settings.write("shared_buffers = 64MB\nautovacuum = off\n")
            if not is_safe:
                settings.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.data)], stdout=log, stderr=log, **_as_postgres()
            )
        self._wait()

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)  # SIGTERM waits for whoever is connected
            self.process.wait(timeout=30)
            self.process = None

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=30)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def address(self, database: str) -> str:
        return f"postgresql://tests@/{database}?host={self.folder}"

    def new(self, template: str = "template0") -> str:
        """A new database with nothing in it, or like another; its name."""
        name = f"t{next(_numbers)}"
        self.sql("postgres", f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a new database with nothing in it, which is gone afterwards."""
        name = self.new()
        yield self.address(name)
        self.sql("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def sql(self, database: str, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _wait(self) -> None:
        import psycopg

        until = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.address("postgres")).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.programs / program), *arguments], capture_output=True, text=True, check=False, **_as_postgres()
        )
        assert done.returncode == 0, done.stderr


def _as_postgres() -> dict[str, object]:
    """The server refuses to be root's."""
    return {"user": "postgres", "group": "postgres", "cwd": "/"} if os.geteuid() == 0 else {}


class Cluster:
    """Databases with our tables and nothing in them. To empty one takes a tenth of what it takes to make one."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._free: list[str] = []

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of such a database."""
        name = self._free.pop() if self._free else self._made()
        yield self.server.address(name)
        self.server.sql(name, _EMPTY)
        self._free.append(name)

    def _made(self) -> str:
        from storage.postgres.open import open_postgres

        name = self.server.new()
        with open_postgres(self.server.address(name), Path("news.db"), create=True, busy_seconds=30):
            return name


_EMPTY = """
DO $$
DECLARE
    one record;
    is_used boolean;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname NOT IN ('schema_step', 'moment')
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', one.relname) INTO is_used;
        IF is_used THEN EXECUTE format('DELETE FROM %I', one.relname); END IF;
    END LOOP;
    PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';
    UPDATE moment SET at = '0001-01-01T00:00:00Z', since = '0001-01-01T00:00:00Z';
END $$
"""


@contextmanager
def served(is_safe: bool = False) -> Iterator[Server]:
    """A server; skips the test where there is none to start."""
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="the extra `cluster` is not installed")
    # the way to a socket may have 107 letters at most
    with tempfile.TemporaryDirectory(prefix="store-") as place:
        Path(place).chmod(0o755)
        server = Server(Path(place), programs, is_safe)
        try:
            yield server
        finally:
            server.stop()

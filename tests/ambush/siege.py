"""The daemon itself, sent into the second hostile web as an operator starts it, with its crawls and its page."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from config import ROOT
from storage.database import open_database
from tests.ambush.sites import Hostile
from tests.processes import children, held, listening

_CONFIG = """
[jujugan]
contact = "tests@jujugan.example"
database = "{folder}/news.db"
watch = "{root}/watch/banyuwangi.toml"
sites = [{sites}]
[crawl]
delay = 0.0
gateway = "{gateway}"
run_seconds = {seconds}
[timetable]
default = {{ every = "30m" }}
[review]
port = {port}
[backup]
at = []
[digest]
at = []
"""


@dataclass
class Siege:
    """What the daemon and its children did: the most memory (MB) of each, and whether the page always answered."""

    folder: Path
    port: int
    daemon: subprocess.Popen[bytes]
    daemon_mb: int = 0
    child_mb: int = 0
    unanswered: int = 0
    is_up: bool = False
    slowest_page: float = 0.0
    _heard: set[int] = field(default_factory=set)

    def watch_until(self, sites: list[Hostile], seconds: float) -> bool:
        """Look at the processes and the page until each site was read once; False where time runs out."""
        ends = time.monotonic() + seconds
        asked = 0.0
        while time.monotonic() < ends and self.daemon.poll() is None:
            self._measure()
            if time.monotonic() - asked > 2:
                self._ask()
                asked = time.monotonic()
                if self._read() >= {site.name for site in sites}:
                    return True
            time.sleep(0.1)
        return False

    def _read(self) -> set[str]:
        path = self.folder / "news.db"
        if not path.exists():
            return set()
        with open_database(path) as db:
            return {row["site"] for row in db.rows("SELECT site FROM run WHERE finished IS NOT NULL")}

    def _measure(self) -> None:
        self.daemon_mb = max(self.daemon_mb, int(held(self.daemon.pid).peak_mb))
        for pid in children(self.daemon.pid):
            self.child_mb = max(self.child_mb, int(held(pid).peak_mb))
        self._heard.update(port for pid in (self.daemon.pid, *children(self.daemon.pid)) for port in listening(pid))

    def listeners(self) -> list[int]:
        """Every port that the daemon or one of its crawls was ever seen to listen on."""
        return sorted(self._heard)

    def _ask(self) -> None:
        began = time.monotonic()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=10) as got:
                got.read()
        except OSError:
            self.unanswered += self.is_up
        else:
            self.is_up = True
            self.slowest_page = max(self.slowest_page, time.monotonic() - began)


@contextmanager
def siege(folder: Path, gateway: str, sites: list[Hostile], port: int, seconds: int) -> Iterator[Siege]:
    """The daemon over these sites; it is told to stop at the end, and has half a minute."""
    names = ", ".join(f'"{site.name}"' for site in sites)
    config = folder / "jujugan.toml"
    given = {"folder": folder, "root": ROOT, "sites": names, "gateway": gateway, "seconds": seconds, "port": port}
    config.write_text(_CONFIG.format(**given), encoding="utf-8")
    with (folder / "log.txt").open("wb") as log:
        command = [sys.executable, "-m", "cli", "run", "--config", str(config)]
        daemon = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            yield Siege(folder, port, daemon)
        finally:
            daemon.send_signal(signal.SIGTERM)
            try:
                daemon.wait(40)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()

"""Workers as processes that are started anew when they end, over a newsroom without faults and one store."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from config import ROOT, Config
from crawler.run import run_sites
from newsroom.server import Newsroom
from newsroom.world import Plan, World, build
from storage import runs
from storage.database import Database, open_database, open_store


def world(sites: Sequence[str], *, days: int = 3, per_day: int = 38) -> World:
    """The sites as they are now, real time, after so many days."""
    start = (datetime.now(UTC) - timedelta(days=days)).date()
    return build(Plan(start=start, days=days + 1, per_day=per_day, visits=4, sites=tuple(sites), archive=False))


@dataclass
class Workers:
    """So many workers, watched over as systemd would: whoever ends is started anew a moment later."""

    queue: str
    newsroom: Newsroom
    folder: Path
    sites: Sequence[str]
    count: int = 3
    at_once: int = 2
    delay: float = 0.0
    heartbeat: int = 2
    store_at: str = ""

    def __post_init__(self) -> None:
        self.running: list[subprocess.Popen[bytes]] = []
        self._over = threading.Event()
        self._lock = threading.Lock()
        self.config = Config(database=self.folder / "j.db", store=self.store_at)
        open_store(self.config, create=True).close()

    def __enter__(self) -> Self:
        for number in range(self.count):
            self.running.append(self._start(number))
        self._watch = threading.Thread(target=self._keep_running)
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            process.wait(60)

    def kill_one(self, draw: random.Random) -> int:
        """As the kernel would when memory is short; its pid."""
        with self._lock:
            victim = draw.choice(self.running)
            victim.kill()
            victim.wait()
            return victim.pid

    def store(self) -> Database:
        return open_store(self.config)

    def states(self) -> dict[str, str]:
        """Each site's newest run's state."""
        with self.store() as db:
            found = {site: runs.latest(db, site) for site in self.sites}
        return {site: row.state for site, row in found.items() if row}

    def until_all_good(self) -> None:
        """The test's own limit of time ends a wait in vain."""
        self.until(lambda: [*self.states().values()] == ["good"] * len(self.sites))

    @staticmethod
    def until(is_so: Callable[[], bool], every: float = 0.2) -> None:
        while not is_so():
            time.sleep(every)

    def log(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("worker*.log")))

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        environ = os.environ | {
            "JUJUGAN_DB": str(self.config.database),
            "JUJUGAN_STORE": self.store_at,
            "JUJUGAN_CONTACT": "a@example.org",
            "JUJUGAN_SITES": ",".join(self.sites),
            "JUJUGAN_GATEWAY": self.newsroom.gateway,
            "JUJUGAN_DELAY": str(self.delay),
            "JUJUGAN_PARALLEL_RUNS": str(self.at_once),
            "JUJUGAN_CLUSTER_QUEUE": self.queue,
            "JUJUGAN_CLUSTER_HEARTBEAT_SECONDS": str(self.heartbeat),
            "JUJUGAN_CLUSTER_RETRY_SECONDS": "1",
        }
        with (self.folder / f"worker{number}.log").open("ab") as log:
            return subprocess.Popen([sys.executable, "-m", "cli", "worker"], cwd=ROOT, env=environ, stderr=log)

    def _keep_running(self) -> None:
        while not self._over.wait(0.2):
            with self._lock:
                for number, process in enumerate(self.running):
                    if process.poll() is not None:
                        self.running[number] = self._start(number)


def stored(db: Database) -> dict[str, str]:
    """Every article's address with its text's hash: the same whoever read it, and how often."""
    rows = db.rows(
        """SELECT article.url, group_concat(version.content_hash) AS hashes
        FROM article JOIN version ON version.article = article.id GROUP BY article.id"""
    )
    assert len(rows) == len({row["url"] for row in rows}), "an article is stored twice"
    return {row["url"]: json.dumps(row["hashes"]) for row in rows}


def by_one_machine(newsroom: Newsroom, folder: Path, sites: Sequence[str]) -> dict[str, str]:
    """What one process stores of the same sites at the same time."""
    config = Config(database=folder / "alone.db", gateway=newsroom.gateway, contact="a@example.org", delay=0.0)
    assert {report.state for report in run_sites(sites, config)} == {"good"}
    with open_database(config.database) as db:
        return stored(db)


def given_back(log: str) -> list[datetime]:
    """When runs of lost workers were given to others."""
    found = re.findall(r"^(\S+ \S+) WARNING \S+: its worker is lost", log, re.MULTILINE)
    return [datetime.strptime(at, "%Y-%m-%d %H:%M:%S,%f") for at in found]

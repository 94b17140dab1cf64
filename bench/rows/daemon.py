"""The daemon: how long until its page answers, what it holds while it waits, and what a crawl's process needs before it
asks for its first page. Read from /proc, thus on Linux only."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from bench.harness import ROOT, Failed, Figure, Row, Size
from bench.harness import child as ended
from config import Config
from storage.database import open_database

SITE = "seblang"
# A whole number of the daemon's minutes, since it looks for work each quarter and beats once in each.
IDLE_SECONDS = {False: 60, True: 600}
PATIENCE = 60
_TICK = os.sysconf("SC_CLK_TCK")
_open = build_opener(ProxyHandler({})).open
_IMPORTED = "import sys, crawler.run; print(int('trafilatura' in sys.modules))"


def measure(size: Size) -> Row:
    started, fetching, loaded = [], [], []
    for _ in range(size.pairs):
        fetching.append(until_first_request())
        started.append(live(0)[:3])
        loaded.append(float(ended([sys.executable, "-c", _IMPORTED])))
    # They wait beside each other: what each takes meanwhile is told of its process alone.
    with ThreadPoolExecutor(size.pairs) as pool:
        idle = [share for *_, share in pool.map(live, [IDLE_SECONDS[size.has_month]] * size.pairs)]
    figures = [
        Figure("daemon.memory", "resident memory, waiting", "80 MB wanted", [m for _, _, m in started], "MB", 80,
               "less"),
        Figure("daemon.idle", "CPU while nothing is due, of one core", "1 % wanted", [100 * one for one in idle], "%",
               1, "less"),
        Figure("daemon.start", "seconds by the clock until the page answers", "2 s wanted", [s for s, _, _ in started],
               "s", 2, "less"),
        Figure("daemon.start_cpu", "CPU until the page answers", "2 s wanted", [u for _, u, _ in started], "s", 2,
               "less"),
        Figure("daemon.child", "CPU of a crawl's process until its first request", "2 s wanted", fetching, "s", 2,
               "less"),
        Figure("daemon.trafilatura", "trafilatura imported before a page needs it", "0 wanted", loaded, "times", 0,
               "less"),
    ]  # fmt: skip
    told = [f"an idle hour costs {3600 * statistics.median(idle):.1f} s of CPU"]
    return Row("daemon", "python -m bench daemon", "start", figures, told=told)


def live(idle: float) -> tuple[float, float, float, float]:
    """One life of the daemon: seconds and CPU until its page answered, MB resident while it waits, and the share of a
    core that it took in so many seconds of waiting. Its one site's sources answer 404."""
    with tempfile.TemporaryDirectory() as name, answering() as (address, _):
        port = free_port()
        toml = Path(name) / "jujugan.toml"
        toml.write_text(
            f'[jujugan]\ncontact = "bench@jujugan.example"\ndatabase = "j.db"\nsites = ["{SITE}"]\n'
            f'[crawl]\ngateway = "{address}/{{url}}"\n[review]\nport = {port}\n[backup]\nat = []\n[digest]\nat = []\n'
        )
        begin = time.perf_counter()
        with _process([sys.executable, "-m", "cli", "run", "--config", str(toml)], {}) as daemon:
            _until(lambda: answers(f"http://127.0.0.1:{port}/"), "the page does not answer")
            seconds, used = time.perf_counter() - begin, processor(daemon)
            _until(lambda: has_run(daemon, Path(name) / "j.db"), "the run does not end")
            before, since = processor(daemon), time.perf_counter()
            time.sleep(idle)
            share = (processor(daemon) - before) / max(1e-9, time.perf_counter() - since)
            return seconds, used, resident(daemon), share


def until_first_request() -> float:
    """Seconds of CPU that a crawl's process spends before it asks for anything."""
    with tempfile.TemporaryDirectory() as name, answering() as (address, noted):
        config = Config(database=Path(name) / "j.db", contact="bench@jujugan.example", gateway=f"{address}/{{url}}")
        open_database(config.database, create=True).close()  # it is there but for the very first run
        with _process([sys.executable, "-m", "child", "scrapy", "crawl", SITE], config.environment()) as crawl:
            noted.append(crawl)
            _until(lambda: len(noted) > 1, "nothing is asked for")
            return noted[1]


@contextlib.contextmanager
def answering() -> Iterator[tuple[str, list[float]]]:
    """A server that answers 404; at the first request it notes what the process named first has spent by then."""
    noted: list[float] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if len(noted) == 1:
                noted.append(processor(int(noted[0])))
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", noted
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def _process(command: list[str], more: dict[str, str]) -> Iterator[int]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("JUJUGAN_")} | more
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=quiet, stderr=quiet, start_new_session=True) as process:
        try:
            yield process.pid
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with _open(url, timeout=1) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def has_run(pid: int, database: Path) -> bool:
    """Whether a crawl's process was there and has ended: the database then has a run, and the daemon no child."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return database.exists() and not children


def processor(pid: int) -> float:
    """Seconds of CPU that a process itself has spent, proc(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def resident(pid: int) -> float:
    """MB."""
    line = next(one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _until(is_so: Callable[[], bool], otherwise: str) -> None:
    patience = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > patience:
            raise Failed(f"{otherwise} within {PATIENCE} seconds")
        time.sleep(0.02)

"""What a backup costs with a million articles stored: seconds, memory, and how long a writer waits meanwhile.

    python bench/backup.py [FILE] [--articles 1000000] [--times 3]

FILE is made, in about a minute, where it does not exist (bench/stored.py); its backups go beside it, one at a time. The
figures are those of this machine as it is now: `cp` of as many bytes is told beside them.
"""

from __future__ import annotations

import multiprocessing
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.stored import arguments, prepared  # noqa: E402
from storage.database import open_database  # noqa: E402
from tests.storing import another, begin, save  # noqa: E402

_PAUSE = 0.02  # a crawl waits for its pages between two articles


def write(path: Path, stop: Event, waits: Connection) -> None:
    """What a crawl does meanwhile: one article after another; in the end sends each transaction's milliseconds."""
    spent = []
    with open_database(path) as db:
        run = begin(db, "seblang")
        while not stop.is_set():
            start = time.perf_counter()
            with db.write():
                save(db, run, another(site="seblang"), found=[], flagged=False)
            spent.append(1000 * (time.perf_counter() - start))
            time.sleep(_PAUSE)
    waits.send(spent)


def back_up(path: Path) -> tuple[float, float, float, Path]:
    """Seconds, those of the processor, the most resident memory of any child so far in MB, and the backup that
    `jujugan backup` made."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "cli", "backup", str(path.parent), "--db", str(path)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, busy, after.ru_maxrss / 1024, Path(done.stdout.strip())


def waited(spent: Sequence[float]) -> str:
    """The writer's milliseconds a transaction: the middle, the 95th and the 99th percentile, the most."""
    marks = statistics.quantiles(spent, n=100)
    return f"p50 {marks[49]:.1f}  p95 {marks[94]:.1f}  p99 {marks[98]:.1f}  most {max(spent):.0f} ms of {len(spent)}"


def measure(path: Path, times: int) -> None:
    """Back up so many times, first undisturbed, then while another process writes."""
    apart = multiprocessing.get_context("spawn")
    for meanwhile in ("nothing else", "another process writes"):
        stop, (ours, theirs) = apart.Event(), apart.Pipe()
        writer = apart.Process(target=write, args=(path, stop, theirs), daemon=True)
        if meanwhile != "nothing else":
            writer.start()
        for _ in range(times):
            seconds, busy, memory, made = back_up(path)
            told = f"{seconds:6.1f} s (processor {busy:.1f})  {memory:.0f} MB resident"
            print(f"{meanwhile:24} {told}  {made.stat().st_size / 1e6:.0f} MB written", flush=True)  # noqa: T201
            made.unlink()
        if meanwhile != "nothing else":
            stop.set()
            print(f"{'the writer waited':24} {waited(ours.recv())}", flush=True)  # noqa: T201
            writer.join()
    start = time.perf_counter()
    beside = path.with_name("copied")
    shutil.copyfile(path, beside)
    beside.unlink()
    print(f"{'cp of the same':24} {time.perf_counter() - start:6.1f} s")  # noqa: T201


def main() -> None:
    asked = arguments(__doc__)
    asked.add_argument("--times", type=int, default=3)
    given = asked.parse_args()
    with prepared(given.file, given.articles) as path:
        measure(path, given.times)


if __name__ == "__main__":
    main()

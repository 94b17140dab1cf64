"""What a release of a million articles costs, while another process writes: seconds, memory, and what the writer felt.

    python bench/release.py [FILE] [--articles 1000000]

FILE is made, in about a minute, where it does not exist (bench/stored.py), and written to. Two releases as of the same
moment are made, one after the other, by processes of their own, and compared byte by byte.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import resource
import sys
import tempfile
import time
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.stored import arguments, prepared  # noqa: E402
from release.make import Asked, make  # noqa: E402
from storage.database import Database, open_database  # noqa: E402
from storage.values import from_time  # noqa: E402
from tests.storing import HOUR, another, begin, save  # noqa: E402

# What it may take.
SECONDS, MEGABYTES, WAL_MEGABYTES = 300.0, 300.0, 64.0
_PAUSE = 0.02  # a crawl waits for its pages between two articles


def write(path: Path, now: datetime, started: Event, stop: Event, told: Connection) -> None:
    """What a crawl does meanwhile; tells how many articles it stored, and how long one took at most."""
    longest, count = 0.0, 0
    with open_database(path) as db:
        run = begin(db, "seblang", now=now)
        while not stop.is_set():
            begun = time.perf_counter()
            with db.write():
                save(db, run, another(site="seblang"), found=[], flagged=False, now=now)
            longest, count = max(longest, time.perf_counter() - begun), count + 1
            started.set()
            time.sleep(_PAUSE)
    told.send((count, longest))


def export(path: Path, folder: Path, as_of: datetime, told: Connection) -> None:
    """One release; tells the seconds, those of the processor and the megabytes that it took."""
    begun = time.perf_counter()
    with open_database(path) as db:
        make(db, folder, Asked(as_of=as_of), "bench")
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told.send((time.perf_counter() - begun, time.process_time(), megabytes))


def digests(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                found[str(path.relative_to(folder))] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def measure(path: Path, folder: Path) -> None:
    apart = multiprocessing.get_context("spawn")
    started, stop = apart.Event(), apart.Event()
    hears, told = apart.Pipe(duplex=False)
    with open_database(path) as db:
        as_of = from_time(db.rows("SELECT at FROM moment")[0]["at"])
    writer = apart.Process(target=write, args=(path, as_of + HOUR, started, stop, told))
    writer.start()
    started.wait()
    for name in ("first", "second"):
        ears, mouth = apart.Pipe(duplex=False)
        maker = apart.Process(target=export, args=(path, folder / name, as_of, mouth))
        maker.start()
        wal = _watched_wal(path, maker)
        seconds, busy, megabytes = ears.recv()
        tell(f"{name} release: seconds", seconds, SECONDS)
        tell(f"{name} release: seconds of the processor", busy, SECONDS)
        tell(f"{name} release: megabytes of memory", megabytes, MEGABYTES)
        tell(f"{name} release: megabytes of write-ahead log", wal, WAL_MEGABYTES)
    stop.set()
    count, longest = hears.recv()
    writer.join()
    print(f"stored meanwhile: {count} articles, the slowest in {longest:.2f} s")  # noqa: T201
    same = digests(folder / "first") == digests(folder / "second")
    print(f"both releases are {'the same, byte for byte' if same else 'DIFFERENT'}")  # noqa: T201


def _watched_wal(path: Path, maker: multiprocessing.process.BaseProcess) -> float:
    """The largest that the write-ahead log was while the release was made."""
    largest, log = 0, path.with_name(f"{path.name}-wal")
    while maker.is_alive():
        largest = max(largest, log.stat().st_size if log.exists() else 0)
        maker.join(0.2)
    return largest / 1_000_000


def tell(what: str, value: float, limit: float) -> None:
    print(f"{what:44} {value:8.1f}  {'ok' if value < limit else f'over {limit:.0f}'}", flush=True)  # noqa: T201


def counted(db: Database) -> str:
    row = db.rows("SELECT (SELECT count(*) FROM article) AS articles, (SELECT count(*) FROM visit) AS visits")[0]
    return f"{row['articles']} articles, {row['visits']} visits"


def main() -> None:
    asked = arguments(__doc__)
    given = asked.parse_args()
    with prepared(given.file, given.articles) as path, tempfile.TemporaryDirectory() as folder:
        with open_database(path) as db:
            print(counted(db))  # noqa: T201
        measure(path, Path(folder))


if __name__ == "__main__":
    main()

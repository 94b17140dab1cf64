"""What it costs to merge two releases that hold a million articles together, and to draw their figures.

    python bench/merging.py [FOLDER] [--articles 1000000]

Two installations watch eight sites each, four of them the same ones, so that a third of the articles is in both. Their
databases and releases are made in FOLDER where they are not there yet (some 12 GB with what is merged). Each step is a
process of its own; of a machine that does other things too, the seconds of the processor are the figure to go by.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.stored import SITES, arguments, fill  # noqa: E402
from release import figures  # noqa: E402
from release.make import Asked, make  # noqa: E402
from release.merge import merge  # noqa: E402
from storage.database import new_file, open_database  # noqa: E402

OTHERS = (*SITES[:4], "selat", "bukit", "rimba", "sawah")
Step = Callable[[Path, int], None]


def stored(folder: Path, articles: int, name: str, sites: tuple[str, ...]) -> None:
    if not (folder / f"{name}.db").exists():
        with open_database(folder / f"{name}.db", create=True) as db:
            many = articles * 2 // 3
            fill(db, many, visits=many // 50, undecided=many // 200, sites=sites)


def exported(folder: Path, name: str) -> None:
    if not (folder / name).exists():
        with open_database(folder / f"{name}.db") as db:
            make(db, folder / name, Asked(), "bench")


def one(folder: Path, articles: int) -> None:
    stored(folder, articles, "one", SITES)
    exported(folder, "one")


def other(folder: Path, articles: int) -> None:
    stored(folder, articles, "other", OTHERS)
    exported(folder, "other")


def merged(folder: Path, _: int) -> None:
    merge([folder / "one", folder / "other"], folder / "merged")


def drawn(folder: Path, _: int) -> None:
    (folder / "drawn").mkdir()
    with new_file(folder / "merged" / "jujugan.db") as made:
        figures.write(folder / "drawn", made)


STEPS: dict[str, Step] = {"the first release": one, "the second release": other, "merging": merged, "figures": drawn}


def measured(step: Step, folder: Path, articles: int, told: Connection) -> None:
    """Tells the seconds, those of the processor and the megabytes that a step took."""
    begun = time.perf_counter()
    step(folder, articles)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told.send((time.perf_counter() - begun, time.process_time(), megabytes))


def main() -> None:
    given = arguments(__doc__).parse_args()
    place: AbstractContextManager[object] = nullcontext(given.file) if given.file else tempfile.TemporaryDirectory()
    with place as folder:
        for name, step in STEPS.items():
            ears, mouth = multiprocessing.Pipe(duplex=False)
            process = multiprocessing.get_context("spawn").Process(
                target=measured, args=(step, Path(str(folder)).absolute(), given.articles, mouth)
            )
            process.start()
            mouth.close()
            seconds, busy, megabytes = ears.recv()
            process.join()
            print(f"{name:20} {seconds:8.1f} s  {busy:8.1f} s of the processor  {megabytes:6.0f} MB", flush=True)  # noqa: T201
        with new_file(Path(str(folder)) / "merged" / "jujugan.db") as made:
            row = made.rows(
                "SELECT (SELECT count(*) FROM article) AS articles, (SELECT count(*) FROM visit) AS visits"
            )[0]
            print(f"{row['articles']} articles, {row['visits']} visits")  # noqa: T201


if __name__ == "__main__":
    main()

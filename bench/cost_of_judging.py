"""What a verdict costs: time an article over labelled articles and ordinary local news, over hostile text, and of the
import.

    python bench/cost_of_judging.py

Prints absolute figures of this machine as it is now (CPU time): compare them only within one run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from article import Article  # noqa: E402
from bench.labelled import labelled, printed  # noqa: E402
from detect.judge import judge  # noqa: E402
from detect.lines import from_line  # noqa: E402
from detect.profile import Profile, load_profile  # noqa: E402
from newsroom.texts import stories  # noqa: E402

ROUNDS = 5
HOSTILE = 100_000
# What the detector is to cost: milliseconds an article on average and at worst, seconds and MiB of its import.
WANTED = {"mean": 2.0, "worst": 50.0, "import": 0.3, "memory": 60.0}
_IMPORT = (
    "import resource, sys, time; "
    "start = time.process_time(); import detect.judge; spent = time.process_time() - start; "
    "print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
)


def ordinary() -> Iterator[Article]:
    for story in stories(7, date(2020, 5, 1), 20, 30, 1):
        yield Article("", "contoh.example", story.title, printed(story), None)


def hostile() -> Iterator[tuple[str, Article]]:
    """Text of 100 kB each that is made to be slow."""
    pieces = {
        "one endless sentence": "DPRD Tuban belajar ke Banyuwangi dan ",
        "only the place's name": "Banyuwangi ",
        "only regions": "Kabupaten Tuban, Kota Malang, ",
        "quotes and brackets": '"("[{ Banyuwangi )"',
        "one word without end": "banyuwangi",
        "sentences of one word": "Banyuwangi. Belajar. ",
        "numbers and dates": "40 orang, Rabu (17/10/2018) ",
    }
    for name, piece in pieces.items():
        text = piece * (HOSTILE // len(piece))
        yield name, Article("", "contoh.example", "DPRD Tuban belajar ke Banyuwangi", text, None)


def milliseconds(articles: Sequence[Article], profile: Profile, clock: Callable[[], float]) -> list[float]:
    """The best of several rounds for each article: what is slower is the machine's doing."""
    best = [float("inf")] * len(articles)
    for _ in range(ROUNDS):
        for i, article in enumerate(articles):
            start = clock()
            judge(article, profile)
            best[i] = min(best[i], (clock() - start) * 1000)
    return best


def line(name: str, value: float, unit: str, wanted: float) -> str:
    return f"{name:40} {value:8.2f} {unit:4} (wanted: at most {wanted:g}){'' if value <= wanted else '  MISSED'}\n"


def main() -> None:
    profile = load_profile(ROOT / "watch" / "banyuwangi.toml")
    write = sys.stdout.write
    for name, articles in (
        ("labelled articles", [from_line(line) for _, line in labelled()]),
        ("ordinary local news", list(ordinary())),
    ):
        spent = milliseconds(articles, profile, time.process_time)
        write(line(f"{name} ({len(articles)}), mean", statistics.mean(spent), "ms", WANTED["mean"]))
        write(line(f"{name}, worst", max(spent), "ms", WANTED["worst"]))
    for name, article in hostile():
        write(line(f"100 kB: {name}", milliseconds([article], profile, time.process_time)[0], "ms", WANTED["worst"]))
    done = subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True, cwd=ROOT)
    seconds, memory = map(float, done.stdout.split())
    write(line("import of detect", seconds, "s", WANTED["import"]))
    write(line("memory after the import", memory, "MiB", WANTED["memory"]))


if __name__ == "__main__":
    main()

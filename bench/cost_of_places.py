"""What it costs to watch many places: a verdict for two and for 500 of them against one, and their being read.

    python bench/cost_of_places.py

The 500 are the two profiles of watch/ and generated ones: the name of a regency or city, nothing else. CPU time; the
rounds of all three are interleaved, so that their ratio holds on a busy machine too.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from article import Article  # noqa: E402
from bench.cost_of_judging import ordinary  # noqa: E402
from bench.labelled import BLIND, labelled  # noqa: E402
from detect import gazetteer  # noqa: E402
from detect.judge import judge_for  # noqa: E402
from detect.lines import from_line  # noqa: E402
from detect.sentences import read  # noqa: E402
from detect.watched import Watched  # noqa: E402

MANY, ARTICLES, ROUNDS = 500, 100, 3
OWN = tuple(ROOT / "watch" / f"{name}.toml" for name in ("banyuwangi", "yogyakarta"))


def generated(folder: Path) -> Iterator[Path]:
    """Profiles of as many other places as make MANY."""
    regions = gazetteer.load().regions.values()
    others = [one for one in regions if one.level in ("regency", "city") and one.code not in ("35.10", "34.71")]
    for one in others[: MANY - len(OWN)]:
        bare = one.name.removeprefix("Kabupaten ").removeprefix("Kota ")
        path = folder / f"{one.code}.toml"
        path.write_text(f'name = "{one.name}"\ncode = "{one.code}"\nnames = ["{bare}"]\n', encoding="utf-8")
        yield path


def milliseconds(articles: Sequence[Article], several: Sequence[Watched]) -> list[list[float]]:
    """Of each kind of watch the best of several rounds for each article."""
    best = [[float("inf")] * len(articles) for _ in several]
    for _ in range(ROUNDS):
        for i, article in enumerate(articles):
            for spent, watched in zip(best, several, strict=True):
                start = time.process_time()
                judge_for(article, watched)
                spent[i] = min(spent[i], (time.process_time() - start) * 1000)
    return best


def made_ready() -> tuple[Watched, str]:
    """Many places, and what it takes to have them."""
    with TemporaryDirectory() as folder:
        files = (*OWN, *generated(Path(folder)))
        start = time.process_time()
        many = Watched.read(files)
        read_after = time.process_time() - start
    many.named(read(Article("", "", "Kabar Desa Contoh", "Kabar dari desa.")))
    ready_after = time.process_time() - start
    return (
        many,
        f"{len(files)} profiles: read in {read_after:.2f} s, ready in {ready_after:.2f} s\n",
    )


def main() -> None:
    write = sys.stdout.write
    many, told = made_ready()
    write(told)
    several = (Watched.read(OWN[:1]), Watched.read(OWN), many)
    every = [from_line(line) for _, line in labelled(without=BLIND)]
    for name, articles in (
        ("labelled articles", every[:: max(1, len(every) // ARTICLES)]),
        ("ordinary local news", list(islice(ordinary(), ARTICLES))),
    ):
        spent = milliseconds(articles, several)
        for watched, own in zip(several, spent, strict=True):
            judged = statistics.mean(len(watched.named(read(article))) for article in articles)
            mean = statistics.mean(own)
            write(f"{name} ({len(articles)}), {len(watched.profiles)} places: {mean:.2f} ms, worst {max(own):.2f} ms; ")
            write(f"{mean / statistics.mean(spent[0]):.2f} times one place; judged for {judged:.2f} places\n")


if __name__ == "__main__":
    main()

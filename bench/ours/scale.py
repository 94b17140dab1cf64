"""What work costs over a database of so many articles; the file is made beside it, filled as bench/stored.py does.

    python -m bench.ours.scale ARTICLES FOLDER [TIMES]

Each storing is a transaction of its own with everything that a crawl writes but the raw page: candidate, article,
version, search index, bands, copy links, verdict. Every article's bands are there, as a crawl would have written them.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from article import Candidate
from bench import review_pages
from bench.spent import most_memory, tell
from bench.stored import SITES, fill, made_up
from config import Config
from crawler.storing.linking import Text, link
from digest import compose
from storage import articles, candidates, verdicts
from storage.database import Database, open_database
from tests.storing import NOW, another, begin, save, synthetic_verdict

# So many times an article is stored; digests and pages are asked for fewer times.
TIMES = 200
# Visits of which the next digest tells.
NEWS = 20
# bench/stored.py writes its first 300 by hand.
FEWEST_VISITS = 400


def sign(db: Database) -> None:
    """Give every article that has none the bands that a text of its own has: 32 numbers that no other has."""
    with db.write():
        db.execute("INSERT OR IGNORE INTO signature SELECT id, randomblob(512) FROM version")
        # In the order of the index, or a million articles would take an hour.
        db.execute(
            """WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 32)
            INSERT OR IGNORE INTO band SELECT abs(random()), id FROM version CROSS JOIN step ORDER BY 1"""
        )
        db.execute("ANALYZE")


def store(db: Database, run: int, number: int, chance: random.Random, spending: dict[str, list[float]]) -> None:
    """Store one more article, as crawler/pipelines.py does."""
    site = chance.choice(SITES)
    body = f"{made_up(chance)} {made_up(chance)}"
    article = another(
        site=site, url=f"https://{site}.example/bench/{number}", body=body, title=f"Judul {number} {body[:40]}"
    )
    text = Text.of(article)
    start, cpu = time.perf_counter(), time.process_time()
    with db.write():
        candidates.record(db, run, [(article.url, Candidate(site, article.url, "feed", "https://x.example/rss"))], NOW)
        stored = articles.store(
            db, run, article.url, article, content_hash=text.content_hash, signature=text.signature, bands=text.bands,
            fetch_id=None, baseline=False, now=NOW,
        )  # fmt: skip
        looked, looked_cpu = time.perf_counter(), time.process_time()
        link(db, stored.article_id, text, NOW)
        spending["look-up"].append(1000 * (time.perf_counter() - looked))
        spending["look-up_cpu"].append(1000 * (time.process_time() - looked_cpu))
        verdict = synthetic_verdict(article.text, [], score=0.01, flagged=False)
        verdicts.store(db, stored.article_id, stored.version_id, verdict, article.text, NOW)
        candidates.settle(db, run, site, article.url, "stored", None, NOW)
    spending["store"].append(1000 * (time.perf_counter() - start))
    spending["store_cpu"].append(1000 * (time.process_time() - cpu))


def _tell_all(db: Database, config: Config) -> None:
    """Number the digest of all that there is, and leave some news for the next."""
    compose.compose(db, config, NOW)
    run = begin(db, SITES[0])
    for _ in range(NEWS):
        with db.write():
            save(db, run, another(site=SITES[0]))


def timed(work: Callable[[], Any], times: int) -> list[float]:
    """Milliseconds of CPU of each."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - start))
    return spent


def measure(db: Database, path: Path, times: int) -> dict[str, list[float]]:
    spending: dict[str, list[float]] = defaultdict(list)
    chance = random.Random(3)
    runs = [begin(db, site) for site in SITES]
    for number in range(times):
        store(db, runs[number % len(runs)], number, chance, spending)
    config = Config(database=path, sites=SITES)
    _tell_all(db, config)
    spending["digest"] = timed(lambda: compose.preview(db, config, NOW), 5)
    for name, spent in asyncio.run(review_pages.measure(db, path, 20)).items():
        spending[name] = [cpu for _, cpu in spent]
    return spending


def main(count: int, folder: Path, times: int) -> None:
    path = folder / f"{count}.db"
    if not path.exists():
        with open_database(path, create=True) as db:
            fill(db, count, visits=max(FEWEST_VISITS, count // 50), undecided=max(100, count // 200))
            sign(db)
    size = path.stat().st_size
    work = folder / "work.db"
    shutil.copyfile(path, work)
    with open_database(work) as db:
        spending = measure(db, work, times)
    work.unlink()
    tell({
        "count": count, "memory": most_memory(), "size": size / count,
        "median": {name: statistics.median(spent) for name, spent in spending.items()},
        "p95": {name: percentile(spent) for name, spent in spending.items()},
    })  # fmt: skip


def percentile(spent: Sequence[float]) -> float:
    """The 95th."""
    return statistics.quantiles(spent, n=20)[-1] if len(spent) > 1 else spent[0]


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else TIMES)

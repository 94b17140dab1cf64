"""What one writer at a time costs: articles stored a second in SQLite and in PostgreSQL, by 1, 2 and 4 processes.

`python bench/postgres.py [ARTICLES]`: each process stores so many synthetic articles, one a transaction as a crawl does
(candidate, article, version, signature, verdict with evidence, visit, facts), and says how long each took, waiting
included. Both write to the disk before they say that something is stored.
"""

from __future__ import annotations

import multiprocessing
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config import Config
from storage.database import open_store
from tests import postgres
from tests.storing import BODY, begin, save, synthetic_article

ARTICLES = 300
WRITERS = (1, 2, 4)


def store(config: Config, site: str, articles: int, begun: float) -> tuple[list[float], float, float]:
    """Seconds that each article took, seconds until all were stored, and this process's own seconds of processor."""
    with open_store(config) as db:
        run = begin(db, site)
        time.sleep(max(0.0, begun - time.time()))
        start, processor, took = time.perf_counter(), time.process_time(), []
        for number in range(articles):
            before = time.perf_counter()
            url = f"https://{site}.example/{number}"
            with db.write():
                save(db, run, synthetic_article(url=url, site=site, body=f"{BODY} Catatan {site} {number}."))
            took.append(time.perf_counter() - before)
        return took, time.perf_counter() - start, time.process_time() - processor


def measure(config: Config, writers: int, articles: int) -> str:
    begun = time.time() + 10  # until all have imported and opened what they need
    with multiprocessing.get_context("spawn").Pool(writers) as pool:
        done = pool.starmap(store, [(config, f"situs{writers}{one}", articles, begun) for one in range(writers)])
    took = sorted(one for times, _, _ in done for one in times)
    longest, processor = max(seconds for _, seconds, _ in done), sum(spent for _, _, spent in done)
    late = took[len(took) * 95 // 100]
    return (
        f"{writers} writers: {len(took) / longest:6.0f} articles/s, {statistics.median(took) * 1000:5.1f} ms each "
        f"(95 of 100 within {late * 1000:.1f}), {processor / len(took) * 1000:.1f} ms of the writer's processor"
    )


def main(articles: int) -> None:
    with tempfile.TemporaryDirectory() as folder, postgres.served(is_safe=True) as server:
        for name, store in (("SQLite", ""), ("PostgreSQL", server.address(server.new()))):
            config = Config(database=Path(folder) / "news.db", store=store)
            open_store(config, create=True).close()
            for writers in WRITERS:
                print(f"{name}, {measure(config, writers, articles)}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)

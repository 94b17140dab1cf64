"""Our whole path over pages that are served: fetch, extract, hash, near copies, judge, store.

python -m bench.ours.crawl ADDRESS PAGES.jsonl DATABASE [COUNT]
"""

from __future__ import annotations

import json
import logging
import sys
from collections import defaultdict
from pathlib import Path

from bench.ours.timing import timed
from bench.pages import NOW
from bench.spent import spent, tell
from config import Config
from crawler import pipelines, site
from crawler.run import complete, run_site
from storage.database import open_database

logging.disable(logging.WARNING)
STAGES = {"recognise": pipelines.Recognise, "judge": pipelines.Judge, "store": pipelines.Store}


def size_without_pages(database: Path) -> float:
    """Bytes of the file, less those of the raw pages."""
    with open_database(database) as db:
        pages = db.rows("SELECT coalesce(sum(size), 0) AS size FROM raw_page")[0]["size"]
        db.compact(database.with_suffix(".whole"))
    return database.with_suffix(".whole").stat().st_size - float(pages)


def main(address: str, told: Path, database: Path, count: int | None) -> None:
    by_site = defaultdict(list)
    lines = told.read_text(encoding="utf-8").splitlines()[:count]
    for line in map(json.loads, lines):
        by_site[line["site"]].append(line["url"])
    spending: dict[str, float] = defaultdict(float)
    site.extract = timed(site.extract, spending, "extract")  # type: ignore[attr-defined]
    for stage, pipeline in STAGES.items():
        pipeline.process_item = timed(pipeline.process_item, spending, stage)  # type: ignore[attr-defined]
    config = Config(database=database, contact="bench@jujugan.example", gateway=f"{address}/{{url}}", now=NOW)
    with spent(count=len(lines)) as out:
        reports = [complete(run_site(name, config, only=urls)) for name, urls in by_site.items()]
    stored, flagged = sum(report.new for report in reports), sum(report.flagged for report in reports)
    assert stored > 0.95 * len(lines), [report.problems[:3] for report in reports]
    tell(
        out | {"stored": stored, "flagged": flagged, "stages": spending, "size": size_without_pages(database) / stored}
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else None)

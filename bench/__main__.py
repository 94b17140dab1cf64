"""Speed beside the peers and the limit: `make bench`, `make bench-full`, or single rows of either.

    python -m bench [ROW ...] [--full] [--pairs N] [--quick]

Prints tables, writes bench/results.json and docs/performance.md with its charts, and ends with code 1 where a ratio is
below its floor (bench/floors.json). With rows named, the others keep the results that they had.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from dataclasses import replace

from bench import report
from bench.harness import PEERS, Size

ROWS = ("crawl", "extraction", "revisit", "scale", "detection", "copies", "freshness", "daemon")
# What takes hours, and what shows in a minute that a row works.
FULL = Size(
    pages=3_000, peer_pages=300, extracted=300, stored=(10_000, 100_000, 1_000_000), copies=100_000, has_month=True
)
QUICK = Size(pairs=1, pages=200, peer_pages=30, extracted=30, stored=(2_000, 4_000), copies=300)
# The month that is played takes hours.
ONLY_FULL = frozenset({"freshness"})


def main() -> int:
    parser = _parser()
    given = parser.parse_args()
    if unknown := set(given.rows) - set(ROWS):
        parser.error(f"no such row: {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    if not PEERS.exists():
        sys.stderr.write("the peers are not installed: run `make .venv-peers/ready`\n")
        return 1
    size = FULL if given.full else QUICK if given.quick else Size()
    size = replace(size, pairs=given.pairs or size.pairs)
    rows, started = [], time.monotonic()
    for name in given.rows or [name for name in ROWS if given.full or name not in ONLY_FULL]:
        begin = time.monotonic()
        row = importlib.import_module(f"bench.rows.{name}").measure(size)
        sys.stdout.write(f"{report.table([row])}\n  ({time.monotonic() - begin:.0f} seconds)\n\n")
        sys.stdout.flush()
        rows.append(row)
    sys.stdout.write(f"{len(rows)} rows in {(time.monotonic() - started) / 60:.1f} minutes\n")
    if not given.quick:
        report.write(rows)
    fallen = report.below_floors(rows)
    for line in fallen:
        sys.stdout.write(f"below its floor: {line}\n")
    return 1 if fallen else 0


def _parser() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    asked.add_argument("--full", action="store_true", help="a million articles and a whole month too")
    asked.add_argument("--pairs", type=int, help="paired runs of each comparison")
    asked.add_argument("--quick", action="store_true", help="one small run of each, nothing written: does it work?")
    return asked


if __name__ == "__main__":
    raise SystemExit(main())

"""A simulated time of several sites, polled by the project's planning or by a fixed clock.

python -m bench.ours.freshness SCENARIO MINUTES    (0 minutes: the planning)
"""

from __future__ import annotations

import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles

from bench.spent import spent, tell
from month import played
from newsroom.compare import bare


def main(scenario: str, minutes: int) -> None:
    with tempfile.TemporaryDirectory() as name, spent() as told:
        seen = played(scenario, Path(name), every=timedelta(minutes=minutes) if minutes else None)
    read = [(seen.read.get(bare(piece["url"])), piece["at"]) for piece in seen.pieces]
    waits = [max(0.0, (at - out).total_seconds() / 60) for at, out in read if at is not None]
    new = sum(poll.report.new for poll in seen.polls)
    marks = quantiles(waits, n=20, method="inclusive")
    tell(told | {
        "count": max(1, new), "polls": len(seen.polls), "requests": len(seen.asked), "missed": len(read) - len(waits),
        "median": median(waits), "p95": marks[-1],
    })  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

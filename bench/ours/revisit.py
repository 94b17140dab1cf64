"""One round over the demo's sites behind the newsroom at a stated time.

python -m bench.ours.revisit ADDRESS DATABASE NOW [SINCE]
"""

from __future__ import annotations

import logging
import sys
from datetime import date, datetime
from pathlib import Path

from bench.spent import spent, tell
from config import Config
from crawler.run import run_sites
from newsroom.outlets import outlets
from newsroom.server import gateway_at

logging.disable(logging.WARNING)


def main(address: str, database: Path, now: datetime, since: date | None) -> None:
    config = Config(
        database=database,
        contact="bench@jujugan.example",
        gateway=gateway_at(address, now),
        delay=0.0,
        run_seconds=3600,
    )
    with spent() as told:
        reports = run_sites(list(outlets()), config, now=now, since=since)
    new, states = sum(report.new for report in reports), [report.state for report in reports]
    tell(told | {"count": max(1, new), "new": new, "good": states.count("good")})


if __name__ == "__main__":
    given = sys.argv[3:]
    since = date.fromisoformat(given[1]) if len(given) > 1 else None
    main(sys.argv[1], Path(sys.argv[2]), datetime.fromisoformat(given[0]), since)

"""What a country takes: the table of docs/scale.md, reckoned from what was measured: python -m bench.cluster_size"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

# Measured: one crawl process with nothing new and with a hundred new articles (two sites of the newsroom, user and
# system time), its memory, what a hundred articles add to PostgreSQL without raw pages; what the queue takes of
# PostgreSQL a run, and always, from bench/cluster_day.py.
CPU_A_RUN, CPU_A_PAGE = 2.3, 0.026
LISTS_A_RUN = 3
MB_A_RUN = 125
KB_AN_ARTICLE = 20
SERVER_CPU_A_RUN, SERVER_CPU_ALWAYS = 0.003, 0.0013
# Assumed: polls as in reliability's reckoning, articles of a regional daily, a page's answer, the hour that is busiest.
RUNS_A_DAY, ARTICLES_A_DAY = 4, 15
SECONDS_A_REQUEST = 3.6
PEAK = 2.5
AT_ONCE = 12
SECONDS = 86400
SITES = (30, 300, 1000, 3000, 10_000, 100_000)
HEAD = ("sites", "runs a day", "requests a second", "runs at once", "workers", "cores", "memory, GB",
        "queue, cores", "database a year, GB")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """What so many sites take; `workers` are of twelve runs at once, `cores` and `memory` those of all workers."""

    sites: int

    @property
    def runs(self) -> float:
        return self.sites * RUNS_A_DAY

    @property
    def requests(self) -> float:
        return (self.runs * LISTS_A_RUN + self.articles) / SECONDS

    @property
    def articles(self) -> float:
        return self.sites * ARTICLES_A_DAY

    @property
    def at_once(self) -> int:
        return ceil(PEAK * self.requests * SECONDS_A_REQUEST)

    @property
    def cores(self) -> float:
        return PEAK * (self.runs * CPU_A_RUN + self.articles * CPU_A_PAGE) / SECONDS

    def row(self) -> tuple[str, ...]:
        return (
            f"{self.sites:,}",
            f"{self.runs:,.0f}",
            f"{self.requests:.2f}",
            f"{self.at_once}",
            f"{ceil(self.at_once / AT_ONCE)}",
            f"{self.cores:.2f}",
            f"{self.at_once * MB_A_RUN / 1000:.1f}",
            f"{PEAK * self.runs * SERVER_CPU_A_RUN / SECONDS + SERVER_CPU_ALWAYS:.3f}",
            f"{self.articles * 365 * KB_AN_ARTICLE / 1e6:,.1f}",
        )


def table() -> Iterator[str]:
    yield f"| {' | '.join(HEAD)} |"
    yield f"| {' | '.join(['---:'] * len(HEAD))} |"
    for sites in SITES:
        yield f"| {' | '.join(Size(sites).row())} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(table()) + "\n")

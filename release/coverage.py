"""How whole the reading was, month by month and site by site, beside what was found: as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

Row = tuple[Any, ...]

# Longer tables nobody reads: the rest stands in site_month.
_MONTHS_BY_SITE = 24
_SITES_AND_MONTHS = 1_500

MONTHS = ("month", "sites_read", "articles", "late", "flagged", "reports", "visits", "runs", "good_runs", "gaps")
SITES = ("month", "site", "articles", "late", "flagged", "reports", "days_read", "runs", "good_runs", "gaps")


def by_month(rows: Sequence[Row]) -> Iterator[str]:
    """`rows` as MONTHS, oldest first."""
    yield from _table((*MONTHS, "visits per 1,000 articles"), [(*row, _rate(row)) for row in rows])


def by_site(rows: Sequence[Row]) -> Iterator[str]:
    """`rows` as SITES, by month and site; the last months where there are very many."""
    months = sorted({row[0] for row in rows})
    if len(rows) > _SITES_AND_MONTHS:
        months = months[-_MONTHS_BY_SITE:]
        yield f"The last {len(months)} months; all of them stand in the table `site_month`."
        yield ""
    yield from _table(SITES, [row for row in rows if row[0] in months])


def _table(names: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    yield f"| {' | '.join(name.replace('_', ' ') for name in names)} |"
    yield f"| {' | '.join('---' for _ in names)} |"
    for row in rows:
        yield f"| {' | '.join(str(value) for value in row)} |"


def _rate(row: Row) -> str:
    """A month in which no site was read is known by what later runs came upon: a rate of that would mislead."""
    counted = dict(zip(MONTHS, row, strict=True))
    return (
        f"{1000 * counted['visits'] / counted['articles']:.1f}" if counted["sites_read"] and counted["articles"] else ""
    )

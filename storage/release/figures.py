"""What the figures of a release count, from its own database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage.database import Database


@dataclass(frozen=True, slots=True)
class Month:
    """`month` (YYYY-MM) with its visits, and how much was read: sites, and articles with those found afterwards."""

    month: str
    visits: int
    sites: int
    articles: int
    late: int


@dataclass(frozen=True, slots=True)
class Counts:
    """`months` are those that have anything, the oldest first; `provinces` are the visits by the first two digits of
    a region's code, a visit from two provinces in both; `elsewhere` came from places without a code; `programmes` are
    the most frequent, the largest first."""

    visits: int
    months: Sequence[Month]
    provinces: Mapping[str, int]
    elsewhere: int
    programmes: Mapping[str, int]


def count(made: Database, most: int) -> Counts:
    """Count in a release's database, with at most so many programmes."""
    provinces = {row["province"]: row["visits"] for row in made.rows(_PROVINCES)}
    return Counts(
        visits=int(made.rows("SELECT count(*) AS n FROM visit")[0]["n"]),
        months=[Month(**row) for row in made.rows(_MONTHS)],
        elsewhere=provinces.pop(None, 0),
        provinces=provinces,
        programmes={row["name"]: row["visits"] for row in made.rows(_PROGRAMMES, {"most": most})},
    )


_MONTHS = """
SELECT month, sum(visits) AS visits, sum(sites) AS sites, sum(articles) AS articles, sum(late) AS late FROM (
    SELECT month, count(*) AS visits, 0 AS sites, 0 AS articles, 0 AS late FROM visits GROUP BY month
    UNION ALL
    SELECT month, 0, sum(days_read > 0), sum(articles), sum(late) FROM site_month GROUP BY month)
GROUP BY month ORDER BY month
"""

_PROVINCES = """
SELECT substr(code, 1, 2) AS province, count(DISTINCT visit) AS visits FROM visit_region GROUP BY 1 ORDER BY 1
"""

_PROGRAMMES = """
SELECT min(programme) AS name, count(*) AS visits FROM visit
WHERE programme IS NOT NULL GROUP BY lower(programme) ORDER BY visits DESC, name LIMIT :most
"""

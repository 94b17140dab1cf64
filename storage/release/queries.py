"""Questions that come with a release: for Datasette, and for whoever wants to see how they are asked."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Query:
    """A question in few words, what its answer counts, and the same in SQL."""

    title: str
    meaning: str
    sql: str


def _kind_of(visitors: str) -> str:
    """SQL: the kind of one visitor, by the first word of visitor_kinds.csv that its name has."""
    lines = files("storage.release").joinpath("visitor_kinds.csv").read_text(encoding="utf-8").splitlines()
    whens = "\n".join(
        f"        WHEN ' ' || {visitors} || ' ' LIKE '% {one['word']} %' THEN '{one['kind']}'"
        for one in csv.DictReader(lines)
    )
    return f"CASE\n{whens}\n        ELSE 'other' END"


def _each(joined: str) -> str:
    """SQL: a table of the values in a column that joins several by "; "."""
    return f"json_each('[' || replace(json_quote({joined}), '; ', '\",\"') || ']')"


QUERIES: Mapping[str, Query] = {
    "visits_by_origin_and_year": Query(
        "Visits by origin and year",
        "Visits by the region they came from; one from two regions counts in both. `people` where numbers are known.",
        """SELECT year, region, code, visits, people, first, last
FROM visitor_regions
ORDER BY year, visits DESC, region""",
    ),
    "who_came_more_than_once": Query(
        "Who came more than once",
        "Regions with at least two visits, whatever their offices; the most frequent first.",
        """SELECT min(visit_region.region) AS region, visit_region.code, count(DISTINCT visits.id) AS visits,
    count(DISTINCT visits.year) AS years, min(visits.day) AS first, max(visits.day) AS last
FROM visit_region JOIN visits ON visits.id = visit_region.visit
GROUP BY coalesce(visit_region.code, lower(visit_region.region))
HAVING count(DISTINCT visits.id) > 1
ORDER BY visits DESC, region""",
    ),
    "programmes_by_year": Query(
        "Programmes over time",
        "Visits of a training programme by year; names that differ in capitals only are one.",
        """SELECT year, min(programme) AS programme, count(*) AS visits, sum(headcount) AS people
FROM visits
WHERE programme IS NOT NULL
GROUP BY year, lower(programme)
ORDER BY year, visits DESC, programme""",
    ),
    "loci_by_kind_of_visitor": Query(
        "What each kind of visitor came for",
        "Visits by what was visited or studied and the kind of who came, told by words in their names: the first that "
        "is found counts. A visit of two kinds or to two places counts in each.",
        f"""WITH came AS (
    SELECT DISTINCT visit.id AS visit, min(locus.value) OVER (PARTITION BY lower(locus.value)) AS locus,
        {_kind_of("visitor.value")} AS kind
    FROM visit, {_each("visit.visitors")} AS visitor, {_each("visit.loci")} AS locus
    WHERE visit.visitors IS NOT NULL AND visit.loci IS NOT NULL)
SELECT kind, locus, count(*) AS visits
FROM came
GROUP BY kind, locus
ORDER BY kind, visits DESC, locus""",
    ),
}

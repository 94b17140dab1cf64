"""What the pictures count: visits as shown, by month, by province of origin, by programme, by what they studied.

Each fact is the one on a visit's card: the best report's that states it, unless an editor mended it. Visits that
an editor dismissed are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storage.database import Database
from storage.facts import COUNTED, COUNTED_AS, RANK
from storage.standing import EDITED_FACTS, EDITS


@dataclass(frozen=True, slots=True)
class Pictures:
    """Numbers of visits.

    `months` (YYYY-MM) are those of the first day, the oldest first; `provinces` are the first two digits of a region's
    code, and a visit from two counts in both. `elsewhere` came from places that have no code, such as other countries;
    `undated` and `of_unknown_origin` state no day and no place. `programmes` and `loci` are the most frequent, by their
    most frequent spelling, the largest first.
    """

    visits: int
    months: Mapping[str, int]
    undated: int
    provinces: Mapping[str, int]
    elsewhere: int
    of_unknown_origin: int
    programmes: Mapping[str, int]
    loci: Mapping[str, int]


def gather(db: Database, most: int, place: str | None = None) -> Pictures:
    """The pictures of now, with at most so many programmes and loci; of visits to one place, or (None) to any."""
    counted: dict[str, dict[str, int]] = {kind: {} for kind in ("date_start", "origin", "programme", "loci", "all")}
    for found in db.each(_COUNTS, {"most": most, "place": place}):
        counted[found["kind"]][found["name"]] = found["visits"]
    months, provinces, visits = counted["date_start"], counted["origin"], counted["all"]["visits"]
    return Pictures(
        visits=visits,
        months=months,
        undated=visits - sum(months.values()),
        provinces=provinces,
        elsewhere=provinces.pop("", 0),
        of_unknown_origin=visits - counted["all"]["of known origin"],
        programmes=counted["programme"],
        loci=counted["loci"],
    )


def flows(db: Database, place: str | None = None) -> dict[tuple[str, str], int]:
    """Visits by the province they came from (its two digits) and the watched place (region code) they went to, the
    most first; those without either are left out."""
    rows = db.rows(_FLOWS, {"place": place})
    return {(row["origin"], row["host"]): row["visits"] for row in rows}


_STANDS = "holds AND decided IS NOT 'dismissed'"

# A visit of one report that no editor mended says what its report states: those are counted in the index's order. The
# others, "apart", are told as on their cards: each fact is an editor's, or of the best report that states it.
_VISITS = f"""
WITH edit AS MATERIALIZED (SELECT visit, kind FROM {EDITS}),
shown AS MATERIALIZED (SELECT visit, id AS report, place FROM standing
    WHERE {_STANDS} AND (:place IS NULL OR place = :place)),
apart AS MATERIALIZED (SELECT visit FROM shown GROUP BY visit HAVING count(*) > 1 UNION SELECT visit FROM edit),
plain AS MATERIALIZED (SELECT report FROM shown WHERE visit NOT IN (SELECT visit FROM apart)),
uncounted AS MATERIALIZED (SELECT id FROM report WHERE id NOT IN (SELECT report FROM plain)),
ranked AS MATERIALIZED (
    SELECT standing.visit, standing.id AS report, row_number() OVER (
        PARTITION BY standing.visit ORDER BY {RANK}) AS rank
    FROM shown
    CROSS JOIN standing ON standing.id = shown.report
    JOIN verdict ON verdict.id = standing.verdict
    JOIN article ON article.id = standing.article
    LEFT JOIN copy ON copy.article = standing.article
    WHERE shown.visit IN (SELECT visit FROM apart)
), told AS MATERIALIZED (
    SELECT ranked.visit, kind, value, {COUNTED_AS} AS name
    FROM ranked CROSS JOIN fact ON fact.report = ranked.report
    WHERE {COUNTED} AND (ranked.visit, kind) NOT IN (SELECT visit, kind FROM edit)
      AND (ranked.rank = 1 OR NOT EXISTS (
        SELECT 1 FROM ranked AS better CROSS JOIN fact AS before ON before.report = better.report
        WHERE better.visit = ranked.visit AND better.rank < ranked.rank AND before.kind = fact.kind))
    UNION ALL
    SELECT visit, kind, value, {COUNTED_AS} FROM {EDITED_FACTS} AS edited
    WHERE {COUNTED} AND visit IN (SELECT visit FROM ranked)
)"""

# Spelt alike means equal but for capitals; a thousand of a name show how it is usually spelt.
_COUNTS = f"""{_VISITS}, counted AS (
    SELECT kind, name, sum(visits) AS visits FROM (
        SELECT kind, {COUNTED_AS} AS name, count(DISTINCT report) AS visits FROM fact INDEXED BY fact_told
        WHERE {COUNTED} AND report NOT IN (SELECT id FROM uncounted) GROUP BY 1, 2
        UNION ALL
        SELECT kind, name, count(DISTINCT visit) FROM told GROUP BY 1, 2)
    GROUP BY 1, 2
), placed AS (
    SELECT *, row_number() OVER (PARTITION BY kind ORDER BY visits DESC, name) AS place FROM counted
)
SELECT 'all' AS kind, 'visits' AS name,
    (SELECT count(*) FROM plain) + (SELECT count(DISTINCT visit) FROM ranked) AS visits
UNION ALL
SELECT 'all', 'of known origin', (SELECT count(DISTINCT visit) FROM told WHERE kind = 'origin')
    + (SELECT count(*) FROM plain WHERE EXISTS (
        SELECT 1 FROM fact WHERE fact.report = plain.report AND kind = 'origin'))
UNION ALL
SELECT * FROM (
    SELECT kind, name, visits FROM placed WHERE kind IN ('date_start', 'origin')
    ORDER BY CASE kind WHEN 'date_start' THEN name END, place)
UNION ALL
SELECT * FROM (
    SELECT kind, (
        SELECT value FROM (
            SELECT * FROM (SELECT value FROM fact INDEXED BY fact_told
                WHERE {COUNTED} AND kind = placed.kind AND {COUNTED_AS} = placed.name LIMIT 1000)
            UNION ALL
            SELECT value FROM told WHERE told.kind = placed.kind AND told.name = placed.name)
        GROUP BY value ORDER BY count(*) DESC, value LIMIT 1), visits
    FROM placed WHERE kind IN ('programme', 'loci') AND place <= :most ORDER BY kind, place)
"""

_FLOWS = f"""{_VISITS}
SELECT origin, host, count(DISTINCT visit) AS visits FROM (
    SELECT shown.visit, shown.place AS host, {COUNTED_AS} AS origin
    FROM shown CROSS JOIN fact ON fact.report = shown.report
    WHERE {COUNTED} AND kind = 'origin' AND shown.report IN (SELECT report FROM plain)
    UNION ALL
    SELECT told.visit, shown.place, told.name FROM told JOIN shown ON shown.visit = told.visit
    WHERE told.kind = 'origin') AS flow
WHERE host IS NOT NULL AND origin <> ''
GROUP BY origin, host ORDER BY visits DESC, origin, host
"""

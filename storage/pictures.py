"""What the pictures count: visits as shown, by month, by province of origin, by programme, by what they studied.

Each fact is the one on a visit's card: the best report's that states it, unless an editor mended it. Visits that
an editor dismissed are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storage.database import Database
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


def gather(db: Database, most: int) -> Pictures:
    """The pictures of now, with at most so many programmes and loci."""
    with db.snapshot():
        row = db.rows(f"SELECT count(DISTINCT visit) AS visits FROM standing WHERE {_STANDS}")[0]
        counted: dict[str, dict[str, int]] = {kind: {} for kind in ("date_start", "origin", "programme", "loci")}
        stated: dict[str, int] = dict.fromkeys(counted, 0)
        for found in db.each(_COUNTS, {"most": most}):
            if found["name"] is None:
                stated[found["kind"]] = found["visits"]
            else:
                counted[found["kind"]][found["name"]] = found["visits"]
    provinces = counted["origin"]
    return Pictures(
        visits=row["visits"],
        months=counted["date_start"],
        undated=row["visits"] - stated["date_start"],
        provinces=provinces,
        elsewhere=provinces.pop("", 0),
        of_unknown_origin=row["visits"] - stated["origin"],
        programmes=counted["programme"],
        loci=counted["loci"],
    )


_STANDS = "holds AND decided IS NOT 'dismissed'"

# A report's rank is its place on the card (cards.best_first). All facts of one kind are of one report: the best that
# states it. Most visits have one report, so that looking for a better one is rarely needed.
_TOLD = f"""
WITH edit AS MATERIALIZED (SELECT visit, kind, stated FROM {EDITS}),
ranked AS MATERIALIZED (
    SELECT standing.visit, standing.id AS report, row_number() OVER (
        PARTITION BY standing.visit
        ORDER BY verdict.score DESC, copy.first IS NOT NULL, article.first_seen, article.id) AS rank
    FROM standing
    JOIN verdict ON verdict.id = standing.verdict
    JOIN article ON article.id = standing.article
    LEFT JOIN copy ON copy.article = standing.article
    WHERE {_STANDS.replace("decided", "standing.decided")}
), stating AS (
    SELECT ranked.visit, fact.kind, fact.value, fact.code
    FROM ranked CROSS JOIN fact ON fact.report = ranked.report
    WHERE fact.kind IN ('date_start', 'origin', 'programme', 'loci')
      AND (ranked.visit, fact.kind) NOT IN (SELECT visit, kind FROM edit)
      AND (ranked.rank = 1 OR NOT EXISTS (
        SELECT 1 FROM ranked AS better CROSS JOIN fact AS before ON before.report = better.report
        WHERE better.visit = ranked.visit AND better.rank < ranked.rank AND before.kind = fact.kind))
), told AS MATERIALIZED (
    SELECT visit, kind, value, code FROM stating
    UNION ALL
    SELECT visit, kind, value, code FROM {EDITED_FACTS} AS edited
    WHERE kind IN ('date_start', 'origin', 'programme', 'loci') AND visit IN (SELECT visit FROM ranked)
)"""

# Spelt alike means equal but for capitals.
_COUNTS = f"""{_TOLD}, named AS (
    SELECT kind, visit, CASE kind WHEN 'date_start' THEN substr(value, 1, 7)
        WHEN 'origin' THEN coalesce(substr(code, 1, 2), '') ELSE value END AS name
    FROM told
), spelt AS (
    SELECT kind, lower(name) AS folded, name, count(*) AS times FROM named GROUP BY kind, name
), usual AS (
    SELECT kind, folded, name, max(times) FROM spelt GROUP BY kind, folded
), counted AS (
    SELECT kind, lower(name) AS folded, count(DISTINCT visit) AS visits FROM named GROUP BY kind, folded
), placed AS (
    SELECT counted.*, usual.name,
           row_number() OVER (PARTITION BY counted.kind ORDER BY counted.visits DESC, usual.name) AS place
    FROM counted JOIN usual USING (kind, folded)
)
SELECT kind, NULL AS name, count(DISTINCT visit) AS visits FROM told GROUP BY kind
UNION ALL
SELECT * FROM (
    SELECT kind, name, visits FROM placed WHERE kind NOT IN ('programme', 'loci') OR place <= :most
    ORDER BY CASE kind WHEN 'date_start' THEN name END, place)
"""

"""The recall gauge: each digest offers a few articles that were not flagged, and the answers tell what is missed.

It looks at articles that came as news (no site's first run, no copies) since the last drawing. What the rules left
undecided is before the editor anyway, and counts as brought.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from storage import decisions
from storage.database import Database
from storage.decisions import NotDecidable
from storage.digest import recall
from storage.digest.recall import Cell, Flagged, Recall
from storage.values import from_stated_time, from_time, to_time

Answer = Literal["visit", "no visit", "cannot tell"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)


@dataclass(frozen=True, slots=True)
class Offered:
    """An article drawn. `begins` is how its text begins; `answer` is None while nobody has answered."""

    draw_id: int
    digest: int
    article_id: int
    site: str
    url: str
    title: str
    begins: str
    published: datetime | None
    first_seen: datetime
    answer: Answer | None
    who: str | None


def draw(db: Database, now: datetime, digest: int) -> list[Offered]:
    """Draw what this digest offers, at most five articles. Inside the `write()` that stores the digest."""
    before = db.rows("SELECT coalesce(max(reached), 0) AS article FROM gauge_round")[0]["article"]
    reached = db.rows("SELECT coalesce(max(id), 0) AS article FROM article")[0]["article"]
    db.insert("gauge_round", {"digest": digest, "reached": max(before, reached), "at": to_time(now)})
    rows = db.rows(_POOL, [before])
    scores = {row["article"]: row["score"] for row in rows if not row["brought"]}
    brought = [row["article"] for row in rows if row["brought"]]
    db.insert_all("gauge_flagged", ({"article": article, "digest": digest} for article in brought))
    drawn = recall.choose(scores, random.Random(f"{digest} {to_time(now)}"))
    for name in recall.STRATA:
        inside = [score for score in scores.values() if recall.stratum(score) == name]
        count = sum(one == name for one in drawn.values())
        if inside:
            row = {"digest": digest, "stratum": name, "size": len(inside), "scores": sum(inside), "drawn": count}
            db.insert("gauge_stratum", row)
    db.insert_all(
        "gauge_draw", ({"digest": digest, "stratum": name, "article": article} for article, name in drawn.items())
    )
    return offered(db, digest)


def offered(db: Database, digest: int) -> list[Offered]:
    """What this digest offers, answered or not, in the order of being read."""
    return [_offered(row) for row in db.rows(_OFFERED.format(which="gauge_draw.digest = ?"), [digest])]


def unanswered(db: Database, limit: int) -> list[Offered]:
    """What nobody has answered yet, the newest digest's first."""
    which = f"(gauge_draw.answer IS NULL OR {_TAKEN_BACK})"
    return [_offered(row) for row in db.rows(f"{_OFFERED.format(which=which)} LIMIT ?", [limit])]


def answered_last(db: Database, limit: int) -> list[Offered]:
    """What was answered, the newest digest's first."""
    which = f"gauge_draw.answer IS NOT NULL AND NOT {_TAKEN_BACK}"
    return [_offered(row) for row in db.rows(f"{_OFFERED.format(which=which)} LIMIT ?", [limit])]


def answer(db: Database, draw_id: int, said: Answer, *, who: str, now: datetime) -> None:
    """Say what a drawn article is; a visit is flagged by hand. Inside `write()`.

    Another answer takes the one before back. Raises NotDecidable.
    """
    row = db.one(f"SELECT *, {_TAKEN_BACK} AS taken_back FROM gauge_draw WHERE id = ?", [draw_id])
    if row is None or row["article"] is None:
        raise NotDecidable(f"{draw_id} is no article that was drawn, or it was taken down: reload the page")
    if said not in ANSWERS:
        raise NotDecidable(f'"{said}" is no answer; known are {", ".join(ANSWERS)}')
    if row["answer"] == said and not row["taken_back"]:
        return
    if row["decision"] is not None and not row["taken_back"]:
        decisions.undo(db, row["decision"], who=who, now=now)
    flag = _flag(db, row["article"], who, now) if said == "visit" else None
    db.execute(
        "UPDATE gauge_draw SET answer = ?, decision = ?, who = ?, at = ? WHERE id = ?",
        [said, flag, who, to_time(now), draw_id],
    )


def estimate(db: Database, since: datetime | None = None) -> Recall | None:
    """The share of visits found among what was drawn from since then; None while nothing tells it."""
    moment = [to_time(since) if since else ""]
    rows = db.rows(_CELLS, moment)
    cells = [Cell(row["stratum"], row["size"], row["scores"], row["answered"], row["visits"]) for row in rows]
    return recall.estimate(cells, Flagged(**db.rows(_FLAGGED, moment)[0]))


def _flag(db: Database, article: int, who: str, now: datetime) -> int | None:
    """None where the article reports a visit already, by another editor's word or by newer rules."""
    if db.one("SELECT 1 FROM standing WHERE article = ? AND holds", [article]):
        return None
    return decisions.flag(db, article, who=who, now=now)


# An answer whose flag was taken back elsewhere holds no longer.
_TAKEN_BACK = "EXISTS (SELECT 1 FROM decision WHERE decision.undoes = gauge_draw.decision)"

_POOL = """
SELECT article.id AS article, verdict.score,
       verdict.flagged = 1 OR verdict.undecided IS NOT NULL AS brought
FROM article JOIN verdict ON verdict.article = article.id AND verdict.is_current = 1
WHERE article.id > ? AND article.baseline = 0 AND article.decided IS NULL
  AND NOT EXISTS (SELECT 1 FROM copy WHERE copy.article = article.id)
  AND NOT EXISTS (SELECT 1 FROM report WHERE report.article = article.id AND report.kept = 1 AND verdict.flagged = 0)
ORDER BY article.id
"""

_OFFERED = f"""
SELECT gauge_draw.id, gauge_draw.digest, gauge_draw.article, article.site, version.url, version.title,
       substr(version.body, 1, 400) AS begins, version.published, version.published_offset, article.first_seen,
       CASE WHEN {_TAKEN_BACK} THEN NULL ELSE gauge_draw.answer END AS answer, gauge_draw.who
FROM gauge_draw
JOIN article ON article.id = gauge_draw.article
JOIN version ON version.article = article.id AND version.is_current = 1
WHERE {{which}} ORDER BY gauge_draw.digest DESC, gauge_draw.article
"""

_CELLS = f"""
SELECT gauge_stratum.*, coalesce(told.answered, 0) AS answered, coalesce(told.visits, 0) AS visits
FROM gauge_round JOIN gauge_stratum USING (digest)
LEFT JOIN (
    SELECT digest, stratum, count(*) AS answered, sum(answer = 'visit') AS visits FROM gauge_draw
    WHERE answer IN ('visit', 'no visit') AND NOT {_TAKEN_BACK} GROUP BY digest, stratum
) AS told USING (digest, stratum)
WHERE gauge_round.at >= ? ORDER BY digest, stratum
"""

_FLAGGED = """
SELECT coalesce(sum(decided = 'confirmed'), 0) AS confirmed, coalesce(sum(decided = 'dismissed'), 0) AS dismissed,
       coalesce(sum(decided IS NULL OR decided = 'unsure'), 0) AS open
FROM (
    SELECT coalesce(article.decided, (
        SELECT CASE WHEN max(standing.decided = 'confirmed') THEN 'confirmed'
                    WHEN min(standing.decided IS 'dismissed') THEN 'dismissed' END
        FROM standing WHERE standing.article = article.id AND standing.holds)) AS decided
    FROM gauge_round JOIN gauge_flagged USING (digest) JOIN article ON article.id = gauge_flagged.article
    WHERE gauge_round.at >= ?)
"""


def _offered(row: dict[str, Any]) -> Offered:
    return Offered(
        draw_id=row["id"],
        digest=row["digest"],
        article_id=row["article"],
        site=row["site"],
        url=row["url"],
        title=row["title"],
        begins=row["begins"],
        published=from_stated_time(row["published"], row["published_offset"]),
        first_seen=from_time(row["first_seen"]),
        answer=row["answer"],
        who=row["who"],
    )

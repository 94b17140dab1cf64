"""How visits and reports stand after all that editors decided: computed from the log, never from what stood before.

So a decision that is taken back leaves no trace, and whatever came meanwhile keeps its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from article import Visit
from storage import facts
from storage.cards import Decided
from storage.database import Database

_VERDICTS: Mapping[str, Decided] = {"confirm": "confirmed", "dismiss": "dismissed", "unsure": "unsure"}

# SQL: nothing has taken this decision back.
HOLDS = "NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes = decision.id)"

# SQL: what the view `standing` calls `holds`, of a `report`, told from indexes alone: the rows of articles and verdicts
# lie far apart.
REPORT_HOLDS = """(
    NOT EXISTS (SELECT 1 FROM article INDEXED BY article_decided
                WHERE article.decided = 'dismissed' AND article.id = report.article)
    AND (report.kept = 1 OR EXISTS (
        SELECT 1 FROM verdict INDEXED BY verdict_flagged
        WHERE verdict.article = report.article AND verdict.is_current = 1
          AND (verdict.flagged = 1 OR verdict.undecided IS NOT NULL) AND verdict.flagged = 1
          AND verdict.id = report.verdict)))"""

# SQL: what editors last said of each fact they mended (visit as shown, kind, the JSON list as stated); a word on the
# visit itself counts before one on a visit merged into it.
EDITS = f"""(
    SELECT visit, kind, stated FROM (
        SELECT visit.shown AS visit, decision.fact AS kind, decision.stated, row_number() OVER (
            PARTITION BY visit.shown, decision.fact ORDER BY decision.visit = visit.shown DESC, decision.id DESC) AS nth
        FROM decision JOIN visit ON visit.id = decision.visit
        WHERE decision.kind = 'edit' AND {HOLDS})
    WHERE nth = 1)"""

# SQL: the same as facts: visit, kind, value, code.
EDITED_FACTS = f"""(
    SELECT edit.visit, edit.kind, json_extract(said.value, '$[0]') AS value, json_extract(said.value, '$[1]') AS code
    FROM {EDITS} AS edit JOIN json_each(edit.stated) AS said)"""


class Pin(NamedTuple):
    """A report that an editor decided on: it stays with its visit, whatever the rules say later.

    `place` is the visit it stands in after splits, `stated` what it says, `version` the text that was judged.
    """

    report_id: int
    visit_id: int
    place: int
    stated: Visit
    version_id: int
    entry: int
    kept: bool
    dismissed: bool


def settle(db: Database, visits: Iterable[int], article: int | None = None) -> None:
    """Bring up to date how these visits, and this article, stand. Inside `write()`.

    Whatever removes a visit altogether, as a takedown does, calls this with the visits merged into it.
    """
    before = _together(db, visits)
    _place(db)
    _show(db)
    touched = before | _together(db, before)
    for visit_id in touched:
        decided = _own(db, visit_id) or _inherited(db, visit_id)
        db.execute("UPDATE visit SET decided = ? WHERE id = ?", [decided, visit_id])
    if article is not None:
        row = db.one(
            f"""SELECT kind FROM decision WHERE article = ? AND kind IN ('confirm', 'dismiss', 'unsure') AND {HOLDS}
            ORDER BY id DESC""",
            [article],
        )
        db.execute("UPDATE article SET decided = ? WHERE id = ?", [row and _VERDICTS[row["kind"]], article])
    for visit_id in touched:
        db.execute(_KEEP.format(about="visit"), {"about": visit_id})
    if article is not None:
        db.execute(_KEEP.format(about="article"), {"about": article})


def pins(db: Database, article_id: int | None = None) -> dict[int, list[Pin]]:
    """By article (all of them by default): its reports that editors decided on, in the order they came."""
    rows = db.rows(
        f"""SELECT DISTINCT report.id, report.article, report.visit, report.placed, report.entry, report.kept,
              report.place, verdict.version, root.decided
            FROM decision JOIN decision_report ON decision_report.decision = decision.id
            JOIN report ON report.id = decision_report.report
            JOIN verdict ON verdict.id = report.verdict
            JOIN visit AS place ON place.id = report.placed JOIN visit AS root ON root.id = place.shown
            WHERE {HOLDS} AND (:article IS NULL OR report.article = :article) ORDER BY report.entry, report.id""",
        {"article": article_id},
    )
    found: dict[int, list[Pin]] = {}
    for row in rows:
        found.setdefault(row["article"], []).append(_pin(db, row))
    return found


def dismissed_articles(db: Database) -> set[int]:
    """The articles that editors dismissed by themselves."""
    return {row["id"] for row in db.each("SELECT id FROM article WHERE decided = 'dismissed'")}


def _pin(db: Database, row: Mapping[str, Any]) -> Pin:
    stated = db.rows("SELECT * FROM fact WHERE report = ? ORDER BY kind, position", [row["id"]])
    return Pin(
        report_id=row["id"],
        visit_id=row["visit"],
        place=row["placed"],
        stated=facts.from_rows(stated, row["place"]),
        version_id=row["version"],
        entry=row["entry"],
        kept=bool(row["kept"]),
        dismissed=row["decided"] == "dismissed",
    )


def _together(db: Database, visits: Iterable[int]) -> set[int]:
    """These visits and all that are shown as one with them."""
    found = set(visits)
    for visit_id in tuple(found):
        rows = db.rows(
            "SELECT id FROM visit WHERE shown = (SELECT shown FROM visit WHERE id = ?) OR id = ?", [visit_id, visit_id]
        )
        found |= {row["id"] for row in rows}
    return found


def _place(db: Database) -> None:
    """Reports that were split off stand where the last split put them, all others where the rules did."""
    split = {
        row["report"]: row["other"]
        for row in db.each(
            f"""SELECT decision_report.report, decision.other FROM decision
            JOIN decision_report ON decision_report.decision = decision.id
            JOIN report ON report.id = decision_report.report AND report.article = decision.article
            WHERE decision.kind = 'split' AND decision.other IS NOT NULL AND {HOLDS} ORDER BY decision.id"""
        )
    }
    for row in db.rows("SELECT id, visit FROM report WHERE placed IS NOT visit"):
        if row["id"] not in split:
            db.execute("UPDATE report SET placed = visit WHERE id = ?", [row["id"]])
    for report, place in split.items():
        db.execute("UPDATE report SET placed = ? WHERE id = ? AND placed IS NOT ?", [place, report, place])


def _show(db: Database) -> None:
    """Merged visits are shown as the one they were merged into. A visit that a split made and that is taken back is
    shown as the one it was split from, for the sake of the reports that joined it meanwhile."""
    into = {
        row["visit"]: row["other"]
        for row in db.each(
            f"""SELECT visit, other FROM decision WHERE kind = 'merge' AND visit IS NOT NULL AND other IS NOT NULL
            AND {HOLDS} ORDER BY id"""
        )
    }
    undone = db.rows(
        f"""SELECT other, visit FROM decision WHERE kind = 'split' AND made = 1 AND visit IS NOT NULL
        AND other IS NOT NULL AND NOT ({HOLDS}) ORDER BY id"""
    )
    for row in undone:
        if row["other"] not in into and _last(into, row["visit"]) != row["other"]:
            into[row["other"]] = row["visit"]
    for row in db.rows("SELECT id FROM visit WHERE shown IS NOT id"):
        if row["id"] not in into:
            db.execute("UPDATE visit SET shown = id WHERE id = ?", [row["id"]])
    for visit in into:
        last = _last(into, visit)
        db.execute("UPDATE visit SET shown = ? WHERE id = ? AND shown IS NOT ?", [last, visit, last])


def _last(into: Mapping[int, int], visit: int) -> int:
    while visit in into:
        visit = into[visit]
    return visit


def _own(db: Database, visit_id: int) -> Decided | None:
    row = db.one(
        f"""SELECT kind FROM decision WHERE visit = ? AND kind IN ('confirm', 'dismiss', 'unsure') AND {HOLDS}
        ORDER BY id DESC""",
        [visit_id],
    )
    return None if row is None else _VERDICTS[row["kind"]]


def _inherited(db: Database, visit_id: int) -> Decided | None:
    """A confirmed visit stays one when it is merged into another of which nothing was said yet."""
    merged = db.rows("SELECT id FROM visit WHERE shown = ? AND id <> ?", [visit_id, visit_id])
    return "confirmed" if any(_own(db, row["id"]) == "confirmed" for row in merged) else None


# What was before the editor's eyes at a confirmation, or a flag by hand, holds until something else is said of it; of
# several visits that one flag made, each by itself.
_KEEP = f"""
UPDATE report SET kept = EXISTS (
    SELECT 1 FROM decision_report JOIN decision ON decision.id = decision_report.decision
    LEFT JOIN visit ON visit.id = decision.visit LEFT JOIN article ON article.id = decision.article
    WHERE decision_report.report = report.id AND {HOLDS}
      AND (decision.kind = 'flag' AND EXISTS (
             SELECT 1 FROM visit AS own WHERE own.id = report.visit AND own.decided IS NOT 'dismissed')
           OR decision.kind = 'confirm' AND 'confirmed' IN (visit.decided, article.decided)))
WHERE report.{{about}} = :about OR report.id IN (
    SELECT decision_report.report FROM decision JOIN decision_report ON decision_report.decision = decision.id
    WHERE decision.{{about}} = :about AND decision.kind IN ('flag', 'confirm'))
"""

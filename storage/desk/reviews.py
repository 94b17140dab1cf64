"""Reading what editors decided: a visit's or article's history, the counts, and the labels that a re-ranker learns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.cards import Decided
from storage.database import Database
from storage.standing import HOLDS
from storage.values import from_time


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the log. `stated` are (value, region code) of an edit; `undone_by` is the undo that took it back."""

    decision_id: int
    kind: str
    visit_id: int | None
    article_id: int | None
    other_id: int | None
    reason: str | None
    fact: str | None
    stated: tuple[tuple[str, str | None], ...]
    undoes: int | None
    undone_by: int | None
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How a visit stands: `shown` is the visit it is shown as, `merged` are those shown as part of that one.

    `said` is the decision that made it `decided`, its own or that of a merged one; `last` the newest of any kind.
    """

    visit_id: int
    shown: int
    decided: Decided | None
    said: Decision | None
    merged: tuple[int, ...]
    last: Decision | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Visits by what editors said of them (`open`: nothing yet), and articles that were flagged by hand."""

    open: int
    confirmed: int
    dismissed: int
    unsure: int
    missed: int


@dataclass(frozen=True, slots=True)
class Label:
    """A decided article: does it report a visit? `group` holds together what must not be torn apart in a test."""

    article_id: int
    is_visit: bool
    group: str


def visit_history(db: Database, visit_id: int) -> tuple[Decision, ...]:
    """All that was decided on a visit and on those shown as one with it, and what made it, oldest first."""
    return _history(
        db,
        """WHERE decision.visit IN (SELECT id FROM visit WHERE shown = (SELECT shown FROM visit WHERE id = :id))
        OR decision.other IN (SELECT id FROM visit WHERE shown = (SELECT shown FROM visit WHERE id = :id))
        OR decision.id IN (
            SELECT decision_report.decision FROM visit AS place JOIN report ON report.visit = place.id
            JOIN decision_report ON decision_report.report = report.id
            JOIN decision AS made ON made.id = decision_report.decision
            WHERE place.shown = (SELECT shown FROM visit WHERE id = :id)
              AND made.made = 1 AND made.kind IN ('flag', 'confirm'))""",
        visit_id,
    )


def article_history(db: Database, article_id: int) -> tuple[Decision, ...]:
    """All that was decided on an article itself, oldest first; splits and flags by hand included."""
    return _history(db, "WHERE decision.article = :id", article_id)


def latest(db: Database, limit: int = 20) -> tuple[Decision, ...]:
    """The newest decisions, newest first."""
    return tuple(_decision(row) for row in db.rows(f"{_DECISION} ORDER BY decision.id DESC LIMIT ?", [limit]))


def of_person(db: Database, who: str, limit: int = 20) -> tuple[Decision, ...]:
    """The newest decisions of one editor, newest first."""
    rows = db.rows(f"{_DECISION} WHERE decision.who = ? ORDER BY decision.id DESC LIMIT ?", [who, limit])
    return tuple(map(_decision, rows))


def decision(db: Database, decision_id: int) -> Decision | None:
    row = db.one(f"{_DECISION} WHERE decision.id = ?", [decision_id])
    return None if row is None else _decision(row)


def standing(db: Database, visit_id: int) -> Standing | None:
    row = db.one(
        """SELECT root.id, root.decided FROM visit JOIN visit AS root ON root.id = visit.shown WHERE visit.id = ?""",
        [visit_id],
    )
    if row is None:
        return None
    merged = db.rows("SELECT id FROM visit WHERE shown = ? AND id <> ? ORDER BY id", [row["id"], row["id"]])
    entries = [one for one in visit_history(db, visit_id) if one.undone_by is None and one.undoes is None]
    own = last_verdict([one for one in entries if one.visit_id == row["id"]])
    return Standing(
        visit_id=visit_id,
        shown=row["id"],
        decided=row["decided"],
        said=(own or last_verdict(entries)) if row["decided"] else None,
        merged=tuple(other["id"] for other in merged),
        last=entries[-1] if entries else None,
    )


def last_verdict(log: Sequence[Decision]) -> Decision | None:
    """What confirmed, dismissed or doubted last and was not taken back, of a log, oldest first."""
    spoken = (one for one in reversed(log) if one.kind in ("confirm", "dismiss", "unsure"))
    return next((one for one in spoken if one.undone_by is None), None)


def counts(db: Database) -> Counts:
    """A dismissed visit counts however its reports stand; the others where one holds."""
    rows = db.rows("SELECT decided, count(DISTINCT visit) AS n FROM standing WHERE holds GROUP BY decided")
    found = {row["decided"]: row["n"] for row in rows}
    dismissed = db.rows("SELECT count(*) AS n FROM visit WHERE decided = 'dismissed' AND shown = id")[0]["n"]
    missed = db.rows(f"SELECT count(*) AS n FROM decision WHERE kind = 'flag' AND {HOLDS}")[0]["n"]
    return Counts(found.get(None, 0), found.get("confirmed", 0), dismissed, found.get("unsure", 0), missed)


def labels(db: Database) -> list[Label]:
    """What editors said of articles, by article.

    Confirmed or flagged by hand: a visit. Dismissed as "not a visit" or "wrong direction": none. What was dismissed as
    old or as a copy says nothing of the text. An editor's word on the article itself comes before one on its visit.
    """
    found: dict[int, Label] = {}
    for row in db.each(_LABELS):
        says = row["kind"] in ("confirm", "flag") or row["reason"] in ("not a visit", "wrong direction")
        if not says:
            found.pop(row["article"], None)
        else:
            group = f"visit {row['shown']}" if row["shown"] else f"article {row['article']}"
            found[row["article"]] = Label(row["article"], row["kind"] != "dismiss", group)
    return [found[article] for article in sorted(found)]


# Later rows overrule earlier ones.
_LABELS = f"""
SELECT decision.kind, decision.reason, visit.shown, coalesce(report.article, decision.article) AS article,
       decision.article IS NOT NULL AS itself
FROM decision
LEFT JOIN decision_report ON decision_report.decision = decision.id
LEFT JOIN report ON report.id = decision_report.report
LEFT JOIN visit ON visit.id = coalesce(decision.visit, report.placed)
WHERE decision.kind IN ('confirm', 'dismiss', 'unsure', 'flag') AND {HOLDS}
  AND coalesce(report.article, decision.article) IS NOT NULL
ORDER BY itself, decision.id, article
"""

_DECISION = """
SELECT decision.*, undo.id AS undone_by FROM decision LEFT JOIN decision AS undo ON undo.undoes = decision.id
"""


def _history(db: Database, where: str, about: int) -> tuple[Decision, ...]:
    return tuple(_decision(row) for row in db.rows(f"{_DECISION} {where} ORDER BY decision.id", {"id": about}))


def _decision(row: dict[str, Any]) -> Decision:
    return Decision(
        decision_id=row["id"],
        kind=row["kind"],
        visit_id=row["visit"],
        article_id=row["article"],
        other_id=row["other"],
        reason=row["reason"],
        fact=row["fact"],
        stated=tuple((value, code) for value, code in json.loads(row["stated"] or "[]")),
        undoes=row["undoes"],
        undone_by=row["undone_by"],
        who=row["who"],
        at=from_time(row["at"]),
    )

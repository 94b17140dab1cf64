"""What the tests of decisions share. All texts are synthetic."""

from __future__ import annotations

from typing import Any

from article import Visit
from storage import decisions, verdicts, visits
from storage.database import Database
from storage.desk import by_hand
from storage.digest import digests, untold
from storage.digest.digests import Rendered
from tests.storing import DAY, NOW, Whole, another, save, synthetic_verdict

WHO: dict[str, Any] = {"who": "sari", "now": NOW}


def picture(db: Database) -> dict[str, Any]:
    """All that editors see: visits with their reports and facts, what is in the next digest, how each stands."""
    shown = db.rows("SELECT DISTINCT visit FROM standing ORDER BY visit")
    return {
        "visits": {row["visit"]: visits.get(db, row["visit"]) for row in shown},
        "newest": visits.newest(db, 99),
        "untold": (untold.visits(db), untold.more_reports(db), untold.flags(db)),
        "articles": db.rows("SELECT id, decided FROM article ORDER BY id"),
    }


def shown(db: Database) -> dict[int, set[int]]:
    """The articles whose reports hold, by the visit they are shown under."""
    found: dict[int, set[int]] = {}
    for row in db.rows("SELECT visit, article FROM standing WHERE holds"):
        found.setdefault(row["visit"], set()).add(row["article"])
    return found


def stored(db: Database, run: int, visit_id: int | None = None, **changes: Any) -> Whole:
    with db.write():
        return save(db, run, another(), visit_id=visit_id, **changes)


def unflag(db: Database, whole: Whole) -> None:
    """As later rules would: the same text is judged again and no longer flagged."""
    row = db.rows("SELECT title, body FROM version WHERE id = ?", [whole.version_id])[0]
    text = f"{row['title']}\n{row['body']}"
    with db.write():
        verdict = synthetic_verdict(text, flagged=False, score=0.1)
        verdicts.store(db, whole.article_id, whole.version_id, verdict, text, NOW + DAY)


def flag_stating(db: Database, article: int, visit: Visit) -> int:
    """Flag by hand, and read the facts at once; the decision's id. Inside `write()`."""
    decision = decisions.flag(db, article, **WHO)
    [one] = [one for one in by_hand.unread(db) if one.report_id == _newest_report(db)]
    by_hand.state(db, one, [visit], NOW)
    return decision


def _newest_report(db: Database) -> int:
    return int(db.rows("SELECT max(id) AS id FROM report")[0]["id"])


def compose(db: Database) -> None:
    with db.write():
        digests.compose(db, NOW, lambda data: Rendered(str(data.number), ""))

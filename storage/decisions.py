"""What editors decide: an append-only log. Every decision can be taken back by a later `undo`; nothing is deleted.

All that writes is called inside `write()`; the standing state (what is shown, what holds) is settled in the same
transaction. What a decision had before the eyes is recorded with it, and no later run moves that again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from article import Visit
from storage import standing, visits
from storage.database import Database
from storage.errors import StorageError
from storage.values import to_time

Verdict = Literal["confirm", "dismiss", "unsure"]
Reason = Literal["not a visit", "wrong direction", "old", "copy"]

REASONS: tuple[Reason, ...] = ("not a visit", "wrong direction", "old", "copy")
LISTS = ("visitors", "origin", "loci", "hosts")
# More than this is a slip of the finger.
_MOST_PEOPLE = 1_000_000
KINDS = (*LISTS, "headcount", "programme", "date_start", "date_end", "leader")


class NotDecidable(StorageError, ValueError):
    """A decision that cannot be made; the message says why and what to do."""


def decide(
    db: Database,
    verdict: Verdict,
    *,
    who: str,
    now: datetime,
    visit: int | None = None,
    article: int | None = None,
    reason: Reason | None = None,
) -> int:
    """Confirm, dismiss (with a reason) or doubt a visit or an article; the decision's id.

    A merged visit's decision is made on the visit it is shown as. Confirming an article that reports no visit makes
    one, without facts. Raises NotDecidable.
    """
    if (visit is None) == (article is None):
        raise NotDecidable("a decision is on a visit or on an article: name one of the two")
    if (verdict == "dismiss") != (reason is not None) or reason not in (None, *REASONS):
        raise NotDecidable(f"dismissing, and nothing else, has a reason: {', '.join(REASONS)}")
    if visit is not None:
        shown = _shown(db, visit)
        return _record(db, verdict, _reports(db, shown), who, now, visit=shown, reason=reason)
    assert article is not None
    held = _held(db, article)
    if verdict == "confirm" and not held:
        return _found(db, "confirm", article, who, now)
    return _record(db, verdict, held, who, now, article=article, reason=reason)


def flag(db: Database, article: int, *, who: str, now: datetime) -> int:
    """Flag by hand an article that the rules missed: it gets a visit. Its facts are read later, and those of further
    delegations, which get visits of their own then (`storage.desk.by_hand`).

    Raises NotDecidable.
    """
    if _held(db, article):
        raise NotDecidable(f"article {article} reports a visit already: confirm that, or split the article off")
    return _found(db, "flag", article, who, now)


def merge(db: Database, visit: int, into: int, *, who: str, now: datetime) -> int:
    """Show one visit as part of the other from now on; the decision's id. Raises NotDecidable."""
    one, other = _shown(db, visit), _shown(db, into)
    if one == other:
        raise NotDecidable(f"visits {visit} and {into} are shown as one already")
    return _record(db, "merge", _reports(db, one) + _reports(db, other), who, now, visit=one, other=other)


def split(db: Database, visit: int, article: int, *, who: str, now: datetime, into: int | None = None) -> int:
    """Take an article's report off a visit, into another one (None: a new one); the decision's id.

    Raises NotDecidable.
    """
    shown = _shown(db, visit)
    reports = _reports(db, shown)
    if not db.one("SELECT 1 FROM standing WHERE visit = ? AND article = ?", [shown, article]):
        raise NotDecidable(f"article {article} is no report of visit {visit}: split it off the visit that it reports")
    target = visits.add(db, now) if into is None else _shown(db, into)
    if target == shown:
        raise NotDecidable(f"visits {visit} and {into} are shown as one: undo their merge, or name another visit")
    if into is not None:
        reports += _reports(db, target)
    made = into is None
    return _record(db, "split", reports, who, now, visit=shown, article=article, other=target, made=made)


def edit(
    db: Database,
    visit: int,
    kind: str,
    values: Sequence[str],
    *,
    who: str,
    now: datetime,
    codes: Sequence[str | None] = (),
) -> int:
    """State a fact of a visit in place of what its reports state; no values: it is not known. The decision's id.

    `codes` are the gazetteer's, for an origin. Raises NotDecidable.
    """
    told = [value.strip() for value in values]
    if kind not in KINDS or not all(told) or (kind not in LISTS and len(told) > 1):
        raise NotDecidable(
            f"{kind}: {list(values)} is no fact; known are {', '.join(LISTS)} (any number) and {KINDS[4:]}"
        )
    try:
        for value in told:
            _check(kind, value)
    except ValueError as error:
        raise NotDecidable(f"{kind}: write a number of people, or a day as YYYY-MM-DD ({error})") from error
    shown = _shown(db, visit)
    stated = [[value, code] for value, code in zip(told, [*codes, *[None] * len(told)], strict=False)]
    return _record(
        db, "edit", _reports(db, shown), who, now, visit=shown, fact=kind, stated=json.dumps(stated, ensure_ascii=False)
    )


def undo(db: Database, decision: int, *, who: str, now: datetime) -> int:
    """Take a decision back; the undo's id. To take back an undo, decide again. Raises NotDecidable."""
    row = db.one("SELECT * FROM decision WHERE id = ?", [decision])
    if row is None or row["kind"] == "undo":
        raise NotDecidable(f"{decision} is no decision that can be undone; decide again instead")
    if db.one("SELECT 1 FROM decision WHERE undoes = ?", [decision]):
        raise NotDecidable(f"decision {decision} is undone already")
    made = db.insert(
        "decision",
        {"kind": "undo", "undoes": decision, "made": 0, "who": who, "at": to_time(now)}
        | {name: row[name] for name in ("visit", "article", "other")},
    )
    _settle(db, row)
    return made


def _record(
    db: Database,
    kind: str,
    reports: Sequence[int],
    who: str,
    now: datetime,
    *,
    visit: int | None = None,
    article: int | None = None,
    reason: str | None = None,
    other: int | None = None,
    made: bool = False,
    fact: str | None = None,
    stated: str | None = None,
) -> int:
    if not who.strip():
        raise NotDecidable("a decision names who made it")
    about: dict[str, Any] = {"kind": kind, "visit": visit, "article": article, "other": other}
    row = about | {"reason": reason, "made": int(made), "fact": fact, "stated": stated, "who": who, "at": to_time(now)}
    decision = db.insert("decision", row)
    db.insert_all("decision_report", ({"decision": decision, "report": report} for report in dict.fromkeys(reports)))
    _settle(db, about)
    return decision


def _settle(db: Database, about: dict[str, Any]) -> None:
    touched = [about[name] for name in ("visit", "other") if about[name] is not None]
    standing.settle(db, touched, about["article"] if about["kind"] in ("confirm", "dismiss", "unsure") else None)


def _found(db: Database, kind: str, article: int, who: str, now: datetime) -> int:
    """Make a visit that this article reports, on an editor's word."""
    row = db.one("SELECT id, place FROM verdict WHERE article = ? AND is_current = 1", [article])
    if row is None:
        raise NotDecidable(f"article {article} is not stored, or was never judged: name one that is")
    made = visits.report(db, visits.add(db, now), article, row["id"], Visit(place=row["place"]), "", now)
    report = db.rows("SELECT id FROM report WHERE visit = ? AND article = ?", [made, article])[0]["id"]
    return _record(db, kind, [report], who, now, visit=made, article=article, made=True)


def _shown(db: Database, visit: int) -> int:
    row = db.one("SELECT shown FROM visit WHERE id = ?", [visit])
    if row is None:
        raise NotDecidable(f"there is no visit {visit}: it may have been taken down meanwhile; reload the page")
    return int(row["shown"])


def _reports(db: Database, visit: int) -> list[int]:
    """The reports that a visit, as shown, has at this moment."""
    rows = db.rows("SELECT id FROM standing WHERE visit = ? AND holds ORDER BY id", [visit])
    return [row["id"] for row in rows]


def _held(db: Database, article: int) -> list[int]:
    if db.one("SELECT 1 FROM article WHERE id = ?", [article]) is None:
        raise NotDecidable(f"there is no article {article}: it may have been taken down meanwhile; reload the page")
    return [row["id"] for row in db.rows("SELECT id FROM standing WHERE article = ? AND holds ORDER BY id", [article])]


def _check(kind: str, value: str) -> None:
    """Raises ValueError. A day is compared and counted as its text, so that no other spelling of it will do."""
    if kind in ("date_start", "date_end") and date.fromisoformat(value).isoformat() != value:
        raise ValueError(f"{value} is spelt otherwise")
    if kind == "headcount" and (str(int(value)) != value or not 0 < int(value) <= _MOST_PEOPLE):
        raise ValueError(f"{value} people")

"""Runs: one crawl of one site each, and where everything seen went."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from article import RunReport, RunState
from storage import sites
from storage.database import Database
from storage.values import from_list, from_time, from_time_or_none, to_list, to_time


@dataclass(frozen=True, slots=True)
class RunRow:
    """A stored run; `baseline` when no run of the site had ended good or partial before it started."""

    run_id: int
    site: str
    state: RunState
    started: datetime
    finished: datetime | None
    pid: int
    baseline: bool
    report: RunReport


_COUNTS = (
    "seen", "stored", "known", "rejected", "failed", "new", "versions", "copies", "flagged", "requests", "bytes",
    "not_modified",
)  # fmt: skip


# A poll asks the site's sources; a run by hand reads named pages only and says nothing of the site, and so does one of
# the past, which reads a window of it.
Kind = Literal["poll", "by_hand", "past"]


def start(db: Database, site: str, now: datetime, pid: int, kind: Kind = "poll") -> int:
    """Open a run of a registered site; its id."""
    return db.insert(
        "run",
        {
            "site": site,
            "state": "running",
            "baseline": int(kind == "poll" and not sites.baseline_done(db, site)),
            "by_hand": int(kind != "poll"),
            "past": int(kind == "past"),
            "started": to_time(now),
            "pid": pid,
        },
    )


def finish(db: Database, run_id: int, report: RunReport, now: datetime) -> None:
    """Close a run with its report, even if it was given up as interrupted meanwhile."""
    values = {name: getattr(report, name) for name in _COUNTS}
    db.execute(
        f"UPDATE run SET state = :state, finished = :now, problems = :problems, "
        f"{', '.join(f'{name} = :{name}' for name in _COUNTS)} WHERE id = :run_id",
        values | {"state": report.state, "now": to_time(now), "problems": to_list(report.problems), "run_id": run_id},
    )


def close_stale(db: Database, now: datetime, pid: int | None = None, site: str | None = None) -> int:
    """Call every run that is still "running" interrupted; their number.

    For the start and the stop of the only daemon; with `pid`, for a process that was told to break off; with `site`,
    for whoever alone may read it.
    """
    return db.execute(
        """UPDATE run SET state = 'interrupted', finished = :now
        WHERE state = 'running' AND pid = coalesce(:pid, pid) AND site = coalesce(:site, site)""",
        {"now": to_time(now), "pid": pid, "site": site},
    )


def settle(db: Database, site: str, before: int | None, ended: str, now: datetime) -> RunReport:
    """How the site's run ended that came after the run `before`. Inside `write()`.

    A crawl process that died leaves no run, or one that says "running": `ended` is written down as how it ended.
    """
    row = latest(db, site)
    if row and row.run_id != before and row.state != "running":
        return row.report
    if row is None:
        sites.register(db, site, (), now)
    if row is None or row.run_id == before:
        run, report = start(db, site, now, os.getpid()), RunReport(site=site, state="failed")
    else:
        run, report = row.run_id, replace(row.report, state="interrupted")
    return add_problem(db, run, report, ended, now)


def add_problem(db: Database, run_id: int, report: RunReport, words: str, now: datetime) -> RunReport:
    """Close a run with its report, these words added to its problems; the report then. Inside `write()`."""
    report = replace(report, problems=(*report.problems, words))
    finish(db, run_id, report, now)
    return report


def latest(db: Database, site: str) -> RunRow | None:
    """The site's newest run; those by hand are left out here and below."""
    return next(iter(recent(db, site, 1)), None)


def latest_good(db: Database, site: str) -> RunRow | None:
    row = db.one("SELECT * FROM run WHERE site = ? AND by_hand = 0 AND state = 'good' ORDER BY id DESC LIMIT 1", [site])
    return None if row is None else _run(row)


def recent(db: Database, site: str, limit: int) -> list[RunRow]:
    """The site's newest runs, newest first."""
    rows = db.rows("SELECT * FROM run WHERE site = ? AND by_hand = 0 ORDER BY id DESC LIMIT ?", [site, limit])
    return [_run(row) for row in rows]


def first_start(db: Database) -> datetime | None:
    """When the first run of any site began."""
    row = db.one("SELECT started FROM run ORDER BY id LIMIT 1")
    return None if row is None else from_time(row["started"])


def _run(row: dict[str, Any]) -> RunRow:
    return RunRow(
        run_id=row["id"],
        site=row["site"],
        state=row["state"],
        started=from_time(row["started"]),
        finished=from_time_or_none(row["finished"]),
        pid=row["pid"],
        baseline=bool(row["baseline"]),
        report=RunReport(
            site=row["site"],
            state=row["state"],
            problems=from_list(row["problems"]),
            **{name: row[name] for name in _COUNTS},
        ),
    )

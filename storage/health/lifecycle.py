"""A site's life: candidate, stable, investigating, quarantined, retired; when it came there and why.

A candidate becomes stable by proof: a check that passed, or a good run after which its articles have title, date and
text at the usual share. A stable site that stays broken is investigated; one that is not mended for a week, or breaks
again and again, is quarantined, and one that somebody else has taken over is so at once: it is read once a day, and
what it brings is marked. Three good runs in a row, or a check that passed, bring it back. Only an operator retires a
site, and only an operator brings it back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, Literal

from article import RunReport
from storage import runs
from storage.database import Database
from storage.errors import StorageError
from storage.health import alarms, harvest
from storage.health.alarms import Found
from storage.health.harvest import Fields
from storage.told import told, within
from storage.values import from_time, to_list, to_time

SiteState = Literal["candidate", "stable", "investigating", "quarantined", "retired"]
ProofKind = Literal["check", "run"]
Figures = Mapping[str, int | float | str | None]

# Of a site's articles of the last 30 days (the newest 200), so many must have what an article has, and of so many
# articles nothing can be told yet.
SHARES = {"title": 0.95, "date": 0.9, "body": 0.9}
LEAST_ARTICLES = 3
# What the crawler refuses for want of a text.
_EMPTY = "empty or tiny body"
# A trouble in so many runs in a row, over so long, is no accident.
BROKEN_RUNS, BROKEN_FOR = 3, timedelta(hours=6)
# Not mended for so long, or broken so often within so long: quarantined.
UNMENDED = timedelta(days=7)
OFTEN, OFTEN_WITHIN = 3, timedelta(days=30)
# So many good runs in a row end a quarantine.
GOOD_AGAIN = 3
# Alarms that leave a site readable and its articles whole.
_MINOR = frozenset({"holiday", "silent", "fewer_items", "field_lost", "answers_all"})
READ_EVERY: Mapping[SiteState, timedelta] = {"quarantined": timedelta(days=1)}


class UnknownSite(StorageError):
    """A site that the database does not know."""


class NotRetired(StorageError):
    """A site that cannot be restored, since it is not retired."""


@dataclass(frozen=True, slots=True)
class Life:
    """The state of a site, since when (None: never written down) and why: a line of storage/told.py, or an operator's
    own words."""

    state: SiteState = "candidate"
    since: datetime | None = None
    reason: str = told("life_unproven")

    @property
    def trouble(self) -> str | None:
        """What is not good about the state, for a line of the site's health; None where nothing is."""
        match self.state:
            case "investigating":
                return told("site_investigating", why=within(self.reason))
            case "quarantined":
                return told("site_quarantined", why=within(self.reason))
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Marked:
    """An article that came from a site in quarantine, whose state is `life`; `visits` are those that it reports."""

    article_id: int
    visits: tuple[int, ...]
    site: str
    life: Life


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check or a run showed of a site; `wrong` is empty where it passed."""

    kind: ProofKind
    at: datetime
    figures: Figures
    wrong: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.wrong


def of(db: Database, site: str) -> Life:
    """A site's state now: a candidate unless something else is known."""
    row = db.one("SELECT * FROM site_state WHERE site = ? ORDER BY id DESC LIMIT 1", [site])
    return Life() if row is None else _life(row)


def every(db: Database) -> dict[str, Life]:
    """The state of each site of which one was written down."""
    rows = db.rows("SELECT * FROM site_state WHERE id IN (SELECT max(id) FROM site_state GROUP BY site)")
    return {row["site"]: _life(row) for row in rows}


def is_read(life: Life, last_run: datetime | None, now: datetime) -> bool:
    """Whether a site may be read now: a retired one never, a quarantined one once a day."""
    if life.state == "retired":
        return False
    apart = READ_EVERY.get(life.state)
    return apart is None or last_run is None or now - last_run >= apart


def marked(db: Database) -> list[Marked]:
    """The articles that are told as doubtful: first seen since their site is in quarantine.

    The mark is the site's, not the article's: once the site is proven again its articles stand like any other's.
    """
    found = []
    for site, life in every(db).items():
        if life.state == "quarantined" and life.since:
            rows = db.rows(_MARKED, [site, to_time(life.since)])
            found += [
                Marked(
                    row["id"], tuple(int(number) for number in (row["visits"] or "").split(",") if number), site, life
                )
                for row in rows
            ]
    return found


_MARKED = """
SELECT article.id, group_concat(DISTINCT report.visit) AS visits FROM article
LEFT JOIN verdict ON verdict.article = article.id AND verdict.is_current = 1
LEFT JOIN report ON report.verdict = verdict.id
WHERE article.site = ? AND article.first_seen >= ? GROUP BY article.id
"""


def after_run(
    db: Database, site: str, report: RunReport, now: datetime, taken_over: Found | None = None
) -> Life | None:
    """Move a site's state by what its run has shown; the new state, None where it stays. Inside `write()`.

    `taken_over` is the run's finding that most of what the site shows is somebody else's.

    To be called once the run's alarms are kept and the run is finished (`runs.finish`), for runs that are not by hand.
    """
    life = of(db, site)
    if life.state == "retired" or report.state == "interrupted":
        return None
    if taken_over and life.state != "quarantined":
        return _move(db, site, "quarantined", told("life_taken_over", what=within(taken_over.words)), now)
    trouble = _trouble(db, site, now)
    match life.state:
        case "candidate":
            return _prove(db, site, report, now, "life_good_run") if trouble is None else None
        case "stable":
            return _move(db, site, "investigating", trouble, now) if trouble else None
        case "investigating":
            return _investigated(db, site, report, life, trouble, now)
        case "quarantined":
            good = list(takewhile(lambda run: run.state == "good", runs.recent(db, site, GOOD_AGAIN)))
            is_good_again = len(good) == GOOD_AGAIN and life.since is not None and good[-1].started >= life.since
            return _prove(db, site, report, now, "life_good_runs") if is_good_again else None


def checked(db: Database, site: str, proof: Proof) -> Life | None:
    """Keep what a check showed; one that passed makes any site stable but a retired one. Inside `write()`.

    Raises UnknownSite.
    """
    _must_know(db, site)
    proof_id = _keep(db, site, proof)
    life = of(db, site)
    if not proof.passed or life.state in ("stable", "retired"):
        return None
    return _move(db, site, "stable", told("life_checked"), proof.at, proof_id)


def retire(db: Database, site: str, reason: str, now: datetime) -> Life:
    """An operator takes a site out of the rounds; what is stored of it stays. Inside `write()`. Raises UnknownSite."""
    _must_know(db, site)
    return _move(db, site, "retired", reason, now)


def restore(db: Database, site: str, now: datetime) -> Life:
    """An operator lets a retired site be read again: it must prove itself anew. Inside `write()`.

    Raises UnknownSite, NotRetired.
    """
    _must_know(db, site)
    life = of(db, site)
    if life.state != "retired":
        raise NotRetired(f"{site} is {life.state}, not retired: there is nothing to restore")
    return _move(db, site, "candidate", told("life_restored"), now)


def _investigated(
    db: Database, site: str, report: RunReport, life: Life, trouble: str | None, now: datetime
) -> Life | None:
    if trouble is None:
        return _prove(db, site, report, now, "life_mended")
    if life.since is not None and now - life.since >= UNMENDED:
        return _move(db, site, "quarantined", told("life_unmended", n=UNMENDED.days, why=within(trouble)), now)
    row = db.one(
        "SELECT count(*) AS n FROM site_state WHERE site = ? AND state = 'investigating' AND since >= ?",
        [site, to_time(now - OFTEN_WITHIN)],
    )
    if row and row["n"] >= OFTEN:
        return _move(db, site, "quarantined", told("life_often", n=row["n"], days=OFTEN_WITHIN.days), now)
    return None


def _prove(db: Database, site: str, report: RunReport, now: datetime, word: str) -> Life | None:
    """Make a site stable if its run was good, nothing is wrong with it, and its articles are whole."""
    if report.state != "good" or any(_is_serious(alarm.cause) for alarm in alarms.of_site(db, site)):
        return None
    read = harvest.read_before(db, site, -1, now)
    empty = harvest.emptied(db, site, now, _EMPTY)
    figures = shares(read, empty)
    if len(read) < LEAST_ARTICLES or any(figures[name] < share for name, share in SHARES.items()):
        return None
    proof = Proof("run", now, {"articles": len(read), **{name: round(one, 3) for name, one in figures.items()}})
    counts = {"articles": len(read)} | ({"n": GOOD_AGAIN} if word == "life_good_runs" else {})
    reason = told(word, **counts, **{name: f"{figures[name]:.0%}" for name in SHARES})
    return _move(db, site, "stable", reason, now, _keep(db, site, proof))


def shares(read: Sequence[Fields], empty: int) -> dict[str, float]:
    """The share of articles that have a title of their own, a date, and of all pages those that had a text, 0 to 1."""
    count = len(read) or 1
    return {
        "title": sum(one.title for one in read) / count,
        "date": sum(one.published for one in read) / count,
        "body": len(read) / (len(read) + empty or 1),
    }


def _trouble(db: Database, site: str, now: datetime) -> str | None:
    """What keeps a site broken: runs that failed in a row, or an alarm that stands."""
    failed = list(takewhile(lambda run: run.state == "failed", runs.recent(db, site, BROKEN_RUNS)))
    if len(failed) == BROKEN_RUNS and now - failed[-1].started >= BROKEN_FOR:
        why = "; ".join(failed[0].report.problems)
        return told("life_failed", n=BROKEN_RUNS, why=why) if why else told("life_failed_untold", n=BROKEN_RUNS)
    for alarm in alarms.of_site(db, site):
        if _is_serious(alarm.cause) and alarm.runs >= BROKEN_RUNS and now - alarm.since >= BROKEN_FOR:
            return told("life_alarm", n=alarm.runs, what=within(alarm.words))
    return None


def _is_serious(cause: str) -> bool:
    return cause not in _MINOR


def _move(db: Database, site: str, state: SiteState, reason: str, now: datetime, proof: int | None = None) -> Life:
    row = {"site": site, "state": state, "since": to_time(now), "reason": reason, "proof": proof}
    db.insert("site_state", row)
    return Life(state, now, reason)


def _keep(db: Database, site: str, proof: Proof) -> int:
    return db.insert(
        "site_proof",
        {
            "site": site,
            "kind": proof.kind,
            "at": to_time(proof.at),
            "passed": int(proof.passed),
            "figures": json.dumps(dict(proof.figures)),
            "wrong": to_list(proof.wrong),
        },
    )


def _must_know(db: Database, site: str) -> None:
    if db.one("SELECT 1 FROM site WHERE name = ?", [site]) is None:
        raise UnknownSite(f"{db.path} knows no site {site}: it is registered with its first run or check")


def _life(row: Mapping[str, Any]) -> Life:
    return Life(row["state"], from_time(row["since"]), row["reason"])

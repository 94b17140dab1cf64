"""Judge everything stored again, after the rules changed: the result is that of a fresh start under the new rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, groupby
from operator import attrgetter

from article import Verdict
from crawler.again.replay import Row, replay
from crawler.rules import Rules, register
from crawler.storing.filing import Reading
from storage import history, rescoring, standing, verdicts
from storage.database import Database
from storage.rescoring import Job, Report, Text, Told

# Texts judged in one transaction: a crawl that writes meanwhile waits well under a second.
BATCH = 100
# A crawl that goes on storing may outrun the plan so often; then it waits for the plan.
TRIES = 5

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rescored:
    """What a rescore came to: articles by their current verdict, visits as editors see them."""

    versions: int
    flagged: int
    newly_flagged: int
    unflagged: int
    visits: int
    new_visits: int
    gone_visits: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """What waits, judged, with the reports it makes; good while nothing has come in since."""

    mark: tuple[int | None, ...]
    verdicts: dict[int, tuple[Text, Verdict]]
    rows: list[Row]


def rescore(db: Database, rules: Rules, now: datetime, progress: Progress = lambda *_: None) -> Rescored:
    """Judge every text kept again; goes on with a rescore by the same rules that was broken off.

    Killed at any moment it leaves the visits as they were, or as they are to be. Raises StorageError.
    """
    register(db, rules, now)
    with db.write():
        job = rescoring.begin(db, rules.fingerprint(), now)
    judged: dict[int, Verdict] = {}
    for tries in count(1):
        while batch := rescoring.texts(db, job.reached, BATCH):
            job = _keep(db, job, batch, rules, now)
            progress(job.judged, max(rescoring.count(db), job.judged))
        plan = _plan(db, rules, judged)
        with db.write():
            fits = rescoring.mark(db) == plan.mark
            if not fits and tries < TRIES:
                continue
            if not fits:
                job, plan = _catch_up(db, job, rules, judged, now)
            before = _seen(db)
            _put_in_place(db, plan, now)
            rescoring.finish(db, job, now)
            return _came_to(job, before, _seen(db))
    raise AssertionError("count() has no end")


def _keep(db: Database, job: Job, batch: Sequence[Text], rules: Rules, now: datetime) -> Job:
    """Judge a batch, and store it in one transaction."""
    told = [(text, rules.judge(text.article)) for text in batch]
    with db.write():
        for text, verdict in told:
            rescoring.keep(db, text, verdict, now)
        return rescoring.reach(db, job, batch[-1].version_id)


def _catch_up(db: Database, job: Job, rules: Rules, judged: dict[int, Verdict], now: datetime) -> tuple[Job, _Plan]:
    """What a crawl stored while the last plan was made, within the transaction that puts the plan in place."""
    while batch := rescoring.texts(db, job.reached, BATCH):
        for text in batch:
            rescoring.keep(db, text, rules.judge(text.article), now)
        job = rescoring.reach(db, job, batch[-1].version_id)
    return job, _plan(db, rules, judged)


def _plan(db: Database, rules: Rules, judged: dict[int, Verdict]) -> _Plan:
    """What a fresh start would make of the texts that wait. `judged` remembers verdicts, by version."""
    with db.snapshot():
        mark, texts, others = rescoring.mark(db), rescoring.waiting(db), rescoring.other_texts(db)
        pins, dismissed = standing.pins(db), standing.dismissed_articles(db)
    for text in texts:
        if text.version_id not in judged:
            judged[text.version_id] = rules.judge(text.article)
    told = {text.version_id: (text, judged[text.version_id]) for text in texts}
    readings = [
        Reading(text.article_id, version, text.article.published, verdict.visits if verdict.flagged else ())
        for version, (text, verdict) in told.items()
    ]
    readings += [Reading(article, version, published, ()) for article, version, published in others]
    readings.sort(key=attrgetter("version_id"))
    return _Plan(mark, told, replay(readings, pins, dismissed))


def _put_in_place(db: Database, plan: _Plan, now: datetime) -> None:
    history.at(db, now)
    stored = rescoring.reports(db)
    wanted = list(_paired(_named(plan, stored), stored))
    taken = {report_id for report_id, _ in wanted}
    left = [report for report in stored if report.report_id not in taken]
    overruled = {report.version_id for report in left}
    verdict_ids = {
        version: verdicts.replace(
            db, text.article_id, version, verdict, text.article.text, now, anew=version in overruled
        )
        for version, (text, verdict) in plan.verdicts.items()
    }
    rescoring.clear(db, [report.report_id for report in left if not report.told and not report.decided])
    wanted.sort(key=lambda pair: (pair[1].visit_id is None, -pair[1].group))
    rescoring.put(
        db, wanted, verdict_ids, {version: text.article.text for version, (text, _) in plan.verdicts.items()}, now
    )
    rescoring.clear(db, ())


def _named(plan: _Plan, stored: Sequence[Report]) -> list[Told]:
    """The plan's reports, where a visit that it found keeps the id of the stored one that it shares most reports with:
    one that was told before others, then the older one. Stored visits that are shown as one give one id."""
    found: dict[int, set[int]] = {}
    for row in plan.rows:
        found.setdefault(row.visit_id, set()).add(row.article_id)
    known: dict[int, set[int]] = {}
    for report in stored:
        known.setdefault(report.shown, set()).add(report.article_id)
    told = {report.shown for report in stored if report.told}
    decided = {one for report in stored if report.decided for one in (report.visit_id, report.shown)} | set(found)
    shares = sorted(
        (visit not in told, -len(articles & known[visit]), visit, -number)
        for number, articles in found.items()
        for visit in known
        if number < 0 and visit not in decided and articles & known[visit]
    )
    ids: dict[int, int] = {}
    for _, _, visit, minus in shares:
        if -minus not in ids and visit not in ids.values():
            ids[-minus] = visit
    return [_told(plan, row, ids) for row in plan.rows]


def _told(plan: _Plan, row: Row, ids: dict[int, int]) -> Told:
    visit = None if row.entry is None else plan.verdicts[row.version_id][1].visits[row.entry]
    visit_id = row.visit_id if row.visit_id > 0 else ids.get(row.visit_id)
    return Told(visit_id, row.visit_id, row.article_id, row.version_id, row.entry or 0, visit)


def _paired(wanted: Sequence[Told], stored: Sequence[Report]) -> Iterator[tuple[int | None, Told]]:
    """Each wanted report with the stored one, of the same article, whose place it takes: the one of the same visit,
    else one that is left over, told ones first, so that what was told stays told."""
    before: dict[int, list[Report]] = {}
    for report in stored:
        before.setdefault(report.article_id, []).append(report)
    ordered = sorted(wanted, key=lambda one: (one.article_id, one.version_id, one.entry))
    for article, group in groupby(ordered, key=attrgetter("article_id")):
        yield from _paired_of_one(list(group), before.get(article, []))


def _paired_of_one(wanted: Sequence[Told], stored: Sequence[Report]) -> Iterator[tuple[int | None, Told]]:
    same = {report.visit_id: report.report_id for report in stored}
    asked = {told.visit_id for told in wanted}
    left = sorted(
        (report for report in stored if report.visit_id not in asked and not report.decided),
        key=lambda report: (not report.told, report.report_id),
    )
    spare = iter(report.report_id for report in left)
    for told in wanted:
        yield (same[told.visit_id] if told.visit_id in same else next(spare, None)), told


def _seen(db: Database) -> tuple[set[int], set[int]]:
    """(flagged articles, visits that are shown)"""
    flagged = {row["article"] for row in db.rows("SELECT article FROM verdict WHERE is_current = 1 AND flagged = 1")}
    shown = db.rows("SELECT DISTINCT visit FROM standing WHERE holds AND decided IS NOT 'dismissed'")
    return flagged, {row["visit"] for row in shown}


def _came_to(job: Job, before: tuple[set[int], set[int]], after: tuple[set[int], set[int]]) -> Rescored:
    return Rescored(
        versions=job.judged,
        flagged=len(after[0]),
        newly_flagged=len(after[0] - before[0]),
        unflagged=len(before[0] - after[0]),
        visits=len(after[1]),
        new_visits=len(after[1] - before[1]),
        gone_visits=len(before[1] - after[1]),
    )

"""One job: acknowledged only when its run is good, given back otherwise, and named in health after the last attempt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from article import RunReport, RunState
from child import ProgramChanged
from cluster import jobs
from cluster.engine import Order, Over
from cluster.jobs import Jobs, NotGood
from config import Config
from storage import runs, sites
from storage.database import Busy, Database
from tests.warta import NOW

ORDER = Order("seblang", "seblang.id", 0, NOW)
MINUTE = timedelta(minutes=1)


class Child:
    """Stands in for the crawl process: its run ends in a state, or does not end, or the program was changed."""

    def __init__(self, db: Database, ends: RunState | None = "good", does: Callable[[], None] = lambda: None) -> None:
        self.db, self.ends, self.does, self.calls = db, ends, does, 0

    async def __call__(self, site: str, _: Config) -> str:
        self.calls += 1
        self.does()
        with self.db.write():
            sites.register(self.db, site, ["seblang.id"], NOW)
            run = runs.start(self.db, site, NOW + MINUTE, 1)
            if self.ends:
                runs.finish(self.db, run, RunReport(site=site, state=self.ends), NOW + MINUTE)
        return "the crawl process was killed by signal 9"


def crawl(db: Database, child: Child, attempt: int = 1) -> None:
    asyncio.run(Jobs(Config(), db, lambda: NOW + 2 * MINUTE, child).crawl(ORDER, attempt))


def test_a_good_run_is_done(db: Database) -> None:
    crawl(db, Child(db))


@pytest.mark.parametrize("state", ["partial", "failed", "interrupted"])
def test_any_other_run_is_not_done(db: Database, state: RunState) -> None:
    with pytest.raises(NotGood, match=f"seblang: {state}"):
        crawl(db, Child(db, state))


def test_a_crawl_that_dies_is_not_done_and_its_run_says_how(db: Database) -> None:
    with pytest.raises(NotGood, match="killed by signal 9"):
        crawl(db, Child(db, None))
    row = runs.latest(db, "seblang")
    assert row is not None
    assert (row.state, row.report.problems) == ("interrupted", ("the crawl process was killed by signal 9",))


def test_a_job_whose_run_was_good_before_its_worker_was_lost_reads_nothing_again(db: Database) -> None:
    child = Child(db)
    crawl(db, child)
    crawl(db, child, attempt=2)
    assert child.calls == 1


def test_the_run_of_a_lost_worker_is_closed_before_the_next_begins(db: Database) -> None:
    with db.write():
        sites.register(db, "seblang", [], NOW)
        sites.register(db, "detik", [], NOW)
        runs.start(db, "seblang", NOW + MINUTE, 77)
        runs.start(db, "detik", NOW + MINUTE, 77)

    def look() -> None:
        assert [(row["site"], row["state"]) for row in db.rows("SELECT site, state FROM run ORDER BY id")] == [
            ("seblang", "interrupted"),
            ("detik", "running"),
        ]

    crawl(db, Child(db, does=look), attempt=2)


def test_the_last_attempt_names_the_site_in_health(db: Database) -> None:
    for attempt in (1, 2, 3):
        with pytest.raises(NotGood):
            crawl(db, Child(db, "failed"), attempt)
        (health,) = sites.health(db, NOW + 3 * MINUTE)
        assert ("tried 3 times" in " ".join(health.problems)) == (attempt == 3)


def test_a_site_that_kills_its_workers_before_a_run_begins_is_named_too(db: Database) -> None:
    Jobs(Config(), db, lambda: NOW + MINUTE).failed(ORDER)
    (health,) = sites.health(db, NOW + MINUTE)
    assert (health.last_state, health.problems[0][:13]) == ("failed", "tried 3 times")


def test_a_changed_program_ends_the_worker_and_says_nothing_of_the_site(db: Database) -> None:
    def change() -> None:
        raise ProgramChanged("the program was changed")

    with pytest.raises(Over, match="was changed"):
        crawl(db, Child(db, does=change), attempt=3)
    assert runs.latest(db, "seblang") is None


def test_the_end_of_a_run_waits_for_a_store_that_is_busy(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SETTLE_AGAIN_SECONDS", 0)
    settle, refused = runs.settle, iter([Busy("locked")] * 3)

    def busy(*given: Any) -> RunReport:
        if error := next(refused, None):
            raise error
        return settle(*given)

    monkeypatch.setattr(runs, "settle", busy)
    crawl(db, Child(db))
    assert next(refused, None) is None

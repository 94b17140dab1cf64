"""Faults of our own, a full disk, lost requests, a run out of time: each is detected and told."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import IgnoreRequest

from article import Candidate, RunReport
from config import ConfigError
from crawler import pipelines
from crawler.manners import Limits
from crawler.report import PENDING_AT_ONCE, Account
from crawler.run import complete, run_site
from crawler.site import NewsSite
from crawler.storing.stages import Judged
from crawler.web.outcomes import Outcome
from detect.profile import ProfileError
from storage import runs
from storage.database import SqliteStore, open_database
from storage.errors import DiskFull
from tests import hostile as web
from tests import warta


@pytest.mark.fault("A20", "A19")
@pytest.mark.parametrize("seed", range(25))
def test_a_fault_in_a_pipeline_is_always_detected(
    seed: int, server: web.Hostile, crawl: warta.Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose = random.Random(seed)
    numbers = list(range(1, choose.randint(2, 8)))
    unlucky = choose.choice(numbers)
    stage = choose.choice([pipelines.Validate, pipelines.Recognise, pipelines.Judge, pipelines.Store])
    original = stage.process_item

    def faulty(self: Any, item: Any) -> Any:
        if item.asked == str(unlucky):
            raise choose.choice([ValueError, RuntimeError, KeyError, RecursionError])("kerusakan")
        return original(self, item)

    monkeypatch.setattr(stage, "process_item", faulty)
    warta.publish(server, *numbers)
    report = crawl()
    assert (report.state, report.failed, report.stored) == ("partial", 1, len(numbers) - 1)
    assert crawl.state(unlucky) == "failed"
    monkeypatch.undo()
    report = crawl()
    assert (report.state, report.stored) == ("good", 1)


def test_an_error_while_a_page_is_parsed_is_detected(
    server: web.Hostile, crawl: warta.Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    warta.publish(server, 1, 2)
    monkeypatch.setattr("crawler.site.next_pages", _raise(ZeroDivisionError("kerusakan")))
    report = crawl()
    assert (report.state, report.failed) == ("partial", 2)
    assert report.problems == ("2 failed: ZeroDivisionError: kerusakan",)


def test_an_error_while_the_sources_are_read_fails_the_run(
    server: web.Hostile, crawl: warta.Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    warta.publish(server, 1, 2)
    monkeypatch.setattr("crawler.discover.read_source", _raise(ZeroDivisionError("kerusakan")))
    report = crawl()
    assert report.state == "failed"
    assert "reading the sources broke off: ZeroDivisionError: kerusakan" in report.problems


def test_a_page_is_never_given_up_for_an_error_of_ours(
    server: web.Hostile, crawl: warta.Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    warta.publish(server, 1)
    monkeypatch.setattr("crawler.rules.judge_for", _raise(ZeroDivisionError("kerusakan")))
    for _ in range(8):
        crawl.now += timedelta(days=1)
        assert crawl().state == "partial"
        assert crawl.state(1) == "failed"
    monkeypatch.undo()
    assert (crawl().state, crawl.state(1)) == ("good", "stored")


def test_a_run_that_cannot_start_has_failed(crawl: warta.Crawl, tmp_path: Path) -> None:
    faulty = tmp_path / "x.toml"
    faulty.write_text("", encoding="utf-8")
    crawl.config = replace(crawl.config, watch=(faulty,))
    with pytest.raises(ProfileError):
        crawl()
    with crawl.database() as db:
        row = runs.latest(db, "warta")
    assert row is not None and (row.state, row.report.problems) == ("failed", ("the run could not start",))


def test_a_live_site_is_not_asked_without_a_contact(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="contact is empty"):
        complete(run_site(warta.Warta, warta.config(None, tmp_path, contact="")))


def _raise(error: Exception) -> Callable[..., Any]:
    def stand_in(*_: Any, **__: Any) -> Any:
        raise error

    return stand_in


@pytest.mark.fault("A20")
def test_a_request_that_vanishes_is_detected(
    server: web.Hostile, crawl: warta.Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    warta.publish(server, 1, 2, 3)

    def drop(_: NewsSite, request: Any) -> None:
        if request.url == warta.article_url(2):
            raise IgnoreRequest

    original = NewsSite.from_crawler.__func__  # type: ignore[attr-defined]

    def from_crawler(cls: type[NewsSite], crawler: Any, *args: Any, **kwargs: Any) -> NewsSite:
        from scrapy import signals

        spider: NewsSite = original(cls, crawler, *args, **kwargs)
        spider.drop = drop.__get__(spider)  # type: ignore[attr-defined]
        crawler.signals.connect(spider.drop, signal=signals.request_scheduled)  # type: ignore[attr-defined]
        return spider

    monkeypatch.setattr(NewsSite, "from_crawler", classmethod(from_crawler))
    report = crawl()
    assert (report.state, report.stored, report.failed) == ("partial", 2, 1)
    assert report.problems == ("1 failed: lost: no outcome was recorded",)
    assert crawl.state(2) == "failed"


@pytest.mark.fault("A20")
def test_an_article_that_is_not_in_the_database_is_not_called_stored(
    server: web.Hostile, crawl: warta.Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    warta.publish(server, 1, 2)

    def forgetful(self: pipelines.Store, item: Judged) -> Judged:
        self.account.stored(item.asked, "new", copied=False, flagged=False)
        return item

    monkeypatch.setattr(pipelines.Store, "process_item", forgetful)
    report = crawl()
    assert (report.state, report.stored, report.failed) == ("partial", 0, 2)


@pytest.mark.fault("A5", "A19")
@pytest.mark.parametrize("nth", range(1, 8))
def test_a_full_disk_fails_the_run_and_leaves_nothing_by_halves(
    nth: int, server: web.Hostile, crawl: warta.Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    warta.publish(server, 1, 2, 3)
    original, writes = SqliteStore.write, iter(range(1, 100))

    def full(self: SqliteStore) -> Any:
        if next(writes) >= nth:
            raise DiskFull("the disk is full")
        return original(self)

    monkeypatch.setattr(SqliteStore, "write", full)
    try:
        report = complete(run_site(warta.Warta, crawl.config, now=warta.NOW, limits=warta.QUICK))
    except DiskFull:
        assert nth <= 2, "only before the run has a row can it end without a report"
    else:
        assert report.state == "failed" and "the disk is full" in report.problems
        assert report.adds_up
    monkeypatch.undo()
    with open_database(crawl.config.database, create=True) as db:
        assert db.rows("SELECT id FROM version WHERE id NOT IN (SELECT version FROM verdict)") == []
    report = crawl()
    with crawl.database() as db:
        assert db.rows("SELECT count(*) AS n FROM article") == [{"n": 3}]
    assert report.state == "good"


def test_a_run_whose_time_is_up_leaves_the_rest_for_the_next(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, *range(1, 9))
    for number in range(1, 9):
        server.answers[warta.article_url(number)] = web.late(0.4, web.page(warta.article(number)))
    crawl.config = replace(crawl.config, run_seconds=1)
    report = crawl(limits=Limits(page_seconds=5))
    assert report.state == "partial"
    assert 0 < report.stored < 8 and report.stored + report.failed == 8
    assert report.problems == (f"the run's time was up: {report.failed} candidates are left for the next run",)
    assert crawl.state(8) == "new"
    crawl.config = replace(crawl.config, run_seconds=60)
    rest = crawl(limits=Limits(page_seconds=5))
    assert (rest.state, rest.stored) == ("good", report.failed)


def test_a_site_that_cannot_be_reached_says_so_plainly(crawl: warta.Crawl) -> None:
    crawl.config = replace(crawl.config, gateway="http://127.0.0.1:9/{url}")
    report = crawl()
    assert report.state == "failed"
    assert report.problems == ("unreachable: the gateway 127.0.0.1:9 refuses the connection",)


def test_only_the_pages_named_are_read(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1, 2)
    report = crawl(only=[warta.article_url(7), warta.article_url(2)])
    assert sorted(server.urls()) == [warta.article_url(2), warta.article_url(7)]
    assert (report.seen, report.stored, report.rejected) == (2, 1, 1)


def test_a_run_that_leaves_unread_what_earlier_ones_left_is_not_good(tmp_path: Path) -> None:
    left = PENDING_AT_ONCE + 3
    found = [(str(n), Candidate("warta", warta.article_url(n), "feed", warta.FEED)) for n in range(left + 2)]

    def read_by(listed: list[tuple[str, Candidate]]) -> tuple[int, RunReport]:
        account = Account(open_database(tmp_path / "a.db", create=True), "warta", [warta.HOST], lambda: warta.NOW)
        account.known_before(listed)
        account.listed(listed)
        asked = account.to_read()
        for key, _ in asked:
            account.settle(key, Outcome("rejected", "is a test"))
        return len(asked), account.close("finished")

    with open_database(tmp_path / "a.db", create=True) as db:
        killed = Account(db, "warta", [warta.HOST], lambda: warta.NOW)
        killed.known_before(found)
        killed.listed(found)
    asked, report = read_by(found[:2])
    assert (asked, report.state) == (PENDING_AT_ONCE + 2, "partial")
    assert "more than 200 candidates unread" in " ".join(report.problems)
    asked, report = read_by([])
    assert (asked, report.state, report.problems) == (3, "good", ())


def test_an_account_counts_a_candidate_listed_twice_once(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db", create=True) as db:
        account = Account(db, "warta", [warta.HOST], lambda: warta.NOW)
        once = ("1", Candidate("warta", warta.article_url(1), "feed", warta.FEED))
        for _ in range(2):
            account.known_before([once])
            account.listed([once])
        assert account.to_read() == [once]
        assert account.tally.report().seen == 1

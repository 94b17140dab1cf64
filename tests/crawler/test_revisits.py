"""Flagged articles read again by their site's own runs, and counted in them. The site is synthetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from article import RunReport
from storage.digest import changes
from tests import hostile as web
from tests import warta
from tests.crawler.test_reread import VISIT

URL = warta.article_url(1)
DAY = timedelta(days=1)


@pytest.fixture
def server() -> Iterator[web.Hostile]:
    with web.hostile() as running:
        running.answers[warta.FEED] = warta.xml(warta.feed([1, 2]))
        running.answers[URL] = page(30)
        running.answers[warta.article_url(2)] = web.page(warta.article(2))
        yield running


@pytest.fixture
def crawl(server: web.Hostile, tmp_path: Path) -> warta.Crawl:
    made = warta.Crawl(server, tmp_path)
    report = made()
    assert (report.new, report.flagged) == (2, 1)
    return made


def page(count: int) -> web.Answer:
    return web.page(warta.article(1, text=f"<p>{VISIT.format(count=count)}</p>"))


def later(crawl: warta.Crawl, time: timedelta) -> RunReport:
    """A run so much after the last one; it asks for the feed and, where something is due, for that."""
    crawl.now += time - timedelta(hours=1)
    return crawl()


def rows(crawl: warta.Crawl, sql: str) -> list[tuple[object, ...]]:
    with crawl.database() as db:
        return [tuple(row.values()) for row in db.rows(sql)]


def test_the_flagged_article_is_read_again_on_three_days(server: web.Hostile, crawl: warta.Crawl) -> None:
    asked = []
    for _half_day in range(16):
        report = later(crawl, DAY / 2)
        assert report.state == "good" and report.adds_up
        asked.append(server.urls().count(URL))
        assert warta.article_url(2) not in server.urls()
    assert asked == [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]
    assert rows(crawl, "SELECT day, result FROM revisit") == [(1, "same"), (3, "same"), (7, "same")]


def test_a_changed_number_is_a_new_version_and_a_change(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[URL] = page(45)
    report = later(crawl, DAY)
    assert (report.versions, report.stored) == (1, 1)
    with crawl.database() as db:
        [change] = changes.untold(db)
    assert (change.what, change.was, change.became, change.url) == ("headcount", "30", "45", URL)
    assert rows(crawl, "SELECT count(DISTINCT visit) FROM report") == [(1,)], "still the same visit"


@pytest.mark.parametrize("gone", [web.page("", 404), web.page("", 410), web.redirect(f"{warta.HOME}/")])
def test_a_page_that_is_gone_twice_is_withdrawn_and_stays(
    server: web.Hostile, crawl: warta.Crawl, gone: web.Answer
) -> None:
    server.answers[URL] = gone
    server.answers[f"{warta.HOME}/"] = web.page("<html><body>Beranda</body></html>")
    assert later(crawl, DAY).rejected == 1
    assert rows(crawl, "SELECT withdrawn IS NULL FROM article WHERE key = '1'") == [(1,)]
    assert later(crawl, timedelta(hours=2)).rejected == 1
    assert rows(crawl, "SELECT withdrawn IS NULL FROM article WHERE key = '1'") == [(0,)]
    assert crawl.state(1) == "stored"
    assert rows(crawl, "SELECT count(*) FROM version") == [(2,)]
    assert later(crawl, 3 * DAY).rejected == 0, "not asked for again"


def test_a_page_that_cannot_be_read_leaves_everything_as_it_is(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[URL] = web.page("<html><head><title>Masuk</title></head><body>Silakan masuk.</body></html>")
    report = later(crawl, DAY)
    assert (report.state, report.rejected, crawl.state(1)) == ("good", 1, "stored")
    assert rows(crawl, "SELECT result FROM revisit") == [("unreadable",)]
    assert server.urls().count(URL) == 1
    later(crawl, timedelta(hours=2))
    assert URL not in server.urls(), "not so soon"


def test_an_edit_behind_a_page_that_could_not_be_read_is_seen_once_it_can_be(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    later(crawl, 3 * DAY)
    server.answers[URL] = web.page("", 503)
    assert later(crawl, 4 * DAY).failed == 1
    server.answers[URL] = page(45)
    report = later(crawl, timedelta(hours=6))
    assert report.versions == 1
    assert rows(crawl, "SELECT day, result FROM revisit") == [(3, "same"), (7, "unreadable"), (7, "changed")]
    later(crawl, DAY)
    assert URL not in server.urls()


def asked_with(server: web.Hostile) -> list[str | None]:
    return [asked.headers.get("if-none-match") for asked in server.asked if asked.url == URL]


def article(count: int) -> str:
    return warta.article(1, text=f"<p>{VISIT.format(count=count)}</p>")


@pytest.fixture
def answering(server: web.Hostile, tmp_path: Path) -> warta.Crawl:
    """A site that says of its articles whether they changed."""
    server.answers[URL] = web.conditional(article(30), '"satu"')
    made = warta.Crawl(server, tmp_path)
    assert made().flagged == 1
    return made


def test_an_article_is_asked_for_changes_only_but_on_the_last_day(server: web.Hostile, answering: warta.Crawl) -> None:
    for day, tag in ((1, '"satu"'), (3, '"satu"'), (7, None)):
        report = later(answering, timedelta(days=day) - (answering.now - warta.NOW))
        assert (report.state, report.seen, report.known, report.adds_up) == ("good", 1, 1, True)
        assert asked_with(server) == [tag]
    assert rows(answering, "SELECT day, result FROM revisit") == [(1, "same"), (3, "same"), (7, "same")]
    assert rows(answering, "SELECT count(*) FROM version WHERE is_current = 1") == [(2,)]


def test_an_edit_behind_a_server_that_calls_everything_unchanged_is_seen_on_the_last_day(
    server: web.Hostile, answering: warta.Crawl
) -> None:
    server.answers[URL] = web.conditional(article(45), '"satu"')
    assert later(answering, DAY).versions == 0
    assert later(answering, 6 * DAY).versions == 1


def test_what_is_asked_for_next_is_what_the_newest_text_came_with(server: web.Hostile, answering: warta.Crawl) -> None:
    server.answers[URL] = web.conditional(article(45), '"dua"')
    assert later(answering, DAY).versions == 1
    later(answering, 2 * DAY)
    assert asked_with(server) == ['"dua"']


def test_without_kept_pages_an_article_is_asked_for_whole(server: web.Hostile, tmp_path: Path) -> None:
    server.answers[URL] = web.conditional(article(30), '"satu"')
    crawl = warta.Crawl(server, tmp_path)
    crawl.config = replace(crawl.config, keep_raw_days=0)
    crawl()
    assert later(crawl, DAY).known == 1
    assert asked_with(server) == [None]

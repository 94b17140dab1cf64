"""What a run learns of its hosts: a wish outlasts the run that heard it, and the ledger shows what passed."""

from __future__ import annotations

from datetime import UTC, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import jujugan
from crawler.manners import Limits
from storage.database import open_database
from storage.health import ledger
from tests import hostile as web
from tests import warta

ROBOTS = f"{warta.HOME}/robots.txt"
LIMITS = Limits(page_seconds=5)


@pytest.mark.fault("C13")
def test_a_host_that_said_come_back_in_two_hours_is_not_asked_before(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1)
    server.answers[warta.FEED] = web.page("", 429, retry_after="7500")
    crawl(limits=LIMITS)
    warta.publish(server, 1)
    for _hour in range(2):
        report = crawl(limits=LIMITS)
        assert server.urls() == []
        assert "asks to be left alone until" in report.problems[0]
    assert crawl(limits=LIMITS).state == "good"


@pytest.mark.fault("C13")
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_two_minutes_are_kept_in_later_runs_to_the_second(form: str, server: web.Hostile, crawl: warta.Crawl) -> None:
    hour, answered = timedelta(hours=1), crawl.now.astimezone(UTC) + timedelta(hours=1)
    until = format_datetime(answered + timedelta(seconds=120), usegmt=True)
    date = format_datetime(answered, usegmt=True)
    server.answers[warta.FEED] = web.page("", 429, retry_after="120" if form == "seconds" else until, date=date)
    crawl(limits=LIMITS)
    assert len(server.urls()) <= 3
    warta.publish(server, 1)
    for seconds in (60, 119):
        crawl.now = answered + timedelta(seconds=seconds) - hour
        crawl(limits=LIMITS)
        assert server.urls() == []
    crawl.now = answered + timedelta(seconds=121) - hour
    assert crawl(limits=LIMITS).state == "good"


def test_a_wish_without_an_end_is_asked_about_the_next_day(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = web.page("", 503, retry_after="999999999")
    crawl(limits=LIMITS)
    with crawl.database() as db:
        wish = ledger.paused(db, warta.HOST, crawl.now)
    assert wish is not None and wish.until == crawl.now + timedelta(days=1)


def test_what_robots_txt_says_is_in_the_ledger(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1, 2, 3)
    server.answers[ROBOTS] = web.page("User-agent: *\nCrawl-delay: 2\nDisallow: /berita/2/", content_type="text/plain")
    crawl(limits=LIMITS)
    with crawl.database() as db:
        [day] = ledger.days(db, warta.HOST, crawl.now.date())
    assert (day.manners.robots, day.manners.crawl_delay) == ("rules", 2.0)
    # the feed, two articles, and the address that cannot exist
    assert (day.manners.allowed, day.manners.refused, day.requests) == (4, 1, 5)


def printed(crawl: warta.Crawl, host: str, code: int = 0) -> str:
    path = str(crawl.config.database)
    environment = {"JUJUGAN_NOW": crawl.now.isoformat()}
    done = CliRunner().invoke(jujugan, ["ledger", host, "--db", path], env=environment)
    assert done.exit_code == code, done.output
    return done.output


def test_the_command_prints_a_host_and_the_hosts_below_it(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1, 2)
    for _run in range(2):
        crawl(limits=LIMITS)
    text = printed(crawl, "warta.example")
    assert text == printed(crawl, "EXAMPLE")
    assert "warta.example, the last 14 days" in text
    assert "2026-10-14         6" in text
    assert "robots.txt: there is none (asked 2026-10-14 12:00 WIB, at most once a day); Retry-After: 0 s" in text


def test_a_wish_that_stands_is_printed(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = web.page("", 429, retry_after="7200")
    crawl(limits=LIMITS)
    assert "it asks to be left alone until 2026-10-14 14:00 WIB (answered 429); obeyed" in printed(crawl, warta.HOST)


def test_an_unknown_host_gets_a_hint(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1)
    crawl(limits=LIMITS)
    assert 'nothing was ever asked of "warta.exampel"; did you mean "warta.example"?' in printed(
        crawl, "warta.exampel", 2
    )


def test_re_reading_a_site_prints_what_came_of_it(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    open_database(path, create=True).close()
    done = CliRunner().invoke(jujugan, ["reread", "detik", "--since", "2026-11-01", "--db", str(path)])
    assert done.exit_code == 0, done.output
    assert done.stdout == "new=0 corrected=0 same=0 refused=0 unreadable=0 flagged=0\n"
    wrong = CliRunner().invoke(jujugan, ["reread", "detikk", "--db", str(path)])
    assert wrong.exit_code == 2 and 'did you mean "detik"?' in wrong.output

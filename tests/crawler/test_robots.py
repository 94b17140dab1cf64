"""robots.txt holds for a day and is then asked for conditionally; an error instead of it holds for a short while."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.web.robots import ERROR_HOLDS, HOLDS, holds
from storage.health import robots
from storage.health.robots import Said
from tests import hostile as web
from tests import warta

ROBOTS = f"{warta.HOME}/robots.txt"
FORBIDS = web.page("User-agent: *\nDisallow: /", content_type="text/plain")
SAID = Said(warta.HOME, warta.NOW, 200, body=b"User-agent: *\nDisallow: /admin")


def asked(server: web.Hostile) -> list[web.Asked]:
    return [one for one in server.asked if one.url == ROBOTS]


@pytest.mark.fault("D3")
def test_robots_txt_is_asked_for_once_a_day(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1, 2)
    times = []
    for _hour in range(26):
        crawl()
        times.append(len(asked(server)))
    assert times == [1] + 23 * [0] + [1, 0]


def test_what_it_forbids_stays_forbidden_in_the_runs_that_do_not_ask(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1)
    server.answers[ROBOTS] = FORBIDS
    crawl()
    report = crawl()
    assert server.asked == []
    assert (report.state, report.problems) == ("failed", (f"{warta.FEED}: robots.txt forbids it",))


def test_it_is_asked_for_anew_only_if_it_changed(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1)
    server.answers[ROBOTS] = web.conditional("User-agent: *\nDisallow: /berita", '"satu"')
    crawl()
    crawl.now += HOLDS
    crawl()
    assert [one.headers["if-none-match"] for one in asked(server)] == ['"satu"']
    with crawl.database() as db:
        said = robots.of(db, warta.HOME)
    assert said is not None and (said.status, said.etag, said.at) == (200, '"satu"', crawl.now)
    assert b"Disallow: /berita" in said.body


def test_new_rules_hold_from_the_next_day_on(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1)
    crawl()
    server.answers[ROBOTS] = FORBIDS
    assert crawl().state == "good"
    crawl.now += HOLDS
    assert crawl().state == "failed"


@pytest.mark.parametrize("error", [web.page("", 500), web.reset])
def test_an_error_is_soon_asked_about_again_and_nothing_is_read_meanwhile(
    error: web.Answer, server: web.Hostile, crawl: warta.Crawl
) -> None:
    warta.publish(server, 1)
    whole, server.answers[ROBOTS] = server.answers.get(ROBOTS), error
    first = crawl()
    server.answers[ROBOTS] = whole or web.page("", 404)
    crawl.now += ERROR_HOLDS - timedelta(hours=1, seconds=1)
    second = crawl()
    assert server.asked == [] and second.problems == first.problems
    crawl.now += timedelta(minutes=1) - timedelta(hours=1)
    assert crawl().state == "good" and len(asked(server)) == 1


def test_where_the_host_asked_to_be_left_alone_nothing_was_said(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = web.page("", 429, retry_after=str(27 * 3600))
    crawl()
    crawl.now += HOLDS - timedelta(hours=2)
    crawl()
    with crawl.database() as db:
        said = robots.of(db, warta.HOME)
    assert said is not None and said.status == 404


@pytest.mark.parametrize(
    ("status", "age", "stands"),
    [
        (200, HOLDS - timedelta(seconds=1), True), (200, HOLDS, False), (404, HOLDS - timedelta(seconds=1), True),
        (503, ERROR_HOLDS - timedelta(seconds=1), True), (503, ERROR_HOLDS, False), (429, ERROR_HOLDS, False),
        (None, ERROR_HOLDS, False), (200, -timedelta(seconds=1), False),
    ],
)  # fmt: skip
def test_how_long_an_answer_stands(status: int | None, age: timedelta, stands: bool) -> None:
    assert holds(replace(SAID, status=status), SAID.at + age) == stands

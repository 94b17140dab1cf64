"""Proof of coverage where polls are a week apart: a list shows its last articles only, and what it lost is a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from crawler.facts import Feed
from tests import hostile as web
from tests import warta
from tests.crawler.test_gaps import came, dated, feed, found, listing, newest, short_list, states

WEEK = 168  # articles, one an hour


@pytest.fixture
def server() -> Iterator[web.Hostile]:
    with web.hostile() as running:
        dated_pages = [20, *(number + week * WEEK for week in range(4) for number in range(85, 125))]
        for number in dated_pages:
            running.answers[warta.article_url(number)] = web.page(warta.article(number))
        dated(running, dated_pages)
        yield running


def a_week_later(crawl: warta.Crawl) -> None:
    crawl.now += (WEEK - 1) * (came(1) - came(0))  # a crawl itself takes an hour here


@pytest.mark.parametrize("weeks", [1, 2, 3])
def test_a_look_back_at_what_the_first_run_read_does_not_hide_what_a_list_without_times_lost(
    weeks: int, server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = short_list(server)
    for week in range(weeks):
        listing(server, newest(100 + week * WEEK, 10))
        crawl(site)
        a_week_later(crawl)
    before = len(found(crawl))
    listing(server, [*newest(100 + weeks * WEEK, 9), 94])
    crawl(site)
    last = found(crawl)[-1]
    assert (len(found(crawl)) - before, last.state) == (1, "open")
    assert last.since <= came(101 + (weeks - 1) * WEEK) <= came(91 + weeks * WEEK) <= last.until


@pytest.mark.parametrize("shown", [[20, *newest(100, 9)], [*newest(100, 5), 20, *newest(95, 4)]])
def test_what_a_list_looks_back_at_in_its_first_run_is_none_of_its_newest(
    shown: Sequence[int], server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = short_list(server)
    listing(server, shown)
    crawl(site)
    a_week_later(crawl)
    listing(server, [20, *newest(100 + WEEK, 9)])
    crawl(site)
    assert states(crawl) == ["open"]


def test_a_list_without_times_that_still_shows_one_of_its_newest_has_no_gap(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = short_list(server)
    for number in (100, 109, 118, 123):
        listing(server, newest(number, 10))
        crawl(site)
        a_week_later(crawl)
    assert found(crawl) == []


@pytest.mark.parametrize("first", [feed([]), web.page("", 503)])
def test_a_first_run_that_could_not_read_a_feed_leaves_no_week_unproven(
    first: web.Answer, server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = warta.with_sources(*short_list(server).facts.sources, Feed(warta.FEED, "D"))
    listing(server, newest(100, 10))
    server.answers[warta.FEED] = first
    assert crawl(site).state == "partial"
    a_week_later(crawl)
    listing(server, [*newest(100 + WEEK, 9), 94])
    server.answers[warta.FEED] = feed(newest(100 + WEEK, 9))
    crawl(site)
    (gap,) = found(crawl)
    assert gap.since <= came(101) <= came(91 + WEEK) <= gap.until

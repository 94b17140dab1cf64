"""Sparing lists: what long showed nothing first is left unread while the others prove themselves, and only then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from commands.sites import health
from crawler.facts import Feed, Front
from crawler.lists.sparing import ENOUGH, READ_EVERY, READ_SELDOM, READ_WHEN_QUIET, SELDOM, Sparing
from crawler.site import NewsSite
from storage.health import gaps
from storage.health.gaps import Covered
from storage.health.harvest import Brought
from tests import hostile as web
from tests import warta

SECOND = f"{warta.HOME}/feed2"
FRONT = f"{warta.HOME}/"
HOUR = timedelta(hours=1)
TWO_FEEDS = warta.with_sources(Feed(warta.FEED, "D"), Feed(SECOND, "D"))


@pytest.fixture
def server() -> Iterator[web.Hostile]:
    with web.hostile() as running:
        for number in range(1, 250):
            running.answers[warta.article_url(number)] = web.page(warta.article(number))
        yield running


def newest(number: int, count: int = 20) -> Sequence[int]:
    return range(number, number - count, -1)


def show(server: web.Hostile, number: int, second: Sequence[int] | None = None) -> None:
    """Both feeds list the same, if the second is not said to list something else."""
    server.answers[warta.FEED] = warta.xml(warta.feed(newest(number)))
    server.answers[SECOND] = warta.xml(warta.feed(second or newest(number)))


def learn(server: web.Hostile, crawl: warta.Crawl, site: type[NewsSite] = TWO_FEEDS) -> None:
    """An hour apart, three polls after the first that bring twenty articles; the last one is number 120."""
    for number in (100, 105, 110, 120):
        show(server, number)
        crawl(site)
    assert SECOND in server.urls()


def a_day_later(server: web.Hostile, crawl: warta.Crawl) -> None:
    """When the articles from number 121 on come out."""
    crawl.now += READ_EVERY
    for number in range(121, 250):
        server.answers[warta.article_url(number)] = web.page(warta.article(number, published=crawl.now.isoformat()))


def spared(crawl: warta.Crawl) -> list[str]:
    with crawl.database() as db:
        return [source for _, source in gaps.spared(db)]


def test_a_list_that_showed_nothing_first_is_left_unread_while_the_other_proves_itself(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    learn(server, crawl)
    show(server, 122)
    report = crawl(TWO_FEEDS)
    assert (report.state, report.new, report.problems) == ("good", 2, ())
    assert SECOND not in server.urls()
    assert spared(crawl) == [SECOND]
    with crawl.database() as db:
        lines = "\n".join(health(db, replace(crawl.config, sites=("warta",)), crawl.now))
    assert f"left unread, since the other lists show all they show: {SECOND} (last read 14 Oct" in lines


def test_a_list_that_shows_something_first_is_read_at_every_poll(server: web.Hostile, crawl: warta.Crawl) -> None:
    for number in (100, 105, 110, 115, 120):
        show(server, number, [*newest(number, 10), *newest(number + 100, 1)])
        crawl(TWO_FEEDS)
    crawl(TWO_FEEDS)
    assert SECOND in server.urls()


def test_a_spared_list_that_shows_something_first_is_spared_no_more(server: web.Hostile, crawl: warta.Crawl) -> None:
    learn(server, crawl)
    a_day_later(server, crawl)
    show(server, 121, [*newest(121), 200, 201])
    assert crawl(TWO_FEEDS).new == 3
    for number in (122, 123):
        show(server, number, [*newest(number), 200, 201])
        crawl(TWO_FEEDS)
        assert SECOND in server.urls()


def test_a_list_that_shows_hardly_anything_first_is_read_every_few_hours(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    learn(server, crawl)
    a_day_later(server, crawl)
    read = []
    for number in range(121, 130):
        show(server, number, [*newest(number), 200])
        crawl(TWO_FEEDS)
        read.append(SECOND in server.urls())
    assert [number for number, is_read in enumerate(read) if is_read] == [0, 4, 8]


def test_an_old_article_that_a_list_looks_back_at_is_nothing_it_showed_first(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    server.answers[warta.article_url(7)] = web.page(warta.article(7, published="2026-01-02T08:00:00+07:00"))
    for number in (100, 105, 110, 115, 120, 121):
        show(server, number)
        looks_back = warta.feed([*newest(number), *((7,) if number > 100 else ())])
        server.answers[SECOND] = warta.xml(looks_back.replace("pubDate", "pubdate-unknown"))
        crawl(TWO_FEEDS)
    assert crawl.state(7) == "stored"
    assert SECOND not in server.urls()


def fails(server: web.Hostile, _: warta.Crawl) -> None:
    server.answers[warta.FEED] = web.page("", 500)


def shows_nothing_known(server: web.Hostile, _: warta.Crawl) -> None:
    show(server, 170)


def brings_nothing_for_long(_: web.Hostile, crawl: warta.Crawl) -> None:
    crawl.now += READ_WHEN_QUIET


@pytest.mark.parametrize("happens", [fails, shows_nothing_known, brings_nothing_for_long])
def test_a_spared_list_is_read_at_once_where_the_other_one(
    happens: Callable[[web.Hostile, warta.Crawl], None], server: web.Hostile, crawl: warta.Crawl
) -> None:
    learn(server, crawl)
    crawl(TWO_FEEDS)
    assert SECOND not in server.urls()
    happens(server, crawl)
    crawl(TWO_FEEDS)
    assert SECOND in server.urls()
    assert spared(crawl) == []


def test_every_list_is_read_once_a_day_however_much_the_others_bring_and_then_whole(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    learn(server, crawl)
    read = []
    for number in range(121, 171):
        show(server, number)
        server.answers[SECOND] = web.conditional(warta.feed(newest(number)), '"one"')
        crawl(TWO_FEEDS)
        read += [number for one in server.asked if one.url == SECOND and "if-none-match" not in one.headers]
    assert read == [120 + READ_EVERY // HOUR, 120 + 2 * READ_EVERY // HOUR]


def test_while_a_gap_is_open_every_list_is_read_and_a_spared_one_shows_no_gap_of_its_own(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    learn(server, crawl)
    for number in (170, 171, 172):
        show(server, number)
        crawl(TWO_FEEDS)
        assert SECOND in server.urls()
    with crawl.database() as db:
        assert [gap.source for gap in gaps.of_site(db, "warta", "open", "closed", "declared")] == [warta.FEED]


def test_a_spared_list_that_others_read_ahead_of_has_no_gap(server: web.Hostile, crawl: warta.Crawl) -> None:
    learn(server, crawl)
    read = []
    for number in range(123, 123 + 3 * 24, 3):
        show(server, number, newest(number, 5))
        crawl(TWO_FEEDS)
        read.append(SECOND in server.urls())
    assert read.count(True) == 1
    with crawl.database() as db:
        assert gaps.of_site(db, "warta", "open", "closed", "declared") == []


def test_a_run_that_reads_back_to_a_date_reads_every_list(server: web.Hostile, crawl: warta.Crawl) -> None:
    learn(server, crawl)
    crawl(TWO_FEEDS, since=date(2026, 10, 1))
    assert SECOND in server.urls()


def test_a_feed_beside_a_front_page_that_shows_the_same_is_left_unread(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.with_sources(Front(FRONT, "D"))
    for number in (100, 105, 110, 115, 120, 121):
        show(server, number)
        links = "".join(f'<a href="{warta.article_url(n)}">{warta.title(n)}</a>' for n in newest(number))
        server.answers[FRONT] = web.page(
            '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" '
            f'href="{warta.FEED}"></head><body>{links}</body></html>'
        )
        assert crawl(site).state == "good"
    assert (FRONT in server.urls(), warta.FEED in server.urls()) == (True, False)


def known(source: str) -> Covered:
    return Covered(source, 1, warta.NOW + ENOUGH * HOUR, None, None, 1.0, since=warta.NOW)


def test_what_came_before_a_list_was_read_or_after_it_tells_nothing_about_it() -> None:
    others = [Brought("a", "a", warta.NOW + number * HOUR) for number in range(ENOUGH)]
    last = others[-1].at
    assert Sparing(last, others).rest(known("b")) == READ_EVERY
    assert not Sparing(last, others[1:]).rest(known("b"))
    assert not Sparing(last, others).rest(replace(known("b"), since=warta.NOW + HOUR))
    assert not Sparing(last, others).rest(replace(known("b"), at=last - HOUR))
    assert not Sparing(last, others).rest(None)


@pytest.mark.parametrize(("firsts", "rest"), [(0, READ_EVERY), (1, READ_SELDOM), (2, READ_SELDOM), (3, 0 * HOUR)])
def test_how_long_a_list_may_rest_follows_from_its_share_of_what_was_listed_first(firsts: int, rest: timedelta) -> None:
    brought = [Brought("b" if number < firsts else "a", "", warta.NOW) for number in range(int(2.5 / SELDOM))]
    assert Sparing(warta.NOW, brought).rest(known("b")) == rest


def test_of_a_source_a_document_can_be_spared_that_showed_nothing_first() -> None:
    brought = [Brought("a", "page", warta.NOW)] * ENOUGH
    sparing = Sparing(warta.NOW, brought)
    assert not sparing.rest(known("a"))
    answered = {"page": warta.NOW, "feed": warta.NOW - HOUR, "old": warta.NOW - READ_EVERY}.get
    assert sparing.needed(known("a"), ["page", "feed", "old", "never"], answered) == ["page", "old", "never"]

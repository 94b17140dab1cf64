"""Sparing lists: what long showed nothing first is left unread while the others prove themselves, and only then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from commands.sites import health
from crawler.facts import Feed, Front
from crawler.site import NewsSite
from crawler.sparing import ENOUGH, READ_ALONG, READ_EVERY, READ_WHEN_QUIET, Sparing
from storage import gaps
from storage.gaps import Covered
from storage.harvest import Brought
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
    """An hour apart, four polls after the first that bring five articles each; the last article is number 120."""
    for number in (100, 105, 110, 115, 120):
        show(server, number)
        crawl(site)
    assert SECOND in server.urls()


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
    crawl.now += READ_EVERY
    show(server, 121, [*newest(121), 200])
    assert crawl(TWO_FEEDS).new == 2
    for number in (122, 123):
        show(server, number, [*newest(number), 200])
        crawl(TWO_FEEDS)
        assert SECOND in server.urls()


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


def test_every_list_is_read_twice_a_day_however_much_the_others_bring(server: web.Hostile, crawl: warta.Crawl) -> None:
    learn(server, crawl)
    read = []
    for number in range(121, 121 + READ_EVERY // HOUR):
        show(server, number)
        crawl(TWO_FEEDS)
        read.append(SECOND in server.urls())
    assert read == [hour == READ_ALONG // HOUR for hour in range(1, len(read) + 1)]


def test_the_first_run_of_a_day_reads_every_list(server: web.Hostile, crawl: warta.Crawl) -> None:
    crawl.now += 13 * HOUR + HOUR / 2
    learn(server, crawl)
    for is_first in (False, True):
        crawl(TWO_FEEDS)
        assert (SECOND in server.urls()) is is_first


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
    for number in range(123, 123 + 3 * (READ_ALONG // HOUR), 3):
        show(server, number, newest(number, 5))
        crawl(TWO_FEEDS)
    assert SECOND in server.urls()
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


def test_what_came_before_a_list_was_read_or_after_it_tells_nothing_about_it() -> None:
    others = [Brought("a", "a", warta.NOW + number * HOUR) for number in range(ENOUGH)]
    last = others[-1].at
    known = Covered("b", 1, last, None, None, 1.0, since=warta.NOW)
    assert Sparing(last, others).is_spare(known)
    assert not Sparing(last, others[1:]).is_spare(known)
    assert not Sparing(last, others).is_spare(replace(known, since=warta.NOW + HOUR))
    assert not Sparing(last, others).is_spare(replace(known, at=last - HOUR))
    assert not Sparing(last, others).is_spare(None)


def test_of_a_source_a_document_can_be_spared_that_showed_nothing_first() -> None:
    brought = [Brought("a", "page", warta.NOW)] * ENOUGH
    known = Covered("a", 1, warta.NOW, None, None, 1.0, since=warta.NOW)
    sparing = Sparing(warta.NOW, brought)
    assert not sparing.is_spare(known)
    answered = {"page": warta.NOW, "feed": warta.NOW - HOUR, "old": warta.NOW - READ_ALONG}.get
    assert sparing.needed(known, ["page", "feed", "old", "never"], answered) == ["page", "old", "never"]

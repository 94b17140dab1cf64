"""Sources: read as deep as needed, asked for changes only, and what they miss is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from crawler.facts import Feed, Front, Listing, Sitemap, WordPress
from storage.health import alarms
from tests import hostile as web
from tests import warta


@pytest.fixture
def server() -> Iterator[web.Hostile]:
    with web.hostile() as running:
        for number in range(1, 100):
            running.answers[warta.article_url(number)] = web.page(warta.article(number))
        yield running


def sources(server: web.Hostile) -> list[str]:
    """The addresses asked for that are no articles."""
    return [url for url in server.urls() if "/berita/" not in url]


def listing(server: web.Hostile, *pages: Sequence[int]) -> None:
    for number, shown in enumerate(pages, 1):
        server.answers[f"{warta.HOME}/indeks?page={number}"] = warta.indeks(shown)


def indeks(*numbers: int) -> list[str]:
    return [f"{warta.HOME}/indeks?page={number}" for number in numbers]


def test_a_first_run_reads_as_many_pages_as_the_site_file_says(server: web.Hostile, crawl: warta.Crawl) -> None:
    listing(server, [9, 8, 7], [6, 5, 4], [3, 2, 1], [40, 41])
    assert crawl(warta.listing_site(pages=3)).stored == 9
    assert sources(server) == indeks(1, 2, 3)


def test_a_later_run_stops_where_something_known_is_met(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.listing_site(pages=3)
    listing(server, [9, 8, 7], [6, 5, 4], [3, 2, 1])
    crawl(site)
    listing(server, [10, 9, 8], [7, 6, 5], [4, 3, 2])
    assert crawl(site).new == 1
    assert sources(server) == indeks(1)
    listing(server, [13, 12, 11], [10, 9, 8], [7, 6, 5])
    assert crawl(site).new == 3
    assert sources(server) == indeks(1, 2)


def test_what_a_failed_page_hid_is_found_by_the_next_run(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.listing_site(pages=3)
    listing(server, [1], [2], [3])
    crawl(site)
    listing(server, [9, 8], [7, 6], [1, 2])
    server.answers[indeks(2)[0]] = web.page("", 500)
    report = crawl(site)
    assert (report.state, report.new) == ("partial", 2)
    assert report.problems[-1] == f"{indeks(2)[0]}: answers 500"
    listing(server, [9, 8], [7, 6], [1, 2])
    report = crawl(site)
    assert (report.state, report.new) == ("good", 2)


@pytest.mark.fault("D6")
def test_an_unchanged_source_is_asked_for_changes_only(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = web.conditional(
        warta.feed([1, 2]), '"satu"', last_modified="Wed, 14 Oct 2026 01:00:00 GMT"
    )
    crawl(warta.Warta)
    report = crawl(warta.Warta)
    assert server.asked[-1].headers["if-none-match"] == '"satu"'
    assert server.asked[-1].headers["if-modified-since"] == "Wed, 14 Oct 2026 01:00:00 GMT"
    assert (report.state, report.seen, report.not_modified) == ("good", 0, 1)
    server.answers[warta.FEED] = web.conditional(warta.feed([3, 1, 2]), '"dua"')
    assert crawl(warta.Warta).new == 1
    crawl(warta.Warta)
    assert server.asked[-1].headers["if-none-match"] == '"dua"'


@pytest.mark.fault("D6")
def test_the_same_body_is_unchanged_whatever_the_etag_says(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = web.in_turn(*(warta.xml(warta.feed([1]), etag=f'"{n}"') for n in range(5)))
    crawl(warta.Warta)
    assert crawl(warta.Warta).not_modified == 1


def test_a_source_that_is_redirected_is_asked_for_changes_only_too(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = web.redirect(f"{warta.FEED}/")
    server.answers[f"{warta.FEED}/"] = web.conditional(warta.feed([1, 2]), '"satu"')
    assert crawl().new == 2
    report = crawl()
    assert (report.seen, report.not_modified) == (0, 1)
    assert server.asked[-1].headers["if-none-match"] == '"satu"'
    server.answers[f"{warta.FEED}/"] = web.conditional(warta.feed([3, 1, 2]), '"dua"')
    assert crawl().new == 1


def test_a_list_behind_a_redirect_that_has_not_changed_has_lost_nothing(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = warta.listing_site(pages=1)
    first, there = f"{warta.HOME}/indeks?page=1", f"{warta.HOME}/daftar"
    items = "".join(f'<li><a href="{warta.article_url(n)}">Berita {n}</a></li>' for n in (1, 2, 3))
    server.answers[first] = web.redirect(there)
    server.answers[there] = web.page(f"<!doctype html><html><body><ul>{items}</ul></body></html>")
    for _ in range(3):
        crawl(site)
    with crawl.database() as db:
        assert [one.cause for one in alarms.standing(db)] == []


def test_ages_and_scripts_are_no_change_of_a_page_but_titles_are(server: web.Hostile, crawl: warta.Crawl) -> None:
    def shown(age: str, key: int, *titles: str) -> web.Answer:
        items = "".join(f'<li><a href="{warta.article_url(n)}">{t}</a> {age}</li>' for n, t in enumerate(titles, 1))
        return web.page(f"<!doctype html><html><body><ul>{items}</ul><script>var kunci = {key};</script></body></html>")

    page = f"{warta.HOME}/indeks?page=1"
    site = warta.listing_site(pages=1)
    server.answers[page] = shown("57 menit yang lalu", 1, "Satu", "Dua")
    crawl(site)
    server.answers[page] = shown("1 jam yang lalu", 2, "Satu", "Dua")
    assert crawl(site).not_modified == 1
    server.answers[page] = shown("2 jam lalu", 3, "Satu", "Dua", "Tiga")
    report = crawl(site)
    assert (report.not_modified, report.new) == (0, 1)


def test_a_front_page_that_has_not_changed_still_leads_to_its_feeds(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.with_sources(Front(f"{warta.HOME}/", "D"))
    server.answers[f"{warta.HOME}/"] = web.page(
        f'<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="{warta.FEED}"></head>'
        f'<body><a href="{warta.article_url(1)}">Satu</a></body></html>'
    )
    server.answers[warta.FEED] = warta.xml(warta.feed([1, 2]))
    assert crawl(site).new == 2
    server.answers[warta.FEED] = warta.xml(warta.feed([3, 1, 2]))
    report = crawl(site)
    assert (report.new, report.not_modified) == (1, 1)
    assert sources(server) == [f"{warta.HOME}/", warta.FEED]


def test_what_an_earlier_run_left_is_read_from_an_unchanged_source_too(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = web.conditional(warta.feed([1, 2]), '"satu"')
    server.answers[warta.article_url(1)] = web.in_turn(web.page("", 500), web.page(warta.article(1)))
    assert crawl(warta.Warta).state == "partial"
    report = crawl(warta.Warta)
    assert (report.state, report.seen, report.new, report.not_modified) == ("good", 1, 1, 1)


@pytest.mark.fault("F7", "F5")
def test_one_source_that_fails_makes_the_run_partial(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.with_sources(Feed(f"{warta.HOME}/mati", "B"), Feed(warta.FEED, "D"))
    server.answers[warta.FEED] = warta.xml(warta.feed([1, 2]))
    report = crawl(site)
    assert (report.state, report.stored) == ("partial", 2)
    assert report.problems == (f"{warta.HOME}/mati: answers 404",)


@pytest.mark.fault("F5")
@pytest.mark.parametrize(
    "gone", [web.page("", 404), web.page("", 410), web.page("", 500), web.reset, web.truncated("x")]
)
def test_a_source_that_is_gone_is_told_with_its_reason_within_a_day(
    gone: web.Answer, server: web.Hostile, crawl: warta.Crawl
) -> None:
    feed = f"{warta.HOME}/mati"
    site = warta.with_sources(Feed(feed, "B"), Feed(warta.FEED, "D"))
    numbers = count(1)
    for run in range(7):
        listed = [next(numbers), next(numbers)]
        warta.publish(server, *listed)
        server.answers[feed] = warta.xml(warta.feed(listed)) if run < 3 else gone
        crawl(site)
        crawl.now += timedelta(hours=5)
    with crawl.database() as db:
        assert feed in [one.subject for one in alarms.standing(db)], "after four runs, 18 hours apart"


@pytest.mark.fault("F5")
def test_a_guessed_source_that_is_not_there_is_no_fault_and_asked_for_once_a_day(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    guess = f"{warta.HOME}/mungkin"
    site = warta.with_sources(Feed(guess, "D"), WordPress(f"{warta.HOME}/blog", "D"), Feed(warta.FEED, "B"))
    server.answers[warta.FEED] = warta.xml(warta.feed([1]))
    server.answers[warta.article_url(1)] = web.page(warta.article(1))
    report = crawl(site)
    assert (report.state, report.problems, report.stored) == ("good", (), 1)
    assert guess in server.urls()
    assert crawl(site).state == "good"
    assert guess not in server.urls()
    crawl.now += timedelta(days=1)
    crawl(site)
    assert guess in server.urls()


@pytest.mark.usefixtures("server")
def test_a_site_that_has_none_of_its_guessed_sources_has_failed_and_says_so(crawl: warta.Crawl) -> None:
    report = crawl(warta.with_sources(Feed(f"{warta.HOME}/a", "D"), Feed(f"{warta.HOME}/b", "D")))
    assert report.state == "failed"
    assert "none of the sources" in " ".join(report.problems)


@pytest.mark.fault("F1")
def test_a_source_without_its_articles_is_a_problem(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = warta.xml(warta.feed([1]).replace("/berita/", "/halaman/"))
    report = crawl(warta.Warta)
    assert report.state == "failed" and len(report.problems) == 1
    server.answers[warta.FEED] = warta.xml(warta.feed([1]))
    assert crawl(warta.Warta).state == "good"


def test_two_sources_that_list_the_same_article_ask_for_it_once(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.with_sources(Feed(warta.FEED, "D"), Feed(f"{warta.HOME}/feed2", "D"))
    server.answers[warta.FEED] = warta.xml(warta.feed([1, 2]))
    server.answers[f"{warta.HOME}/feed2"] = warta.xml(warta.feed([2, 3], titles={2: "Judul pendek"}))
    assert crawl(site).seen == 3
    assert len([url for url in server.urls() if url != warta.NOWHERE]) == 5
    server.answers[warta.FEED] = warta.xml(warta.feed([4, 1, 2]))
    server.answers[f"{warta.HOME}/feed2"] = warta.xml(warta.feed([4, 2, 3], titles={2: "Judul pendek"}))
    assert crawl(site).known == 3, "two titles of one article in two sources are no change"


def sitemap(*entries: str) -> web.Answer:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return web.page(f"<urlset {space}>{''.join(entries)}</urlset>", content_type="application/xml")


def entry(number: int, when: str) -> str:
    return f"<url><loc>{warta.article_url(number)}</loc><lastmod>{when}</lastmod></url>"


def test_the_children_of_an_unchanged_index_are_read_still(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.with_sources(Sitemap(warta.SITEMAP, "D", follow="berita"))
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    children = [f"{warta.HOME}/{name}.xml" for name in ("berita-1", "berita-2", "halaman")]
    places = "".join(f"<sitemap><loc>{child}</loc></sitemap>" for child in children)
    server.answers[warta.SITEMAP] = web.page(f"<sitemapindex {space}>{places}</sitemapindex>", content_type="text/xml")
    server.answers[children[0]] = sitemap(entry(1, "2026-10-14"))
    server.answers[children[1]] = sitemap(entry(2, "2026-10-13"))
    assert crawl(site).stored == 2
    assert sources(server) == [warta.SITEMAP, *children[:2]]
    server.answers[children[1]] = sitemap(entry(3, "2026-10-14"), entry(2, "2026-10-13"))
    report = crawl(site)
    assert (report.new, report.not_modified) == (1, 2)


@pytest.mark.fault("D7")
def test_a_sitemap_is_not_read_back_for_ever(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.sitemap_site()
    server.answers[warta.SITEMAP] = sitemap(entry(1, "2026-10-14"), entry(2, "2026-09-20"), entry(3, "2026-08-01"))
    assert crawl(site).seen == 2
    server.answers[warta.SITEMAP] = sitemap(entry(3, "2026-08-01"), entry(1, "2026-10-14"))
    assert crawl(site).seen == 1
    server.answers[warta.SITEMAP] = sitemap(entry(1, "2026-10-14"), entry(3, "2026-08-01"))
    assert crawl(site, since=date(2026, 7, 1)).new == 1


def test_since_reads_on_until_the_pages_are_older(server: web.Hostile, crawl: warta.Crawl) -> None:
    def dated(numbers: Sequence[int], day: str) -> web.Answer:
        items = "".join(f'<li><a href="{warta.article_url(n)}">{warta.title(n)}</a><i>{day}</i></li>' for n in numbers)
        return web.page(f"<!doctype html><html><body><ul>{items}</ul></body></html>")

    days = ["2026-10-14T08:00:00+07:00", "2026-10-10T08:00:00+07:00", "2026-09-01T08:00:00+07:00", "2026-08-01"]
    for number, day in enumerate(days, 1):
        server.answers[indeks(number)[0]] = dated([number * 2 - 1, number * 2], day)
    base = warta.listing_site(pages=1)
    source = replace(base.facts.sources[0], published="i::text")  # type: ignore[type-var]
    report = crawl(warta.with_sources(source), since=date(2026, 10, 1))
    assert sources(server) == indeks(1, 2, 3)
    assert report.stored == 4


def test_the_feed_stands_in_for_a_shut_rest_listing(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.with_sources(WordPress(warta.HOME, "D"))
    server.answers[f"{warta.HOME}/feed/"] = warta.xml(warta.feed([1, 2]))
    report = crawl(site)
    assert (report.state, report.stored) == ("good", 2)


def test_every_request_is_in_the_ledger(server: web.Hostile, crawl: warta.Crawl) -> None:
    from storage.database import open_database

    server.answers[warta.FEED] = warta.xml(warta.feed([1, 2, 3]))
    server.answers[warta.article_url(2)] = web.redirect(warta.article_url(3))
    server.answers[warta.article_url(3)] = web.reset
    report = crawl(warta.Warta)
    with open_database(crawl.config.database) as db:
        rows = db.rows("SELECT url, kind, status, error FROM fetch ORDER BY id")
    assert sorted(row["url"] for row in rows) == sorted(one.url for one in server.asked)
    assert len(rows) == report.requests
    assert {row["kind"] for row in rows} == {"robots", "source", "article"}
    assert [row["error"] for row in rows if row["url"] == warta.article_url(3)] != [None, None]


def test_once_a_day_a_source_is_asked_for_whole(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = web.conditional(warta.feed([1]), '"satu"')
    crawl()
    stuck = web.page("", 304, etag='"satu"')
    fresh = warta.xml(warta.feed([2, 1]))

    def lying(connection: Any, request: web.Asked) -> None:
        (stuck if "if-none-match" in request.headers else fresh)(connection, request)

    server.answers[warta.FEED] = lying
    assert crawl().not_modified == 1
    crawl.now += timedelta(days=1)
    assert crawl().new == 1


def test_a_304_that_nobody_asked_for_is_a_failure(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = web.page("", 304)
    report = crawl()
    assert (report.state, report.problems) == ("failed", (f"{warta.FEED}: answers 304",))


def test_a_list_by_day_is_asked_for_every_day_of_an_outage(server: web.Hostile, crawl: warta.Crawl) -> None:
    def daily(day: int) -> str:
        return f"{warta.HOME}/arsip/2026-10-{day}"

    listing_by_day = Listing(f"{warta.HOME}/arsip/{{date:%Y-%m-%d}}", "D", item="li", pages=1)
    site = warta.with_sources(listing_by_day)
    for day in range(10, 20):
        server.answers[daily(day)] = warta.indeks([day])
    assert crawl(site).new == 2
    assert sources(server) == [daily(14), daily(13)]
    crawl.now += timedelta(days=4)
    report = crawl(site)
    assert sources(server) == [daily(day) for day in (18, 17, 16, 15, 14, 13)]
    assert (report.state, report.new, report.problems) == ("good", 4, ())

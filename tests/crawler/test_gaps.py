"""Proof of coverage: what a run may have missed is looked for, found again or recorded as a gap."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import pytest

from crawler.coverage import MAX_TRIES, Coverage
from crawler.facts import Feed, Listing, Sitemap, WordPress
from crawler.site import NewsSite
from storage.errors import StorageError
from storage.health import gaps
from storage.health.gaps import Gap
from storage.told import told
from tests import hostile as web
from tests import warta

SECOND = f"{warta.HOME}/feed2"
TAG = f"{warta.HOME}/tag/banyuwangi"
HOUR = timedelta(hours=1)


@pytest.fixture
def server() -> Iterator[web.Hostile]:
    with web.hostile() as running:
        for number in range(1, 200):
            running.answers[warta.article_url(number)] = web.page(warta.article(number))
        yield running


def came(number: int) -> datetime:
    """Article after article, an hour apart, the hundredth at the time of the first run."""
    return warta.NOW + (number - 100) * HOUR


def dated(server: web.Hostile, numbers: Iterable[int]) -> None:
    """Let the pages of these articles state when each of them came."""
    for number in numbers:
        server.answers[warta.article_url(number)] = web.page(warta.article(number, published=came(number).isoformat()))


def feed(numbers: Sequence[int]) -> web.Answer:
    """A feed that states when each of its articles came."""
    text = warta.feed(numbers, when="|")
    for number in numbers:
        text = text.replace("<pubDate>|", f"<pubDate>{came(number):%a, %d %b %Y %H:%M:%S %z}", 1)
    return warta.xml(text)


def newest(number: int, count: int = 20) -> list[int]:
    return list(range(number, number - count, -1))


def listing(server: web.Hostile, *pages: Sequence[int]) -> None:
    for number, shown in enumerate(pages, 1):
        server.answers[f"{warta.HOME}/indeks?page={number}"] = warta.indeks(shown)


def short_list(server: web.Hostile) -> type[NewsSite]:
    """A site whose only list states no times and has no second page."""
    server.answers[f"{warta.HOME}/indeks?page=2"] = web.page("", 404)
    return warta.listing_site(pages=1)


def found(crawl: warta.Crawl) -> list[Gap]:
    with crawl.database() as db:
        return gaps.of_site(db, "warta", "open", "closed", "declared")


def states(crawl: warta.Crawl) -> list[str]:
    return [gap.state for gap in found(crawl)]


def test_a_feed_that_lost_fifty_items_while_we_slept_is_a_gap_with_its_times(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    server.answers[warta.FEED] = feed(newest(100))
    crawl()
    crawl.now += 69 * HOUR
    server.answers[warta.FEED] = feed(newest(170))
    report = crawl()
    assert (report.state, report.new) == ("good", 20)
    (gap,) = found(crawl)
    assert (gap.state, gap.site, gap.source) == ("open", "warta", warta.FEED)
    assert (gap.since, gap.until) == (came(100), came(151))


def test_a_known_article_beside_a_list_that_lacks_newer_ones_proves_nothing(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    server.answers[warta.FEED] = feed(newest(100))
    crawl()
    server.answers[warta.FEED] = feed([112, 111, 110, 98])
    crawl()
    assert states(crawl) == ["open"]
    crawl.now += HOUR
    server.answers[warta.FEED] = feed([113, 112, 111, 98])
    crawl()
    assert states(crawl) == ["open"]
    crawl.now += HOUR
    server.answers[warta.FEED] = feed(newest(113))
    crawl()
    assert states(crawl) == ["closed"]


@pytest.mark.parametrize("gone", [[100], [100, 99], [100, 98, 97]])
def test_newer_ones_that_were_taken_down_leave_a_list_its_proof(
    gone: list[int], server: web.Hostile, crawl: warta.Crawl
) -> None:
    server.answers[warta.FEED] = feed(newest(100))
    crawl()
    server.answers[warta.FEED] = feed([number for number in newest(115) if number not in gone])
    crawl()
    assert states(crawl) == []


def test_a_feed_that_still_shows_the_last_known_article_has_no_gap(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = feed(newest(100))
    crawl()
    for number in (119, 130, 130, 149):
        crawl.now += 19 * HOUR
        server.answers[warta.FEED] = feed(newest(number))
        crawl()
    assert found(crawl) == []


def test_a_first_run_has_no_gap_nor_has_a_source_read_for_the_first_time(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    server.answers[warta.FEED] = feed(newest(100))
    server.answers[SECOND] = feed(newest(190))
    crawl()
    crawl(warta.with_sources(Feed(warta.FEED, "D"), Feed(SECOND, "D")))
    assert found(crawl) == []


def test_a_listing_is_read_deeper_than_its_file_says_until_it_shows_what_is_known(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = warta.listing_site(pages=2)
    listing(server, newest(50, 5), newest(45, 5), newest(40, 5))
    assert crawl(site).new == 10
    listing(server, *(newest(80 - 5 * page, 5) for page in range(9)))
    report = crawl(site)
    assert (report.state, report.new, states(crawl)) == ("good", 30, [])
    assert sum("indeks" in url for url in server.urls()) == 7


def test_a_listing_that_ends_before_what_is_known_is_a_gap_that_a_longer_one_closes(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = warta.listing_site(pages=2)
    listing(server, [3, 2], [1])
    crawl(site)
    listing(server, [33, 32], [31, 30])
    server.answers[f"{warta.HOME}/indeks?page=3"] = web.page("", 404)
    assert (crawl(site).state, states(crawl)) == ("good", ["open"])
    listing(server, [33, 32], [31, 30], [29, 28], [3, 2])
    crawl.now += 2 * HOUR
    assert crawl(site).new == 2
    (gap,) = found(crawl)
    assert (gap.state, gap.how) == ("closed", told("gap_read_back"))


def test_a_gap_that_stays_open_is_declared_after_five_runs_spread_over_a_day(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = warta.listing_site(pages=2)
    listing(server, [3, 2], [1])
    crawl(site)
    listing(server, [33, 32], [31])
    server.answers[f"{warta.HOME}/indeks?page=3"] = web.page("", 404)
    for _ in range(1 + 1 + 2 + 4 + 8 + 16):
        assert "declared" not in states(crawl)
        crawl(site)
    (gap,) = found(crawl)
    assert (gap.state, gap.tries) == ("declared", MAX_TRIES)
    crawl(site)
    assert len(found(crawl)) == 1


def test_a_shorter_feed_is_no_gap_where_another_source_shows_all_that_it_shows(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = warta.with_sources(Feed(warta.FEED, "D"), *warta.listing_site().facts.sources)
    server.answers[warta.FEED] = feed(newest(50, 5))
    listing(server, newest(50))
    crawl(site)
    server.answers[warta.FEED] = feed(newest(65, 5))
    listing(server, newest(65))
    assert (crawl(site).new, states(crawl)) == (15, [])


def test_a_page_of_one_topic_does_not_make_up_for_a_feed_of_everything(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.with_sources(Feed(warta.FEED, "D"), Listing(TAG, "D", item="li"))
    server.answers[warta.FEED] = feed(newest(100))
    server.answers[TAG] = warta.indeks([100, 95, 90])
    crawl(site)
    crawl.now += 69 * HOUR
    server.answers[warta.FEED] = feed(newest(170))
    server.answers[TAG] = warta.indeks([168, 100, 95])
    crawl(site)
    assert [gap.source for gap in found(crawl)] == [warta.FEED]


def test_a_pinned_old_article_proves_nothing(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = feed([20, *newest(100, 19)])
    crawl()
    crawl.now += 69 * HOUR
    server.answers[warta.FEED] = feed([20, *newest(170, 19)])
    crawl()
    assert states(crawl) == ["open"]
    crawl.now += 3 * HOUR
    server.answers[warta.FEED] = feed([20, *newest(172, 19)])
    crawl()
    assert states(crawl) == ["open"], "nor does it close the gap"


def test_an_old_article_that_a_list_without_times_newly_looks_back_at_proves_nothing(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = short_list(server)
    dated(server, range(1, 180))
    for shown in (newest(100, 10), [*newest(101, 9), 20]):
        listing(server, shown)
        crawl(site)
    crawl.now += 69 * HOUR
    listing(server, [*newest(170, 9), 20])
    crawl(site)
    assert states(crawl) == ["open"]
    listing(server, [*newest(171, 9), 20])
    crawl.now += 2 * HOUR
    crawl(site)
    assert states(crawl) == ["open"], "nor does it close the gap"


def test_a_dead_link_that_a_page_goes_on_showing_proves_nothing(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = short_list(server)
    dated(server, range(1, 180))
    server.answers[warta.article_url(150)] = web.page("", 404)
    for shown in (newest(100, 10), [*newest(101, 9), 150]):
        listing(server, shown)
        crawl(site)
    crawl.now += 69 * HOUR
    listing(server, [*newest(140, 9), 150])
    crawl(site)
    assert states(crawl) == ["open"]


def test_a_list_without_times_still_proves_by_what_it_showed_after_days_of_outage(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = short_list(server)
    dated(server, range(90, 110))
    listing(server, newest(100, 10))
    crawl(site)
    crawl.now += timedelta(days=5)
    for number in (106, 107):
        listing(server, newest(number, 10))
        crawl(site)
    assert found(crawl) == []


def test_where_nothing_is_dated_an_article_proves_by_when_it_was_listed_first(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = short_list(server)
    for number in range(1, 180):
        dateless = warta.article(number).replace("time datetime", "i title")
        server.answers[warta.article_url(number)] = web.page(dateless)
    for number in (100, 103, 108):
        listing(server, newest(number, 10))
        crawl(site)
    assert found(crawl) == []
    crawl.now += timedelta(days=60)
    listing(server, [*newest(170, 9), 95])
    crawl(site)
    assert states(crawl) == ["open"], "what is shown again after months proves nothing"


def test_the_newest_articles_may_be_taken_down_without_a_gap(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = feed(newest(100))
    crawl()
    server.answers[warta.FEED] = feed([103, 102, 101, *newest(96, 17)])
    crawl()
    assert found(crawl) == []


def test_an_article_added_by_hand_proves_nothing(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = feed(newest(100))
    crawl()
    crawl(only=[warta.article_url(160)])
    crawl.now += 69 * HOUR
    server.answers[warta.FEED] = feed(newest(170))
    crawl()
    assert states(crawl) == ["open"]


def test_what_a_run_recorded_before_it_was_killed_proves_nothing(
    server: web.Hostile, crawl: warta.Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers[warta.FEED] = feed(newest(100))
    crawl()
    crawl.now += 69 * HOUR
    server.answers[warta.FEED] = feed(newest(170))

    def killed(_: Coverage) -> None:
        raise StorageError("killed")

    monkeypatch.setattr(Coverage, "settle", killed)
    assert crawl().state == "failed"
    monkeypatch.undo()
    assert found(crawl) == []
    crawl()
    (gap,) = found(crawl)
    assert (gap.state, gap.since) == ("open", came(100))


def test_a_page_that_fails_on_the_way_back_is_no_gap_yet(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.listing_site(pages=2)
    listing(server, newest(50, 5), newest(45, 5))
    crawl(site)
    listing(server, *(newest(80 - 5 * page, 5) for page in range(9)))
    server.answers[f"{warta.HOME}/indeks?page=4"] = web.page("", 500)
    assert (crawl(site).state, states(crawl)) == ("partial", [])
    listing(server, *(newest(80 - 5 * page, 5) for page in range(9)))
    report = crawl(site)
    assert (report.state, report.new, states(crawl)) == ("good", 15, [])


def test_a_source_that_failed_for_days_is_held_against_what_was_known_before(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = warta.with_sources(Feed(warta.FEED, "D"), Feed(SECOND, "D"))
    server.answers[warta.FEED], server.answers[SECOND] = feed(newest(60)), feed([90, 80, 70])
    crawl(site)
    server.answers[SECOND] = web.page("", 500)
    for number in (75, 90):
        server.answers[warta.FEED] = feed(newest(number))
        crawl(site)
    server.answers[SECOND] = feed([190, 180, 150])
    crawl(site)
    assert [gap.source for gap in found(crawl)] == [SECOND]


def test_an_answer_without_articles_is_no_gap(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.with_sources(Feed(warta.FEED, "D"), WordPress(warta.HOME, "D", query="banyuwangi"))
    server.answers[warta.FEED] = feed(newest(60))
    posts = (
        f"{warta.HOME}/wp-json/wp/v2/posts?per_page=50&_fields=id,date_gmt,modified_gmt,title,link&search=banyuwangi"
    )
    server.answers[posts] = web.page("[]", content_type="application/json")
    for _ in range(3):
        assert crawl(site).state == "good"
    assert found(crawl) == []


def test_wordpress_is_read_back_page_by_page_and_its_end_is_no_fault(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.with_sources(WordPress(warta.HOME, "D"))
    base = f"{warta.HOME}/wp-json/wp/v2/posts?per_page=50&_fields=id,date_gmt,modified_gmt,title,link"

    def posts(numbers: Sequence[int]) -> web.Answer:
        told = [{"id": n, "link": warta.article_url(n), "title": {"rendered": warta.title(n)}} for n in numbers]
        return web.page(json.dumps(told), content_type="application/json")

    server.answers[base] = posts([1, 2])
    crawl(site)
    server.answers[base], server.answers[f"{base}&page=2"] = posts(newest(160, 50)), posts([110, 2, 1])
    report = crawl(site)
    assert (report.state, report.new, states(crawl)) == ("good", 51, [])
    server.answers[base] = posts(range(111, 161))
    server.answers[f"{base}&page=2"] = web.page('{"code": "rest_post_invalid_page_number"}', 400)
    crawl.now += 24 * HOUR
    assert crawl(site).state == "good"


def test_older_parts_of_a_sitemap_prove_its_newest_one(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.with_sources(Sitemap(warta.SITEMAP, "D"))
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    parts = [f"{warta.HOME}/berita-{number}.xml" for number in (1, 2)]

    def index(*children: str) -> web.Answer:
        places = "".join(f"<sitemap><loc>{child}</loc></sitemap>" for child in children)
        return web.page(f"<sitemapindex {space}>{places}</sitemapindex>", content_type="text/xml")

    def part(*numbers: int) -> web.Answer:
        urls = "".join(f"<url><loc>{warta.article_url(n)}</loc></url>" for n in numbers)
        return web.page(f"<urlset {space}>{urls}</urlset>", content_type="text/xml")

    server.answers[warta.SITEMAP], server.answers[parts[0]] = index(parts[0]), part(1, 2)
    crawl(site)
    server.answers[warta.SITEMAP], server.answers[parts[1]] = index(*parts), part(3)
    assert (crawl(site).new, states(crawl)) == (1, [])


def test_lists_by_day_are_asked_for_since_the_last_proof_and_an_outage_longer_than_that_is_a_gap(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = warta.with_sources(Listing(f"{warta.HOME}/arsip/{{date:%Y-%m-%d}}?hal={{page}}", "D", item="li", pages=2))
    day_one = crawl.now + HOUR
    for day in range(-1, 40):
        address = f"{warta.HOME}/arsip/{day_one + timedelta(days=day):%Y-%m-%d}?hal="
        for page in range(1, 4):
            server.answers[f"{address}{page}"] = warta.indeks([4 * day + 10 + page])
        server.answers[f"{address}4"] = web.page("", 404)
    crawl(site)
    crawl.now = day_one + timedelta(days=5)
    assert (crawl(site).new, states(crawl)) == (15, []), "all three pages of five days, though the file states two"
    crawl.now = day_one + timedelta(days=18)
    crawl(site)
    assert states(crawl) == ["open"]
    crawl.now += 2 * HOUR
    crawl(site)
    assert states(crawl) == ["closed"]


@pytest.mark.parametrize("form", ["", "?hal={page}"])
def test_lists_by_day_that_no_longer_show_the_last_known_day_are_a_gap(
    form: str, server: web.Hostile, crawl: warta.Crawl
) -> None:
    site = warta.with_sources(Listing(f"{warta.HOME}/arsip/{{date:%Y-%m-%d}}{form}", "D", item="li", pages=2))
    empty = "<!doctype html><html><body><p>Belum ada berita.</p></body></html>"

    def day(back: int, *numbers: int) -> None:
        address = f"{warta.HOME}/arsip/{crawl.now + HOUR - timedelta(days=back):%Y-%m-%d}"
        server.answers[address + form.format(page=1)] = warta.indeks(numbers) if numbers else web.page(empty)
        if form:
            server.answers[address + form.format(page=2)] = web.conditional(empty, '"kosong"')

    for back, numbers in enumerate(([9, 8], [7, 6], [5])):
        day(back, *numbers)
    crawl(site)
    crawl.now += timedelta(days=2)
    for back, numbers in enumerate(([30], [29], [9, 8], [7, 6])):
        day(back, *numbers)
    crawl(site)
    assert states(crawl) == [], "two days asked for, and the one before that is known"
    crawl.now += HOUR
    for back, numbers in enumerate(([60], [], [], [])):
        day(back, *numbers)
    crawl(site)
    assert states(crawl) == ["open"], "though the page after the last is as empty as before"


def test_a_loss_that_two_sources_show_is_one_gap(server: web.Hostile, crawl: warta.Crawl) -> None:
    site = warta.with_sources(Feed(warta.FEED, "D"), Feed(SECOND, "D"))
    server.answers[warta.FEED], server.answers[SECOND] = feed(newest(100)), feed(newest(100, 10))
    crawl(site)
    crawl.now += 69 * HOUR
    server.answers[warta.FEED], server.answers[SECOND] = feed(newest(170)), feed(newest(170, 10))
    crawl(site)
    assert [gap.source for gap in found(crawl)] == [warta.FEED]


def test_dates_in_the_future_do_not_hide_a_gap_nor_make_one(server: web.Hostile, crawl: warta.Crawl) -> None:
    server.answers[warta.FEED] = feed([130, *newest(100, 19)])
    crawl()
    server.answers[warta.FEED] = feed([130, *newest(101, 19)])
    crawl()
    assert found(crawl) == []
    crawl.now += 69 * HOUR
    server.answers[warta.FEED] = feed(newest(170))
    crawl()
    (gap,) = found(crawl)
    assert gap.since <= gap.until

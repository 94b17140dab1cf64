"""Whatever happens, every candidate ends in exactly one recorded outcome, and the run says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.site import NewsSite
from storage import articles
from tests import hostile as web
from tests import warta


def test_a_first_run_stores_what_the_source_lists(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1, 2, 3)
    report = crawl()
    assert (report.state, report.seen, report.stored, report.new) == ("good", 3, 3, 3)
    assert report.requests == len(server.asked) == 6
    with crawl.database() as db:
        row = articles.by_key(db, "warta", "2")
    assert row is not None and row.baseline
    assert row.article.title == warta.title(2)
    assert row.article.published is not None


def test_what_nobody_answered_is_asked_again_as_a_request_of_its_own(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1, 2, 3)
    server.answers[warta.article_url(2)] = web.in_turn(web.hung_up, server.answers[warta.article_url(2)])
    report = crawl(limits=replace(warta.QUICK, retries=1))
    assert (report.state, report.stored) == ("good", 3)
    assert report.requests == len(server.asked) == 7


def test_a_second_run_asks_for_no_article_and_stores_nothing(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1, 2, 3)
    crawl()
    report = crawl()
    assert server.urls() == [warta.FEED]
    assert (report.state, report.seen, report.stored, report.not_modified) == ("good", 0, 0, 1)


def test_what_is_new_in_a_known_source_is_read_and_the_rest_is_known(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1, 2, 3)
    crawl()
    warta.publish(server, 4, 1, 2, 3)
    report = crawl()
    assert server.urls() == [warta.FEED, warta.article_url(4)]
    assert (report.seen, report.stored, report.known) == (4, 1, 3)
    with crawl.database() as db:
        row = articles.by_key(db, "warta", "4")
    assert row is not None and not row.baseline


@pytest.mark.fault("E4")
def test_a_changed_title_is_read_again_and_makes_a_version(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1, 2)
    crawl()
    headline = "Ralat: kabar sintetis nomor satu diperbaiki"
    server.answers[warta.FEED] = warta.xml(warta.feed([1, 2], titles={1: headline}))
    server.answers[warta.article_url(1)] = web.page(warta.article(1, headline, warta.body(101)))
    report = crawl()
    assert server.urls() == [warta.FEED, warta.article_url(1)]
    assert (report.stored, report.versions, report.new, report.known) == (1, 1, 0, 1)
    crawl()
    assert server.urls() == [warta.FEED]


def test_a_title_that_a_source_cuts_short_is_no_change(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1)
    crawl()
    server.answers[warta.FEED] = warta.xml(warta.feed([1], titles={1: warta.title(1)[:20] + "..."}))
    assert crawl().known == 1


def test_a_page_that_did_not_change_after_all_counts_as_known(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1)
    crawl()
    server.answers[warta.FEED] = warta.xml(warta.feed([1], titles={1: "Judul lain di umpan saja"}))
    report = crawl()
    assert (report.state, report.seen, report.stored, report.known) == ("good", 1, 0, 1)


def test_a_later_time_of_change_is_read_again(server: web.Hostile, crawl: warta.Crawl) -> None:
    def listed(when: str) -> web.Answer:
        entry = f"<url><loc>{warta.article_url(1)}</loc><lastmod>{when}</lastmod></url>"
        return web.page(
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entry}</urlset>', content_type="text/xml"
        )

    site = warta.sitemap_site()
    server.answers[warta.article_url(1)] = web.page(warta.article(1))
    server.answers[warta.SITEMAP] = listed("2026-10-14T09:00:00+07:00")
    crawl(site)
    server.answers[warta.SITEMAP] = listed("2026-10-14T11:00:00+07:00")
    assert crawl(site).known == 1, "changed before we read it"
    server.answers[warta.SITEMAP] = listed("2026-10-14T12:30:00+07:00")
    server.answers[warta.article_url(1)] = web.page(warta.article(1, text=warta.body(77)))
    assert crawl(site).versions == 1


MISFORTUNES: dict[str, tuple[web.Answer, str, str]] = {
    "not found": (web.page("", 404), "rejected", "answers 404"),
    "gone": (web.page("", 410), "rejected", "answers 410"),
    "forbidden": (web.page("", 403), "failed", "answers 403"),
    "server error": (web.page("", 500), "failed", "answers 500"),
    "no answer": (web.drip, "failed", "no answer in time"),
    "reset": (web.reset, "failed", "the connection broke off"),
    "truncated": (web.truncated(warta.article(1)), "failed", "the answer broke off"),
    "endless": (web.endless, "rejected", "larger than 4194304 bytes"),
    "redirect loop": (web.redirect(warta.article_url(1)), "failed", "redirects more than 5 times"),
    "to the front page": (web.redirect(warta.HOME + "/"), "rejected", "redirects to https://warta.example/"),
    "off site": (web.redirect("https://iklan.example/"), "rejected", "off site: iklan.example"),
    "a picture": (web.page(b"GIF89a", content_type="image/gif"), "rejected", "is image/gif, no web page"),
    "an empty page": (web.page(""), "rejected", ""),
    "no text": (web.page("<html><h1>Judul</h1></html>"), "rejected", ""),
}  # fmt: skip


@pytest.mark.fault("C5", "A20")
@pytest.mark.parametrize("misfortune", MISFORTUNES)
def test_each_misfortune_ends_in_one_outcome_and_harms_no_other_page(
    misfortune: str, server: web.Hostile, crawl: warta.Crawl
) -> None:
    answer, state, reason = MISFORTUNES[misfortune]
    warta.publish(server, 1, 2)
    server.answers[warta.HOME + "/"] = web.page("<html><body><h1>Beranda</h1></body></html>")
    server.answers[warta.article_url(1)] = answer
    report = crawl()
    assert (report.seen, report.stored) == (2, 1)
    assert report.state == ("good" if state == "rejected" else "partial")
    assert crawl.state(1) == state
    with crawl.database() as db:
        [row] = db.rows("SELECT reason FROM candidate WHERE key = '1'")
    assert reason in row["reason"]


def test_what_failed_is_tried_again_and_what_was_rejected_is_not(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1, 2)
    server.answers |= {warta.article_url(1): web.page("", 500), warta.article_url(2): web.page("", 404)}
    assert crawl().state == "partial"
    warta.publish(server, 1, 2)
    report = crawl()
    assert warta.article_url(1) in server.urls() and warta.article_url(2) not in server.urls()
    assert (report.state, report.seen, report.stored) == ("good", 1, 1)


def test_a_page_that_fails_for_a_day_is_given_up(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1)
    server.answers[warta.article_url(1)] = web.page("", 500)
    states = [(crawl().state, warta.article_url(1) in server.urls()) for _ in range(27)]
    assert states == [("partial", True)] * 25 + [("good", False)] * 2


def test_a_mended_redirect_is_the_same_article(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1)
    crawl()
    server.answers[warta.FEED] = warta.xml(warta.feed([1]).replace("kabar-1", "kabar-lama"))
    server.answers[f"{warta.HOME}/berita/1/kabar-lama"] = web.redirect(warta.article_url(1), 301)
    assert crawl().known == 1


def site_without_ids() -> type[NewsSite]:
    facts = replace(warta.Warta.facts, site_id=None)
    return type("WartaTanpaNomor", (NewsSite,), {"name": "warta", "facts": facts})


@pytest.mark.parametrize(("site", "kept"), [(site_without_ids(), 1), (warta.Warta, 2)], ids=["no ids", "ids"])
def test_the_same_text_at_another_address_is_one_article_only_where_the_site_gives_no_ids(
    server: web.Hostile, crawl: warta.Crawl, site: type[NewsSite], kept: int
) -> None:
    warta.publish(server, 1)
    crawl(site)
    warta.publish(server, 2)
    server.answers[warta.article_url(2)] = web.page(warta.article(2, text=warta.body(1)))
    crawl(site)
    with crawl.database() as db:
        assert len(db.rows("SELECT id FROM article")) == kept


VISIT = "Rombongan DPRD Kabupaten Tuban studi banding pengelolaan pasar ke Banyuwangi, Rabu (14/10/2026). "


def test_an_edited_report_goes_on_telling_of_its_visit(server: web.Hostile, crawl: warta.Crawl) -> None:
    headline = "DPRD Tuban Studi Banding ke Banyuwangi"
    text = f"<p>{VISIT} Sebanyak 20 orang datang untuk belajar.</p>"
    server.answers[warta.FEED] = warta.xml(warta.feed([1], titles={1: headline}))
    server.answers[warta.article_url(1)] = web.page(warta.article(1, headline, text + warta.body(1)))
    assert crawl().flagged == 1
    edited = f"{headline}, Pelajari Pasar"
    server.answers[warta.FEED] = warta.xml(warta.feed([1], titles={1: edited}))
    server.answers[warta.article_url(1)] = web.page(warta.article(1, edited, text + warta.body(7)))
    assert crawl().versions == 1
    with crawl.database() as db:
        assert len(db.rows("SELECT id FROM visit")) == 1


def test_an_exact_and_a_near_copy_are_linked(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1, 2, 3)
    server.answers[warta.article_url(2)] = web.page(warta.article(2, text=warta.body(1)))
    server.answers[warta.article_url(3)] = web.page(warta.article(3, text=warta.body(1) + warta.body(9, sentences=1)))
    assert crawl().copies == 2
    with crawl.database() as db:
        rows = db.rows("SELECT kind FROM copy ORDER BY kind")
    assert [row["kind"] for row in rows] == ["exact", "near"]


def paged_site() -> type[NewsSite]:
    layout = replace(warta.Warta.facts.layouts[0], pages="?page={page}")
    facts = replace(warta.Warta.facts, layouts=(layout,))
    return type("WartaBersambung", (NewsSite,), {"name": "warta", "facts": facts})


def spread_over_pages(server: web.Hostile, pages: int) -> None:
    warta.publish(server, 1)
    url = warta.article_url(1)
    links = "".join(f'<a href="{url}?page={page}">{page}</a>' for page in range(1, pages + 1))
    for page in range(1, pages + 1):
        text = warta.article(1, text=warta.body(page * 10) + f"<p>{links}</p>")
        server.answers[url if page == 1 else f"{url}?page={page}"] = web.page(text)


def test_an_article_on_several_pages_is_one_text(server: web.Hostile, crawl: warta.Crawl) -> None:
    spread_over_pages(server, 3)
    report = crawl(paged_site())
    assert (report.state, report.stored) == ("good", 1)
    with crawl.database() as db:
        row = articles.by_key(db, "warta", "1")
        kept = db.rows("SELECT url FROM raw_page")
    assert row is not None and all(f"nomor {page * 10}." in row.article.body for page in (1, 2, 3))
    assert len(kept) == 3


def test_an_article_of_which_a_page_is_missing_has_failed(server: web.Hostile, crawl: warta.Crawl) -> None:
    spread_over_pages(server, 3)
    server.answers[f"{warta.article_url(1)}?page=3"] = web.page("", 500)
    report = crawl(paged_site())
    assert (report.state, report.failed) == ("partial", 1)
    assert "its further page" in report.problems[0]


def test_a_page_without_a_title_bears_the_one_its_source_lists(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1)
    server.answers[warta.article_url(1)] = web.page(f'<!doctype html><div class="isi">{warta.body(1)}</div>')
    assert crawl().stored == 1
    with crawl.database() as db:
        row = articles.by_key(db, "warta", "1")
    assert row is not None and row.article.title == warta.title(1)
    assert "title as a source lists it" in row.article.marks

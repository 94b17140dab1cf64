"""Addresses that cannot exist, and pages that answer any address; all of it is synthetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.copies import content_hash
from crawler.facts import Pattern
from crawler.health.nowhere import address, shows_nothing
from crawler.page.refusals import MISSING
from storage import articles
from storage.health import alarms, nowhere
from storage.health.nowhere import Nowhere
from tests import hostile as web
from tests import warta
from tests.storing import synthetic_article

DAY = timedelta(days=1)
ANYTHING = replace(warta.Warta.facts, article=Pattern(r".", "D"))
WELCOME = "Portal kabar warga desa, berita tani dan laut, cuaca hari ini serta agenda kecamatan. "


@pytest.mark.parametrize(
    ("article", "nonsense"),
    [
        ("/read/2026/03/02/98765/lomba-desa-3-kampung", "/read/0000/00/00/00000/X-X-0-X"),
        ("/berita/d-8275644/panen-raya", "/berita/d-0000000/X-X"),
        ("/baca-98363-panen-raya", "/baca-00000-X-X"),
        ("/2026/03/02/panen-raya-di-desa/72575/", "/0000/00/00/X-X-X-X/00000/"),
        ("/v2/berita-terkini/panen-raya.html", "/v2/berita-terkini/X-X.html"),
        ("/?p=123", None),
        ("/12345", "/00000"),
    ],
)
def test_an_address_keeps_the_form_of_the_sites_own_and_cannot_exist(article: str, nonsense: str | None) -> None:
    made = address(f"{warta.HOME}{article}", ANYTHING)
    assert made == (nonsense and f"{warta.HOME}{nonsense.replace('X', 'qzwvxkjhq')}")


def test_an_address_that_has_not_the_form_of_an_article_is_not_asked_for() -> None:
    assert address(warta.article_url(7), warta.Warta.facts) == warta.NOWHERE
    assert address(f"{warta.HOME}/tentang-kami", warta.Warta.facts) is None


def test_a_page_is_known_again_by_its_title_or_by_its_text() -> None:
    page = synthetic_article(title="Portal Warga", body=WELCOME * 9)
    known = [Nowhere("x", "", warta.NOW, 200, "portal warga", content_hash(WELCOME * 9))]
    assert shows_nothing(page, None, known)
    assert shows_nothing(replace(page, body="lain sama sekali"), "Panen Raya", known)
    assert shows_nothing(replace(page, title="Lain"), "Panen Raya", known)
    assert not shows_nothing(replace(page, title="Lain", body="lain"), "Panen Raya", known)
    assert not shows_nothing(page, "Portal Warga", known), "under this title a source lists it"
    assert not shows_nothing(replace(page, title=""), None, [Nowhere("x", "", warta.NOW, 404)])


def soft(request: str = "") -> web.Answer:
    return web.page(warta.article(0, f"Portal Warga{request}", f"<p>{WELCOME * 9}</p>"))


def notes(crawl: warta.Crawl) -> list[tuple[str, str]]:
    with crawl.database() as db:
        return [(one.cause, one.subject) for one in alarms.standing(db)]


def test_a_host_is_asked_once_a_day_and_the_question_stands_in_the_ledger(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    warta.publish(server, 1)
    crawl()
    assert warta.NOWHERE in server.urls()
    warta.publish(server, 1, 2)
    crawl()
    assert warta.NOWHERE not in server.urls(), "the same day"
    warta.publish(server, 1, 2, 3)
    crawl.now += DAY
    crawl()
    assert warta.NOWHERE in server.urls()
    with crawl.database() as db:
        rows = db.rows("SELECT kind, status FROM fetch WHERE url = ?", [warta.NOWHERE])
        assert [(row["kind"], row["status"]) for row in rows] == [("article", 404)] * 2
    assert notes(crawl) == []


@pytest.mark.fault("D9")
def test_a_host_that_answers_any_address_is_named_and_its_pages_are_no_articles(
    server: web.Hostile, crawl: warta.Crawl
) -> None:
    warta.publish(server, 1, 2, 3, 4)
    server.answers |= {warta.NOWHERE: soft(), warta.article_url(3): soft(), warta.article_url(4): soft(" hari ini")}
    report = crawl()
    assert (report.stored, report.rejected) == (2, 2)
    assert notes(crawl) == [("answers_all", warta.HOST)]
    with crawl.database() as db:
        assert articles.by_key(db, "warta", "3") is None
        reasons = db.rows("SELECT DISTINCT reason FROM candidate WHERE state = 'rejected'")
        assert [row["reason"] for row in reasons] == [MISSING]
    del server.answers[warta.NOWHERE]
    warta.publish(server, 5)
    crawl.now += DAY
    crawl()
    assert notes(crawl) == []


def test_articles_that_turn_into_such_pages_are_an_alarm(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, *range(1, 6))
    server.answers |= {warta.article_url(number): soft() for number in range(1, 6)} | {warta.NOWHERE: soft()}
    crawl()
    assert notes(crawl) == [("answers_all", warta.HOST), ("soft_404", "articles")]


@pytest.mark.parametrize("status", [404, 410, 500])
def test_a_host_that_says_no_is_well(server: web.Hostile, crawl: warta.Crawl, status: int) -> None:
    warta.publish(server, 1)
    server.answers[warta.NOWHERE] = web.page("tidak ada", status)
    crawl()
    assert notes(crawl) == []
    with crawl.database() as db:
        assert nowhere.of(db, "warta")[warta.HOST].status == status


def test_a_way_to_the_front_page_and_a_wall_are_no_page_of_nothing(server: web.Hostile, crawl: warta.Crawl) -> None:
    warta.publish(server, 1)
    server.answers[warta.NOWHERE] = web.redirect(f"{warta.HOME}/")
    server.answers[f"{warta.HOME}/"] = soft()
    assert crawl().stored == 1
    assert notes(crawl) == []
    server.answers[warta.NOWHERE] = web.page("<html><title>Just a moment...</title></html>")
    warta.publish(server, 1, 2)
    crawl.now += DAY
    assert crawl().stored == 1
    assert notes(crawl) == []

"""Two watched places in one installation, from the crawl to the desk in a browser and to the release."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

from review.flows import lines
from storage import visits, watched_places
from storage.database import Database, new_file
from storage.release.building import DATABASE, build
from storage.searching import pictures
from tests.districts import BANYUWANGI, FILES, TO_BANYUWANGI, TO_BOTH, TO_YOGYAKARTA, YOGYAKARTA
from tests.hostile import Hostile, page
from tests.review.test_places import fill
from tests.review.test_review import Client
from tests.warta import FEED, Crawl, article, article_url, feed, xml


def publish(server: Hostile) -> None:
    """A site with an article on a visit to each place, and one on both."""
    told = dict(enumerate((TO_BANYUWANGI, TO_YOGYAKARTA, TO_BOTH), 1))
    server.answers[FEED] = xml(feed(list(told), {number: title for number, (title, _) in told.items()}))
    for number, (title, body) in told.items():
        text = "".join(f"<p>{one}</p>" for one in body.split("\n\n"))
        server.answers[article_url(number)] = page(article(number, title, text))


@pytest.mark.both_stores
def test_one_crawl_finds_the_visits_to_both(crawl: Crawl, tmp_path: Path) -> None:
    crawl.config = replace(crawl.config, watch=FILES)
    publish(crawl.server)
    report = crawl()
    assert (report.state, report.new, report.flagged) == ("good", 3, 3)
    with crawl.database() as db:
        assert Counter(card.place for card in visits.newest(db, 9)) == {BANYUWANGI: 2, YOGYAKARTA: 2}
        assert list(watched_places.names(db)) == [BANYUWANGI, YOGYAKARTA]
        (tmp_path / "release").mkdir()
        build(db, tmp_path / "release", as_of=None, since=None, with_text=False)
    with new_file(tmp_path / "release" / DATABASE) as made:
        assert made.rows("SELECT code, name FROM watched_place") == [
            {"code": YOGYAKARTA, "name": "Kota Yogyakarta"},
            {"code": BANYUWANGI, "name": "Banyuwangi"},
        ]
        assert Counter(row["place"] for row in made.rows("SELECT place FROM visit")) == {BANYUWANGI: 2, YOGYAKARTA: 2}
        assert made.rows("SELECT count(*) AS n FROM report JOIN watched_place ON code = place") == [{"n": 4}]
        assert {row["place"] for row in made.rows("SELECT place FROM verdict")} == {BANYUWANGI, YOGYAKARTA}


@pytest.mark.both_stores
def test_flows_are_counted_from_province_to_place(db: Database) -> None:
    fill(db)
    counted: Counter[tuple[str, str]] = Counter()
    for card in visits.newest(db, 99):
        counted.update({(code[:2], card.place) for code in card.origin_codes if code and card.place})
    assert pictures.flows(db) == counted and len(counted) == 3
    assert pictures.flows(db, BANYUWANGI) == {key: n for key, n in counted.items() if key[1] == BANYUWANGI}
    assert [pictures.gather(db, 9, place).visits for place in (BANYUWANGI, YOGYAKARTA, None)] == [2, 3, 5]


def test_a_line_leads_from_province_to_province_and_a_ring_within_one() -> None:
    ring, wide = lines({("35", "35.10"): 1, ("35", "34.71"): 7, ("35", "34.04"): 5, ("99", "35.10"): 4})
    assert (ring.origin, ring.visits, ring.path.count("a")) == (ring.host, 1, 2)
    assert (wide.origin.code, wide.host.code, wide.visits, wide.shade) == ("35", "34", 12, 3)
    assert wide.path.startswith("M") and "Q" in wide.path


def test_each_flow_leads_to_the_visits_behind_it(db: Database, tmp_path: Path) -> None:
    desk = Client(fill(db), tmp_path)
    text = desk.get("/pictures").text
    assert text.count('class="flow flow-') == 3 and "<title>Jawa Timur to Daerah Istimewa Yogyakarta: 2 visits" in text
    narrow = desk.get(f"/pictures?place={BANYUWANGI}").text
    assert "2 visits, as they are shown" in narrow and f"place%3A{BANYUWANGI}" in narrow


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine")
def test_an_editor_of_one_place_sees_its_visits_in_a_browser(browser: Any, served: Any) -> None:
    address = served(lambda db: fill(db))
    for width in (390, 1280):
        shown = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900}).new_page()
        shown.goto(address)
        shown.select_option("#place", BANYUWANGI)
        with shown.expect_navigation():
            shown.click(".places button")
        assert shown.locator("article.card").first.bounding_box()["width"] > 300
        assert shown.locator("article.card").count() == 2 and shown.inner_text("#left") == "2 to decide"
        for path in (f"/?place={BANYUWANGI}", "/pictures", "/search"):
            shown.goto(f"{address}{path}")
            assert shown.evaluate("document.documentElement.scrollWidth") == width, path
            assert [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(shown)["violations"]] == []

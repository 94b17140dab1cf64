"""The pictures, the check and the health page in a browser: nothing is blocked, too wide or out of reach."""

from __future__ import annotations

import shutil
from datetime import date
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

from article import Fact, Visit
from storage.database import Database
from storage.health import alarms
from storage.health.alarms import Found
from tests.deciding import stored
from tests.digest.test_gauge import compose, news
from tests.storing import NOW, begin, end

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]


def fill(db: Database) -> None:
    run = begin(db)
    for month in (1, 2, 5):
        visit = Visit(
            visitors=(Fact("Rombongan"),),
            origin=(Fact("Kota Malang", code="35.73"), Fact("Kabupaten Sleman", code="34.04")),
            date_start=Fact(date(2018, month, 3)),
            programme=Fact("PKA"),
            loci=(Fact("pelayanan terpadu satu pintu dan pengelolaan pengaduan"),),
        )
        stored(db, run, found=[visit])
    news(db, 6)
    compose(db)
    end(db, begin(db, "seblang"), "seblang")
    with db.write():
        alarms.record(db, "seblang", [Found("redesign", "https://x.example/" + "x" * 200, "no body", "")], (), NOW)


def test_the_pages_fit_run_nothing_and_are_open_to_everybody(browser: Any, served: Any) -> None:
    address = served(fill)
    for width, scheme in ((390, "light"), (1280, "dark")):
        look = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
        page, checked = browser.new_page(**look), browser.new_context(bypass_csp=True, **look).new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))  # noqa: B023 asked within the round
        for path in ("/pictures", "/check", "/health"):
            for one in (page, checked):
                one.goto(f"{address}{path}")
                one.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, width)
            assert [(path, one["id"], one["nodes"][0]["html"]) for one in Axe().run(checked)["violations"]] == []
            if path == "/pictures":
                tile = page.locator(".tile[aria-label^='Jawa Timur'] rect").bounding_box()
                assert tile["width"] >= 40 and tile["height"] >= 24, (
                    "large enough for a finger, and its words to be read"
                )
        assert said == []


def test_a_tile_leads_to_the_articles_it_counts(browser: Any, served: Any) -> None:
    page = browser.new_page()
    page.goto(f"{served(fill)}/pictures")
    with page.expect_navigation():
        page.get_by_role("link", name="Jawa Timur: 3 visits").first.click()
    assert page.locator("article").count() == 3

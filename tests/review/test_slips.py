"""Slips of the hand at the desk, in a real browser: none of them decides anything."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from storage.database import open_database
from storage.desk import reviews
from tests.morning import store_morning

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]


def decided(tmp_path: Path) -> list[str]:
    with open_database(tmp_path / "j.db") as db:
        return [one.kind for one in reviews.latest(db, 200)]


def test_what_is_typed_after_change_goes_into_the_facts_field_and_decides_nothing(
    browser: Any, served: Any, tmp_path: Path
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{served(lambda db: store_morning(db, 12))}/visit/12")
    page.click("#fact-visitors summary")
    page.wait_for_selector("#value-visitors:focus")
    page.keyboard.type("Dinas u")
    assert page.locator("#value-visitors").input_value() == "Dinas u", "the old value was selected"
    page.click("h1")  # the form stays open, without the focus
    for key in "dcu1":
        page.keyboard.press(key)
    assert page.locator(".actions details[open]").count() == 0
    page.focus("#value-visitors")
    page.keyboard.press("Escape")
    assert page.locator(".edit[open]").count() == 0
    page.keyboard.press("u")  # the focus is on the fold of the form
    page.wait_for_timeout(100)
    assert decided(tmp_path) == []
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("u")
    assert decided(tmp_path) == ["unsure"]
    page.close()


def test_a_key_about_a_card_out_of_view_only_brings_it_back(browser: Any, served: Any, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 700})
    page.goto(served(lambda db: store_morning(db, 12)))
    page.wait_for_selector("#visit-12[aria-current=step]")
    page.evaluate("document.getElementById('visit-3').scrollIntoView()")
    page.keyboard.press("c")
    top = page.evaluate("document.getElementById('visit-12').getBoundingClientRect().top")
    page.wait_for_timeout(100)
    assert 0 <= top < 700 and decided(tmp_path) == []
    page.keyboard.press("c")
    page.wait_for_selector("#visit-12.done")
    assert decided(tmp_path) == ["confirm"]
    page.close()


def test_the_second_click_of_a_double_one_means_no_reason(browser: Any, served: Any, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.clock.install(time=0)
    page.goto(served(lambda db: store_morning(db, 12)))
    page.wait_for_selector("[aria-current=step]")
    page.clock.pause_at(60_000)
    page.click("#visit-12 .actions summary")
    for again in ("summary", "[data-key='1']"):
        page.click(f"#visit-12 .actions {again}")
    page.wait_for_timeout(100)
    assert decided(tmp_path) == [] and page.locator("#visit-12 details[open]").count() == 1
    page.clock.run_for(500)
    page.click("#visit-12 [data-key='1']")
    page.wait_for_selector("#visit-12.done")
    assert decided(tmp_path) == ["dismiss"]
    page.close()


def test_back_from_a_visit_stands_the_order_that_one_came_from(browser: Any, served: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    address = served(lambda db: store_morning(db, 6))
    page.goto(f"{address}/?order=doubtful")
    page.click("#visit-2 a[data-key=o]")
    page.wait_for_url("**/visit/2")
    with page.expect_navigation():
        page.keyboard.press("c")
    with page.expect_navigation():
        page.keyboard.press("q")
    assert page.url == f"{address}/?order=doubtful#visit-2"
    page.close()


def test_a_message_is_closed_until_there_is_another_and_never_lies_on_the_last_card(browser: Any, served: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(served(lambda db: store_morning(db, 3)))
    page.click("#visit-3 [data-key=c]")
    page.wait_for_selector("#visit-3.done")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    message, buttons = page.locator("#message").bounding_box(), page.locator("#visit-1 .actions").bounding_box()
    assert buttons["y"] + buttons["height"] < message["y"] and message["height"] < 90
    page.click("#message .close")
    assert page.locator("#message").is_hidden()
    page.reload()
    page.wait_for_selector("[aria-current=step]")
    assert page.locator("#message").is_hidden()
    page.click("#visit-2 [data-key=c]")
    page.wait_for_selector("#visit-2.done")
    assert page.locator("#message").is_visible()
    page.close()

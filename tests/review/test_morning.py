"""An editor's morning in a real browser: with the keyboard alone, and with JavaScript off."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from storage import decisions, visits
from storage.database import Database, open_database
from storage.desk import reviews
from storage.searching import saved
from tests.keyboard import open_visit, press, save_search, tab_to
from tests.morning import store_morning
from tests.storing import NOW

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]


def kinds(tmp_path: Path) -> list[str]:
    with open_database(tmp_path / "j.db") as db:
        return [one.kind for one in reversed(reviews.latest(db, 200))]


def test_a_morning_with_the_keyboard_alone(browser: Any, served: Any, tmp_path: Path) -> None:
    address = served(store_morning)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)

    open_visit(page, 59)  # a fact is mended
    tab_to(page, "#fact-headcount summary")
    page.keyboard.press("Enter")
    page.wait_for_selector("#value-headcount:focus")
    page.keyboard.type("90")
    page.keyboard.press("Enter")
    page.wait_for_url("**/visit/59#fact-headcount")
    assert "90" in page.locator("#fact-headcount .value").inner_text()
    page.keyboard.press("q")
    page.wait_for_url("**/#visit-59")
    assert page.locator("#visit-59[aria-current=step]").count() == 1  # back where it was left

    open_visit(page, 56)  # the copy is split off
    tab_to(page, ".reports li:nth-child(2) form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/visit/61")
    page.keyboard.press("q")
    page.wait_for_selector("#left")
    assert page.locator("#left").inner_text() == "61 to decide"

    open_visit(page, 50)  # and one is merged
    tab_to(page, "#into")
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    page.wait_for_url("**/visit/40")
    page.keyboard.press("q")
    page.wait_for_selector("#left")

    save_search(page, "desa Kediri", "Kediri")
    assert page.locator(".saved li > a:first-child").all_inner_texts() == ["Kediri"]
    tab_to(page, "nav a[href='/']")
    page.keyboard.press("Enter")
    page.wait_for_selector("[aria-current=step]")

    page.evaluate("window.unchanged = true")  # from here on no page is loaded again
    decide_all(page)
    assert page.evaluate("window.unchanged") and said == []
    assert kinds(tmp_path)[:3] == ["edit", "split", "merge"]
    with open_database(tmp_path / "j.db") as db:
        counts = reviews.counts(db)
        assert (counts.open, counts.confirmed, counts.dismissed, counts.unsure) == (0, 44, 12, 4)
        (card,) = visits.cards(db, [59])
        assert card.headcount == 90
        assert [(one.name, one.query) for one in saved.all_saved(db)] == [("Kediri", "desa Kediri")]
    page.close()


def decide_all(page: Any) -> None:
    """Sixty decisions: every fifth is dismissed, each of the four reasons three times; one is taken back on the way."""
    page.keyboard.press("j")
    page.keyboard.press("k")
    for number in range(60):
        left = 59 - number
        if number == 30:
            press(page, "c", left)
            press(page, "z", left + 1)
        if number % 5 == 4:
            page.keyboard.press("d")
            press(page, str(number // 5 % 4 + 1), left)
        else:
            press(page, "u" if number % 15 == 0 else "c", left)


def test_keys_pressed_faster_than_answers_come_decide_one_thing_each(browser: Any, served: Any, tmp_path: Path) -> None:
    address = served(lambda db: store_morning(db, 12))
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.wait_for_selector("[aria-current=step]")
    for key in "cccuz":
        page.keyboard.press(key)
    page.wait_for_function("() => document.getElementById('message').textContent.includes('Undone')")
    assert page.locator("#left").inner_text() == "9 to decide"
    with open_database(tmp_path / "j.db") as db:
        log = reviews.latest(db)
    assert sorted(one.visit_id or 0 for one in log if one.kind == "confirm") == [10, 11, 12]
    assert [(one.kind, one.visit_id) for one in log[:1]] == [("undo", 9)]
    page.close()


def test_single_letter_keys_are_switched_off_and_stay_so(browser: Any, served: Any, tmp_path: Path) -> None:
    address = served(lambda db: store_morning(db, 12))
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/?order=certain")
    tab_to(page, "aside button[name=keys]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{address}/?order=certain" and page.locator("kbd").first.is_hidden()
    page.wait_for_selector("[aria-current=step]")
    for key in "jcu":
        page.keyboard.press(key)
    page.keyboard.press("d")
    assert page.locator("details[open]:not(.keys)").count() == 0
    page.goto(f"{address}/visit/12")
    page.keyboard.press("c")
    page.wait_for_timeout(100)
    assert kinds(tmp_path) == []
    follow(page, "footer button[name=keys]")
    assert page.url == f"{address}/visit/12"
    with page.expect_navigation():
        page.keyboard.press("c")
    assert kinds(tmp_path) == ["confirm"]
    page.close()


def at_rest(page: Any, where: str) -> int:
    """Where something stands once it has stopped to move."""
    last: int | None = None
    while last != (now := int(page.evaluate(where))):
        last = now
        page.wait_for_timeout(150)
    return now


def test_what_is_looked_at_stays_where_it_is_when_the_answer_comes(browser: Any, served: Any) -> None:
    address = served(lambda db: store_morning(db, 12))
    page = browser.new_page(viewport={"width": 1280, "height": 700})
    held: list[Any] = []
    page.route("**/decide", lambda route: held.append(route))  # before the page is there: later it may be too late
    page.goto(address)
    page.wait_for_selector("[aria-current=step]")
    for _ in range(4):
        page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_selector("#visit-7[aria-current=step]")  # the next one is there before the answer
    for _ in range(3000):
        if held:
            break
        page.wait_for_timeout(10)
    assert held, "the decision was never sent"
    where = "() => Math.round(document.querySelector('#visit-7').getBoundingClientRect().top)"
    before = at_rest(page, where)
    held[0].continue_()
    page.wait_for_selector("#visit-8.done")
    assert page.evaluate("window.scrollY") > 0
    assert abs(at_rest(page, where) - before) <= 1
    page.close()


def test_the_next_cards_are_there_before_they_are_asked_for(browser: Any, served: Any) -> None:
    address = served(lambda db: store_morning(db, 45))
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.wait_for_selector("[aria-current=step]")
    for _ in range(44):
        page.keyboard.press("j")
        page.wait_for_timeout(5)
    page.wait_for_selector("#visit-1")
    assert page.locator(".card").count() == 45
    assert page.locator("#older").count() == 0
    page.close()


def follow(page: Any, selector: str) -> None:
    """Click what leads to another page, and wait until that page is whole."""
    with page.expect_navigation():
        page.click(selector)


def test_with_javascript_off_forms_do_the_same(browser: Any, served: Any, tmp_path: Path) -> None:
    address = served(lambda db: store_morning(db, 30))
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    follow(page, "#visit-30 button[value=confirm]")
    assert page.url.endswith("/#visit-29") and page.locator("#visit-30").count() == 0
    page.click("#visit-29 summary")
    follow(page, "#visit-29 button[value='wrong direction']")
    assert page.locator("#left").inner_text() == "28 to decide"
    follow(page, "#message button")
    assert page.locator("#left").inner_text() == "29 to decide" and page.locator("#visit-29").count() == 1
    follow(page, "#older")
    assert page.locator("#visit-1").count() == 1
    page.goto(f"{address}/visit/28")
    page.click("#fact-leader summary")
    page.fill("#value-leader", "Bambang Hartono")
    follow(page, "#fact-leader form button")
    assert "Bambang Hartono" in page.locator("#fact-leader .value").inner_text()
    follow(page, ".reports li:nth-child(2) form button")
    assert page.url.endswith("/visit/31")
    page.fill("#into", "28")
    follow(page, ".by-number button")
    assert page.url.endswith("/visit/28")
    follow(page, ".log li:first-child button")
    page.goto(f"{address}/visit/31")
    assert page.url.endswith("/visit/31")
    follow(page, "footer button[name=keys]")
    assert page.locator("html[data-keys=off]").count() == 1
    assert kinds(tmp_path) == ["confirm", "dismiss", "undo", "edit", "split", "merge", "undo"]
    context.close()


# /pictures, /check and /health are looked at by test_drawn.py, the digests by tests/digest/test_pages.py: fuller ones.
PAGES = (
    *("/", "/?decided=unsure", "/visit/14", "/visit/13", "/article/1", "/decisions", "/add", "/visit/999"),
    *("/search", "/search?q=desa"),
)


def store_decided(db: Database) -> None:
    store_morning(db, 16)
    with db.write():
        decisions.decide(db, "dismiss", visit=13, reason="old", who="budi", now=NOW)
        decisions.decide(db, "unsure", visit=12, who="budi", now=NOW)


# Each width, theme and language once.
@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme", "locale"), [(390, "dark", "id-ID"), (1280, "light", "en-GB")])
def test_every_page_fits_is_accessible_and_has_nothing_inline(
    browser: Any, served: Any, width: int, scheme: str, locale: str
) -> None:
    from axe_core_python.sync_playwright import Axe

    address = served(store_decided)
    # the checker is a script, which the page's own policy forbids
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 844}, locale=locale
    )
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{address}{path}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator("[style], style, script:not([src])").count() == 0, path
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in Axe().run(page)["violations"]] == []
    context.close()

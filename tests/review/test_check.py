"""The check's page: answers by forms alone, and what they say so far."""

from __future__ import annotations

import re

import pytest

from storage.database import Database
from storage.digest import gauge
from tests.deciding import shown
from tests.digest.test_gauge import compose, news
from tests.review.test_guard import Browser


@pytest.fixture
def browser(db: Database) -> Browser:
    news(db, 2)
    compose(db)
    return Browser(db)


def token(browser: Browser) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', browser.ask("GET", "/check").text)
    assert found
    return found[1]


def answer(browser: Browser, draw: int, said: str) -> int:
    return browser.ask("POST", f"/check/{draw}", data={"token": token(browser), "answer": said}).status_code


def test_an_answer_is_kept_signed_and_can_be_changed(browser: Browser, db: Database) -> None:
    assert "2 to answer" in browser.ask("GET", "/check").text
    assert answer(browser, 1, "visit") == 303
    assert len(shown(db)) == 1
    page = browser.ask("GET", "/check").text
    assert "1 to answer" in page
    assert page.count('aria-pressed="true"') == 1
    assert answer(browser, 1, "no visit") == 303
    assert shown(db) == {}
    assert gauge.answered_last(db, 9)[0].who == "editor"


def test_looking_changes_nothing_and_a_form_without_its_token_is_refused(browser: Browser, db: Database) -> None:
    before = db.rows("SELECT * FROM gauge_draw")
    assert browser.ask("GET", "/check/1").status_code == 405
    assert browser.ask("POST", "/check/1", data={"answer": "visit"}).status_code == 403
    assert db.rows("SELECT * FROM gauge_draw") == before


def test_what_cannot_be_answered_says_why(browser: Browser) -> None:
    assert answer(browser, 1, "perhaps") == 400
    assert answer(browser, 99, "visit") == 400


def test_without_answers_the_page_says_what_an_estimate_needs(browser: Browser) -> None:
    for path in ("/check", "/health"):
        assert "not known yet" in browser.ask("GET", path).text
